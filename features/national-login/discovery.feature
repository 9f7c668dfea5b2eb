# language: nl
@national-login
Functionaliteit: Een discovery-document van een andere uitgever wordt niet gebruikt
  OpenID Connect Discovery zegt dat de uitgever in het document precies die moet zijn waarvan het opgehaald
  is. Alleen wie het document bij een aanmelding nog moet ophalen, kan hier beproefd worden.

  @REQ-OIDC-025 @negative @first-discovery @case-discovery-uitgever
  Abstract Scenario: Een document dat een andere uitgever noemt, brengt niemand binnen
    Gegeven CSAM beantwoordt de volgende aanmelding van Marie met de fout "<fault>"
    Als Marie probeert zich aan te melden
    Dan de aanmelding van Marie met de fout "<fault>" wordt geweigerd

    Voorbeelden:
      | fault                  |
      | discovery-issuer-other |
