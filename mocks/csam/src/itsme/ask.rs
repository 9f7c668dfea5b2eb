//! The way to itsme: the browser is sent there, and the login is put aside until it comes back.

use axum::response::Response;
use etalon_wire::{encode_form, s256_challenge};
use serde_json::json;

use super::{AtItsme, SCOPES};
use etalon_stage::redirect;
use etalon_wire::address_with;

use crate::{ItsmePartner, chooser::OpenLogin, desk::Desk, unguessable::unguessable};

impl Desk {
    /// Sends the person to itsme.
    pub(crate) fn ask_itsme(&self, partner: &ItsmePartner, login: OpenLogin, lang: Option<&str>) -> Response {
        let [state, nonce, verifier] = [unguessable(), unguessable(), unguessable()];
        self.mark_secret("code_verifier", &verifier);
        self.observe("itsme-asked", json!({"client": login.client(), "service": partner.service}));
        let scope = format!("{SCOPES} service:{}", partner.service);
        let challenge = s256_challenge(&verifier);
        let mut fields = vec![
            ("client_id", partner.client.as_str()),
            ("redirect_uri", &partner.redirect_uri),
            ("response_type", "code"),
            ("scope", &scope),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        fields.extend(lang.map(|lang| ("ui_locales", lang)));
        let address = address_with(&partner.authorization_endpoint, &fields);
        let at = AtItsme {
            login,
            nonce: nonce.clone(),
            verifier: verifier.clone(),
            lang: lang.map(str::to_owned),
            asked_at: self.now(),
            base: self.realm.base_url(),
        };
        self.csam.at_itsme.hold(&state, at);
        redirect(&address)
    }

    /// The login goes on here, at `path`, under a name of its own.
    pub(super) fn take_up_again(&self, at: AtItsme, path: &str) -> Response {
        let name = unguessable();
        self.csam.logins.hold(&name, at.login);
        let mut fields = vec![("login", name.as_str())];
        fields.extend(at.lang.as_deref().map(|lang| ("lang", lang)));
        redirect(&format!("{}{path}?{}", self.realm.base_url(), encode_form(fields)))
    }
}
