@national-login
Feature: A login that nothing is wrong with succeeds
  What all the faults differ from: the person identifies himself at CSAM, the token and the information about him are
  in order, and the session is opened by CSAM's word.

  @REQ-OIDC-001 @REQ-OIDC-002 @REQ-OIDC-005 @REQ-OIDC-008 @REQ-OIDC-015 @positive @case-login-without-fault
  Scenario Outline: Nothing is wrong
    When <person> tries to log in
    Then <person> is logged in

    Examples:
      | case         | person     |
      | patient      | Marie      |
      | professional | Dr Peeters |

  @REQ-OIDC-018 @REQ-OIDC-019 @boundary @case-login-twice-in-turn
  Scenario: Two people in turn, each with a code and a state of one's own
    When Marie tries to log in
    Then Marie is logged in
    When Lucas tries to log in
    Then Lucas is logged in
