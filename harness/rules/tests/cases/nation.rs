//! Journals about how often a hospital was asked, whether it keeps its documents, which hospitals publish precedence; and about lists of
//! patients.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
    let times = |count: u64| json!({ "document": LETTER, "count": count });
    let letter = || json!({ "document": LETTER });
    let listed = || json!({ "hospital": "North Hospital", "quarter": "2026-Q1" });
    let marie = || json!({ "patient": PATIENT });
    vec![
        case("fetched-times", Accepted, "once, and its attachment too", times(1), |story| {
            story.letter().login(DOCTOR).wants(DOCTOR, read());
            story
                .observed("document-fetched", json!({ "reference": REFERENCE, "attachment": null }))
                .observed("document-fetched", json!({ "reference": REFERENCE, "attachment": 0 }))
                .gets(done());
        }),
        case("fetched-times", Accepted, "not at all", times(0), |story| {
            story.letter().wants(DOCTOR, read()).gets(refused(None));
        }),
        case("fetched-times", Caught, "twice", times(1), |story| {
            story.letter().login(DOCTOR).wants(DOCTOR, read());
            let fetch = json!({ "reference": REFERENCE, "attachment": null });
            story
                .observed("document-fetched", fetch.clone())
                .observed("document-fetched", fetch)
                .gets(done());
        }),
        case(
            "fetched-times",
            Caught,
            "too often by a system that then fell silent",
            times(0),
            |story| {
                story.letter().login(DOCTOR).wants(DOCTOR, read());
                story
                    .observed("document-fetched", json!({ "reference": REFERENCE }))
                    .gets(no_answer());
            },
        ),
        case("fetched-times", Caught, "another document in its place", times(1), |story| {
            story.letter().login(DOCTOR).wants(DOCTOR, read());
            story.observed("document-fetched", json!({ "reference": "EXS-0002" })).gets(done());
        }),
        case("fetched-times", NotExercised, "nobody asked", times(0), |story| {
            story.letter();
        }),
        case("fetched-times", NotExercised, "the system is silent", times(0), |story| {
            story.letter().wants(DOCTOR, read()).gets(no_answer());
        }),
        case("source-kept", Accepted, "only the reference went", letter(), |story| {
            story.letter().does(DOCTOR, ask_deletion()).does(OFFICE, process_deletion());
        }),
        case("source-kept", Caught, "the hospital was asked to delete it", letter(), |story| {
            story.letter().wants(OFFICE, process_deletion());
            story.observed("delete-asked", json!({ "reference": REFERENCE })).gets(done());
        }),
        case(
            "source-kept",
            Caught,
            "it was asked by a system that then fell silent",
            letter(),
            |story| {
                story.letter().wants(OFFICE, process_deletion());
                story.observed("delete-asked", json!({ "reference": REFERENCE })).gets(no_answer());
            },
        ),
        case("source-kept", Caught, "the office cannot process it", letter(), |story| {
            story.letter().wants(OFFICE, process_deletion()).gets(refused(None));
        }),
        case("source-kept", NotExercised, "it was only asked for", letter(), |story| {
            story.letter().does(DOCTOR, ask_deletion());
        }),
        case("source-kept", NotExercised, "there is no such document", letter(), |story| {
            story.does(OFFICE, process_deletion());
        }),
        case("precedence-listed", Accepted, "since an earlier quarter", listed(), |story| {
            story.state("precedence-list", list("2026-Q1", true, "2025-Q3"));
        }),
        case("precedence-listed", Caught, "only from a later quarter on", listed(), |story| {
            story.state("precedence-list", list("2026-Q1", true, "2026-Q2"));
        }),
        case("precedence-listed", Caught, "named as one that does not", listed(), |story| {
            story.state("precedence-list", list("2026-Q1", false, "2025-Q3"));
        }),
        case(
            "precedence-listed",
            NotExercised,
            "somebody asked for another quarter",
            listed(),
            |story| {
                story.state("precedence-list", list("2025-Q4", true, "2025-Q3"));
            },
        ),
        case("precedence-not-listed", Accepted, "the list has others only", listed(), |story| {
            let others = json!([{ "name": "South Clinic", "publishes_precedence": true, "since": "2025-Q3" }]);
            story.state("precedence-list", json!({ "quarter": "2026-Q1", "hospitals": others }));
        }),
        case("precedence-not-listed", Caught, "the list names it", listed(), |story| {
            story.state("precedence-list", list("2026-Q1", true, "2026-Q1"));
        }),
        case("precedence-not-listed", NotExercised, "nobody asked", listed(), |_| {}),
        case("patient-list-shows", Accepted, "written with its signs", marie(), |story| {
            story.wants(DOCTOR, patients()).gets(shows(&[("patients", &["64.06.26-000.24"])]));
        }),
        case("patient-list-shows", Caught, "only other patients", marie(), |story| {
            story.wants(DOCTOR, patients()).gets(shows(&[("patients", &["70020299922"])]));
        }),
        case("patient-list-shows", Caught, "the list is refused", marie(), |story| {
            story.wants(DOCTOR, patients()).gets(refused(None));
        }),
        case("patient-list-shows", NotExercised, "nobody asked for the list", marie(), |_| {}),
        case(
            "patient-list-shows",
            NotExercised,
            "nobody bears that name",
            json!({ "patient": "Zoé" }),
            |story| {
                story.wants(DOCTOR, patients()).gets(done());
            },
        ),
        case("patient-list-hides", Accepted, "an empty list", marie(), |story| {
            story.wants(DOCTOR, patients()).gets(done());
        }),
        case("patient-list-hides", Caught, "the patient is there", marie(), |story| {
            story
                .wants(DOCTOR, patients())
                .gets(shows(&[("patients", &["70020299922", "64062600024"])]));
        }),
        case("patient-list-hides", Caught, "the list crashes", marie(), |story| {
            story.wants(DOCTOR, patients()).gets(crashed());
        }),
        case("patient-list-hides", NotExercised, "nobody asked for the list", marie(), |_| {}),
    ]
}

fn list(quarter: &str, publishes: bool, since: &str) -> serde_json::Value {
    let hospitals = json!([{ "name": "North Hospital", "publishes_precedence": publishes, "since": since }]);
    json!({ "quarter": quarter, "hospitals": hospitals })
}

fn patients() -> Intent {
    Intent::ListPatients {}
}
