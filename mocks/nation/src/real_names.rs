//! The names and paths of the real services, for clients that hard-code them. Only what working clients of others show
//! or the operator states is served (docs/control-api.md, marks [C] and [F]); what is guessed has no name here.

use etalon_stage::RealName;

/// The CSAM paths of the federal authentication service: `https://idp.iamfas[.int].belgium.be/fas/…`.
const FAS: &[(&str, &str)] = &[("/fas", "/fas"), ("/fasui", "/fasui")];
/// Its keys as a static file.
const STATIC_KEYS: &[(&str, &str)] = &[("/oidc/jwk_uri.json", "/fas/oauth2/connect/jwk_uri")];

/// itsme's doors, which its own documentation names: the one for everybody, and the older one for clients with a secret.
const ITSME: &[(&str, &str)] = &[("/v2", "/itsme/v2")];
const ITSME_LEGACY: &[(&str, &str)] = &[("/clientsecret-oidc", "/itsme/clientsecret-oidc")];

/// The real services whose names a realm can answer to. CSAM's were seen in working clients, itsme's are the operator's word.
pub const REAL_NAMES: [RealName; 8] = [
    RealName {
        host: "idp.iamfas.belgium.be",
        paths: FAS,
    },
    RealName {
        host: "idp.iamfas.int.belgium.be",
        paths: FAS,
    },
    RealName {
        host: "iamapps-public.belgium.be",
        paths: STATIC_KEYS,
    },
    RealName {
        host: "iamapps-public.int.belgium.be",
        paths: STATIC_KEYS,
    },
    RealName {
        host: "idp.prd.itsme.services",
        paths: ITSME,
    },
    RealName {
        host: "idp.e2e.itsme.services",
        paths: ITSME,
    },
    RealName {
        host: "oidc.prd.itsme.services",
        paths: ITSME_LEGACY,
    },
    RealName {
        host: "oidc.e2e.itsme.services",
        paths: ITSME_LEGACY,
    },
];
