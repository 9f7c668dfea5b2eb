Feature: A document with the status “releasable by the attending physician” opens when a physician releases it
  The page of the Brussels Health Network for health professionals says that some hospital documents can be made
  accessible to the patient by the health professional, and that they require the presence of an attending physician
  before their content is revealed.

  @REQ-RELEASE-001 @positive @case-released-document-opens
  Scenario: Refused before the release, shown after it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    When Marie opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie
    When Dr Peeters releases "letter" to the patient
    Then the request is carried out
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-RELEASE-001 @positive @case-release-stays
  Scenario: What was released stays open, years later and without any link
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And Dr Peeters releases "letter" to the patient
    And Dr Peeters ends the therapeutic link with Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When it becomes 2029-03-10 09:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-RELEASE-001 @positive @case-released-document-is-listed
  Scenario: A released document is in the patient's list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And Dr Peeters releases "letter" to the patient
    When Marie asks for the list of documents
    Then the list shows "letter"

  @REQ-RELEASE-002 @negative @case-time-alone
  Scenario Outline: Time alone never opens it, while an immediate document opens
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And the hospital publishes "report" about Marie
    When it becomes <instant>
    And Marie opens "report"
    Then "report" is shown to Marie
    When Marie opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"

    Examples:
      | case             | instant                   |
      | at-publication   | 2026-03-10 10:00:00       |
      | after-a-week     | 2026-03-18 00:00:00       |
      | before-30-days   | 2026-04-08T23:59:59+02:00 |
      | after-30-days    | 2026-04-10T00:00:00+02:00 |
      | after-15-months  | 2027-06-11 10:00:00       |
      | after-five-years | 2031-03-11 10:00:00       |
      | after-30-years   | 2056-03-11 10:00:00       |

  @REQ-RELEASE-002 @boundary @case-second-of-release
  Scenario: Refused one second before the release, shown from the release on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    When it becomes 2026-03-10 11:59:59
    And Marie opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie
    When it becomes 2026-03-10 12:00:00
    Given Dr Peeters releases "letter" to the patient
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-RELEASE-002 @REQ-DOC-READ-002 @negative @case-releasable-attachment
  Scenario: Its attachment waits for the release as the document does
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie, releasable by the attending physician
    When Marie opens the attachment "scan.pdf" of "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"
    Given Dr Peeters releases "letter" to the patient
    When Marie opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Marie

  @REQ-RELEASE-002 @negative @case-doctor-reading-releases-nothing
  Scenario: A doctor who reads the document has not released it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Marie opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie

  @REQ-RELEASE-003 @positive @case-releasable-status-is-taken-in
  Scenario: A document that bears the status is listed, read by the doctor and released
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "letter"
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    When Dr Peeters releases "letter" to the patient
    Then the request is carried out

  @REQ-RELEASE-003 @positive @case-releasable-by-type
  Scenario: An institution gives the status to all of its documents of a type
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And "North Hospital" makes documents of the type "genetic analysis" releasable by the attending physician
    And "North Hospital" publishes "analysis" of the type "genetic analysis" about Marie
    When Marie opens "analysis"
    Then the request is refused
    And nothing of the content of "analysis" is disclosed to Marie
    When Dr Peeters releases "analysis" to the patient
    Then the request is carried out
    When Marie opens "analysis"
    Then "analysis" is shown to Marie

  @REQ-PATIENT-ACCESS-002 @positive @case-releasable-binds-no-doctor
  Scenario: The status binds the patient, and no doctor
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" with the attachment "scan.pdf" about Marie, releasable by the attending physician
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When Dr Lambert opens the attachment "scan.pdf" of "letter"
    Then the attachment "scan.pdf" of "letter" is shown to Dr Lambert
    When Marie opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Marie

  @REQ-PATIENT-ACCESS-001 @negative @case-released-to-its-patient-only
  Scenario: A release opens the document to its own patient and to no other
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Nora gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And Dr Peeters releases "letter" to the patient
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Nora opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Nora

  @REQ-DOC-TIMING-002 @REQ-RELEASE-001 @negative @case-release-of-inaccessible-document
  Scenario: A release opens nothing that its publisher made inaccessible
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, inaccessible to the patient
    And the hospital publishes "report" about Marie, releasable by the attending physician
    When Dr Peeters releases "letter" to the patient
    And Dr Peeters releases "report" to the patient
    And Marie opens "report"
    Then "report" is shown to Marie
    When Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie

  @REQ-DOC-TIMING-001 @negative @case-release-during-the-delay
  Scenario: A release does not shorten a delay
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, accessible to the patient 30 days after publication
    When Dr Peeters releases "letter" to the patient
    And it becomes 2026-03-20 09:00
    And Marie opens "letter"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "letter" is disclosed to Marie
    When it becomes 2026-04-11 09:00
    And Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-DOC-TIMING-002 @negative @case-made-inaccessible-after-release
  Scenario: A document that its publisher makes inaccessible after the release is refused again
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    And Dr Peeters releases "letter" to the patient
    When Marie opens "letter"
    Then "letter" is shown to Marie
    Given the hospital changes the access rule of "letter" to inaccessible
    When it becomes 2026-03-11 09:00
    And Marie opens "letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "letter" is disclosed to Marie

  @REQ-HOSPITAL-PUBLISH-003 @positive @case-releasable-made-immediate
  Scenario: A document that its publisher makes immediate needs no release any more
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie, releasable by the attending physician
    When Marie opens "letter"
    Then the request is refused
    Given the hospital changes the access rule of "letter" to immediate
    When Marie opens "letter"
    Then "letter" is shown to Marie
