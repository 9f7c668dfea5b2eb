Feature: National and BIS numbers are taken alike, at every door
  The page of CoZo on logging in from abroad says that the exchange rests on the INSZ, which is either a number of
  the National Register or a BIS number. A BIS number has 20 or 40 added to the month; a number whose holder's birth
  is not fully known has 00 in place of day and month.

  @REQ-BIS-004 @positive @case-number-at-login
  Scenario Outline: Whoever has a national or BIS number logs in
    Given it is 2026-03-10 09:00
    And Marie has a number of the kind "<number>"
    When Marie logs in to the patient space with eID
    Then Marie is logged in

    Examples:
      | case              | number            |
      | national-register | national-register |
      | bis-sex-known     | bis-sex-known     |
      | bis-sex-unknown   | bis-sex-unknown   |

  @REQ-BIS-004 @positive @case-number-in-search
  Scenario Outline: A doctor declares a link with a patient of either register
    Given it is 2026-03-10 09:00
    And Marie has a number of the kind "<number>"
    And Marie gives consent to the sharing of health data
    And Dr Peeters gives consent to the sharing of health data
    When Dr Peeters declares a therapeutic link with Marie
    Then the request is carried out

    Examples:
      | case              | number            |
      | national-register | national-register |
      | bis-sex-known     | bis-sex-known     |
      | bis-sex-unknown   | bis-sex-unknown   |

  @REQ-BIS-004 @positive @case-number-when-published
  Scenario Outline: A hospital publishes about a patient of either register
    Given it is 2026-03-10 09:00
    And Marie has a number of the kind "<number>"
    And Marie gives consent to the sharing of health data
    When the hospital offers "letter" about Marie to the network
    Then the network takes "letter"
    When Marie opens "letter"
    Then "letter" is shown to Marie

    Examples:
      | case              | number            |
      | national-register | national-register |
      | bis-sex-known     | bis-sex-known     |
      | bis-sex-unknown   | bis-sex-unknown   |

  @REQ-BIS-011 @boundary @case-number-without-birth
  Scenario Outline: A number that shows no date of birth is a number
    Given it is 2026-03-10 09:00
    And Marie has a number of the kind "<number>"
    When Marie logs in to the patient space with eID
    Then Marie is logged in

    Examples:
      | case              | number            |
      | birth-unknown     | birth-unknown     |
      | bis-birth-unknown | bis-birth-unknown |
