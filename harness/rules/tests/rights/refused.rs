//! Documents refused, under `network.professions = physician`.

use etalon_model::{Intent, PatientAccess, Reason, Role};
use serde_json::json;

use crate::{Accepted, Case, Caught, REFUSAL, Silent, journals::*};

pub(crate) fn cases() -> Vec<Case> {
    let caught = |requirement: &'static str| Caught(Some(requirement));
    vec![
        (REFUSAL, Accepted, "a doctor without a link", |story| {
            consents(story).letter().enters(DOCTOR, Role::Professional);
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(done());
        }),
        (REFUSAL, Accepted, "a doctor whom the patient excluded", |story| {
            story
                .in_order()
                .letter()
                .does(PATIENT, exclude(Role::Patient, DOCTOR))
                .enters(DOCTOR, Role::Professional);
            story.wants(DOCTOR, read()).gets(refused(None)).probe(done());
        }),
        (REFUSAL, caught("REQ-DOC-READ-001"), "a doctor in order", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Professional);
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(done());
        }),
        (
            REFUSAL,
            caught("REQ-DOC-READ-001"),
            "a doctor whose exclusion was lifted",
            |story| {
                story
                    .in_order()
                    .letter()
                    .does(PATIENT, exclude(Role::Patient, DOCTOR))
                    .does(PATIENT, lift(Role::Patient, DOCTOR));
                story
                    .enters(DOCTOR, Role::Professional)
                    .wants(DOCTOR, read())
                    .gets(refused(None))
                    .probe(done());
            },
        ),
        (REFUSAL, caught("REQ-DOC-READ-001"), "a doctor with a link of the office", |story| {
            consents(story).does(DOCTOR, send_form()).does(OFFICE, process_form()).letter();
            story
                .enters(DOCTOR, Role::Professional)
                .wants(DOCTOR, read())
                .gets(refused(None))
                .probe(done());
        }),
        (
            REFUSAL,
            caught("REQ-DOC-READ-001"),
            "a document whose deletion was only asked for",
            |story| {
                story
                    .in_order()
                    .letter()
                    .enters(DOCTOR, Role::Professional)
                    .does(DOCTOR, ask_deletion());
                story.wants(DOCTOR, read()).gets(refused(Some(Reason::NotFound))).probe(done());
            },
        ),
        (
            REFUSAL,
            caught("REQ-PATIENT-ACCESS-002"),
            "a doctor, by what binds the patient",
            |story| {
                story
                    .in_order()
                    .letter_ruled("after-days", Some(30))
                    .enters(DOCTOR, Role::Professional);
                story
                    .wants(DOCTOR, read())
                    .gets(refused(Some(Reason::NotYetAccessible)))
                    .probe(done());
            },
        ),
        (
            REFUSAL,
            caught("REQ-DOC-READ-002"),
            "an attachment of a document that may be read",
            |story| {
                story.in_order().letter().enters(DOCTOR, Role::Professional);
                story.wants(DOCTOR, read_scan()).gets(refused(Some(Reason::NotFound))).probe(done());
            },
        ),
        (REFUSAL, caught("REQ-PATIENT-ACCESS-001"), "a patient's own document", |story| {
            story.in_order().letter().enters(PATIENT, Role::Patient);
            story
                .wants(PATIENT, read_as_patient())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(done());
        }),
        (
            REFUSAL,
            caught("REQ-DOC-TIMING-001"),
            "one whose delay is over by every reading",
            |story| {
                story
                    .in_order()
                    .letter_ruled("after-days", Some(30))
                    .at("2026-04-10T00:00:00+02:00")
                    .enters(PATIENT, Role::Patient);
                story
                    .wants(PATIENT, read_as_patient())
                    .gets(refused(Some(Reason::NotYetAccessible)))
                    .probe(done());
            },
        ),
        (REFUSAL, caught("REQ-RELEASE-001"), "one that was released", |story| {
            story
                .in_order()
                .letter_ruled("releasable", None)
                .does(DOCTOR, release())
                .enters(PATIENT, Role::Patient);
            story
                .wants(PATIENT, read_as_patient())
                .gets(refused(Some(Reason::NotAccessible)))
                .probe(done());
        }),
        (
            REFUSAL,
            caught("REQ-SUMEHR-001"),
            "a SUMEHR shared from 15 January 2019 on",
            |story| {
                story
                    .at("2019-01-15T00:00:00+01:00")
                    .in_order()
                    .sumehr()
                    .enters(PATIENT, Role::Patient);
                story
                    .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                    .gets(refused(Some(Reason::NotAccessible)))
                    .probe(done());
            },
        ),
        (REFUSAL, caught("REQ-SUMEHR-009"), "an older one that was opened by hand", |story| {
            story
                .at("2019-01-14T23:00:00+01:00")
                .in_order()
                .sumehr()
                .enters(PATIENT, Role::Patient);
            story.does(DOCTOR, set_access(SUMEHR, PatientAccess::Immediate));
            story
                .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                .gets(refused(Some(Reason::NotAccessible)))
                .probe(done());
        }),
        (REFUSAL, Accepted, "an older one", |story| {
            story
                .at("2019-01-14T23:00:00+01:00")
                .in_order()
                .sumehr()
                .enters(PATIENT, Role::Patient);
            story
                .wants(PATIENT, read_of(Role::Patient, SUMEHR))
                .gets(refused(Some(Reason::NotAccessible)))
                .probe(done());
        }),
        (REFUSAL, Silent, "the means of the login was too weak", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Professional);
            story.wants(DOCTOR, read()).gets(refused(Some(Reason::LevelTooLow))).probe(done());
        }),
        (REFUSAL, Silent, "the login was given up", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Professional);
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::LoginCancelled)))
                .probe(done());
        }),
        (REFUSAL, Silent, "nobody had logged in", |story| {
            story.in_order().letter();
            story.wants(DOCTOR, read()).gets(refused(None)).probe(done());
        }),
        (REFUSAL, Silent, "somebody had logged out", |story| {
            story
                .in_order()
                .letter()
                .enters(DOCTOR, Role::Professional)
                .does(DOCTOR, Intent::LogOut {});
            story.wants(DOCTOR, read()).gets(refused(None)).probe(done());
        }),
        (REFUSAL, Silent, "the login was to another space", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Patient);
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NotAProfessional)))
                .probe(done());
        }),
        (REFUSAL, Silent, "a doctor came through the patients' door", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Patient);
            story.wants(DOCTOR, read_as_patient()).gets(refused(None)).probe(done());
        }),
        (REFUSAL, Silent, "a patient came through the professionals' door", |story| {
            story.in_order().letter().enters(PATIENT, Role::Professional);
            story
                .wants(PATIENT, read())
                .gets(refused(Some(Reason::NotAProfessional)))
                .probe(done());
        }),
        (REFUSAL, Silent, "there is no such document", |story| {
            story.in_order().enters(DOCTOR, Role::Professional);
            story.wants(DOCTOR, read()).gets(refused(Some(Reason::NotFound))).probe(done());
        }),
        (REFUSAL, Silent, "the document has no such attachment", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Professional);
            let other = Intent::ReadAttachment {
                role: Role::Professional,
                document: LETTER.to_owned(),
                attachment: "another.png".to_owned(),
            };
            story.wants(DOCTOR, other).gets(refused(Some(Reason::NotFound))).probe(done());
        }),
        (REFUSAL, Silent, "the hospital gave nothing", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Professional).wants(DOCTOR, read());
            story.observed("fetch-refused", json!({ "reference": REFERENCE, "reason": "down" }));
            story.gets(refused(Some(Reason::NotFound))).probe(done());
        }),
        (REFUSAL, Silent, "the network has not said that it took the document", |story| {
            story.in_order().enters(DOCTOR, Role::Professional);
            story.state(
                "document",
                json!({
                    "name": LETTER, "reference": REFERENCE, "patient": "64062600024", "canary": CANARY,
                    "published_at": "2026-03-10T08:00:00Z", "rule": "immediate",
                }),
            );
            story.wants(DOCTOR, read()).gets(refused(Some(Reason::NotFound))).probe(done());
        }),
        (REFUSAL, Silent, "nobody knows whether the patient consented", |story| {
            story.does(DOCTOR, consent(Role::Professional)).does(DOCTOR, link(None)).letter();
            story
                .wants(PATIENT, consent(Role::Patient))
                .gets(no_answer())
                .enters(DOCTOR, Role::Professional);
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::PatientConsentMissing)))
                .probe(done());
        }),
        (REFUSAL, Silent, "a reading decides, and none is pinned", |story| {
            consents(story).does(DOCTOR, link(Some("2026-04-01"))).letter();
            story.at("2026-04-01T12:00:00+02:00").enters(DOCTOR, Role::Professional);
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(done());
        }),
        (REFUSAL, Silent, "the right came while the answer was under way", |story| {
            story
                .in_order()
                .letter_ruled("after-days", Some(30))
                .at("2026-04-09T23:59:59+02:00")
                .enters(PATIENT, Role::Patient);
            story.wants(PATIENT, read_as_patient()).at("2026-04-10T00:00:00+02:00");
            story.gets(refused(Some(Reason::NotYetAccessible))).probe(done());
        }),
        (REFUSAL, Silent, "it was shown", |story| {
            story.in_order().letter().enters(DOCTOR, Role::Professional);
            story.wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
        }),
    ]
}

fn consents(story: &mut Story) -> &mut Story {
    story
        .everybody()
        .does(PATIENT, consent(Role::Patient))
        .does(DOCTOR, consent(Role::Professional))
}
