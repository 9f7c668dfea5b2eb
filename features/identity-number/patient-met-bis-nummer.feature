# language: nl
Functionaliteit: Een patiënt met een BIS-nummer wordt bediend zoals elke andere
  Volgens de pagina van CoZo over aanmelden vanuit het buitenland kan een buitenlandse patiënt met een geldig
  BIS-nummer en een aanmeldmiddel CoZo gebruiken. Wat hij ziet hangt niet af van het register dat zijn nummer gaf.

  @REQ-BIS-002 @positive @case-bis-patient-eigen-documenten
  Abstract Scenario: De patiënt ziet en leest de eigen documenten
    Gegeven het is 2026-03-10 09:00
    En Marie heeft een nummer van het type "<nummer>"
    En Marie stemt in met het delen van gezondheidsgegevens
    En het ziekenhuis publiceert "brief" over Marie
    Als Marie vraagt de lijst van documenten op
    Dan de lijst toont "brief"
    Als Marie opent "brief"
    Dan "brief" wordt aan Marie getoond

    Voorbeelden:
      | case         | nummer            |
      | rijk         | national-register |
      | bis-bekend   | bis-sex-known     |
      | bis-onbekend | bis-sex-unknown   |
