//! Logins: what the product made of them, and what CSAM saw.

use etalon_model::{Assessment, Grade, Intent, Outcome, Witness};
use serde_json::Value;

use crate::case::{Case, instead, not_exercised, satisfied, violated};

pub(crate) fn logged_in(case: &Case<'_>) -> Assessment {
    let person = case.text("person");
    let Some(wish) = case.last_wish(|wish| wish.actor == person && matches!(wish.intent, Intent::LogIn { .. })) else {
        return not_exercised(format!("{person} did not log in"));
    };
    if !wish.is_done() {
        return instead(wish, &format!("{person} is logged in"));
    }
    let vouched = case.all.between(wish.from, wish.to).observations("userinfo-answered").last();
    match vouched {
        Some((entry, _)) => Assessment::Satisfied {
            witnesses: vec![
                Witness {
                    entry: wish.to,
                    grade: Grade::Harness,
                    shows: "the page of the person who is logged in".to_owned(),
                },
                Witness {
                    entry: entry.number,
                    grade: Grade::Nation,
                    shows: "CSAM was asked who the person is, and said so".to_owned(),
                },
            ],
        },
        None => violated(
            format!("{person} is logged in by CSAM's word"),
            "a session without CSAM having been asked who the person is",
            vec![wish.from, wish.to],
        ),
    }
}

pub(crate) fn not_logged_in(case: &Case<'_>) -> Assessment {
    let person = case.text("person");
    let expected = format!("{person} has no session");
    let Some(probe) = case.last_look(|wish| wish.actor == person && matches!(wish.intent, Intent::OpenPage { .. })) else {
        return not_exercised(format!("nobody looked whether {person} has a session"));
    };
    match &probe.outcome {
        Some(Outcome::LoginDemanded {}) => satisfied(probe.to, Grade::Harness, "the person's own page demands a login"),
        Some(Outcome::Refused { shown, .. }) => satisfied(probe.to, Grade::Harness, format!("the person's own page is refused: “{shown}”")),
        Some(Outcome::Done { .. }) => violated(expected, "the person's own page opens", vec![probe.from, probe.to]),
        _ => instead(probe, &expected),
    }
}

/// The means on CSAM's page, the last time it was shown here.
fn offered<'a>(case: &Case<'a>) -> Result<(u64, Vec<&'a str>), Assessment> {
    let Some((entry, fields)) = case.here.observations("login-page-shown").last() else {
        return Err(not_exercised("CSAM's page was not shown"));
    };
    let means = fields.get("means").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Ok((entry.number, means.iter().filter_map(Value::as_str).collect()))
}

pub(crate) fn means_offered(case: &Case<'_>) -> Assessment {
    let wanted = case.text("means");
    match offered(case) {
        Err(missing) => missing,
        Ok((entry, means)) if means.contains(&wanted) => satisfied(entry, Grade::Nation, format!("CSAM offered {}", means.join(", "))),
        Ok((entry, means)) => violated(
            format!("CSAM offers {wanted} for the level that the system asks"),
            format!("CSAM offered {}", means.join(", ")),
            vec![entry],
        ),
    }
}

pub(crate) fn means_not_offered(case: &Case<'_>) -> Assessment {
    let wanted = case.text("means");
    match offered(case) {
        Err(missing) => missing,
        Ok((entry, means)) if means.contains(&wanted) => violated(
            format!("CSAM does not offer {wanted} for the level that the system asks"),
            format!("CSAM offered {}", means.join(", ")),
            vec![entry],
        ),
        Ok((entry, means)) => satisfied(entry, Grade::Nation, format!("CSAM offered {}", means.join(", "))),
    }
}
