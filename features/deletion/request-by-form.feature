# language: fr
Fonctionnalité: La suppression d'une référence se demande par formulaire
  La page du Réseau Santé Bruxellois destinée aux professionnels fait passer la demande par un formulaire, pour un
  document que le professionnel a publié lui-même.

  @REQ-DELETE-REF-003 @positive @case-suppression-demandee
  Scénario: L'auteur envoie le formulaire
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, rédigé par Dr Peeters
    Quand Dr Peeters demande la suppression de la référence de "lettre"
    Alors la demande est exécutée

  @REQ-DELETE-REF-003 @positive @case-suppression-de-son-sumehr
  Scénario: Le médecin généraliste envoie le formulaire pour son SUMEHR
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Peeters publie le SUMEHR "resume" de Marie
    Quand Dr Peeters demande la suppression de la référence de "resume"
    Alors la demande est exécutée

  @REQ-DELETE-REF-003 @negative @case-suppression-par-un-confrere
  Scénario: Le document d'un confrère ne peut pas faire l'objet de la demande
    Étant donné que c'est le 2026-03-10 09:00
    Et que Dr Peeters peut consulter le dossier de Marie
    Et que Dr Lambert peut consulter le dossier de Marie
    Et que l'hôpital publie "lettre" concernant Marie, rédigé par Dr Peeters
    Quand Dr Lambert demande la suppression de la référence de "lettre"
    Alors la demande est refusée pour le motif "not-author"
    Quand Dr Peeters demande la suppression de la référence de "lettre"
    Alors la demande est exécutée
