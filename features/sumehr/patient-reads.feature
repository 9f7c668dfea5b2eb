Feature: The patient reads his SUMEHR from 15 January 2019 on
  The page of the Brussels Health Network for health professionals says that the patient's access to the SUMEHR was
  activated by default, and that SUMEHRs shared before 15 January 2019 are not accessible by default. The day begins
  at midnight in Brussels; what counts is the instant of sharing, and not that of reading.

  @REQ-SUMEHR-001 @positive @case-sumehr-at-once
  Scenario: Without any setting the patient reads the SUMEHR at once
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Marie opens "summary"
    Then "summary" is shown to Marie
    When Marie asks for the list of documents
    Then the list shows "summary"

  @REQ-SUMEHR-001 @positive @case-sumehr-needs-no-link
  Scenario: The patient reads it after every link has ended
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    And Dr Peeters ends the therapeutic link with Marie
    When it becomes 2027-09-01 09:00
    And Marie opens "summary"
    Then "summary" is shown to Marie

  @REQ-SUMEHR-001 @positive @case-sumehr-of-the-first-day
  Scenario Outline: A SUMEHR shared on the first day is open, on that day and years later
    Given it is 2018-12-03 09:00
    And Dr Peeters may consult the record of Marie
    When it becomes <shared>
    Given Dr Peeters publishes the SUMEHR "summary" of Marie
    When Marie opens "summary"
    Then "summary" is shown to Marie
    When it becomes 2026-03-10 09:00
    And Marie opens "summary"
    Then "summary" is shown to Marie

    Examples:
      | case              | shared                    |
      | first-instant     | 2019-01-15T00:00:00+01:00 |
      | first-instant-utc | 2019-01-14T23:00:00+00:00 |
      | half-past-twelve  | 2019-01-15T00:30:00+01:00 |
      | one-oclock        | 2019-01-15T01:00:00+01:00 |
      | midday            | 2019-01-15T12:00:00+01:00 |
      | next-day          | 2019-01-16T00:00:00+01:00 |

  @REQ-SUMEHR-006 @negative @case-sumehr-before-the-cut-off
  Scenario Outline: A SUMEHR shared before is refused, on that day and years later, while a later one opens
    Given it is 2018-05-02 09:00
    And Dr Peeters may consult the record of Marie
    When it becomes <shared>
    Given Dr Peeters publishes the SUMEHR "old summary" of Marie
    When Marie opens "old summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "old summary" is disclosed to Marie
    When it becomes 2026-03-10 09:00
    Given Dr Peeters declares a therapeutic link with Marie
    And Dr Peeters publishes the SUMEHR "new summary" of Marie
    When Marie opens "new summary"
    Then "new summary" is shown to Marie
    When Marie opens "old summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "old summary" is disclosed to Marie

    Examples:
      | case             | shared                    |
      | last-second      | 2019-01-14T23:59:59+01:00 |
      | last-second-utc  | 2019-01-14T22:59:59+00:00 |
      | last-half-hour   | 2019-01-14T23:30:00+01:00 |
      | last-day         | 2019-01-14T12:00:00+01:00 |
      | half-a-year-past | 2018-06-01T10:00:00+02:00 |

  @REQ-SUMEHR-006 @REQ-SUMEHR-001 @boundary @case-sumehr-cut-off
  Scenario Outline: One second before the cut-off and at it
    Given it is 2018-12-03 09:00
    And Dr Peeters may consult the record of Marie
    When it becomes <last-second>
    Given Dr Peeters publishes the SUMEHR "old summary" of Marie
    When it becomes <cut-off>
    Given Dr Peeters publishes the SUMEHR "new summary" of Marie
    When Marie opens "new summary"
    Then "new summary" is shown to Marie
    When Marie opens "old summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "old summary" is disclosed to Marie

    Examples:
      | case     | last-second               | cut-off                   |
      | brussels | 2019-01-14T23:59:59+01:00 | 2019-01-15T00:00:00+01:00 |
      | utc      | 2019-01-14T22:59:59+00:00 | 2019-01-14T23:00:00+00:00 |

  @REQ-SUMEHR-006 @negative @case-sumehr-cut-off-passes
  Scenario: The cut-off that passes opens nothing of what was shared before it
    Given it is 2019-01-14 12:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When it becomes 2019-01-15T00:00:00+01:00
    And Marie opens "letter"
    Then "letter" is shown to Marie
    When Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie
    When it becomes 2019-02-14 12:00
    And Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie

  @REQ-HOSPITAL-PUBLISH-003 @positive @case-cut-off-is-for-sumehrs
  Scenario: The cut-off is for SUMEHRs: a hospital's document of 2018 opens by its own rule
    Given it is 2018-06-01 10:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When it becomes 2026-03-10 09:00
    And Marie opens "letter"
    Then "letter" is shown to Marie
    When Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie

  @REQ-PATIENT-ACCESS-002 @positive @case-old-sumehr-for-doctors
  Scenario: A SUMEHR shared before the cut-off is open to doctors, then and later
    Given it is 2018-06-01 10:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters opens "summary"
    Then "summary" is shown to Dr Peeters
    When it becomes 2026-03-10 09:00
    Given Dr Lambert may consult the record of Marie
    When Dr Lambert opens "summary"
    Then "summary" is shown to Dr Lambert

  @REQ-PATIENT-ACCESS-001 @negative @case-sumehr-of-another-patient
  Scenario: A patient reads his own SUMEHR, and nobody else's
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And Dr Peeters publishes the SUMEHR "summary of Marie" of Marie
    And Dr Peeters publishes the SUMEHR "summary of Nora" of Nora
    When Nora opens "summary of Nora"
    Then "summary of Nora" is shown to Nora
    When Nora opens "summary of Marie"
    Then the request is refused
    And nothing of the content of "summary of Marie" is disclosed to Nora
