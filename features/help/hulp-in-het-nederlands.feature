# language: nl
Functionaliteit: De hulp bestaat ook in het Nederlands
  De pagina van CoZo over aanmelden vanuit het buitenland verwijst naar de CSAM-infofilm over digitale sleutels. De
  pagina van het Brussels Gezondheidsnetwerk voor zorgverleners biedt hulpmiddelen en video's voor patiënten in het
  Frans en in het Nederlands aan.

  @REQ-SUPPORT-009 @positive @case-infofilm
  Scenario: De hulp bij het aanmelden verwijst naar de CSAM-infofilm
    Gegeven het is 2026-03-10 09:00
    Als een bezoeker zoekt "csam-film" in de taal "nl"
    Dan "csam-film" leidt naar "https://www.csam.be/"

  @REQ-LANG-001 @positive @case-hulpmiddel-in-het-nederlands
  Scenario: Het hulpmiddel voor de communicatie met patiënten bestaat in het Nederlands
    Gegeven het is 2026-03-10 09:00
    Als een bezoeker zoekt "patient-tool" in de taal "nl"
    Dan "patient-tool" wordt aangeboden in de taal "nl"

  @REQ-LANG-002 @positive @case-video-in-het-nederlands
  Scenario: De video voor patiënten bestaat in het Nederlands
    Gegeven het is 2026-03-10 09:00
    Als een bezoeker zoekt "patient-video" in de taal "nl"
    Dan "patient-video" wordt aangeboden in de taal "nl"

  @REQ-LANG-002 @boundary @case-video-in-twee-talen
  Scenario: Wie na elkaar in twee talen zoekt, vindt de video in beide
    Gegeven het is 2026-03-10 09:00
    Als een bezoeker zoekt "patient-video" in de taal "fr"
    Dan "patient-video" wordt aangeboden in de taal "fr"
    Als een bezoeker zoekt "patient-video" in de taal "nl"
    Dan "patient-video" wordt aangeboden in de taal "nl"

  @REQ-SUPPORT-007 @positive @case-contact-in-het-nederlands
  Scenario: Een contact voor vragen en haperingen wordt in het Nederlands aangeboden
    Gegeven het is 2026-03-10 09:00
    Als een bezoeker zoekt "contact" in de taal "nl"
    Dan "contact" wordt aangeboden in de taal "nl"
