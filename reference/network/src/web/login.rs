//! Signing in and out: the two ends of the journey to the identity provider.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{
    forms::{Nothing, Sent},
    halt::{Halt, Unavailable},
    pages,
    visitor::{Guest, Visitor, cookie, login_cookie, session_cookie},
};
use crate::{
    configuration::is_national_number,
    instance::Network,
    log,
    outgoing::provider::{Arrival, ProviderFault},
    refusal::Reason,
    secrets,
    store::{LoginAttempt, Session},
};

/// How long a sign-in may take at the provider.
const LONGEST_LOGIN_SECONDS: i64 = 600;
const LONGEST_NEXT: usize = 512;

#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(rename = "as", default)]
    space: String,
    #[serde(default)]
    next: String,
}

/// To the provider, remembering which browser left and where it wanted to go.
pub(super) async fn depart(State(network): State<Arc<Network>>, Query(wish): Query<Wish>, headers: HeaderMap) -> Result<Response, Halt> {
    let asked = (network.policies.login.asked)(network.configuration.minimum_level);
    let departure = network.provider.depart(asked).await.map_err(unavailable)?;
    let name = login_cookie(&network);
    let browser = cookie(&headers, &name)
        .filter(|value| secrets::is_like_a_secret(value))
        .map_or_else(secrets::fresh_secret, str::to_owned);
    let now = network.clock.now();
    let attempt = LoginAttempt {
        state_digest: secrets::digest_of(&departure.state),
        browser_digest: secrets::digest_of(&browser),
        nonce: departure.nonce,
        verifier: departure.verifier,
        next: own_path(&wish.next)
            .unwrap_or(match wish.space.as_str() {
                "professional" => "/professional",
                "office" => "/office",
                _ => "/patient",
            })
            .to_owned(),
        started_at: now,
    };
    network.store.add_login_attempt(&attempt, earliest_start(now)).await?;
    let cookie = set_cookie(&name, &browser, Some(LONGEST_LOGIN_SECONDS));
    Ok((
        AppendHeaders([(header::SET_COOKIE, cookie)]),
        Redirect::to(departure.address.as_str()),
    )
        .into_response())
}

