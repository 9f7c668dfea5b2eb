//! What a list names: documents by the references that their publisher gave them, patients by their national numbers.

use etalon_model::{Assessment, Grade, Intent};

use crate::{
    case::{Case, instead, not_exercised, satisfied, violated},
    facts::Wish,
};

/// Name under which recipes keep what a list shows.
const REFERENCES: &str = "references";

fn list<'a>(case: &Case<'a>) -> Option<&'a Wish<'a>> {
    case.last_wish(|wish| matches!(wish.intent, Intent::ListDocuments { .. }))
}

pub(crate) fn list_shows(case: &Case<'_>) -> Assessment {
    named(case, true)
}

pub(crate) fn list_hides(case: &Case<'_>) -> Assessment {
    named(case, false)
}

fn named(case: &Case<'_>, wanted: bool) -> Assessment {
    let name = case.text("document");
    let Some(wish) = list(case) else {
        return not_exercised("nobody asked for a list");
    };
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let expected = if wanted {
        format!("the list names “{name}” ({})", document.reference)
    } else {
        format!("the list does not name “{name}” ({})", document.reference)
    };
    if !wish.is_done() {
        return instead(wish, &expected);
    }
    let references = wish.shown(REFERENCES);
    let in_bytes = wish
        .exchanges(case.all)
        .iter()
        .any(|exchange| exchange.discloses(document.reference));
    let found = references.iter().any(|reference| reference == document.reference);
    match (wanted, found, in_bytes) {
        (true, true, _) => satisfied(
            wish.to,
            Grade::Harness,
            format!("{} among {} entries", document.reference, references.len()),
        ),
        (false, false, false) => satisfied(
            wish.to,
            Grade::Harness,
            format!("{} entries, none of them {}", references.len(), document.reference),
        ),
        (false, false, true) => violated(
            expected,
            "no entry for it, but its reference in the bytes of the page",
            vec![wish.from, wish.to],
        ),
        _ => violated(
            expected,
            format!("a list of {} entries: {}", references.len(), shortened(references)),
            vec![wish.from, wish.to],
        ),
    }
}

pub(crate) fn list_has_count(case: &Case<'_>) -> Assessment {
    let count = case.number("count");
    let Some(wish) = list(case) else {
        return not_exercised("nobody asked for a list");
    };
    let expected = format!("the list names exactly {count} documents");
    if !wish.is_done() {
        return instead(wish, &expected);
    }
    let mut references = wish.shown(REFERENCES).to_vec();
    let entries = references.len() as u64;
    references.sort();
    references.dedup();
    if entries == count && references.len() as u64 == count {
        return satisfied(wish.to, Grade::Harness, format!("{count} entries, all different"));
    }
    violated(
        expected,
        format!("{entries} entries, {} of them different", references.len()),
        vec![wish.from, wish.to],
    )
}

pub(crate) fn list_is_empty(case: &Case<'_>) -> Assessment {
    let Some(wish) = list(case) else {
        return not_exercised("nobody asked for a list");
    };
    let expected = "an ordinary answer with an empty list";
    if !wish.is_done() {
        return instead(wish, expected);
    }
    match wish.shown(REFERENCES) {
        [] => satisfied(wish.to, Grade::Harness, "a list without entries"),
        references => violated(
            expected,
            format!("{} entries: {}", references.len(), shortened(references)),
            vec![wish.from, wish.to],
        ),
    }
}

pub(crate) fn patient_list_shows(case: &Case<'_>) -> Assessment {
    patient_named(case, true)
}

pub(crate) fn patient_list_hides(case: &Case<'_>) -> Assessment {
    patient_named(case, false)
}

fn patient_named(case: &Case<'_>, wanted: bool) -> Assessment {
    let patient = case.text("patient");
    let Some(wish) = case.last_wish(|wish| matches!(wish.intent, Intent::ListPatients {})) else {
        return not_exercised("nobody asked for the list of patients");
    };
    let Some(insz) = case.facts.people.get(patient) else {
        return not_exercised(format!("nobody called {patient} plays a part"));
    };
    let word = if wanted { "names" } else { "does not name" };
    let expected = format!("the list of patients of {} {word} {patient} ({insz})", wish.actor);
    if !wish.is_done() {
        return instead(wish, &expected);
    }
    // Products write national numbers with and without their signs.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let patients = wish.shown("patients");
    let found = patients.iter().any(|number| digits(number) == digits(insz));
    if found == wanted {
        let word = if found { "among" } else { "not among" };
        return satisfied(wish.to, Grade::Harness, format!("{insz} {word} {} patients", patients.len()));
    }
    violated(
        expected,
        format!("a list of {} patients: {}", patients.len(), shortened(patients)),
        vec![wish.from, wish.to],
    )
}

fn shortened(references: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text = references.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if references.len() > SHOWN {
        text.push_str(", …");
    }
    text
}
