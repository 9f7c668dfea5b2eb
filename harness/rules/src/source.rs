//! What the nation saw: whether a hospital was asked for a document, how often, or to delete it; and what it tells of hospitals.

use etalon_journal::{Entry, Fields};
use etalon_model::{Assessment, Grade, Intent};
use serde_json::Value;

use crate::case::{Case, instead, not_exercised, satisfied, violated, without_answer};

fn asked<'a>(case: &Case<'a>) -> Result<(&'a str, Option<&'a Entry>), Assessment> {
    let name = case.text("document");
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return Err(not_exercised(format!("no document “{name}” was ever laid down at a hospital")));
    };
    let reference = document.reference;
    let about = |fields: &Fields| fields.get("reference").and_then(Value::as_str) == Some(reference);
    let fetch = case
        .here
        .observations("document-fetched")
        .chain(case.here.observations("fetch-refused"))
        .find(|(_, fields)| about(fields))
        .map(|(entry, _)| entry);
    Ok((name, fetch))
}

pub(crate) fn fetched(case: &Case<'_>) -> Assessment {
    match asked(case) {
        Err(missing) => missing,
        Ok((name, Some(entry))) => satisfied(entry.number, Grade::Nation, format!("the hospital was asked for “{name}”")),
        Ok((name, None)) => match case.last_wish(|_| true) {
            Some(wish) => {
                let expected = format!("the hospital is asked for “{name}”");
                without_answer(wish, &expected)
                    .unwrap_or_else(|| violated(expected, "no request for it at the hospital", vec![wish.from, wish.to]))
            }
            None => not_exercised("nobody asked for anything"),
        },
    }
}

pub(crate) fn not_fetched(case: &Case<'_>) -> Assessment {
    match asked(case) {
        Err(missing) => missing,
        Ok((name, Some(entry))) => violated(
            format!("the hospital is not asked for “{name}”"),
            "a request for it at the hospital",
            vec![entry.number],
        ),
        // The witness that the situation arose is the answer that the system gave.
        Ok((name, None)) => match case.last_wish(|_| true) {
            Some(wish) => {
                let shows = format!(
                    "no request for “{name}” reached the hospital while {} was answered",
                    wish.intent.name()
                );
                without_answer(wish, &format!("an ordinary answer without the hospital being asked for “{name}”"))
                    .unwrap_or_else(|| satisfied(wish.to, Grade::Nation, shows))
            }
            None => not_exercised("nobody asked for anything"),
        },
    }
}

pub(crate) fn fetched_times(case: &Case<'_>) -> Assessment {
    let (name, count) = (case.text("document"), case.number("count"));
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let Some(wish) = case.last_wish(|_| true) else {
        return not_exercised("nobody asked for anything");
    };
    let is_it = |fields: &Fields| {
        let is_attachment = fields.get("attachment").is_some_and(|number| !number.is_null());
        fields.get("reference").and_then(Value::as_str) == Some(document.reference) && !is_attachment
    };
    let fetches: Vec<u64> = case
        .here
        .observations("document-fetched")
        .filter(|(_, fields)| is_it(fields))
        .map(|(entry, _)| entry.number)
        .collect();
    let expected = format!("the hospital hands “{name}” over {count} time(s)");
    let found = fetches.len() as u64;
    // What was fetched too often was so whatever came of it; what was fetched too seldom may still have been under way.
    if found <= count
        && let Some(without) = without_answer(wish, &expected)
    {
        return without;
    }
    if found == count {
        let entry = fetches.last().copied().unwrap_or(wish.to);
        return satisfied(entry, Grade::Nation, format!("the hospital handed “{name}” over {found} time(s)"));
    }
    let entries = if fetches.is_empty() { vec![wish.from, wish.to] } else { fetches };
    violated(expected, format!("it was handed over {found} time(s)"), entries)
}

