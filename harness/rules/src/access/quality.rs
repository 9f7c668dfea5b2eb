//! In which quality somebody asks: about himself, as a doctor, or as neither; and that what binds patients leaves doctors as they are.

use super::{
    acts::AccessRule,
    decide::{Case, Record},
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Moment, possible},
};

/// The patient needs no link to his own record.
pub(crate) fn own_record(record: &Record<'_>) -> Look {
    let saw = Saw::OwnRecord {
        patient: record.patient.to_owned(),
    };
    Look::new(Family::Quality, "REQ-PATIENT-ACCESS-001", Holds::Yes, saw)
}

/// Whoever is neither the patient nor known by a profession has no record but his own.
pub(crate) fn nobodys_record(record: &Record<'_>) -> Look {
    let saw = Saw::OthersRecord {
        person: record.person.name.clone(),
        patient: record.patient.to_owned(),
    };
    Look::new(Family::Quality, "REQ-PATIENT-ACCESS-001", Holds::No, saw)
}

/// Said where there is a rule that could be thought to bind doctors.
pub(crate) fn doctors_keep_access(case: &Case<'_>, moment: Moment) -> Option<Look> {
    let rules = possible(case.document.rules.iter(), moment);
    let binding = rules.acts.iter().any(|act| act.what.rule != AccessRule::Immediate);
    let keep = || {
        Look::new(
            Family::DoctorsKeepAccess,
            "REQ-PATIENT-ACCESS-002",
            Holds::Yes,
            Saw::RuleIsThePatients,
        )
    };
    binding.then(|| look(&rules, |_| keep()))
}
