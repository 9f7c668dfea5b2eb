//! What is believed of a token from the sign-in provider: one check per rule of OpenID Connect Core 1.0 (3.1.3.7, 3.1.3.8, 5.3), RFC 7519 and
//! RFC 8725, each of which can be replaced. All of them must hold; the order is that of `verify`.

use jiff::Timestamp;
use serde_json::Value;

use crate::jose::{Jwk, KeySet, Token, half_hash_of};

/// How far the provider's clock may be from ours.
const MOST_CLOCK_SKEW_SECONDS: f64 = 300.0;
/// Tokens are issued when the code is exchanged, so they are fresh when they come.
const LONGEST_AGE_SECONDS: f64 = 600.0;

/// What a token has to agree with.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    #[cfg_attr(not(feature = "crooked"), expect(dead_code, reason = "an upright rule makes no key of it"))]
    pub(crate) client_secret: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) access_token: &'a str,
    /// Known once the ID token was believed.
    pub(crate) subject: Option<&'a str>,
    pub(crate) now: Timestamp,
}

/// Whether a token passes one check.
pub(crate) type TokenCheck = fn(&Token, &Expected<'_>) -> bool;

/// By whom a token must be signed, and how.
pub(crate) struct SignatureRules {
    pub(crate) algorithm: TokenCheck,
    /// The published keys by which it may be signed.
    pub(crate) keys: for<'a> fn(&Token, &'a KeySet) -> Vec<&'a Jwk>,
    /// Whether it is signed by one of these keys.
    pub(crate) signature: fn(&Token, &[&Jwk], &Expected<'_>) -> bool,
}

/// What an ID token must say.
pub(crate) struct IdTokenRules {
    pub(crate) signed: SignatureRules,
    pub(crate) issuer: TokenCheck,
    pub(crate) audience: TokenCheck,
    pub(crate) authorised_party: TokenCheck,
    pub(crate) subject: TokenCheck,
    pub(crate) expiry: TokenCheck,
    pub(crate) not_before: TokenCheck,
    pub(crate) issue_time: TokenCheck,
    pub(crate) nonce: TokenCheck,
    pub(crate) access_token_hash: TokenCheck,
}

/// What signed user info must say.
pub(crate) struct UserInfoRules {
    pub(crate) signed: SignatureRules,
    pub(crate) issuer: TokenCheck,
    pub(crate) audience: TokenCheck,
    pub(crate) subject: TokenCheck,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disbelief {
    /// It names a key that is not among the published ones.
    UnknownKey,
    /// The check of that name.
    Failed(&'static str),
}

impl SignatureRules {
    fn upright() -> Self {
        Self {
            algorithm: is_rs256,
            keys: the_key_it_names,
            signature: is_signed_by_one_of,
        }
    }

    fn verify(&self, token: &Token, keys: &KeySet, expected: &Expected<'_>) -> Result<(), Disbelief> {
        if !(self.algorithm)(token, expected) {
            return Err(Disbelief::Failed("algorithm"));
        }
        let candidates = (self.keys)(token, keys);
        if candidates.is_empty() {
            return Err(match token.kid() {
                Some(_) => Disbelief::UnknownKey,
                None => Disbelief::Failed("key"),
            });
        }
        if !(self.signature)(token, &candidates, expected) {
            return Err(Disbelief::Failed("signature"));
        }
        Ok(())
    }
}

impl IdTokenRules {
    pub(super) fn upright() -> Self {
        Self {
            signed: SignatureRules::upright(),
            issuer: is_of_the_issuer,
            audience: is_for_us_only,
            authorised_party: is_authorised_for_us,
            subject: names_a_subject,
            expiry: has_not_expired,
            not_before: is_valid_already,
            issue_time: was_issued_just_now,
            nonce: has_our_nonce,
            access_token_hash: fits_the_access_token,
        }
    }

    /// The signature first: nothing is read from what nobody signed.
    pub(crate) fn verify(&self, token: &Token, keys: &KeySet, expected: &Expected<'_>) -> Result<(), Disbelief> {
        self.signed.verify(token, keys, expected)?;
        all(
            token,
            expected,
            &[
                ("issuer", self.issuer),
                ("audience", self.audience),
                ("authorised-party", self.authorised_party),
                ("subject", self.subject),
                ("expiry", self.expiry),
                ("not-before", self.not_before),
                ("issue-time", self.issue_time),
                ("nonce", self.nonce),
                ("access-token-hash", self.access_token_hash),
            ],
        )
    }
}

impl UserInfoRules {
    pub(super) fn upright() -> Self {
        Self {
            signed: SignatureRules::upright(),
            issuer: is_of_the_issuer,
            audience: is_for_us_only,
            subject: is_about_the_same_subject,
        }
    }

    /// As for the ID token, with what user info says.
    pub(crate) fn verify(&self, token: &Token, keys: &KeySet, expected: &Expected<'_>) -> Result<(), Disbelief> {
        self.signed.verify(token, keys, expected)?;
        all(
            token,
            expected,
            &[("issuer", self.issuer), ("audience", self.audience), ("subject", self.subject)],
        )
    }
}

fn all(token: &Token, expected: &Expected<'_>, checks: &[(&'static str, TokenCheck)]) -> Result<(), Disbelief> {
    match checks.iter().find(|(_, holds)| !holds(token, expected)) {
        Some((name, _)) => Err(Disbelief::Failed(name)),
        None => Ok(()),
    }
}

/// The one algorithm of the federal service. What the token says of itself chooses nothing (RFC 8725, 3.1).
pub(crate) fn is_rs256(token: &Token, _expected: &Expected<'_>) -> bool {
    token.algorithm() == Some("RS256") && !token.demands_extensions()
}

/// The key of the name in the header. A token need not name one where a single key is published (Core, 10.1); where several fit, none does.
pub(crate) fn the_key_it_names<'a>(token: &Token, keys: &'a KeySet) -> Vec<&'a Jwk> {
    let named = |key: &&Jwk| !token.names_a_key() || token.kid().is_some_and(|kid| key.kid.as_deref() == Some(kid));
    let found: Vec<_> = keys.keys.iter().filter(|key| key.is_for_rs256()).filter(named).collect();
    if found.len() == 1 { found } else { Vec::new() }
}

