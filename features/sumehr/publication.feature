Feature: A general practitioner publishes the SUMEHR of a consenting patient
  The page of the Brussels Health Network for health professionals offers to publish the patient's summary electronic
  health record (SUMEHR). Those who may access the record read it as any document.

  @REQ-SUMEHR-023 @positive @case-sumehr-published
  Scenario: The doctor publishes a SUMEHR, and finds it in the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters publishes the SUMEHR "summary" of Marie
    Then the request is carried out
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "summary"
    When Dr Peeters opens "summary"
    Then "summary" is shown to Dr Peeters

  @REQ-SUMEHR-023 @positive @case-sumehr-read-by-a-colleague
  Scenario: A colleague with a link reads the SUMEHR
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Lambert asks for the list of documents of Marie
    Then the list shows "summary"
    When Dr Lambert opens "summary"
    Then "summary" is shown to Dr Lambert

  @REQ-SUMEHR-023 @positive @case-sumehr-beside-hospital-documents
  Scenario: SUMEHR and hospital documents stand in one list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows exactly 2 documents
    And the list shows "letter"
    And the list shows "summary"

  @REQ-SUMEHR-023 @negative @case-sumehr-without-consent
  Scenario: Without the patient's consent no SUMEHR is published
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And Marie withdraws consent to the sharing of health data
    When Dr Peeters publishes the SUMEHR "summary of Marie" of Marie
    Then the request is refused because "patient-consent-missing"
    When Dr Peeters publishes the SUMEHR "summary of Nora" of Nora
    Then the request is carried out

  @REQ-SUMEHR-023 @negative @case-sumehr-of-one-patient
  Scenario: A SUMEHR stands in the list of its own patient only
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters asks for the list of documents of Marie
    Then the list shows "summary"
    When Dr Peeters asks for the list of documents of Nora
    Then the list does not show "summary"

  @REQ-SUMEHR-023 @boundary @case-second-sumehr
  Scenario: A later SUMEHR is published beside an earlier one, and each is shown as it is
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "first summary" of Marie
    When it becomes 2026-03-10 09:00:01
    Given Dr Peeters publishes the SUMEHR "second summary" of Marie
    When Dr Peeters opens "second summary"
    Then "second summary" is shown to Dr Peeters
    And nothing of the content of "first summary" is disclosed to Dr Peeters

  @REQ-THERLINK-001 @negative @case-sumehr-without-link
  Scenario: A doctor without a link does not read a SUMEHR
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert gives consent to the sharing of health data
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters opens "summary"
    Then "summary" is shown to Dr Peeters
    When Dr Lambert opens "summary"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "summary" is disclosed to Dr Lambert

  @REQ-CONSENT-001 @negative @case-sumehr-after-withdrawn-consent
  Scenario: A consent that was withdrawn closes the SUMEHR to its own author
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Peeters opens "summary"
    Then "summary" is shown to Dr Peeters
    Given Marie withdraws consent to the sharing of health data
    When Dr Peeters opens "summary"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "summary" is disclosed to Dr Peeters

  @REQ-EXCLUSION-001 @negative @case-sumehr-for-excluded-doctor
  Scenario: An excluded doctor does not read a SUMEHR
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And Dr Peeters publishes the SUMEHR "summary" of Marie
    When Dr Lambert opens "summary"
    Then "summary" is shown to Dr Lambert
    Given Marie excludes Dr Lambert from the record
    When Dr Lambert opens "summary"
    Then the request is refused because "excluded"
    And nothing of the content of "summary" is disclosed to Dr Lambert
