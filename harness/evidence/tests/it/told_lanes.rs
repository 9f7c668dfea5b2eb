//! Lanes, told: a letter that opens to its patient after a delay whose end the sources leave open, and to a doctor with a link.

use etalon_model::lanes::{Lane, LaneEvent, Lanes, Point, Read, Said, Span, SpanState, Standing};

pub(crate) fn point(at: &str, entry: u64) -> Point {
    Point {
        at: at.parse().unwrap(),
        entry: (entry > 0).then_some(entry),
    }
}

pub(crate) fn said(en: &str, fr: &str, nl: &str) -> Said {
    Said {
        en: en.to_owned(),
        fr: fr.to_owned(),
        nl: nl.to_owned(),
    }
}

fn span(from: Point, to: Option<Point>, state: SpanState, requirement: &str) -> Span {
    Span {
        from,
        to,
        state,
        requirement: requirement.to_owned(),
    }
}

/// The letter of `patient`, and `doctor`.
pub(crate) fn letter(patient: &str, doctor: &str) -> Lanes {
    let given = point("2026-03-10T09:00:00Z", 5);
    let referenced = point("2026-03-10T09:00:00Z", 9);
    let linked = point("2026-03-10T09:00:00Z", 14);
    let read = point("2026-03-10T09:00:00Z", 20);
    let earliest = point("2026-04-08T22:00:00Z", 0);
    let early = point("2026-04-09T07:59:59Z", 31);
    let latest = point("2026-04-09T22:00:00Z", 0);
    let revoked = point("2026-04-20T10:00:00Z", 40);
    let open = || SpanState::Open {
        parameter: "timing.delay".to_owned(),
    };
    let done = |point: Point, done: Vec<Said>| LaneEvent { point, done };
    Lanes {
        document: "letter".to_owned(),
        left_out: 0,
        lanes: vec![
            Lane {
                person: patient.to_owned(),
                standing: Standing::Patient,
                spans: vec![
                    span(given, Some(referenced), SpanState::Refused, "REQ-DOC-READ-001"),
                    span(referenced, Some(earliest), SpanState::Refused, "REQ-DOC-TIMING-001"),
                    span(earliest, Some(latest), open(), "REQ-DOC-TIMING-001"),
                    span(latest, None, SpanState::Permitted, "REQ-DOC-TIMING-001"),
                ],
                reads: vec![Read {
                    at: early,
                    was_shown: false,
                }],
            },
            Lane {
                person: doctor.to_owned(),
                standing: Standing::Professional,
                spans: vec![
                    span(given, Some(referenced), SpanState::Refused, "REQ-DOC-READ-001"),
                    span(referenced, Some(linked), SpanState::Refused, "REQ-THERLINK-001"),
                    span(linked, Some(revoked), SpanState::Permitted, "REQ-THERLINK-001"),
                    span(revoked, None, SpanState::Refused, "REQ-THERLINK-001"),
                ],
                reads: vec![Read { at: read, was_shown: true }],
            },
        ],
        events: vec![
            done(
                given,
                vec![said(
                    &format!("{patient} gives consent"),
                    &format!("{patient} donne son consentement"),
                    &format!("{patient} geeft toestemming"),
                )],
            ),
            done(
                referenced,
                vec![said(
                    "the network refers to the document",
                    "le réseau référence le document",
                    "het netwerk verwijst naar het document",
                )],
            ),
            done(
                linked,
                vec![said(
                    &format!("{doctor} declares a link"),
                    &format!("{doctor} déclare un lien"),
                    &format!("{doctor} meldt een relatie aan"),
                )],
            ),
            done(read, Vec::new()),
            done(earliest, Vec::new()),
            done(early, Vec::new()),
            done(latest, Vec::new()),
            done(
                revoked,
                vec![said(
                    &format!("{doctor} ends the link"),
                    &format!("{doctor} met fin au lien"),
                    &format!("{doctor} beëindigt de relatie"),
                )],
            ),
        ],
    }
}