pub(crate) fn is_signed_by_one_of(token: &Token, keys: &[&Jwk], _expected: &Expected<'_>) -> bool {
    keys.iter().any(|key| key.has_signed(token.signed(), token.signature()))
}

/// Character by character.
pub(crate) fn is_of_the_issuer(token: &Token, expected: &Expected<'_>) -> bool {
    token.text("iss") == Some(expected.issuer)
}

/// One audience, and that is us: no other one is trusted here (Core, 3.1.3.7, number 3).
pub(crate) fn is_for_us_only(token: &Token, expected: &Expected<'_>) -> bool {
    match token.claim("aud") {
        Some(Value::Array(audiences)) => matches!(audiences.as_slice(), [only] if only == expected.client_id),
        Some(audience) => audience == expected.client_id,
        None => false,
    }
}

pub(crate) fn is_authorised_for_us(token: &Token, expected: &Expected<'_>) -> bool {
    token.claim("azp").is_none_or(|party| party == expected.client_id)
}

pub(crate) fn names_a_subject(token: &Token, _expected: &Expected<'_>) -> bool {
    token.text("sub").is_some_and(|subject| !subject.is_empty())
}

/// At its expiry it has expired. No skew: a token of an hour leaves room enough.
pub(crate) fn has_not_expired(token: &Token, expected: &Expected<'_>) -> bool {
    token.seconds_until("exp", expected.now).is_some_and(|left| left > 0.0)
}

pub(crate) fn is_valid_already(token: &Token, expected: &Expected<'_>) -> bool {
    token.claim("nbf").is_none()
        || token
            .seconds_until("nbf", expected.now)
            .is_some_and(|wait| wait <= MOST_CLOCK_SKEW_SECONDS)
}

pub(crate) fn was_issued_just_now(token: &Token, expected: &Expected<'_>) -> bool {
    token
        .seconds_until("iat", expected.now)
        .is_some_and(|ahead| (-LONGEST_AGE_SECONDS..=MOST_CLOCK_SKEW_SECONDS).contains(&ahead))
}

pub(crate) fn has_our_nonce(token: &Token, expected: &Expected<'_>) -> bool {
    token.text("nonce") == Some(expected.nonce)
}

pub(crate) fn fits_the_access_token(token: &Token, expected: &Expected<'_>) -> bool {
    token
        .claim("at_hash")
        .is_none_or(|hash| hash.as_str() == Some(&half_hash_of(expected.access_token)))
}

/// Tokens may be swapped on their way: user info of another subject is of no use (Core, 5.3.2).
pub(crate) fn is_about_the_same_subject(token: &Token, expected: &Expected<'_>) -> bool {
    token.text("sub").is_some() && token.text("sub") == expected.subject
}

#[cfg(test)]
mod tests;
