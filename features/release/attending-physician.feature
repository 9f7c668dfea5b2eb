# language: fr
Fonctionnalité: Seul un médecin qui suit le patient libère un document
  La page du Réseau Santé Bruxellois destinée aux professionnels réserve la libération au médecin traitant : le patient
  la demande à son médecin et ne la fait pas lui-même. Suit le patient qui a un lien thérapeutique en vigueur et accès
  au document.

  @REQ-RELEASE-004 @negative @case-liberation-par-le-patient
  Scénario: Le patient ne libère pas lui-même son document
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, libérable par le médecin traitant
    Quand Marie tente de libérer "lettre"
    Alors la demande est refusée
    Quand Marie ouvre "lettre"
    Alors la demande est refusée
    Et rien du contenu de "lettre" n'est divulgué à Marie
    Étant donné que Dr Peeters libère "lettre" pour le patient
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie

  @REQ-RELEASE-004 @negative @case-liberation-sans-lien
  Scénario: Un médecin sans lien thérapeutique ne libère rien
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert donne son consentement au partage des données de santé
    Et que l'hôpital publie "lettre" concernant Marie, libérable par le médecin traitant
    Quand Dr Lambert libère "lettre" pour le patient
    Alors la demande est refusée pour le motif "no-therapeutic-link"
    Et rien du contenu de "lettre" n'est divulgué à Dr Lambert
    Quand Marie ouvre "lettre"
    Alors la demande est refusée
    Et rien du contenu de "lettre" n'est divulgué à Marie
    Quand Dr Peeters libère "lettre" pour le patient
    Alors la demande est exécutée
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie

  @REQ-RELEASE-004 @negative @case-liberation-avant-le-lien
  Scénario: Une libération refusée ne prend pas effet avec le lien déclaré plus tard
    Étant donné que c'est le 2026-03-10 09:00
    Et que Marie donne son consentement au partage des données de santé
    Et que Dr Lambert donne son consentement au partage des données de santé
    Et que l'hôpital publie "lettre" concernant Marie, libérable par le médecin traitant
    Quand Dr Lambert libère "lettre" pour le patient
    Alors la demande est refusée pour le motif "no-therapeutic-link"
    Étant donné que Dr Lambert déclare un lien thérapeutique avec Marie
    Quand Marie ouvre "lettre"
    Alors la demande est refusée
    Et rien du contenu de "lettre" n'est divulgué à Marie
    Étant donné que Dr Lambert libère "lettre" pour le patient
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie

  @REQ-RELEASE-004 @boundary @case-liberation-fin-du-lien
  Scénario: Le médecin libère la veille de la fin du lien, et plus dès le lendemain de cette fin
    Étant donné que c'est le 2026-03-10 09:00
    Et que Marie donne son consentement au partage des données de santé
    Et que Dr Peeters donne son consentement au partage des données de santé
    Et que Dr Peeters déclare un lien thérapeutique avec Marie jusqu'au 2026-06-10
    Et que l'hôpital publie "lettre" concernant Marie, libérable par le médecin traitant
    Et que l'hôpital publie "rapport" concernant Marie, libérable par le médecin traitant
    Quand arrive le 2026-06-09 23:59:59
    Et que Dr Peeters libère "lettre" pour le patient
    Alors la demande est exécutée
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie
    Quand arrive le 2026-06-11 00:00:00
    Et que Dr Peeters libère "rapport" pour le patient
    Alors la demande est refusée pour le motif "no-therapeutic-link"
    Quand Marie ouvre "rapport"
    Alors la demande est refusée
    Et rien du contenu de "rapport" n'est divulgué à Marie

  @REQ-RELEASE-004 @REQ-EXCLUSION-001 @negative @case-liberation-par-un-exclu
  Scénario: Un médecin exclu ne libère rien, malgré son lien
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, libérable par le médecin traitant
    Et que Marie exclut Dr Lambert de son dossier
    Quand Dr Lambert libère "lettre" pour le patient
    Alors la demande est refusée pour le motif "excluded"
    Quand Marie ouvre "lettre"
    Alors la demande est refusée
    Et rien du contenu de "lettre" n'est divulgué à Marie
    Étant donné que Dr Peeters libère "lettre" pour le patient
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie

  @REQ-RELEASE-004 @positive @case-liberation-par-un-confrere
  Scénario: Tout médecin qui suit le patient peut libérer, aussi un autre que celui qui a lu
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, libérable par le médecin traitant
    Quand Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
    Quand Marie ouvre "lettre"
    Alors la demande est refusée
    Quand Dr Lambert libère "lettre" pour le patient
    Alors la demande est exécutée
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie

  @REQ-CONSENT-002 @negative @case-liberation-sans-consentement-du-medecin
  Scénario: Le médecin qui a retiré son consentement ne libère plus
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, libérable par le médecin traitant
    Et que l'hôpital publie "rapport" concernant Marie, libérable par le médecin traitant
    Quand Dr Peeters libère "rapport" pour le patient
    Alors la demande est exécutée
    Étant donné que Dr Peeters retire son consentement au partage des données de santé
    Quand Dr Peeters libère "lettre" pour le patient
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Quand Marie ouvre "lettre"
    Alors la demande est refusée
    Et rien du contenu de "lettre" n'est divulgué à Marie
