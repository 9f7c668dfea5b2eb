//! Documents that an attending physician opens to the patient: only such a physician, only where the status allows it, and
//! never time alone.

use super::{
    acts::{AccessRule, Release},
    decide::{Case, Record, looks},
    ground::{Answer, Family, Holds, Look, Why, answer},
    saw::Saw,
    when::{Act, Moment, possible},
};

/// What a document with the status “releasable by the attending physician” is to its patient.
pub(crate) fn of_document(case: &Case<'_>, moment: Moment) -> Look {
    let begun = case.document.releases.iter().filter(|act| act.when.has_begun(moment));
    let tried: Vec<(&Act<Release>, Holds)> = begun.map(|act| (act, effect(case, act, moment))).collect();
    let best = tried.iter().min_by_key(|(_, holds)| match holds {
        Holds::Yes => 0,
        Holds::Uncertain(_) => 1,
        Holds::Open(_) => 2,
        Holds::No => 3,
    });
    let Some((act, holds)) = best else {
        return Look::new(Family::PatientRule, "REQ-RELEASE-002", Holds::No, Saw::NotReleased);
    };
    let by = act.what.by.clone();
    let (requirement, saw) = match holds {
        Holds::No => ("REQ-RELEASE-004", Saw::ReleasedByOther { by }),
        _ => ("REQ-RELEASE-002", Saw::Released { by }),
    };
    let mut found = Look::new(Family::PatientRule, requirement, *holds, saw);
    found.entries = act.when.entries.map(|(first, last)| vec![first, last]).unwrap_or_default();
    found
}

/// Said where somebody has released a document whose status does not allow it, and which no other rule opens.
pub(crate) fn without_status(case: &Case<'_>, moment: Moment, rule: &Look) -> Option<Look> {
    let releasable = possible(case.document.rules.iter(), moment)
        .acts
        .iter()
        .any(|act| act.what.rule == AccessRule::Releasable);
    let done = |act: &&Act<Release>| act.is_sure && act.when.is_over(moment);
    let act = case.document.releases.iter().rfind(done)?;
    let by = act.what.by.clone();
    (!releasable && rule.holds == Holds::No)
        .then(|| Look::new(Family::Release, "REQ-RELEASE-001", Holds::No, Saw::ReleaseWithoutStatus { by }))
}

/// Whether a release has opened the document by `moment`. Attending is who had a link in force and access to the document
/// when he released it (the default of REQ-RELEASE-004): not a doctor whom the patient excluded, nor one restricted on this document.
fn effect(case: &Case<'_>, act: &Act<Release>, moment: Moment) -> Holds {
    let Some(by) = case.record.facts.person(&act.what.by) else {
        return Holds::No;
    };
    // Whoever else a network lets in, “physician” is the source's word here.
    if !by.is_doctor() || by.name == case.document.patient {
        return Holds::No;
    }
    let attending = Case {
        record: Record { person: by, ..case.record },
        ..*case
    };
    let [begun, ended] = act.when.ends().map(|end| {
        let rules = possible(case.document.rules.iter(), end);
        let of_status = rules.acts.iter().filter(|rule| rule.what.rule == AccessRule::Releasable).count();
        match (of_status, answer(&looks(&attending, end))) {
            (0, _) | (_, Answer::Refused) => Holds::No,
            (_, Answer::Uncertain { why }) => Holds::Uncertain(why),
            _ if of_status < rules.acts.len() => under_way(act),
            (_, Answer::Open { parameter }) => Holds::Open(parameter),
            (_, Answer::Permitted) => Holds::Yes,
        }
    });
    match (begun == ended, begun) {
        (true, Holds::No) => Holds::No,
        _ if !act.is_sure || !act.when.is_over(moment) => under_way(act),
        (true, same) => same,
        (false, _) => under_way(act),
    }
}

fn under_way(act: &Act<Release>) -> Holds {
    let (from, to) = (act.when.from, act.when.to);
    Holds::Uncertain(if act.is_sure {
        Why::UnderWay { from, to }
    } else {
        Why::Unanswered { from }
    })
}
