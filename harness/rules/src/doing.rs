//! Whether something wanted was done, and what the product said beside: what can be set, what a SUMEHR lacks.

use etalon_model::{Assessment, Grade, Intent};

use crate::case::{Case, instead, not_exercised, satisfied, violated};

pub(crate) fn carried_out(case: &Case<'_>) -> Assessment {
    let Some(wish) = case.last_wish(|_| true) else {
        return not_exercised("nobody asked for anything");
    };
    if wish.is_done() {
        return satisfied(wish.to, Grade::Harness, wish.sentence());
    }
    instead(wish, &format!("{}'s wish to {} is carried out", wish.actor, wish.intent.words()))
}

pub(crate) fn manage_offers(case: &Case<'_>) -> Assessment {
    let choice = case.text("choice");
    let Some(wish) = case.last_wish(|wish| matches!(wish.intent, Intent::OpenManage { .. })) else {
        return not_exercised("nobody looked what can be set for a document");
    };
    let expected = format!("among what can be set is `{choice}`");
    if !wish.is_done() {
        return instead(wish, &expected);
    }
    let choices = wish.shown("choices");
    if choices.iter().any(|offered| offered.trim() == choice) {
        return satisfied(wish.to, Grade::Harness, format!("`{choice}` among {} choices", choices.len()));
    }
    violated(expected, offered("choices", choices), vec![wish.from, wish.to])
}

pub(crate) fn warned(case: &Case<'_>) -> Assessment {
    lacks(case, true)
}

pub(crate) fn not_warned(case: &Case<'_>) -> Assessment {
    lacks(case, false)
}

fn lacks(case: &Case<'_>, wanted: bool) -> Assessment {
    let item = case.text("item");
    let Some(wish) = case.last_wish(|wish| matches!(wish.intent, Intent::PublishSumehr { .. })) else {
        return not_exercised("nobody published a SUMEHR");
    };
    let word = if wanted { "is" } else { "is not" };
    let expected = format!("the SUMEHR is published, and {} {word} told that it lacks `{item}`", wish.actor);
    if !wish.is_done() {
        return instead(wish, &expected);
    }
    let warnings = wish.shown("warnings");
    let found = warnings.iter().any(|warning| warning.trim() == item);
    if found == wanted {
        return satisfied(wish.to, Grade::Harness, offered("warnings", warnings));
    }
    violated(expected, offered("warnings", warnings), vec![wish.from, wish.to])
}

fn offered(what: &str, names: &[String]) -> String {
    match names {
        [] => format!("no {what}"),
        names => format!("{what}: {}", names.join(", ")),
    }
}
