Feature: A delayed document opens to the patient when the delay has passed
  The page of the Brussels Health Network for health professionals says of a document that you can then make it
  accessible 30 days after its publication. How those days are counted is left open; the scenarios here keep
  clear of the last day, so that every reading gives the same answer.

  @REQ-DOC-TIMING-001 @positive @case-immediate-document
  Scenario: A document with immediate access opens at once
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @positive @case-delay-has-passed
  Scenario: After the delay the patient reads
    Given it is 2026-01-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, accessible to the patient 30 days after publication
    When it becomes 2026-02-11 10:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @positive @case-delay-passed-long-ago
  Scenario: What has become accessible stays accessible
    Given it is 2026-01-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, accessible to the patient 30 days after publication
    When it becomes 2027-06-01 10:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @negative @case-delay-running
  Scenario: During the delay the patient does not read, while an immediate document opens
    Given it is 2026-01-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, accessible to the patient 30 days after publication
    And the hospital publishes "report" about Marie
    When it becomes 2026-01-20 10:00
    And Marie opens "report"
    Then "report" is shown to Marie
    When Marie opens "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"

  @REQ-DOC-TIMING-001 @negative @case-delay-at-publication
  Scenario: At the instant of publication a delayed document is refused, and opens later
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, accessible to the patient 7 days after publication
    When Marie opens "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"
    When it becomes 2026-03-19 10:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @REQ-DOC-READ-002 @negative @case-delay-guards-attachments
  Scenario: During the delay the attachments are refused too
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie
    When Marie opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Marie
    Given the hospital changes the access rule of "letter" to 30 days after publication
    When it becomes 2026-03-11 10:00
    And Marie opens the attachment "scan.pdf" of "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"
