Feature: The list of a doctor's patients holds those who are registered and linked
  The page of the Brussels Health Network for health professionals explains why a patient may be missing from a
  doctor's list: he is not registered, or there is no valid therapeutic link. Who is both is in the list.

  @REQ-PATIENT-REG-003 @positive @case-patient-in-the-list
  Scenario: A registered and linked patient is in the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters asks for the list of patients
    Then the list of patients shows Marie

  @REQ-PATIENT-REG-003 @positive @case-patients-in-the-list
  Scenario: All linked patients are in the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    And Dr Peeters may consult the record of Lucas
    When Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
    And the list of patients shows Nora
    And the list of patients shows Lucas

  @REQ-PATIENT-REG-003 @negative @case-patient-without-link-not-listed
  Scenario: A registered patient without a link is not in the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Nora gives consent to the sharing of health data
    When Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
    And the list of patients does not show Nora

  @REQ-PATIENT-REG-003 @negative @case-patient-of-a-colleague-not-listed
  Scenario: A patient of a colleague is not in the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Lambert may consult the record of Nora
    When Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
    And the list of patients does not show Nora
    When Dr Lambert asks for the list of patients
    Then the list of patients shows Nora
    And the list of patients does not show Marie

  @REQ-PATIENT-REG-003 @negative @case-unregistered-patient-not-listed
  Scenario: A patient who was not registered for want of consent is not in the list
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    When Dr Peeters registers Lucas, who does not consent
    And Dr Peeters declares a therapeutic link with Lucas
    And Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
    And the list of patients does not show Lucas

  @REQ-PATIENT-REG-003 @boundary @case-patient-listed-until-the-link-is-ended
  Scenario: Listed one second before the link is ended, and not from then on
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And Dr Peeters may consult the record of Nora
    When it becomes 2026-03-10 09:59:59
    And Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
    When it becomes 2026-03-10 10:00:00
    Given Dr Peeters ends the therapeutic link with Marie
    When Dr Peeters asks for the list of patients
    Then the list of patients does not show Marie
    And the list of patients shows Nora

  @REQ-PATIENT-REG-003 @boundary @case-patient-listed-until-the-end-day
  Scenario Outline: Listed in the last second before the end day, and not from the day after it
    Given it is <start> 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie until <end-day>
    When it becomes <last-second>
    And Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
    When it becomes <over-from>
    And Dr Peeters asks for the list of patients
    Then the list of patients does not show Marie

    Examples:
      | case           | start      | end-day    | last-second               | over-from                 |
      | plain-day      | 2026-03-10 | 2026-06-10 | 2026-06-09T23:59:59+02:00 | 2026-06-11T00:00:00+02:00 |
      | clocks-forward | 2026-02-28 | 2026-03-28 | 2026-03-27T23:59:59+01:00 | 2026-03-29T00:00:00+01:00 |
      | clocks-back    | 2026-09-25 | 2026-10-25 | 2026-10-24T23:59:59+02:00 | 2026-10-26T00:00:00+01:00 |
      | leap-day       | 2028-01-31 | 2028-02-29 | 2028-02-28T23:59:59+01:00 | 2028-03-01T00:00:00+01:00 |

  @REQ-PATIENT-REG-003 @boundary @case-patient-listed-from-the-link-on
  Scenario: Not listed one second before the link, and listed from it on
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    When it becomes 2026-03-10 09:59:59
    And Dr Peeters asks for the list of patients
    Then the list of patients does not show Marie
    When it becomes 2026-03-10 10:00:00
    Given Dr Peeters declares a therapeutic link with Marie
    When Dr Peeters asks for the list of patients
    Then the list of patients shows Marie
