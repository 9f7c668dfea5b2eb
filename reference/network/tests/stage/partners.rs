//! The identity provider and the hospital that the portal talks to, on one port. The provider is strict about what the portal sends and
//! says of the next person whatever a test wants.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};

use aws_lc_rs::{
    digest, rand,
    rsa::{KeyPair as RsaKey, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use axum::{
    Form, Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_server::{
    accept::NoDelayAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use base64::{Engine as _, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use serde_json::{Value, json};

use super::{Authority, CONTENT, NOW, hostile};

/// What the provider says of somebody.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) claims: Value,
    pub(crate) acr: Value,
    pub(crate) amr: Value,
    /// The provider answers with this error instead of a code.
    pub(crate) error: Option<&'static str>,
    /// Overrides claims of the ID token.
    pub(crate) id_token: Value,
    /// The key by which tokens are signed is not the one published.
    pub(crate) foreign_key: bool,
    /// The user info comes unsigned.
    pub(crate) plain_user_info: bool,
    /// What the provider does wrong at this login, by the names in `hostile.rs`; empty for nothing.
    pub(crate) fault: &'static str,
}

impl Person {
    /// Somebody whose login the provider spoils.
    pub(crate) fn with_fault(insz: &str, fault: &'static str) -> Self {
        Self {
            fault,
            ..Self::named(insz)
        }
    }

    pub(crate) fn named(insz: &str) -> Self {
        Self {
            claims: json!({"egovNRN": insz, "givenName": "Given", "surname": format!("Person {}", &insz[..4]), "fedid": "f", "prefLanguage": "en"}),
            acr: json!("urn:be:fedict:iam:fas:Level500"),
            amr: json!(["eid", "urn:be:fedict:iam:fas:Level500"]),
            error: None,
            id_token: json!({}),
            foreign_key: false,
            plain_user_info: false,
            fault: "",
        }
    }
}

pub(crate) struct Partners {
    pub(crate) base: String,
    person: Mutex<Option<Person>>,
    now: Mutex<Timestamp>,
    codes: Mutex<HashMap<String, Granted>>,
    /// What the last sign-in asked for.
    asked: Mutex<HashMap<String, String>>,
    /// The name of the signing key, published and used.
    pub(crate) kid: Mutex<&'static str>,
    tokens: Mutex<HashMap<String, Person>>,
    /// Every code, access token and ID token that was handed out.
    given: Mutex<Vec<String>>,
    /// What the hospital answers in place of 200.
    pub(crate) hospital_status: Mutex<u16>,
    /// The addresses the hospital was asked for.
    pub(crate) fetched: Mutex<Vec<String>>,
    /// What the hospital says in place of any content.
    pub(crate) other_content: Mutex<Option<String>>,
    /// How often somebody sent DELETE to the hospital.
    pub(crate) deletions: Mutex<u32>,
    pub(crate) discoveries: Mutex<u32>,
}

type Seen = State<Arc<Partners>>;
/// The person behind a code, and what the portal asked for.
type Granted = (Person, HashMap<String, String>);

impl Partners {
    pub(crate) async fn start(authority: &Authority) -> Arc<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let partners = Arc::new(Self {
            base: format!("https://{}", listener.local_addr().unwrap()),
            person: Mutex::new(None),
            now: Mutex::new(NOW.parse().unwrap()),
            codes: Mutex::default(),
            asked: Mutex::default(),
            kid: Mutex::new("k1"),
            tokens: Mutex::default(),
            given: Mutex::default(),
            hospital_status: Mutex::new(200),
            fetched: Mutex::default(),
            other_content: Mutex::default(),
            deletions: Mutex::new(0),
            discoveries: Mutex::new(0),
        });
        let app = Router::new()
            .route("/fas/oauth2/.well-known/openid-configuration", get(discovery))
            .route("/fas/oauth2/connect/jwk_uri", get(keys))
            .route("/fas/oauth2/authorize", get(authorize))
            .route("/fas/oauth2/access_token", post(token))
            .route("/fas/oauth2/elsewhere", post(token_elsewhere))
            .route("/fas/oauth2/userinfo", get(userinfo))
            .route("/fas/oauth2/endSession", get(end_session))
            .route("/store/{reference}", get(content).delete(deletion))
            .route("/store/{reference}/scan", get(scan).delete(deletion))
            .with_state(partners.clone());
        let (certificate, key) = authority.server();
        let chain = CertificateDer::pem_slice_iter(certificate.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .unwrap();
        let tls = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap())
            .unwrap();
        // Without it the first answer of every connection waits some 40 ms for an acknowledgement.
        let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(Arc::new(tls))).acceptor(NoDelayAcceptor::new());
        let server = axum_server::from_tcp(listener).unwrap().acceptor(acceptor);
        tokio::spawn(server.serve(app.into_make_service()));
        partners
    }

    /// The next one to sign in.
    pub(crate) fn expect(&self, person: Person) {
        if person.fault == "key-rotated-before-login" {
            self.rotate_key();
        }
        *self.person.lock().unwrap() = Some(person);
    }

    /// What the last sign-in asked for under that name.
    pub(crate) fn asked(&self, name: &str) -> Option<String> {
        self.asked.lock().unwrap().get(name).cloned()
    }

    /// Everything secret that this provider handed out.
    pub(crate) fn given(&self) -> Vec<String> {
        self.given.lock().unwrap().clone()
    }

    pub(crate) fn set_clock(&self, now: &str) {
        *self.now.lock().unwrap() = now.parse().unwrap();
    }

    pub(crate) fn hospital_answers(&self, status: u16) {
        *self.hospital_status.lock().unwrap() = status;
    }

    /// From here on another key is published and signed with.
    pub(crate) fn rotate_key(&self) {
        let mut kid = self.kid.lock().unwrap();
        *kid = if *kid == "k1" { "k2" } else { "k1" };
    }

    /// What goes wrong at the login under way.
    fn fault(&self) -> &'static str {
        self.person.lock().unwrap().as_ref().map_or("", |person| person.fault)
    }

    fn issuer(&self) -> String {
        format!("{}/fas/oauth2", self.base)
    }
}

async fn discovery(State(partners): Seen) -> Json<Value> {
    *partners.discoveries.lock().unwrap() += 1;
    let at = partners.issuer();
    Json(json!({
        "issuer": hostile::named_issuer(partners.fault(), &at), "authorization_endpoint": format!("{at}/authorize"), "token_endpoint": format!("{at}/access_token"),
        "userinfo_endpoint": format!("{at}/userinfo"), "jwks_uri": format!("{at}/connect/jwk_uri"), "end_session_endpoint": format!("{at}/endSession"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
        "userinfo_signing_alg_values_supported": ["RS256"], "acr_values_supported": ["urn:be:fedict:iam:fas:Level400"]
    }))
}

async fn keys(State(partners): Seen) -> Json<Value> {
    let kid = *partners.kid.lock().unwrap();
    let public = key_named(kid).public_key();
    let number = |bytes: &[u8]| BASE64.encode(bytes);
    let (n, e) = (public.modulus(), public.exponent());
    let jwk = json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
        "n": number(n.big_endian_without_leading_zero()), "e": number(e.big_endian_without_leading_zero())});
    Json(json!({"keys": [jwk]}))
}

