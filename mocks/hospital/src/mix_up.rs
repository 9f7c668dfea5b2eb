//! What a hospital hands over by mistake: a document that it has, or one that is made up, and written down, where it has none that fits.

use std::sync::Arc;

use etalon_people::{Insz, person};
use etalon_stage::Realm;

use crate::{Document, Hospital, Rule, content::Laid};

/// The most names that are tried for a made-up person before the number of one differs from the patient's.
const MOST_STRANGERS: usize = 16;

/// Another document of the same patient.
pub(crate) fn another_document(hospital: &Hospital, realm: &Realm, right: &Arc<Laid>, attachment: Option<usize>) -> Arc<Laid> {
    let patient = &right.document.patient_insz;
    found(hospital, right, attachment, |candidate| candidate.patient_insz == *patient)
        .unwrap_or_else(|| made_up(hospital, realm, right, "mixed-up", patient.clone()))
}

/// A document of another patient.
pub(crate) fn another_patient(hospital: &Hospital, realm: &Realm, right: &Arc<Laid>, attachment: Option<usize>) -> Arc<Laid> {
    let patient = &right.document.patient_insz;
    found(hospital, right, attachment, |candidate| candidate.patient_insz != *patient)
        .unwrap_or_else(|| made_up(hospital, realm, right, "of-another", stranger(realm, patient)))
}

/// The first in the order of references that has what is asked for: the same in every run.
fn found(hospital: &Hospital, right: &Laid, attachment: Option<usize>, fits: impl Fn(&Document) -> bool) -> Option<Arc<Laid>> {
    hospital.documents.all().into_iter().find(|candidate| {
        candidate.document.reference != right.document.reference
            && attachment.is_none_or(|number| number < candidate.attachments.len())
            && fits(&candidate.document)
    })
}

fn made_up(hospital: &Hospital, realm: &Realm, right: &Laid, how: &str, patient_insz: String) -> Arc<Laid> {
    let document = Document {
        name: format!("{} ({how})", right.document.name),
        reference: format!("{}-{how}", right.document.reference),
        patient_insz,
        patient_access: Rule::Never,
        ..right.document.clone()
    };
    hospital.keep(realm, document)
}

/// The number of a synthetic person who lives nowhere.
fn stranger(realm: &Realm, patient: &str) -> String {
    let number = |attempt: usize| person(realm.seed(), &format!("Somebody Else {attempt}")).insz;
    let patient = Insz::parse(patient).ok();
    let other = (0..MOST_STRANGERS).map(number).find(|number| Some(number) != patient.as_ref());
    other.expect("sixteen people do not all have one number").to_string()
}
