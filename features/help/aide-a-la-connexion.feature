# language: fr
Fonctionnalité: L'aide renvoie à CSAM et à la page eSanté correspondante
  La page de la plate-forme eHealth sur les problèmes d'accès renvoie à la page « Questions et réponses » du Centre
  d'aide de CSAM, à la page correspondante du site eSanté et à un formulaire de contact.

  @REQ-SUPPORT-001 @positive @case-aide-csam
  Scénario: Qui s'identifie sans eID est renvoyé à CSAM
    Étant donné que c'est le 2026-03-10 09:00
    Quand un visiteur cherche "csam-help" dans la langue "fr"
    Alors "csam-help" mène à "https://www.csam.be/"

  @REQ-SUPPORT-003 @positive @case-page-esante
  Scénario: L'aide renvoie au site eSanté
    Étant donné que c'est le 2026-03-10 09:00
    Quand un visiteur cherche "esante" dans la langue "fr"
    Alors "esante" mène à "esante"

  @REQ-SUPPORT-004 @positive @case-formulaire-de-contact
  Scénario: Le formulaire de contact est proposé en français
    Étant donné que c'est le 2026-03-10 09:00
    Quand un visiteur cherche "contact-form" dans la langue "fr"
    Alors "contact-form" est proposé dans la langue "fr"

  @REQ-LANG-001 @positive @case-outil-en-francais
  Scénario: L'outil de communication avec les patients existe en français
    Étant donné que c'est le 2026-03-10 09:00
    Quand un visiteur cherche "patient-tool" dans la langue "fr"
    Alors "patient-tool" est proposé dans la langue "fr"

  @REQ-LANG-002 @positive @case-video-en-francais
  Scénario: La vidéo pour les patients existe en français
    Étant donné que c'est le 2026-03-10 09:00
    Quand un visiteur cherche "patient-video" dans la langue "fr"
    Alors "patient-video" est proposé dans la langue "fr"
