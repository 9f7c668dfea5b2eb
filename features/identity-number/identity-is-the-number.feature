Feature: Who somebody is, the number says that the login brings
  The page of CoZo on logging in from abroad: authentication on the platform rests directly on the INSZ. People may
  share first and family names; nobody shares a number.

  @REQ-BIS-001 @negative @case-namesake
  Scenario: A namesake does not get the other's documents
    Given it is 2026-03-10 09:00
    And Lucas bears the same first and family names as Marie
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When Marie opens "letter"
    Then "letter" is shown to Marie
    When Lucas opens "letter"
    Then the request is refused
    And nothing of the content of "letter" is disclosed to Lucas
    And the hospital was not asked for "letter"

  @REQ-BIS-001 @positive @case-namesakes-own-documents
  Scenario: Two namesakes each see their own documents
    Given it is 2026-03-10 09:00
    And Lucas bears the same first and family names as Marie
    And Marie gives consent to the sharing of health data
    And Lucas gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    And the hospital publishes "report" about Lucas
    When Lucas asks for the list of documents
    Then the list shows "report"
    And the list does not show "letter"
    When Marie asks for the list of documents
    Then the list shows "letter"
    And the list does not show "report"

  @REQ-BIS-003 @negative @case-document-without-insz
  Scenario: What a hospital files under a number of its own is not exchanged
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When the hospital publishes "draft" about Marie under a patient number of its own
    Then the network does not take "draft"
    When Marie opens "letter"
    Then "letter" is shown to Marie
    And nothing of the content of "draft" is disclosed to Marie

  @REQ-BIS-003 @negative @case-document-without-any-number
  Scenario: What a hospital publishes without any number is not exchanged
    Given it is 2026-03-10 09:00
    And Marie gives consent to the sharing of health data
    And the hospital publishes "letter" about Marie
    When the hospital publishes "draft" about Marie without any number
    Then the network does not take "draft"
    When Marie opens "letter"
    Then "letter" is shown to Marie
    And nothing of the content of "draft" is disclosed to Marie
