//! What the product's own pages say of therapeutic links, of exclusions and of who consulted what.

use etalon_model::{Assessment, Grade, Intent};

use crate::case::{Case, instead, not_exercised, satisfied, violated};

pub(crate) fn links_in_force(case: &Case<'_>) -> Assessment {
    let (doctor, patient, count) = (case.text("doctor"), case.text("patient"), case.number("count"));
    let asked = case.last_look(|wish| {
        wish.actor == doctor && matches!(&wish.intent, Intent::ListTherapeuticLinks { patient: with } if with == patient)
    });
    let Some(wish) = asked else {
        return not_exercised(format!("{doctor} did not look at the links with {patient}"));
    };
    let expected = format!("{count} therapeutic link(s) in force between {doctor} and {patient}");
    if !wish.is_done() {
        // Where the patient is not even known, there is certainly no link.
        return match (&wish.outcome, count) {
            (Some(etalon_model::Outcome::Refused { shown, .. }), 0) => satisfied(wish.to, Grade::Adapter, format!("the refusal “{shown}”")),
            _ => instead(wish, &expected),
        };
    }
    let found = wish.shown("in-force").len() as u64;
    if found == count {
        return satisfied(wish.to, Grade::Adapter, format!("the system shows {found}"));
    }
    violated(expected, format!("the system shows {found}"), vec![wish.from, wish.to])
}

pub(crate) fn audit_names(case: &Case<'_>) -> Assessment {
    let (doctor, name) = (case.text("doctor"), case.text("document"));
    let Some(wish) = case.last_look(|wish| matches!(wish.intent, Intent::ReadAuditTrail {})) else {
        return not_exercised("nobody looked at the audit trail");
    };
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let expected = format!("the audit trail names {doctor} for “{name}”");
    if !wish.is_done() {
        return instead(wish, &expected);
    }
    let surname = doctor.trim_start_matches("Dr ");
    let rows = wish.shown("actors").iter().zip(wish.shown("documents"));
    let accepted_as = case.all.states("document-accepted").find_map(|(_, fields)| {
        let fits = fields.get("reference")?.as_str()? == document.reference;
        fits.then(|| fields.get("id")?.as_str())?
    });
    let is_about = |about: &str| stands_in(document.reference, about) || accepted_as.is_some_and(|id| stands_in(id, about));
    let named = rows.into_iter().any(|(actor, about)| stands_in(surname, actor) && is_about(about));
    if named {
        return satisfied(
            wish.to,
            Grade::Adapter,
            format!("an entry for {surname} and {}", document.reference),
        );
    }
    violated(
        expected,
        format!("{} entries, none of them that one", wish.shown("actors").len()),
        vec![wish.from, wish.to],
    )
}

pub(crate) fn excluded_listed(case: &Case<'_>) -> Assessment {
    excluded(case, true)
}

pub(crate) fn excluded_not_listed(case: &Case<'_>) -> Assessment {
    excluded(case, false)
}

fn excluded(case: &Case<'_>, wanted: bool) -> Assessment {
    let (patient, doctor) = (case.text("patient"), case.text("doctor"));
    let looked = case.last_look(|wish| matches!(&wish.intent, Intent::ListAuthorisations { patient: whose, .. } if whose == patient));
    let Some(wish) = looked else {
        return not_exercised(format!("nobody looked who may and may not open the record of {patient}"));
    };
    let word = if wanted { "names" } else { "does not name" };
    let expected = format!("the page of access authorisations of {patient} {word} {doctor} as excluded");
    if !wish.is_done() {
        return instead(wish, &expected);
    }
    let surname = doctor.trim_start_matches("Dr ");
    let insz = case.facts.people.get(doctor).copied().unwrap_or_default();
    let listed = wish.shown("excluded");
    let found = listed.iter().any(|name| stands_in(surname, name) || stands_in(insz, name));
    let seen = match listed {
        [] => "nobody is listed as excluded".to_owned(),
        names => format!("listed as excluded: {}", names.join(", ")),
    };
    if found == wanted {
        return satisfied(wish.to, Grade::Adapter, seen);
    }
    violated(expected, seen, vec![wish.from, wish.to])
}

/// Whether `text` holds `word` as a word of its own: document 17 is not named by an entry about document 117.
fn stands_in(word: &str, text: &str) -> bool {
    let goes_on = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text
            .match_indices(word)
            .any(|(at, _)| !goes_on(text[..at].chars().next_back()) && !goes_on(text[at + word.len()..].chars().next()))
}
