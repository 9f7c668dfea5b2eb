Feature: A therapeutic link that was ended gives nothing more
  The page of the Brussels Health Network for health professionals opens the record only to doctors who
  have a therapeutic link. A link that its doctor ended is none, for lists and for documents, until a new
  one is declared.

  @REQ-THERLINK-001 @negative @case-revoked-link-read
  Scenario: After the end of the link a document is refused
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    Given Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-THERLINK-001 @negative @case-revoked-link-list
  Scenario: After the end of the link the list is refused
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    Given Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters

  @REQ-THERLINK-001 @positive @case-revocation-touches-one-doctor
  Scenario: The end of one doctor's link leaves the colleague's in force
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Dr Peeters ends the therapeutic link with Marie
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters

  @REQ-THERLINK-001 @boundary @case-second-of-revocation
  Scenario: Shown one second before the end of the link, refused from that end on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When it becomes 2026-03-10 09:59:59
    And Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When it becomes 2026-03-10 10:00:00
    Given Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters

  @REQ-THERLINK-001 @REQ-THERLINK-003 @boundary @case-link-declared-again
  Scenario: A link declared again opens the record again
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    When Dr Peeters declares a therapeutic link with Marie
    Then Dr Peeters has exactly one therapeutic link in force with Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
