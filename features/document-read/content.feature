Feature: A doctor who may access the record reads the content of its documents
  The page of the Brussels Health Network for health professionals offers to consult the contents of medical
  documents. The document that is opened is the one that is shown.

  @REQ-DOC-READ-001 @positive @case-read-listed-document
  Scenario: A listed document opens
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-DOC-READ-001 @positive @case-read-the-second-document
  Scenario: Of several documents the one that is opened is shown
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Marie
    And the hospital publishes "lab result" about Marie
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
    When Dr Peeters opens "lab result"
    Then "lab result" is shown to Dr Peeters
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-DOC-READ-001 @positive @case-read-by-two-doctors
  Scenario: Two doctors of the same patient read the same document
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert

  @REQ-DOC-READ-001 @negative @case-read-by-address
  Scenario: The address of a document gives a doctor without a link no access
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Janssens gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Janssens opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Janssens
    And the hospital was not asked for "letter"

  @REQ-DOC-READ-001 @negative @case-source-unavailable
  Scenario: While the hospital does not answer the list remains, and the document is said to be unavailable
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital no longer answers
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Peeters opens "letter"
    Then Dr Peeters is told that the source is unavailable
    And nothing of the content of "letter" is disclosed to Dr Peeters
    Given the hospital answers again
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
