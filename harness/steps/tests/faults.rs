//! The catalogue of faults and the scenarios that ask for them hold together: each fault is tried, under the requirement it speaks for.
#![allow(clippy::unwrap_used)]

mod spoken;

use std::collections::{BTreeMap, BTreeSet};

use etalon_nation::{Fault, faults};
use etalon_steps::Planned;
use spoken::specification;

/// The faults that a scenario asks for.
fn asked(scenario: &Planned) -> impl Iterator<Item = &'static Fault> {
    let steps = scenario.steps.iter().filter(|step| step.spoken.phrase == "csam-fault");
    steps.map(|step| Fault::by_id(&step.spoken.arguments["fault"]).unwrap())
}

#[test]
fn every_fault_is_asked_for_by_a_scenario_under_its_own_requirement() {
    let planned = specification().plan().unwrap();
    let mut tried: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for scenario in &planned {
        for fault in asked(scenario) {
            tried
                .entry(&fault.id)
                .or_default()
                .extend(scenario.opened.requirements.iter().cloned());
        }
    }
    let missing: Vec<String> = faults()
        .iter()
        .filter_map(|fault| match tried.get(fault.id.as_str()) {
            None => Some(format!("no scenario asks for `{}`", fault.id)),
            Some(requirements) => {
                let own = fault.requirement.as_ref()?;
                (!requirements.contains(own)).then(|| format!("`{}` speaks for {own}, its scenarios for {requirements:?}", fault.id))
            }
        })
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_scenario_with_a_fault_is_known_by_it_and_needs_nothing_but_logins_and_pages() {
    for scenario in specification().plan().unwrap() {
        let Some(fault) = asked(&scenario).next() else { continue };
        let identity = &scenario.opened.identity;
        assert!(
            identity.ends_with(&format!("/{}", fault.id)),
            "{identity}: the row's key is not `{}`",
            fault.id
        );
        assert!(scenario.opened.tags.iter().any(|tag| tag == "national-login"), "{identity}");
        // A bare relying party has no documents, consents or links, and perhaps no clock that can be moved.
        for step in &scenario.steps {
            let allowed = [
                "csam-fault",
                "tries-login",
                "hostile-login-refused",
                "hostile-login-refused-because",
                "login-accepted-despite",
                "login-unavailable",
            ];
            assert!(
                allowed.contains(&step.spoken.phrase.as_str()),
                "{identity}: `{}` needs more",
                step.spoken.phrase
            );
        }
    }
}