async fn authorize(State(partners): Seen, Query(asked): Query<HashMap<String, String>>) -> Response {
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], "network");
    assert_eq!(asked["scope"], "openid profile egovnrn");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["nonce"].len() > 15 && asked["state"].len() > 15);
    partners.asked.lock().unwrap().clone_from(&asked);
    let person = partners.person.lock().unwrap().clone().unwrap();
    let back = |name: &'static str, value: &str| {
        let mut fields = vec![(name, value.to_owned()), ("state", asked["state"].clone())];
        let address = hostile::reply(person.fault, &asked["redirect_uri"], &mut fields);
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Redirect::to(&format!("{address}?{query}")).into_response()
    };
    if let Some(error) = person.error {
        return back("error", error);
    }
    let code = fresh();
    partners.given.lock().unwrap().push(code.clone());
    let answer = back("code", &code);
    partners.codes.lock().unwrap().insert(code, (person, asked));
    answer
}

async fn token(State(partners): Seen, headers: HeaderMap, Form(form): Form<HashMap<String, String>>) -> Response {
    if !partners.codes.lock().unwrap().contains_key(&form["code"]) {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response();
    }
    let fault = partners.fault();
    if fault == "token-redirected-elsewhere" {
        return hostile::token_answer(fault, Value::Null, &partners.issuer()).await;
    }
    let tokens = tokens(&partners, &headers, &form);
    hostile::token_answer(fault, tokens, &partners.issuer()).await
}

/// Where nobody should follow to.
async fn token_elsewhere(State(partners): Seen, headers: HeaderMap, Form(form): Form<HashMap<String, String>>) -> Json<Value> {
    Json(tokens(&partners, &headers, &form))
}

