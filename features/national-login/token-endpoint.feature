@national-login
Feature: What the token endpoint does not answer rightly opens no session, and breaks nothing
  OpenID Connect says that the client must validate the token response. Where there is none, or none of its
  kind, nobody is logged in, the person is told, and the next login succeeds.

  @REQ-OIDC-024 @negative @case-token-endpoint-silent
  Scenario Outline: A token endpoint that is broken or does not answer
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then Marie learns that logging in is not possible now

    Examples:
      | fault              |
      | token-error-server |
      | token-answer-reset |
      | token-answer-slow  |

  @REQ-OIDC-023 @negative @case-token-endpoint-garbled
  Scenario Outline: An answer that is broken off or of another kind
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then Marie learns that logging in is not possible now

    Examples:
      | fault                  |
      | token-answer-truncated |
      | token-answer-not-json  |

  @REQ-OIDC-026 @negative @case-token-endpoint-enormous
  Scenario Outline: An enormous answer is given up
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then Marie learns that logging in is not possible now

    Examples:
      | fault                 |
      | token-answer-enormous |

  @REQ-OIDC-027 @negative @case-token-endpoint-redirected
  Scenario Outline: An exchange that is sent elsewhere is given up
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                      |
      | token-redirected-elsewhere |
