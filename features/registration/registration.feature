Feature: A doctor registers a patient who consents
  The page of the Brussels Health Network for health professionals has a patient registered by “Add patient”, with the
  contact details, if he or she consents.

  @REQ-PATIENT-REG-002 @positive @case-doctor-registers-patient
  Scenario: A doctor registers a patient
    Given it is 2026-03-10 09:00
    And Dr Peeters gives consent to the sharing of health data
    When Dr Peeters registers Lucas, who consents
    Then the request is carried out

  @REQ-PATIENT-REG-002 @positive @case-registered-patient-can-be-linked
  Scenario: With the patient whom he registered the doctor makes a therapeutic link
    Given it is 2026-03-10 09:00
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters registers Lucas, who consents
    When Dr Peeters declares a therapeutic link with Lucas
    Then Dr Peeters has exactly one therapeutic link in force with Lucas

  @REQ-PATIENT-REG-002 @positive @case-registered-patient-and-a-colleague
  Scenario: A patient whom one doctor registered is known to the others
    Given it is 2026-03-10 09:00
    And Dr Peeters gives consent to the sharing of health data
    And Dr Lambert gives consent to the sharing of health data
    And Dr Peeters registers Lucas, who consents
    When Dr Lambert declares a therapeutic link with Lucas
    Then Dr Lambert has exactly one therapeutic link in force with Lucas

  @REQ-PATIENT-REG-002 @negative @case-registration-is-no-link
  Scenario: To register a patient is not to have a therapeutic link
    Given it is 2026-03-10 09:00
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters registers Lucas, who consents
    And the hospital publishes "letter" about Lucas
    When Dr Peeters opens "letter"
    Then the request is refused because "no-therapeutic-link"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    When Dr Peeters declares a therapeutic link with Lucas
    Then Dr Peeters has a therapeutic link in force with Lucas

  @REQ-PATIENT-REG-002 @boundary @case-registered-again
  Scenario: Registering a patient again changes nothing for those who read the record
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters registers Marie, who consents
    And Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    And Dr Peeters has exactly one therapeutic link in force with Marie
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert

  @REQ-PATIENT-REG-001 @negative @case-no-registration-without-consent
  Scenario: Without the patient's consent nobody is registered
    Given it is 2026-03-10 09:00
    And Dr Peeters gives consent to the sharing of health data
    When Dr Peeters registers Lucas, who does not consent
    Then the request is refused because "patient-consent-missing"
    When Dr Peeters declares a therapeutic link with Lucas
    Then the request is refused because "patient-not-registered"
    And Dr Peeters has no therapeutic link in force with Lucas
    When Dr Peeters registers Lucas, who consents
    Then the request is carried out
    When Dr Peeters declares a therapeutic link with Lucas
    Then Dr Peeters has a therapeutic link in force with Lucas

  @REQ-PATIENT-REG-001 @negative @case-unregistered-documents-stay-closed
  Scenario: Documents of somebody who was not registered for want of consent stay closed
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "report" about Marie
    And the hospital publishes "letter" about Lucas
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters
    When Dr Peeters registers Lucas, who does not consent
    And Dr Peeters declares a therapeutic link with Lucas
    And Dr Peeters opens "letter"
    Then the request is refused because "patient-not-registered"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-PATIENT-REG-001 @negative @case-registered-without-consent-after-withdrawal
  Scenario: A consent that the patient withdrew does not come back by a registration without consent
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    Given Marie withdraws consent to the sharing of health data
    When Dr Peeters registers Marie, who does not consent
    And Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

  @REQ-PATIENT-REG-001 @boundary @case-second-of-registration
  Scenario: One second before the registration no link can be made, from the registration on it can
    Given it is 2026-03-10 09:00
    And Dr Peeters gives consent to the sharing of health data
    When it becomes 2026-03-10 09:59:59
    And Dr Peeters declares a therapeutic link with Lucas
    Then the request is refused because "patient-not-registered"
    When it becomes 2026-03-10 10:00:00
    And Dr Peeters registers Lucas, who consents
    Then the request is carried out
    When Dr Peeters declares a therapeutic link with Lucas
    Then Dr Peeters has exactly one therapeutic link in force with Lucas
