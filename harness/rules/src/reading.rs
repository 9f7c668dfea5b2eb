//! Instants at which the sources allow a document to be shown and to be refused: only a reading that the profile pins
//! decides there.

use etalon_model::{Assessment, Grade, Intent, Outcome, Witness};

use crate::{
    facts::{Document, LinkState, Wish, link},
    rule::{Case, instead, not_exercised, satisfied, violated},
    timing::{PatientRule, link_ends, opens},
};

pub(crate) fn by_reading(case: &Case<'_>) -> Assessment {
    let (name, parameter) = (case.text("document"), case.text("parameter"));
    let asked = case.last_wish(|wish| matches!(&wish.intent, Intent::ReadDocument { document, .. } if document == name));
    let Some(wish) = asked else {
        return not_exercised(format!("nobody opened “{name}”"));
    };
    let Some(document) = case.facts.document(name, wish.from) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let shown = match &wish.outcome {
        Some(Outcome::Done { .. }) => wish.exchanges(case.all).iter().any(|exchange| exchange.discloses(document.canary)),
        Some(Outcome::Refused { .. }) => false,
        _ => return instead(wish, &format!("“{name}” is shown or refused")),
    };
    let seen = format!("“{name}” was {} at {}", if shown { "shown" } else { "refused" }, wish.at.0);
    let instants = instants(case, wish, document, parameter);
    if instants.is_empty() {
        return not_exercised(format!("nothing that a reading of `{parameter}` decides is true of “{name}”"));
    }
    if let Some(inside) = instants.iter().find(|instant| wish.at.0 < **instant && **instant <= wish.at.1) {
        return not_exercised(format!(
            "the answer was under way at {inside}, when a reading of `{parameter}` changes its word"
        ));
    }
    let readings = readings(case, parameter);
    let by_each: Vec<_> = readings
        .iter()
        .map(|reading| allowed(case, wish, document, parameter, reading))
        .collect();
    if by_each.iter().all(|may| *may == Some(true)) || by_each.iter().all(|may| *may == Some(false)) {
        return not_exercised(format!(
            "no reading of `{parameter}` differs at {}: the scenario must say what holds there",
            wish.at.0
        ));
    }
    let pinned = case.grounds.parameters.get(parameter);
    match pinned.map(|pinned| (pinned, allowed(case, wish, document, parameter, pinned))) {
        // Not pinned, or pinned to a reading that itself leaves an instant open, as where a local time comes twice.
        None | Some((_, None)) => {
            let witnesses = vec![Witness {
                entry: wish.to,
                grade: Grade::Harness,
                shows: seen.clone(),
            }];
            Assessment::Open {
                parameter: parameter.to_owned(),
                seen,
                witnesses,
            }
        }
        Some((pinned, Some(may))) if may == shown => {
            satisfied(wish.to, Grade::Harness, format!("{seen}, as `{parameter} = {pinned}` says"))
        }
        Some((pinned, Some(may))) => {
            let word = if may { "shown" } else { "refused" };
            let expected = format!("“{name}” is {word}, as the pinned reading `{parameter} = {pinned}` says");
            violated(expected, seen, vec![wish.from, wish.to])
        }
    }
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

/// What a reading says at the instant of the wish; none where it leaves that instant open.
fn allowed(case: &Case<'_>, wish: &Wish<'_>, document: &Document<'_>, parameter: &str, reading: &str) -> Option<bool> {
    match parameter {
        "timing.delay" => {
            let PatientRule::AfterDays(days) = document.rule else { return None };
            let instants = opens(document.published_at, days, reading);
            // A local time that comes twice leaves the reading itself open between the two.
            let (first, last) = (instants.iter().min()?, instants.iter().max()?);
            certain(wish, *last, true).or_else(|| certain(wish, *first, false))
        }
        "therlink.end" => {
            let patient = case.facts.person_with(document.patient_insz)?;
            let LinkState::Declared(Some(day)) = link(case.facts, wish.actor, patient, wish.from) else {
                return None;
            };
            let (exclusive, inclusive) = link_ends(day)?;
            let over = if reading == "inclusive" { inclusive } else { exclusive };
            certain(wish, over, true)
                .or_else(|| certain(wish, over, false))
                .map(|is_over| !is_over)
        }
        _ => None,
    }
}

/// Every instant at which a reading changes its word; none where the situation that it speaks of did not arise.
fn instants(case: &Case<'_>, wish: &Wish<'_>, document: &Document<'_>, parameter: &str) -> Vec<jiff::Timestamp> {
    match (parameter, document.rule) {
        ("timing.delay", PatientRule::AfterDays(days)) => readings(case, parameter)
            .iter()
            .flat_map(|reading| opens(document.published_at, days, reading))
            .collect(),
        ("therlink.end", _) => {
            let patient = case.facts.person_with(document.patient_insz);
            match patient.map(|patient| link(case.facts, wish.actor, patient, wish.from)) {
                Some(LinkState::Declared(Some(day))) => link_ends(day).map(|(one, other)| vec![one, other]).unwrap_or_default(),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Whether the wish lies wholly from `instant` on (`Some(true)`), or wholly before (`Some(false)`).
fn certain(wish: &Wish<'_>, instant: jiff::Timestamp, from_on: bool) -> Option<bool> {
    if from_on {
        (wish.at.0 >= instant).then_some(true)
    } else {
        (wish.at.1 < instant).then_some(false)
    }
}
