//! Journals about what was done, what can be set, what a SUMEHR lacks, and who may and may not open a record.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
    let never = || json!({ "choice": "never" });
    let allergies = || json!({ "item": "allergies" });
    let excluded = || json!({ "patient": PATIENT, "doctor": DOCTOR });
    vec![
        case("carried-out", Accepted, "it was done", json!({}), |story| {
            story.in_order().letter().wants(DOCTOR, restrict(COLLEAGUE)).gets(done());
        }),
        case("carried-out", Accepted, "a look behind it was refused", json!({}), |story| {
            story.in_order().does(PATIENT, exclude(Role::Patient, DOCTOR));
            story.looks(PATIENT, authorisations(), refused(None));
        }),
        case("carried-out", Caught, "it was refused", json!({}), |story| {
            story
                .letter()
                .wants(DOCTOR, restrict(COLLEAGUE))
                .gets(refused(Some(Reason::NotAuthor)));
        }),
        case("carried-out", Caught, "it crashed", json!({}), |story| {
            story.wants(DOCTOR, send_form()).gets(crashed());
        }),
        case("carried-out", NotExercised, "nobody wanted anything", json!({}), |_| {}),
        case("carried-out", NotExercised, "no answer came", json!({}), |story| {
            story.wants(DOCTOR, send_form()).gets(no_answer());
        }),
        case("manage-offers", Accepted, "among others", never(), |story| {
            story.letter().wants(DOCTOR, manage());
            story.gets(shows(&[("choices", &["immediate", "after-30-days", "never"])]));
        }),
        case("manage-offers", Caught, "only others", never(), |story| {
            story.letter().wants(DOCTOR, manage()).gets(shows(&[("choices", &["never-ever"])]));
        }),
        case("manage-offers", Caught, "no choice at all", never(), |story| {
            story.letter().wants(DOCTOR, manage()).gets(done());
        }),
        case("manage-offers", Caught, "the page is refused", never(), |story| {
            story.letter().wants(DOCTOR, manage()).gets(refused(Some(Reason::NotAuthor)));
        }),
        case("manage-offers", NotExercised, "nobody looked", never(), |story| {
            story.letter();
        }),
        case("manage-offers", NotExercised, "no answer came", never(), |story| {
            story.letter().wants(DOCTOR, manage()).gets(no_answer());
        }),
        case("warned", Accepted, "of that item", allergies(), |story| {
            story.wants(DOCTOR, publish()).gets(shows(&[("warnings", &["allergies"])]));
        }),
        case("warned", Caught, "of another item only", allergies(), |story| {
            story.wants(DOCTOR, publish()).gets(shows(&[("warnings", &["contacts"])]));
        }),
        case(
            "warned",
            Caught,
            "refused instead: a SUMEHR that lacks something is published",
            allergies(),
            |story| {
                story.wants(DOCTOR, publish()).gets(refused(None));
            },
        ),
        case("warned", NotExercised, "nobody published anything", allergies(), |_| {}),
        case("warned", NotExercised, "no answer came", allergies(), |story| {
            story.wants(DOCTOR, publish()).gets(no_answer());
        }),
        case("not-warned", Accepted, "of nothing", allergies(), |story| {
            story.wants(DOCTOR, publish()).gets(done());
        }),
        case("not-warned", Caught, "of that item", allergies(), |story| {
            story
                .wants(DOCTOR, publish())
                .gets(shows(&[("warnings", &["contacts", "allergies"])]));
        }),
        case("not-warned", Caught, "it was not published", allergies(), |story| {
            story.wants(DOCTOR, publish()).gets(refused(None));
        }),
        case("not-warned", NotExercised, "nobody published anything", allergies(), |_| {}),
        case("excluded-listed", Accepted, "by the doctor's name", excluded(), |story| {
            story.does(PATIENT, exclude(Role::Patient, DOCTOR));
            story.looks(PATIENT, authorisations(), shows(&[("excluded", &["Emile Peeters-Specimen"])]));
        }),
        case("excluded-listed", Accepted, "by the doctor's number", excluded(), |story| {
            story.looks(PATIENT, authorisations(), shows(&[("excluded", &["77053099944"])]));
        }),
        case(
            "excluded-listed",
            Caught,
            "only a name that contains the doctor's",
            excluded(),
            |story| {
                story.looks(PATIENT, authorisations(), shows(&[("excluded", &["Dr Peetersen"])]));
            },
        ),
        case("excluded-listed", Caught, "the page is refused", excluded(), |story| {
            story.looks(PATIENT, authorisations(), refused(None));
        }),
        case("excluded-listed", NotExercised, "nobody looked", excluded(), |story| {
            story.does(PATIENT, exclude(Role::Patient, DOCTOR));
        }),
        case(
            "excluded-listed",
            NotExercised,
            "somebody looked at another record",
            excluded(),
            |story| {
                let other = Intent::ListAuthorisations {
                    role: Role::Patient,
                    patient: "Jan".to_owned(),
                };
                story.looks("Jan", other, shows(&[("excluded", &["Peeters"])]));
            },
        ),
        case("excluded-not-listed", Accepted, "only another doctor is", excluded(), |story| {
            story.looks(PATIENT, authorisations(), shows(&[("excluded", &["Dr Lambert"])]));
        }),
        case("excluded-not-listed", Caught, "the doctor still is", excluded(), |story| {
            story.does(PATIENT, lift(Role::Patient, DOCTOR));
            story.looks(PATIENT, authorisations(), shows(&[("excluded", &["Dr Peeters"])]));
        }),
        case("excluded-not-listed", Caught, "the page crashes", excluded(), |story| {
            story.looks(PATIENT, authorisations(), crashed());
        }),
        case("excluded-not-listed", NotExercised, "nobody looked", excluded(), |_| {}),
    ]
}
