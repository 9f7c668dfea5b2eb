Feature: Help, contacts and news are offered to everybody
  The pages of the Brussels Health Network and of the eHealth platform refer people to CSAM's help, to the matching
  eSanté page, to a contact form, to the contact for browser problems and to a newsletter. None of it needs a login.

  @REQ-SUPPORT-004 @positive @case-contact-form
  Scenario: Who found no answer is offered a contact form
    Given it is 2026-03-10 09:00
    When a visitor looks for "contact-form"
    Then "contact-form" is offered

  @REQ-SUPPORT-007 @positive @case-contact
  Scenario: A contact for information, questions and hitches is offered
    Given it is 2026-03-10 09:00
    When a visitor looks for "contact"
    Then "contact" is offered

  @REQ-SUPPORT-011 @positive @case-browser-contact
  Scenario: For browser problems the eHealth platform's support is named
    Given it is 2026-03-10 09:00
    When a visitor looks for "browser-contact"
    Then "browser-contact" leads to "support@ehealth.fgov.be"

  @REQ-SUPPORT-012 @positive @case-newsletter
  Scenario: A newsletter can be subscribed to
    Given it is 2026-03-10 09:00
    When a visitor looks for "newsletter"
    Then "newsletter" is offered

  @REQ-SUPPORT-006 @REQ-SUPPORT-012 @boundary @case-precedence-list
  Scenario Outline: The quarterly list names who publishes precedence from the quarter in which that began
    Given it is 2026-03-10 09:00
    When a visitor looks for "newsletter"
    Then "newsletter" is offered
    And the list of <former> does not name "North Hospital" as publishing precedence
    And the list of <since> names "North Hospital" as publishing precedence
    And the list of <since> does not name "<other>" as publishing precedence

    Examples:
      | case          | former  | since   | other            |
      | first-quarter | 2025-Q2 | 2025-Q3 | South Clinic     |
      | this-quarter  | 2025-Q1 | 2026-Q1 | Example Hospital |

  @REQ-SUPPORT-005 @positive @case-helpdesk
  Scenario: A doctor who misses a patient in the list is pointed to the helpdesk
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters looks for "helpdesk"
    Then "helpdesk" is offered

  @REQ-SUPPORT-008 @positive @case-tutorial
  Scenario Outline: The settings link a tutorial for each of the two levels
    Given it is 2026-03-10 09:00
    And Dr Peeters gives consent to the sharing of health data
    When Dr Peeters looks for "<tutorial>"
    Then "<tutorial>" is offered

    Examples:
      | case     | tutorial          |
      | setting  | tutorial-setting  |
      | document | tutorial-document |
