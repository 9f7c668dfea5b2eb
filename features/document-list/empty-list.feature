Feature: An empty list is an ordinary answer
  The page of the Brussels Health Network for health professionals explains why a doctor may see no documents
  for a patient whom he may access. That is no fault and no refusal.

  @REQ-DOC-LIST-003 @positive @case-empty-list
  Scenario: A patient without documents has an empty list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list is empty, and that is an ordinary answer

  @REQ-DOC-LIST-003 @positive @case-empty-list-beside-a-full-one
  Scenario: The list of one patient is empty although another patient has documents
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And the hospital publishes "report" about Nora
    When Dr Peeters asks for the list of documents of Nora
    Then the list shows "report"
    When Dr Peeters asks for the list of documents of Marie
    Then the list is empty, and that is an ordinary answer

  @REQ-DOC-LIST-003 @negative @case-refusal-is-no-empty-list
  Scenario: Who may not access the record is refused, also where the list would be empty
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    When Dr Peeters asks for the list of documents of Marie
    Then the list is empty, and that is an ordinary answer
    When Dr Lambert asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"

  @REQ-DOC-LIST-003 @boundary @case-empty-list-until-the-first-document
  Scenario: Empty before the first document, one entry after it
    Given it is 2026-03-10 09:59:59
    And Dr Peeters may consult the record of Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list is empty, and that is an ordinary answer
    When it becomes 2026-03-10 10:00:00
    Given the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
