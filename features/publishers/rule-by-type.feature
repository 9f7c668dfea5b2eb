Feature: The rule that a document came with counts, whatever its type
  The page of the Brussels Health Network for health professionals has the access procedures set according to the
  different types of documents. The publisher says the rule of each document; a type that a product does not know is
  no reason to open it.

  @REQ-DOC-TIMING-002 @negative @case-unknown-type-inaccessible
  Scenario Outline: A document of an unusual type stays closed where its publisher closed it
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "North Hospital" makes documents of the type "<type>" inaccessible to the patient
    And "North Hospital" makes documents of the type "discharge letter" accessible to the patient at once
    And "North Hospital" publishes "note" of the type "<type>" about Marie
    And "North Hospital" publishes "letter" of the type "discharge letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Marie opens "note"
    Then the request is refused because "not-accessible"
    And nothing of the content of "note" is disclosed to Marie
    And the hospital was not asked for "note"

    Examples:
      | case             | type                 |
      | unheard-of       | moonlight assessment |
      | unclassified     | unclassified         |
      | genetic-analysis | genetic analysis     |

  @REQ-DOC-TIMING-001 @negative @case-unknown-type-delayed
  Scenario: A document of an unusual type waits for its delay
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "North Hospital" makes documents of the type "moonlight assessment" accessible to the patient 15 days after publication
    And "North Hospital" publishes "note" of the type "moonlight assessment" about Marie
    When it becomes 2026-03-24 23:59:59
    And Marie opens "note"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "note" is disclosed to Marie
    When it becomes 2026-03-26 00:00:00
    And Marie opens "note"
    Then "note" is shown to Marie

  @REQ-RELEASE-002 @negative @case-unknown-type-releasable
  Scenario: A document of an unusual type waits for its release
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And "North Hospital" makes documents of the type "moonlight assessment" releasable by the attending physician
    And "North Hospital" publishes "note" of the type "moonlight assessment" about Marie
    When it becomes 2026-04-20 09:00
    And Marie opens "note"
    Then the request is refused
    And nothing of the content of "note" is disclosed to Marie
    Given Dr Peeters releases "note" to the patient
    When Marie opens "note"
    Then "note" is shown to Marie

  @REQ-DOC-TIMING-001 @boundary @case-type-delay
  Scenario Outline: The delay of a type, refused before in every reading and shown after in every reading
    Given it is <published>
    And Marie gives consent to the sharing of health data
    And "South Clinic" makes documents of the type "laboratory result" accessible to the patient <days> days after publication
    And "South Clinic" publishes "result" of the type "laboratory result" about Marie
    When it becomes <just-before>
    And Marie opens "result"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "result" is disclosed to Marie
    When it becomes <open-from>
    And Marie opens "result"
    Then "result" is shown to Marie

    Examples:
      | case           | published                 | days | just-before               | open-from                 |
      | one-day        | 2026-03-10T10:00:00+01:00 | 1    | 2026-03-10T23:59:59+01:00 | 2026-03-12T00:00:00+01:00 |
      | into-spring    | 2026-03-28T23:30:00+01:00 | 1    | 2026-03-28T23:59:59+01:00 | 2026-03-30T00:00:00+02:00 |
      | into-autumn    | 2026-10-18T10:00:00+02:00 | 7    | 2026-10-24T23:59:59+02:00 | 2026-10-26T00:00:00+01:00 |
      | late-evening   | 2026-07-01T23:30:00+02:00 | 15   | 2026-07-15T23:59:59+02:00 | 2026-07-17T00:00:00+02:00 |
      | after-midnight | 2026-07-01T00:30:00+02:00 | 15   | 2026-07-15T23:59:59+02:00 | 2026-07-17T00:00:00+02:00 |
