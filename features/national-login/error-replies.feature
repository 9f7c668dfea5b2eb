# language: fr
@national-login
Fonctionnalité: Une réponse d'erreur n'ouvre pas de session et ne casse rien
  RFC 6749 dit comment le serveur annonce qu'une connexion n'aboutit pas. L'application le dit à la personne,
  ne plante pas, et la connexion suivante réussit.

  @REQ-OIDC-022 @negative @case-reponse-refus
  Plan du scénario: Une connexion que la personne refuse chez CSAM n'ouvre pas de session
    Étant donné que CSAM répond à la prochaine connexion de Marie avec l'anomalie "<fault>"
    Quand Marie essaie de se connecter
    Alors la connexion de Marie avec l'anomalie "<fault>" est refusée pour le motif "login-cancelled"

    Exemples:
      | fault                     |
      | reply-error-access-denied |

  @REQ-OIDC-022 @negative @case-reponse-erreur-serveur
  Plan du scénario: Une erreur chez CSAM n'ouvre pas de session
    Étant donné que CSAM répond à la prochaine connexion de Marie avec l'anomalie "<fault>"
    Quand Marie essaie de se connecter
    Alors Marie apprend que la connexion est impossible pour le moment

    Exemples:
      | fault              |
      | reply-error-server |
