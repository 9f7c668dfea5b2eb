Feature: The content is fetched from its hospital for a reading, once, and for nothing else
  The page of the Brussels Health Network for health professionals offers to consult the contents of medical
  documents, which stay at their hospital. That the hospital is asked once for each reading is a choice of ours, and
  binds those who adopt it.

  @REQ-DOC-READ-003 @positive @case-fetched-once
  Scenario: One reading is one fetch
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    And the hospital was asked for "letter" exactly 1 times

  @REQ-DOC-READ-003 @negative @case-list-fetches-nothing
  Scenario: A list fetches no content
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 2 documents
    And the hospital was asked for "letter" exactly 0 times
    And the hospital was asked for "report" exactly 0 times

  @REQ-DOC-READ-003 @negative @case-refused-reading-fetches-nothing
  Scenario: A refused reading fetches nothing, and a permitted one what was opened
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Marie
    When Dr Lambert opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And the hospital was asked for "letter" exactly 0 times
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    And the hospital was asked for "letter" exactly 1 times
    And the hospital was not asked for "report"

  @REQ-DOC-READ-003 @boundary @case-unreleased-reading-fetches-nothing
  Scenario: Before its release a document is not fetched for its patient, and after it once
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    When Marie opens "letter"
    Then the request is refused
    And the hospital was asked for "letter" exactly 0 times
    Given Dr Peeters releases "letter" to the patient
    When Marie opens "letter"
    Then "letter" is shown to Marie
    And the hospital was asked for "letter" exactly 1 times
    And the hospital was asked for "letter"
