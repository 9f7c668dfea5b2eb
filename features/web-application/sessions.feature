Feature: A session that has ended protects its pages again
  The eGezondheid portal says that rules of authentication and identification apply to its web applications.
  After a logout, and after a session was left alone for half a day, the next page asks for a login. How soon an
  idle session ends is the product's own choice.

  @REQ-WEBAPP-003 @positive @case-session-serves-next-page
  Scenario: A session in use serves the next page
    Given it is 2026-03-10 09:00
    And Marie logs in to the patient space with itsme
    When Marie opens the page "patient-home"
    Then the page opens
    When Marie opens the page "patient-audit"
    Then the page opens

  @REQ-WEBAPP-003 @negative @case-session-after-logout
  Scenario: After the logout the patient's page asks for a login
    Given it is 2026-03-10 09:00
    And Marie logs in to the patient space with itsme
    When Marie opens the page "patient-home"
    Then the page opens
    When Marie logs out
    Then Marie is not logged in
    When Marie opens the page "patient-home"
    Then a login is demanded

  @REQ-WEBAPP-003 @negative @case-doctor-session-after-logout
  Scenario: After the logout the doctor's page asks for a login, while a colleague works on
    Given it is 2026-03-10 09:00
    And Dr Peeters logs in to the professional space with itsme
    And Dr Lambert logs in to the professional space with itsme
    And Dr Peeters logs out
    When Dr Peeters opens the page "professional-home"
    Then a login is demanded
    When Dr Lambert opens the page "professional-home"
    Then the page opens

  @REQ-WEBAPP-003 @negative @case-session-left-alone
  Scenario: A session left alone for twelve hours is over
    Given it is 2026-03-10 08:00
    And Marie logs in to the patient space with itsme
    When Marie opens the page "patient-home"
    Then the page opens
    Given Marie does nothing until 2026-03-10 20:00
    When Marie opens the page "patient-home"
    Then a login is demanded

  @REQ-WEBAPP-003 @boundary @case-session-ends-between-two-clicks
  Scenario: Between two pages the session ends, and a new login opens the second
    Given it is 2026-03-10 09:00
    And Marie logs in to the patient space with itsme
    When Marie opens the page "patient-home"
    Then the page opens
    Given Marie logs out
    When Marie opens the page "patient-links"
    Then a login is demanded
    Given Marie logs in to the patient space with itsme
    When Marie opens the page "patient-links"
    Then the page opens
