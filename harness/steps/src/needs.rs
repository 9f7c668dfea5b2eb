//! What a scenario needs that not every isolation can give: whatever is about the whole service, or about its time, cannot be done for one
//! scenario beside others.

use etalon_model::{Isolation, Profile, Trigger};
use etalon_nation::{Fault, Step};

use crate::{BoundStep, Planned};

/// Phrases that move the clocks.
const MOVES_TIME: [&str; 3] = ["time-is", "time-becomes", "session-idle"];
/// Phrases by which a hospital changes for everybody who has to do with it.
const CHANGES_HOSPITAL: [&str; 8] = [
    "hospital-down",
    "hospital-back",
    "hospital-type-immediate",
    "hospital-type-after-days",
    "hospital-type-never",
    "hospital-type-releasable",
    "hospital-not-opted-in",
    "hospital-opts-in",
];
/// Phrases about what a hospital, or all of them, publish: lists that name everybody's.
const LISTS_EVERYBODY: [&str; 2] = ["precedence-listed", "precedence-not-listed"];
/// The phrase in which somebody gives a login up.
const GIVES_UP: &str = "cancels-login";
/// The phrase that asks for a fault.
const ASKS_FAULT: &str = "csam-fault";

impl Planned {
    /// Why the scenario cannot be played with the isolation that `profile` says, where it cannot.
    #[must_use]
    pub fn needs_isolation(&self, profile: &Profile) -> Option<String> {
        if profile.isolation != Isolation::Person {
            return None;
        }
        let why = self.steps.iter().find_map(|step| about_everybody(step, profile))?;
        Some(format!(
            "needs isolation `realm` or `exclusive`: {why}, and by its profile all scenarios share the system"
        ))
    }
}

/// Whether any step says what time it is, so that clocks have to be set.
pub(crate) fn moves_time(steps: &[BoundStep]) -> bool {
    steps.iter().any(|step| MOVES_TIME.contains(&step.spoken.phrase.as_str()))
}

/// In which way a step is about everybody.
fn about_everybody(step: &BoundStep, profile: &Profile) -> Option<&'static str> {
    let phrase = step.spoken.phrase.as_str();
    if MOVES_TIME.contains(&phrase) {
        return Some("it says what time it is");
    }
    if CHANGES_HOSPITAL.contains(&phrase) {
        return Some("it changes a hospital for everybody");
    }
    if LISTS_EVERYBODY.contains(&phrase) {
        return Some("it asks for a list of what everybody publishes");
    }
    let is_by_adapter = profile
        .trigger_of("LogIn", Some("any"))
        .is_none_or(|trigger| *trigger == Trigger::Http);
    if phrase == GIVES_UP && profile.adapter.is_some() && is_by_adapter {
        return Some("nobody can say whose login an adapter gives up");
    }
    let fault = step.spoken.arguments.get("fault").filter(|_| phrase == ASKS_FAULT)?;
    match Fault::by_id(fault)?.step {
        Step::Discovery => Some("it changes what CSAM says about itself, to everybody"),
        Step::Jwks => Some("it changes the keys that CSAM publishes, for everybody"),
        _ => None,
    }
}
