//! Requests to the provider that need no browser, each with a bounded answer. Statuses and forms are read here; tokens are not.

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header};
use serde::Deserialize;
use url::{Url, form_urlencoded};

use super::fault::{ProviderFault, Step};
use crate::{outgoing::bounded_body, policies::provider::ProviderRules};

const LONGEST_ANSWER: usize = 1024 * 1024;

/// Who exchanges a code.
pub(super) struct ClientCredentials<'a> {
    pub(super) id: &'a str,
    pub(super) secret: &'a str,
}

/// What came for the code (RFC 6749, 5.1), with the ID token beside it (OpenID Connect Core 1.0, 3.1.3.3).
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    pub(super) access_token: String,
    token_type: String,
    pub(super) id_token: Option<String>,
}

/// RFC 6749, 5.2.
#[derive(Deserialize)]
struct TokenError {
    error: String,
}

/// The body of a plain GET that was answered with 200.
pub(super) async fn content_of(http: &Client, address: Url, step: Step) -> Result<Vec<u8>, ProviderFault> {
    let answer = sent(http.get(address).header(header::ACCEPT, "application/json"), step).await?;
    whole(answer, LONGEST_ANSWER, step).await
}

/// The code becomes tokens. No `scope` here: the federal service rejects it on the token request.
pub(super) async fn tokens_for(
    http: &Client,
    endpoint: &Url,
    client: &ClientCredentials<'_>,
    fields: &[(&str, &str)],
    rules: &ProviderRules,
) -> Result<TokenAnswer, ProviderFault> {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut answer = sent(token_request(http, endpoint.clone(), client, &form, rules), Step::Token).await?;
    for _ in 0..rules.most_token_redirects {
        let Some(elsewhere) = led_elsewhere(&answer) else { break };
        answer = sent(token_request(http, elsewhere, client, &form, rules), Step::Token).await?;
    }
    // The code and our secret go to the endpoint of the discovery document only.
    if answer.status().is_redirection() {
        return Err(ProviderFault::Refused(Step::Token, "redirect"));
    }
    if answer.status().is_client_error() {
        return Err(refusal_in(answer).await);
    }
    let is_json = media_type(&answer).is_none_or(|said| said.eq_ignore_ascii_case("application/json"));
    let body = whole(answer, rules.longest_token_answer, Step::Token).await?;
    if !is_json {
        return Err(ProviderFault::Unreadable(Step::Token, "not JSON"));
    }
    let tokens: TokenAnswer = serde_json::from_slice(&body).map_err(|_| ProviderFault::Unreadable(Step::Token, "not a token answer"))?;
    if !tokens.token_type.eq_ignore_ascii_case("Bearer") {
        return Err(ProviderFault::Refused(Step::Token, "token-type"));
    }
    Ok(tokens)
}

/// The user info, which comes as a signed token (`application/jwt`) or not at all.
pub(super) async fn user_info_for(http: &Client, endpoint: Url, access_token: &str) -> Result<String, ProviderFault> {
    let request = http
        .get(endpoint)
        .header(header::ACCEPT, "application/jwt")
        .bearer_auth(access_token);
    let answer = sent(request, Step::UserInfo).await?;
    let is_signed = media_type(&answer).is_some_and(|said| said.eq_ignore_ascii_case("application/jwt"));
    let body = whole(answer, LONGEST_ANSWER, Step::UserInfo).await?;
    if !is_signed {
        return Err(ProviderFault::Refused(Step::UserInfo, "signed"));
    }
    String::from_utf8(body).map_err(|_| ProviderFault::Refused(Step::UserInfo, "form"))
}

/// `client_secret_basic`: both are form-encoded first (RFC 6749, 2.3.1).
fn token_request(http: &Client, endpoint: Url, client: &ClientCredentials<'_>, form: &str, rules: &ProviderRules) -> RequestBuilder {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    http.request(Method::POST, endpoint)
        .timeout(rules.longest_token_exchange)
        .basic_auth(encoded(client.id), Some(encoded(client.secret)))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .body(form.to_owned())
}

async fn sent(request: RequestBuilder, step: Step) -> Result<Response, ProviderFault> {
    request.send().await.map_err(|error| ProviderFault::exchange(step, &error.into()))
}

/// The bytes of an answer with status 200.
async fn whole(answer: Response, limit: usize, step: Step) -> Result<Vec<u8>, ProviderFault> {
    if answer.status() != StatusCode::OK {
        return Err(ProviderFault::Silent(step, "a status that is not 200"));
    }
    bounded_body(answer, limit)
        .await
        .map_err(|fault| ProviderFault::exchange(step, &fault))
}

fn led_elsewhere(answer: &Response) -> Option<Url> {
    let location = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    answer.status().is_redirection().then(|| answer.url().join(location).ok()).flatten()
}

/// A code that is worth nothing ends the sign-in. Whatever else is wrong lies between the provider and this portal.
async fn refusal_in(answer: Response) -> ProviderFault {
    let said = match bounded_body(answer, LONGEST_ANSWER).await {
        Ok(body) => serde_json::from_slice::<TokenError>(&body).ok(),
        Err(fault) => return ProviderFault::exchange(Step::Token, &fault),
    };
    match said {
        Some(said) if said.error == "invalid_grant" => ProviderFault::Refused(Step::Token, "code"),
        _ => ProviderFault::Silent(Step::Token, "no token for the code"),
    }
}

fn media_type(answer: &Response) -> Option<&str> {
    let said = answer.headers().get(header::CONTENT_TYPE)?.to_str().unwrap_or_default();
    said.split(';').next().map(str::trim)
}
