//! CSAM as a relying party of itsme: it sends the browser there, takes the code that comes back, and believes the national number in the tokens.
//! Which itsme that is, and the keys that CSAM has with it, are handed over by whoever settles both; what itsme does is not known here.

mod ask;
mod callback;
mod refused;
mod tokens;

use std::sync::Arc;

use etalon_stage::HttpClient;
use etalon_wire::{DecryptionKey, JwkSet, SigningKey};
use jiff::Timestamp;

use crate::chooser::OpenLogin;

pub(crate) use callback::answer;
pub(crate) use refused::show;

/// Where itsme sends people back to, below a realm's own address. A guess [G].
pub const ITSME_CALLBACK: &str = "/fas/itsme/callback";
/// Where CSAM says that itsme did not work out (docs/csam.md [C]).
pub const ITSME_REFUSED: &str = "/fasui/itsme/refused";
/// What CSAM asks itsme for: the national number is what it needs.
pub(crate) const SCOPES: &str = "openid profile eid";

/// The itsme that CSAM relies on, and what the two have with each other.
pub struct ItsmePartner {
    /// itsme's issuer identifier.
    pub issuer: String,
    /// Where people log in.
    pub authorization_endpoint: String,
    /// Where codes are exchanged.
    pub token_endpoint: String,
    /// Where data of people are told.
    pub userinfo_endpoint: String,
    /// itsme's public keys.
    pub keys: JwkSet,
    /// CSAM's identifier with itsme.
    pub client: String,
    /// The code of CSAM's service with itsme.
    pub service: String,
    /// Where itsme sends people back to; registered with it.
    pub redirect_uri: String,
    /// The key that CSAM proves itself with.
    pub signing: Arc<SigningKey>,
    /// The key that tokens are sealed for.
    pub opening: Arc<DecryptionKey>,
    /// The way there.
    pub http: HttpClient,
}

/// A login that went to itsme and is waited for.
#[derive(Clone)]
pub(crate) struct AtItsme {
    pub(crate) login: OpenLogin,
    nonce: String,
    verifier: String,
    lang: Option<String>,
    asked_at: Timestamp,
    /// Under which address this browser knows CSAM: its cookies are there.
    base: String,
}
