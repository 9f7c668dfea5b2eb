Feature: The doctor activates a therapeutic link with a registered patient
  The page of the Brussels Health Network for health professionals says that a doctor must activate a
  therapeutic relationship with the patient before the Shared Health Record opens. The patient must be
  registered by then, and one relationship is one link.

  @REQ-THERLINK-003 @positive @case-activate-link
  Scenario: A declared link is in force and opens the record
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters declares a therapeutic link with Marie
    Then Dr Peeters has a therapeutic link in force with Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"

  @REQ-THERLINK-003 @positive @case-activate-link-until
  Scenario: A link declared with an end day is in force at once
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    When Dr Peeters declares a therapeutic link with Marie until 2026-06-10
    Then Dr Peeters has a therapeutic link in force with Marie

  @REQ-THERLINK-003 @negative @case-record-closed-before-activation
  Scenario: Before the link is activated the record does not open
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    When Dr Peeters declares a therapeutic link with Marie
    Then Dr Peeters has a therapeutic link in force with Marie

  @REQ-THERLINK-003 @negative @case-link-with-unregistered-patient
  Scenario: With a patient who is not registered no link is made
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters declares a therapeutic link with Lucas
    Then the request is refused because "patient-not-registered"
    And Dr Peeters has no therapeutic link in force with Lucas
    And Dr Peeters has a therapeutic link in force with Marie

  @REQ-THERLINK-003 @boundary @case-link-from-registration-on
  Scenario: Refused one second before the registration, made from the registration on
    Given it is 2026-03-10 09:59:59
    And Dr Peeters gives consent to the sharing of health data
    When Dr Peeters declares a therapeutic link with Lucas
    Then the request is refused because "patient-not-registered"
    When it becomes 2026-03-10 10:00:00
    Given Lucas opens the patient space for the first time
    When Dr Peeters declares a therapeutic link with Lucas
    Then Dr Peeters has exactly one therapeutic link in force with Lucas

  @REQ-THERLINK-003 @boundary @case-link-declared-twice
  Scenario: A link declared twice is one link
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters declares a therapeutic link with Marie
    Then Dr Peeters has exactly one therapeutic link in force with Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-THERLINK-003 @boundary @case-link-of-two-declarations-ends-once
  Scenario: A link declared twice is ended by ending it once
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters declares a therapeutic link with Marie
    When Dr Peeters ends the therapeutic link with Marie
    Then Dr Peeters has no therapeutic link in force with Marie
