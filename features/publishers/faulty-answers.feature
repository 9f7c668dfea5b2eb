Feature: What goes wrong at a hospital shows nobody the wrong thing
  The page of the Brussels Health Network for health professionals offers to consult the contents of medical
  documents, to those who have access to them. What a hospital hands over by mistake gives nobody access to it. That a
  slow, broken-off or wrong answer is told as an unavailable source is a choice of ours, and binds those who adopt it.

  @REQ-DOC-READ-004 @negative @case-hospital-breaks-off
  Scenario: An answer that breaks off is not shown as the document, and the next one is
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital breaks off while handing over "letter"
    When Dr Peeters opens "letter"
    Then Dr Peeters is told that the source is unavailable
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-DOC-READ-004 @negative @case-hospital-too-slow
  Scenario: A hospital that is too slow is said to be unavailable, and the next answer is shown
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital is too slow in handing over "letter"
    When Dr Peeters opens "letter"
    Then Dr Peeters is told that the source is unavailable
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-DOC-READ-004 @negative @case-hospital-hands-over-another
  Scenario: Another document of the same patient is not shown in the place of the one that was opened
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Marie
    And the hospital hands over another document instead of "letter"
    When Dr Peeters opens "letter"
    Then nothing of the content of "report" is disclosed to Dr Peeters
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-THERLINK-001 @negative @case-hospital-hands-over-another-patient
  Scenario: A document of a patient with whom the doctor has no link stays closed when the hospital mixes them up
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Nora gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Nora
    And the hospital hands over a document of another patient instead of "letter"
    When Dr Peeters opens "letter"
    Then nothing of the content of "report" is disclosed to Dr Peeters
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-PATIENT-ACCESS-001 @negative @case-hospital-hands-patient-another-patient
  Scenario: A patient sees nothing of another patient when the hospital mixes them up
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Nora gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Nora
    And the hospital hands over a document of another patient instead of "letter"
    When Marie opens "letter"
    Then nothing of the content of "report" is disclosed to Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-002 @negative @case-hospital-hands-over-closed-document
  Scenario: A document that is closed to the patient stays closed when the hospital hands it over for another
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Marie, inaccessible to the patient
    And the hospital hands over another document instead of "letter"
    When Marie opens "letter"
    Then nothing of the content of "report" is disclosed to Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-READ-002 @negative @case-attachment-after-a-broken-answer
  Scenario: After an answer that broke off the attachment is still the document's own
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie
    And the hospital publishes "report" with the attachment "scan.pdf" about Marie
    And the hospital breaks off while handing over "letter"
    When Dr Peeters opens "letter"
    And Dr Peeters opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Dr Peeters
