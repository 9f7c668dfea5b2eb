//! The specification as it ships, read once, and features made up for a test.
#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test program speaks of its own things")]

use std::sync::OnceLock;

use etalon_steps::{FeatureText, Phrase, Planned, Specification};

pub(crate) fn specification() -> &'static Specification {
    static READ: OnceLock<Specification> = OnceLock::new();
    READ.get_or_init(|| Specification::embedded().unwrap())
}

/// Plans one feature, and says what is wrong with it where it cannot be planned.
pub(crate) fn plan(path: &str, text: &str) -> Result<Vec<Planned>, Vec<String>> {
    let feature = FeatureText {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    specification().plan_of(&[feature]).map_err(|problem| problem.0)
}

/// The words for a feature, a scenario, and given, when and then in that language.
pub(crate) fn keywords(language: &str) -> [&'static str; 5] {
    match language {
        "fr" => ["Fonctionnalité", "Scénario", "Soit", "Quand", "Alors"],
        "nl" => ["Functionaliteit", "Scenario", "Gegeven", "Als", "Dan"],
        _ => ["Feature", "Scenario", "Given", "When", "Then"],
    }
}

/// The keyword of that role.
pub(crate) fn keyword(language: &str, role: &str) -> &'static str {
    let at = ["given", "when", "then"].iter().position(|known| *known == role).unwrap();
    keywords(language)[at + 2]
}

/// A feature of one scenario with those steps.
pub(crate) fn feature(language: &str, case: &str, steps: &[String]) -> String {
    let [feature, scenario, ..] = keywords(language);
    let steps: String = steps.iter().map(|step| format!("    {step}\n")).collect();
    format!("# language: {language}\n{feature}: F\n\n  @REQ-WEBAPP-003 @case-{case}\n  {scenario}: S\n{steps}")
}

/// The steps that must stand before and after a phrase, where it means nothing alone: a fault is asked for, tried, and comes to something.
pub(crate) fn around(phrase: &Phrase, language: &str) -> (Vec<String>, Vec<String>) {
    let find = |id: &str| specification().phrasebook.phrases().find(|phrase| phrase.id == id).unwrap();
    let tries = || format!("{} {}", keyword(language, "when"), said(find("tries-login"), language).0);
    let asks = |fault: &str| {
        let (text, _) = said(find("csam-fault"), language);
        format!("{} {}", keyword(language, "given"), text.replace("id-token-issuer-other", fault))
    };
    match phrase.id.as_str() {
        "csam-fault" => (Vec::new(), vec![tries()]),
        "hostile-login-refused" | "hostile-login-refused-because" => (vec![asks("id-token-issuer-other"), tries()], Vec::new()),
        "login-accepted-despite" => (vec![asks("key-rotated-before-login"), tries()], Vec::new()),
        "login-unavailable" => (vec![asks("token-error-server"), tries()], Vec::new()),
        _ => (Vec::new(), Vec::new()),
    }
}

/// What may stand in a place, by its type.
fn sample(kind: &str) -> &'static str {
    match kind {
        "patient" => "Marie",
        "doctor" | "person" => "Dr Peeters",
        "document" => "\"letter\"",
        "attachment" => "\"scan.png\"",
        "instant" => "2026-03-10 09:00",
        "day" => "2026-04-01",
        "days" | "count" | "months" => "30",
        "level" => "350",
        "means" => "itsme",
        "page" => "\"home\"",
        "reason" => "\"not-found\"",
        "parameter" => "\"timing.delay\"",
        "device" => "\"tablet\"",
        "text" => "\"words\"",
        "hospital" => "\"North Hospital\"",
        "type" => "\"laboratory result\"",
        "item" => "\"allergies\"",
        "offer" => "\"contact-form\"",
        "form" => "\"therapeutic-link\"",
        "language" => "\"fr\"",
        "choice" => "\"after-30-days\"",
        "profession" => "\"nurse\"",
        "address" => "\"https://www.csam.be/\"",
        "quarter" => "2026-Q1",
        "fault" => "\"id-token-issuer-other\"",
        "number" => "\"bis-sex-known\"",
        other => panic!("no sample for the place `{other}`: add one"),
    }
}

/// The phrase as a step would say it, and the places with what they were filled with, quotes taken away.
pub(crate) fn said(phrase: &Phrase, language: &str) -> (String, Vec<(String, String)>) {
    let (mut text, mut places, mut rest) = (String::new(), Vec::new(), phrase.in_language(language));
    while let Some(start) = rest.find('{') {
        let length = rest[start..].find('}').unwrap();
        let place = &rest[start + 1..start + length];
        let (name, kind) = place.split_once(':').unwrap_or((place, place));
        text.push_str(&rest[..start]);
        let sample = match (phrase.id.as_str(), kind) {
            ("login-accepted-despite", "fault") => "\"key-rotated-before-login\"",
            (_, kind) => sample(kind),
        };
        text.push_str(sample);
        places.push((name.to_owned(), sample.trim_matches('"').to_owned()));
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    (text, places)
}
