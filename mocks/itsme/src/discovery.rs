//! What itsme says about itself: the discovery document of each door, and the public keys. It promises only what the endpoints keep.

use axum::{Json, response::IntoResponse};
use etalon_wire::{ContentEncryption, KeyManagement};
use serde_json::{Value, json};

use crate::{Acr, Door, asked_claims::CLAIM, desk::Desk, request::SCOPES};

/// The claims that can be asked for. Names that begin with `+` are itsme's own.
const CLAIMS: [&str; 41] = [
    "sub",
    "name",
    "family_name",
    "given_name",
    "gender",
    "locale",
    "picture",
    "birthdate",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
    "+BENationalNumber",
    "+BEeidSn",
    "+IDDocumentSN",
    "+IDDocumentType",
    "+IDIssuingCountry",
    "+validityFrom",
    "+validityTo",
    "+verificationDate",
    "+issuance_locality",
    "+birthdate_as_string",
    "+official_gender",
    "+physical_person_photo",
    "+claim_citizenship",
    "+claim_citizenship_as_iso",
    "+place_of_birth",
    "+claim_device",
    "+app",
    "+account",
    "+identification_mode",
    "+transaction_ip",
    "+ongoing_call",
    "+age_gte_16",
    "+age_gte_18",
    "+age_gte_21",
    "+age_gte_30",
    "acr",
    "auth_time",
    "nonce",
];

pub(crate) async fn metadata(desk: Desk) -> impl IntoResponse {
    let (door, paths) = (desk.door, desk.door.paths());
    let at = |path: &str| door.address(&desk.realm, path);
    let encryption: Vec<_> = KeyManagement::ALL.map(KeyManagement::name).into();
    let content: Vec<_> = ContentEncryption::ALL.map(ContentEncryption::name).into();
    let sealed_for_itsme = ["RSA-OAEP", "RSA-OAEP-256"];
    let authentication: &[&str] = match door {
        Door::Keys => &["private_key_jwt", "client_secret_post"],
        Door::Legacy => &["client_secret_post"],
    };
    let claims = CLAIMS.iter().map(|name| {
        name.strip_prefix('+')
            .map_or_else(|| (*name).to_owned(), |own| format!("{CLAIM}{own}"))
    });
    let scopes: Vec<_> = SCOPES.into_iter().chain(["service"]).collect();
    let mut document = json!({
        "issuer": desk.issuer(),
        "authorization_endpoint": at(paths.authorization),
        "token_endpoint": at(paths.token),
        "userinfo_endpoint": at(paths.userinfo),
        "jwks_uri": at(paths.keys),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "scopes_supported": scopes,
        "claims_supported": claims.collect::<Vec<_>>(),
        "claim_types_supported": ["normal"],
        "claims_parameter_supported": true,
        "acr_values_supported": Acr::ALL.map(Acr::name),
        "display_values_supported": ["page"],
        "prompt_values_supported": ["none", "login", "consent"],
        "ui_locales_supported": ["fr", "nl", "de", "en"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": authentication,
        "id_token_signing_alg_values_supported": ["RS256", "HS256"],
        "id_token_encryption_alg_values_supported": encryption,
        "id_token_encryption_enc_values_supported": content,
        "userinfo_signing_alg_values_supported": ["RS256", "HS256"],
        "userinfo_encryption_alg_values_supported": encryption,
        "userinfo_encryption_enc_values_supported": content,
        "request_parameter_supported": door == Door::Keys,
        "request_uri_parameter_supported": door == Door::Keys,
        "require_request_uri_registration": true,
    });
    if let Value::Object(members) = &mut document {
        let only = match door {
            Door::Keys => json!({
                "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
                "request_object_signing_alg_values_supported": ["RS256"],
                "request_object_encryption_alg_values_supported": sealed_for_itsme,
                "request_object_encryption_enc_values_supported": content,
            }),
            Door::Legacy => json!({"revocation_endpoint": at("/connect/revoke")}),
        };
        members.extend(only.as_object().cloned().unwrap_or_default());
    }
    Json(document)
}

pub(crate) async fn keys(desk: Desk) -> impl IntoResponse {
    Json(desk.itsme.keys.published())
}
