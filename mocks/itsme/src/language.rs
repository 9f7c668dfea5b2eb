//! The languages of the pages: English, French, Dutch and German [F]; and how one is chosen: what the person asked for, then the relying party, then the
//! browser, then English.

use http::{HeaderMap, header};

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageLanguage {
    En,
    Fr,
    Nl,
    De,
}

impl PageLanguage {
    pub(crate) const ALL: [Self; 4] = [Self::En, Self::Fr, Self::Nl, Self::De];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Nl => "nl",
            Self::De => "de",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::Nl => "Nederlands",
            Self::De => "Deutsch",
        }
    }

    pub(crate) fn chosen(by_person: Option<&str>, ui_locales: Option<&str>, headers: &HeaderMap) -> Self {
        let by_browser = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let by_party = ui_locales.unwrap_or_default().split(' ').find_map(Self::of_tag);
        let preferred = || {
            let tags = by_browser.split(',').filter(|tag| !tag.trim().ends_with(";q=0"));
            tags.map(|tag| tag.split(';').next().unwrap_or_default()).find_map(Self::of_tag)
        };
        by_person.and_then(Self::of_tag).or(by_party).or_else(preferred).unwrap_or(Self::En)
    }

    /// `fr`, `fr-BE`, `FR`: the first subtag decides.
    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The one of four texts that is in this language.
    pub(crate) fn of<'t>(self, en: &'t str, fr: &'t str, nl: &'t str, de: &'t str) -> &'t str {
        match self {
            Self::En => en,
            Self::Fr => fr,
            Self::Nl => nl,
            Self::De => de,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_person_decides_before_the_party_and_the_party_before_the_browser() {
        let cases = [
            (Some("nl"), Some("fr"), "de", "nl"),
            (None, Some("xx de-BE"), "fr", "de"),
            (None, None, "it, fr-BE;q=0.8, nl;q=0.2", "fr"),
            (None, None, "fr;q=0, nl;q=0.1", "nl"),
            (None, None, "", "en"),
        ];
        for (by_person, ui_locales, accepted, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().unwrap());
            let chosen = PageLanguage::chosen(by_person, ui_locales, &headers);
            assert_eq!(chosen.code(), expected, "{by_person:?} {ui_locales:?} {accepted}");
        }
    }
}
