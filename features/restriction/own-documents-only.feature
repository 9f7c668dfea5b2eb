Feature: Rights on a document are set by the doctor who drew it up
  The page of the Brussels Health Network for health professionals has the rights on one document set from the
  “Access” column of the list, by “manage”, for documents that the doctor drew up himself.

  @REQ-EXCLUSION-004 @positive @case-manage-own-document
  Scenario: The doctor who drew a document up opens its access settings
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When Dr Peeters opens the access settings of "letter"
    Then the request is carried out

  @REQ-EXCLUSION-004 @negative @case-manage-document-of-a-colleague
  Scenario: A colleague who may read the document cannot open its access settings
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When Dr Lambert opens the access settings of "letter"
    Then the request is refused because "not-author"
    When Dr Peeters opens the access settings of "letter"
    Then the request is carried out

  @REQ-EXCLUSION-004 @negative @case-manage-document-of-the-hospital
  Scenario: A document that somebody else drew up is not the linked doctor's to manage
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And the hospital publishes "report" about Marie
    When Dr Peeters opens the access settings of "letter"
    Then the request is carried out
    When Dr Peeters opens the access settings of "report"
    Then the request is refused because "not-author"

  @REQ-EXCLUSION-004 @negative @case-colleague-closes-document
  Scenario: A colleague cannot close a document that he did not draw up
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Janssens may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When Dr Lambert closes "letter" to Dr Janssens
    Then the request is refused because "not-author"
    When Dr Janssens opens "letter"
    Then "letter" is shown to Dr Janssens
    When Dr Peeters closes "letter" to Dr Janssens
    Then the request is carried out
    When Dr Janssens opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Janssens

  @REQ-EXCLUSION-004 @negative @case-colleague-sets-patient-access
  Scenario: A colleague cannot keep a document that he did not draw up from the patient
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When Dr Lambert makes "letter" inaccessible to the patient
    Then the request is refused because "not-author"
    When Marie opens "letter"
    Then "letter" is shown to Marie

  @REQ-EXCLUSION-004 @negative @case-restricted-doctor-lifts-own
  Scenario: A doctor to whom a document was closed cannot open it to himself
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Dr Peeters closes "letter" to Dr Lambert
    When Dr Lambert opens "letter" to Dr Lambert again
    Then the request is refused
    When Dr Lambert opens "letter"
    Then the request is refused because "restricted"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Peeters opens "letter" to Dr Lambert again
    Then the request is carried out
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert

  @REQ-EXCLUSION-001 @negative @case-excluded-author-cannot-manage
  Scenario: An excluded doctor no longer manages what he drew up
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    When Dr Peeters opens the access settings of "letter"
    Then the request is carried out
    Given Marie excludes Dr Peeters from the record
    When Dr Peeters opens the access settings of "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Peeters

  @REQ-EXCLUSION-001 @negative @case-excluded-author-cannot-read
  Scenario: An excluded doctor no longer reads what he drew up
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie, drawn up by Dr Peeters
    And Marie excludes Dr Peeters from the record
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    When Dr Peeters opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Peeters
