# language: nl
Functionaliteit: Uitsluiting en beperking per document gelden allebei
  De pagina van het Brussels Gezondheidsnetwerk voor zorgverleners regelt de toegang op twee niveaus: het hele dossier
  en één document. Een regel per document heft geen uitsluiting op, en een therapeutische relatie heft geen beperking
  van een document op.

  @REQ-EXCLUSION-003 @negative @case-beperking-ondanks-relatie
  Scenario: Een nieuwe therapeutische relatie heft de beperking niet op, en een collega leest gewoon
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters mag het dossier van Marie raadplegen
    En Dr Lambert mag het dossier van Marie raadplegen
    En Dr Janssens mag het dossier van Marie raadplegen
    En het ziekenhuis publiceert "brief" over Marie, opgesteld door Dr Peeters
    Als Dr Lambert opent "brief"
    Dan "brief" wordt aan Dr Lambert getoond
    Als Dr Peeters sluit "brief" af voor Dr Lambert
    En Dr Lambert meldt een therapeutische relatie met Marie aan
    En Dr Lambert opent "brief"
    Dan het verzoek wordt geweigerd om de reden "restricted"
    En niets van de inhoud van "brief" wordt aan Dr Lambert onthuld
    En "brief" werd niet bij het ziekenhuis opgevraagd
    Als Dr Janssens opent "brief"
    Dan "brief" wordt aan Dr Janssens getoond

  @REQ-EXCLUSION-003 @negative @case-uitsluiting-ondanks-documentregel
  Scenario: Een document dat weer opengesteld wordt, blijft dicht voor wie uitgesloten is
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters mag het dossier van Marie raadplegen
    En Dr Lambert mag het dossier van Marie raadplegen
    En het ziekenhuis publiceert "brief" over Marie, opgesteld door Dr Peeters
    En Dr Peeters sluit "brief" af voor Dr Lambert
    En Marie sluit Dr Lambert uit van het dossier
    En Dr Peeters stelt "brief" weer open voor Dr Lambert
    Als Dr Peeters opent "brief"
    Dan "brief" wordt aan Dr Peeters getoond
    Als Dr Lambert opent "brief"
    Dan het verzoek wordt geweigerd om de reden "excluded"
    En niets van de inhoud van "brief" wordt aan Dr Lambert onthuld

  @REQ-EXCLUSION-003 @negative @case-beperking-blijft-na-uitsluiting
  Scenario: Wie niet langer uitgesloten is, blijft beperkt voor dat ene document
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters mag het dossier van Marie raadplegen
    En Dr Lambert mag het dossier van Marie raadplegen
    En het ziekenhuis publiceert "brief" over Marie, opgesteld door Dr Peeters
    En het ziekenhuis publiceert "verslag" over Marie
    En Dr Peeters sluit "brief" af voor Dr Lambert
    En Marie sluit Dr Lambert uit van het dossier
    En Marie heft de uitsluiting van Dr Lambert op
    Als Dr Lambert opent "verslag"
    Dan "verslag" wordt aan Dr Lambert getoond
    Als Dr Lambert opent "brief"
    Dan het verzoek wordt geweigerd om de reden "restricted"
    En niets van de inhoud van "brief" wordt aan Dr Lambert onthuld

  @REQ-EXCLUSION-003 @negative @case-vrijgave-heft-uitsluiting-niet-op
  Scenario: Een vrijgave voor de patiënt heft geen uitsluiting van een arts op
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters mag het dossier van Marie raadplegen
    En Dr Lambert mag het dossier van Marie raadplegen
    En het ziekenhuis publiceert "brief" over Marie, vrij te geven door de behandelende arts
    En Marie sluit Dr Lambert uit van het dossier
    En Dr Peeters geeft "brief" vrij voor de patiënt
    Als Marie opent "brief"
    Dan "brief" wordt aan Marie getoond
    Als Dr Lambert opent "brief"
    Dan het verzoek wordt geweigerd om de reden "excluded"
    En niets van de inhoud van "brief" wordt aan Dr Lambert onthuld

  @REQ-EXCLUSION-003 @negative @case-beperking-zonder-relatie
  Scenario: Een document dat weer opengesteld wordt, vervangt geen therapeutische relatie
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters mag het dossier van Marie raadplegen
    En Dr Lambert mag het dossier van Marie raadplegen
    En het ziekenhuis publiceert "brief" over Marie, opgesteld door Dr Peeters
    En Dr Peeters sluit "brief" af voor Dr Lambert
    En Dr Lambert beëindigt de therapeutische relatie met Marie
    En Dr Peeters stelt "brief" weer open voor Dr Lambert
    Als Dr Peeters opent "brief"
    Dan "brief" wordt aan Dr Peeters getoond
    Als Dr Lambert opent "brief"
    Dan het verzoek wordt geweigerd om de reden "no-therapeutic-link"
    En niets van de inhoud van "brief" wordt aan Dr Lambert onthuld

  @REQ-EXCLUSION-003 @boundary @case-uitsluiting-opgeheven-met-beperking
  Scenario: Eén seconde voor het opheffen van de uitsluiting alles geweigerd, daarna alleen het beperkte document
    Gegeven het is 2026-03-10 09:00
    En Dr Peeters mag het dossier van Marie raadplegen
    En Dr Lambert mag het dossier van Marie raadplegen
    En het ziekenhuis publiceert "brief" over Marie, opgesteld door Dr Peeters
    En het ziekenhuis publiceert "verslag" over Marie
    En Dr Peeters sluit "brief" af voor Dr Lambert
    En Marie sluit Dr Lambert uit van het dossier
    Als het wordt 2026-03-10 11:59:59
    En Dr Lambert opent "verslag"
    Dan het verzoek wordt geweigerd om de reden "excluded"
    Als het wordt 2026-03-10 12:00:00
    Gegeven Marie heft de uitsluiting van Dr Lambert op
    Als Dr Lambert opent "verslag"
    Dan "verslag" wordt aan Dr Lambert getoond
    Als Dr Lambert opent "brief"
    Dan het verzoek wordt geweigerd om de reden "restricted"
    En niets van de inhoud van "brief" wordt aan Dr Lambert onthuld
