Feature: The last second of refusal and the first second of access
  The page of the Brussels Health Network for health professionals gives a delay in days and no way to count
  them. Local time is that of Brussels. The last refused instant is one second before the earliest reading,
  the first shown one is that of the latest reading, so that no reading is accused. The instants are those of
  requirements/time-vectors.toml.

  @REQ-DOC-TIMING-001 @boundary @case-delay-vector
  Scenario Outline: Refused one second before the earliest reading, shown from the latest
    Given it is <published>
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, accessible to the patient <days> days after publication
    When it becomes <last-refused>
    And Marie opens "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"
    When it becomes <first-shown>
    And Marie opens "letter"
    Then "letter" is shown to Marie

    Examples:
      | case                           | published                 | days | last-refused              | first-shown               |
      | winter                         | 2026-01-10T10:00:00+01:00 | 30   | 2026-02-08T23:59:59+01:00 | 2026-02-10T00:00:00+01:00 |
      | one-day                        | 2026-03-10T10:00:00+01:00 | 1    | 2026-03-10T23:59:59+01:00 | 2026-03-12T00:00:00+01:00 |
      | seven-days                     | 2026-03-10T10:00:00+01:00 | 7    | 2026-03-16T23:59:59+01:00 | 2026-03-18T00:00:00+01:00 |
      | fifteen-days                   | 2026-03-10T10:00:00+01:00 | 15   | 2026-03-24T23:59:59+01:00 | 2026-03-26T00:00:00+01:00 |
      | across-summer-time             | 2026-03-10T10:00:00+01:00 | 30   | 2026-04-08T23:59:59+02:00 | 2026-04-10T00:00:00+02:00 |
      | into-the-gap                   | 2026-02-27T02:30:00+01:00 | 30   | 2026-03-28T23:59:59+01:00 | 2026-03-30T00:00:00+02:00 |
      | across-winter-time             | 2026-10-01T10:00:00+02:00 | 30   | 2026-10-30T23:59:59+01:00 | 2026-11-01T00:00:00+01:00 |
      | into-the-repeated-hour         | 2026-09-25T02:30:00+02:00 | 30   | 2026-10-24T23:59:59+02:00 | 2026-10-26T00:00:00+01:00 |
      | leap-day-from-last-second      | 2024-01-30T23:59:59+01:00 | 30   | 2024-02-28T23:59:59+01:00 | 2024-03-01T00:00:00+01:00 |
      | midnight-of-new-year           | 2026-12-02T00:00:00+01:00 | 30   | 2026-12-31T23:59:59+01:00 | 2027-01-02T00:00:00+01:00 |
      | from-the-first-half-past-two   | 2026-10-25T02:30:00+02:00 | 30   | 2026-11-23T23:59:59+01:00 | 2026-11-25T00:00:00+01:00 |
      | from-the-second-half-past-two  | 2026-10-25T02:30:00+01:00 | 30   | 2026-11-23T23:59:59+01:00 | 2026-11-25T00:00:00+01:00 |
      | one-day-into-the-gap           | 2026-03-28T02:30:00+01:00 | 1    | 2026-03-28T23:59:59+01:00 | 2026-03-30T00:00:00+02:00 |
      | one-day-into-the-repeated-hour | 2026-10-24T02:30:00+02:00 | 1    | 2026-10-24T23:59:59+02:00 | 2026-10-26T00:00:00+01:00 |
      | onto-the-jump                  | 2027-02-26T02:00:00+01:00 | 30   | 2027-03-27T23:59:59+01:00 | 2027-03-29T00:00:00+02:00 |
      | leap-day-at-noon               | 2028-01-30T12:00:00+01:00 | 30   | 2028-02-28T23:59:59+01:00 | 2028-03-01T00:00:00+01:00 |
      | second-before-the-jump         | 2026-03-29T01:59:59+01:00 | 30   | 2026-04-27T23:59:59+02:00 | 2026-04-29T00:00:00+02:00 |

  @REQ-DOC-TIMING-001 @boundary @case-delay-of-zero-days
  Scenario: A document published with immediate access opens in the second of its publication
    Given it is 2026-03-10T00:00:00+01:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
