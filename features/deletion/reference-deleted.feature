Feature: A reference that was deleted is listed and read no more
  The page of the Brussels Health Network for health professionals lets a professional ask, by form, for the reference
  of a document that he published to be deleted. The request takes effect once it was processed; what is deleted is
  the reference, and the document stays at its source.

  @REQ-DELETE-REF-001 @positive @case-deleted-from-the-list
  Scenario: Once the request was processed the document is in no list any more
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    Given Dr Peeters asks for the deletion of the reference to "letter"
    And the office processes the deletion of the reference to "letter"
    When Dr Peeters asks for the list of documents of Marie
    Then the list does not show "letter"
    And the list shows "report"

  @REQ-DELETE-REF-001 @negative @case-deleted-for-everybody
  Scenario Outline: Nobody reads it any more, by its address neither
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When <who> opens "letter"
    Then "letter" is shown to <who>
    Given Dr Peeters asks for the deletion of the reference to "letter"
    And the office processes the deletion of the reference to "letter"
    When <who> opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to <who>
    And the hospital was not asked for "letter"

    Examples:
      | case        | who        |
      | the-author  | Dr Peeters |
      | a-colleague | Dr Lambert |
      | the-patient | Marie      |

  @REQ-DELETE-REF-001 @negative @case-deleted-from-everybodys-list
  Scenario: The colleague's list and the patient's list hold it no more
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Marie
    And Dr Peeters asks for the deletion of the reference to "letter"
    And the office processes the deletion of the reference to "letter"
    When Dr Lambert asks for the list of documents of Marie
    Then the list does not show "letter"
    And the list shows "report"
    When Marie asks for the list of documents
    Then the list does not show "letter"
    And the list shows "report"

  @REQ-DELETE-REF-001 @boundary @case-deletion-not-yet-processed
  Scenario: Until the request was processed the document is listed and read
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters asks for the deletion of the reference to "letter"
    When it becomes 2026-03-12 15:59:59
    And Dr Lambert asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When it becomes 2026-03-12 16:00:00
    Given the office processes the deletion of the reference to "letter"
    When Dr Lambert opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Lambert asks for the list of documents of Marie
    Then the list does not show "letter"

  @REQ-DELETE-REF-001 @negative @case-deletion-of-one-of-two
  Scenario: Other documents of the same author stay as they are
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Marie, drawn up by Dr Peeters
    And Dr Peeters asks for the deletion of the reference to "letter"
    And the office processes the deletion of the reference to "letter"
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
    When Dr Peeters opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Dr Peeters

  @REQ-DELETE-REF-001 @negative @case-two-requests-one-processed
  Scenario: Of two requests the one that was processed takes effect
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Marie, drawn up by Dr Peeters
    And Dr Peeters asks for the deletion of the reference to "letter"
    And Dr Peeters asks for the deletion of the reference to "report"
    And the office processes the deletion of the reference to "report"
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Peeters opens "report"
    Then the request is refused
    And nothing of the content of "report" is disclosed to Dr Peeters

  @REQ-DELETE-REF-001 @negative @case-deletion-of-one-patient
  Scenario: A deletion for one patient leaves another patient's documents referenced
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Nora, drawn up by Dr Peeters
    And Dr Peeters asks for the deletion of the reference to "letter"
    And the office processes the deletion of the reference to "letter"
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
    When Nora opens "report"
    Then "report" is shown to Nora
    When Marie opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie

  @REQ-DELETE-REF-001 @positive @case-deletion-of-a-summary
  Scenario: The reference of a SUMEHR is deleted in the same way
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Lambert opens "summary"
    Then "summary" is shown to Dr Lambert
    Given Dr Peeters asks for the deletion of the reference to "summary"
    And the office processes the deletion of the reference to "summary"
    When Dr Lambert opens "summary"
    Then the request is refused
    And nothing of the content of "summary" is disclosed to Dr Lambert

  @REQ-DELETE-REF-001 @negative @case-deleted-a-year-later
  Scenario: A year later the deleted document is still refused to its patient
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Marie
    And Dr Peeters asks for the deletion of the reference to "letter"
    And the office processes the deletion of the reference to "letter"
    When it becomes 2027-03-10 09:00
    And Marie opens "report"
    Then "report" is shown to Marie
    When Marie opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie

  @REQ-DELETE-REF-001 @REQ-DELETE-REF-002 @negative @case-source-kept
  Scenario: The document itself stays at its hospital
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters asks for the deletion of the reference to "letter"
    And the office processes the deletion of the reference to "letter"
    When Dr Peeters opens "letter"
    Then the request is refused
    And the hospital still keeps "letter"
