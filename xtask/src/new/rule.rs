//! The skeleton of a rule, to be read and copied: a rule is code, and no half rule is ever written into the tree.

use anyhow::{Result, bail};

use crate::new::is_identifier;

/// The row of the table and the function.
pub(crate) fn skeleton(id: &str, says: &str, arguments: &[String]) -> Result<String> {
    if !is_identifier(id) || !arguments.iter().all(|argument| is_identifier(argument)) {
        bail!("{id}: an identifier is lower-case words with dashes");
    }
    let function = id.replace('-', "_");
    let names: Vec<String> = arguments.iter().map(|argument| format!("{argument:?}")).collect();
    let read: String = arguments
        .iter()
        .map(|argument| format!("    let {} = case.text({argument:?});\n", argument.replace('-', "_")))
        .collect();
    Ok(format!(
        "A row of RULES in harness/rules/src/rule.rs:

    Rule {{
        id: {id:?},
        arguments: &[{}],
        says: {says:?},
        assess: FAMILY::{function},
    }},

The function, in the file of its family in harness/rules/src/:

pub(crate) fn {function}(case: &Case<'_>) -> Assessment {{
{read}    // 1. Did the situation arise? Without a witness: not_exercised(\"what was missing\").
    // 2. Does an entry show the contrary? violated(\"what is expected\", \"what was seen\", vec![its number]).
    // 3. Else satisfied(number, Grade::…, \"what the witness shows\").
}}
",
        names.join(", ")
    ))
}

pub(crate) fn next_steps(id: &str) -> Vec<String> {
    vec![
        "write the function; it sees the journal and nothing else".to_owned(),
        format!("name `{id}` among RULES in harness/steps/src/binding.rs, and let a Then phrase expect it"),
        "a journal that it accepts, one that it catches and an empty one, in harness/rules/tests/".to_owned(),
        "RULES_VERSION in harness/rules/src/lib.rs grows where a saved run may now be judged otherwise".to_owned(),
        "a defect that it catches: cargo xtask new defect NAME --requirement REQ-… --breaks '…'".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_skeleton_names_the_rule_and_its_arguments() {
        let text = skeleton("link-ended", "the link is over", &["doctor".to_owned()]).unwrap();
        for part in [
            "id: \"link-ended\"",
            "FAMILY::link_ended",
            "arguments: &[\"doctor\"]",
            "let doctor = case.text(\"doctor\");",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(skeleton("Link", "x", &[]).is_err());
    }
}
