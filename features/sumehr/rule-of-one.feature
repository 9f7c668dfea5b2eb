Feature: The patient's access to one SUMEHR is set by hand, for that SUMEHR only
  The page of the Brussels Health Network for health professionals has the access rule of a SUMEHR modified manually
  via the web portal: the patient is selected from the doctor's own list, and “manage” offers access 30 days after
  publication, or none. Other patients, other SUMEHRs and later ones keep their own rule.

  @REQ-SUMEHR-024 @positive @case-manage-offers
  Scenario Outline: “Manage” offers the delay and the closing
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters opens the access settings of "summary"
    Then the access settings offer "<choice>"

    Examples:
      | case          | choice        |
      | after-30-days | after-30-days |
      | never         | never         |

  @REQ-SUMEHR-009 @REQ-DOC-TIMING-002 @negative @case-sumehr-made-inaccessible
  Scenario: A SUMEHR that its author made inaccessible is refused, until he opens it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Marie opens "summary"
    Then "summary" is shown to Marie
    Given Dr Peeters makes "summary" inaccessible to the patient
    When Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie
    When it becomes 2028-03-10 09:00
    And Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie

  @REQ-SUMEHR-009 @boundary @case-second-of-sumehr-rule
  Scenario: Shown one second before the rule, refused from the rule on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When it becomes 2026-03-10 09:59:59
    And Marie opens "summary"
    Then "summary" is shown to Marie
    When it becomes 2026-03-10 10:00:00
    Given Dr Peeters makes "summary" inaccessible to the patient
    When Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie

  @REQ-SUMEHR-009 @negative @case-rule-not-inherited
  Scenario: The next SUMEHR of the same patient does not inherit the rule
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "first summary" of Marie
    And Dr Peeters makes "first summary" inaccessible to the patient
    When it becomes 2026-03-11 09:00
    Given Dr Peeters publishes the SUMEHR "second summary" of Marie
    When Marie opens "second summary"
    Then "second summary" is shown to Marie
    When Marie opens "first summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "first summary" is disclosed to Marie

  @REQ-SUMEHR-009 @negative @case-rule-not-backwards
  Scenario: An earlier SUMEHR of the same patient keeps its own rule
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "first summary" of Marie
    When it becomes 2026-03-11 09:00
    Given Dr Peeters publishes the SUMEHR "second summary" of Marie
    And Dr Peeters makes "second summary" inaccessible to the patient
    When Marie opens "first summary"
    Then "first summary" is shown to Marie
    When Marie opens "second summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "second summary" is disclosed to Marie

  @REQ-SUMEHR-009 @negative @case-rule-of-one-patient
  Scenario: The SUMEHR of another patient keeps its own rule
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And Dr Peeters publishes the SUMEHR "summary of Marie" of Marie
    And Dr Peeters publishes the SUMEHR "summary of Nora" of Nora
    And Dr Peeters makes "summary of Marie" inaccessible to the patient
    When Nora opens "summary of Nora"
    Then "summary of Nora" is shown to Nora
    When Marie opens "summary of Marie"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary of Marie" is disclosed to Marie

  @REQ-SUMEHR-009 @positive @case-old-sumehr-opened-by-hand
  Scenario: A SUMEHR shared before 15 January 2019 is opened by hand, and another of then stays closed
    Given it is 2018-06-01 10:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "first summary" of Marie
    And Dr Peeters publishes the SUMEHR "second summary" of Marie
    When it becomes 2026-03-10 09:00
    Given Dr Peeters declares a therapeutic link with Marie
    And Dr Peeters makes "first summary" accessible to the patient at once
    When Marie opens "first summary"
    Then "first summary" is shown to Marie
    When Marie opens "second summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "second summary" is disclosed to Marie

  @REQ-SUMEHR-009 @positive @case-old-sumehr-with-a-delay
  Scenario: For a SUMEHR of 2018 the 30 days after its publication have passed
    Given it is 2018-06-01 10:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When it becomes 2026-03-10 09:00
    And Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie
    Given Dr Peeters declares a therapeutic link with Marie
    And Dr Peeters makes "summary" accessible to the patient 30 days after publication
    When Marie opens "summary"
    Then "summary" is shown to Marie

  @REQ-SUMEHR-024 @REQ-DOC-TIMING-001 @boundary @case-sumehr-after-30-days
  Scenario Outline: With 30 days after publication refused before in every reading, and shown after in every reading
    Given it is <consent-day> 08:00
    And Dr Peeters may consult the record of Marie
    When it becomes <published>
    Given Dr Peeters publishes the SUMEHR "summary" of Marie
    And Dr Peeters makes "summary" accessible to the patient 30 days after publication
    When it becomes <just-before>
    And Marie opens "summary"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "summary" is disclosed to Marie
    When it becomes <open-from>
    And Marie opens "summary"
    Then "summary" is shown to Marie

    Examples:
      | case                | consent-day | published                 | just-before               | open-from                 |
      | across-the-spring   | 2026-03-01  | 2026-03-10T10:00:00+01:00 | 2026-04-08T23:59:59+02:00 | 2026-04-10T00:00:00+02:00 |
      | across-the-autumn   | 2026-09-01  | 2026-10-01T10:00:00+02:00 | 2026-10-30T23:59:59+01:00 | 2026-11-01T00:00:00+01:00 |
      | into-the-gap        | 2026-02-01  | 2026-02-27T02:30:00+01:00 | 2026-03-28T23:59:59+01:00 | 2026-03-30T00:00:00+02:00 |
      | into-the-repeat     | 2026-09-01  | 2026-09-25T02:30:00+02:00 | 2026-10-24T23:59:59+02:00 | 2026-10-26T00:00:00+01:00 |
      | over-the-leap-day   | 2028-01-01  | 2028-01-30T12:00:00+01:00 | 2028-02-28T23:59:59+01:00 | 2028-03-01T00:00:00+01:00 |
      | across-the-new-year | 2026-11-01  | 2026-12-02T00:00:00+01:00 | 2026-12-31T23:59:59+01:00 | 2027-01-02T00:00:00+01:00 |

  @REQ-DOC-TIMING-001 @boundary @case-sumehr-delay-reading
  Scenario Outline: On the last day of a SUMEHR's delay the reading decides
    Given it is 2026-03-01 08:00
    And Dr Peeters may consult the record of Marie
    When it becomes 2026-03-10T10:00:00+01:00
    Given Dr Peeters publishes the SUMEHR "summary" of Marie
    And Dr Peeters makes "summary" accessible to the patient 30 days after publication
    When it becomes <instant>
    And Marie opens "summary"
    Then whether "summary" is shown depends on the reading of "timing.delay"

    Examples:
      | case          | instant                   |
      | second-before | 2026-04-09T09:59:59+02:00 |
      | same-time     | 2026-04-09T10:00:00+02:00 |
      | elapsed       | 2026-04-09T11:00:00+02:00 |

  @REQ-SUMEHR-010 @positive @case-manage-from-own-list
  Scenario: From the list of his patients the doctor reaches the rule
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
    When Dr Peeters opens the access settings of "summary"
    Then the request is carried out

  @REQ-SUMEHR-010 @negative @case-manage-without-link
  Scenario: Without a link the author of a SUMEHR no longer reaches its rule
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    And Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters opens the access settings of "summary"
    Then the request is refused because "no-therapeutic-link"
    When Dr Peeters makes "summary" inaccessible to the patient
    Then the request is refused because "no-therapeutic-link"
    When Marie opens "summary"
    Then "summary" is shown to Marie
    Given Dr Peeters declares a therapeutic link with Marie
    When Dr Peeters opens the access settings of "summary"
    Then the request is carried out

  @REQ-SUMEHR-010 @boundary @case-manage-until-the-end-day
  Scenario: Reached in the last second before the link's end day, and not from the day after it
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie until 2026-06-10
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When it becomes 2026-06-09 23:59:59
    And Dr Peeters opens the access settings of "summary"
    Then the request is carried out
    When it becomes 2026-06-11 00:00:00
    And Dr Peeters opens the access settings of "summary"
    Then the request is refused because "no-therapeutic-link"

  @REQ-EXCLUSION-001 @negative @case-excluded-author-of-a-sumehr
  Scenario: An excluded author no longer reaches the rule of his SUMEHR
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters opens the access settings of "summary"
    Then the request is carried out
    Given Marie excludes Dr Peeters from the record
    When Dr Peeters makes "summary" inaccessible to the patient
    Then the request is refused because "excluded"
    When Marie opens "summary"
    Then "summary" is shown to Marie

  @REQ-EXCLUSION-004 @negative @case-sumehr-of-a-colleague-not-managed
  Scenario: The rule of a colleague's SUMEHR cannot be set
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Lambert makes "summary" inaccessible to the patient
    Then the request is refused because "not-author"
    When Marie opens "summary"
    Then "summary" is shown to Marie
    When Dr Peeters makes "summary" inaccessible to the patient
    Then the request is carried out
    When Marie opens "summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "summary" is disclosed to Marie

  @REQ-DOC-TIMING-002 @negative @case-rule-closes-whatever-the-setting
  Scenario: A rule that closes one SUMEHR closes it while the general setting is open
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "first summary" of Marie
    And Dr Peeters publishes the SUMEHR "second summary" of Marie
    And Dr Peeters makes "first summary" inaccessible to the patient
    And Dr Peeters opens all own SUMEHRs to patients
    When Marie opens "second summary"
    Then "second summary" is shown to Marie
    When Marie opens "first summary"
    Then the request is refused because "not-accessible"
    And nothing of the content of "first summary" is disclosed to Marie
