@national-login
Feature: A reply counts only in the browser that asked, and only if it is the one that was asked for
  RFC 6749 asks every client to protect its redirection address from replies that it did not ask for, OpenID
  Connect binds the reply to the login by a nonce, and RFC 9207 by the name of the issuer. A code that CSAM
  does not exchange is worth nothing.

  @REQ-OIDC-018 @negative @case-reply-state
  Scenario Outline: A reply without the state of this login is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault         |
      | state-missing |
      | state-other   |

  @REQ-OIDC-008 @negative @case-token-nonce
  Scenario Outline: A token without the nonce of this login is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                  |
      | id-token-nonce-missing |
      | id-token-nonce-other   |

  @REQ-OIDC-020 @negative @case-reply-issuer
  Scenario Outline: A reply that names another issuer is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault           |
      | issuer-mixed-up |

  @REQ-OIDC-021 @negative @case-reply-address
  Scenario Outline: A reply at another address of the product opens nothing
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused because "not-found"

    Examples:
      | fault                  |
      | reply-to-other-address |

  @REQ-OIDC-019 @negative @case-reply-code
  Scenario Outline: A code that CSAM does not exchange opens nothing
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                     |
      | code-of-other-client      |
      | code-already-used         |
      | token-error-invalid-grant |

  @REQ-OIDC-018 @REQ-OIDC-008 @negative @case-reply-for-professional
  Scenario Outline: The professional space is as strict
    Given CSAM answers Dr Peeters's next login with the fault "<fault>"
    When Dr Peeters tries to log in
    Then the login of Dr Peeters with the fault "<fault>" is refused

    Examples:
      | fault                |
      | state-other          |
      | id-token-nonce-other |
