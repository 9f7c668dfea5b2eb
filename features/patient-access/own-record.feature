Feature: A patient reaches the own record, and no other
  From the page of the Brussels Health Network for health professionals it follows that a patient's access is to
  the own record, and that the therapeutic link is the doctor's condition and not the patient's.

  @REQ-PATIENT-ACCESS-001 @positive @case-own-document-without-link
  Scenario: A patient reads an own document without any therapeutic link
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie asks for the list of documents
    Then the list shows "letter"
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-PATIENT-ACCESS-001 @negative @case-document-of-another-patient
  Scenario: A patient cannot open another patient's document by its address
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And Lucas gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Lucas opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Lucas
    And the hospital was not asked for "letter"

  @REQ-PATIENT-ACCESS-001 @negative @case-attachment-of-another-patient
  Scenario: A patient cannot open another patient's attachment by its address
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And Lucas gives consent to the sharing of health data
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie
    When Marie opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Marie
    When Lucas opens the attachment "scan.pdf" of "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Lucas
    And the hospital was not asked for "letter"

  @REQ-PATIENT-ACCESS-001 @negative @case-list-of-another-patient
  Scenario: A patient's list holds nothing of another patient
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And Lucas gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Lucas
    When Lucas asks for the list of documents
    Then the list shows "report"
    And the list does not show "letter"

  @REQ-PATIENT-ACCESS-001 @boundary @case-own-document-after-the-link
  Scenario: The end of a doctor's link changes nothing for the patient
    Given it is 2026-03-10 10:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    Given Dr Peeters ends the therapeutic link with Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
