//! A requirement has scenarios or a reason why not: never both, never neither.

use anyhow::Result;

use crate::{
    etalon::Covered,
    project::Project,
    texts::{Problem, line_of},
};

/// Where the requirements stand.
pub(crate) const REQUIREMENTS: &str = "features/requirements/";

/// Requirements that have both or neither.
pub(crate) fn wrong(project: &Project, rows: &[Covered]) -> Result<Vec<Problem>> {
    let mut texts = Vec::new();
    for path in project.files()?.into_iter().filter(|path| path.starts_with(REQUIREMENTS)) {
        let text = project.read(&path)?;
        texts.push((path, text));
    }
    Ok(both_or_neither(rows, |id| {
        let declared = format!("id = \"{id}\"");
        texts
            .iter()
            .find_map(|(path, text)| Some((path.clone(), line_of(text, text.find(&declared)?))))
            .unwrap_or((REQUIREMENTS.to_owned(), 1))
    }))
}

fn both_or_neither(rows: &[Covered], place: impl Fn(&str) -> (String, usize)) -> Vec<Problem> {
    rows.iter()
        .filter_map(|row| {
            let reason = row.not_tested_reason.as_deref().map(str::trim);
            let (what, remedy) = match (row.scenarios.is_empty(), reason) {
                (true, None | Some("")) => (
                    "has neither a scenario nor a reason",
                    "write a scenario with its tag, or a not_tested_reason",
                ),
                (false, Some(_)) => ("has scenarios and a reason why it has none", "take the not_tested_reason away"),
                _ => return None,
            };
            let (file, line) = place(&row.id);
            Some(Problem::new(&file, line, format!("{} {what}", row.id), remedy))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_or_a_reason_never_both_never_neither() {
        for (scenarios, reason, fine) in [
            (1, None, true),
            (0, Some("no card yet"), true),
            (0, None, false),
            (1, Some("x"), false),
            (0, Some(" "), false),
        ] {
            let row = Covered {
                id: "REQ-X-001".to_owned(),
                scenarios: vec!["case-x".to_owned(); scenarios],
                not_tested_reason: reason.map(str::to_owned),
            };
            let found = both_or_neither(&[row], |_| ("a.toml".to_owned(), 7));
            assert_eq!(found.is_empty(), fine, "{scenarios} scenarios, reason {reason:?}");
        }
    }
}
