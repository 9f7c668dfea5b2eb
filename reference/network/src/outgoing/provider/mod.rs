//! The identity provider: where to send somebody who signs in, what comes back, and where to sign out. Its discovery document and keys are read at
//! the first sign-in and kept for a while; an unknown signing key makes them be read anew, once per sign-in. What is believed of all that, which
//! level is asked for and which is enough, is not decided here.

mod exchange;
mod fault;
mod known;

use std::sync::Arc;

use jiff::Timestamp;
use openidconnect::{
    AuthenticationContextClass, AuthenticationFlow, ClientId, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge, RedirectUrl, Scope,
    core::{CoreAuthPrompt, CoreClient, CoreResponseType},
};
use serde_json::Value;
use tokio::sync::Mutex;
use url::Url;

use crate::{
    jose::{KeySet, Token},
    policies::{
        login::{Achieved, Asked},
        provider::ProviderRules,
        token::{Disbelief, Expected},
    },
};
use exchange::ClientCredentials;
pub(crate) use fault::{ProviderFault, Step};
use known::Known;

/// Where the provider sends people back to.
pub(crate) const CALLBACK: &str = "/oidc/callback";

/// The provider as one instance knows it.
pub(crate) struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: String,
    callback: RedirectUrl,
    http: reqwest::Client,
    known: Mutex<Option<Arc<Known>>>,
}

/// Where a sign-in starts, and what must be remembered until it ends.
pub(crate) struct Departure {
    pub(crate) address: Url,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
}

/// Who came back.
pub(crate) struct Arrival {
    pub(crate) achieved: Achieved,
    /// As the provider says it; may be absent.
    pub(crate) national_number: Option<String>,
    pub(crate) name: String,
    pub(crate) id_token: String,
}

/// What the reply and the attempt give to end a sign-in with.
pub(crate) struct Reply {
    pub(crate) code: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
}

