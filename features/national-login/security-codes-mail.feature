# language: nl
@security-codes
Functionaliteit: Een beveiligingscode via e-mail opent wat het niveau ervan toelaat, en niet meer
  De hulppagina van het Brussels Gezondheidsnetwerk vermeldt de beveiligingscode via e-mail bij de aanmeldmiddelen. Het
  niveau ervan bij CSAM is lager dan dat van de andere codes. Een portaal dat meer vraagt, weigert de aanmelding om het
  niveau; een portaal dat dit niveau volstaan laat, aanvaardt ze. De hulp leidt naar de pagina van CSAM erover.

  @REQ-LOGIN-EMAIL-001 @boundary @case-mailcode-burger
  Scenario: Een burger kiest de code via e-mail
    Gegeven het is 2026-03-10 09:00
    Als Marie meldt zich aan bij de patiëntenruimte met e-mail
    Dan Marie wordt toegelaten precies als het bij CSAM bereikte niveau volstaat
    Als Lucas meldt zich aan bij de patiëntenruimte met TOTP
    Dan Lucas is aangemeld

  @REQ-LOGIN-EMAIL-001 @negative @case-mailcode-niveau
  Abstract Scenario: CSAM antwoordt met het niveau van de code via e-mail, hoewel meer gevraagd kan zijn
    Gegeven het is 2026-03-10 09:00
    En CSAM zal Marie niveau <niveau> toekennen
    Als Marie meldt zich aan bij de patiëntenruimte met TOTP
    Dan Marie wordt toegelaten precies als het bij CSAM bereikte niveau volstaat
    Als Lucas meldt zich aan bij de patiëntenruimte met TOTP
    Dan Lucas is aangemeld

    Voorbeelden:
      | case        | niveau |
      | mailcode    | 350    |
      | lager       | 300    |
      | mobiele-app | 400    |

  @REQ-LOGIN-EMAIL-001 @negative @case-mailcode-arts
  Scenario: De ruimte voor zorgverleners kijkt even goed naar het niveau
    Gegeven het is 2026-03-10 09:00
    En CSAM zal Dr Peeters niveau 350 toekennen
    Als Dr Peeters meldt zich aan bij de ruimte voor zorgverleners met TOTP
    Dan Dr Peeters wordt toegelaten precies als het bij CSAM bereikte niveau volstaat
    Als Dr Lambert meldt zich aan bij de ruimte voor zorgverleners met TOTP
    Dan Dr Lambert is aangemeld

  @REQ-LOGIN-EMAIL-001 @negative @case-mailcode-laat-niets-achter
  Scenario: Een aanmelding onder elk minimum laat geen sessie achter
    Gegeven het is 2026-03-10 09:00
    En CSAM zal Marie niveau 300 toekennen
    Als Marie meldt zich aan bij de patiëntenruimte met TOTP
    Dan Marie wordt toegelaten precies als het bij CSAM bereikte niveau volstaat
    En Marie is niet aangemeld
    Als Lucas meldt zich aan bij de patiëntenruimte met TOTP
    Dan Lucas is aangemeld

  @REQ-LOGIN-EMAIL-001 @negative @case-mailcode-na-sterker-middel
  Scenario: Wie zich eerder sterker aanmeldde, wordt met een zwakker niveau niet toegelaten
    Gegeven het is 2026-03-10 09:00
    Als Marie meldt zich aan bij de patiëntenruimte met TOTP
    Dan Marie is aangemeld
    Als Marie meldt zich af
    Gegeven CSAM zal Marie niveau 350 toekennen
    Als Marie meldt zich aan bij de patiëntenruimte met itsme
    Dan Marie wordt toegelaten precies als het bij CSAM bereikte niveau volstaat
    Als Lucas meldt zich aan bij de patiëntenruimte met TOTP
    Dan Lucas is aangemeld

  @REQ-LOGIN-EMAIL-001 @boundary @case-mailcode-sessie-elders
  Scenario: Een sessie bij CSAM die elders met een code via e-mail werd geopend
    Gegeven het is 2026-03-10 09:00
    En Marie heeft al een CSAM-sessie geopend met e-mail
    Als Marie meldt zich aan bij de patiëntenruimte met TOTP
    Dan Marie wordt toegelaten precies als het bij CSAM bereikte niveau volstaat

  @REQ-LOGIN-EMAIL-001 @positive @case-mailcode-hulp
  Scenario: De hulp leidt naar de pagina van CSAM over de code via e-mail
    Gegeven het is 2026-03-10 09:00
    Als een bezoeker zoekt "csam-code-mail" in de taal "en"
    Dan "csam-code-mail" leidt naar "sma-help.bosa.belgium.be/en/security-code-email"
