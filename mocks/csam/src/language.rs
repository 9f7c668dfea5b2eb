//! The languages of the pages, and how one is chosen: what the person asked for, then the relying party, then the browser, then English.

use http::{HeaderMap, header};

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageLanguage {
    En,
    Fr,
    Nl,
}

impl PageLanguage {
    pub(crate) const ALL: [Self; 3] = [Self::En, Self::Fr, Self::Nl];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Nl => "nl",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::Nl => "Nederlands",
        }
    }

    pub(crate) fn chosen(by_person: Option<&str>, ui_locales: Option<&str>, headers: &HeaderMap) -> Self {
        let by_browser = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let by_party = ui_locales.unwrap_or_default().split(' ').find_map(Self::of_tag);
        by_person
            .and_then(Self::of_tag)
            .or(by_party)
            .or_else(|| preferred(by_browser))
            .unwrap_or(Self::En)
    }

    /// `fr`, `fr-BE`, `FR`: the first subtag decides.
    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The one of three texts that is in this language.
    pub(crate) fn of<'t>(self, en: &'t str, fr: &'t str, nl: &'t str) -> &'t str {
        match self {
            Self::En => en,
            Self::Fr => fr,
            Self::Nl => nl,
        }
    }
}

/// `Accept-Language`: the known language with the highest weight; of equals, the first.
fn preferred(accepted: &str) -> Option<PageLanguage> {
    let weighed = accepted.split(',').filter_map(|item| {
        let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .map_or(1.0, |weight| weight.trim().parse::<f32>().unwrap_or(0.0));
        PageLanguage::of_tag(tag)
            .filter(|_| weight > 0.0)
            .map(|language| (language, weight))
    });
    weighed
        .fold(None, |best: Option<(PageLanguage, f32)>, next| {
            if best.is_none_or(|best| next.1 > best.1) {
                Some(next)
            } else {
                best
            }
        })
        .map(|best| best.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn browser(accepted: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, accepted.parse().unwrap())])
    }

    #[test]
    fn who_is_nearest_to_the_person_decides() {
        let cases = [
            (Some("nl"), Some("fr"), "en", "nl"),
            (Some("xx"), Some("de fr-BE"), "nl", "fr"),
            (None, Some("de"), "de, nl-BE;q=0.8, fr;q=0.9", "fr"),
            (None, None, "fr;q=0, nl;q=0.1", "nl"),
            (None, None, "de", "en"),
        ];
        for (by_person, ui_locales, accepted, expected) in cases {
            let chosen = PageLanguage::chosen(by_person, ui_locales, &browser(accepted));
            assert_eq!(chosen.code(), expected, "{by_person:?} {ui_locales:?} {accepted}");
        }
    }
}
