# language: nl
Functionaliteit: Zonder identiteitskaart vraagt een formulier de therapeutische relatie aan
  De pagina van het Brussels Gezondheidsnetwerk voor zorgverleners biedt een pdf-formulier aan voor patiënten zonder
  identiteitskaart of BIS-nummer. Zolang het niet verwerkt is, bestaat er geen relatie.

  @REQ-THERLINK-006 @positive @case-formulier-aangeboden
  Scenario: Het portaal biedt het formulier aan
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    Als Dr Peeters zoekt "link-form"
    Dan "link-form" wordt aangeboden

  @REQ-THERLINK-006 @positive @case-formulier-gedownload
  Scenario: Het formulier is een pdf-bestand
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    Als Dr Peeters downloadt het formulier "therapeutic-link"
    Dan het formulier "therapeutic-link" wordt als bestand ontvangen

  @REQ-THERLINK-006 @positive @case-formulier-verwerkt
  Scenario: Na de verwerking geldt de relatie en gaat het dossier open
    Gegeven het is 2026-03-10 09:00
    En Marie stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En het ziekenhuis publiceert "brief" over Marie
    En Dr Peeters stuurt het formulier voor een therapeutische relatie met Marie op
    En het secretariaat verwerkt het formulier van Dr Peeters voor een therapeutische relatie met Marie
    Als Dr Peeters opent "brief"
    Dan "brief" wordt aan Dr Peeters getoond
    En Dr Peeters heeft precies één geldende therapeutische relatie met Marie

  @REQ-THERLINK-006 @negative @case-formulier-nog-niet-verwerkt
  Scenario: Een opgestuurd formulier is nog geen relatie
    Gegeven het is 2026-03-10 09:00
    En Marie stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    Als Dr Peeters stuurt het formulier voor een therapeutische relatie met Marie op
    Dan het verzoek wordt uitgevoerd
    En Dr Peeters heeft geen geldende therapeutische relatie met Marie

  @REQ-THERLINK-001 @REQ-THERLINK-006 @negative @case-formulier-opent-niets
  Scenario: Met een formulier dat wacht, leest de arts niets, ook dagen later niet
    Gegeven het is 2026-03-10 09:00
    En Dr Lambert mag het dossier van Marie raadplegen
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En het ziekenhuis publiceert "brief" over Marie
    En Dr Peeters stuurt het formulier voor een therapeutische relatie met Marie op
    Als het wordt 2026-03-17 09:00
    En Dr Lambert opent "brief"
    Dan "brief" wordt aan Dr Lambert getoond
    Als Dr Peeters opent "brief"
    Dan het verzoek wordt geweigerd om de reden "no-therapeutic-link"
    En niets van de inhoud van "brief" wordt aan Dr Peeters onthuld
    En "brief" werd niet bij het ziekenhuis opgevraagd

  @REQ-THERLINK-006 @boundary @case-formulier-van-een-collega
  Scenario: De verwerking geldt voor de arts die het formulier opstuurde
    Gegeven het is 2026-03-10 09:00
    En Marie stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En Dr Lambert stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stuurt het formulier voor een therapeutische relatie met Marie op
    En Dr Lambert stuurt het formulier voor een therapeutische relatie met Marie op
    Als het secretariaat verwerkt het formulier van Dr Peeters voor een therapeutische relatie met Marie
    Dan Dr Peeters heeft precies één geldende therapeutische relatie met Marie
    En Dr Lambert heeft geen geldende therapeutische relatie met Marie

  @REQ-THERLINK-006 @boundary @case-seconde-van-verwerking
  Scenario: Eén seconde voor de verwerking geen relatie, vanaf de verwerking wel
    Gegeven het is 2026-03-10 09:00
    En Marie stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stemt in met het delen van gezondheidsgegevens
    En Dr Peeters stuurt het formulier voor een therapeutische relatie met Marie op
    Als het wordt 2026-03-12 15:59:59
    En Dr Peeters vraagt de lijst van documenten van Marie op
    Dan het verzoek wordt geweigerd om de reden "no-therapeutic-link"
    Als het wordt 2026-03-12 16:00:00
    En het secretariaat verwerkt het formulier van Dr Peeters voor een therapeutische relatie met Marie
    Dan Dr Peeters heeft precies één geldende therapeutische relatie met Marie
