//! Features made large: the same scenarios under new identities, to see what a scenario costs among many.

use anyhow::{Result, bail};

/// `count` scenarios made of those of `feature`, which has no outline: whole copies, as many as are needed, and then the first ones.
pub(crate) fn repeated(feature: &str, count: usize) -> Result<String> {
    let (head, scenarios) = parts(feature)?;
    let mut text = head;
    for number in 0..count {
        let scenario = &scenarios[number % scenarios.len()];
        text.push_str(&scenario.replace("@case-", &format!("@case-{number}-")));
        text.push('\n');
    }
    Ok(text)
}

/// Everything before the first scenario's tags, and each scenario with its tags.
fn parts(feature: &str) -> Result<(String, Vec<String>)> {
    if feature.contains("Scenario Outline:") || feature.contains("Background:") {
        bail!("only features of plain scenarios can be repeated");
    }
    let mut head = String::new();
    let mut scenarios: Vec<String> = Vec::new();
    for line in feature.lines() {
        if line.trim_start().starts_with('@') {
            scenarios.push(String::new());
        }
        let part = scenarios.last_mut().unwrap_or(&mut head);
        part.push_str(line);
        part.push('\n');
    }
    if scenarios.is_empty() {
        bail!("the feature has no scenario with tags");
    }
    Ok((head, scenarios))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const FEATURE: &str = "Feature: F\n  Of a source.\n\n  @REQ-A-001 @case-a\n  Scenario: A\n    Given x\n\n  @REQ-A-001 @case-b\n  Scenario: B\n    Given y\n";

    #[test]
    fn a_feature_is_repeated_under_new_identities() {
        let text = repeated(FEATURE, 3).unwrap();
        assert!(text.starts_with("Feature: F\n  Of a source.\n"));
        assert_eq!(text.matches("Scenario:").count(), 3);
        for identity in ["@case-0-a", "@case-1-b", "@case-2-a"] {
            assert_eq!(text.matches(identity).count(), 1, "{identity}");
        }
        assert_eq!(text.matches("@REQ-A-001").count(), 3);
    }

    #[test]
    fn outlines_and_features_without_scenarios_are_refused() {
        assert!(repeated("Feature: F\n\n  @case-a\n  Scenario Outline: A\n", 2).is_err());
        assert!(repeated("Feature: F\n", 2).is_err());
    }
}
