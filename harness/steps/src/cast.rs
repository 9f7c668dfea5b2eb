//! Who and when: read from all steps of a scenario before it begins, so that people and clock do not depend on the order
//! in which steps mention them.

use jiff::Timestamp;

use crate::{BoundStep, arguments::instant};

/// Where the clock stands when a scenario does not say.
const USUAL_INSTANT: &str = "2026-03-10 09:00";

/// Everybody whom the steps mention, with whether he is a doctor; in the order of their names.
pub(crate) fn mentioned(steps: &[BoundStep]) -> Vec<(String, bool)> {
    let mut names: Vec<(String, bool)> = steps
        .iter()
        .flat_map(|step| &step.spoken.arguments)
        .filter(|(place, _)| ["patient", "doctor", "person", "other"].contains(&place.as_str()))
        .filter(|(_, name)| name.chars().next().is_some_and(char::is_uppercase))
        .map(|(_, name)| (name.clone(), name.starts_with("Dr ")))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The instant at which the scenario begins.
pub(crate) fn beginning(steps: &[BoundStep]) -> Timestamp {
    let said = steps
        .iter()
        .find(|step| step.spoken.phrase == "time-is")
        .and_then(|step| step.spoken.arguments.get("instant"));
    said.and_then(|text| instant(text).ok())
        .unwrap_or_else(|| instant(USUAL_INSTANT).expect("a constant"))
}
