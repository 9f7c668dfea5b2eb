//! One login as it comes over the wire, for somebody who looks at everything and stops at nothing: what is made of it is said elsewhere.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use etalon_people::Person;
use etalon_stage::{RESPONSE_BODY_LIMIT, Realm, Register, sent_of};
use etalon_wire::{BasicCredentials, encode_form};
use http::{Method, Request, header};
use jiff::Timestamp;
use serde_json::Value;
use tower::ServiceExt;
use url::Url;

use crate::{Client, Csam, CsamDirection, CsamKey, Means, Parameters, issuer, router};

/// Who asks, and what.
pub(crate) const CLIENT: &str = "lint";
pub(crate) const SECRET: &str = "a-secret-of-the-lint-only";
pub(crate) const CALLBACK: &str = "https://party.example/callback";
pub(crate) const STATE: &str = "state-of-this-login";
pub(crate) const NONCE: &str = "nonce-of-this-login";
pub(crate) const LEVEL: u16 = 400;
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An answer as it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The HTTP status.
    pub status: u16,
    /// Without parameters.
    pub media_type: String,
    /// Where it leads.
    pub location: Option<String>,
    /// As much of the body as was sent.
    pub body: Vec<u8>,
    /// Whether all of it was sent.
    pub whole: bool,
}

/// Everything that one login brought, in its order.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The issuer that was asked.
    pub issuer: String,
    /// The time in the realm.
    pub now: Timestamp,
    /// The keys as they were known before the login.
    pub keys: Message,
    /// The discovery document.
    pub discovery: Message,
    /// The authorization reply.
    pub reply: Message,
    /// The keys as they are published when the reply has come.
    pub keys_during: Message,
    /// The token endpoint's answer, where a code came.
    pub token: Option<Message>,
    /// The userinfo endpoint's answer, where an access token came.
    pub userinfo: Option<Message>,
    /// The keys as they are published after the login.
    pub keys_after: Message,
}

impl Message {
    /// The body, where it is whole and JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok().filter(|_| self.whole)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A parameter of the address it leads to.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        let url: Url = self.location.as_deref()?.parse().ok()?;
        url.query_pairs()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// Lets CSAM settle in `realm`, asks for that fault, and lets one person log in.
pub async fn record(realm: &Arc<Realm>, keys: &[Arc<CsamKey>], fault: Option<&str>) -> Recording {
    let csam = Csam::settle(realm, keys, Parameters::default());
    csam.register_client(realm, client());
    let person = etalon_people::person(realm.seed(), "Anna Janssens");
    realm.slot::<Register<Person>>().add(&person.id, person.clone());
    let known = get(realm, "/oauth2/connect/jwk_uri", None).await;
    if let Some(fault) = fault {
        csam.direct(realm, CLIENT, Some(&person.id), CsamDirection::Fault(fault.to_owned()), false);
    }
    let direction = CsamDirection::LogInAs {
        person: person.id,
        means: Means::Totp,
    };
    csam.direct(realm, CLIENT, None, direction, false);
    let discovery = get(realm, "/oauth2/.well-known/openid-configuration", None).await;
    let reply = get(realm, &format!("/oauth2/authorize?{}", request()), None).await;
    let keys_during = get(realm, "/oauth2/connect/jwk_uri", None).await;
    let token = match reply.parameter("code") {
        Some(code) => Some(exchange(realm, &code).await),
        None => None,
    };
    let access_token = token.as_ref().and_then(Message::json);
    let userinfo = match access_token.as_ref().and_then(|answer| answer["access_token"].as_str()) {
        Some(bearer) => Some(get(realm, "/oauth2/userinfo", Some(bearer)).await),
        None => None,
    };
    let keys_after = get(realm, "/oauth2/connect/jwk_uri", None).await;
    Recording {
        issuer: issuer(realm),
        now: realm.now(),
        keys: known,
        discovery,
        reply,
        keys_during,
        token,
        userinfo,
        keys_after,
    }
}

fn client() -> Client {
    Client {
        id: CLIENT.to_owned(),
        secret: SECRET.to_owned(),
        redirect_uris: vec![CALLBACK.to_owned(), "https://party.example/other".to_owned()],
        post_logout_redirect_uris: Vec::new(),
        scopes: ["openid", "profile", "egovnrn"].map(str::to_owned).to_vec(),
    }
}

fn request() -> String {
    let level = format!("urn:be:fedict:iam:fas:Level{LEVEL}");
    encode_form([
        ("client_id", CLIENT),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid profile egovnrn"),
        ("state", STATE),
        ("nonce", NONCE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("acr_values", level.as_str()),
    ])
}

async fn exchange(realm: &Arc<Realm>, code: &str) -> Message {
    let form = encode_form([
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]);
    let credentials = BasicCredentials {
        client_id: CLIENT.to_owned(),
        client_secret: SECRET.to_owned(),
    };
    let request = Request::builder()
        .method(Method::POST)
        .uri("/fas/oauth2/access_token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, credentials.header())
        .body(Body::from(form));
    send(realm, request).await
}

async fn get(realm: &Arc<Realm>, path: &str, bearer: Option<&str>) -> Message {
    let mut request = Request::builder().method(Method::GET).uri(format!("/fas{path}"));
    if let Some(bearer) = bearer {
        request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
    }
    send(realm, request.body(Body::empty())).await
}

async fn send(realm: &Arc<Realm>, request: http::Result<Request<Body>>) -> Message {
    let mut request = request.expect("addresses and header fields here are made of constants and of what encodes itself");
    request.extensions_mut().insert(Arc::clone(realm));
    let response = match router().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    received(response).await
}

async fn received(response: Response) -> Message {
    let sent = sent_of(&response);
    let (parts, body) = response.into_parts();
    let field = |name| parts.headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let media_type = field(header::CONTENT_TYPE)
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    // A body of ours is memory; it cannot break off.
    let mut body = to_bytes(body, RESPONSE_BODY_LIMIT).await.unwrap_or_default().to_vec();
    body.truncate(sent.unwrap_or(usize::MAX));
    Message {
        status: parts.status.as_u16(),
        media_type: media_type.trim().to_owned(),
        location: field(header::LOCATION).map(str::to_owned),
        body,
        whole: sent.is_none(),
    }
}
