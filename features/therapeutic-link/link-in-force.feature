Feature: A doctor reads only with a therapeutic link in force
  The page of the Brussels Health Network for health professionals says that only doctors who have a
  therapeutic link with the patient can access the record. Patient and doctor consented in each scenario, so
  that the link alone makes the difference.

  @REQ-THERLINK-001 @positive @case-link-opens-the-list
  Scenario: With a link in force the doctor sees the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"

  @REQ-THERLINK-001 @positive @case-link-opens-the-document
  Scenario: With a link in force the doctor reads a document
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-THERLINK-001 @negative @case-no-link-no-list
  Scenario: Without a link the list is refused
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    Given Dr Peeters declares a therapeutic link with Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"

  @REQ-THERLINK-001 @negative @case-no-link-no-direct-read
  Scenario: Without a link a document cannot be opened by its address
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"
    Given Dr Peeters declares a therapeutic link with Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-THERLINK-001 @negative @case-link-of-a-colleague
  Scenario: The link of a colleague is no link of one's own
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Lambert opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"

  @REQ-THERLINK-001 @negative @case-link-with-another-patient
  Scenario: A link with one patient opens nothing of another
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Nora
    And Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Nora
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-THERLINK-001 @negative @case-list-with-link-of-another-patient
  Scenario: A link with one patient gives no list of another
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Nora
    And Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Nora
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Nora
    Then the list shows "report"
    And the list does not show "letter"
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
