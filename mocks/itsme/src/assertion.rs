//! Client assertions (`private_key_jwt`): who signed it, for which address, until when, and that it comes only once.

use etalon_wire::{Claims, UnverifiedJws, decrypt_jwe, verify_jws_with};
use serde_json::Value;

use crate::{
    Client,
    desk::Desk,
    request_object::{SEALED_FOR_ITSME, names},
};

/// The longest `jti` [F].
const MAX_JTI_CHARS: usize = 255;
/// A compact encrypted token has five parts.
const SEALED_PARTS: usize = 5;
/// How far ahead a client's clock may be, in seconds [G].
const SKEW: i64 = 60;

impl Desk {
    /// The signed token in an assertion, which may be sealed for itsme [F].
    pub(crate) fn assertion_inside(&self, assertion: &str) -> Result<String, &'static str> {
        if assertion.split('.').count() != SEALED_PARTS {
            return Ok(assertion.to_owned());
        }
        let opened = decrypt_jwe(assertion, self.itsme.keys.opening(), SEALED_FOR_ITSME).map_err(|_| "assertion-not-opened")?;
        String::from_utf8(opened.plaintext).map_err(|_| "assertion-unreadable")
    }

    /// Whether the client signed this for the token address, just now and for the first time.
    pub(crate) async fn accept_assertion(&self, client: &Client, signed: &str) -> Result<(), &'static str> {
        let keys = self.keys_of(client).await?;
        let claims = verify_jws_with(signed, &keys).map_err(|_| "assertion-signature-wrong")?;
        if claims.text("iss") != Some(&client.id) || claims.text("sub") != Some(&client.id) {
            return Err("assertion-of-other-client");
        }
        let token_address = self.door.address(&self.realm, self.door.paths().token);
        if !names(claims.get("aud"), &token_address) {
            return Err("assertion-for-other-audience");
        }
        self.in_force(&claims)?;
        let id = claims.text("jti").ok_or("assertion-without-jti")?;
        if id.is_empty() || id.chars().count() > MAX_JTI_CHARS {
            return Err("assertion-jti-too-long");
        }
        // Kept and looked at in one go: of two that come at once, one is the first.
        if !self.itsme.assertions.hold(&format!("{} {id}", client.id), ()) {
            return Err("assertion-replayed");
        }
        Ok(())
    }

    fn in_force(&self, claims: &Claims) -> Result<(), &'static str> {
        let now = self.now().as_second();
        let instant = |name: &str| claims.get(name).and_then(Value::as_i64);
        match instant("exp") {
            None => Err("assertion-without-end"),
            Some(end) if now >= end => Err("assertion-expired"),
            Some(_) if instant("nbf").is_some_and(|start| start > now + SKEW) => Err("assertion-not-yet-valid"),
            Some(_) if instant("iat").is_some_and(|issued| issued > now + SKEW) => Err("assertion-not-yet-valid"),
            Some(_) => Ok(()),
        }
    }
}

/// Who an assertion says it is from. Nothing is proved by that.
pub(crate) fn said_issuer(signed: &str) -> Option<String> {
    let token = UnverifiedJws::parse(signed)?;
    token.payload.get("iss").and_then(Value::as_str).map(str::to_owned)
}
