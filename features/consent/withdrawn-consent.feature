Feature: A withdrawn consent ends the sharing
  The page of the Brussels Health Network for health professionals makes consent the condition of access.
  When a patient takes it back, what a doctor could open before is refused, and a session or a list
  from before the withdrawal is no way around it.

  @REQ-CONSENT-001 @negative @case-withdrawn-consent-in-same-session
  Scenario: A doctor who was reading is refused after the withdrawal
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    Given Marie withdraws consent to the sharing of health data
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-CONSENT-001 @negative @case-withdrawn-consent-closes-the-list
  Scenario: The list is refused after the withdrawal
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    Given Marie withdraws consent to the sharing of health data
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters

  @REQ-CONSENT-001 @negative @case-withdrawn-consent-after-listing
  Scenario: A document listed before the withdrawal is not opened after it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    Given Marie withdraws consent to the sharing of health data
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-CONSENT-001 @positive @case-withdrawal-touches-one-patient
  Scenario: The withdrawal of one patient leaves the others as they were
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Nora
    And Marie withdraws consent to the sharing of health data
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"

  @REQ-CONSENT-001 @boundary @case-second-of-withdrawal
  Scenario: Shown one second before the withdrawal, refused from the withdrawal on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When it becomes 2026-03-10 09:59:59
    And Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When it becomes 2026-03-10 10:00:00
    Given Marie withdraws consent to the sharing of health data
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters

  @REQ-CONSENT-001 @boundary @case-consent-given-again
  Scenario: Consent given again opens what is published after it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie withdraws consent to the sharing of health data
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    Given Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Marie
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
