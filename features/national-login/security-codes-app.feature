@security-codes
Feature: A security code by mobile app opens everything that its level allows
  The help page of the Brussels Health Network lists the security code by mobile app among the means to log in, and
  the eGezondheid portal takes it beside the eID and itsme. Its level at CSAM is 400. Who has logged in with it is
  served as with any other means, and the help leads to CSAM's own page about it.

  @REQ-LOGIN-TOTP-001 @positive @case-app-code-patient
  Scenario: A patient logs in with a code of the app and reads on
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie logs out
    And Marie logs in to the patient space with TOTP
    Then Marie is let in exactly if the level reached at CSAM is enough
    When Marie opens the page "patient-home"
    Then the page opens
    When Marie opens the page "patient-links"
    Then the page opens
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-LOGIN-TOTP-001 @positive @case-app-code-doctor
  Scenario: A doctor logs in with a code of the app and reads on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters logs out
    And Dr Peeters logs in to the professional space with TOTP
    Then Dr Peeters is let in exactly if the level reached at CSAM is enough
    When Dr Peeters opens the page "professional-home"
    Then the page opens
    When Dr Peeters opens the page "professional-patients"
    Then the page opens
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-LOGIN-TOTP-001 @positive @case-app-code-session-elsewhere
  Scenario: A session at CSAM that was opened with a code of the app is enough
    Given it is 2026-03-10 09:00
    And Marie already has a CSAM session opened with TOTP
    When Marie logs in to the patient space with TOTP
    Then Marie is let in exactly if the level reached at CSAM is enough

  @REQ-LOGIN-TOTP-001 @boundary @case-app-code-offered
  Scenario: CSAM offers the app for the level that the portal asks
    Given it is 2026-03-10 09:00
    When Marie logs in to the patient space with itsme
    Then Marie is logged in
    And CSAM offered TOTP

  @REQ-LOGIN-TOTP-001 @boundary @case-app-code-level
  Scenario Outline: The level of the app is enough, and the one below the lowest reading is not
    Given it is 2026-03-10 09:00
    And CSAM will answer Marie with level <level>
    When Marie logs in to the patient space with TOTP
    Then Marie is let in exactly if the level reached at CSAM is enough
    When Lucas logs in to the patient space with TOTP
    Then Lucas is let in exactly if the level reached at CSAM is enough

    Examples:
      | case       | level |
      | of-the-app | 400   |
      | too-low    | 300   |

  @REQ-LOGIN-TOTP-001 @positive @case-app-code-help
  Scenario: The help leads to CSAM's page about the code by mobile app
    Given it is 2026-03-10 09:00
    When a visitor looks for "csam-code-app" in the language "en"
    Then "csam-code-app" leads to "sma-help.bosa.belgium.be/en/security-code-mobile-app"
