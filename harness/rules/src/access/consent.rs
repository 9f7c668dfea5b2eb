//! Consent of the patient and of the doctor: given and not withdrawn. Who is registered with his consent has given it.

use etalon_model::Role;

use super::{
    acts::ConsentAct,
    decide::Record,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Act, Moment, possible},
};

pub(crate) fn of_patient(record: &Record<'_>, moment: Moment) -> Look {
    let who = record.patient;
    consent(record, moment, Family::PatientConsent, "REQ-CONSENT-001", who, Role::Patient)
}

pub(crate) fn of_doctor(record: &Record<'_>, moment: Moment) -> Look {
    let who = &record.person.name;
    consent(record, moment, Family::DoctorConsent, "REQ-CONSENT-002", who, Role::Professional)
}

/// The acts about that consent.
pub(crate) fn acts<'a>(record: &Record<'a>, who: &str, role: Role) -> impl Iterator<Item = &'a Act<ConsentAct>> {
    record
        .facts
        .consents
        .iter()
        .filter(move |act| act.what.who == who && act.what.role == role)
}

fn consent(record: &Record<'_>, moment: Moment, family: Family, requirement: &'static str, who: &str, role: Role) -> Look {
    look(&possible(acts(record, who, role), moment), |act| {
        let who = who.to_owned();
        let (requirement, holds, saw) = match act.map(|act| (act.what.is_given, act.what.registered_by.clone())) {
            None => (requirement, Holds::No, Saw::NoConsent { who, role }),
            // To register is to consent (the default of REQ-PATIENT-REG-001).
            Some((true, Some(by))) => ("REQ-PATIENT-REG-001", Holds::Yes, Saw::Registered { who, by }),
            Some((true, None)) => (requirement, Holds::Yes, Saw::Consent { who, role }),
            Some((false, _)) => (requirement, Holds::No, Saw::ConsentWithdrawn { who, role }),
        };
        Look::new(family, requirement, holds, saw)
    })
}
