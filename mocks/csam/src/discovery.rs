//! What CSAM says about itself: the discovery document and the public keys. It promises only what the endpoints keep.

use axum::{Json, response::IntoResponse};
use etalon_wire::JwkSet;
use serde_json::json;

use crate::{Level, Mutation, desk::Desk, issuer, request::SCOPES};

pub(crate) async fn metadata(desk: Desk) -> impl IntoResponse {
    let issuer = issuer(&desk.realm);
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/access_token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/connect/jwk_uri"),
        "introspection_endpoint": format!("{issuer}/introspect"),
        "revocation_endpoint": format!("{issuer}/token/revoke"),
        "end_session_endpoint": format!("{issuer}/connect/endSession"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "userinfo_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "scopes_supported": SCOPES,
        "claims_supported": ["sub", "fedid", "egovNRN", "givenName", "surname", "mail", "prefLanguage", "acr", "amr"],
        "acr_values_supported": Level::acr_values(),
        "ui_locales_supported": ["en", "fr", "nl"],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    });
    if let Some(Mutation::Metadata { name, change }) = desk.discovery_mutation()
        && let Some(members) = document.as_object_mut()
    {
        // The catalogue's lint proves that the member is there to change.
        let _ = change.apply(members, name);
    }
    Json(document)
}

pub(crate) async fn keys(desk: Desk) -> impl IntoResponse {
    Json(JwkSet {
        keys: desk.csam.published_keys(&desk.realm).iter().map(|key| key.jwk().clone()).collect(),
    })
}
