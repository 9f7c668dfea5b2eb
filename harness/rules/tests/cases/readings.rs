//! Journals at instants that only a pinned reading decides.

use super::prelude::*;

/// Under `timing.delay = calendar`, `therlink.end = exclusive`, `sumehr.setting-reach = all`, `sumehr.precedence = document` and
/// `network.professions = physician`.
pub(crate) fn cases() -> Vec<Case> {
    let delay = || json!({ "document": LETTER, "parameter": "timing.delay" });
    let end = || json!({ "document": LETTER, "parameter": "therlink.end" });
    vec![
        case(
            "by-reading",
            Accepted,
            "refused a second before the pinned reading opens",
            delay(),
            |story| {
                story
                    .at("2026-03-10T10:00:00+01:00")
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("after-days", Some(30))
                    .at("2026-04-09T09:59:59+02:00");
                story.wants(PATIENT, read_as_patient()).sees(PATIENT, "no").gets(refused(None));
            },
        ),
        case(
            "by-reading",
            Accepted,
            "shown at the second at which the pinned reading opens",
            delay(),
            |story| {
                story
                    .at("2026-03-10T10:00:00+01:00")
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("after-days", Some(30));
                story
                    .at("2026-04-09T10:00:00+02:00")
                    .wants(PATIENT, read_as_patient())
                    .sees(PATIENT, CANARY)
                    .gets(done());
            },
        ),
        case("by-reading", Caught, "shown before the pinned reading opens", delay(), |story| {
            story
                .at("2026-03-10T10:00:00+01:00")
                .does(PATIENT, consent(Role::Patient))
                .letter_ruled("after-days", Some(30));
            story
                .at("2026-04-09T09:59:59+02:00")
                .wants(PATIENT, read_as_patient())
                .sees(PATIENT, CANARY)
                .gets(done());
        }),
        case("by-reading", Caught, "refused after the pinned reading opened", delay(), |story| {
            story
                .at("2026-03-10T10:00:00+01:00")
                .does(PATIENT, consent(Role::Patient))
                .letter_ruled("after-days", Some(30));
            story
                .at("2026-04-09T10:00:00+02:00")
                .wants(PATIENT, read_as_patient())
                .sees(PATIENT, "no")
                .gets(refused(None));
        }),
        case(
            "by-reading",
            NotExercised,
            "whoever has not consented is refused under every reading",
            delay(),
            |story| {
                story.at("2026-03-10T10:00:00+01:00").letter_ruled("after-days", Some(30));
                story
                    .at("2026-04-09T10:00:00+02:00")
                    .wants(PATIENT, read_as_patient())
                    .gets(refused(None));
            },
        ),
        case("by-reading", Caught, "crashed", delay(), |story| {
            story
                .letter_ruled("after-days", Some(30))
                .wants(PATIENT, read_as_patient())
                .gets(crashed());
        }),
        case("by-reading", Caught, "shown on the end day of the link", end(), |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, consent(Role::Professional))
                .does(DOCTOR, link(Some("2026-04-01")))
                .letter();
            story
                .at("2026-04-01T12:00:00+02:00")
                .wants(DOCTOR, read())
                .sees(DOCTOR, CANARY)
                .gets(done());
        }),
        case("by-reading", Accepted, "refused on the end day of the link", end(), |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, consent(Role::Professional))
                .does(DOCTOR, link(Some("2026-04-01")))
                .letter();
            story
                .at("2026-04-01T00:00:00+02:00")
                .wants(DOCTOR, read())
                .sees(DOCTOR, "no")
                .gets(refused(None));
        }),
        case("by-reading", NotExercised, "nobody opened it", delay(), |story| {
            story.letter_ruled("after-days", Some(30));
        }),
        case("by-reading", NotExercised, "there is no such document", delay(), |story| {
            story.wants(PATIENT, read_as_patient()).gets(refused(None));
        }),
        case("by-reading", NotExercised, "its rule is no delay", delay(), |story| {
            story.letter().wants(PATIENT, read_as_patient()).gets(refused(None));
        }),
        case("by-reading", NotExercised, "no link with an end day stands", end(), |story| {
            story.letter().wants(DOCTOR, read()).gets(refused(None));
        }),
        case(
            "by-reading",
            NotExercised,
            "the answer took from before the instant to behind it",
            delay(),
            |story| {
                story
                    .at("2026-03-10T10:00:00+01:00")
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("after-days", Some(30));
                story.at("2026-04-09T09:59:59+02:00").wants(PATIENT, read_as_patient());
                story.at("2026-04-09T10:00:01+02:00").sees(PATIENT, "no").gets(refused(None));
            },
        ),
        case("by-reading", NotExercised, "no answer came", delay(), |story| {
            story
                .letter_ruled("after-days", Some(30))
                .wants(PATIENT, read_as_patient())
                .gets(no_answer());
        }),
    ]
}
