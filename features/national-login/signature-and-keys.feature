@national-login
Feature: A login opens a session only by what the issuer itself has signed
  RFC 8725 says that a token must be rejected where its signature does not validate; OpenID Connect says by
  which keys and algorithms. A key that CSAM has only just begun to use is no reason for a refusal.

  @REQ-OIDC-011 @negative @case-token-signature
  Scenario Outline: A token whose signature does not fit is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                       |
      | id-token-signature-stripped |
      | id-token-signature-foreign  |
      | id-token-payload-altered    |

  @REQ-OIDC-012 @negative @case-token-algorithm
  Scenario Outline: A token signed otherwise than agreed is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                        |
      | id-token-alg-none            |
      | id-token-hs256-client-secret |
      | id-token-hs256-public-key    |

  @REQ-OIDC-013 @negative @case-token-key
  Scenario Outline: A token under the name of a key that the issuer does not offer is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                |
      | id-token-kid-unknown |
      | key-withdrawn        |

  @REQ-OIDC-010 @negative @case-token-hash
  Scenario Outline: A token that belongs to another access token is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused

    Examples:
      | fault                  |
      | id-token-at-hash-other |

  @REQ-OIDC-029 @positive @case-token-key-unnamed
  Scenario Outline: A token that does not name the only key there is, is accepted
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie succeeds despite the fault "<fault>"

    Examples:
      | fault                |
      | id-token-kid-missing |

  @REQ-OIDC-014 @positive @case-key-rotation
  Scenario Outline: A new key is fetched, and the login succeeds
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie succeeds despite the fault "<fault>"

    Examples:
      | fault                    |
      | key-rotated-before-login |
      | key-rotated-before-token |
