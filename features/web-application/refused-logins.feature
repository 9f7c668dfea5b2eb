Feature: A login that is too weak, given up or without authorisation opens nothing
  The eGezondheid portal asks for eID with PIN, the security code by mobile app or itsme, and for the
  authorisation for the application. CSAM may answer with a lower level than was asked for, so that the
  application itself must look at the level.

  @REQ-WEBAPP-004 @negative @case-level-too-low
  Scenario Outline: A level below every means of the portal opens no session
    Given it is 2026-03-10 09:00
    And CSAM will answer Marie with level <level>
    When Marie logs in to the patient space with itsme
    Then the request is refused because "level-too-low"
    And Marie is not logged in
    When Lucas logs in to the patient space with itsme
    Then Lucas is logged in

    Examples:
      | case             | level |
      | unlinked-account | 100   |
      | password         | 200   |
      | paper-token      | 300   |

  @REQ-WEBAPP-004 @negative @case-doctor-level-too-low
  Scenario: The professional space too looks at the level
    Given it is 2026-03-10 09:00
    And CSAM will answer Dr Peeters with level 200
    When Dr Peeters logs in to the professional space with itsme
    Then the request is refused because "level-too-low"
    And Dr Peeters is not logged in
    When Dr Lambert logs in to the professional space with itsme
    Then Dr Lambert is logged in

  @REQ-WEBAPP-004 @negative @case-no-level-named
  Scenario: An answer that names no level opens no session
    Given it is 2026-03-10 09:00
    And CSAM will answer Marie without naming a level
    When Marie logs in to the patient space with itsme
    Then the request is refused because "level-too-low"
    And Marie is not logged in
    When Lucas logs in to the patient space with itsme
    Then Lucas is logged in

  @REQ-WEBAPP-004 @negative @case-login-cancelled
  Scenario: A login that is given up at CSAM opens no session
    Given it is 2026-03-10 09:00
    And Marie will cancel at CSAM
    When Marie logs in to the patient space with itsme
    Then the request is refused because "login-cancelled"
    And Marie is not logged in
    When Lucas logs in to the patient space with itsme
    Then Lucas is logged in

  @REQ-WEBAPP-004 @negative @case-no-authorisation
  Scenario Outline: A valid means without authorisation opens no professional space
    Given it is 2026-03-10 09:00
    When Dr Peeters logs in to the professional space with <means>
    Then Dr Peeters is logged in
    When Lucas logs in to the professional space with <means>
    Then the request is refused because "not-a-professional"

    Examples:
      | case  | means |
      | eid   | eID   |
      | itsme | itsme |
      | totp  | TOTP  |

  @REQ-WEBAPP-004 @boundary @case-level-edge
  Scenario Outline: The levels of the three means are enough
    Given it is 2026-03-10 09:00
    And CSAM will answer Marie with level <level>
    When Marie logs in to the patient space with eID
    Then Marie is logged in

    Examples:
      | case            | level |
      | mobile-app-code | 400   |
      | itsme           | 450   |
      | card            | 500   |
