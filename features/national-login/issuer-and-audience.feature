@national-login
Feature: A login opens a session only by a token of the issuer that was asked, for the client that asked
  OpenID Connect says that the issuer must match exactly, and that a token for another client, or also for
  somebody whom the client does not trust, must be rejected. Each fault is tried between two logins of the
  same person without it, in browsers of their own.

  @REQ-OIDC-001 @negative @case-token-issuer
  Scenario Outline: A token of another issuer is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                 |
      | id-token-issuer-other |

  @REQ-OIDC-002 @negative @case-token-audience
  Scenario Outline: A token that is not for this client is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                     |
      | id-token-audience-other   |
      | id-token-audience-missing |

  @REQ-OIDC-003 @negative @case-token-audience-besides
  Scenario Outline: A token that is also for a stranger is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                                 |
      | id-token-audience-several-without-azp |

  @REQ-OIDC-004 @negative @case-token-authorised-party
  Scenario Outline: A token issued to another party is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault              |
      | id-token-azp-other |

  @REQ-OIDC-009 @negative @case-token-subject
  Scenario Outline: A token about nobody is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                    |
      | id-token-subject-missing |

  @REQ-OIDC-001 @REQ-OIDC-002 @negative @case-token-for-professional
  Scenario Outline: The professional space is as strict
    Given CSAM answers Dr Peeters's next login with the fault "<fault>"
    When Dr Peeters tries to log in
    Then the login of Dr Peeters with the fault "<fault>" is refused

    Examples:
      | fault                   |
      | id-token-issuer-other   |
      | id-token-audience-other |