#[derive(Deserialize)]
pub(super) struct Return {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Back from the provider: a session, or why there is none.
pub(super) async fn arrive(
    State(network): State<Arc<Network>>,
    Guest(former): Guest,
    Query(back): Query<Return>,
    headers: HeaderMap,
) -> Result<Response, Halt> {
    let (Some(state), Some(browser)) = (back.state, cookie(&headers, &login_cookie(&network))) else {
        return Err(Reason::LoginStateUnknown.into());
    };
    let attempt = network
        .store
        .take_login_attempt(&secrets::digest_of(&state), &secrets::digest_of(browser))
        .await?;
    let now = network.clock.now();
    let Some(attempt) = attempt.filter(|attempt| attempt.started_at >= earliest_start(now)) else {
        return Err(Reason::LoginStateUnknown.into());
    };
    let code = match (back.error.as_deref(), back.code) {
        (None, Some(code)) => code,
        (
            Some(
                "server_error"
                | "temporarily_unavailable"
                | "invalid_scope"
                | "invalid_request"
                | "unauthorized_client"
                | "unsupported_response_type",
            ),
            _,
        ) => {
            return Err(Halt::Unavailable(Unavailable {
                whose: "provider",
                title: None,
                cause: "error at the authorization endpoint".to_owned(),
            }));
        }
        (Some(_), _) => return Err(Reason::LoginCancelled.into()),
        (None, None) => {
            return Err(Halt::Unavailable(Unavailable {
                whose: "provider-answer",
                title: None,
                cause: "no code".to_owned(),
            }));
        }
    };
    let arrival = network
        .provider
        .arrive(code, attempt.nonce, attempt.verifier, now)
        .await
        .map_err(unavailable)?;
    if !(network.policies.login.level_reached)(&arrival.achieved, network.configuration.minimum_level) {
        return Err(Reason::LevelTooLow.into());
    }
    let secret = open_session(&network, arrival, former.as_deref(), now).await?;
    log::info(&network.configuration.instance, "signed-in", "");
    let cookies = AppendHeaders([
        (header::SET_COOKIE, set_cookie(&session_cookie(&network), &secret, None)),
        (header::SET_COOKIE, set_cookie(&login_cookie(&network), "", Some(0))),
    ]);
    Ok((cookies, Redirect::to(&attempt.next)).into_response())
}

/// A fresh identifier every time: one that was known before the sign-in is worth nothing after it.
async fn open_session(network: &Network, arrival: Arrival, former: Option<&Visitor>, now: Timestamp) -> Result<String, Halt> {
    let Some(insz) = arrival.national_number.filter(|number| is_national_number(number)) else {
        return Err(Reason::NoNationalNumber.into());
    };
    if let Some(former) = former {
        (network.policies.login.end_session)(&network.store, &former.session.digest).await?;
    }
    let name = if arrival.name.is_empty() { "Unnamed person" } else { &arrival.name };
    let person = network.store.meet(&insz, name).await?;
    let secret = secrets::fresh_secret();
    let session = Session {
        digest: secrets::digest_of(&secret),
        person: person.pid,
        csrf: secrets::fresh_secret(),
        id_token: arrival.id_token,
        opened_at: now,
        seen_at: now,
    };
    network.store.add_session(&session).await?;
    Ok(secret)
}

/// Ends the session here, then at the provider.
pub(super) async fn sign_out(State(network): State<Arc<Network>>, Guest(visitor): Guest, _: Sent<Nothing>) -> Result<Response, Halt> {
    let back = format!("{}/logged-out", network.base_url);
    let mut target = back.clone();
    if let Some(visitor) = visitor {
        (network.policies.login.end_session)(&network.store, &visitor.session.digest).await?;
        if let Some(address) = network.provider.sign_out_address(&visitor.session.id_token, &back).await {
            target = address.into();
        }
    }
    let cookie = set_cookie(&session_cookie(&network), "", Some(0));
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(&target)).into_response())
}

/// Where the provider sends people after signing out.
pub(super) async fn signed_out(Guest(visitor): Guest) -> Result<Response, Halt> {
    pages::show(&pages::LoggedOut {
        frame: pages::Frame::new("logged-out", "Signed out", visitor.as_deref()),
    })
}

fn unavailable(fault: ProviderFault) -> Halt {
    let whose = match fault {
        ProviderFault::Discovery | ProviderFault::Token => "provider",
        ProviderFault::IdToken(_) | ProviderFault::UserInfo(_) | ProviderFault::UnknownKey => "provider-answer",
    };
    Halt::Unavailable(Unavailable {
        whose,
        title: None,
        cause: fault.to_string(),
    })
}

fn earliest_start(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_secs(LONGEST_LOGIN_SECONDS))
        .unwrap_or(Timestamp::MIN)
}

fn set_cookie(name: &str, value: &str, max_age: Option<i64>) -> HeaderValue {
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    HeaderValue::try_from(format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}")).unwrap_or(HeaderValue::from_static(
        "invalid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
    ))
}

/// A path on this portal and nothing else: no scheme, no host, nothing a browser would read as one.
fn own_path(next: &str) -> Option<&str> {
    let plain = next.len() <= LONGEST_NEXT && next.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    (plain && next.starts_with('/') && !next.starts_with("//")).then_some(next)
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_own_paths_are_followed() {
        for good in ["/patient", "/professional/patients/1?page=2", "/"] {
            assert_eq!(super::own_path(good), Some(good));
        }
        for bad in [
            "",
            "patient",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "https://elsewhere.example",
            "/a\r\nb",
            "/\t/elsewhere.example",
            "/é",
        ] {
            assert_eq!(super::own_path(bad), None, "{bad:?}");
        }
    }
}
