//! What the hospital saw: whether it was asked for a document.

use etalon_journal::{Entry, Fields};
use etalon_model::{Assessment, Grade};

use crate::rule::{Case, not_exercised, satisfied, violated, without_answer};

fn asked<'a>(case: &Case<'a>) -> Result<(&'a str, Option<&'a Entry>), Assessment> {
    let name = case.text("document");
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return Err(not_exercised(format!("no document “{name}” was ever laid down at a hospital")));
    };
    let reference = document.reference;
    let about = |fields: &Fields| fields.get("reference").and_then(serde_json::Value::as_str) == Some(reference);
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
