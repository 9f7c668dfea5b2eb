//! The directions that can be asked for at the desk, with what belongs to each. Asking lives in `directions`.

use etalon_hospital::HospitalDirection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Desk;
use crate::{ItsmeMode, LEVELS, MAIL_AUTHORITY, MailDirection, Means, PkiDirection, pki};

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
        known.extend(of_itsme());
        known.extend(of_certificates());
        known.extend(MailDirection::ALL.map(of_mail));
        known
    }
}

fn of_itsme() -> [DirectionKind; 5] {
    let modes = ItsmeMode::ALL.map(|mode| mode.name().to_owned()).to_vec();
    let approver = vec![
        argument("person", "the id of the person", Vec::new()),
        optional(argument(
            "mode",
            "how they said who they are; by QR code where it is left out",
            modes,
        )),
    ];
    let itsme = |name, text, arguments| direction(etalon_itsme::AUTHORITY, name, text, arguments);
    [
        itsme("approve-as", "the page is skipped: this person approves in the app", approver),
        itsme("cancel", "the person refuses in the app", Vec::new()),
        itsme("time-out", "the person does not take out the telephone", Vec::new()),
        itsme(
            "wrong-code",
            "the person types a wrong itsme code, as often as it takes",
            Vec::new(),
        ),
        itsme("unavailable", "itsme is out of service", Vec::new()),
    ]
}

fn of_mail(kind: MailDirection) -> DirectionKind {
    let address = optional(argument(
        "address",
        "whose mail, where no person is named; anybody's where neither is",
        Vec::new(),
    ));
    let mut arguments = vec![address];
    let text = match kind {
        MailDirection::Late(_) => {
            arguments.push(optional(argument(
                "seconds",
                "how late; a quarter of an hour where it is left out",
                Vec::new(),
            )));
            "the next letter can be read only after a while"
        }
        MailDirection::Lost => "the next letter is taken and never comes",
        MailDirection::Bounced => "the next letter is taken and comes back to whoever sent it",
        MailDirection::Refused => "the next letter is not taken: there is no such box",
    };
    direction(MAIL_AUTHORITY, kind.as_str(), text, arguments)
}

fn of_certificates() -> [DirectionKind; 3] {
    let issuer = || {
        optional(argument(
            "issuer",
            "the authority, as its addresses call it; any where it is left out",
            Vec::new(),
        ))
    };
    let flaw = |text, values| argument("flaw", text, values);
    let list_flaws = PkiDirection::LIST_FLAWS.map(spelt).to_vec();
    let answer_flaws = PkiDirection::ANSWER_FLAWS.map(spelt).to_vec();
    let serial = optional(argument(
        "serial",
        "the certificate's serial number; any where it is left out",
        Vec::new(),
    ));
    let pki = |name, text, arguments| direction(pki::AUTHORITY, name, text, arguments);
    [
        pki(
            PkiDirection::UNAVAILABLE,
            "neither lists nor status answers nor certificates are served",
            Vec::new(),
        ),
        pki(
            PkiDirection::FLAWED_LIST,
            "a revocation list has this wrong",
            vec![flaw("what is wrong with the list", list_flaws), issuer()],
        ),
        pki(
            PkiDirection::FLAWED_ANSWER,
            "a status answer has this wrong",
            vec![flaw("what is wrong with the answer", answer_flaws), issuer(), serial],
        ),
    ]
}

/// As it is spelt in JSON.
pub(crate) fn spelt<T: Serialize>(choice: T) -> String {
    serde_json::to_value(choice)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
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
