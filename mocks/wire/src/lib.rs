//! What goes over the wire, parsed, built and verified: signed tokens, keys, one-time codes, client credentials, forms, XML with
//! its signatures, and SAML. Bytes in, bytes out.
//! No sockets, no clock: whether a token is still in force is for the caller, who has a `now`.

mod basic;
mod form;
mod jose;
mod otp;
mod otp_secret;
mod pkce;
pub mod saml;
mod secret;
pub mod xml;
pub mod xmlsec;

pub use basic::{BasicCredentials, BasicRefusal, MAX_BASIC_BYTES};
pub use form::{Form, FormRefusal, MAX_FORM_BYTES, MAX_FORM_FIELDS, address_with, encode_form};
pub use jose::{
    Accepted, Claims, ContentEncryption, DecryptionKey, JweRefusal, Jwk, JwkSet, JwsRefusal, KeyManagement, KeyRefusal, MAX_SEALED_BYTES,
    MAX_TOKEN_BYTES, Opened, SigningKey, UnopenedJwe, UnverifiedJws, base64url, decrypt_jwe, decrypt_jwe_directly, encrypt_jwe,
    encrypt_jwe_directly, from_base64url, hs256_jws, jwe_under, jwe_with_key, unsigned_jws, verify_jws, verify_jws_with, with_payload,
};
pub use otp::{OtpDigest, OtpRefusal, Totp, WIDEST_OTP_DRIFT, hotp, totp_of_address};
pub use otp_secret::{LONGEST_OTP_SECRET, SHORTEST_OTP_SECRET, from_base32, to_base32};
pub use pkce::{redeems, s256_challenge, verifier_fits};
pub use secret::secrets_match;
