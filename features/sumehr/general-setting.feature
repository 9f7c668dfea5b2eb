# language: fr
Fonctionnalité: Le médecin généraliste peut fermer tous ses SUMEHR aux patients
  La page du Réseau Santé Bruxellois destinée aux professionnels permet au médecin qui ne souhaite pas que ses patients
  lisent leur SUMEHR de modifier ce réglage dans son espace sécurisé. Ce que vaut le réglage pour les SUMEHR déjà
  partagés n'est pas dit.

  @REQ-SUMEHR-007 @positive @case-reglage-ferme
  Scénario: Le médecin ferme tous ses SUMEHR
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters donne son consentement au partage des données de santé
    Quand Dr Peeters ferme tous ses SUMEHR aux patients
    Alors la demande est exécutée

  @REQ-SUMEHR-007 @negative @case-reglage-tous-les-patients
  Scénario: Aucun de ses patients ne lit les SUMEHR partagés depuis
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Peeters peut consulter le dossier de Nora
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "resume de Marie" de Marie
    Et que Dr Peeters publie le SUMEHR "resume de Nora" de Nora
    Et que Dr Lambert publie le SUMEHR "autre resume" de Marie
    Quand Marie ouvre "autre resume"
    Alors "autre resume" est affiché à Marie
    Quand Marie ouvre "resume de Marie"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "resume de Marie" n'est divulgué à Marie
    Quand Nora ouvre "resume de Nora"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "resume de Nora" n'est divulgué à Nora

  @REQ-SUMEHR-007 @negative @case-reglage-sans-echeance
  Plan du scénario: Le réglage n'expire pas
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "resume" de Marie
    Quand arrive le <instant>
    Et que Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie
    Quand Marie ouvre "resume"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "resume" n'est divulgué à Marie

    Exemples:
      | case              | instant             |
      | une-seconde-apres | 2026-03-10 09:00:01 |
      | trente-et-un-jour | 2026-04-11 09:00:00 |
      | trois-ans         | 2029-03-11 09:00:00 |

  @REQ-SUMEHR-007 @boundary @case-reglage-rouvert
  Scénario: Ce qui est partagé après la réouverture est accessible
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Quand arrive le 2026-03-10 09:59:59
    Étant donné que Dr Peeters publie le SUMEHR "premier resume" de Marie
    Quand Marie ouvre "premier resume"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "premier resume" n'est divulgué à Marie
    Quand arrive le 2026-03-10 10:00:00
    Étant donné que Dr Peeters ouvre tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "second resume" de Marie
    Quand Marie ouvre "second resume"
    Alors "second resume" est affiché à Marie

  @REQ-SUMEHR-001 @REQ-SUMEHR-003 @negative @case-reglage-d-un-confrere
  Scénario: Le réglage d'un médecin ne ferme pas les SUMEHR d'un confrère
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que Dr Lambert ferme tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "resume" de Marie
    Et que Dr Lambert publie le SUMEHR "autre resume" de Marie
    Quand Marie ouvre "resume"
    Alors "resume" est affiché à Marie
    Quand Marie ouvre "autre resume"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "autre resume" n'est divulgué à Marie

  @REQ-SUMEHR-003 @positive @case-reglages-de-deux-medecins
  Scénario: Chaque médecin règle l'accès à ses propres SUMEHR
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Et que Dr Lambert ferme tous ses SUMEHR aux patients
    Et que Dr Lambert ouvre tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "resume" de Marie
    Et que Dr Lambert publie le SUMEHR "autre resume" de Marie
    Quand Marie ouvre "autre resume"
    Alors "autre resume" est affiché à Marie
    Quand Marie ouvre "resume"
    Alors la demande est refusée
    Et rien du contenu de "resume" n'est divulgué à Marie

  @REQ-PATIENT-ACCESS-002 @positive @case-reglage-pour-les-patients
  Scénario: Le réglage ne lie que les patients : les médecins lisent le SUMEHR
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "resume" de Marie
    Quand Dr Lambert ouvre "resume"
    Alors "resume" est affiché à Dr Lambert
    Quand Dr Lambert demande la liste des documents de Marie
    Alors la liste montre "resume"

  @REQ-HOSPITAL-PUBLISH-003 @positive @case-reglage-et-documents-hospitaliers
  Scénario: Le réglage vaut pour les SUMEHR et ne ferme aucun document hospitalier du même auteur
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, rédigé par Dr Peeters
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Quand Marie ouvre "lettre"
    Alors "lettre" est affiché à Marie

  @REQ-SUMEHR-006 @negative @case-reglage-et-ancien-sumehr
  Scénario: Un réglage fermé puis rouvert n'ouvre pas un SUMEHR d'avant le 15 janvier 2019
    Étant donné que c'est le 2018-06-01 10:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Peeters publie le SUMEHR "ancien resume" de Marie
    Quand arrive le 2026-03-10 09:00
    Étant donné que Dr Peeters déclare un lien thérapeutique avec Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Et que Dr Peeters ouvre tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "nouveau resume" de Marie
    Quand Marie ouvre "nouveau resume"
    Alors "nouveau resume" est affiché à Marie
    Quand Marie ouvre "ancien resume"
    Alors la demande est refusée pour le motif "not-accessible"
    Et rien du contenu de "ancien resume" n'est divulgué à Marie

  @REQ-SUMEHR-007 @boundary @case-reglage-sumehr-deja-partage
  Plan du scénario: Pour un SUMEHR déjà partagé la lecture décide
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Quand arrive le <partage>
    Étant donné que Dr Peeters publie le SUMEHR "resume" de Marie
    Quand arrive le 2026-03-10 12:00:00
    Étant donné que Dr Peeters ferme tous ses SUMEHR aux patients
    Quand Marie ouvre "resume"
    Alors l'affichage de "resume" dépend de la lecture de "sumehr.setting-reach"

    Exemples:
      | case         | partage             |
      | trois-heures | 2026-03-10 09:00:00 |
      | une-seconde  | 2026-03-10 11:59:59 |

  @REQ-SUMEHR-007 @boundary @case-reglage-rouvert-sumehr-deja-partage
  Scénario: Pour un SUMEHR partagé pendant la fermeture, la réouverture dépend de la lecture
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "resume" de Marie
    Quand arrive le 2026-03-10 12:00:00
    Étant donné que Dr Peeters ouvre tous ses SUMEHR aux patients
    Quand Marie ouvre "resume"
    Alors l'affichage de "resume" dépend de la lecture de "sumehr.setting-reach"

  @REQ-SUMEHR-007 @boundary @case-reglage-contre-regle
  Plan du scénario: Entre une règle du document qui ouvre et un réglage qui ferme, la lecture décide
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Peeters ferme tous ses SUMEHR aux patients
    Et que Dr Peeters publie le SUMEHR "resume" de Marie
    Quand arrive le <instant>
    Et que <regle>
    Et que Marie ouvre "resume"
    Alors l'affichage de "resume" dépend de la lecture de "sumehr.precedence"

    Exemples:
      | case          | instant             | regle                                                                        |
      | immediat      | 2026-03-10 10:00:00 | Dr Peeters rend "resume" immédiatement accessible au patient                 |
      | un-mois-apres | 2026-04-11 10:00:00 | Dr Peeters rend "resume" accessible au patient 30 jours après la publication |

  @REQ-SUMEHR-008 @positive @case-reglage-en-haut-a-droite
  Scénario: Le réglage s'atteint depuis la page du professionnel connecté
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters donne son consentement au partage des données de santé
    Quand Dr Peeters cherche "sumehr-settings"
    Alors "sumehr-settings" est proposé
