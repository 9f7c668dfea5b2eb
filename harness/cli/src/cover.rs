//! `cover`: requirement, scenarios, rules, defects; gaps first, each with its reason. `defects`: what can be made crooked.

use std::collections::{BTreeMap, BTreeSet};

use etalon_steps::{Planned, Specification};
use serde::Serialize;

use crate::{
    arguments::Format,
    exit::{Exit, Failure},
};

#[derive(Serialize)]
struct Row {
    id: String,
    area: String,
    basis: etalon_model::Basis,
    level: etalon_model::Level,
    scenarios: Vec<String>,
    rules: Vec<String>,
    defects: Vec<String>,
    not_tested_reason: Option<String>,
}

pub(crate) fn cover(format: Format) -> Result<Exit, Failure> {
    let specification = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?;
    let planned = specification.plan().map_err(|why| Failure::usage(why.to_string()))?;
    let mut scenarios: BTreeMap<&str, Vec<&Planned>> = BTreeMap::new();
    for scenario in &planned {
        for requirement in &scenario.opened.requirements {
            scenarios.entry(requirement).or_default().push(scenario);
        }
    }
    let mut rows: Vec<Row> = specification
        .catalogue
        .requirements
        .values()
        .map(|requirement| {
            let speaking = scenarios.get(requirement.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let mut rules: BTreeSet<String> = speaking.iter().flat_map(|scenario| scenario.rules()).map(str::to_owned).collect();
            let standing = etalon_rules::standing_rules()
                .iter()
                .filter(|(_, _, about)| about.contains(&requirement.id.as_str()));
            rules.extend(standing.map(|(id, _, _)| (*id).to_owned()));
            Row {
                id: requirement.id.clone(),
                area: requirement.area.clone(),
                basis: requirement.basis,
                level: requirement.level,
                scenarios: speaking.iter().map(|scenario| scenario.opened.identity.clone()).collect(),
                rules: rules.into_iter().collect(),
                defects: defects_of(&requirement.id),
                not_tested_reason: requirement.not_tested_reason.clone(),
            }
        })
        .collect();
    // Gaps first: without scenario and without reason, then those with a reason.
    rows.sort_by_key(|row| (!row.scenarios.is_empty(), row.not_tested_reason.is_some(), row.id.clone()));
    match format {
        Format::Json => println!("{}", serde_json::to_string(&rows).map_err(|why| Failure::bug(why.to_string()))?),
        Format::Text => print_rows(&rows),
    }
    Ok(Exit::Fine)
}

fn defects_of(requirement: &str) -> Vec<String> {
    etalon_reference_network::defects()
        .iter()
        .filter(|defect| defect.requirement == requirement)
        .map(|defect| defect.name.clone())
        .collect()
}

fn print_rows(rows: &[Row]) {
    let covered = rows.iter().filter(|row| !row.scenarios.is_empty()).count();
    for row in rows {
        match &row.not_tested_reason {
            Some(reason) if row.scenarios.is_empty() => println!("{:<24} not tested: {reason}", row.id),
            _ if row.scenarios.is_empty() => println!("{:<24} GAP: neither scenario nor reason", row.id),
            _ => println!(
                "{:<24} {} scenario(s), {} defect(s); rules: {}",
                row.id,
                row.scenarios.len(),
                row.defects.len(),
                row.rules.join(", ")
            ),
        }
    }
    println!("\n{covered} of {} requirements have scenarios.", rows.len());
}

pub(crate) fn defects(format: Format) -> Result<Exit, Failure> {
    let defects = etalon_reference_network::defects();
    match format {
        Format::Json => {
            let rows: Vec<_> = defects
                .iter()
                .map(|defect| serde_json::json!({ "name": defect.name, "requirement": defect.requirement, "breaks": defect.breaks }))
                .collect();
            println!("{}", serde_json::Value::from(rows));
        }
        Format::Text => defects
            .iter()
            .for_each(|defect| println!("{:<34} {:<22} {}", defect.name, defect.requirement, defect.breaks)),
    }
    Ok(Exit::Fine)
}
