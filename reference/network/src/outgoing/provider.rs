//! The identity provider: where to send somebody who signs in, what comes back, and where to sign out. Its discovery document is read at the
//! first sign-in and kept; unknown signing keys make it be read anew, once per sign-in. Which level is asked for, and which
//! is enough, is not decided here.

use std::{pin::Pin, sync::Arc};

use jiff::Timestamp;
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RedirectUrl, Scope,
    SignatureVerificationError, TokenResponse as _, UserInfoClaims, UserInfoError,
    core::{CoreAuthPrompt, CoreClient, CoreGenderClaim, CoreJwsSigningAlgorithm, CoreResponseType, CoreTokenResponse},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Mutex;
use url::Url;

use super::{ExchangeFault, bounded_body};
use crate::policies::login::{Achieved, Asked};

const LONGEST_ANSWER: usize = 1024 * 1024;
/// How far the provider's clock may be ahead of ours.
const MOST_CLOCK_SKEW_SECONDS: i64 = 300;

/// The provider as one instance knows it.
pub(crate) struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: ClientSecret,
    callback: RedirectUrl,
    http: Http,
    known: Mutex<Option<Arc<ProviderMetadataWithLogout>>>,
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

/// Why the provider was of no use. Carries no token and no claim.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderFault {
    #[error("discovery failed")]
    Discovery,
    #[error("no token for the code")]
    Token,
    #[error("ID token refused: {0}")]
    IdToken(&'static str),
    #[error("user info refused: {0}")]
    UserInfo(&'static str),
    #[error("a signing key is unknown")]
    UnknownKey,
}

/// The claims of the federal service beside the standard ones.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct FederalClaims {
    #[serde(rename = "egovNRN", default)]
    national_number: Option<Value>,
    #[serde(rename = "givenName", default)]
    given_name: Option<Value>,
    #[serde(default)]
    surname: Option<Value>,
}

impl openidconnect::AdditionalClaims for FederalClaims {}

