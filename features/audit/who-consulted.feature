Feature: The patient reads who consulted a document
  No source speaks of an audit trail. That the patient can read in it who consulted, or tried to consult, which
  document is a choice of ours, and binds those who adopt it.

  @REQ-PATIENT-ACCESS-003 @positive @case-audit-of-a-reading
  Scenario: A reading is in the audit trail, under the name of the doctor who read
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    And the audit trail of Marie names Dr Peeters for "letter"

  @REQ-PATIENT-ACCESS-003 @positive @case-audit-of-two-doctors
  Scenario: Each doctor is named for what he read
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Marie
    When Dr Peeters opens "letter"
    Then the audit trail of Marie names Dr Peeters for "letter"
    When Dr Lambert opens "report"
    Then the audit trail of Marie names Dr Lambert for "report"

  @REQ-PATIENT-ACCESS-003 @negative @case-audit-of-a-refused-try
  Scenario Outline: A refused try is in the audit trail too
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And <change>
    When Dr Lambert opens "letter"
    Then the request is refused
    And the audit trail of Marie names Dr Lambert for "letter"

    Examples:
      | case         | change                                          |
      | without-link | Dr Lambert ends the therapeutic link with Marie |
      | excluded     | Marie excludes Dr Lambert from the record       |

  @REQ-PATIENT-ACCESS-003 @negative @case-audit-of-a-restricted-try
  Scenario: A try on a closed document is in the audit trail too
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters closes "letter" to Dr Lambert
    When Dr Lambert opens "letter"
    Then the request is refused
    And the audit trail of Marie names Dr Lambert for "letter"

  @REQ-PATIENT-ACCESS-003 @positive @case-audit-of-an-attachment
  Scenario: Opening an attachment is in the audit trail
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie
    When Dr Peeters opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Dr Peeters
    And the audit trail of Marie names Dr Peeters for "letter"

  @REQ-PATIENT-ACCESS-003 @positive @case-audit-of-acts
  Scenario Outline: What is done with a document is in the audit trail
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When <act>
    Then the request is carried out
    And the audit trail of Marie names Dr Peeters for "letter"

    Examples:
      | case            | act                                                           |
      | access-set      | Dr Peeters makes "letter" inaccessible to the patient         |
      | document-closed | Dr Peeters closes "letter" to Dr Lambert                      |
      | deletion-asked  | Dr Peeters asks for the deletion of the reference to "letter" |

  @REQ-PATIENT-ACCESS-003 @positive @case-audit-of-a-release
  Scenario: A release is in the audit trail
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    When Dr Peeters releases "letter" to the patient
    Then the request is carried out
    And the audit trail of Marie names Dr Peeters for "letter"

  @REQ-PATIENT-ACCESS-003 @positive @case-audit-of-a-sumehr
  Scenario: Publishing a SUMEHR and reading it are in the audit trail
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Lambert opens "summary"
    Then "summary" is shown to Dr Lambert
    And the audit trail of Marie names Dr Lambert for "summary"
    And the audit trail of Marie names Dr Peeters for "summary"

  @REQ-PATIENT-ACCESS-003 @boundary @case-audit-years-later
  Scenario: What was read years ago is still in the audit trail
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When it becomes 2028-03-10 09:00
    And Marie opens "letter"
    Then "letter" is shown to Marie
    And the audit trail of Marie names Dr Peeters for "letter"
