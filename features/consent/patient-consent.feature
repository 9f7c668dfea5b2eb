Feature: Nothing of a patient is shared without the patient's consent
  The page of the Brussels Health Network for health professionals says that patients must have given
  their consent to the electronic sharing of health data. Every scenario has a doctor who consented and
  declared a therapeutic link, so that the patient's consent alone makes the difference.

  @REQ-CONSENT-001 @positive @case-consent-opens-the-list
  Scenario: With the patient's consent the doctor sees the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"

  @REQ-CONSENT-001 @positive @case-consent-opens-the-document
  Scenario: With the patient's consent the doctor reads a document
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-CONSENT-001 @negative @case-no-consent-no-list
  Scenario: A patient who never consented has no list, whatever link exists
    Given it is 2026-03-10 09:00
    And Marie opens the patient space for the first time
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    Given Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "report"

  @REQ-CONSENT-001 @negative @case-no-consent-no-direct-read
  Scenario: A document of a patient who never consented cannot be opened by its address
    Given it is 2026-03-10 09:00
    And Marie opens the patient space for the first time
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"
    Given Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Marie
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters

  @REQ-CONSENT-001 @REQ-DOC-READ-002 @negative @case-no-consent-no-attachment
  Scenario: An attachment of a patient who never consented cannot be opened either
    Given it is 2026-03-10 09:00
    And Marie opens the patient space for the first time
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie
    When Dr Peeters opens the attachment "scan.pdf" of "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"
    Given Marie gives consent to the sharing of health data
    And the hospital publishes "report" with the attachment "picture.png" about Marie
    When Dr Peeters opens the attachment "picture.png" of "report"
    Then the attachment "picture.png" of "report" is shown to Dr Peeters

  @REQ-CONSENT-001 @negative @case-consent-of-another-patient
  Scenario: The consent of one patient opens nothing of another
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Nora
    And the hospital publishes "report" about Nora
    And Marie opens the patient space for the first time
    And Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-CONSENT-001 @negative @case-no-consent-no-patient-space
  Scenario: Without consent nothing passes through the network, not even to the patient
    Given it is 2026-03-10 09:00
    And Marie opens the patient space for the first time
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Marie
    Given Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Marie
    When Marie opens "report"
    Then "report" is shown to Marie

  @REQ-CONSENT-001 @boundary @case-second-before-consent
  Scenario: Refused one second before the consent, shown from the consent on
    Given it is 2026-03-10 10:04:59
    And Marie opens the patient space for the first time
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    When it becomes 2026-03-10 10:05:00
    Given Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Marie
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
