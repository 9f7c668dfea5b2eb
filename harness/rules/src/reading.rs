//! Instants at which the sources allow a document to be shown and to be refused: only a reading that the profile pins
//! decides there. What each reading says is asked of the access model.

use std::collections::BTreeMap;

use etalon_model::{Assessment, Grade, Intent, Outcome, Reason, Role, Witness};

use crate::{
    access::{Answer, Moment, decide},
    case::{Case, instead, not_exercised, satisfied, violated},
    facts::Wish,
};

/// What a reading says of the wish.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    /// Permitted, or refused, from the request to the answer.
    May(bool),
    /// Left open by another parameter, or by the reading itself, as where a local time comes twice.
    Open(&'static str),
    /// Not the same at the request and at the answer, or not known.
    Unsure,
}

pub(crate) fn by_reading(case: &Case<'_>) -> Assessment {
    let (name, parameter) = (case.text("document"), case.text("parameter"));
    let Some(wish) = asked(case, name) else {
        return not_exercised(format!("nobody opened “{name}”"));
    };
    let Some(document) = case.facts.document(name, wish.from) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let shown = match &wish.outcome {
        Some(Outcome::Done { .. }) => wish.exchanges(case.all).iter().any(|exchange| exchange.discloses(document.canary)),
        Some(Outcome::Refused { .. }) => false,
        Some(Outcome::LoginDemanded {}) if was_turned_away(case, wish) => false,
        _ => return instead(wish, &format!("“{name}” is shown or refused")),
    };
    let readings = readings(case, parameter);
    let words: Option<Vec<Word>> = readings.iter().map(|reading| word(case, wish, name, parameter, reading)).collect();
    let Some(words) = words.filter(|words| !words.is_empty()) else {
        return not_exercised(format!("`{parameter}` has no readings, or {} is not among the people", wish.actor));
    };
    if words.contains(&Word::Unsure) {
        return not_exercised(format!(
            "the answer was under way when a reading of `{parameter}` changes its word, or a fact is not known"
        ));
    }
    if words.iter().all(|word| *word == words[0]) {
        return not_exercised(format!(
            "no reading of `{parameter}` differs at {}: the scenario must say what holds there",
            wish.at.0
        ));
    }
    let seen = format!("“{name}” was {} at {}", if shown { "shown" } else { "refused" }, wish.at.0);
    let open = |parameter: &str| Assessment::Open {
        parameter: parameter.to_owned(),
        witnesses: vec![Witness {
            entry: wish.to,
            grade: Grade::Harness,
            shows: seen.clone(),
        }],
        seen: seen.clone(),
    };
    let pinned = case.grounds.parameters.get(parameter);
    match pinned.and_then(|pinned| Some((pinned, word(case, wish, name, parameter, pinned)?))) {
        None | Some((_, Word::Unsure)) => open(parameter),
        Some((_, Word::Open(other))) => open(other),
        Some((pinned, Word::May(may))) if may == shown => {
            satisfied(wish.to, Grade::Harness, format!("{seen}, as `{parameter} = {pinned}` says"))
        }
        Some((pinned, Word::May(may))) => {
            let word = if may { "shown" } else { "refused" };
            let expected = format!("“{name}” is {word}, as the pinned reading `{parameter} = {pinned}` says");
            violated(expected, seen, vec![wish.from, wish.to])
        }
    }
}

/// Who opened the document last or, where nobody came so far, who was turned away at the door of the professionals' space.
fn asked<'a>(case: &Case<'a>, name: &str) -> Option<&'a Wish<'a>> {
    let read = case.last_wish(|wish| matches!(&wish.intent, Intent::ReadDocument { document, .. } if document == name));
    read.or_else(|| case.last_wish(is_turned_away))
}

/// Whether the same person was refused the professionals' space before: then a login is all that he is offered for a document.
fn was_turned_away(case: &Case<'_>, wish: &Wish<'_>) -> bool {
    case.last_wish(|other| other.actor == wish.actor && other.to < wish.from && is_turned_away(other))
        .is_some()
}

/// Refused for what the person is, and not for the means of the login.
fn is_turned_away(wish: &Wish<'_>) -> bool {
    let role = Role::Professional;
    let login = matches!(&wish.intent, Intent::LogIn { role: to, .. } if *to == role);
    login
        && matches!(
            &wish.outcome,
            Some(Outcome::Refused {
                reason: None | Some(Reason::NotAProfessional),
                ..
            })
        )
}

/// The readings that the sources allow.
fn readings(case: &Case<'_>, parameter: &str) -> Vec<String> {
    case.grounds
        .catalogue
        .parameters
        .get(parameter)
        .map(|parameter| parameter.readings.clone())
        .unwrap_or_default()
}

/// What the access model answers to the wish under a reading, all else as the profile pins it. None where it knows no such person.
fn word(case: &Case<'_>, wish: &Wish<'_>, name: &str, parameter: &str, reading: &str) -> Option<Word> {
    let mut readings: BTreeMap<String, String> = case.grounds.parameters.clone();
    readings.insert(parameter.to_owned(), reading.to_owned());
    let answer = |at, entry| {
        let decision = decide(&case.facts.access, wish.actor, name, Moment::before_entry(at, entry), &readings);
        decision.ok().map(|decision| decision.answer)
    };
    let (first, last) = (answer(wish.at.0, wish.from)?, answer(wish.at.1, wish.to)?);
    Some(match (first, last) {
        (Answer::Permitted, Answer::Permitted) => Word::May(true),
        (Answer::Refused, Answer::Refused) => Word::May(false),
        (Answer::Open { parameter }, Answer::Open { parameter: other }) if parameter == other => Word::Open(parameter),
        _ => Word::Unsure,
    })
}
