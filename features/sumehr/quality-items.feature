Feature: A SUMEHR that lacks quality items is published all the same
  The page of the Brussels Health Network for health professionals names seven things that a quality SUMEHR includes,
  and grants that this is not always possible in a time of crisis. What is missing is said and stops nothing; this
  reading is ours, and binds those who adopt it.

  @REQ-SUMEHR-021 @positive @case-sumehr-lacking
  Scenario Outline: One of the seven items is missing
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters publishes the SUMEHR "summary" of Marie without the item "<item>"
    Then the request is carried out
    And a warning says that the item "<item>" is missing
    And no warning says that the item "<present>" is missing

    Examples:
      | case         | item         | present      |
      | contacts     | contacts     | allergies    |
      | problems     | problems     | contacts     |
      | history      | history      | problems     |
      | observations | observations | history      |
      | treatments   | treatments   | observations |
      | vaccinations | vaccinations | treatments   |
      | allergies    | allergies    | vaccinations |

  @REQ-SUMEHR-021 @negative @case-sumehr-lacking-nothing
  Scenario: Nothing is missing, and nothing is warned of
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters publishes the SUMEHR "summary" of Marie
    Then the request is carried out
    And no warning says that the item "contacts" is missing
    And no warning says that the item "problems" is missing
    And no warning says that the item "history" is missing
    And no warning says that the item "observations" is missing
    And no warning says that the item "treatments" is missing
    And no warning says that the item "vaccinations" is missing
    And no warning says that the item "allergies" is missing

  @REQ-SUMEHR-021 @positive @case-sumehr-lacking-is-read
  Scenario: What lacks an item is listed and read by a colleague
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie without the item "treatments"
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows "summary"
    When Dr Lambert opens "summary"
    Then "summary" is shown to Dr Lambert

  @REQ-SUMEHR-001 @boundary @case-sumehr-lacking-for-the-patient
  Scenario: The patient reads at once also what lacks an item
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters publishes the SUMEHR "summary" of Marie without the item "vaccinations"
    And it becomes 2026-03-10 09:00:01
    And Marie opens "summary"
    Then "summary" is shown to Marie
