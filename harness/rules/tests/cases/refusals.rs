//! Journals about refusals, sources that do not answer, logins demanded and pages opened.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
    let because = || json!({ "reason": "no-therapeutic-link" });
    let person = || json!({ "person": DOCTOR });
    vec![
        case(
            "refused",
            Accepted,
            "for the reason that is due, and the system is alive",
            because(),
            |story| {
                story
                    .wants(DOCTOR, read())
                    .gets(refused(Some(Reason::NoTherapeuticLink)))
                    .probe(done());
            },
        ),
        case("refused", Accepted, "where no reason is due", json!({}), |story| {
            story.wants(DOCTOR, read()).gets(refused(None)).probe(done());
        }),
        case("refused", Caught, "for another reason", because(), |story| {
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NotAProfessional)))
                .probe(done());
        }),
        case("refused", Caught, "accepted", because(), |story| {
            story.in_order().wants(DOCTOR, read()).gets(done()).probe(done());
        }),
        case("refused", Caught, "crashed", because(), |story| {
            story.wants(DOCTOR, read()).gets(crashed()).probe(done());
        }),
        case("refused", Caught, "crashed where any reason would do", json!({}), |story| {
            story.wants(DOCTOR, read()).gets(crashed()).probe(done());
        }),
        case("refused", Caught, "a login is demanded instead", because(), |story| {
            story.wants(DOCTOR, read()).gets(Outcome::LoginDemanded {}).probe(done());
        }),
        case("refused", Caught, "the system crashes afterwards", because(), |story| {
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(crashed());
        }),
        case(
            "refused",
            Accepted,
            "an excluded doctor, as one without a link",
            json!({ "reason": "excluded" }),
            |story| {
                story
                    .in_order()
                    .letter()
                    .does(PATIENT, exclude(Role::Patient, DOCTOR))
                    .wants(DOCTOR, read());
                story.gets(refused(Some(Reason::NoTherapeuticLink))).probe(done());
            },
        ),
        case(
            "refused",
            Accepted,
            "an excluded doctor, as if there were nothing",
            json!({ "reason": "excluded" }),
            |story| {
                story
                    .in_order()
                    .letter()
                    .does(PATIENT, exclude(Role::Patient, DOCTOR))
                    .wants(DOCTOR, list());
                story.gets(refused(Some(Reason::NotFound))).probe(done());
            },
        ),
        case(
            "refused",
            Caught,
            "an excluded doctor, as one who is none",
            json!({ "reason": "excluded" }),
            |story| {
                story
                    .in_order()
                    .letter()
                    .does(PATIENT, exclude(Role::Patient, DOCTOR))
                    .wants(DOCTOR, read());
                story.gets(refused(Some(Reason::NotAProfessional))).probe(done());
            },
        ),
        case(
            "refused",
            Accepted,
            "a restricted doctor, as somebody to whom it is closed",
            json!({ "reason": "restricted" }),
            |story| {
                story.in_order().letter().wants(DOCTOR, read());
                story.gets(refused(Some(Reason::NotAccessible))).probe(done());
            },
        ),
        case(
            "refused",
            Caught,
            "a restricted doctor, as one without consent",
            json!({ "reason": "restricted" }),
            |story| {
                story
                    .everybody()
                    .in_order()
                    .letter()
                    .does(COLLEAGUE, restrict(DOCTOR))
                    .wants(DOCTOR, read());
                story.gets(refused(Some(Reason::DoctorConsentMissing))).probe(done());
            },
        ),
        case(
            "refused",
            Accepted,
            "as excluded, which holds beside the link that is missing",
            because(),
            |story| {
                story
                    .letter()
                    .does(PATIENT, exclude(Role::Patient, DOCTOR))
                    .wants(DOCTOR, restrict(COLLEAGUE));
                story.gets(refused(Some(Reason::Excluded))).probe(done());
            },
        ),
        case(
            "refused",
            Caught,
            "as not yet accessible where it never is",
            json!({ "reason": "patient-consent-missing" }),
            |story| {
                story
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("never", None)
                    .wants(PATIENT, read_as_patient());
                story.gets(refused(Some(Reason::NotYetAccessible))).probe(done());
            },
        ),
        case("refused", NotExercised, "nobody asked for anything", because(), |_| {}),
        case(
            "refused",
            NotExercised,
            "only somebody looked whether the system is alive",
            because(),
            |story| {
                story.probe(refused(Some(Reason::NoTherapeuticLink)));
            },
        ),
        case("refused", NotExercised, "no answer came", because(), |story| {
            story.wants(DOCTOR, read()).gets(no_answer()).probe(done());
        }),
        case(
            "refused",
            NotExercised,
            "nobody looked whether the system is alive",
            because(),
            |story| {
                story.wants(DOCTOR, read()).gets(refused(Some(Reason::NoTherapeuticLink)));
            },
        ),
        case("refused", NotExercised, "somebody looked only before", because(), |story| {
            story
                .probe(done())
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)));
        }),
        case("refused", NotExercised, "the system is silent afterwards", because(), |story| {
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(no_answer());
        }),
        case(
            "refused",
            Caught,
            "in words only: the answer holds the refused bytes",
            because(),
            |story| {
                story.letter().wants(DOCTOR, read()).answer(DOCTOR, 403, &[], CANARY.as_bytes());
                story.gets(refused(Some(Reason::NoTherapeuticLink))).probe(done());
            },
        ),
        case("refused", Accepted, "for another reason that holds as well", because(), |story| {
            story
                .letter()
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::PatientConsentMissing)))
                .probe(done());
        }),
        case("refused", Caught, "for another reason that does not hold", because(), |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .letter()
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::PatientConsentMissing)))
                .probe(done());
        }),
        case(
            "refused",
            NotExercised,
            "as not found, and nothing like it was ever accepted",
            because(),
            |story| {
                story
                    .letter()
                    .wants(DOCTOR, read())
                    .gets(refused(Some(Reason::NotFound)))
                    .probe(done());
            },
        ),
        case(
            "refused",
            Accepted,
            "and then a Then step looked at something that was done",
            because(),
            |story| {
                story
                    .wants(DOCTOR, read())
                    .gets(refused(Some(Reason::NoTherapeuticLink)))
                    .probe(done())
                    .looks(DOCTOR, links(), done());
            },
        ),
        case(
            "refused",
            Caught,
            "accepted, and then a Then step's look was refused",
            because(),
            |story| {
                story
                    .in_order()
                    .does(DOCTOR, list())
                    .looks(DOCTOR, links(), refused(Some(Reason::NoTherapeuticLink)))
                    .probe(done());
            },
        ),
        case("source-unavailable", Accepted, "the system says so", person(), |story| {
            story.wants(DOCTOR, read()).gets(unavailable());
        }),
        case("source-unavailable", Caught, "the system crashes instead", person(), |story| {
            story.wants(DOCTOR, read()).gets(crashed());
        }),
        case("source-unavailable", Caught, "the system refuses instead", person(), |story| {
            story.wants(DOCTOR, read()).gets(refused(Some(Reason::NotFound)));
        }),
        case("source-unavailable", NotExercised, "another person asked", person(), |story| {
            story.wants(PATIENT, read_as_patient()).gets(unavailable());
        }),
        case(
            "source-unavailable",
            NotExercised,
            "the system itself is silent",
            person(),
            |story| {
                story.wants(DOCTOR, read()).gets(no_answer());
            },
        ),
        case("login-demanded", Accepted, "the request ends at CSAM", json!({}), |story| {
            story.wants("a visitor", read_as_patient()).gets(Outcome::LoginDemanded {});
        }),
        case("login-demanded", Accepted, "the request is refused", json!({}), |story| {
            story.wants("a visitor", read_as_patient()).gets(refused(None)).probe(done());
        }),
        case("login-demanded", Caught, "the page opens", json!({}), |story| {
            story.wants("a visitor", open("patient-home")).gets(done());
        }),
        case("login-demanded", Caught, "the system crashes", json!({}), |story| {
            story.wants("a visitor", open("patient-home")).gets(crashed());
        }),
        case(
            "login-demanded",
            Caught,
            "a page opens, and then a Then step's look demands a login",
            json!({}),
            |story| {
                story
                    .does("a visitor", open("patient-home"))
                    .looks(PATIENT, open("patient-home"), Outcome::LoginDemanded {});
            },
        ),
        case("login-demanded", NotExercised, "nobody asked for anything", json!({}), |_| {}),
        case("login-demanded", NotExercised, "no answer came", json!({}), |story| {
            story.wants("a visitor", open("patient-home")).gets(no_answer());
        }),
        case("page-opened", Accepted, "its mark is there", json!({}), |story| {
            story.wants("a visitor", open("home")).gets(done());
        }),
        case("page-opened", Caught, "a login is demanded", json!({}), |story| {
            story.wants("a visitor", open("home")).gets(Outcome::LoginDemanded {});
        }),
        case("page-opened", Caught, "the system crashes", json!({}), |story| {
            story.wants("a visitor", open("home")).gets(crashed());
        }),
        case("page-opened", NotExercised, "nobody opened a page", json!({}), |story| {
            story.does(DOCTOR, list());
        }),
        case(
            "page-opened",
            NotExercised,
            "the page is not what the profile says",
            json!({}),
            |story| {
                story.wants("a visitor", open("home")).gets(unrecognised());
            },
        ),
    ]
}
