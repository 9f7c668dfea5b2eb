//! In which language a page is drawn: asked for in the address, else remembered in a cookie, else what the browser prefers, else English.
//! The English text is the key; what it says in French and Dutch stands in `words.rs`.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    middleware::Next,
    response::Response,
};
use jiff::{Zoned, civil::Date};

use super::{visitor::cookie, words};
use crate::instance::Network;

/// How long a choice is remembered.
const COOKIE_SECONDS: u32 = 365 * 24 * 3600;
/// Preferences beyond these are not read.
const MOST_PREFERENCES: usize = 32;
/// An address longer than this gets a language switch that leads to the start.
const LONGEST_ADDRESS: usize = 1024;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Language {
    #[default]
    En,
    Fr,
    Nl,
}

/// What a page must know of the request that it answers.
#[derive(Clone)]
struct Asked {
    language: Language,
    /// Path and query of a page of ours that can be got again, without a language.
    address: Arc<str>,
}

tokio::task_local! {
    static OF_REQUEST: Asked;
}

impl Language {
    /// In the order of the switch.
    pub(super) const ALL: [Self; 3] = [Self::Fr, Self::Nl, Self::En];

    /// That of the request being answered; English outside of one.
    pub(super) fn of_request() -> Self {
        OF_REQUEST.try_with(|asked| asked.language).unwrap_or_default()
    }

    /// As HTML spells it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Nl => "nl",
        }
    }

    /// What its speakers call it.
    pub(super) fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::Nl => "Nederlands",
        }
    }

    /// The text in this language.
    pub(super) fn say(self, english: &str) -> &str {
        words::in_language(self, english).unwrap_or(english)
    }

    /// The text in this language, with something put in place of its `{}`.
    pub(super) fn put(self, english: &str, value: &str) -> String {
        self.say(english).replacen("{}", value, 1)
    }

    /// A day as people write it.
    pub(super) fn day(self, day: Date) -> String {
        let month = self.month(day.month());
        match (self, day.day()) {
            (Self::Fr, 1) => format!("1er {month} {}", day.year()),
            (_, number) => format!("{number} {month} {}", day.year()),
        }
    }

    /// A moment as people write it.
    pub(super) fn moment(self, moment: &Zoned) -> String {
        format!("{}, {:02}:{:02}", self.day(moment.date()), moment.hour(), moment.minute())
    }

    fn month(self, number: i8) -> &'static str {
        const NAMES: [[&str; 3]; 12] = [
            ["January", "janvier", "januari"],
            ["February", "février", "februari"],
            ["March", "mars", "maart"],
            ["April", "avril", "april"],
            ["May", "mai", "mei"],
            ["June", "juin", "juni"],
            ["July", "juillet", "juli"],
            ["August", "août", "augustus"],
            ["September", "septembre", "september"],
            ["October", "octobre", "oktober"],
            ["November", "novembre", "november"],
            ["December", "décembre", "december"],
        ];
        let [english, french, dutch] = NAMES[usize::try_from(number - 1).expect("months are counted from 1")];
        match self {
            Self::En => english,
            Self::Fr => french,
            Self::Nl => dutch,
        }
    }

    fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

/// The page being answered, as a link that asks for it in that language.
pub(super) fn address_in(language: Language) -> String {
    let address = OF_REQUEST.try_with(|asked| asked.address.clone()).unwrap_or_else(|_| "/".into());
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}lang={}", language.code())
}

