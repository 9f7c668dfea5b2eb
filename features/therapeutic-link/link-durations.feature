Feature: A link of one, three or fifteen months ends with its end day, at month ends and on leap days too
  The page of the Brussels Health Network for health professionals admits only doctors who have a therapeutic link. The
  source gives no durations; the end days here are those of one, three and fifteen calendar months. Before the end day
  the link is in force in every reading, after it in none, and on it the reading decides.

  @REQ-THERLINK-001 @boundary @case-link-vector
  Scenario Outline: In force in the last second before the end day, over from the day after it
    Given it is <start> 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie until <end-day>
    And the hospital publishes "letter" about Marie
    When it becomes <last-second>
    And Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When it becomes <over-from>
    And Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

    Examples:
      | case                           | start      | end-day    | last-second               | over-from                 |
      | three-months-from-month-end    | 2026-11-30 | 2027-02-28 | 2027-02-27T23:59:59+01:00 | 2027-03-01T00:00:00+01:00 |
      | fifteen-months-to-leap-day     | 2026-11-30 | 2028-02-29 | 2028-02-28T23:59:59+01:00 | 2028-03-01T00:00:00+01:00 |
      | one-month-to-february          | 2027-01-31 | 2027-02-28 | 2027-02-27T23:59:59+01:00 | 2027-03-01T00:00:00+01:00 |
      | one-month-to-leap-day          | 2028-01-31 | 2028-02-29 | 2028-02-28T23:59:59+01:00 | 2028-03-01T00:00:00+01:00 |
      | fifteen-months-into-summer     | 2026-03-10 | 2027-06-10 | 2027-06-09T23:59:59+02:00 | 2027-06-11T00:00:00+02:00 |
      | one-month-to-the-eve-of-spring | 2026-02-28 | 2026-03-28 | 2026-03-27T23:59:59+01:00 | 2026-03-29T00:00:00+01:00 |
      | fifteen-months-from-leap-day   | 2024-02-29 | 2025-05-29 | 2025-05-28T23:59:59+02:00 | 2025-05-30T00:00:00+02:00 |

  @REQ-THERLINK-001 @boundary @case-link-vector-reading
  Scenario Outline: From the first instant of the end day to its last second the reading decides
    Given it is <start> 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie until <end-day>
    And the hospital publishes "letter" about Marie
    When it becomes <instant>
    And Dr Peeters opens "letter"
    Then whether "letter" is shown depends on the reading of "therlink.end"

    Examples:
      | case                                 | start      | end-day    | instant                   |
      | three-months-from-month-end-first    | 2026-11-30 | 2027-02-28 | 2027-02-28T00:00:00+01:00 |
      | three-months-from-month-end-last     | 2026-11-30 | 2027-02-28 | 2027-02-28T23:59:59+01:00 |
      | fifteen-months-to-leap-day-first     | 2026-11-30 | 2028-02-29 | 2028-02-29T00:00:00+01:00 |
      | fifteen-months-to-leap-day-last      | 2026-11-30 | 2028-02-29 | 2028-02-29T23:59:59+01:00 |
      | one-month-to-february-first          | 2027-01-31 | 2027-02-28 | 2027-02-28T00:00:00+01:00 |
      | one-month-to-leap-day-last           | 2028-01-31 | 2028-02-29 | 2028-02-29T23:59:59+01:00 |
      | fifteen-months-into-summer-first     | 2026-03-10 | 2027-06-10 | 2027-06-10T00:00:00+02:00 |
      | fifteen-months-into-summer-last      | 2026-03-10 | 2027-06-10 | 2027-06-10T23:59:59+02:00 |
      | one-month-to-the-eve-of-spring-first | 2026-02-28 | 2026-03-28 | 2026-03-28T00:00:00+01:00 |
      | one-month-to-the-eve-of-spring-last  | 2026-02-28 | 2026-03-28 | 2026-03-28T23:59:59+01:00 |
      | fifteen-months-from-leap-day-first   | 2024-02-29 | 2025-05-29 | 2025-05-29T00:00:00+02:00 |
      | fifteen-months-from-leap-day-last    | 2024-02-29 | 2025-05-29 | 2025-05-29T23:59:59+02:00 |

  @REQ-THERLINK-001 @negative @case-link-not-prolonged-by-reading
  Scenario: Reading does not prolong a link
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie until 2026-04-10
    And the hospital publishes "letter" about Marie
    When it becomes 2026-04-09 23:00
    And Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When it becomes 2026-04-12 09:00
    And Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
