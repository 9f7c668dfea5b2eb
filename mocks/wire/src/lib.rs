//! What goes over the wire, parsed, built and verified: signed tokens, keys, client credentials and forms. Bytes in, bytes out.
//! No sockets, no clock: whether a token is still in force is for the caller, who has a `now`.

mod basic;
mod form;
mod jose;
mod pkce;
mod secret;

pub use basic::{BasicCredentials, BasicRefusal, MAX_BASIC_BYTES};
pub use form::{Form, FormRefusal, MAX_FORM_BYTES, MAX_FORM_FIELDS, encode_form};
pub use jose::{
    Claims, Jwk, JwkSet, JwsRefusal, KeyRefusal, MAX_TOKEN_BYTES, SigningKey, UnverifiedJws, base64url, from_base64url, hs256_jws,
    unsigned_jws, verify_jws, verify_jws_with, with_payload,
};
pub use pkce::{s256_challenge, verifier_fits};
pub use secret::secrets_match;
