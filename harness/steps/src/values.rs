//! What the placeholders of a profile's recipes stand for, intent by intent. `docs/profiles.md` lists them.

use etalon_driver::Values;
use etalon_model::{Intent, Offer};

use crate::{
    scene::Scene,
    stop::Stop,
    sumehr::{Summary, items},
};

/// The language of an offer's page where the scenario does not name one.
const USUAL_LANGUAGE: &str = "en";

impl Scene {
    pub(crate) fn values(&self, intent: &Intent) -> Result<Values, Stop> {
        let mut values = Values::new();
        match intent {
            Intent::LogIn { .. }
            | Intent::LogOut {}
            | Intent::GiveConsent { .. }
            | Intent::WithdrawConsent { .. }
            | Intent::ReadAuditTrail {}
            | Intent::ListPatients {} => {}
            Intent::OpenPage { page } => put(&mut values, "page.path", self.page(page)?),
            Intent::DownloadForm { form } => put(&mut values, "page.path", self.page(&format!("form-{form}"))?),
            Intent::DeclareTherapeuticLink { patient, until } => {
                self.patient_values(patient, &mut values)?;
                put(&mut values, "until", until.as_deref().unwrap_or_default());
            }
            Intent::RevokeTherapeuticLink { patient }
            | Intent::ListTherapeuticLinks { patient }
            | Intent::ListDocuments { patient, .. }
            | Intent::ListAuthorisations { patient, .. }
            | Intent::SendLinkForm { patient } => self.patient_values(patient, &mut values)?,
            Intent::ExcludeProfessional { patient, doctor, .. }
            | Intent::LiftExclusion { patient, doctor, .. }
            | Intent::ProcessLinkForm { doctor, patient } => {
                self.patient_values(patient, &mut values)?;
                self.doctor_values(doctor, &mut values)?;
            }
            Intent::ReadDocument { document, .. }
            | Intent::OpenManage { document }
            | Intent::ReleaseDocument { document, .. }
            | Intent::ProcessDeletion { document } => self.document_values(document, &mut values)?,
            Intent::ReadAttachment { document, attachment, .. } => {
                self.document_values(document, &mut values)?;
                self.attachment_values(document, attachment, &mut values)?;
            }
            Intent::SetPatientAccess { document, access } => {
                self.document_values(document, &mut values)?;
                put(&mut values, "access", access.to_string());
            }
            Intent::RestrictDocument { document, doctor } | Intent::LiftRestriction { document, doctor } => {
                self.document_values(document, &mut values)?;
                self.doctor_values(doctor, &mut values)?;
            }
            Intent::RequestDeletion { document, because } => {
                self.document_values(document, &mut values)?;
                put(&mut values, "because", because);
            }
            Intent::PublishSumehr {
                document,
                patient,
                lacking,
            } => {
                self.patient_values(patient, &mut values)?;
                put(&mut values, "summary", Summary::of(self.seed, document).text);
                items(lacking).for_each(|(item, text)| put(&mut values, &format!("item.{item}"), text));
            }
            Intent::SetSumehrAccess { open } => put(&mut values, "setting", if *open { "open" } else { "closed" }),
            Intent::RegisterPatient { patient, consents } => {
                self.patient_values(patient, &mut values)?;
                self.details_of(patient, &mut values)?;
                put(&mut values, "consent", if *consents { "yes" } else { "no" });
            }
            Intent::FindOffer { offer, language } => {
                let language = language.as_deref().unwrap_or(USUAL_LANGUAGE);
                let offer = self.offer(offer)?;
                put(&mut values, "offer.page", offer.page.replace("{language}", language));
                put(&mut values, "offer.link", &offer.link);
                put(&mut values, "language", language);
            }
        }
        Ok(values)
    }

    /// Where the profile says that something is offered.
    pub(crate) fn offer(&self, name: &str) -> Result<&Offer, Stop> {
        self.setting.profile.offers.get(name).ok_or_else(|| {
            Stop::environment(format!(
                "the profile does not say where `{name}` is offered; add [offers.{name}], or leave its scenarios out"
            ))
        })
    }

    fn page(&self, name: &str) -> Result<&str, Stop> {
        self.setting
            .profile
            .pages
            .get(name)
            .map(String::as_str)
            .ok_or_else(|| Stop::environment(format!("the profile does not say where the page `{name}` is; add it under [pages]")))
    }

    fn patient_values(&self, name: &str, values: &mut Values) -> Result<(), Stop> {
        put(values, "patient.insz", self.insz(name)?);
        Ok(())
    }

    /// Products name professionals as they were told to: by the name that the scenario gives.
    fn doctor_values(&self, name: &str, values: &mut Values) -> Result<(), Stop> {
        put(values, "doctor", name);
        put(values, "doctor.insz", self.insz(name)?);
        Ok(())
    }

    fn document_values(&self, name: &str, values: &mut Values) -> Result<(), Stop> {
        let document = self.document(name)?;
        put(values, "document.id", &document.id);
        put(values, "document.reference", &document.reference);
        put(values, "document.patient.insz", self.insz(&document.patient)?);
        Ok(())
    }

    fn attachment_values(&self, document: &str, attachment: &str, values: &mut Values) -> Result<(), Stop> {
        let attachments = &self.document(document)?.attachments;
        let position = attachments.iter().position(|name| name == attachment).ok_or_else(|| {
            Stop::feature(format!(
                "“{document}” was published without the attachment “{attachment}”; it has: {}",
                attachments.join(", ")
            ))
        })?;
        put(values, "attachment.index", position.to_string());
        put(values, "attachment.number", (position + 1).to_string());
        put(values, "attachment.name", attachment);
        Ok(())
    }

    /// What a form asks about somebody who is not known yet.
    fn details_of(&self, name: &str, values: &mut Values) -> Result<(), Stop> {
        let person = self
            .cast
            .get(name)
            .ok_or_else(|| Stop::harness(format!("`{name}` was not introduced")))?;
        put(values, "patient.name", &person.surname);
        put(values, "patient.first-name", &person.given_name);
        put(values, "patient.birth-date", person.birth_date.to_string());
        put(values, "patient.mail", &person.mail);
        // No number is certain to belong to nobody, and no requirement asks for one.
        put(values, "patient.telephone", "");
        Ok(())
    }
}

fn put(values: &mut Values, name: &str, value: impl Into<String>) {
    values.insert(name.to_owned(), value.into());
}
