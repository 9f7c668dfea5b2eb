# language: fr
Fonctionnalité: Un document inaccessible le reste pour le patient
  La page du Réseau Santé Bruxellois destinée aux professionnels permet de rendre un document inaccessible au
  patient. Aucun âge du document n'y change rien, ni pour son contenu ni pour ses annexes ; seule une
  modification de la règle le rend accessible.

  @REQ-DOC-TIMING-002 @negative @case-inaccessible
  Plan du scénario: Refusé à tout âge, tandis qu'un document accessible s'ouvre
    Étant donné que c'est le 2026-03-10 10:00
    Et que Marie donne son consentement au partage des données de santé
    Et que l'hôpital publie "lettre" concernant Marie, inaccessible au patient
    Et que l'hôpital publie "rapport" concernant Marie
    Quand arrive le <instant>
    Et que Marie ouvre "rapport"
    Alors "rapport" est affiché à Marie
    Quand Marie ouvre "lettre"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "lettre" n'est divulgué à Marie
    Et l'hôpital n'a pas été sollicité pour "lettre"

    Exemples:
      | case               | instant             |
      | une-minute         | 2026-03-10 10:01:00 |
      | trente-et-un-jours | 2026-04-11 10:00:00 |
      | un-an              | 2027-03-11 10:00:00 |
      | dix-ans            | 2036-03-11 10:00:00 |

  @REQ-DOC-TIMING-002 @boundary @case-inaccessible-trentieme-jour
  Plan du scénario: Les trente jours d'une autre règle ne le concernent pas
    Étant donné que c'est le 2026-03-10 10:00
    Et que Marie donne son consentement au partage des données de santé
    Et que l'hôpital publie "lettre" concernant Marie, inaccessible au patient
    Quand arrive le <instant>
    Et que Marie ouvre "lettre"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "lettre" n'est divulgué à Marie
    Étant donné que l'hôpital modifie la règle d'accès de "lettre" en accès immédiat
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie

    Exemples:
      | case                     | instant                   |
      | veille                   | 2026-04-08T23:59:59+02:00 |
      | trentieme-jour           | 2026-04-09T10:00:00+02:00 |
      | lendemain-trentieme-jour | 2026-04-10T00:00:00+02:00 |

  @REQ-DOC-TIMING-002 @REQ-DOC-READ-002 @negative @case-inaccessible-annexe
  Scénario: L'annexe d'un document inaccessible est refusée aussi
    Étant donné que c'est le 2026-03-10 10:00
    Et que Marie donne son consentement au partage des données de santé
    Et que l'hôpital publie "rapport" avec l'annexe "image.png" concernant Marie
    Et que l'hôpital publie "lettre" avec l'annexe "scan.pdf" concernant Marie, inaccessible au patient
    Quand Marie ouvre l'annexe "image.png" de "rapport"
    Alors l'annexe "image.png" de "rapport" est affichée à Marie
    Quand Marie ouvre l'annexe "scan.pdf" de "lettre"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "lettre" n'est divulgué à Marie
    Et l'hôpital n'a pas été sollicité pour "lettre"

  @REQ-DOC-TIMING-002 @REQ-PATIENT-ACCESS-002 @positive @case-inaccessible-au-patient-seul
  Scénario: Le médecin lit ce qui est inaccessible au patient
    Étant donné que c'est le 2026-03-10 10:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, inaccessible au patient
    Quand Dr Peeters ouvre "lettre"
    Alors "lettre" est affiché à Dr Peeters
    Quand Marie ouvre "lettre"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "lettre" n'est divulgué à Marie
