//! The names and paths of the real services, for clients that hard-code them. Only what working clients of others show
//! is served (docs/control-api.md, mark [C]); what is guessed has no name here.

use etalon_stage::RealName;

/// The CSAM paths of the federal authentication service: `https://idp.iamfas[.int].belgium.be/fas/…`.
const FAS: &[(&str, &str)] = &[("/fas", "/fas")];
/// Its keys as a static file.
const STATIC_KEYS: &[(&str, &str)] = &[("/oidc/jwk_uri.json", "/fas/oauth2/connect/jwk_uri")];

/// The real services whose names a realm can answer to. All seen in working clients.
pub const REAL_NAMES: [RealName; 4] = [
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
];
