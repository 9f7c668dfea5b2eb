//! Who may speak to the control API: whoever has the token, by a name that is ours, and no page of another site. What they say is read in `reading`.

use std::{panic::AssertUnwindSafe, sync::Arc};

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
    error::Unspecified,
    rand,
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt;
use http::{HeaderMap, HeaderValue, header};

use super::{Problem, ProblemKind};

/// Whom we let in.
pub(crate) struct Guard {
    token_digest: Vec<u8>,
    hosts: Vec<String>,
}

impl Guard {
    /// Lets in who has `token` and calls us by one of `hosts`: names or addresses without a port, IPv6 in brackets.
    pub(crate) fn new(token: &str, hosts: Vec<String>) -> Self {
        Self {
            token_digest: digest(&SHA256, token.as_bytes()).as_ref().to_vec(),
            hosts,
        }
    }

    /// A name that leads here and is not ours was made to lead here by somebody else (DNS rebinding); a page of another site has no business
    /// here, whatever its visitor may.
    fn check_place(&self, headers: &HeaderMap, in_target: Option<&str>) -> Result<(), Problem> {
        let mut fields = headers.get_all(header::HOST).iter();
        let host = match (in_target, fields.next(), fields.next()) {
            (Some(host), _, None) => Some(host),
            (None, Some(host), None) => host.to_str().ok(),
            _ => None,
        };
        let ours = host.filter(|host| self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(without_port(host))));
        let Some(host) = ours else {
            let detail = format!(
                "`Host: {}` is not a name of this nation; call it by {}, or allow that name when starting it",
                host.unwrap_or_default(),
                self.hosts.join(", ")
            );
            return Err(Problem::new(ProblemKind::HostForeign, detail));
        };
        for origin in headers.get_all(header::ORIGIN) {
            let same = origin.to_str().is_ok_and(|origin| {
                let place = origin.strip_prefix("https://").unwrap_or_default();
                place.trim_end_matches(":443").eq_ignore_ascii_case(host.trim_end_matches(":443"))
            });
            if !same {
                let detail = format!(
                    "`Origin: {}` is another site than https://{host}; pages of other sites cannot use this API",
                    origin.to_str().unwrap_or_default()
                );
                return Err(Problem::new(ProblemKind::OriginForeign, detail));
            }
        }
        Ok(())
    }

    fn check_token(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let shown = shown
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let right = shown.is_some_and(|(_, token)| {
            let shown = digest(&SHA256, token.trim().as_bytes());
            verify_slices_are_equal(shown.as_ref(), &self.token_digest).is_ok()
        });
        right.then_some(()).ok_or_else(|| {
            let detail = "send `Authorization: Bearer` with the token that was shown when the nation started";
            Problem::new(ProblemKind::TokenMissing, detail)
        })
    }
}

/// Everything that comes in passes here, pages included.
pub(crate) async fn place(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let in_target = request.uri().authority().map(http::uri::Authority::as_str);
    if let Err(problem) = guard.check_place(request.headers(), in_target) {
        return problem.into_response();
    }
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => Problem::new(ProblemKind::Failed, "the nation failed to answer; this is a defect of Etalon").into_response(),
    }
}

/// Every call of the API passes here.
pub(crate) async fn token(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.check_token(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// So many random bytes, in hexadecimal digits.
pub(crate) fn unguessable(bytes: usize) -> Result<String, Unspecified> {
    let mut drawn = vec![0; bytes];
    rand::fill(&mut drawn)?;
    Ok(drawn.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// `[::1]:443` is `[::1]`, `localhost:1` is `localhost`.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(host: &str, origin: Option<&'static str>) -> Result<(), ProblemKind> {
        let guard = Guard::new("t", vec!["127.0.0.1".to_owned(), "localhost".to_owned(), "[::1]".to_owned()]);
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).expect("a header value"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        guard.check_place(&headers, None).map_err(|problem| problem.kind)
    }

    #[test]
    fn only_our_own_names_are_answered_to() {
        for host in ["127.0.0.1", "127.0.0.1:8443", "LOCALHOST:1", "[::1]:2", "[::1]"] {
            assert_eq!(checked(host, None), Ok(()), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example:8443",
            "localhost.evil",
            "::1",
            "127.0.0.1:x",
            "127.0.0.1:",
            "127.0.0.1:1:2",
        ] {
            assert_eq!(checked(host, None), Err(ProblemKind::HostForeign), "{host}");
        }
    }

    #[test]
    fn only_pages_of_our_own_are_answered() {
        assert_eq!(checked("localhost:8443", Some("https://localhost:8443")), Ok(()));
        assert_eq!(checked("localhost", Some("https://localhost")), Ok(()));
        assert_eq!(checked("localhost:443", Some("https://localhost")), Ok(()));
        for origin in [
            "null",
            "https://localhost",
            "http://localhost:8443",
            "https://localhost:8444",
            "https://evil.example",
            "",
        ] {
            assert_eq!(checked("localhost:8443", Some(origin)), Err(ProblemKind::OriginForeign), "{origin}");
        }
    }

    #[test]
    fn a_second_host_is_none() {
        let guard = Guard::new("t", vec!["localhost".to_owned()]);
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, HeaderValue::from_static("localhost"));
        headers.append(header::HOST, HeaderValue::from_static("localhost"));
        assert!(guard.check_place(&headers, None).is_err());
    }

    #[test]
    fn only_the_token_opens() {
        let guard = Guard::new("right-token", Vec::new());
        let with = |value: &'static str| {
            guard
                .check_token(&HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(value))]))
                .is_ok()
        };
        assert!(with("Bearer right-token") && with("bearer right-token"));
        for value in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer right",
            "Bearer right-tokens",
            "Basic right-token",
            "right-token",
        ] {
            assert!(!with(value), "{value}");
        }
        assert!(guard.check_token(&HeaderMap::new()).is_err());
    }
}
