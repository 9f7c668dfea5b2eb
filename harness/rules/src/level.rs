//! Whom a portal lets in: exactly those who reached its minimum level at CSAM. Between the lowest and the highest reading of that minimum only
//! the one that the profile pins decides.

use etalon_model::{Assessment, Grade, Intent, Means, Outcome, Reason, Witness};
use serde_json::{Value, json};

use crate::{
    case::{Case, instead, not_exercised, violated},
    facts::Wish,
    login, refusal,
};

const PARAMETER: &str = "portal.minimum-level";

/// The level that a login came to at CSAM, and the entry that shows it.
struct Reached {
    level: u16,
    entry: u64,
    /// Whether CSAM offered the means at all, for what the portal asked.
    offered: bool,
}

pub(crate) fn let_in_by_level(case: &Case<'_>) -> Assessment {
    let person = case.text("person");
    let Some(wish) = case.last_wish(|wish| wish.actor == person && matches!(wish.intent, Intent::LogIn { .. })) else {
        return not_exercised(format!("{person} did not log in"));
    };
    let Intent::LogIn { means, .. } = wish.intent else {
        return not_exercised(format!("{person} did not log in"));
    };
    if !matches!(wish.outcome, Some(Outcome::Done { .. } | Outcome::Refused { .. })) {
        return instead(wish, &format!("{person} is let in, or refused for the level"));
    }
    let Some(reached) = reached(case, wish, means) else {
        return not_exercised(format!("CSAM answered no login of {person}"));
    };
    let Some((lowest, highest)) = readings(case) else {
        return not_exercised(format!("`{PARAMETER}` has no readings that are levels"));
    };
    let pinned = case.grounds.parameters.get(PARAMETER).and_then(|level| level.parse::<u16>().ok());
    let is_enough = if reached.level >= highest {
        true
    } else if reached.level < lowest {
        false
    } else {
        match pinned {
            Some(minimum) => reached.level >= minimum,
            None => return open(wish, &reached),
        }
    };
    match (is_enough, reached.offered) {
        (true, true) => login::logged_in(case),
        (true, false) => violated(
            format!("CSAM offers {}, whose level {} is enough", means.as_str(), reached.level),
            "the system asks CSAM for more, so that CSAM does not offer it",
            vec![wish.from, reached.entry],
        ),
        (false, _) => refusal::refused(&Case {
            all: case.all,
            here: case.here,
            facts: case.facts,
            arguments: &json!({ "reason": Reason::LevelTooLow.as_str() }),
            grounds: case.grounds,
        }),
    }
}

fn reached(case: &Case<'_>, wish: &Wish<'_>, means: Means) -> Option<Reached> {
    let during = case.all.between(wish.from, wish.to);
    if let Some((entry, fields)) = during.observations("code-issued").last() {
        let acr = fields.get("acr").and_then(Value::as_str).unwrap_or_default();
        return Some(Reached {
            // An answer that names no level of CSAM reaches none.
            level: acr.rsplit_once("Level").and_then(|(_, level)| level.parse().ok()).unwrap_or(0),
            entry: entry.number,
            offered: true,
        });
    }
    let (entry, fields) = during.observations("login-page-shown").last()?;
    let offered = fields.get("means").and_then(Value::as_array)?;
    let is_offered = offered.iter().any(|name| name.as_str() == Some(means.as_str()));
    (!is_offered).then_some(Reached {
        level: means.level(),
        entry: entry.number,
        offered: false,
    })
}

/// The lowest and the highest reading that the sources allow.
fn readings(case: &Case<'_>) -> Option<(u16, u16)> {
    let parameter = case.grounds.catalogue.parameters.get(PARAMETER)?;
    let levels: Vec<u16> = parameter.readings.iter().filter_map(|level| level.parse().ok()).collect();
    Some((*levels.iter().min()?, *levels.iter().max()?))
}

fn open(wish: &Wish<'_>, reached: &Reached) -> Assessment {
    let seen = format!(
        "{} with level {} at CSAM",
        if wish.is_done() { "let in" } else { "refused" },
        reached.level
    );
    Assessment::Open {
        parameter: PARAMETER.to_owned(),
        witnesses: vec![Witness {
            entry: reached.entry,
            grade: Grade::Nation,
            shows: seen.clone(),
        }],
        seen,
    }
}
