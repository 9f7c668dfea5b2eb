//! The directions that can be asked for at the desk, with what belongs to each. Asking lives in `directions`.

use etalon_hospital::HospitalDirection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Desk;
use crate::{LEVELS, Means};

/// A direction that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DirectionKind {
    /// Whose it is.
    pub authority: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub text: String,
    /// What belongs to it.
    pub arguments: Vec<ArgumentKind>,
}

/// What belongs to a direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArgumentKind {
    /// Its name.
    pub name: String,
    /// What it says.
    pub text: String,
    /// The values that it can have, where there are few.
    pub values: Vec<String>,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Desk {
    /// Every direction that can be asked for.
    #[must_use]
    pub fn known_directions(&self) -> Vec<DirectionKind> {
        let person = || argument("person", "the id of the person", Vec::new());
        let means = || argument("means", "the means", Means::ALL.map(|means| means.name().to_owned()).to_vec());
        let level = || argument("level", "the level of assurance", LEVELS.map(|level| level.to_string()).to_vec());
        let fault = || {
            let ids = etalon_csam::faults().iter().map(|fault| fault.id.clone()).collect();
            argument("fault", "the fault, as GET /v1/realms/{realm}/faults lists it", ids)
        };
        let csam = |name, text, arguments| direction(etalon_csam::AUTHORITY, name, text, arguments);
        let mut known = vec![
            csam(
                "log-in-as",
                "the login page is skipped: this person logs in with these means",
                vec![person(), means()],
            ),
            csam("answer-level", "tokens speak of this level, whatever was reached", vec![level()]),
            csam(
                "answer-acr",
                "`acr` says exactly this",
                vec![argument("acr", "the value", Vec::new())],
            ),
            csam("without-national-number", "the national number is left out", Vec::new()),
            csam("cancel", "the person cancels", Vec::new()),
            csam("unavailable", "CSAM is out of service", Vec::new()),
            csam("fault", "one login goes wrong in this way", vec![fault()]),
        ];
        known.extend(HospitalDirection::ALL.map(|kind| {
            let institutions = crate::INSTITUTIONS.iter().map(|institution| institution.title.to_owned()).collect();
            let arguments = vec![
                optional(argument(
                    "institution",
                    "the hospital; the first where it is left out",
                    institutions,
                )),
                optional(argument("reference", "the document; any where it is left out", Vec::new())),
            ];
            direction(etalon_hospital::AUTHORITY, kind.as_str(), hospital_text(kind), arguments)
        }));
        known
    }
}

fn hospital_text(kind: HospitalDirection) -> &'static str {
    match kind {
        HospitalDirection::Down => "it is out of service",
        HospitalDirection::Silent => "it takes the request and does not answer",
        HospitalDirection::Slow => "it answers later than a client should wait",
        HospitalDirection::Truncated => "it announces the whole answer and sends half of it",
        HospitalDirection::WrongDocument => "it hands over another document of the same patient",
        HospitalDirection::WrongPatient => "it hands over a document of another patient",
    }
}

fn direction(authority: &str, name: &str, text: &str, arguments: Vec<ArgumentKind>) -> DirectionKind {
    DirectionKind {
        authority: authority.to_owned(),
        name: name.to_owned(),
        text: text.to_owned(),
        arguments,
    }
}

fn argument(name: &str, text: &str, values: Vec<String>) -> ArgumentKind {
    ArgumentKind {
        name: name.to_owned(),
        text: text.to_owned(),
        values,
        optional: false,
    }
}

fn optional(argument: ArgumentKind) -> ArgumentKind {
    ArgumentKind {
        optional: true,
        ..argument
    }
}
