//! Forms: read only when they come from our own pages and carry the session's secret.

use std::sync::Arc;

use axum::{
    Form, RequestPartsExt as _,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

use crate::{
    Console,
    mistake::Mistake,
    problem::problem,
    secrets::Digest,
    visit::{SignedIn, Visit},
};

/// The most bytes of a form.
pub const LARGEST_FORM: usize = 64 * 1024;
/// Who a form came from is said by this name.
const CSRF: &str = "csrf";
/// What is said of a form that another site sent.
pub(crate) const FOREIGN: &str = "It did not come from a page of this session. Open the page again and send it from there.";

/// The fields of a form that was checked, and who sent it.
pub(crate) struct Sent {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

/// Names and values of a form, as often as they came.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of that name, without space around it; empty where there is none.
    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(found, _)| found == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The value, where it says anything.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.value(name)).filter(|value| !value.is_empty())
    }

    /// Every value of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.trim())
    }

    /// The lines of a value that say anything.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        let lines = self.value(name).lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// The words of a value.
    pub(crate) fn words(&self, name: &str) -> Vec<String> {
        self.value(name).split_whitespace().map(str::to_owned).collect()
    }
}

impl FromRequest<Arc<Console>> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, console: &Arc<Console>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let SignedIn(visit) = parts.extract_with_state::<SignedIn, _>(console).await?;
        let refused = |visit: &Visit| problem(visit, StatusCode::FORBIDDEN, "This form was not sent", Mistake::noticed(FOREIGN));
        if comes_from_elsewhere(&parts.headers) {
            return Err(refused(&visit));
        }
        let form = Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts, body), console).await;
        let Ok(Form(pairs)) = form else {
            return Err(problem(
                &visit,
                StatusCode::BAD_REQUEST,
                "This form cannot be read",
                Mistake::noticed("It is too large or not a form. Open the page again and send it from there."),
            ));
        };
        let fields = Fields(pairs);
        let is_ours = visit
            .csrf
            .as_deref()
            .is_some_and(|csrf| Digest::of(csrf).is(&Digest::of(fields.value(CSRF))));
        if is_ours {
            Ok(Self { visit, fields })
        } else {
            Err(refused(&visit))
        }
    }
}

/// Whether a browser says that another site sent this. What says nothing (a program, an old browser) is left to the secret.
pub(crate) fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let foreign_origin = text(header::ORIGIN.as_str()).is_some_and(|origin| origin.strip_prefix("https://") != Some(host));
    let foreign_site = text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    foreign_origin || foreign_site
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_pages_are_not_elsewhere() {
        for (name, value, expected) in [
            ("origin", "https://localhost:8443", false),
            ("origin", "https://localhost:8444", true),
            ("origin", "http://localhost:8443", true),
            ("origin", "null", true),
            ("sec-fetch-site", "same-origin", false),
            ("sec-fetch-site", "same-site", true),
            ("sec-fetch-site", "cross-site", true),
            ("accept", "*/*", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("localhost:8443"));
            headers.insert(name, HeaderValue::from_static(value));
            assert_eq!(comes_from_elsewhere(&headers), expected, "{name}: {value}");
        }
    }

    #[test]
    fn fields_are_read_as_often_as_they_came() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = Fields(vec![
            pair("means", "eid"),
            pair("means", "itsme"),
            pair("addresses", " https://a/ \r\n\r\nhttps://b/\n"),
            pair("scopes", "openid  profile"),
            pair("empty", "  "),
        ]);
        assert_eq!(fields.all("means").collect::<Vec<_>>(), ["eid", "itsme"]);
        assert_eq!(fields.lines("addresses"), ["https://a/", "https://b/"]);
        assert_eq!(fields.words("scopes"), ["openid", "profile"]);
        assert_eq!((fields.given("empty"), fields.value("missing")), (None, ""));
    }
}