/// Whether the page being answered lies at or below this path.
pub(super) fn is_within(path: &str) -> bool {
    let address = OF_REQUEST.try_with(|asked| asked.address.clone()).unwrap_or_else(|_| "/".into());
    let rest = address.strip_prefix(path);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// Chooses the language of the request, remembers it when it was asked for, and says it in the answer.
pub(super) async fn choose(State(network): State<Arc<Network>>, request: Request, next: Next) -> Response {
    let name = cookie_name(&network);
    let asked_for = asked_in(request.uri());
    let language = asked_for
        .or_else(|| cookie(request.headers(), &name).and_then(Language::named))
        .or_else(|| preferred(request.headers()))
        .unwrap_or_default();
    let asked = Asked {
        language,
        address: address_of(request.method(), request.uri()).into(),
    };
    let mut response = OF_REQUEST.scope(asked, next.run(request)).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        let code = HeaderValue::from_static(language.code());
        response.headers_mut().insert(header::CONTENT_LANGUAGE, code);
    }
    if asked_for.is_some() {
        let code = language.code();
        let cookie = format!("{name}={code}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}");
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

fn cookie_name(network: &Network) -> String {
    format!("net_{}_lang", network.configuration.instance)
}

fn asked_in(address: &Uri) -> Option<Language> {
    let pairs = address.query()?.split('&');
    pairs.filter_map(|pair| pair.strip_prefix("lang=")).find_map(Language::named)
}

/// RFC 9110, 12.5.4; a language counts with all its regions.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let mut best = None;
    let values = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    for preference in values.flat_map(|value| value.split(',')).take(MOST_PREFERENCES) {
        let (range, parameters) = preference.split_once(';').unwrap_or((preference, ""));
        let weight = match parameters.trim().strip_prefix("q=") {
            Some(weight) => weight.trim().parse::<f32>().unwrap_or(0.0),
            None => 1.0,
        };
        let Some(language) = Language::named(range.trim().split('-').next().unwrap_or_default()) else {
            continue;
        };
        if weight > 0.0 && best.is_none_or(|(_, heaviest)| weight > heaviest) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// What a language switch leads back to: the page itself; for a form that was sent, the page above it. Never another host, and never the
/// return from the sign-in, which counts once.
fn address_of(method: &Method, address: &Uri) -> String {
    let path = address.path();
    let path = match *method {
        Method::GET | Method::HEAD => path,
        _ => path.rsplit_once('/').map_or("", |(above, _)| above),
    };
    let start = "/".to_owned();
    if !path.starts_with('/') || path.starts_with("//") || path.starts_with("/oidc/") || address.to_string().len() > LONGEST_ADDRESS {
        return start;
    }
    let query = match *method {
        Method::GET | Method::HEAD => address.query().unwrap_or_default(),
        _ => "",
    };
    let kept: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    match kept.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", kept.join("&")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use super::*;

    #[test]
    fn the_browsers_preference_is_weighed() {
        for (header, expected) in [
            ("", None),
            ("de", None),
            ("fr", Some(Language::Fr)),
            ("nl-BE,nl;q=0.9,en;q=0.8", Some(Language::Nl)),
            ("en;q=0.2, fr-BE;q=0.7, nl;q=0.3", Some(Language::Fr)),
            ("FR;q=0, nl;q=0.001", Some(Language::Nl)),
            ("de;q=1, *;q=0.5, en;q=nonsense, nl ; q=0.4", Some(Language::Nl)),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(header));
            assert_eq!(preferred(&headers), expected, "{header}");
        }
    }

    #[test]
    fn a_switch_leads_to_the_same_page_and_never_elsewhere() {
        for (method, address, expected) in [
            (Method::GET, "/help?lang=fr", "/help"),
            (Method::GET, "/patient/documents?page=2&lang=fr", "/patient/documents?page=2"),
            (Method::GET, "//elsewhere.example/", "/"),
            (Method::GET, "/oidc/callback?code=1&state=2", "/"),
            (Method::POST, "/professional/patients/17/link", "/professional/patients/17"),
            (Method::POST, "/logout", "/"),
        ] {
            assert_eq!(address_of(&method, &address.parse().unwrap()), expected, "{method} {address}");
        }
        let long = format!("/help?{}", "a".repeat(LONGEST_ADDRESS));
        assert_eq!(address_of(&Method::GET, &long.parse().unwrap()), "/");
    }

    #[test]
    fn days_are_written_as_each_language_writes_them() {
        let first = jiff::civil::date(2026, 8, 1);
        let written = Language::ALL.map(|language| language.day(first));
        assert_eq!(written, ["1er août 2026", "1 augustus 2026", "1 August 2026"]);
    }
}
