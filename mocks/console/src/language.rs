//! In which language a page is drawn: asked for in the address, else remembered in a cookie, else what the browser prefers, else English.
//! The English text is the key; what it says in French and Dutch stands in `words.rs`.

use axum::http::{HeaderMap, Method, Uri, header};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use crate::{visit::cookie, words};

/// How long a choice is remembered.
const COOKIE_SECONDS: u32 = 365 * 24 * 3600;
const COOKIE: &str = "etalon-console-lang";
/// Preferences beyond these are not read.
const MOST_PREFERENCES: usize = 32;
/// An address longer than this gets a language switch that leads to the start.
const LONGEST_ADDRESS: usize = 1024;
/// Where the pages begin.
const START: &str = "/console/";
/// The legal time of the nation; the data are compiled in.
const LEGAL_TIME: &str = "Europe/Brussels";

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    En,
    Fr,
    Nl,
}

impl Language {
    /// In the order of the switch.
    pub(crate) const ALL: [Self; 3] = [Self::Fr, Self::Nl, Self::En];

    /// That of a request.
    pub(crate) fn of_request(address: &Uri, headers: &HeaderMap) -> Self {
        Self::asked_in(address)
            .or_else(|| cookie(headers, COOKIE).and_then(Self::named))
            .or_else(|| preferred(headers))
            .unwrap_or_default()
    }

    /// The one that an address asks for.
    pub(crate) fn asked_in(address: &Uri) -> Option<Self> {
        let mut pairs = address.query()?.split('&');
        pairs.find_map(|pair| pair.strip_prefix("lang=")).and_then(Self::named)
    }

    /// As HTML spells it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Nl => "nl",
        }
    }

    /// What its speakers call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::Nl => "Nederlands",
        }
    }

    /// The text in this language.
    pub(crate) fn say(self, english: &str) -> &str {
        words::in_language(self, english).unwrap_or(english)
    }

    /// The text in this language, with something put in place of its `{}`.
    pub(crate) fn put(self, english: &str, value: &str) -> String {
        self.say(english).replacen("{}", value, 1)
    }

    /// What stands between a word and what it is about.
    pub(crate) fn colon(self) -> &'static str {
        match self {
            Self::Fr => "\u{a0}:",
            Self::En | Self::Nl => ":",
        }
    }

    /// An instant as people write it, in legal time.
    pub(crate) fn moment(self, at: Timestamp) -> String {
        let at = legal(at);
        let day = self.day(at.date());
        format!("{day}, {:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
    }

    fn day(self, day: Date) -> String {
        let month = self.month(day.month());
        match (self, day.day()) {
            (Self::Fr, 1) => format!("1er {month} {}", day.year()),
            (_, number) => format!("{number} {month} {}", day.year()),
        }
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

    /// What remembers the choice.
    pub(crate) fn cookie(self) -> String {
        let code = self.code();
        format!("{COOKIE}={code}; Path=/console; Secure; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}")
    }

    fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

/// An instant in the nation's legal time.
pub(crate) fn legal(at: Timestamp) -> Zoned {
    at.to_zoned(legal_time())
}

/// The time zone of the nation.
pub(crate) fn legal_time() -> TimeZone {
    TimeZone::get(LEGAL_TIME).expect("the time-zone data are compiled in")
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

/// What a language switch leads back to: the page itself, without its language; for a form that was sent, the page above it.
pub(crate) fn address_of(method: &Method, address: &Uri) -> String {
    let is_got = matches!(*method, Method::GET | Method::HEAD);
    let path = address.path();
    let path = if is_got {
        path
    } else {
        path.rsplit_once('/').map_or("", |(above, _)| above)
    };
    if !path.starts_with(START) || address.to_string().len() > LONGEST_ADDRESS {
        return START.to_owned();
    }
    let query = if is_got { address.query().unwrap_or_default() } else { "" };
    let kept: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    match kept.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", kept.join("&")),
    }
}

/// That address, asking for a language.
pub(crate) fn address_in(address: &str, language: Language) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}lang={}", language.code())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_address_comes_before_the_cookie_and_that_before_the_browser() {
        let mut headers = HeaderMap::new();
        let plain: Uri = "/console/".parse().unwrap();
        assert_eq!(Language::of_request(&plain, &headers), Language::En);
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("de, nl-BE;q=0.9, fr;q=0.8"));
        assert_eq!(Language::of_request(&plain, &headers), Language::Nl);
        headers.insert(header::COOKIE, HeaderValue::from_static("x=1; etalon-console-lang=fr"));
        assert_eq!(Language::of_request(&plain, &headers), Language::Fr);
        let asked: Uri = "/console/?a=b&lang=en".parse().unwrap();
        assert_eq!(Language::of_request(&asked, &headers), Language::En);
    }

    #[test]
    fn a_switch_leads_to_the_same_page_and_never_elsewhere() {
        for (method, address, expected) in [
            (Method::GET, "/console/root?lang=fr", "/console/root"),
            (
                Method::GET,
                "/console/realms/a/journal?kind=x&lang=fr",
                "/console/realms/a/journal?kind=x",
            ),
            (Method::GET, "//elsewhere.example/console/", START),
            (Method::POST, "/console/realms/a/clock", "/console/realms/a"),
            (Method::POST, "/console/sign-in", START),
        ] {
            assert_eq!(address_of(&method, &address.parse().unwrap()), expected, "{method} {address}");
        }
        let long = format!("/console/?{}", "a".repeat(LONGEST_ADDRESS));
        assert_eq!(address_of(&Method::GET, &long.parse().unwrap()), START);
    }

    #[test]
    fn an_instant_is_said_in_legal_time_and_as_each_language_writes_days() {
        let at: Timestamp = "2026-07-31T22:00:05Z".parse().unwrap();
        let said = Language::ALL.map(|language| language.moment(at));
        assert_eq!(
            said,
            ["1er août 2026, 00:00:05", "1 augustus 2026, 00:00:05", "1 August 2026, 00:00:05"]
        );
    }
}
