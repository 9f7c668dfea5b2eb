//! Who told a witness: what came through an adapter is the product's own word, whatever a rule takes it for.

use etalon_journal::{Entry, Event, JournalSlice};
use etalon_model::{Assessment, Grade};

/// The authority under which exchanges with adapters are written down.
const ADAPTER: &str = "adapter";

/// `assessment`, with no witness graded better than the way by which we know of it.
pub(crate) fn graded(all: JournalSlice<'_>, mut assessment: Assessment) -> Assessment {
    if let Assessment::Satisfied { witnesses } | Assessment::Open { witnesses, .. } = &mut assessment {
        for witness in witnesses {
            if all.get(witness.entry).is_some_and(is_told_by_adapter) {
                witness.grade = witness.grade.min(Grade::Adapter);
            }
        }
    }
    assessment
}

fn is_told_by_adapter(entry: &Entry) -> bool {
    match &entry.event {
        Event::Outcome { outcome, .. } => outcome.get("witness").is_some_and(|witness| witness == ADAPTER),
        _ => entry.authority == ADAPTER,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use etalon_model::Witness;
    use serde_json::{Value, json};

    use super::*;

    fn entry(number: u64, authority: &str, outcome: Value) -> Arc<Entry> {
        Arc::new(Entry {
            realm: "r".to_owned(),
            number,
            scenario: None,
            during: None,
            authority: authority.to_owned(),
            at: "2026-03-10T08:00:00Z".parse().unwrap(),
            wall: "2026-03-10T08:00:00Z".parse().unwrap(),
            event: Event::Outcome { to: 1, outcome },
        })
    }

    #[test]
    fn what_an_adapter_told_is_no_better_than_its_word() {
        let entries = [
            entry(1, "harness", json!({"outcome": "done"})),
            entry(2, "harness", json!({"outcome": "done", "witness": "adapter"})),
        ];
        let witness = |entry, grade| Witness {
            entry,
            grade,
            shows: String::new(),
        };
        let witnesses = vec![
            witness(1, Grade::Harness),
            witness(2, Grade::Harness),
            witness(2, Grade::Attested),
            witness(9, Grade::Nation),
        ];
        let Assessment::Satisfied { witnesses } = graded(JournalSlice::of(&entries), Assessment::Satisfied { witnesses }) else {
            panic!("it stays what it is")
        };
        let grades: Vec<Grade> = witnesses.iter().map(|witness| witness.grade).collect();
        assert_eq!(grades, [Grade::Harness, Grade::Adapter, Grade::Attested, Grade::Nation]);
    }
}
