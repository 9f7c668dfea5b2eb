//! The counts.

use etalon_evidence::{Summary, summary};
use etalon_model::Verdict;
use serde_json::json;

use crate::told_run::told_run;

#[test]
fn every_scenario_is_counted_once_and_every_kind_is_spelled_out() {
    let run = told_run();
    let counts = summary(&run.account());
    let value = serde_json::to_value(&counts).unwrap();
    let wanted = json!({ "conformant": 3, "non-conformant": 2, "advisory": 1, "not-applicable": 1, "unspecified": 1, "inconclusive": 1 });
    assert_eq!(value["verdicts"], wanted);
    let judged: usize = Verdict::ALL.into_iter().map(|verdict| counts.verdicts.of(verdict)).sum();
    assert_eq!((counts.scenarios, judged, counts.not_run), (25, 9, 17));
    assert_eq!(value["requirements"], json!({ "covered": 3, "total": 4 }));
    assert_eq!(value["capabilities"][2]["name"], "web-application");
    assert_eq!(value["capabilities"][2]["not_run"], 2);
    assert_eq!(value["profile"], "reference-network");
    assert_eq!(value["partial"], false);
    assert_eq!(value["scenario"][0]["weakest"], "harness");
    assert_eq!(value["scenario"][0]["violated"], json!(["nothing-disclosed"]));
    assert_eq!(serde_json::from_value::<Summary>(value).unwrap(), counts);
}
