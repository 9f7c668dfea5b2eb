@national-login
Feature: The level that was asked for is reached
  The eGezondheid portal asks for eID with PIN, the security code by mobile app or itsme. CSAM may answer with
  less than was asked for, so that the application itself must look.

  @REQ-WEBAPP-004 @negative @case-token-level
  Scenario Outline: A lower level than was asked for, or none at all, is refused
    Given CSAM answers Marie's next login with the fault "<fault>"
    When Marie tries to log in
    Then the login of Marie with the fault "<fault>" is refused because "level-too-low"

    Examples:
      | fault                  |
      | level-lower-than-asked |
      | level-missing          |
