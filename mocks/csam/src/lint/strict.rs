//! A relying party that checks everything the standards let it check, over a recorded login. The measure of what a right one does.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use etalon_wire::{Claims, JwkSet, JwsRefusal, base64url, verify_jws_with};
use serde_json::Value;

use super::recording::{CALLBACK, CLIENT, LEVEL, Message, NONCE, Recording, STATE};
use crate::Level;

/// The most bytes of a token answer it reads.
const LONGEST_ANSWER: usize = 1024 * 1024;
/// By how much clocks may differ.
const SKEW_SECONDS: i64 = 300;
/// How long ago an ID token may have been issued.
const OLDEST_SECONDS: i64 = 600;

/// Why a person is not logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotLoggedIn {
    /// What came must not be believed, or says no.
    Refused(&'static str),
    /// Nothing that could be believed came.
    Unavailable(&'static str),
}

impl fmt::Display for NotLoggedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => write!(f, "refused ({why})"),
            Self::Unavailable(why) => write!(f, "unavailable ({why})"),
        }
    }
}

/// Whether a right relying party logs the person in.
///
/// # Errors
/// It does not, and why.
pub fn verify(login: &Recording) -> Result<(), NotLoggedIn> {
    let document = login.discovery.json().ok_or(NotLoggedIn::Unavailable("discovery-unreadable"))?;
    hold(document["issuer"] == login.issuer.as_str(), "discovery-issuer")?;
    reply(login)?;
    let tokens = tokens(login.token.as_ref())?;
    let access_token = tokens["access_token"]
        .as_str()
        .ok_or(NotLoggedIn::Refused("access-token-missing"))?;
    let id_token = tokens["id_token"].as_str().ok_or(NotLoggedIn::Refused("id-token-missing"))?;
    let claims = believed(login, id_token)?;
    id_token_claims(login, &claims, access_token)?;
    let userinfo = login.userinfo.as_ref().filter(|answer| answer.status == 200 && answer.whole);
    let userinfo = userinfo.ok_or(NotLoggedIn::Unavailable("userinfo-missing"))?;
    hold(userinfo.media_type == "application/jwt", "userinfo-unsigned")?;
    let person = believed(login, &userinfo.text())?;
    hold(person.text("iss") == Some(&login.issuer), "userinfo-issuer")?;
    hold(audience(&person).is_some_and(|audience| audience == [CLIENT]), "userinfo-audience")?;
    hold(person.text("sub") == claims.text("sub"), "userinfo-subject")?;
    hold(person.text("egovNRN").is_some(), "userinfo-number")
}

fn hold(true_of_it: bool, otherwise: &'static str) -> Result<(), NotLoggedIn> {
    if true_of_it { Ok(()) } else { Err(NotLoggedIn::Refused(otherwise)) }
}

fn reply(login: &Recording) -> Result<(), NotLoggedIn> {
    let reply = &login.reply;
    let address = reply.location.as_deref().and_then(|location| location.split('?').next());
    hold(address == Some(CALLBACK), "reply-address")?;
    hold(reply.parameter("state").as_deref() == Some(STATE), "state")?;
    let issuer = reply.parameter("iss");
    hold(issuer.is_none_or(|named| named == login.issuer), "reply-issuer")?;
    match reply.parameter("error").as_deref() {
        Some("server_error" | "temporarily_unavailable") => Err(NotLoggedIn::Unavailable("reply-error")),
        Some(_) => Err(NotLoggedIn::Refused("reply-error")),
        None => hold(reply.parameter("code").is_some(), "code-missing"),
    }
}

fn tokens(answer: Option<&Message>) -> Result<Value, NotLoggedIn> {
    let answer = answer
        .filter(|answer| answer.whole)
        .ok_or(NotLoggedIn::Unavailable("token-answer-missing"))?;
    if answer.body.len() > LONGEST_ANSWER {
        return Err(NotLoggedIn::Unavailable("token-answer-too-long"));
    }
    match answer.status {
        200 => answer.json().ok_or(NotLoggedIn::Unavailable("token-answer-unreadable")),
        // Nobody who holds a secret follows.
        300..400 => Err(NotLoggedIn::Refused("token-redirected")),
        400..500 => Err(NotLoggedIn::Refused("token-refused")),
        _ => Err(NotLoggedIn::Unavailable("token-error")),
    }
}

/// The claims of a token, with the keys as they were known, and once more with those that are published now where its key is unfamiliar.
fn believed(login: &Recording, token: &str) -> Result<Claims, NotLoggedIn> {
    let keys = |message: &Message| serde_json::from_slice::<JwkSet>(&message.body).unwrap_or_default();
    let first = verify_jws_with(token, &keys(&login.keys));
    let read = match first {
        Err(JwsRefusal::OtherKey(_)) => verify_jws_with(token, &keys(&login.keys_after)),
        other => other,
    };
    read.map_err(|refusal| {
        NotLoggedIn::Refused(match refusal {
            JwsRefusal::Algorithm(_) => "algorithm",
            JwsRefusal::OtherKey(_) => "key",
            JwsRefusal::Signature => "signature",
            _ => "token-unreadable",
        })
    })
}

fn audience(claims: &Claims) -> Option<Vec<&str>> {
    match claims.get("aud")? {
        Value::String(one) => Some(vec![one]),
        Value::Array(several) => several.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

fn id_token_claims(login: &Recording, claims: &Claims, access_token: &str) -> Result<(), NotLoggedIn> {
    let now = login.now.as_second();
    let at = |name| claims.get(name).and_then(Value::as_i64);
    hold(claims.text("iss") == Some(&login.issuer), "issuer")?;
    hold(audience(claims).is_some_and(|audience| audience == [CLIENT]), "audience")?;
    hold(claims.text("azp").is_none_or(|party| party == CLIENT), "authorized-party")?;
    hold(at("exp").is_some_and(|expiry| now < expiry + SKEW_SECONDS), "expiry")?;
    hold(
        claims.get("nbf").is_none() || at("nbf").is_some_and(|start| now + SKEW_SECONDS >= start),
        "not-yet-valid",
    )?;
    hold(at("iat").is_some(), "issued-at-missing")?;
    hold(at("iat").is_some_and(|issued| issued <= now + SKEW_SECONDS), "issued-in-future")?;
    hold(at("iat").is_some_and(|issued| issued >= now - OLDEST_SECONDS), "issued-long-ago")?;
    hold(claims.text("nonce") == Some(NONCE), "nonce")?;
    hold(claims.text("sub").is_some_and(|subject| !subject.is_empty()), "subject")?;
    let whole = digest(&SHA256, access_token.as_bytes());
    let expected = base64url(&whole.as_ref()[..16]);
    hold(claims.text("at_hash").is_none_or(|hash| hash == expected), "at-hash")?;
    let reached = claims.text("acr").and_then(Level::from_acr);
    hold(reached.is_some_and(|level| level >= Level(LEVEL)), "level")
}
