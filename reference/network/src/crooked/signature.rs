//! Mistakes about who signed an ID token and how, and about the provider's keys.

use aws_lc_rs::{encoding::AsDer as _, hmac, signature::RsaPublicKeyComponents};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    jose::{Jwk, KeySet, Token},
    policies::{
        Policies,
        token::{self, Expected, SignatureRules},
    },
};

const PEM_LINE: usize = 64;

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let provider = &mut policies.provider;
    let rules = &mut provider.id_token.signed;
    match name {
        "csam-signature-unchecked" => rules.signature = |_, _, _| true,
        "csam-signature-optional" => {
            rules.signature = |token, keys, expected| token.signature().is_empty() || token::is_signed_by_one_of(token, keys, expected)
        }
        "csam-alg-none-accepted" => let_unsigned_pass(rules),
        "csam-hs256-accepted" => {
            let rules = by_shared_secret(rules);
            rules.signature = |token, keys, expected| match is_hs256(token) {
                true => has_mac_by(token, expected.client_secret.as_bytes()),
                false => token::is_signed_by_one_of(token, keys, expected),
            };
        }
        "csam-algorithm-from-token" => by_shared_secret(rules).signature = with_whatever_key_there_is,
        "csam-kid-ignored" => rules.keys = |_, keys| all(keys),
        "csam-kid-required" => {
            rules.keys = |token, keys| match token.names_a_key() {
                true => token::the_key_it_names(token, keys),
                false => Vec::new(),
            }
        }
        "csam-unknown-key-trusted" => {
            rules.keys = |_, keys| all(keys);
            rules.signature = |token, keys, expected| {
                let named = keys.iter().any(|key| key.kid.as_deref() == token.kid());
                token.names_a_key() && !named || token::is_signed_by_one_of(token, keys, expected)
            };
        }
        "csam-keys-kept" => {
            provider.still_known = |_, _| true;
            provider.reads_anew = false;
        }
        "csam-keys-of-departure" => {
            provider.still_known = |_, _| false;
            provider.reads_anew = false;
        }
        _ => return false,
    }
    true
}

/// Beside RS256, a token that says of itself that nobody signed it.
pub(super) fn let_unsigned_pass(rules: &mut SignatureRules) {
    rules.algorithm = |token, expected| is_unsigned(token) || token::is_rs256(token, expected);
    rules.keys = |token, keys| {
        if is_unsigned(token) {
            all(keys)
        } else {
            token::the_key_it_names(token, keys)
        }
    };
    rules.signature = |token, keys, expected| is_unsigned(token) || token::is_signed_by_one_of(token, keys, expected);
}

fn all(keys: &KeySet) -> Vec<&Jwk> {
    keys.keys.iter().collect()
}

/// `none`, and true to it.
fn is_unsigned(token: &Token) -> bool {
    token.algorithm() == Some("none") && token.signature().is_empty()
}

fn is_hs256(token: &Token) -> bool {
    token.algorithm() == Some("HS256")
}

/// Beside RS256, a token that is authenticated by a secret and names no published key need not be by one.
fn by_shared_secret(rules: &mut SignatureRules) -> &mut SignatureRules {
    rules.algorithm = |token, expected| is_hs256(token) || token::is_rs256(token, expected);
    rules.keys = |token, keys| {
        if is_hs256(token) {
            all(keys)
        } else {
            token::the_key_it_names(token, keys)
        }
    };
    rules
}

/// The key of the provider goes into whatever algorithm the token asks for, as the text in which many libraries hand it on.
fn with_whatever_key_there_is(token: &Token, keys: &[&Jwk], expected: &Expected<'_>) -> bool {
    if !is_hs256(token) {
        return token::is_signed_by_one_of(token, keys, expected);
    }
    keys.iter().filter_map(|key| pem_of(key)).any(|pem| {
        // Files end with a line break, strings in a configuration often do not.
        has_mac_by(token, pem.as_bytes()) || has_mac_by(token, pem.trim_end().as_bytes())
    })
}

fn has_mac_by(token: &Token, secret: &[u8]) -> bool {
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), token.signed(), token.signature()).is_ok()
}

fn pem_of(key: &Jwk) -> Option<String> {
    let (n, e) = key.numbers()?;
    let der = RsaPublicKeyComponents { n, e }.as_der().ok()?;
    let text = STANDARD.encode(der.as_ref());
    let lines: Vec<_> = text.as_bytes().chunks(PEM_LINE).map(String::from_utf8_lossy).collect();
    Some(format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        lines.join("\n")
    ))
}
