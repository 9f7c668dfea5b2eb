Feature: Each institution decides when its patients read, and the patient sees what that comes to
  The page of the Brussels Health Network for health professionals says that patients can read the contents of their
  records electronically, that each institution decides about its own rules, and that some patients may experience a
  disparate situation at the outset. What one institution decides is not applied to another's documents.

  @REQ-HOSPITAL-PUBLISH-003 @positive @case-patient-reads-three-institutions
  Scenario: The patient reads documents of three institutions
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "Example Hospital" publishes "letter" of the type "discharge letter" about Marie
    And "North Hospital" publishes "report" of the type "imaging report" about Marie
    And "South Clinic" publishes "result" of the type "laboratory result" about Marie
    And the hospital changes the access rule of "letter" to immediate
    And the hospital changes the access rule of "report" to immediate
    And the hospital changes the access rule of "result" to immediate
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Marie opens "report"
    Then "report" is shown to Marie
    When Marie opens "result"
    Then "result" is shown to Marie

  @REQ-HOSPITAL-PUBLISH-003 @negative @case-same-type-two-institutions
  Scenario: The same type of document is open at one institution and closed at another
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "North Hospital" makes documents of the type "laboratory result" accessible to the patient at once
    And "South Clinic" makes documents of the type "laboratory result" inaccessible to the patient
    And "North Hospital" publishes "northern result" of the type "laboratory result" about Marie
    And "South Clinic" publishes "southern result" of the type "laboratory result" about Marie
    When Marie opens "northern result"
    Then "northern result" is shown to Marie
    When Marie opens "southern result"
    Then the request is refused because "not-accessible"
    And nothing of the content of "southern result" is disclosed to Marie
    And the hospital was not asked for "southern result"

  @REQ-HOSPITAL-PUBLISH-003 @negative @case-two-types-one-institution
  Scenario: One institution opens its letters at once and its results after a week
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "North Hospital" makes documents of the type "discharge letter" accessible to the patient at once
    And "North Hospital" makes documents of the type "laboratory result" accessible to the patient 7 days after publication
    And "North Hospital" publishes "letter" of the type "discharge letter" about Marie
    And "North Hospital" publishes "result" of the type "laboratory result" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Marie opens "result"
    Then the request is refused because "not-yet-accessible"
    And nothing of the content of "result" is disclosed to Marie
    When it becomes 2026-03-19 09:00
    And Marie opens "result"
    Then "result" is shown to Marie

  @REQ-HOSPITAL-PUBLISH-003 @negative @case-institution-not-opted-in
  Scenario: An institution that has not activated patients' access keeps its documents from them
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And "South Clinic" has not activated patients' access
    And "North Hospital" makes documents of the type "discharge letter" accessible to the patient at once
    And "North Hospital" publishes "northern letter" of the type "discharge letter" about Marie
    And "South Clinic" publishes "southern letter" of the type "discharge letter" about Marie
    When Marie opens "northern letter"
    Then "northern letter" is shown to Marie
    When Marie opens "southern letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "southern letter" is disclosed to Marie
    When Dr Peeters opens "southern letter"
    Then "southern letter" is shown to Dr Peeters

  @REQ-HOSPITAL-PUBLISH-003 @boundary @case-institution-opts-in
  Scenario: What the institution publishes after it has activated patients' access is open
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "South Clinic" makes documents of the type "discharge letter" accessible to the patient at once
    And "South Clinic" has not activated patients' access
    And "South Clinic" publishes "first letter" of the type "discharge letter" about Marie
    When it becomes 2026-03-10 09:59:59
    And Marie opens "first letter"
    Then the request is refused because "not-accessible"
    And nothing of the content of "first letter" is disclosed to Marie
    When it becomes 2026-03-10 10:00:00
    Given "South Clinic" activates patients' access
    And "South Clinic" publishes "second letter" of the type "discharge letter" about Marie
    When Marie opens "second letter"
    Then "second letter" is shown to Marie

  @REQ-HOSPITAL-PUBLISH-003 @negative @case-institutions-without-consent
  Scenario: Without the patient's consent nothing of any institution is open, to the patient neither
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And "North Hospital" makes documents of the type "discharge letter" accessible to the patient at once
    And "North Hospital" publishes "letter" of the type "discharge letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    Given Marie withdraws consent to the sharing of health data
    When Marie opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Marie
    And the hospital was not asked for "letter"

  @REQ-HOSPITAL-PUBLISH-007 @positive @case-disparate-list
  Scenario: Immediate here, closed there, delayed elsewhere: the list is an ordinary answer
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "North Hospital" makes documents of the type "laboratory result" accessible to the patient at once
    And "South Clinic" makes documents of the type "laboratory result" inaccessible to the patient
    And "Example Hospital" makes documents of the type "laboratory result" accessible to the patient 7 days after publication
    And "North Hospital" publishes "northern result" of the type "laboratory result" about Marie
    And "South Clinic" publishes "southern result" of the type "laboratory result" about Marie
    And "Example Hospital" publishes "third result" of the type "laboratory result" about Marie
    When Marie asks for the list of documents
    Then the list shows "northern result"
    When it becomes 2026-03-19 09:00
    And Marie asks for the list of documents
    Then the list shows "northern result"
    And the list shows "third result"

  @REQ-HOSPITAL-PUBLISH-007 @boundary @case-everything-closed-at-one
  Scenario: A document of one institution that is closed does not spoil the list of the others
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And "South Clinic" has not activated patients' access
    And "North Hospital" makes documents of the type "discharge letter" accessible to the patient at once
    And "South Clinic" publishes "southern letter" of the type "discharge letter" about Marie
    And "North Hospital" publishes "northern letter" of the type "discharge letter" about Marie
    When Marie opens "southern letter"
    Then the request is refused
    When Marie asks for the list of documents
    Then the list shows "northern letter"

  @REQ-DOC-LIST-001 @positive @case-list-of-three-institutions
  Scenario: The doctor's list holds the documents of every institution, whatever their rules for patients
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And "North Hospital" makes documents of the type "laboratory result" accessible to the patient at once
    And "South Clinic" makes documents of the type "laboratory result" inaccessible to the patient
    And "Example Hospital" makes documents of the type "laboratory result" releasable by the attending physician
    And "North Hospital" publishes "northern result" of the type "laboratory result" about Marie
    And "South Clinic" publishes "southern result" of the type "laboratory result" about Marie
    And "Example Hospital" publishes "third result" of the type "laboratory result" about Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 3 documents
    And the list shows "northern result"
    And the list shows "southern result"
    And the list shows "third result"

  @REQ-PATIENT-ACCESS-002 @positive @case-rules-of-institutions-bind-no-doctor
  Scenario Outline: The doctor reads at every institution, whatever its rule for patients
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And "South Clinic" makes documents of the type "laboratory result" <rule>
    And "South Clinic" publishes "result" of the type "laboratory result" about Marie
    When Dr Peeters opens "result"
    Then "result" is shown to Dr Peeters
    When Marie opens "result"
    Then the request is refused
    And nothing of the content of "result" is disclosed to Marie

    Examples:
      | case       | rule                                                |
      | closed     | inaccessible to the patient                         |
      | delayed    | accessible to the patient 30 days after publication |
      | releasable | releasable by the attending physician               |

  @REQ-DOC-READ-001 @negative @case-one-institution-down
  Scenario: While one institution does not answer, the documents of another are read
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And "North Hospital" publishes "northern letter" of the type "discharge letter" about Marie
    And the hospital no longer answers
    When Dr Peeters opens "letter"
    Then Dr Peeters is told that the source is unavailable
    When Dr Peeters opens "northern letter"
    Then "northern letter" is shown to Dr Peeters
