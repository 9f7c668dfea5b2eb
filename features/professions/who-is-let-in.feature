Feature: Records are open to doctors; other care professions where a network lists them; to nobody else
  The page of the Brussels Health Network for health professionals opens records to doctors who have a therapeutic
  link. Whether a network also lets in nurses or pharmacists is its own reading: without a therapeutic link they read
  nothing in any. Administrative staff gives no care, and is let in nowhere.

  @REQ-THERLINK-007 @positive @case-physician-let-in
  Scenario: A physician with consent and link reads
    Given it is 2026-03-10 09:00
    And Dr Peeters has the profession "physician"
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter" in the professional space
    Then "letter" is shown to Dr Peeters

  @REQ-THERLINK-001 @REQ-THERLINK-007 @negative @case-care-profession-without-link
  Scenario Outline: Without a therapeutic link nobody of another care profession reads, whatever the network lists
    Given it is 2026-03-10 09:00
    And Sofie has the profession "<profession>"
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Sofie opens "letter" in the professional space
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Sofie
    And the hospital was not asked for "letter"

    Examples:
      | case       | profession |
      | nurse      | nurse      |
      | pharmacist | pharmacist |

  @REQ-THERLINK-007 @positive @case-physicians-alike
  Scenario: Two physicians with a link each read alike
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Claes has the profession "physician"
    And Dr Claes may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Claes opens "letter" in the professional space
    Then "letter" is shown to Dr Claes

  @REQ-THERLINK-001 @negative @case-clerk-refused
  Scenario: A clerk is refused, while a doctor reads
    Given it is 2026-03-10 09:00
    And Sofie has the profession "clerk"
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Sofie opens "letter" in the professional space
    Then the request is refused because "not-a-professional"
    And nothing of the content of "letter" is disclosed to Sofie
    And the hospital was not asked for "letter"

  @REQ-THERLINK-001 @negative @case-clerk-not-logged-in
  Scenario: A clerk is not let in to the professional space, while a doctor is
    Given it is 2026-03-10 09:00
    And Dr Claes has the profession "clerk"
    When Dr Peeters logs in to the professional space with itsme
    Then Dr Peeters is logged in
    When Dr Claes logs in to the professional space with itsme
    Then the request is refused because "not-a-professional"
    And Dr Claes is not logged in

  @REQ-THERLINK-001 @negative @case-citizen-in-the-professional-space
  Scenario: Somebody of no profession is refused in the professional space
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Nora gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Nora opens "letter" in the professional space
    Then the request is refused because "not-a-professional"
    And nothing of the content of "letter" is disclosed to Nora
