//! Restrictions of professionals on one document: while one is in force no link helps, and lifting it undoes no exclusion.

use super::{
    acts::RestrictionAct,
    decide::Case,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Act, Moment, possible},
};

pub(crate) fn of_doctor(case: &Case<'_>, moment: Moment) -> Look {
    look(&possible(acts(case), moment), |act| {
        let doctor = case.record.person.name.clone();
        let (holds, saw) = match act.map(|act| (act.what.is_made, act.what.by.clone())) {
            Some((true, by)) => (Holds::No, Saw::Restricted { doctor, by }),
            Some((false, _)) | None => (Holds::Yes, Saw::NotRestricted { doctor }),
        };
        Look::new(Family::Restriction, "REQ-EXCLUSION-003", holds, saw)
    })
}

/// The acts about this professional and this document.
pub(crate) fn acts<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Act<RestrictionAct>> {
    let doctor = &case.record.person.name;
    case.document.restrictions.iter().filter(move |act| act.what.doctor == *doctor)
}
