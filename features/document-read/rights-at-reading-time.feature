Feature: The right to read is decided when the document is opened
  The page of the Brussels Health Network for health professionals lets a professional who may access the
  record consult its contents. A right that ended between the list and the document has ended.

  @REQ-DOC-READ-001 @boundary @case-link-ended-after-listing
  Scenario: A link that ended after the list no longer opens the document
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    Given Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-DOC-READ-001 @REQ-CONSENT-002 @boundary @case-doctor-consent-ended-after-listing
  Scenario: A doctor's consent that ended after the list no longer opens the document
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    Given Dr Peeters withdraws consent to the sharing of health data
    When Dr Peeters opens "letter"
    Then the request is refused because "doctor-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-DOC-READ-001 @boundary @case-link-made-after-refused-list
  Scenario: A link made after a refused list opens the document
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "no-therapeutic-link"
    Given Dr Peeters declares a therapeutic link with Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-DOC-READ-001 @negative @case-right-of-a-colleague-at-reading
  Scenario: The list of a colleague gives no right to the document
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Dr Lambert ends the therapeutic link with Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Lambert opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
