# language: nl
Functionaliteit: Elk van de drie aanmeldmiddelen volstaat
  De pagina van het portaal eGezondheid over toegang tot toepassingen vraagt voor een webtoepassing de eID met
  pincode, een beveiligingscode via mobiele app (TOTP) of itsme. Elk middel op zich is genoeg, en wie het
  heeft, krijgt de toepassing waartoe hij gemachtigd is.

  @REQ-WEBAPP-004 @positive @case-middel-burger
  Abstract Scenario: Een burger meldt zich aan bij de patiëntenruimte
    Gegeven het is 2026-03-10 09:00
    Als Marie meldt zich aan bij de patiëntenruimte met <middel>
    Dan Marie is aangemeld
    Als Marie opent de pagina "patient-home"
    Dan de pagina gaat open

    Voorbeelden:
      | case  | middel |
      | eid   | eID    |
      | itsme | itsme  |
      | totp  | TOTP   |

  @REQ-WEBAPP-004 @positive @case-middel-arts
  Abstract Scenario: Een arts meldt zich aan bij de ruimte voor zorgverleners
    Gegeven het is 2026-03-10 09:00
    Als Dr Peeters meldt zich aan bij de ruimte voor zorgverleners met <middel>
    Dan Dr Peeters is aangemeld
    Als Dr Peeters opent de pagina "professional-home"
    Dan de pagina gaat open

    Voorbeelden:
      | case  | middel |
      | eid   | eID    |
      | itsme | itsme  |
      | totp  | TOTP   |

  @REQ-WEBAPP-004 @positive @case-middelen-aangeboden
  Scenario: CSAM biedt de drie middelen aan en een wachtwoord niet
    Gegeven het is 2026-03-10 09:00
    Als Marie meldt zich aan bij de patiëntenruimte met itsme
    Dan Marie is aangemeld
    En CSAM heeft eID aangeboden
    En CSAM heeft itsme aangeboden
    En CSAM heeft TOTP aangeboden
    En CSAM heeft password niet aangeboden

  @REQ-WEBAPP-004 @boundary @case-zwakke-sessie-elders
  Scenario: Een elders geopende sessie met wachtwoord volstaat niet zonder een sterker middel
    Gegeven het is 2026-03-10 09:00
    En Marie heeft al een CSAM-sessie geopend met password
    Als Marie meldt zich aan bij de patiëntenruimte met itsme
    Dan CSAM heeft itsme aangeboden
    En CSAM heeft password niet aangeboden
    En Marie is aangemeld