pub(crate) fn source_kept(case: &Case<'_>) -> Assessment {
    let name = case.text("document");
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let until_here = case.all.between(1, case.here.last());
    let expected = format!("“{name}” stays at its hospital while the reference to it is deleted");
    let asked = until_here
        .observations("delete-asked")
        .find(|(_, fields)| fields.get("reference").and_then(Value::as_str) == Some(document.reference));
    if let Some((entry, _)) = asked {
        return violated(expected, "the hospital was asked to delete the document itself", vec![entry.number]);
    }
    let processes = |intent: &Intent| matches!(intent, Intent::ProcessDeletion { document } if document == name);
    let processed = case
        .facts
        .wishes
        .iter()
        .rfind(|wish| wish.from <= case.here.last() && processes(&wish.intent));
    match processed {
        None => not_exercised(format!("nobody processed the deletion of the reference to “{name}”")),
        Some(wish) if !wish.is_done() => instead(wish, &expected),
        Some(wish) => satisfied(
            wish.to,
            Grade::Nation,
            format!("the deletion was processed, and no request to delete “{name}” reached the hospital"),
        ),
    }
}

pub(crate) fn taken(case: &Case<'_>) -> Assessment {
    publication_answered(case, true)
}

/// What the network does with this document shows something only where it takes others.
pub(crate) fn not_taken(case: &Case<'_>) -> Assessment {
    if case.all.between(1, case.here.last()).states("document-accepted").next().is_none() {
        return not_exercised("the network took no document at all: what it does with this one shows nothing");
    }
    publication_answered(case, false)
}

fn publication_answered(case: &Case<'_>, wanted: bool) -> Assessment {
    let name = case.text("document");
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let about = |fields: &Fields| fields.get("reference").and_then(Value::as_str) == Some(document.reference);
    let answers = case.all.between(1, case.here.last());
    let Some((entry, fields)) = answers.states("document-answered").filter(|(_, fields)| about(fields)).last() else {
        return not_exercised(format!("“{name}” was not offered to the network"));
    };
    let says = |taken: bool| {
        let word = if taken { "takes" } else { "does not take" };
        format!("the network {word} “{name}”")
    };
    let Some(status) = fields.get("status").and_then(Value::as_u64) else {
        return not_exercised(format!("the network did not answer the publication of “{name}”"));
    };
    let taken = match status {
        // Somebody at the network may look at it first: that shows neither.
        202 => return not_exercised(format!("the network will look at “{name}” later (status 202)")),
        200..300 => true,
        400..500 => false,
        _ => {
            return violated(
                says(wanted),
                format!("status {status}, which is no answer to it"),
                vec![entry.number],
            );
        }
    };
    let seen = format!("{}, by status {status}", says(taken));
    if taken == wanted {
        satisfied(entry.number, Grade::Nation, seen)
    } else {
        violated(says(wanted), seen, vec![entry.number])
    }
}

pub(crate) fn precedence_listed(case: &Case<'_>) -> Assessment {
    precedence(case, true)
}

pub(crate) fn precedence_not_listed(case: &Case<'_>) -> Assessment {
    precedence(case, false)
}

fn precedence(case: &Case<'_>, wanted: bool) -> Assessment {
    let (hospital, quarter) = (case.text("hospital"), case.text("quarter"));
    let text = |fields: &'_ Value, name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let list = case
        .all
        .between(1, case.here.last())
        .states("precedence-list")
        .filter(|(_, fields)| fields.get("quarter").and_then(Value::as_str) == Some(quarter))
        .last();
    let Some((entry, fields)) = list else {
        return not_exercised(format!("nobody asked which hospitals publish precedence in {quarter}"));
    };
    let rows = fields
        .get("hospitals")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let is_listed = rows.iter().any(|row| {
        let publishes = row.get("publishes_precedence").and_then(Value::as_bool).unwrap_or_default();
        // Quarters such as 2025-Q3 sort as they follow each other.
        let since = text(row, "since").is_none_or(|since| since.as_str() <= quarter);
        text(row, "name").as_deref() == Some(hospital) && publishes && since
    });
    let word = |listed: bool| if listed { "names" } else { "does not name" };
    let says = |listed: bool| format!("the list of {quarter} {} {hospital} as publishing precedence", word(listed));
    if is_listed == wanted {
        return satisfied(entry.number, Grade::Nation, says(is_listed));
    }
    violated(says(wanted), says(is_listed), vec![entry.number])
}
