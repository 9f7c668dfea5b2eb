Feature: Any device with a browser reaches the web application
  The eGezondheid portal says that a web application is directly reachable from any device with an approved
  browser: computer, laptop, smartphone and others. The device changes neither what opens nor what is refused.

  @REQ-WEBAPP-002 @positive @case-device-patient
  Scenario Outline: The patient logs in and reads from any device
    Given it is 2026-03-10 09:00
    And Marie uses the device "<device>"
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie

    Examples:
      | case       | device     |
      | desktop    | desktop    |
      | laptop     | laptop     |
      | tablet     | tablet     |
      | smartphone | smartphone |

  @REQ-WEBAPP-002 @positive @case-device-doctor
  Scenario Outline: The doctor logs in from any device
    Given it is 2026-03-10 09:00
    And Dr Peeters uses the device "<device>"
    When Dr Peeters logs in to the professional space with itsme
    Then Dr Peeters is logged in

    Examples:
      | case       | device     |
      | desktop    | desktop    |
      | laptop     | laptop     |
      | tablet     | tablet     |
      | smartphone | smartphone |

  @REQ-WEBAPP-002 @REQ-WEBAPP-003 @negative @case-device-gives-no-session
  Scenario Outline: No device replaces the login
    Given it is 2026-03-10 09:00
    And Marie uses the device "<device>"
    When Marie opens the page "patient-home"
    Then a login is demanded
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

    Examples:
      | case       | device     |
      | desktop    | desktop    |
      | smartphone | smartphone |

  @REQ-WEBAPP-002 @boundary @case-device-changed
  Scenario: Two devices in turn show the same document
    Given it is 2026-03-10 09:00
    And Marie uses the device "desktop"
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    Given Marie uses the device "smartphone"
    When Marie opens "letter"
    Then "letter" is shown to Marie
