Feature: No SUMEHR without an ordinary login
  The page of the Brussels Health Network for health professionals says that patients must connect as usual to the
  secure portal to read their SUMEHR. No address of it gives its content without.

  @REQ-SUMEHR-002 @positive @case-sumehr-after-login
  Scenario Outline: After an ordinary login the patient reads it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Marie logs in to the patient space with <means>
    And Marie opens "summary"
    Then "summary" is shown to Marie

    Examples:
      | case  | means |
      | eid   | eID   |
      | itsme | itsme |
      | totp  | TOTP  |

  @REQ-SUMEHR-002 @negative @case-sumehr-for-a-visitor
  Scenario: A visitor with the SUMEHR's address gets a login and no content
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Marie opens "summary"
    Then "summary" is shown to Marie
    When a visitor who is not logged in opens "summary"
    Then a login is demanded
    And nothing of the content of "summary" is disclosed to a visitor

  @REQ-SUMEHR-002 @boundary @case-sumehr-after-logout
  Scenario: The patient who logged out has to log in again
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Marie opens "summary"
    Then "summary" is shown to Marie
    When Marie logs out
    Then Marie is not logged in
    When Marie opens "summary"
    Then "summary" is shown to Marie
