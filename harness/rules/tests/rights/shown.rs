//! Documents shown, under `network.professions = physician`.

use etalon_model::{Intent, PatientAccess, Reason, Role};

use crate::{Accepted, Case, Caught, DISCLOSURE, Silent, journals::*};

/// Before the day from which patients read the SUMEHRs then shared.
const BEFORE: &str = "2019-01-14T23:59:59+01:00";
const FROM_THEN_ON: &str = "2019-01-15T00:00:00+01:00";

pub(crate) fn cases() -> Vec<Case> {
    let caught = |requirement: &'static str| Caught(Some(requirement));
    vec![
        (DISCLOSURE, Accepted, "a patient registered with consent", |story| {
            story.does(DOCTOR, register(true)).letter().sees(PATIENT, CANARY);
        }),
        (DISCLOSURE, caught("REQ-CONSENT-001"), "a patient registered without it", |story| {
            story.does(DOCTOR, register(false)).letter().sees(PATIENT, CANARY);
        }),
        (DISCLOSURE, Accepted, "a link that the office made of a form", |story| {
            consents(story)
                .does(DOCTOR, send_form())
                .does(OFFICE, process_form())
                .letter()
                .sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-001"), "a form that was only sent", |story| {
            consents(story).does(DOCTOR, send_form()).letter().sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-007"), "a nurse", |story| {
            story.everybody().in_order().attends(NURSE).letter().sees(NURSE, CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-001"), "a clerk", |story| {
            story.everybody().in_order().attends(CLERK).letter().sees(CLERK, CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-001"), "the office", |story| {
            story.everybody().in_order().letter().sees(OFFICE, CANARY);
        }),
        (DISCLOSURE, caught("REQ-PATIENT-ACCESS-001"), "another patient", |story| {
            story.everybody().in_order().letter().sees("Jan", CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-EXCLUSION-001"),
            "a doctor whom the patient excluded",
            |story| {
                story
                    .in_order()
                    .letter()
                    .does(PATIENT, exclude(Role::Patient, DOCTOR))
                    .sees(DOCTOR, CANARY);
            },
        ),
        (
            DISCLOSURE,
            caught("REQ-EXCLUSION-001"),
            "one excluded by a colleague, with a link made since",
            |story| {
                story.everybody().in_order().attends(COLLEAGUE).letter();
                story
                    .does(COLLEAGUE, exclude(Role::Professional, DOCTOR))
                    .does(DOCTOR, link(None))
                    .sees(DOCTOR, CANARY);
            },
        ),
        (DISCLOSURE, Accepted, "an exclusion that was lifted", |story| {
            story.in_order().letter().does(PATIENT, exclude(Role::Patient, DOCTOR));
            story.does(PATIENT, lift(Role::Patient, DOCTOR)).sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, Accepted, "an exclusion that was refused", |story| {
            story
                .in_order()
                .letter()
                .wants(PATIENT, exclude(Role::Patient, DOCTOR))
                .gets(refused(None))
                .sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, Accepted, "an exclusion of which nobody knows", |story| {
            story
                .in_order()
                .letter()
                .wants(PATIENT, exclude(Role::Patient, DOCTOR))
                .gets(no_answer())
                .sees(DOCTOR, CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-EXCLUSION-003"),
            "a doctor restricted on this document",
            |story| {
                story
                    .everybody()
                    .in_order()
                    .letter()
                    .does(COLLEAGUE, restrict(DOCTOR))
                    .sees(DOCTOR, CANARY);
            },
        ),
        (
            DISCLOSURE,
            caught("REQ-EXCLUSION-003"),
            "the same, with a link made since",
            |story| {
                story
                    .everybody()
                    .in_order()
                    .letter()
                    .does(COLLEAGUE, restrict(DOCTOR))
                    .does(DOCTOR, link(None))
                    .sees(DOCTOR, CANARY);
            },
        ),
        (
            DISCLOSURE,
            caught("REQ-EXCLUSION-001"),
            "a restriction lifted, an exclusion not",
            |story| {
                story
                    .everybody()
                    .in_order()
                    .letter()
                    .does(COLLEAGUE, restrict(DOCTOR))
                    .does(PATIENT, exclude(Role::Patient, DOCTOR));
                story.does(COLLEAGUE, lift_restriction(DOCTOR)).sees(DOCTOR, CANARY);
            },
        ),
        (DISCLOSURE, Accepted, "another doctor's restriction", |story| {
            story
                .everybody()
                .in_order()
                .letter()
                .does(DOCTOR, restrict(COLLEAGUE))
                .sees(DOCTOR, CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-DOC-TIMING-002"),
            "what a doctor has closed to the patient",
            |story| {
                story
                    .in_order()
                    .letter()
                    .does(DOCTOR, set_access(LETTER, PatientAccess::Never))
                    .sees(PATIENT, CANARY);
            },
        ),
        (DISCLOSURE, Accepted, "what a doctor has opened to the patient", |story| {
            story.in_order().letter_ruled("never", None);
            story
                .does(DOCTOR, set_access(LETTER, PatientAccess::Immediate))
                .sees(PATIENT, CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-DOC-TIMING-002"),
            "what its publisher has closed since",
            |story| {
                story.in_order().letter().letter_ruled("never", None).sees(PATIENT, CANARY);
            },
        ),
        (
            DISCLOSURE,
            Accepted,
            "what was opened by hand before its publisher closed it: which of the two counts is nowhere said",
            |story| {
                story.in_order().letter().does(DOCTOR, set_access(LETTER, PatientAccess::Immediate));
                story.letter_ruled("never", None).sees(PATIENT, CANARY);
            },
        ),
        (DISCLOSURE, caught("REQ-RELEASE-002"), "what nobody has released", |story| {
            story.in_order().letter_ruled("releasable", None).sees(PATIENT, CANARY);
        }),
        (DISCLOSURE, Accepted, "what an attending physician has released", |story| {
            story
                .in_order()
                .letter_ruled("releasable", None)
                .does(DOCTOR, release())
                .sees(PATIENT, CANARY);
        }),
        (DISCLOSURE, caught("REQ-RELEASE-004"), "what the patient has released", |story| {
            story
                .in_order()
                .letter_ruled("releasable", None)
                .does(PATIENT, release())
                .sees(PATIENT, CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-RELEASE-004"),
            "what a restricted doctor has released",
            |story| {
                story.everybody().in_order().letter_ruled("releasable", None);
                story
                    .does(COLLEAGUE, restrict(DOCTOR))
                    .does(DOCTOR, release())
                    .sees(PATIENT, CANARY);
            },
        ),
        (DISCLOSURE, caught("REQ-DELETE-REF-001"), "what is referred to no longer", |story| {
            story
                .in_order()
                .letter()
                .does(DOCTOR, ask_deletion())
                .does(OFFICE, process_deletion())
                .sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, Accepted, "what somebody only asked to delete", |story| {
            story.in_order().letter().does(DOCTOR, ask_deletion()).sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, Accepted, "what was published again since", |story| {
            story
                .in_order()
                .letter()
                .does(OFFICE, process_deletion())
                .letter()
                .sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, Accepted, "a SUMEHR, to its patient", |story| {
            story.at(FROM_THEN_ON).in_order().sumehr().sees(PATIENT, SUMEHR_CANARY);
        }),
        (DISCLOSURE, caught("REQ-SUMEHR-006"), "one shared before 15 January 2019", |story| {
            story
                .at(BEFORE)
                .in_order()
                .sumehr()
                .at("2026-03-10T09:00:00+01:00")
                .sees(PATIENT, SUMEHR_CANARY);
        }),
        (DISCLOSURE, Accepted, "the same, opened by hand", |story| {
            story
                .at(BEFORE)
                .in_order()
                .sumehr()
                .does(DOCTOR, set_access(SUMEHR, PatientAccess::Immediate));
            story.sees(PATIENT, SUMEHR_CANARY);
        }),
        (
            DISCLOSURE,
            Accepted,
            "one whose sharing took from before to behind that instant",
            |story| {
                story.at(BEFORE).in_order().draft().wants(DOCTOR, publish()).at(FROM_THEN_ON);
                let written = story.asked_at();
                story.published_since(written).sees(PATIENT, SUMEHR_CANARY);
            },
        ),
        (
            DISCLOSURE,
            caught("REQ-SUMEHR-007"),
            "one whose author had closed his SUMEHRs",
            |story| {
                story.in_order().does(DOCTOR, setting(false)).sumehr().sees(PATIENT, SUMEHR_CANARY);
            },
        ),
        (DISCLOSURE, Accepted, "one whose author's colleague had", |story| {
            story
                .everybody()
                .in_order()
                .does(COLLEAGUE, setting(false))
                .sumehr()
                .sees(PATIENT, SUMEHR_CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-DOC-READ-001"),
            "one that the network declined to publish",
            |story| {
                story
                    .in_order()
                    .draft()
                    .wants(DOCTOR, publish())
                    .gets(refused(Some(Reason::NotAProfessional)));
                story.sees(PATIENT, SUMEHR_CANARY);
            },
        ),
        (DISCLOSURE, Silent, "the same, to who wrote it", |story| {
            story
                .in_order()
                .draft()
                .wants(DOCTOR, publish())
                .sees(DOCTOR, SUMEHR_CANARY)
                .gets(refused(None));
        }),
        (DISCLOSURE, Accepted, "one of which nobody knows whether it is published", |story| {
            story
                .in_order()
                .draft()
                .wants(DOCTOR, publish())
                .gets(no_answer())
                .sees(PATIENT, SUMEHR_CANARY);
        }),
        (DISCLOSURE, Silent, "one that was written and sent by nobody", |story| {
            story.in_order().draft().wants(DOCTOR, Intent::ListPatients {}).gets(done());
        }),
    ]
}

fn consents(story: &mut Story) -> &mut Story {
    story
        .everybody()
        .does(PATIENT, consent(Role::Patient))
        .does(DOCTOR, consent(Role::Professional))
}
