//! Signing in and out: the two ends of the journey to the identity provider.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, Query, State},
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
    instance::Network,
    log,
    outgoing::provider::{Arrival, CALLBACK, ProviderFault, Reply, Step},
    policies::login::Entering,
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
    let now = network.clock.now();
    let departure = network.provider.depart(&network.policies.provider, asked, now).await;
    let departure = departure.map_err(|fault| failed(&network, fault))?;
    let name = login_cookie(&network);
    let browser = cookie(&headers, &name)
        .filter(|value| secrets::is_like_a_secret(value))
        .map_or_else(secrets::fresh_secret, str::to_owned);
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
    /// RFC 9207.
    iss: Option<String>,
    error: Option<String>,
}

/// Back from the provider: a session, or why there is none.
pub(super) async fn arrive(
    State(network): State<Arc<Network>>,
    Guest(former): Guest,
    OriginalUri(address): OriginalUri,
    Query(back): Query<Return>,
    headers: HeaderMap,
) -> Result<Response, Halt> {
    let rules = &network.policies;
    if !(rules.provider.reply_address)(address.path(), CALLBACK) {
        return Err(failed(&network, ProviderFault::Refused(Step::Reply, "address")));
    }
    let now = network.clock.now();
    let Some(attempt) = attempt(&network, back.state.as_deref(), &headers, now).await? else {
        log::login_refused(&network.configuration.instance, Step::Reply.word(), "state");
        return Err(Reason::LoginStateUnknown.into());
    };
    let next = attempt.next.clone();
    let arrival = match received(&network, back, attempt, now).await {
        Ok(arrival) => arrival,
        Err(fault) => (rules.provider.stand_in)(&fault).ok_or_else(|| failed(&network, fault))?,
    };
    let entering = Entering {
        national_number: arrival.national_number.as_deref(),
        next: &next,
        minimum: network.configuration.minimum_level,
    };
    let is_enough = (rules.login.level_reached)(&arrival.achieved, &entering);
    if !is_enough {
        log::login_refused(&network.configuration.instance, Step::IdToken.word(), "level");
        if !rules.login.session_before_level {
            return Err(Reason::LevelTooLow.into());
        }
    }
    let secret = open_session(&network, arrival, former.as_deref(), now).await?;
    log::info(&network.configuration.instance, "signed-in", "");
    let cookies = AppendHeaders([
        (header::SET_COOKIE, set_cookie(&session_cookie(&network), &secret, None)),
        (header::SET_COOKIE, set_cookie(&login_cookie(&network), "", Some(0))),
    ]);
    if !is_enough {
        return Ok((cookies, Halt::from(Reason::LevelTooLow)).into_response());
    }
    Ok((cookies, Redirect::to(&next)).into_response())
}

/// The sign-in that this reply ends, if it was started here and not too long ago.
async fn attempt(network: &Network, state: Option<&str>, headers: &HeaderMap, now: Timestamp) -> Result<Option<LoginAttempt>, Halt> {
    let Some(browser) = cookie(headers, &login_cookie(network)) else {
        return Ok(None);
    };
    let browser = secrets::digest_of(browser);
    let attempt = (network.policies.login.attempt)(&network.store, state, &browser).await?;
    Ok(attempt.filter(|attempt| attempt.started_at >= earliest_start(now)))
}

/// Whom the reply brings.
async fn received(network: &Network, back: Return, attempt: LoginAttempt, now: Timestamp) -> Result<Arrival, ProviderFault> {
    let rules = &network.policies.provider;
    // Errors too may come from another provider than the one asked (RFC 9207, 2.4).
    network.provider.has_replied(rules, back.iss.as_deref(), now).await?;
    let code = match (back.error.as_deref(), back.code) {
        (None, Some(code)) => code,
        (None, None) => return Err(ProviderFault::Unreadable(Step::Reply, "no code")),
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
        ) => return Err(ProviderFault::Silent(Step::Reply, "error at the authorization endpoint")),
        (Some(_), _) => return Err(ProviderFault::Declined),
    };
    let reply = Reply {
        code,
        nonce: attempt.nonce,
        verifier: attempt.verifier,
    };
    network.provider.arrive(rules, reply, now).await
}

/// A fresh identifier every time: one that was known before the sign-in is worth nothing after it.
async fn open_session(network: &Network, arrival: Arrival, former: Option<&Visitor>, now: Timestamp) -> Result<String, Halt> {
    let rules = &network.policies.number;
    // Without a national or BIS number nobody is known here.
    let Some(insz) = arrival.national_number.filter(|number| (rules.at_login)(number)) else {
        log::login_refused(&network.configuration.instance, Step::UserInfo.word(), "national-number");
        return Err(Reason::NoNationalNumber.into());
    };
    if let Some(former) = former {
        (network.policies.login.end_session)(&network.store, &former.session.digest).await?;
    }
    let name = if arrival.name.is_empty() { "Unnamed person" } else { &arrival.name };
    let person = (rules.person)(&network.store, &insz, name).await?;
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

/// What the person sees of it. What was not believed is told apart in the log only.
fn failed(network: &Network, fault: ProviderFault) -> Halt {
    let unavailable = |whose, step: Step, cause| {
        Halt::Unavailable(Unavailable {
            whose,
            title: None,
            cause: format!("{}: {cause}", step.word()),
        })
    };
    match fault {
        ProviderFault::Silent(step, cause) => unavailable("provider", step, cause),
        ProviderFault::Unreadable(step, cause) => unavailable("provider-answer", step, cause),
        ProviderFault::Declined => Reason::LoginCancelled.into(),
        ProviderFault::Refused(step, check) => {
            log::login_refused(&network.configuration.instance, step.word(), check);
            Reason::LoginFailed.into()
        }
    }
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
