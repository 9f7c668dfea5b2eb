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
    let Some(pinned) = case.grounds.parameters.get(parameter) else {
        let witnesses = vec![Witness {
            entry: wish.to,
            grade: Grade::Harness,
            shows: seen.clone(),
        }];
        return Assessment::Open {
            parameter: parameter.to_owned(),
            seen,
            witnesses,
        };
    };
    match allowed(case, wish, document, parameter, pinned) {
        None => not_exercised(format!("at that instant the readings of `{parameter}` do not differ")),
        Some(true) if shown => satisfied(wish.to, Grade::Harness, format!("{seen}, as `{parameter} = {pinned}` says")),
        Some(false) if !shown => satisfied(wish.to, Grade::Harness, format!("{seen}, as `{parameter} = {pinned}` says")),
        Some(may) => {
            let expected = format!(
                "“{name}” is {}, as the pinned reading `{parameter} = {pinned}` says",
                if may { "shown" } else { "refused" }
            );
            violated(expected, seen, vec![wish.from, wish.to])
        }
    }
}

/// What the pinned reading says at the instant of the wish; none where the instant itself is not certain enough.
fn allowed(case: &Case<'_>, wish: &Wish<'_>, document: &Document<'_>, parameter: &str, pinned: &str) -> Option<bool> {
    match parameter {
        "timing.delay" => {
            let PatientRule::AfterDays(days) = document.rule else { return None };
            let instants = opens(document.published_at, days, pinned);
            // A local time that comes twice leaves the pinned reading itself open between the two.
            let (first, last) = (instants.iter().min()?, instants.iter().max()?);
            certain(wish, *last, true).or_else(|| certain(wish, *first, false))
        }
        "therlink.end" => {
            let patient = case.facts.person_with(document.patient_insz)?;
            let LinkState::Declared(Some(day)) = link(case.facts, wish.actor, patient, wish.from) else {
                return None;
            };
            let (exclusive, inclusive) = link_ends(day)?;
            let over = if pinned == "inclusive" { inclusive } else { exclusive };
            certain(wish, over, true)
                .or_else(|| certain(wish, over, false))
                .map(|is_over| !is_over)
        }
        _ => None,
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
