Feature: A changed access rule counts from its change on
  The page of the Brussels Health Network for health professionals lets the access of a document be set, and so
  be set anew. What the patient may read is decided by the rule of that moment and never by a former one.

  @REQ-DOC-TIMING-002 @positive @case-rule-opened
  Scenario: An inaccessible document opens after its rule became immediate
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, inaccessible to the patient
    When Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    Given the hospital changes the access rule of "letter" to immediate
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-002 @negative @case-rule-closed
  Scenario: An immediate document is refused after its rule became inaccessible
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    Given the hospital changes the access rule of "letter" to inaccessible
    When Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"

  @REQ-DOC-TIMING-002 @boundary @case-second-of-rule-change
  Scenario: Refused one second before the change of the rule, shown from the change on
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, inaccessible to the patient
    When it becomes 2026-05-04 11:59:59
    And Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    When it becomes 2026-05-04 12:00:00
    Given the hospital changes the access rule of "letter" to immediate
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-002 @negative @case-delay-becomes-inaccessible
  Scenario: A delay that was replaced by inaccessible never ends
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, accessible to the patient 30 days after publication
    And the hospital publishes "report" about Marie, accessible to the patient 30 days after publication
    And the hospital changes the access rule of "letter" to inaccessible
    When it becomes 2026-04-20 10:00
    And Marie opens "report"
    Then "report" is shown to Marie
    When Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie

  @REQ-DOC-TIMING-001 @negative @case-immediate-becomes-delayed
  Scenario: A delay set after the publication closes the document until it has passed
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    Given the hospital changes the access rule of "letter" to 30 days after publication
    When it becomes 2026-03-11 10:00
    And Marie opens "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    When it becomes 2026-04-11 10:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-001 @boundary @case-rule-set-after-the-delay
  Scenario: A delay set when so many days have already passed opens the document at once
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, inaccessible to the patient
    When it becomes 2026-04-19 10:00
    And Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    Given the hospital changes the access rule of "letter" to 30 days after publication
    When Marie opens "letter"
    Then "letter" is shown to Marie
