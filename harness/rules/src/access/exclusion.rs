//! A patient's exclusion of a professional: while it is in force no link helps.

use super::{
    decide::Case,
    facts::ExclusionAct,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Act, Moment, possible},
};

pub(crate) fn of_doctor(case: &Case<'_>, moment: Moment) -> Look {
    look(&possible(acts(case), moment), |act| {
        let (doctor, patient) = (case.person.name.clone(), case.document.patient.clone());
        let (holds, saw) = match act.map(|act| act.what.is_made) {
            Some(true) => (Holds::No, Saw::Excluded { doctor, patient }),
            Some(false) | None => (Holds::Yes, Saw::NotExcluded { doctor, patient }),
        };
        Look::new(Family::Exclusion, "REQ-EXCLUSION-001", holds, saw)
    })
}

/// The acts about this doctor and this patient.
pub(crate) fn acts<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Act<ExclusionAct>> {
    let (doctor, patient) = (&case.person.name, &case.document.patient);
    case.facts
        .exclusions
        .iter()
        .filter(move |act| act.what.doctor == *doctor && act.what.patient == *patient)
}
