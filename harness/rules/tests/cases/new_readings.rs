//! Journals that a pinned reading of a doctor's settings or of a network's professions decides.

use etalon_model::{Means, PatientAccess};

use super::prelude::*;

const ITSME: Means = Means::Itsme;

/// Under `sumehr.setting-reach = all`, `sumehr.precedence = document` and `network.professions = physician`.
pub(crate) fn cases() -> Vec<Case> {
    let of = |parameter: &str| json!({ "document": SUMEHR, "parameter": parameter });
    let reach = || of("sumehr.setting-reach");
    let precedence = || of("sumehr.precedence");
    let professions = || json!({ "document": LETTER, "parameter": "network.professions" });
    vec![
        case(
            "by-reading",
            Accepted,
            "a setting that reaches SUMEHRs already shared",
            reach(),
            |story| {
                story.in_order().sumehr().does(DOCTOR, setting(false));
                story
                    .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                    .sees(PATIENT, "no")
                    .gets(refused(None));
            },
        ),
        case("by-reading", Caught, "shown against such a setting", reach(), |story| {
            story.in_order().sumehr().does(DOCTOR, setting(false));
            story
                .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                .sees(PATIENT, SUMEHR_CANARY)
                .gets(done());
        }),
        case(
            "by-reading",
            Caught,
            "refused though the setting was opened again",
            reach(),
            |story| {
                story.in_order().does(DOCTOR, setting(false)).sumehr().does(DOCTOR, setting(true));
                story
                    .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                    .sees(PATIENT, "no")
                    .gets(refused(None));
            },
        ),
        case(
            "by-reading",
            NotExercised,
            "a setting made before the sharing binds under both",
            reach(),
            |story| {
                story.in_order().does(DOCTOR, setting(false)).sumehr();
                story.wants(PATIENT, read_of(Role::Patient, SUMEHR)).gets(refused(None));
            },
        ),
        case(
            "by-reading",
            NotExercised,
            "another doctor's setting binds under neither",
            reach(),
            |story| {
                story.everybody().in_order().sumehr().does(COLLEAGUE, setting(false));
                story
                    .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                    .sees(PATIENT, SUMEHR_CANARY)
                    .gets(done());
            },
        ),
        case(
            "by-reading",
            Accepted,
            "a rule set by hand goes before the setting",
            precedence(),
            |story| {
                story.in_order().does(DOCTOR, setting(false)).sumehr();
                story.does(DOCTOR, set_access(SUMEHR, PatientAccess::Immediate));
                story
                    .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                    .sees(PATIENT, SUMEHR_CANARY)
                    .gets(done());
            },
        ),
        case("by-reading", Caught, "refused against a rule set by hand", precedence(), |story| {
            story.in_order().does(DOCTOR, setting(false)).sumehr();
            story.does(DOCTOR, set_access(SUMEHR, PatientAccess::Immediate));
            story
                .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                .sees(PATIENT, "no")
                .gets(refused(None));
        }),
        case(
            "by-reading",
            NotExercised,
            "a rule that closes closes in any case",
            precedence(),
            |story| {
                story.in_order().does(DOCTOR, setting(false)).sumehr();
                story.does(DOCTOR, set_access(SUMEHR, PatientAccess::Never));
                story.wants(PATIENT, read_of(Role::Patient, SUMEHR)).gets(refused(None));
            },
        ),
        case("by-reading", NotExercised, "the setting was never closed", precedence(), |story| {
            story.in_order().sumehr();
            story.does(DOCTOR, set_access(SUMEHR, PatientAccess::Immediate));
            story
                .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                .sees(PATIENT, SUMEHR_CANARY)
                .gets(done());
        }),
        case(
            "by-reading",
            NotExercised,
            "nobody knows whether the setting was closed",
            precedence(),
            |story| {
                story.in_order().sumehr().wants(DOCTOR, setting(false)).gets(no_answer());
                story.does(DOCTOR, set_access(SUMEHR, PatientAccess::Immediate));
                story
                    .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                    .sees(PATIENT, SUMEHR_CANARY)
                    .gets(done());
            },
        ),
        case(
            "by-reading",
            Accepted,
            "a nurse is turned away at the door",
            professions(),
            |story| {
                story.everybody().in_order().attends(NURSE).letter();
                story
                    .wants(NURSE, log_in_as(Role::Professional))
                    .gets(refused(Some(Reason::NotAProfessional)));
            },
        ),
        case(
            "by-reading",
            Accepted,
            "a nurse is turned away and tries the address",
            professions(),
            |story| {
                story.everybody().in_order().attends(NURSE).letter();
                story
                    .wants(NURSE, log_in_as(Role::Professional))
                    .gets(refused(Some(Reason::NotAProfessional)));
                let asked = story.asked_at();
                story.wants(NURSE, read()).gets(Outcome::LoginDemanded {});
                story.asks_from(asked);
            },
        ),
        case(
            "by-reading",
            Caught,
            "a login is demanded of a nurse whom nobody turned away",
            professions(),
            |story| {
                story.everybody().in_order().attends(NURSE).letter();
                story.wants(NURSE, read()).gets(Outcome::LoginDemanded {});
            },
        ),
        case("by-reading", Caught, "a nurse is let in", professions(), |story| {
            story.everybody().in_order().attends(NURSE).letter();
            story.wants(NURSE, read()).sees(NURSE, CANARY).gets(done());
        }),
        case(
            "by-reading",
            NotExercised,
            "a nurse without a link has no right under either",
            professions(),
            |story| {
                story.everybody().in_order().letter();
                story.wants(NURSE, read()).gets(refused(Some(Reason::NotAProfessional)));
            },
        ),
        case(
            "by-reading",
            NotExercised,
            "a clerk has none under either",
            professions(),
            |story| {
                story.everybody().in_order().attends(CLERK).letter();
                story.wants(CLERK, read()).gets(refused(Some(Reason::NotAProfessional)));
            },
        ),
        case(
            "by-reading",
            NotExercised,
            "the means of a login was too weak",
            professions(),
            |story| {
                story.everybody().in_order().attends(NURSE).letter();
                story
                    .wants(NURSE, log_in_as(Role::Professional))
                    .gets(refused(Some(Reason::LevelTooLow)));
            },
        ),
        case(
            "by-reading",
            NotExercised,
            "the parameter has no readings",
            of("session.longest-idle-hours"),
            |story| {
                story.in_order().sumehr();
                story
                    .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                    .sees(PATIENT, SUMEHR_CANARY)
                    .gets(done());
            },
        ),
    ]
}

fn log_in_as(role: Role) -> Intent {
    Intent::LogIn { role, means: ITSME }
}
