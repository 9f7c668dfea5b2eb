Feature: Who may not access the record gets no list
  The page of the Brussels Health Network for health professionals grants the list to a professional who may
  access the record. Anyone else gets neither entries nor their number.

  @REQ-DOC-LIST-001 @negative @case-list-without-link
  Scenario: A doctor without a link gets no list, while a doctor with a link does
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Lambert asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-DOC-LIST-001 @negative @case-list-number-not-told
  Scenario: A refusal does not tell how many documents there are
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And the hospital publishes 37 documents about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 37 documents
    When Dr Lambert asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    And it is not disclosed that there are 37 documents

  @REQ-DOC-LIST-001 @negative @case-list-of-unregistered-patient
  Scenario: A patient who is not registered has no list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Lucas
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Peeters asks for the list of documents of Lucas
    Then the request is refused because "patient-not-registered"
    And nothing of the content of "report" is disclosed to Dr Peeters

  @REQ-DOC-LIST-001 @boundary @case-list-refused-between-two-lists
  Scenario: Between the end of a link and the next there is no list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes 37 documents about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 37 documents
    Given Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    And it is not disclosed that there are 37 documents
    Given Dr Peeters declares a therapeutic link with Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 37 documents
