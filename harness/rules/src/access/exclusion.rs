//! A patient's exclusion of a professional: while it is in force no link helps.

use super::{
    acts::ExclusionAct,
    decide::Record,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Act, Moment, possible},
};

pub(crate) fn of_doctor(record: &Record<'_>, moment: Moment) -> Look {
    look(&possible(acts(record), moment), |act| {
        let (doctor, patient) = (record.person.name.clone(), record.patient.to_owned());
        let (holds, saw) = match act.map(|act| act.what.is_made) {
            Some(true) => (Holds::No, Saw::Excluded { doctor, patient }),
            Some(false) | None => (Holds::Yes, Saw::NotExcluded { doctor, patient }),
        };
        Look::new(Family::Exclusion, "REQ-EXCLUSION-001", holds, saw)
    })
}

/// The acts about this doctor and this patient, whoever did them.
pub(crate) fn acts<'a>(record: &Record<'a>) -> impl Iterator<Item = &'a Act<ExclusionAct>> {
    let (doctor, patient) = (&record.person.name, record.patient);
    record
        .facts
        .exclusions
        .iter()
        .filter(move |act| act.what.doctor == *doctor && act.what.patient == patient)
}
