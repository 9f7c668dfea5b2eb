Feature: On the last day of a delay the reading decides
  The page of the Brussels Health Network for health professionals does not say whether its 30 days run to the
  same local time, for so many times 24 hours, to the first instant of the day or to its end. At an instant
  where these differ a system is held only to the reading that its profile pins.

  @REQ-DOC-TIMING-001 @boundary @case-delay-reading
  Scenario Outline: Between the earliest reading and the latest
    Given it is <published>
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, accessible to the patient <days> days after publication
    When it becomes <instant>
    And Marie opens "letter"
    Then whether "letter" is shown depends on the reading of "timing.delay"

    Examples:
      | case                        | published                 | days | instant                   |
      | day-begins                  | 2026-03-10T10:00:00+01:00 | 30   | 2026-04-09T00:00:00+02:00 |
      | second-before-same-time     | 2026-03-10T10:00:00+01:00 | 30   | 2026-04-09T09:59:59+02:00 |
      | same-time                   | 2026-03-10T10:00:00+01:00 | 30   | 2026-04-09T10:00:00+02:00 |
      | second-before-elapsed       | 2026-03-10T10:00:00+01:00 | 30   | 2026-04-09T10:59:59+02:00 |
      | elapsed                     | 2026-03-10T10:00:00+01:00 | 30   | 2026-04-09T11:00:00+02:00 |
      | last-second-of-the-day      | 2026-03-10T10:00:00+01:00 | 30   | 2026-04-09T23:59:59+02:00 |
      | autumn-elapsed-first        | 2026-10-01T10:00:00+02:00 | 30   | 2026-10-31T09:00:00+01:00 |
      | autumn-same-time            | 2026-10-01T10:00:00+02:00 | 30   | 2026-10-31T10:00:00+01:00 |
      | after-the-gap               | 2026-02-27T02:30:00+01:00 | 30   | 2026-03-29T03:30:00+02:00 |
      | second-of-two-half-past-two | 2026-09-25T02:30:00+02:00 | 30   | 2026-10-25T02:30:00+01:00 |
