# language: fr
Fonctionnalité: Le médecin aussi doit avoir donné son consentement
  La page du Réseau Santé Bruxellois destinée aux professionnels dit que médecins et patients doivent avoir
  consenti au partage électronique des données de santé. Le patient a consenti dans chaque scénario : seul
  le consentement du médecin fait la différence.

  @REQ-CONSENT-002 @positive @case-medecin-consentant-liste
  Scénario: Un médecin qui a consenti reçoit la liste
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Quand Dr Peeters demande la liste des documents de Marie
    Alors la liste montre "lettre"

  @REQ-CONSENT-002 @negative @case-medecin-sans-consentement-sans-lien
  Scénario: Un médecin qui n'a jamais consenti ne peut pas déclarer de lien thérapeutique
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Quand Dr Lambert déclare un lien thérapeutique avec Marie
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Étant donné que Dr Lambert donne son consentement au partage des données de santé
    Quand Dr Lambert déclare un lien thérapeutique avec Marie
    Alors Dr Lambert a un lien thérapeutique en vigueur avec Marie

  @REQ-CONSENT-002 @negative @case-medecin-sans-consentement-lecture
  Scénario: Un médecin qui n'a jamais consenti ne lit rien, même si un confrère lit
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Quand Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
    Quand Dr Lambert ouvre "lettre"
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Et rien du contenu de "lettre" n'est divulgué à Dr Lambert
    Et l'hôpital n'a pas été sollicité pour "lettre"

  @REQ-CONSENT-002 @negative @case-medecin-retire-lecture
  Scénario: Le médecin qui retire son consentement ne lit plus, malgré le lien en vigueur
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Quand Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
    Étant donné que Dr Peeters retire son consentement au partage des données de santé
    Quand Dr Peeters ouvre "lettre"
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Et rien du contenu de "lettre" n'est divulgué à Dr Peeters
    Et l'hôpital n'a pas été sollicité pour "lettre"

  @REQ-CONSENT-002 @negative @case-medecin-retire-liste
  Scénario: Le médecin qui retire son consentement ne reçoit plus la liste
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Quand Dr Peeters demande la liste des documents de Marie
    Alors la liste montre "lettre"
    Étant donné que Dr Peeters retire son consentement au partage des données de santé
    Quand Dr Peeters demande la liste des documents de Marie
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Et rien du contenu de "lettre" n'est divulgué à Dr Peeters

  @REQ-CONSENT-002 @negative @case-consentement-du-confrere
  Scénario: Le consentement d'un confrère ne remplace pas le sien
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Et que Dr Lambert retire son consentement au partage des données de santé
    Quand Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
    Quand Dr Lambert ouvre "lettre"
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Et rien du contenu de "lettre" n'est divulgué à Dr Lambert

  @REQ-CONSENT-002 @boundary @case-instant-du-retrait
  Scénario: Affiché une seconde avant le retrait, refusé dès le retrait
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Quand arrive le 2026-03-10 09:59:59
    Et que Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
    Quand arrive le 2026-03-10 10:00:00
    Étant donné que Dr Peeters retire son consentement au partage des données de santé
    Quand Dr Peeters ouvre "lettre"
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Et rien du contenu de "lettre" n'est divulgué à Dr Peeters

  @REQ-CONSENT-002 @boundary @case-medecin-consent-a-nouveau
  Scénario: Le médecin qui consent à nouveau, avec un lien en vigueur, lit à nouveau
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Et que Dr Peeters retire son consentement au partage des données de santé
    Quand Dr Peeters ouvre "lettre"
    Alors la demande est refusée pour le motif "doctor-consent-missing"
    Étant donné que Dr Peeters donne son consentement au partage des données de santé
    Et que Dr Peeters déclare un lien thérapeutique avec Marie
    Quand Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
