Feature: The delay runs from the publication
  The page of the Brussels Health Network for health professionals counts the 30 days from the publication of
  the document: not from the day on which the network learnt of it, nor from the patient's registration or
  consent.

  @REQ-DOC-TIMING-001 @positive @case-published-long-before-it-is-referenced
  Scenario: A document whose delay passed before the network learnt of it opens at once
    Given it is 2026-01-05 10:00
    And Marie gives consent to the sharing of health data
    When it becomes 2026-03-10 10:00
    Given the hospital publishes "letter" about Marie, with 2026-02-01 10:00 as its date of publication, accessible to the patient 30 days after publication
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @negative @case-published-shortly-before-it-is-referenced
  Scenario: A document whose delay is still running is refused, and opens 30 days after its publication
    Given it is 2026-02-15 10:00
    And Marie gives consent to the sharing of health data
    When it becomes 2026-03-10 10:00
    Given the hospital publishes "letter" about Marie, with 2026-03-01 10:00 as its date of publication, accessible to the patient 30 days after publication
    When Marie opens "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    When it becomes 2026-04-01 10:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @boundary @case-referenced-after-publication
  Scenario: The last second of refusal and the first of access follow the date of publication
    Given it is 2026-01-05 10:00
    And Marie gives consent to the sharing of health data
    When it becomes 2026-02-01 10:00
    Given the hospital publishes "letter" about Marie, with 2026-01-10 10:00 as its date of publication, accessible to the patient 30 days after publication
    When it becomes 2026-02-08 23:59:59
    And Marie opens "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    When it becomes 2026-02-10 00:00:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @positive @case-old-date-with-immediate-access
  Scenario: An earlier date of publication does not delay immediate access
    Given it is 2026-01-05 10:00
    And Marie gives consent to the sharing of health data
    When it becomes 2026-03-10 10:00
    Given the hospital publishes "letter" about Marie, with 2026-03-09 10:00 as its date of publication
    When Marie opens "letter"
    Then "letter" is shown to Marie
