//! Who acts, with whom and about which document: by chance, and so that most of a history hangs together. What was begun is ended
//! rather than what was not, and a document is mostly opened by those who have to do with it.

use super::{
    history::Act,
    kinds::{About, Effect},
    lines::{DOCTORS, PATIENTS, TITLES},
    telling::{Document, InForce},
};

/// Who and what fills the places of one line.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) patient: &'static str,
    pub(crate) doctor: &'static str,
    pub(crate) other: &'static str,
    pub(crate) document: &'static str,
}

impl Parts {
    /// What stands in these places.
    pub(crate) fn of(&self, places: &[&str]) -> Vec<&'static str> {
        let part = |place: &&str| match *place {
            "patient" => self.patient,
            "doctor" => self.doctor,
            "other" => self.other,
            _ => self.document,
        };
        places.iter().map(part).collect()
    }

    fn put(&mut self, place: &str, value: &'static str) {
        match place {
            "patient" => self.patient = value,
            "doctor" => self.doctor = value,
            "other" => self.other = value,
            _ => self.document = value,
        }
    }
}

/// The parts of `act`. None where there is no document for it, no place for another one, or nothing to end.
pub(crate) fn parts(act: &Act, documents: &[Document], in_force: &InForce) -> Option<Parts> {
    let document = document(act, documents)?;
    let (patient, doctor) = match document {
        Some(there) => (patient_for(act, there), doctor_for(act, there, in_force)),
        None => pair_for(act, in_force),
    };
    let new = || TITLES.get(documents.len()).copied();
    let mut parts = Parts {
        patient,
        doctor,
        other: "",
        document: match act.kind.about {
            About::Published | About::Written => new()?,
            _ => document.map_or("", |there| there.name),
        },
    };
    if let Effect::Ends(what, places) = act.kind.effect {
        let begun: Vec<&Vec<&'static str>> = in_force
            .iter()
            .filter(|(other, _)| *other == what)
            .map(|(_, about)| about)
            .collect();
        let chosen = begun.get(act.detail as usize % begun.len().max(1))?;
        places.iter().zip(chosen.iter()).for_each(|(place, value)| parts.put(place, value));
        let author = documents
            .iter()
            .find(|there| there.name == parts.document)
            .and_then(|there| there.author);
        if places.contains(&"document") {
            parts.doctor = author.unwrap_or(parts.doctor);
        }
    }
    // Nobody is shut out by himself.
    let others = |one: &'static str| DOCTORS.into_iter().filter(move |other| *other != one);
    if parts.other.is_empty() {
        let attending = others(parts.doctor).find(|other| in_force.contains(&("link", vec![*other, patient])));
        let anybody = others(parts.doctor).nth(act.detail as usize / 7 % 2);
        parts.other = attending.filter(|_| !act.detail.is_multiple_of(4)).or(anybody)?;
    } else if parts.other == parts.doctor {
        parts.doctor = others(parts.other).nth(act.detail as usize / 7 % 2)?;
    }
    Some(parts)
}

/// The document that is there and that the act is about. None where the act needs one and there is none.
fn document<'a>(act: &Act, documents: &'a [Document]) -> Option<Option<&'a Document>> {
    let of = |fits: fn(&Document) -> bool| {
        let fitting: Vec<&Document> = documents.iter().filter(|document| fits(document)).collect();
        let count = fitting.len();
        (count > 0).then(|| fitting[usize::from(act.document) % count])
    };
    match act.kind.about {
        About::Nobody | About::Published | About::Written => Some(None),
        About::Any => of(|_| true).map(Some),
        About::Releasable => of(|document| document.is_releasable).or_else(|| of(|_| true)).map(Some),
        About::AtHospital => of(|document| document.at_hospital && document.is_kept).map(Some),
        About::WithAttachment => of(|document| document.attachment).map(Some),
        About::Own => of(|document| document.author.is_some() && document.is_kept).map(Some),
    }
}

/// Mostly two who have to do with each other already; else whoever it is.
fn pair_for(act: &Act, in_force: &InForce) -> (&'static str, &'static str) {
    let anybody = (PATIENTS[usize::from(act.patient)], DOCTORS[usize::from(act.doctor)]);
    let what = match (act.kind.effect, act.detail % 4) {
        (Effect::PutsInOrder, _) | (_, 0) => return anybody,
        // Declared where it is of no use, beside an exclusion; or again.
        (Effect::Renews(..), 1) => "exclusion",
        _ => "link",
    };
    let two: Vec<_> = in_force
        .iter()
        .filter(|(other, _)| *other == what)
        .map(|(_, about)| about)
        .collect();
    match two.get(usize::from(act.doctor) % two.len().max(1)).map(|about| about.as_slice()) {
        Some([doctor, patient]) => (patient, doctor),
        _ => anybody,
    }
}

/// Mostly whom the document is about.
fn patient_for(act: &Act, document: &Document) -> &'static str {
    if act.detail.is_multiple_of(4) {
        PATIENTS[usize::from(act.patient)]
    } else {
        document.patient
    }
}

/// Mostly who drew it up where only he may act; else mostly somebody who has a link with its patient.
fn doctor_for(act: &Act, document: &Document, in_force: &InForce) -> &'static str {
    let anybody = DOCTORS[usize::from(act.doctor)];
    if act.kind.about == About::Own && !act.detail.is_multiple_of(5) {
        return document.author.unwrap_or(anybody);
    }
    let has_link = |doctor: &&str| in_force.contains(&("link", vec![*doctor, document.patient]));
    let attending: Vec<&'static str> = DOCTORS.into_iter().filter(|doctor| has_link(doctor)).collect();
    if act.detail.is_multiple_of(3) || attending.is_empty() {
        anybody
    } else {
        attending[usize::from(act.doctor) % attending.len()]
    }
}
