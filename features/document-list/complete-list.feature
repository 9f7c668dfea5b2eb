Feature: The list holds every referenced document of the patient
  The page of the Brussels Health Network for health professionals offers to consult the list of a patient's
  referenced documents. All documents were published after the patient's consent, and the list is complete,
  however many there are, of whatever type, and by whatever pages a product shows it.

  @REQ-DOC-LIST-001 @positive @case-list-three-documents
  Scenario: Three documents, three entries
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Marie
    And the hospital publishes "lab result" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 3 documents
    And the list shows "letter"
    And the list shows "report"
    And the list shows "lab result"

  @REQ-DOC-LIST-001 @positive @case-list-grows
  Scenario: A document published later is in the next list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When it becomes 2026-03-11 09:00
    Given the hospital publishes "report" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 2 documents
    And the list shows "letter"
    And the list shows "report"

  @REQ-DOC-LIST-001 @negative @case-list-of-one-patient-only
  Scenario: The list of one patient holds nothing of another
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Nora
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    And the list does not show "report"

  @REQ-DOC-LIST-001 @boundary @case-list-by-number
  Scenario Outline: The list is complete at every length
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes <number> documents about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly <number> documents

    Examples:
      | case        | number |
      | one         | 1      |
      | nineteen    | 19     |
      | twenty      | 20     |
      | twenty-one  | 21     |
      | twenty-five | 25     |
      | forty-one   | 41     |

  @REQ-DOC-LIST-001 @boundary @case-list-oldest-of-many
  Scenario: The first published document stays in a list of many
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When it becomes 2026-03-11 09:00
    Given the hospital publishes 25 documents about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 26 documents
    And the list shows "letter"
