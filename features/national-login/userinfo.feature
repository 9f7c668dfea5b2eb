# language: fr
@national-login
Fonctionnalité: Une session ne s'ouvre que pour la personne que CSAM a identifiée
  OpenID Connect dit que les informations sur une autre personne que celle du jeton ne peuvent pas être
  utilisées, et que leur signature doit être vérifiée. Chez CSAM, le nom et le numéro national viennent par là
  seulement.

  @REQ-OIDC-015 @negative @case-infos-autre-personne
  Plan du scénario: Des informations sur une autre personne sont refusées
    Étant donné que CSAM répond à la prochaine connexion de Marie avec l'anomalie "<fault>"
    Quand Marie essaie de se connecter
    Alors la connexion de Marie avec l'anomalie "<fault>" est refusée

    Exemples:
      | fault                  |
      | userinfo-subject-other |

  @REQ-OIDC-016 @negative @case-infos-signature
  Plan du scénario: Des informations mal signées sont refusées
    Étant donné que CSAM répond à la prochaine connexion de Marie avec l'anomalie "<fault>"
    Quand Marie essaie de se connecter
    Alors la connexion de Marie avec l'anomalie "<fault>" est refusée

    Exemples:
      | fault                      |
      | userinfo-signature-foreign |
      | userinfo-alg-none          |

  @REQ-OIDC-017 @negative @case-infos-sans-numero
  Plan du scénario: Sans numéro national, personne n'est connecté
    Étant donné que CSAM répond à la prochaine connexion de Marie avec l'anomalie "<fault>"
    Quand Marie essaie de se connecter
    Alors la connexion de Marie avec l'anomalie "<fault>" est refusée

    Exemples:
      | fault                   |
      | userinfo-number-missing |
