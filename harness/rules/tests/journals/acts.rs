//! What people do beside consents, links and reading: exclusions, restrictions, rules set by hand, releases, deletions, SUMEHRs, forms.

use etalon_model::{Intent, PatientAccess, Role};
use serde_json::json;

use super::{DOCTOR, LETTER, PATIENT, Story, done};

/// Another doctor, where a story has one.
pub(crate) const COLLEAGUE: &str = "Dr Lambert";
pub(crate) const NURSE: &str = "Sofie";
pub(crate) const CLERK: &str = "Karel";
pub(crate) const OFFICE: &str = "Office";
pub(crate) const SUMEHR: &str = "summary";
/// Marks the SUMEHR's bytes.
pub(crate) const SUMEHR_CANARY: &str = "CNRSUMEHR3V9P";
pub(crate) const SUMEHR_REFERENCE: &str = "NET-0001";

impl Story {
    /// Everybody whom a story may need beside the two.
    pub(crate) fn everybody(&mut self) -> &mut Self {
        self.cast(COLLEAGUE, "80010199911", true)
            .cast("Jan", "70020299922", false)
            .known_as(NURSE, "81030399933", Some("nurse"), false)
            .known_as(CLERK, "82040499944", Some("clerk"), false)
            .known_as(OFFICE, "83050599955", None, true)
    }

    /// Somebody whom the network knows by a profession, or as staff of its office.
    pub(crate) fn known_as(&mut self, name: &str, insz: &str, profession: Option<&str>, office: bool) -> &mut Self {
        self.state(
            "cast",
            json!({ "name": name, "id": name, "insz": insz, "professional": profession.is_some(), "profession": profession, "office": office }),
        )
    }

    /// Consent and a link of somebody beside Dr Peeters.
    pub(crate) fn attends(&mut self, who: &str) -> &mut Self {
        self.does(who, super::consent(Role::Professional)).does(who, super::link(None))
    }

    /// A login to that space, by the nation's word.
    pub(crate) fn enters(&mut self, who: &str, role: Role) -> &mut Self {
        let login = Intent::LogIn {
            role,
            means: etalon_model::Means::Itsme,
        };
        self.wants(who, login)
            .observed("token-issued", json!({ "person": who }))
            .observed("userinfo-answered", json!({ "person": who }))
            .gets(done())
    }

    /// A SUMEHR of Marie, drawn up by Dr Peeters.
    pub(crate) fn draft(&mut self) -> &mut Self {
        self.state(
            "sumehr-written",
            json!({ "name": SUMEHR, "patient": "64062600024", "canary": SUMEHR_CANARY }),
        )
    }

    /// The same, published.
    pub(crate) fn sumehr(&mut self) -> &mut Self {
        self.draft().wants(DOCTOR, publish());
        let written = self.asked_at();
        self.published_since(written)
    }

    /// What entry `written` wants to publish is done, and the harness has found it.
    pub(crate) fn published_since(&mut self, written: u64) -> &mut Self {
        self.gets(done());
        let now = self.entries().last().unwrap().at.to_string();
        self.state(
            "document",
            json!({
                "name": SUMEHR, "reference": SUMEHR_REFERENCE, "patient": "64062600024", "kind": "SUMEHR", "publisher": "network",
                "author": DOCTOR, "canary": SUMEHR_CANARY, "attachments": [], "published_at": now, "rule": "sumehr", "days": null,
                "written": written,
            }),
        )
        .state("document-accepted", json!({ "reference": SUMEHR_REFERENCE, "id": "18" }))
    }
}

pub(crate) fn publish() -> Intent {
    Intent::PublishSumehr {
        document: SUMEHR.to_owned(),
        patient: PATIENT.to_owned(),
        lacking: Vec::new(),
    }
}

pub(crate) fn read_of(role: Role, document: &str) -> Intent {
    Intent::ReadDocument {
        role,
        document: document.to_owned(),
    }
}

pub(crate) fn exclude(role: Role, doctor: &str) -> Intent {
    Intent::ExcludeProfessional {
        role,
        patient: PATIENT.to_owned(),
        doctor: doctor.to_owned(),
    }
}

pub(crate) fn lift(role: Role, doctor: &str) -> Intent {
    Intent::LiftExclusion {
        role,
        patient: PATIENT.to_owned(),
        doctor: doctor.to_owned(),
    }
}

pub(crate) fn authorisations() -> Intent {
    Intent::ListAuthorisations {
        role: Role::Patient,
        patient: PATIENT.to_owned(),
    }
}

pub(crate) fn restrict(doctor: &str) -> Intent {
    Intent::RestrictDocument {
        document: LETTER.to_owned(),
        doctor: doctor.to_owned(),
    }
}

pub(crate) fn lift_restriction(doctor: &str) -> Intent {
    Intent::LiftRestriction {
        document: LETTER.to_owned(),
        doctor: doctor.to_owned(),
    }
}

pub(crate) fn set_access(document: &str, access: PatientAccess) -> Intent {
    Intent::SetPatientAccess {
        document: document.to_owned(),
        access,
    }
}

pub(crate) fn release() -> Intent {
    Intent::ReleaseDocument {
        role: Role::Professional,
        document: LETTER.to_owned(),
    }
}

pub(crate) fn ask_deletion() -> Intent {
    Intent::RequestDeletion {
        document: LETTER.to_owned(),
        because: "published by mistake".to_owned(),
    }
}

pub(crate) fn process_deletion() -> Intent {
    Intent::ProcessDeletion {
        document: LETTER.to_owned(),
    }
}

pub(crate) fn setting(open: bool) -> Intent {
    Intent::SetSumehrAccess { open }
}

pub(crate) fn register(consents: bool) -> Intent {
    Intent::RegisterPatient {
        patient: PATIENT.to_owned(),
        consents,
    }
}

pub(crate) fn send_form() -> Intent {
    Intent::SendLinkForm {
        patient: PATIENT.to_owned(),
    }
}

pub(crate) fn process_form() -> Intent {
    Intent::ProcessLinkForm {
        doctor: DOCTOR.to_owned(),
        patient: PATIENT.to_owned(),
    }
}

pub(crate) fn manage() -> Intent {
    Intent::OpenManage {
        document: LETTER.to_owned(),
    }
}

pub(crate) fn find(offer: &str, language: Option<&str>) -> Intent {
    Intent::FindOffer {
        offer: offer.to_owned(),
        language: language.map(str::to_owned),
    }
}

pub(crate) fn download(form: &str) -> Intent {
    Intent::DownloadForm { form: form.to_owned() }
}
