//! Who is visiting, in which language, and the two extractors by which a page says whom it is for.

use std::{convert::Infallible, sync::Arc, time::Instant};

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, Method, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    Console,
    language::{Language, address_of},
};

/// Where one signs in.
pub(crate) const SIGN_IN: &str = "/console/sign-in";
/// The `__Host-` makes browsers refuse one that was set for a wider domain or without TLS.
const COOKIE: &str = "__Host-etalon-console";

/// What every page must know of the request that it answers.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) language: Language,
    /// Path and query of a page that can be got again, without a language.
    pub(crate) address: String,
    /// What the session's forms carry, for whoever has signed in.
    pub(crate) csrf: Option<Arc<str>>,
    /// `https://host:port` of the nation that this is the console of.
    pub(crate) nation: Arc<str>,
}

/// A visit of somebody who has signed in.
pub(crate) struct SignedIn(pub(crate) Visit);

impl Visit {
    async fn of(console: &Console, method: &Method, address: &Uri, headers: &HeaderMap) -> Self {
        let cookie = session_cookie(headers);
        Self {
            language: Language::of_request(address, headers),
            address: address_of(method, address),
            csrf: cookie.and_then(|cookie| console.access.csrf_of(cookie, Instant::now())),
            nation: console.nation().await,
        }
    }
}

impl FromRequestParts<Arc<Console>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, console: &Arc<Console>) -> Result<Self, Infallible> {
        let address = original(parts);
        Ok(Self::of(console, &parts.method, address, &parts.headers).await)
    }
}

impl FromRequestParts<Arc<Console>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, console: &Arc<Console>) -> Result<Self, Response> {
        let visit = Visit::of(console, &parts.method, original(parts), &parts.headers).await;
        if visit.csrf.is_some() {
            return Ok(Self(visit));
        }
        let next: String = percent_encoding::utf8_percent_encode(&visit.address, percent_encoding::NON_ALPHANUMERIC).collect();
        Err(Redirect::to(&format!("{SIGN_IN}?next={next}")).into_response())
    }
}

/// The secret of the session, as the browser holds it.
pub(crate) fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, &cookie_name(headers))
}

/// A `Set-Cookie` value that opens the session in the browser.
pub(crate) fn opened_cookie(headers: &HeaderMap, secret: &str) -> String {
    format!("{}={secret}; Path=/; Secure; HttpOnly; SameSite=Strict", cookie_name(headers))
}

/// One that makes the browser forget it.
pub(crate) fn forgotten_cookie(headers: &HeaderMap) -> String {
    format!("{}; Max-Age=0", opened_cookie(headers, ""))
}

/// Browsers share cookies between the ports of a host; two nations on one machine must not sign each other out.
fn cookie_name(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    match port.parse::<u16>() {
        Ok(port) => format!("{COOKIE}-{port}"),
        Err(_) => COOKIE.to_owned(),
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

fn original(parts: &Parts) -> &Uri {
    parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use super::*;

    #[test]
    fn nations_on_other_ports_have_cookies_of_their_own() {
        for (host, expected) in [
            ("localhost:8443", "__Host-etalon-console-8443"),
            ("[::1]:9", "__Host-etalon-console-9"),
            ("nation.example", "__Host-etalon-console"),
            ("[::1]", "__Host-etalon-console"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            assert_eq!(cookie_name(&headers), expected, "{host}");
        }
    }
}