impl Provider {
    /// A provider that has not been asked anything yet.
    pub(crate) fn new(issuer: &str, client_id: &str, client_secret: &str, base_url: &str, http: reqwest::Client) -> Result<Self, String> {
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned())
                .map_err(|error| format!("`issuer` cannot be read ({error}); give an https address"))?,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: client_secret.to_owned(),
            callback: RedirectUrl::new(format!("{base_url}{CALLBACK}"))
                .map_err(|error| format!("the own address cannot be read ({error})"))?,
            http,
            known: Mutex::new(None),
        })
    }

    /// Starts a sign-in.
    pub(crate) async fn depart(&self, rules: &ProviderRules, asked: Asked, now: Timestamp) -> Result<Departure, ProviderFault> {
        let known = self.known(rules, now, |known| (rules.still_known)(known.read_at, now)).await?;
        let client = CoreClient::from_provider_metadata(known.metadata.clone(), self.client_id.clone(), None)
            .set_redirect_uri(self.callback.clone());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("egovnrn".to_owned()))
            .set_pkce_challenge(challenge);
        if let Some(level) = asked.level {
            request = request.add_auth_context_value(AuthenticationContextClass::new(level));
        }
        if asked.afresh {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (address, state, nonce) = request.url();
        Ok(Departure {
            address,
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Whether a reply may come from this provider, by the `iss` that it carries.
    pub(crate) async fn has_replied(&self, rules: &ProviderRules, issuer: Option<&str>, now: Timestamp) -> Result<(), ProviderFault> {
        let known = self.known(rules, now, |_| true).await?;
        let promised = known.metadata.additional_metadata().authorization_response_iss_parameter_supported;
        if (rules.reply_issuer)(issuer, self.issuer.as_str(), promised) {
            return Ok(());
        }
        Err(ProviderFault::Refused(Step::Reply, "issuer"))
    }

    /// Ends a sign-in: the code becomes tokens, the tokens a person.
    pub(crate) async fn arrive(&self, rules: &ProviderRules, reply: Reply, now: Timestamp) -> Result<Arrival, ProviderFault> {
        let known = self.known(rules, now, |_| true).await?;
        let endpoint = known.metadata.token_endpoint();
        let endpoint = endpoint.ok_or(ProviderFault::Unreadable(Step::Discovery, "no token endpoint"))?;
        let client = ClientCredentials {
            id: &self.client_id,
            secret: &self.client_secret,
        };
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &reply.code),
            ("redirect_uri", self.callback.as_str()),
            ("code_verifier", &reply.verifier),
        ];
        let tokens = exchange::tokens_for(&self.http, endpoint.url(), &client, &fields, rules).await?;
        let id_token = tokens.id_token.as_deref().ok_or(ProviderFault::Refused(Step::IdToken, "absent"))?;
        let id_token = Token::parse(id_token).ok_or(ProviderFault::Refused(Step::IdToken, "form"))?;
        let endpoint = known.metadata.userinfo_endpoint();
        let endpoint = endpoint.ok_or(ProviderFault::Unreadable(Step::Discovery, "no user info endpoint"))?;
        let mut expected = Expected {
            issuer: self.issuer.as_str(),
            client_id: &self.client_id,
            client_secret: &self.client_secret,
            nonce: &reply.nonce,
            access_token: &tokens.access_token,
            subject: None,
            now,
        };
        let mut keys = Keys {
            known: known.clone(),
            may_ask: rules.reads_anew,
        };
        let check = |keys: &KeySet| rules.id_token.verify(&id_token, keys, &expected);
        keys.verify(self, rules, now, Step::IdToken, check).await?;
        let user_info = exchange::user_info_for(&self.http, endpoint.url().clone(), &tokens.access_token).await?;
        let user_info = Token::parse(user_info.trim()).ok_or(ProviderFault::Refused(Step::UserInfo, "form"))?;
        expected.subject = id_token.text("sub");
        let check = |keys: &KeySet| rules.user_info.verify(&user_info, keys, &expected);
        keys.verify(self, rules, now, Step::UserInfo, check).await?;
        Ok(arrival(rules, &id_token, &user_info))
    }

    /// Where the provider ends its own session, if it was ever asked and says so.
    pub(crate) async fn sign_out_address(&self, id_token: &str, back_to: &str) -> Option<Url> {
        let known = self.known.lock().await.clone()?;
        let mut address = known.metadata.additional_metadata().end_session_endpoint.as_ref()?.url().clone();
        address
            .query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("post_logout_redirect_uri", back_to);
        Some(address)
    }

    /// What is known, read anew where that is not good enough. One reader at a time: who comes meanwhile waits for what it reads.
    async fn known(&self, rules: &ProviderRules, now: Timestamp, is_good: impl Fn(&Known) -> bool) -> Result<Arc<Known>, ProviderFault> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| is_good(known)) {
            return Ok(known.clone());
        }
        let read = Known::read(&self.http, &self.issuer, rules, now).await?;
        *known = Some(read.clone());
        Ok(read)
    }
}

/// The keys of one sign-in: those known, and once, if need be, those published by now.
struct Keys {
    known: Arc<Known>,
    may_ask: bool,
}

impl Keys {
    async fn verify(
        &mut self,
        provider: &Provider,
        rules: &ProviderRules,
        now: Timestamp,
        step: Step,
        check: impl Fn(&KeySet) -> Result<(), Disbelief>,
    ) -> Result<(), ProviderFault> {
        let mut believed = check(&self.known.keys);
        if believed == Err(Disbelief::UnknownKey) && self.may_ask {
            self.may_ask = false;
            self.known = provider.known(rules, now, |_| false).await?;
            believed = check(&self.known.keys);
        }
        believed.map_err(|disbelief| ProviderFault::disbelief(step, disbelief))
    }
}

fn arrival(rules: &ProviderRules, id_token: &Token, user_info: &Token) -> Arrival {
    let word = |name| user_info.text(name).unwrap_or_default().trim();
    let means = id_token.claim("amr").and_then(Value::as_array).into_iter().flatten();
    Arrival {
        achieved: Achieved {
            acr: id_token.text("acr").map(str::to_owned),
            amr: means.filter_map(Value::as_str).map(str::to_owned).collect(),
        },
        national_number: (rules.national_number)(user_info),
        name: format!("{} {}", word("givenName"), word("surname")).trim().to_owned(),
        id_token: id_token.compact().to_owned(),
    }
}
