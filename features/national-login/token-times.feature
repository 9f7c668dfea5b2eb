# language: nl
@national-login
Functionaliteit: Een token geldt van zijn begin tot zijn einde
  OpenID Connect en RFC 7519 zeggen dat een token dat vervallen is, of nog niet geldig, niet aanvaard mag
  worden. Elke fout wordt beproefd tussen twee aanmeldingen zonder fout. De grens van enkele minuten voor
  klokken die niet gelijk lopen, blijft buiten schot: de fouten liggen een uur en meer ver.

  @REQ-OIDC-005 @negative @case-token-vervallen
  Abstract Scenario: Een vervallen token, of een zonder einde, wordt geweigerd
    Gegeven CSAM beantwoordt de volgende aanmelding van Marie met de fout "<fault>"
    Als Marie probeert zich aan te melden
    Dan de aanmelding van Marie met de fout "<fault>" wordt geweigerd

    Voorbeelden:
      | fault                   |
      | id-token-expired        |
      | id-token-expiry-missing |

  @REQ-OIDC-006 @negative @case-token-nog-niet-geldig
  Abstract Scenario: Een token dat nog niet geldig is, wordt geweigerd
    Gegeven CSAM beantwoordt de volgende aanmelding van Marie met de fout "<fault>"
    Als Marie probeert zich aan te melden
    Dan de aanmelding van Marie met de fout "<fault>" wordt geweigerd

    Voorbeelden:
      | fault                  |
      | id-token-not-yet-valid |

  @REQ-OIDC-007 @negative @case-token-uitgiftetijd
  Abstract Scenario: Een token uit de toekomst of van lang geleden wordt geweigerd
    Gegeven CSAM beantwoordt de volgende aanmelding van Marie met de fout "<fault>"
    Als Marie probeert zich aan te melden
    Dan de aanmelding van Marie met de fout "<fault>" wordt geweigerd

    Voorbeelden:
      | fault                     |
      | id-token-issued-in-future |
      | id-token-issued-long-ago  |

  @REQ-OIDC-028 @negative @case-token-zonder-uitgiftetijd
  Abstract Scenario: Een token dat niet zegt wanneer het uitgegeven is, wordt geweigerd
    Gegeven CSAM beantwoordt de volgende aanmelding van Marie met de fout "<fault>"
    Als Marie probeert zich aan te melden
    Dan de aanmelding van Marie met de fout "<fault>" wordt geweigerd

    Voorbeelden:
      | fault                      |
      | id-token-issued-at-missing |