type DiscoveredClient = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl Provider {
    /// A provider that has not been asked anything yet.
    pub(crate) fn new(issuer: &str, client_id: &str, client_secret: &str, base_url: &str, http: reqwest::Client) -> Result<Self, String> {
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned())
                .map_err(|error| format!("`issuer` cannot be read ({error}); give an https address"))?,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: ClientSecret::new(client_secret.to_owned()),
            callback: RedirectUrl::new(format!("{base_url}/oidc/callback"))
                .map_err(|error| format!("the own address cannot be read ({error})"))?,
            http: Http(http),
            known: Mutex::new(None),
        })
    }

    /// Starts a sign-in.
    pub(crate) async fn depart(&self, asked: Asked) -> Result<Departure, ProviderFault> {
        let client = self.client(&*self.metadata().await?);
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

    /// Ends a sign-in: the code becomes tokens, the tokens a person.
    pub(crate) async fn arrive(&self, code: String, nonce: String, verifier: String, now: Timestamp) -> Result<Arrival, ProviderFault> {
        let client = self.client(&*self.metadata().await?);
        // No `scope` here: the federal service rejects it on the token request.
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| ProviderFault::Discovery)?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&self.http)
            .await
            .map_err(|_| ProviderFault::Token)?;
        let nonce = Nonce::new(nonce);
        match self.identify(&client, &tokens, &nonce, now).await {
            Err(ProviderFault::UnknownKey) => {
                *self.known.lock().await = None;
                let client = self.client(&*self.metadata().await?);
                self.identify(&client, &tokens, &nonce, now).await
            }
            known => known,
        }
    }

    /// Where the provider ends its own session, if it was ever asked and says so.
    pub(crate) async fn sign_out_address(&self, id_token: &str, back_to: &str) -> Option<Url> {
        let known = self.known.lock().await.clone()?;
        let mut address = known.additional_metadata().end_session_endpoint.as_ref()?.url().clone();
        address
            .query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("post_logout_redirect_uri", back_to);
        Some(address)
    }

    async fn identify(
        &self,
        client: &DiscoveredClient,
        tokens: &CoreTokenResponse,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<Arrival, ProviderFault> {
        let id_token = tokens.id_token().ok_or(ProviderFault::IdToken("absent"))?;
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256])
            .set_time_fn(move || std::time::SystemTime::from(now).into())
            .set_issue_time_verifier_fn(
                move |issued| match issued.timestamp() <= now.as_second() + MOST_CLOCK_SKEW_SECONDS {
                    true => Ok(()),
                    false => Err("issued in the future".to_owned()),
                },
            );
        let claims = id_token
            .claims(&verifier, nonce)
            .map_err(|error| claims_fault(&error, ProviderFault::IdToken))?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = id_token.signing_alg().map_err(|_| ProviderFault::IdToken("algorithm"))?;
            let key = id_token.signing_key(&verifier).map_err(|_| ProviderFault::IdToken("key"))?;
            let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
                .map_err(|_| ProviderFault::IdToken("access token hash"))?;
            if actual != *expected {
                return Err(ProviderFault::IdToken("access token hash"));
            }
        }
        let user: UserInfoClaims<FederalClaims, CoreGenderClaim> = client
            .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
            .map_err(|_| ProviderFault::Discovery)?
            .require_signed_response(true)
            .set_response_type(openidconnect::UserInfoResponseType::Jwt)
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                UserInfoError::ClaimsVerification(error) => claims_fault(&error, ProviderFault::UserInfo),
                _ => ProviderFault::UserInfo("no answer that can be read"),
            })?;
        let federal = user.additional_claims();
        let word = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        Ok(Arrival {
            achieved: Achieved {
                acr: claims.auth_context_ref().map(|acr| acr.as_str().to_owned()),
                amr: claims
                    .auth_method_refs()
                    .into_iter()
                    .flatten()
                    .map(|amr| amr.as_str().to_owned())
                    .collect(),
            },
            national_number: federal.national_number.as_ref().and_then(Value::as_str).map(str::to_owned),
            name: format!("{} {}", word(&federal.given_name), word(&federal.surname))
                .trim()
                .to_owned(),
            id_token: id_token.to_string(),
        })
    }

    async fn metadata(&self) -> Result<Arc<ProviderMetadataWithLogout>, ProviderFault> {
        let mut known = self.known.lock().await;
        if let Some(metadata) = &*known {
            return Ok(metadata.clone());
        }
        let metadata = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|_| ProviderFault::Discovery)?;
        let metadata = Arc::new(metadata);
        *known = Some(metadata.clone());
        Ok(metadata)
    }

    fn client(&self, metadata: &ProviderMetadataWithLogout) -> DiscoveredClient {
        CoreClient::from_provider_metadata(metadata.clone(), self.client_id.clone(), Some(self.client_secret.clone()))
            .set_redirect_uri(self.callback.clone())
    }
}

/// The kind of a verification failure in fixed words: the library's own text may quote claims.
fn claims_fault(error: &ClaimsVerificationError, of: fn(&'static str) -> ProviderFault) -> ProviderFault {
    match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => ProviderFault::UnknownKey,
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoSignature) => of("not signed"),
        ClaimsVerificationError::SignatureVerification(_) => of("signature"),
        ClaimsVerificationError::Expired(_) => of("time"),
        ClaimsVerificationError::InvalidAudience(_) => of("audience"),
        ClaimsVerificationError::InvalidIssuer(_) => of("issuer"),
        ClaimsVerificationError::InvalidNonce(_) => of("nonce"),
        ClaimsVerificationError::InvalidSubject(_) => of("subject"),
        _ => of("claims"),
    }
}

/// The instance's client as the protocol library wants it.
struct Http(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = ExchangeFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ExchangeFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = self.0.execute(request.try_into()?).await?;
            let mut given = axum::http::Response::builder().status(answer.status());
            if let Some(headers) = given.headers_mut() {
                *headers = answer.headers().clone();
            }
            given
                .body(bounded_body(answer, LONGEST_ANSWER).await?)
                .map_err(|_| ExchangeFault::Broken)
        })
    }
}
