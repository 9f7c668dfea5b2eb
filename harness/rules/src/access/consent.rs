//! Consent of the patient and of the doctor: given and not withdrawn.

use etalon_model::Role;

use super::{
    decide::Case,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Act, Moment, possible},
};
use crate::access::ConsentAct;

pub(crate) fn of_patient(case: &Case<'_>, moment: Moment) -> Look {
    consent(
        case,
        moment,
        Family::PatientConsent,
        "REQ-CONSENT-001",
        &case.document.patient,
        Role::Patient,
    )
}

pub(crate) fn of_doctor(case: &Case<'_>, moment: Moment) -> Look {
    consent(
        case,
        moment,
        Family::DoctorConsent,
        "REQ-CONSENT-002",
        &case.person.name,
        Role::Professional,
    )
}

/// The acts about that consent.
pub(crate) fn acts<'a>(case: &Case<'a>, who: &str, role: Role) -> impl Iterator<Item = &'a Act<ConsentAct>> {
    case.facts
        .consents
        .iter()
        .filter(move |act| act.what.who == who && act.what.role == role)
}

fn consent(case: &Case<'_>, moment: Moment, family: Family, requirement: &'static str, who: &str, role: Role) -> Look {
    look(&possible(acts(case, who, role), moment), |act| {
        let who = who.to_owned();
        let (holds, saw) = match act.map(|act| act.what.is_given) {
            None => (Holds::No, Saw::NoConsent { who, role }),
            Some(true) => (Holds::Yes, Saw::Consent { who, role }),
            Some(false) => (Holds::No, Saw::ConsentWithdrawn { who, role }),
        };
        Look::new(family, requirement, holds, saw)
    })
}
