//! Journals about therapeutic links and the audit trail, as the product's own pages tell them.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
    let count = |count: u64| json!({ "doctor": DOCTOR, "patient": PATIENT, "count": count });
    let trail = || json!({ "doctor": DOCTOR, "document": LETTER });
    vec![
        case("links-in-force", Accepted, "the system shows one", count(1), |story| {
            story
                .in_order()
                .wants(DOCTOR, links())
                .gets(shows(&[("in-force", &["2027-03-10"])]));
        }),
        case("links-in-force", Accepted, "the patient is not even known", count(0), |story| {
            story.wants(DOCTOR, links()).gets(refused(Some(Reason::PatientNotRegistered)));
        }),
        case("links-in-force", Accepted, "a Then step looked", count(1), |story| {
            story.in_order().looks(DOCTOR, links(), shows(&[("in-force", &["2027-03-10"])]));
        }),
        case("links-in-force", Caught, "the system shows two", count(1), |story| {
            story
                .in_order()
                .wants(DOCTOR, links())
                .gets(shows(&[("in-force", &["2027-03-10", "2027-03-10"])]));
        }),
        case("links-in-force", Caught, "the system shows none", count(1), |story| {
            story.in_order().wants(DOCTOR, links()).gets(shows(&[("in-force", &[])]));
        }),
        case(
            "links-in-force",
            Caught,
            "the look is refused though there must be one",
            count(1),
            |story| {
                story.wants(DOCTOR, links()).gets(refused(None));
            },
        ),
        case("links-in-force", Caught, "the look crashes", count(0), |story| {
            story.wants(DOCTOR, links()).gets(crashed());
        }),
        case("links-in-force", NotExercised, "nobody looked", count(0), |story| {
            story.in_order();
        }),
        case("links-in-force", NotExercised, "another doctor looked", count(0), |story| {
            story.wants("Dr Lambert", links()).gets(shows(&[("in-force", &[])]));
        }),
        case("links-in-force", NotExercised, "no answer came", count(0), |story| {
            story.wants(DOCTOR, links()).gets(no_answer());
        }),
        case("audit-names", Accepted, "by the document's reference", trail(), |story| {
            story.letter().wants(PATIENT, Intent::ReadAuditTrail {});
            story.gets(shows(&[("actors", &["Emile Peeters-Specimen"]), ("documents", &[REFERENCE])]));
        }),
        case(
            "audit-names",
            Accepted,
            "by what the network calls the document",
            trail(),
            |story| {
                story.letter().wants(PATIENT, Intent::ReadAuditTrail {});
                story.gets(shows(&[("actors", &["Peeters"]), ("documents", &["document 17"])]));
            },
        ),
        case("audit-names", Accepted, "a Then step looked", trail(), |story| {
            let trail = shows(&[("actors", &["Dr Peeters"]), ("documents", &[REFERENCE])]);
            story.letter().does(DOCTOR, list()).looks(PATIENT, Intent::ReadAuditTrail {}, trail);
        }),
        case(
            "audit-names",
            Caught,
            "an entry of that doctor for another document",
            trail(),
            |story| {
                story.letter().wants(PATIENT, Intent::ReadAuditTrail {});
                story.gets(shows(&[
                    ("actors", &["Peeters", "Lambert"]),
                    ("documents", &["EXS-0002", REFERENCE]),
                ]));
            },
        ),
        case(
            "audit-names",
            Caught,
            "a number that only contains the document's",
            trail(),
            |story| {
                story.letter().wants(PATIENT, Intent::ReadAuditTrail {});
                story.gets(shows(&[("actors", &["Peeters"]), ("documents", &["document 1173"])]));
            },
        ),
        case("audit-names", Caught, "a name that only contains the doctor's", trail(), |story| {
            story.letter().wants(PATIENT, Intent::ReadAuditTrail {});
            story.gets(shows(&[("actors", &["Peetersen"]), ("documents", &[REFERENCE])]));
        }),
        case("audit-names", Caught, "an empty trail", trail(), |story| {
            story.letter().does(PATIENT, Intent::ReadAuditTrail {});
        }),
        case("audit-names", NotExercised, "nobody looked", trail(), |story| {
            story.letter();
        }),
        case("audit-names", NotExercised, "there is no such document", trail(), |story| {
            story.does(PATIENT, Intent::ReadAuditTrail {});
        }),
        case("audit-names", NotExercised, "no answer came", trail(), |story| {
            story.letter().wants(PATIENT, Intent::ReadAuditTrail {}).gets(no_answer());
        }),
    ]
}
