Feature: No link beats an exclusion, and the end of an exclusion restores the link
  The page of the Brussels Health Network for health professionals names exclusions beside therapeutic links. An
  exclusion in force goes before every link, earlier or later; once it is lifted the link counts again.

  @REQ-EXCLUSION-001 @negative @case-link-after-exclusion
  Scenario: A link declared after the exclusion opens nothing
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    When it becomes 2026-03-10 10:00
    And Dr Lambert declares a therapeutic link with Marie
    And Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-EXCLUSION-001 @negative @case-list-with-link-after-exclusion
  Scenario: A link declared after the exclusion gives no list
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows "letter"
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert declares a therapeutic link with Marie
    And Dr Lambert asks for the list of documents of Marie
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-001 @negative @case-excluded-before-the-first-link
  Scenario: A doctor who was excluded before ever having a link gains nothing by declaring one
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    When Dr Lambert declares a therapeutic link with Marie
    And Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-EXCLUSION-001 @negative @case-exclusion-outlives-the-link
  Scenario: Years later, after the link of then has ended, a new link opens nothing
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    Given Marie excludes Dr Lambert from the record
    When it becomes 2029-05-14 11:00
    And Dr Lambert declares a therapeutic link with Marie
    And Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Peeters declares a therapeutic link with Marie
    And Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-EXCLUSION-001 @negative @case-exclusion-survives-new-consent
  Scenario: A consent that the patient withdraws and gives again leaves the exclusion in force
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Marie excludes Dr Lambert from the record
    And Marie withdraws consent to the sharing of health data
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-001 @boundary @case-second-of-exclusion
  Scenario: Shown one second before the exclusion, refused from the exclusion on
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When it becomes 2026-03-10 09:59:59
    And Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When it becomes 2026-03-10 10:00:00
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-001 @positive @case-exclusion-lifted
  Scenario: After the exclusion is lifted the doctor's link counts again
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    And Marie lifts the exclusion of Dr Lambert
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert

  @REQ-EXCLUSION-001 @boundary @case-second-of-lifting
  Scenario: Refused one second before the exclusion is lifted, shown from then on
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    When it becomes 2026-03-10 11:59:59
    And Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When it becomes 2026-03-10 12:00:00
    Given Marie lifts the exclusion of Dr Lambert
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert

  @REQ-EXCLUSION-001 @negative @case-lifting-is-of-one-doctor
  Scenario: Lifting the exclusion of one doctor leaves another's in force
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And Dr Janssens may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    And Marie excludes Dr Janssens from the record
    And Marie lifts the exclusion of Dr Lambert
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When Dr Janssens opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Janssens

  @REQ-EXCLUSION-001 @negative @case-lifting-is-no-link
  Scenario: A lifted exclusion makes no link where there was none
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    And Marie lifts the exclusion of Dr Lambert
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Lambert opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-001 @boundary @case-excluded-a-second-time
  Scenario: An exclusion made again after it was lifted is in force again
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    And Marie lifts the exclusion of Dr Lambert
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
