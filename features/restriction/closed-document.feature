Feature: A document that was closed to a doctor stays closed to that doctor alone
  The page of the Brussels Health Network for health professionals has the access of professionals managed on two
  levels, of which one is the single document. What is closed is one document to one doctor, by its address too,
  until it is opened again.

  @REQ-EXCLUSION-004 @positive @case-closed-document
  Scenario: The doctor to whom a document was closed does not read it, while a colleague does
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Janssens may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When Dr Peeters closes "letter" to Dr Lambert
    And Dr Janssens opens "letter"
    Then "letter" is shown to Dr Janssens
    When Dr Lambert opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    And the hospital was not asked for "letter"

  @REQ-EXCLUSION-004 @negative @case-closed-document-of-several
  Scenario: The other documents of the record stay open, also those of the same author
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Marie, drawn up by Dr Peeters
    And Dr Peeters closes "letter" to Dr Lambert
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows "report"
    When Dr Lambert opens "report"
    Then "report" is shown to Dr Lambert
    When Dr Lambert opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-004 @negative @case-closed-document-of-one-patient
  Scenario: Closing a document of one patient closes nothing of another
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And Dr Lambert may consult the record of Marie
    And Dr Lambert may consult the record of Nora
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Nora, drawn up by Dr Peeters
    And Dr Peeters closes "letter" to Dr Lambert
    When Dr Lambert opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Lambert opens "report"
    Then "report" is shown to Dr Lambert

  @REQ-EXCLUSION-004 @boundary @case-second-of-closing
  Scenario: Shown one second before the document is closed, refused from then on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When it becomes 2026-03-10 09:59:59
    And Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When it becomes 2026-03-10 10:00:00
    Given Dr Peeters closes "letter" to Dr Lambert
    When Dr Lambert opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Lambert

  @REQ-EXCLUSION-004 @boundary @case-closed-document-opened-again
  Scenario: Refused one second before the document is opened again, shown from then on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters closes "letter" to Dr Lambert
    When it becomes 2026-05-04 11:59:59
    And Dr Lambert opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When it becomes 2026-05-04 12:00:00
    Given Dr Peeters opens "letter" to Dr Lambert again
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert

  @REQ-EXCLUSION-004 @negative @case-opened-again-to-one
  Scenario: Opening the document to one doctor leaves it closed to the other
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Janssens may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters closes "letter" to Dr Lambert
    And Dr Peeters closes "letter" to Dr Janssens
    And Dr Peeters opens "letter" to Dr Lambert again
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When Dr Janssens opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Janssens

  @REQ-EXCLUSION-004 @negative @case-closed-summary
  Scenario: A SUMEHR is closed to a doctor by its author as any document is
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Lambert opens "summary"
    Then "summary" is shown to Dr Lambert
    Given Dr Peeters closes "summary" to Dr Lambert
    When Dr Lambert opens "summary"
    Then the request is refused because "restricted"
    And nothing of the content of "summary" is disclosed to Dr Lambert

  @REQ-HOSPITAL-PUBLISH-003 @positive @case-closed-to-a-doctor-not-the-patient
  Scenario: A document that was closed to a doctor stays open to its patient
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters closes "letter" to Dr Lambert
    When Dr Lambert opens "letter"
    Then the request is refused because "restricted"
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-PATIENT-ACCESS-002 @positive @case-closed-to-the-patient-not-a-doctor
  Scenario: A document that its author made inaccessible to the patient stays open to doctors
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters makes "letter" inaccessible to the patient
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows "letter"

  @REQ-DOC-TIMING-002 @REQ-EXCLUSION-004 @boundary @case-own-document-made-inaccessible
  Scenario: The patient reads until the author makes the document inaccessible, and again once it is opened
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When it becomes 2026-03-10 09:59:59
    And Marie opens "letter"
    Then "letter" is shown to Marie
    When it becomes 2026-03-10 10:00:00
    Given Dr Peeters makes "letter" inaccessible to the patient
    When Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    Given Dr Peeters makes "letter" accessible to the patient at once
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-EXCLUSION-004 @REQ-DOC-READ-002 @negative @case-closed-document-and-its-attachment
  Scenario: The attachment of a document is as closed as the document
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie, drawn up by Dr Peeters
    When Dr Lambert opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Dr Lambert
    Given Dr Peeters closes "letter" to Dr Lambert
    When Dr Lambert opens the attachment "scan.pdf" of "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Lambert
