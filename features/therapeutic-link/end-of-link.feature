# language: nl
Functionaliteit: Een therapeutische relatie geldt tot haar einde en niet langer
  De pagina van het Brussels Gezondheidsnetwerk voor zorgverleners laat alleen artsen toe die een
  therapeutische relatie met de patiënt hebben. Over de einddag zelf zwijgt de bron: op die dag hangt
  het antwoord af van de gekozen lezing.

  @REQ-THERLINK-001 @positive @case-relatie-met-einddag
  Scenario: Vóór de einddag leest de arts
    Gegeven het is 2026-03-10 09:00
    En Marie stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En Dr Peeters meldt een therapeutische relatie met Marie aan tot 2026-06-10
    En het ziekenhuis publiceert "brief" over Marie
    Als het wordt 2026-06-01 10:00
    En Dr Peeters opent "brief"
    Dan "brief" wordt aan Dr Peeters getoond

  @REQ-THERLINK-001 @negative @case-relatie-een-maand-voorbij
  Scenario: Na het einde wordt lijst en document geweigerd, terwijl een collega nog leest
    Gegeven het is 2026-03-10 09:00
    En Dr Lambert mag het dossier van Marie raadplegen
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En Dr Peeters meldt een therapeutische relatie met Marie aan tot 2026-06-10
    En het ziekenhuis publiceert "brief" over Marie
    Als Dr Peeters opent "brief"
    Dan "brief" wordt aan Dr Peeters getoond
    Als het wordt 2026-06-20 10:00
    En Dr Lambert opent "brief"
    Dan "brief" wordt aan Dr Lambert getoond
    Als Dr Peeters opent "brief"
    Dan het verzoek wordt geweigerd om de reden "no-therapeutic-link"
    En niets van de inhoud van "brief" wordt aan Dr Peeters onthuld
    En "brief" werd niet bij het ziekenhuis opgevraagd
    Als Dr Peeters vraagt de lijst van documenten van Marie op
    Dan het verzoek wordt geweigerd om de reden "no-therapeutic-link"

  @REQ-THERLINK-001 @boundary @case-einde-van-relatie
  Abstract Scenario: De laatste seconde vóór de einddag en de eerste seconde erna
    Gegeven het is <begin> 09:00
    En Marie stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En Dr Peeters meldt een therapeutische relatie met Marie aan tot <einddag>
    En het ziekenhuis publiceert "brief" over Marie
    Als het wordt <laatste-seconde>
    En Dr Peeters opent "brief"
    Dan "brief" wordt aan Dr Peeters getoond
    Als het wordt <geweigerd-vanaf>
    En Dr Peeters opent "brief"
    Dan het verzoek wordt geweigerd om de reden "no-therapeutic-link"
    En niets van de inhoud van "brief" wordt aan Dr Peeters onthuld
    En "brief" werd niet bij het ziekenhuis opgevraagd

    Voorbeelden:
      | case                 | begin      | einddag    | laatste-seconde           | geweigerd-vanaf           |
      | gewone-dag           | 2026-03-10 | 2026-06-10 | 2026-06-09 23:59:59       | 2026-06-11 00:00:00       |
      | einde-februari       | 2026-11-30 | 2027-02-28 | 2027-02-27 23:59:59       | 2027-03-01 00:00:00       |
      | schrikkeldag         | 2028-01-31 | 2028-02-29 | 2028-02-28 23:59:59       | 2028-03-01 00:00:00       |
      | vijftien-maanden     | 2026-03-10 | 2027-06-10 | 2027-06-09 23:59:59       | 2027-06-11 00:00:00       |
      | dag-voor-zomertijd   | 2026-02-28 | 2026-03-28 | 2026-03-27 23:59:59       | 2026-03-29 00:00:00       |
      | begin-van-zomertijd  | 2026-02-28 | 2026-03-29 | 2026-03-28T23:59:59+01:00 | 2026-03-30T00:00:00+02:00 |
      | begin-van-wintertijd | 2026-09-25 | 2026-10-25 | 2026-10-24T23:59:59+02:00 | 2026-10-26T00:00:00+01:00 |

  @REQ-THERLINK-001 @boundary @case-op-de-einddag
  Abstract Scenario: Op de einddag zelf beslist de lezing
    Gegeven het is 2026-03-10 09:00
    En Marie stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En Dr Peeters meldt een therapeutische relatie met Marie aan tot 2026-06-10
    En het ziekenhuis publiceert "brief" over Marie
    Als het wordt <ogenblik>
    En Dr Peeters opent "brief"
    Dan of "brief" getoond wordt, hangt af van de lezing van "therlink.end"

    Voorbeelden:
      | case            | ogenblik            |
      | eerste-seconde  | 2026-06-10 00:00:00 |
      | middag          | 2026-06-10 12:00:00 |
      | laatste-seconde | 2026-06-10 23:59:59 |
