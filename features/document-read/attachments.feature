# language: fr
Fonctionnalité: Les annexes suivent la décision prise pour leur document
  La page du Réseau Santé Bruxellois destinée aux professionnels donne accès au contenu des documents et à
  leurs annexes éventuelles (images, etc.). Qui peut ouvrir le document peut ouvrir l'annexe, et personne d'autre.

  @REQ-DOC-READ-002 @positive @case-annexe-affichee
  Scénario: L'annexe d'un document s'ouvre
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" avec l'annexe "scan.pdf" concernant Marie
    Quand Dr Peeters ouvre l'annexe "scan.pdf" de "lettre"
    Alors l'annexe "scan.pdf" de "lettre" est affichée à Dr Peeters

  @REQ-DOC-READ-002 @positive @case-annexe-du-second-document
  Scénario: Chaque document garde sa propre annexe, même sous le même nom
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" avec l'annexe "image.png" concernant Marie
    Et que l'hôpital publie "rapport" avec l'annexe "image.png" concernant Marie
    Quand Dr Peeters ouvre l'annexe "image.png" de "rapport"
    Alors l'annexe "image.png" de "rapport" est affichée à Dr Peeters
    Quand Dr Peeters ouvre l'annexe "image.png" de "lettre"
    Alors l'annexe "image.png" de "lettre" est affichée à Dr Peeters

  @REQ-DOC-READ-002 @positive @case-annexe-pour-le-patient
  Scénario: Le patient ouvre l'annexe d'un document qui lui est accessible
    Étant donné que c'est le 2026-03-10 09:00
    Et que Marie donne son consentement au partage des données de santé
    Et que l'hôpital publie "lettre" avec l'annexe "scan.pdf" concernant Marie
    Quand Marie ouvre l'annexe "scan.pdf" de "lettre"
    Alors l'annexe "scan.pdf" de "lettre" est affichée à Marie

  @REQ-DOC-READ-002 @negative @case-annexe-sans-lien
  Scénario: Sans lien thérapeutique l'adresse de l'annexe ne donne rien
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert donne son consentement au partage des données de santé
    Et que l'hôpital publie "lettre" avec l'annexe "scan.pdf" concernant Marie
    Quand Dr Peeters ouvre l'annexe "scan.pdf" de "lettre"
    Alors l'annexe "scan.pdf" de "lettre" est affichée à Dr Peeters
    Quand Dr Lambert ouvre l'annexe "scan.pdf" de "lettre"
    Alors la demande est refusée pour le motif "no-therapeutic-link"
    Et rien du contenu de "lettre" n'est divulgué à Dr Lambert
    Et l'hôpital n'a pas été sollicité pour "lettre"

  @REQ-DOC-READ-002 @negative @case-annexe-apres-retrait-du-patient
  Scénario: Après le retrait du consentement du patient l'annexe est refusée
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" avec l'annexe "scan.pdf" concernant Marie
    Quand Dr Peeters ouvre l'annexe "scan.pdf" de "lettre"
    Alors l'annexe "scan.pdf" de "lettre" est affichée à Dr Peeters
    Étant donné que Marie retire son consentement au partage des données de santé
    Quand Dr Peeters ouvre l'annexe "scan.pdf" de "lettre"
    Alors la demande est refusée pour le motif "patient-consent-missing"
    Et rien du contenu de "lettre" n'est divulgué à Dr Peeters
    Et l'hôpital n'a pas été sollicité pour "lettre"

  @REQ-DOC-READ-002 @boundary @case-annexe-lien-termine-apres-lecture
  Scénario: Le lien prend fin entre le document et son annexe
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" avec l'annexe "scan.pdf" concernant Marie
    Quand Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
    Étant donné que Dr Peeters met fin au lien thérapeutique avec Marie
    Quand Dr Peeters ouvre l'annexe "scan.pdf" de "lettre"
    Alors la demande est refusée pour le motif "no-therapeutic-link"
    Et rien du contenu de "lettre" n'est divulgué à Dr Peeters
    Et l'hôpital n'a pas été sollicité pour "lettre"

  @REQ-DOC-READ-002 @negative @case-annexe-source-indisponible
  Scénario: Quand l'hôpital ne répond plus, l'annexe est dite indisponible
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" avec l'annexe "scan.pdf" concernant Marie
    Et que l'hôpital ne répond plus
    Quand Dr Peeters ouvre l'annexe "scan.pdf" de "lettre"
    Alors Dr Peeters apprend que la source est indisponible
    Étant donné que l'hôpital répond de nouveau
    Quand Dr Peeters ouvre l'annexe "scan.pdf" de "lettre"
    Alors l'annexe "scan.pdf" de "lettre" est affichée à Dr Peeters
