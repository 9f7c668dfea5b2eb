Feature: Exclusions are managed by the patient, or by a doctor at the patient's request
  The page of the Brussels Health Network for health professionals has therapeutic links and exclusions managed, at
  the patient's request, under “Access authorizations” in the menu.

  @REQ-EXCLUSION-002 @positive @case-doctor-excludes-at-request
  Scenario: A doctor excludes a colleague at the patient's request, and the patient sees it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    When Dr Peeters excludes Dr Lambert from the record at the request of Marie
    Then the request is carried out
    And Marie sees Dr Lambert among the excluded professionals

  @REQ-EXCLUSION-001 @negative @case-excluded-by-a-doctor-at-request
  Scenario: An exclusion made by a doctor at the patient's request binds as one made by the patient
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    Given Dr Peeters excludes Dr Lambert from the record at the request of Marie
    When Dr Lambert opens "letter"
    Then the request is refused because "excluded"
    And nothing of the content of "letter" is disclosed to Dr Lambert
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-EXCLUSION-002 @positive @case-doctor-lifts-at-request
  Scenario: A doctor lifts the exclusion of a colleague at the patient's request
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Marie excludes Dr Lambert from the record
    When Dr Peeters lifts the exclusion of Dr Lambert at the request of Marie
    Then the request is carried out
    And Marie does not see Dr Lambert among the excluded professionals
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert

  @REQ-EXCLUSION-002 @positive @case-patient-sees-own-exclusions
  Scenario: The patient sees whom he excluded, and no longer after lifting it
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    When Marie excludes Dr Lambert from the record
    Then the request is carried out
    And Marie sees Dr Lambert among the excluded professionals
    And Marie does not see Dr Peeters among the excluded professionals
    When Marie lifts the exclusion of Dr Lambert
    Then the request is carried out
    And Marie does not see Dr Lambert among the excluded professionals

  @REQ-EXCLUSION-002 @positive @case-link-ended-in-the-menu
  Scenario: Ending a link leaves no exclusion behind
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters ends the therapeutic link with Marie
    Then the request is carried out
    And Marie does not see Dr Peeters among the excluded professionals
    When Dr Peeters declares a therapeutic link with Marie
    Then Dr Peeters has a therapeutic link in force with Marie

  @REQ-EXCLUSION-002 @negative @case-excluded-doctor-lifts-own
  Scenario: The excluded doctor cannot lift the exclusion, while a colleague can at the patient's request
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Marie excludes Dr Lambert from the record
    When Dr Lambert lifts the exclusion of Dr Lambert at the request of Marie
    Then the request is refused
    And Marie sees Dr Lambert among the excluded professionals
    When Dr Peeters lifts the exclusion of Dr Lambert at the request of Marie
    Then the request is carried out

  @REQ-EXCLUSION-002 @boundary @case-exclusion-of-one-among-patients
  Scenario: What one patient excludes does not stand on another patient's page
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And Dr Lambert may consult the record of Nora
    When Marie excludes Dr Lambert from the record
    Then Marie sees Dr Lambert among the excluded professionals
    And Nora does not see Dr Lambert among the excluded professionals
