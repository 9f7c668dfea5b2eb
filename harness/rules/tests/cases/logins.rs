//! Journals about logins and the means that CSAM offers.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
    let person = || json!({ "person": PATIENT });
    let means = |means: &str| json!({ "means": means });
    vec![
        case("logged-in", Accepted, "by CSAM's word", person(), |story| {
            story.login(PATIENT);
        }),
        case(
            "logged-in",
            Caught,
            "without CSAM having been asked who the person is",
            person(),
            |story| {
                story.does(PATIENT, log_in());
            },
        ),
        case("logged-in", Caught, "CSAM was asked only at an earlier login", person(), |story| {
            story.login(PATIENT).does(PATIENT, log_in());
        }),
        case("logged-in", Caught, "refused", person(), |story| {
            story.wants(PATIENT, log_in()).gets(refused(Some(Reason::LevelTooLow)));
        }),
        case("logged-in", Caught, "crashed", person(), |story| {
            story.wants(PATIENT, log_in()).gets(crashed());
        }),
        case("logged-in", NotExercised, "somebody else logged in", person(), |story| {
            story.login(DOCTOR);
        }),
        case("logged-in", NotExercised, "the login goes nowhere", person(), |story| {
            story.wants(PATIENT, log_in()).gets(unrecognised());
        }),
        case("not-logged-in", Accepted, "the person's page demands a login", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(Outcome::LoginDemanded {});
        }),
        case("not-logged-in", Accepted, "the person's page is refused", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(refused(None));
        }),
        case("not-logged-in", Accepted, "a Then step looked", person(), |story| {
            story
                .does(PATIENT, Intent::LogOut {})
                .looks(PATIENT, open("patient-home"), Outcome::LoginDemanded {});
        }),
        case("not-logged-in", Caught, "the person's page opens", person(), |story| {
            story.does(PATIENT, open("patient-home"));
        }),
        case("not-logged-in", Caught, "the system crashes", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(crashed());
        }),
        case("not-logged-in", NotExercised, "nobody looked", person(), |story| {
            story
                .wants(PATIENT, log_in())
                .gets(refused(Some(Reason::LevelTooLow)))
                .probe(done());
        }),
        case("not-logged-in", NotExercised, "the system is silent", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(no_answer());
        }),
        case("means-offered", Accepted, "it is on CSAM's page", means("itsme"), |story| {
            story.login(PATIENT);
        }),
        case("means-offered", Caught, "it is not on CSAM's page", means("password"), |story| {
            story.login(PATIENT);
        }),
        case(
            "means-offered",
            NotExercised,
            "CSAM's page was not shown",
            means("itsme"),
            |story| {
                story.does(PATIENT, log_in());
            },
        ),
        case(
            "means-offered",
            NotExercised,
            "CSAM's page was shown only at an earlier login",
            means("itsme"),
            |story| {
                story.login(PATIENT).does(PATIENT, log_in());
            },
        ),
        case(
            "means-not-offered",
            Accepted,
            "it is not on CSAM's page",
            means("password"),
            |story| {
                story.login(PATIENT);
            },
        ),
        case("means-not-offered", Caught, "it is on CSAM's page", means("totp"), |story| {
            story.login(PATIENT);
        }),
        case(
            "means-not-offered",
            NotExercised,
            "CSAM's page was not shown",
            means("password"),
            |story| {
                story.wants(PATIENT, log_in()).gets(no_answer());
            },
        ),
    ]
}
