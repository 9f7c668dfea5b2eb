Feature: Link and consents are needed together, and consent comes first
  The page of the Brussels Health Network for health professionals says that doctors with a therapeutic link
  can access the patient's records with his or her prior consent. Link, patient's consent and doctor's
  consent are each necessary: what two of them allow is nothing.

  @REQ-THERLINK-002 @positive @case-consent-then-link
  Scenario: Consent first, then the link, opens the record
    Given it is 2026-03-10 10:00
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    When it becomes 2026-03-10 10:05
    Given Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-THERLINK-002 @negative @case-link-is-no-consent
  Scenario: A link declared before any consent gives nothing
    Given it is 2026-03-10 10:00
    And Marie opens the patient space for the first time
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"
    Given Dr Lambert may consult the record of Marie
    And the hospital publishes "report" about Marie
    When Dr Lambert opens "report"
    Then "report" is shown to Dr Lambert

  @REQ-THERLINK-002 @boundary @case-link-before-consent
  Scenario: A link made before the consent opens the record from the consent on, and not a second earlier
    Given it is 2026-03-10 10:00
    And Marie opens the patient space for the first time
    And Dr Peeters gives consent to the sharing of health data
    And Dr Peeters declares a therapeutic link with Marie
    And the hospital publishes "letter" about Marie
    When it becomes 2026-03-10 10:04:59
    And Dr Peeters asks for the list of documents of Marie
    Then the request is refused because "patient-consent-missing"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    When it becomes 2026-03-10 10:05:00
    Given Marie gives consent to the sharing of health data
    And the hospital publishes "report" about Marie
    When Dr Peeters opens "report"
    Then "report" is shown to Dr Peeters

  @REQ-THERLINK-002 @negative @case-one-condition-missing
  Scenario Outline: One of the three conditions is missing
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    Given <change>
    When Dr Peeters opens "letter"
    Then the request is refused because "<reason>"
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

    Examples:
      | case                    | change                                                     | reason                  |
      | without-patient-consent | Marie withdraws consent to the sharing of health data      | patient-consent-missing |
      | without-doctor-consent  | Dr Peeters withdraws consent to the sharing of health data | doctor-consent-missing  |
      | without-link            | Dr Peeters ends the therapeutic link with Marie            | no-therapeutic-link     |

  @REQ-THERLINK-002 @negative @case-two-conditions-missing
  Scenario Outline: Two of the three conditions are missing
    Given it is 2026-03-10 09:00
    And Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters
    Given <first-change>
    And <second-change>
    When Dr Peeters opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"

    Examples:
      | case                 | first-change                                          | second-change                                              |
      | link-only            | Marie withdraws consent to the sharing of health data | Dr Peeters withdraws consent to the sharing of health data |
      | doctor-consent-only  | Dr Peeters ends the therapeutic link with Marie       | Marie withdraws consent to the sharing of health data      |
      | patient-consent-only | Dr Peeters ends the therapeutic link with Marie       | Dr Peeters withdraws consent to the sharing of health data |

  @REQ-THERLINK-002 @negative @case-all-conditions-missing
  Scenario: None of the three conditions holds
    Given it is 2026-03-10 09:00
    And Dr Lambert may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Lambert opens "letter"
    Then "letter" is shown to Dr Lambert
    Given Marie withdraws consent to the sharing of health data
    When Dr Peeters opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Dr Peeters
    And the hospital was not asked for "letter"
