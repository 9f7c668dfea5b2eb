//! In which quality somebody asks: about himself, as a doctor, or as neither; and that what binds patients leaves doctors as they are.

use super::{
    decide::Case,
    facts::AccessRule,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Moment, possible},
};

/// The patient needs no link to his own record.
pub(crate) fn own_record(case: &Case<'_>) -> Look {
    let saw = Saw::OwnRecord {
        patient: case.document.patient.clone(),
    };
    Look::new(Family::Quality, "REQ-PATIENT-ACCESS-001", Holds::Yes, saw)
}

/// Whoever is neither the patient nor a doctor has no record but his own.
pub(crate) fn nobodys_record(case: &Case<'_>) -> Look {
    let saw = Saw::OthersRecord {
        person: case.person.name.clone(),
        patient: case.document.patient.clone(),
    };
    Look::new(Family::Quality, "REQ-PATIENT-ACCESS-001", Holds::No, saw)
}

/// Said where there is a rule that could be thought to bind doctors.
pub(crate) fn doctors_keep_access(case: &Case<'_>, moment: Moment) -> Option<Look> {
    let rules = possible(case.document.rules.iter(), moment);
    let binding = rules.acts.iter().any(|act| act.what != AccessRule::Immediate);
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