fn tokens(partners: &Partners, headers: &HeaderMap, form: &HashMap<String, String>) -> Value {
    assert_eq!(
        headers[header::AUTHORIZATION],
        format!("Basic {}", STANDARD.encode("network:client-secret"))
    );
    assert!(
        !form.contains_key("scope"),
        "the federal service rejects a scope on the token request"
    );
    let (person, asked) = partners.codes.lock().unwrap().remove(&form["code"]).unwrap();
    assert_eq!(form["redirect_uri"], asked["redirect_uri"]);
    assert_eq!(
        BASE64.encode(digest::digest(&digest::SHA256, form["code_verifier"].as_bytes())),
        asked["code_challenge"]
    );
    if person.fault == "key-rotated-before-token" {
        partners.rotate_key();
    }
    let (now, kid, access_token) = (partners.now.lock().unwrap().as_second(), *partners.kid.lock().unwrap(), fresh());
    let half = &digest::digest(&digest::SHA256, access_token.as_bytes()).as_ref()[..16].to_vec();
    let mut claims = json!({"iss": partners.issuer(), "sub": "subject", "aud": "network", "iat": now, "exp": now + 3600, "nonce": asked["nonce"],
        "acr": person.acr, "amr": person.amr, "at_hash": BASE64.encode(half)});
    for (name, value) in person.id_token.as_object().unwrap() {
        claims[name] = value.clone();
    }
    hostile::id_token_claims(person.fault, &mut claims);
    let id_token = hostile::id_token(person.fault, &claims, kid).unwrap_or_else(|| signed(&claims, kid, person.foreign_key));
    partners.given.lock().unwrap().extend([access_token.clone(), id_token.clone()]);
    partners.tokens.lock().unwrap().insert(access_token.clone(), person);
    json!({"access_token": access_token, "token_type": "Bearer", "expires_in": 3600, "id_token": id_token})
}

async fn userinfo(State(partners): Seen, headers: HeaderMap) -> Response {
    let token = headers[header::AUTHORIZATION]
        .to_str()
        .unwrap()
        .strip_prefix("Bearer ")
        .unwrap()
        .to_owned();
    let person = partners.tokens.lock().unwrap().remove(&token).unwrap();
    let mut claims = json!({"iss": partners.issuer(), "sub": "subject", "aud": "network"});
    for (name, value) in person.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    hostile::user_info_claims(person.fault, &mut claims);
    if person.plain_user_info {
        return Json(claims).into_response();
    }
    let kid = *partners.kid.lock().unwrap();
    let info = hostile::user_info(person.fault, &claims, kid).unwrap_or_else(|| signed(&claims, kid, false));
    ([(header::CONTENT_TYPE, "application/jwt")], info).into_response()
}

async fn end_session(Query(asked): Query<HashMap<String, String>>) -> Redirect {
    assert!(asked["id_token_hint"].split('.').count() == 3);
    Redirect::to(&asked["post_logout_redirect_uri"])
}

async fn deletion(State(partners): Seen) -> StatusCode {
    *partners.deletions.lock().unwrap() += 1;
    StatusCode::METHOD_NOT_ALLOWED
}

async fn content(state: Seen, headers: HeaderMap, Path(reference): Path<String>) -> Response {
    if reference == "r-slow" {
        std::future::pending::<()>().await;
    }
    // One byte more than the portal takes.
    let content = if reference == "r-endless" {
        "x".repeat(10 * 1024 * 1024 + 1)
    } else {
        format!("{CONTENT}{reference}")
    };
    hand_out(&state, &headers, &reference, content)
}

async fn scan(state: Seen, headers: HeaderMap, Path(reference): Path<String>) -> Response {
    hand_out(&state, &headers, &format!("{reference}/scan"), format!("scan of {reference}"))
}

fn hand_out(partners: &Partners, headers: &HeaderMap, what: &str, bytes: String) -> Response {
    assert_eq!(
        headers[header::AUTHORIZATION],
        format!("Basic {}", STANDARD.encode("hospital:hospital-secret"))
    );
    partners.fetched.lock().unwrap().push(what.to_owned());
    let bytes = partners.other_content.lock().unwrap().clone().unwrap_or(bytes);
    (StatusCode::from_u16(*partners.hospital_status.lock().unwrap()).unwrap(), bytes).into_response()
}

/// Makes the keys where nobody waits for a worker of the runtime: it takes a second or more on a busy machine.
pub(crate) async fn make_keys() {
    tokio::task::spawn_blocking(|| ["k1", "k2"].map(key_named)).await.unwrap();
}

/// `k1` and all other names are those of one key, `k2` of another.
pub(super) fn key_named(kid: &str) -> &'static RsaKey {
    static KEYS: [OnceLock<RsaKey>; 2] = [const { OnceLock::new() }; 2];
    KEYS[usize::from(kid == "k2")].get_or_init(|| RsaKey::generate(KeySize::Rsa2048).unwrap())
}

pub(super) fn sign(by: &RsaKey, text: &str) -> Vec<u8> {
    let mut signature = vec![0; by.public_modulus_len()];
    by.sign(&RSA_PKCS1_SHA256, &rand::SystemRandom::new(), text.as_bytes(), &mut signature)
        .unwrap();
    signature
}

fn signed(claims: &Value, kid: &str, by_a_foreign_key: bool) -> String {
    let header = json!({"alg": "RS256", "kid": kid});
    let text = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()));
    let mut signature = sign(key_named(kid), &text);
    if by_a_foreign_key {
        signature[7] ^= 1;
    }
    format!("{text}.{}", BASE64.encode(signature))
}

fn fresh() -> String {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).unwrap();
    BASE64.encode(bytes)
}
