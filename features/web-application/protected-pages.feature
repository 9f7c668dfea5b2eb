Feature: No protected page answers without a login
  The eGezondheid portal says that rules of authentication and identification apply to its web applications.
  Whoever comes without a session is asked to log in, by whatever address, and sees nothing before.

  @REQ-WEBAPP-003 @positive @case-page-with-session
  Scenario Outline: With a session the pages of one's own space open
    Given it is 2026-03-10 09:00
    And Marie logs in to the patient space with itsme
    When Marie opens the page "<page>"
    Then the page opens

    Examples:
      | case          | page          |
      | patient-home  | patient-home  |
      | patient-links | patient-links |
      | patient-audit | patient-audit |

  @REQ-WEBAPP-003 @negative @case-page-without-session
  Scenario Outline: Without a session every protected page asks for a login
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When a visitor who is not logged in opens the page "<page>"
    Then a login is demanded

    Examples:
      | case              | page              |
      | patient-home      | patient-home      |
      | patient-documents | patient-documents |
      | patient-links     | patient-links     |
      | patient-audit     | patient-audit     |
      | professional-home | professional-home |

  @REQ-WEBAPP-003 @negative @case-document-without-session
  Scenario: The address of a document asks for a login
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When a visitor who is not logged in opens "letter"
    Then a login is demanded
    And the hospital was not asked for "letter"

  @REQ-WEBAPP-003 @negative @case-list-without-session
  Scenario: The address of a list asks for a login
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When a visitor who is not logged in asks for the list of documents of Marie
    Then a login is demanded

  @REQ-WEBAPP-003 @boundary @case-visitor-beside-a-session
  Scenario: The session of one person does not serve another at the same moment
    Given it is 2026-03-10 09:00
    And Marie logs in to the patient space with itsme
    When Marie opens the page "patient-home"
    Then the page opens
    When a visitor who is not logged in opens the page "patient-home"
    Then a login is demanded
    When Marie opens the page "patient-home"
    Then the page opens
