Feature: A doctor whom the patient excluded reads nothing of the patient
  The page of the Brussels Health Network for health professionals names exclusions beside therapeutic links. While
  an exclusion is in force its doctor reads nothing of that patient, whatever link exists or is made later. Consents
  and links are in order in each scenario, so that the exclusion alone makes the difference.

  @REQ-EXCLUSION-001 @negative @case-excluded-no-list
  Scenario: The excluded doctor gets no list, while a colleague does
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Lambert asks for the list of documents of Marie
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-001 @negative @case-excluded-number-not-told
  Scenario: The excluded doctor does not learn how many documents there are
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes 37 documents about Marie
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows exactly 37 documents
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert asks for the list of documents of Marie
    Then the request is refused because "excluded"
    And it is not disclosed that there are 37 documents

  @REQ-EXCLUSION-001 @negative @case-excluded-no-direct-read
  Scenario: The excluded doctor cannot open a document by its address
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"

  @REQ-EXCLUSION-001 @REQ-DOC-READ-002 @negative @case-excluded-no-attachment
  Scenario: The excluded doctor cannot open an attachment either
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie
    When Dr Lambert opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Dr Lambert
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert opens the attachment "scan.pdf" of "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"

  @REQ-EXCLUSION-001 @negative @case-excluded-between-list-and-document
  Scenario: An exclusion between the list and the document counts for the document
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows "letter"
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-001 @negative @case-excluded-colleague-reads
  Scenario: The exclusion is of one doctor and leaves a colleague's access as it is
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-EXCLUSION-001 @negative @case-excluded-by-one-patient
  Scenario: The exclusion is on one record and leaves another patient's open
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And Dr Lambert may consult the record of Nora
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Nora
    And Marie excludes Dr Lambert from the record
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Lambert opens "report"
    Then "report" is shown to Dr Lambert

  @REQ-EXCLUSION-001 @positive @case-excluded-for-the-doctor-not-the-patient
  Scenario: The patient goes on reading after excluding a doctor
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-EXCLUSION-001 @negative @case-excluded-then-published
  Scenario: What is published after the exclusion is kept from the excluded doctor too
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Marie excludes Dr Lambert from the record
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"

  @REQ-EXCLUSION-001 @negative @case-excluded-second-document-type
  Scenario Outline: An exclusion holds for documents of every type
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And "Example Hospital" publishes "note" of the type "<type>" about Marie
    And Marie excludes Dr Lambert from the record
    When Dr Peeters opens "note"
    Then "note" is shown to Dr Peeters
    When Dr Lambert opens "note"
    Then the request is refused because "excluded"
    And nothing of the content of "note" is disclosed to Dr Lambert

    Examples:
      | case              | type              |
      | discharge-letter  | discharge letter  |
      | laboratory-result | laboratory result |
      | imaging-report    | imaging report    |
