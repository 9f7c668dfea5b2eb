Feature: A release is made by hand, document by document
  The page of the Brussels Health Network for health professionals says that the attending physician has to do this
  manually for each document via his secure web portal. Nothing releases several at once or by itself.

  @REQ-RELEASE-005 @negative @case-release-of-one-of-two
  Scenario: Of two documents only the one that was released opens
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And the hospital publishes "report" about Marie, releasable by the attending physician
    When Dr Peeters releases "letter" to the patient
    Then the request is carried out
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Marie opens "report"
    Then the request is refused
    And nothing of the content of "report" is disclosed to Marie
    And the hospital was not asked for "report"

  @REQ-RELEASE-005 @positive @case-release-of-three
  Scenario: Three documents are released by three releases
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And the hospital publishes "report" about Marie, releasable by the attending physician
    And the hospital publishes "analysis" about Marie, releasable by the attending physician
    And Dr Peeters releases "letter" to the patient
    And Dr Peeters releases "report" to the patient
    When Marie opens "analysis"
    Then the request is refused
    And nothing of the content of "analysis" is disclosed to Marie
    Given Dr Peeters releases "analysis" to the patient
    When Marie opens "analysis"
    Then "analysis" is shown to Marie
    When Marie opens "report"
    Then "report" is shown to Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-RELEASE-005 @negative @case-release-of-one-patient
  Scenario: The release of one patient's document releases nothing of another
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And the hospital publishes "report" about Nora, releasable by the attending physician
    And Dr Peeters releases "letter" to the patient
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Nora opens "report"
    Then the request is refused
    And nothing of the content of "report" is disclosed to Nora

  @REQ-RELEASE-005 @negative @case-release-of-later-document
  Scenario: A document published after a release waits for a release of its own
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And Dr Peeters releases "letter" to the patient
    When it becomes 2026-03-11 09:00
    Given the hospital publishes "report" about Marie, releasable by the attending physician
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Marie opens "report"
    Then the request is refused
    And nothing of the content of "report" is disclosed to Marie

  @REQ-RELEASE-005 @boundary @case-release-of-same-type
  Scenario: Of two documents of the same type and institution only the released one opens
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And "North Hospital" makes documents of the type "genetic analysis" releasable by the attending physician
    And "North Hospital" publishes "first analysis" of the type "genetic analysis" about Marie
    And "North Hospital" publishes "second analysis" of the type "genetic analysis" about Marie
    And Dr Peeters releases "second analysis" to the patient
    When Marie opens "second analysis"
    Then "second analysis" is shown to Marie
    When Marie opens "first analysis"
    Then the request is refused
    And nothing of the content of "first analysis" is disclosed to Marie
