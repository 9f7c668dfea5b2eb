//! What a provider does wrong on demand, one thing at a time, under the names by which hostile logins are known. The rest of the login is right.

use aws_lc_rs::{encoding::AsDer as _, hmac, rsa::KeyPair as RsaKey, signature::KeyPair as _};
use axum::{
    Json,
    body::{Body, Bytes},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::partners::{key_named, sign};

/// Somebody else's.
const STRANGER: &str = "https://127.0.0.1:1/fas/oauth2";
/// Twice what a portal reads.
const ENORMOUS: usize = 2 * 1024 * 1024;

/// The fault, and how an upright portal ends it: `accepted`, `unavailable`, or the reason of a refusal.
pub(crate) const FAULTS: &[(&str, &str)] = &[
    // First, because a discovery document is read once.
    ("discovery-issuer-other", "login-failed"),
    ("id-token-issuer-other", "login-failed"),
    ("id-token-audience-other", "login-failed"),
    ("id-token-audience-missing", "login-failed"),
    ("id-token-audience-several-without-azp", "login-failed"),
    ("id-token-azp-other", "login-failed"),
    ("id-token-expired", "login-failed"),
    ("id-token-expiry-missing", "login-failed"),
    ("id-token-not-yet-valid", "login-failed"),
    ("id-token-issued-at-missing", "login-failed"),
    ("id-token-issued-in-future", "login-failed"),
    ("id-token-issued-long-ago", "login-failed"),
    ("id-token-nonce-other", "login-failed"),
    ("id-token-nonce-missing", "login-failed"),
    ("id-token-subject-missing", "login-failed"),
    ("id-token-at-hash-other", "login-failed"),
    ("id-token-alg-none", "login-failed"),
    ("id-token-hs256-client-secret", "login-failed"),
    ("id-token-hs256-public-key", "login-failed"),
    ("id-token-kid-unknown", "login-failed"),
    ("id-token-kid-missing", "accepted"),
    ("id-token-signature-stripped", "login-failed"),
    ("id-token-signature-foreign", "login-failed"),
    ("id-token-payload-altered", "login-failed"),
    ("key-rotated-before-login", "accepted"),
    ("key-rotated-before-token", "accepted"),
    ("key-withdrawn", "login-failed"),
    ("userinfo-subject-other", "login-failed"),
    ("userinfo-signature-foreign", "login-failed"),
    ("userinfo-alg-none", "login-failed"),
    ("userinfo-number-missing", "no-national-number"),
    ("level-lower-than-asked", "level-too-low"),
    ("level-missing", "level-too-low"),
    ("code-of-other-client", "login-failed"),
    ("code-already-used", "login-failed"),
    ("state-missing", "login-state-unknown"),
    ("state-other", "login-state-unknown"),
    ("issuer-mixed-up", "login-failed"),
    ("reply-to-other-address", "login-failed"),
    ("reply-error-access-denied", "login-cancelled"),
    ("reply-error-server", "unavailable"),
    ("token-error-invalid-grant", "login-failed"),
    ("token-error-server", "unavailable"),
    ("token-answer-slow", "unavailable"),
    ("token-answer-reset", "unavailable"),
    ("token-answer-truncated", "unavailable"),
    ("token-answer-enormous", "unavailable"),
    ("token-answer-not-json", "unavailable"),
    ("token-redirected-elsewhere", "login-failed"),
];

/// The issuer in the discovery document.
pub(super) fn named_issuer(fault: &str, issuer: &str) -> String {
    if fault == "discovery-issuer-other" { STRANGER } else { issuer }.to_owned()
}

/// The address of the reply and its fields.
pub(super) fn reply(fault: &str, address: &str, fields: &mut Vec<(&'static str, String)>) -> String {
    let without = |fields: &mut Vec<(&'static str, String)>, name: &str| fields.retain(|(field, _)| *field != name);
    match fault {
        "state-missing" => without(fields, "state"),
        "state-other" => {
            without(fields, "state");
            fields.push(("state", "another".to_owned()));
        }
        "issuer-mixed-up" => fields.push(("iss", STRANGER.to_owned())),
        "reply-error-access-denied" | "reply-error-server" => {
            without(fields, "code");
            let error = if fault.ends_with("server") {
                "server_error"
            } else {
                "access_denied"
            };
            fields.push(("error", error.to_owned()));
        }
        "code-of-other-client" | "code-already-used" => {
            without(fields, "code");
            fields.push(("code", "worth-nothing".to_owned()));
        }
        "reply-to-other-address" => return address.replace("/oidc/callback", "/oidc/elsewhere"),
        _ => {}
    }
    address.to_owned()
}

/// The claims of the ID token.
pub(super) fn id_token_claims(fault: &str, claims: &mut Value) {
    let now = claims["iat"].as_i64().unwrap();
    let (name, value) = match fault {
        "id-token-issuer-other" => ("iss", json!(STRANGER)),
        "id-token-audience-other" => ("aud", json!("stranger")),
        "id-token-audience-missing" => ("aud", Value::Null),
        "id-token-audience-several-without-azp" => ("aud", json!(["network", "stranger"])),
        "id-token-azp-other" => ("azp", json!("stranger")),
        "id-token-expired" => ("exp", json!(now - 3600)),
        "id-token-expiry-missing" => ("exp", Value::Null),
        "id-token-not-yet-valid" => ("nbf", json!(now + 3600)),
        "id-token-issued-at-missing" => ("iat", Value::Null),
        "id-token-issued-in-future" => ("iat", json!(now + 3000)),
        "id-token-issued-long-ago" => ("iat", json!(now - 30 * 86_400)),
        "id-token-nonce-other" => ("nonce", json!("another")),
        "id-token-nonce-missing" => ("nonce", Value::Null),
        "id-token-subject-missing" => ("sub", Value::Null),
        "id-token-at-hash-other" => ("at_hash", json!(BASE64.encode([7; 16]))),
        "level-lower-than-asked" => ("acr", json!("urn:be:fedict:iam:fas:Level350")),
        "level-missing" => ("acr", Value::Null),
        _ => return,
    };
    set(claims, name, value);
}

/// The claims of the user info.
pub(super) fn user_info_claims(fault: &str, claims: &mut Value) {
    match fault {
        "userinfo-subject-other" => set(claims, "sub", json!("another")),
        "userinfo-number-missing" => set(claims, "egovNRN", Value::Null),
        _ => {}
    }
}

/// Null takes the claim out.
fn set(claims: &mut Value, name: &str, value: Value) {
    let members = claims.as_object_mut().unwrap();
    if value.is_null() {
        members.shift_remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
}

/// The ID token, signed as it should not be; nothing where the fault is another one.
pub(super) fn id_token(fault: &str, claims: &Value, kid: &str) -> Option<String> {
    let signed = |header: Value, by: &RsaKey| {
        let text = text(&header, claims);
        format!("{text}.{}", BASE64.encode(sign(by, &text)))
    };
    let usual = json!({"alg": "RS256", "kid": kid});
    Some(match fault {
        "id-token-alg-none" => format!("{}.", text(&json!({"alg": "none"}), claims)),
        "id-token-hs256-client-secret" => mac(claims, b"client-secret"),
        "id-token-hs256-public-key" => mac(claims, public_pem(kid).as_bytes()),
        "id-token-kid-unknown" => signed(json!({"alg": "RS256", "kid": "unknown"}), key_named(kid)),
        "id-token-kid-missing" => signed(json!({"alg": "RS256"}), key_named(kid)),
        "id-token-signature-stripped" => format!("{}.", text(&usual, claims)),
        "id-token-signature-foreign" => signed(usual, unpublished_key(kid)),
        "id-token-payload-altered" => {
            let right = signed(usual.clone(), key_named(kid));
            let mut altered = claims.clone();
            altered["auth_time"] = json!(1);
            format!("{}.{}", text(&usual, &altered), right.rsplit('.').next().unwrap())
        }
        "key-withdrawn" => signed(json!({"alg": "RS256", "kid": "withdrawn"}), unpublished_key(kid)),
        _ => return None,
    })
}

/// The same for the user info.
pub(super) fn user_info(fault: &str, claims: &Value, kid: &str) -> Option<String> {
    match fault {
        "userinfo-signature-foreign" => id_token("id-token-signature-foreign", claims, kid),
        "userinfo-alg-none" => id_token("id-token-alg-none", claims, kid),
        _ => None,
    }
}

/// The token endpoint's answer in place of the right one.
pub(super) async fn token_answer(fault: &str, right: Value, issuer: &str) -> Response {
    match fault {
        "token-error-invalid-grant" => (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response(),
        "token-error-server" => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "token-answer-slow" => std::future::pending().await,
        // No hook, no message: the connection ends before a byte.
        "token-answer-reset" => std::panic::resume_unwind(Box::new("reset")),
        "token-answer-truncated" => {
            let body = right.to_string();
            let half = Bytes::copy_from_slice(&body.as_bytes()[..body.len() / 2]);
            let cut = stream::iter([Ok(half)]).chain(stream::iter([Err(std::io::Error::other("cut"))]));
            let fields = [
                (header::CONTENT_TYPE, "application/json".to_owned()),
                (header::CONTENT_LENGTH, body.len().to_string()),
            ];
            (fields, Body::from_stream(cut)).into_response()
        }
        "token-answer-enormous" => {
            let mut padded = right;
            padded["padding"] = json!("x".repeat(ENORMOUS));
            Json(padded).into_response()
        }
        "token-answer-not-json" => ([(header::CONTENT_TYPE, "text/html")], "<!doctype html><title>Welcome</title>").into_response(),
        "token-redirected-elsewhere" => {
            let elsewhere = [(header::LOCATION, format!("{issuer}/elsewhere"))];
            (StatusCode::TEMPORARY_REDIRECT, elsewhere).into_response()
        }
        _ => Json(right).into_response(),
    }
}

fn text(header: &Value, claims: &Value) -> String {
    format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()))
}

fn mac(claims: &Value, secret: &[u8]) -> String {
    let text = text(&json!({"alg": "HS256"}), claims);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
    format!("{text}.{}", BASE64.encode(tag))
}

fn public_pem(kid: &str) -> String {
    let der = key_named(kid).public_key().as_der().unwrap();
    let text = STANDARD.encode(der.as_ref());
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}

/// The key that is not published while this one is.
fn unpublished_key(kid: &str) -> &'static RsaKey {
    key_named(if kid == "k2" { "k1" } else { "k2" })
}
