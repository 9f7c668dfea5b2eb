Feature: Rules on the patient's own access leave the doctor's as it is
  From the page of the Brussels Health Network for health professionals it follows that a delay, or no access,
  is set for the patient. A doctor who may access the record reads the document all the same.

  @REQ-PATIENT-ACCESS-002 @positive @case-doctor-reads-during-the-delay
  Scenario: The doctor reads and lists a document during the patient's delay
    Given it is 2026-03-10 10:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, accessible to the patient 30 days after publication
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-PATIENT-ACCESS-002 @negative @case-doctor-without-link-during-the-delay
  Scenario: What is kept from the patient is no more open to a doctor without a link
    Given it is 2026-03-10 10:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, inaccessible to the patient
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Lambert opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"

  @REQ-PATIENT-ACCESS-002 @boundary @case-doctor-reads-across-a-changed-rule
  Scenario: Before and after the rule changes the doctor reads the same
    Given it is 2026-03-10 10:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie, inaccessible to the patient
    When Dr Peeters opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Dr Peeters
    Given the hospital changes the access rule of "letter" to immediate
    When Dr Peeters opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Dr Peeters
