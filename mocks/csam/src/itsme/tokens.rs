//! What CSAM asks itsme behind the browser's back: a code against tokens, and the tokens opened, verified and believed only as far as they go.

use etalon_stage::{Answer, OutgoingRequest};
use etalon_wire::{Accepted, Claims, ContentEncryption, KeyManagement, decrypt_jwe, encode_form, verify_jws_with};
use http::{HeaderName, HeaderValue, Method, header};
use serde_json::{Value, json};

use super::AtItsme;
use crate::{AUTHORITY, ItsmePartner, desk::Desk, unguessable::unguessable};

const NATIONAL_NUMBER: &str = "http://itsme.services/v2/claim/BENationalNumber";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long an assertion is in force, in seconds.
const ASSERTION_SECONDS: i64 = 60;
/// What itsme seals with.
const SEALED: Accepted<'static> = Accepted {
    key_management: &[KeyManagement::RsaOaep256],
    content: &[ContentEncryption::A128CbcHs256],
};

impl Desk {
    /// The national number of whoever approved, or why there is none.
    pub(super) async fn number_from_itsme(&self, at: &AtItsme, code: &str) -> Result<String, &'static str> {
        let partner = self.csam.itsme().ok_or("itsme-unknown")?;
        let tokens = self.exchange_code(partner, at, code).await?;
        let text = |name: &str| tokens.get(name).and_then(Value::as_str);
        let id_token = self.opened(partner, text("id_token").ok_or("itsme-answer-unreadable")?)?;
        self.check_id_token(partner, at, &id_token)?;
        let access_token = text("access_token").ok_or("itsme-answer-unreadable")?;
        let told = self.opened(partner, &self.userinfo_of(partner, access_token).await?)?;
        let same_subject = told.text("sub").is_some_and(|subject| id_token.text("sub") == Some(subject));
        if !same_subject || told.text("iss") != Some(&partner.issuer) || told.text("aud") != Some(&partner.client) {
            return Err("itsme-userinfo-of-other");
        }
        let number = told.text(NATIONAL_NUMBER).ok_or("itsme-without-national-number")?;
        self.observe("itsme-answered", json!({"client": at.login.client(), "subject": told.text("sub")}));
        Ok(number.to_owned())
    }

    async fn exchange_code(&self, partner: &ItsmePartner, at: &AtItsme, code: &str) -> Result<Value, &'static str> {
        let now = self.now().as_second();
        let assertion = json!({
            "iss": partner.client, "sub": partner.client, "aud": partner.token_endpoint, "jti": unguessable(), "iat": now,
            "exp": now + ASSERTION_SECONDS,
        });
        let assertion = partner.signing.sign_jws(&partner.signing.header(), &assertion);
        let body = encode_form([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &partner.redirect_uri),
            ("code_verifier", &at.verifier),
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", &assertion),
        ]);
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let headers = vec![(header::CONTENT_TYPE, form)];
        let answer = self
            .call_itsme(partner, Method::POST, &partner.token_endpoint, headers, body.into_bytes())
            .await?;
        serde_json::from_slice(&answer.body).map_err(|_| "itsme-answer-unreadable")
    }

    async fn userinfo_of(&self, partner: &ItsmePartner, access_token: &str) -> Result<String, &'static str> {
        let bearer = HeaderValue::from_str(&format!("Bearer {access_token}")).map_err(|_| "itsme-answer-unreadable")?;
        let headers = vec![(header::AUTHORIZATION, bearer)];
        let answer = self
            .call_itsme(partner, Method::GET, &partner.userinfo_endpoint, headers, Vec::new())
            .await?;
        String::from_utf8(answer.body).map_err(|_| "itsme-answer-unreadable")
    }

    async fn call_itsme(
        &self,
        partner: &ItsmePartner,
        method: Method,
        url: &str,
        headers: Vec<(HeaderName, HeaderValue)>,
        body: Vec<u8>,
    ) -> Result<Answer, &'static str> {
        let request = OutgoingRequest {
            authority: AUTHORITY,
            method,
            url: url.to_owned(),
            headers,
            body,
        };
        let answer = partner.http.send(&self.realm, request).await.map_err(|_| "itsme-silent")?;
        (answer.status == 200).then_some(answer).ok_or("itsme-answered-no")
    }

    /// What is in a token that itsme sealed for CSAM and signed.
    fn opened(&self, partner: &ItsmePartner, sealed: &str) -> Result<Claims, &'static str> {
        let opened = decrypt_jwe(sealed.trim(), &partner.opening, SEALED).map_err(|_| "itsme-token-not-sealed")?;
        let signed = String::from_utf8(opened.plaintext).map_err(|_| "itsme-token-not-signed")?;
        verify_jws_with(&signed, &partner.keys).map_err(|_| "itsme-token-not-signed")
    }

    fn check_id_token(&self, partner: &ItsmePartner, at: &AtItsme, claims: &Claims) -> Result<(), &'static str> {
        let ends = claims.get("exp").and_then(Value::as_i64);
        let fits = claims.text("iss") == Some(&partner.issuer)
            && claims.text("aud") == Some(&partner.client)
            && claims.text("nonce") == Some(&at.nonce)
            && ends.is_some_and(|end| self.now().as_second() < end);
        fits.then_some(()).ok_or("itsme-token-of-other")
    }
}
