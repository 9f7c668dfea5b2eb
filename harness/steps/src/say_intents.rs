//! Phrases in which somebody wants something of the network: consent, links, documents.

use etalon_model::{Intent, Role};

use crate::{arguments::Arguments, scene::Scene, stop::Stop};

/// Wants it, whatever comes of it.
pub(crate) async fn want(scene: &mut Scene, who: &str, intent: Intent) -> Result<(), Stop> {
    scene.want(who, intent).await.map(|_| ())
}

pub(crate) async fn patient_consents(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    want(scene, said.text("patient")?, Intent::GiveConsent { role: Role::Patient }).await
}

pub(crate) async fn patient_withdraws_consent(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    want(scene, said.text("patient")?, Intent::WithdrawConsent { role: Role::Patient }).await
}

pub(crate) async fn doctor_consents(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    want(scene, said.text("doctor")?, Intent::GiveConsent { role: Role::Professional }).await
}

pub(crate) async fn doctor_withdraws_consent(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    want(scene, said.text("doctor")?, Intent::WithdrawConsent { role: Role::Professional }).await
}

pub(crate) async fn link_declared(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let patient = said.text("patient")?.to_owned();
    want(scene, said.text("doctor")?, Intent::DeclareTherapeuticLink { patient, until: None }).await
}

pub(crate) async fn link_declared_until(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (patient, until) = (said.text("patient")?.to_owned(), Some(said.text("day")?.to_owned()));
    want(scene, said.text("doctor")?, Intent::DeclareTherapeuticLink { patient, until }).await
}

pub(crate) async fn link_revoked(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let patient = said.text("patient")?.to_owned();
    want(scene, said.text("doctor")?, Intent::RevokeTherapeuticLink { patient }).await
}

pub(crate) async fn doctor_lists(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let patient = said.text("patient")?.to_owned();
    want(
        scene,
        said.text("doctor")?,
        Intent::ListDocuments {
            role: Role::Professional,
            patient,
        },
    )
    .await
}

pub(crate) async fn doctor_reads(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let document = said.text("document")?.to_owned();
    want(
        scene,
        said.text("doctor")?,
        Intent::ReadDocument {
            role: Role::Professional,
            document,
        },
    )
    .await
}

pub(crate) async fn doctor_opens_attachment(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (document, attachment) = (said.text("document")?.to_owned(), said.text("attachment")?.to_owned());
    want(
        scene,
        said.text("doctor")?,
        Intent::ReadAttachment {
            role: Role::Professional,
            document,
            attachment,
        },
    )
    .await
}

pub(crate) async fn patient_lists(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let patient = said.text("patient")?;
    want(
        scene,
        patient,
        Intent::ListDocuments {
            role: Role::Patient,
            patient: patient.to_owned(),
        },
    )
    .await
}

pub(crate) async fn patient_reads(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let document = said.text("document")?.to_owned();
    want(
        scene,
        said.text("patient")?,
        Intent::ReadDocument {
            role: Role::Patient,
            document,
        },
    )
    .await
}

pub(crate) async fn patient_opens_attachment(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (document, attachment) = (said.text("document")?.to_owned(), said.text("attachment")?.to_owned());
    want(
        scene,
        said.text("patient")?,
        Intent::ReadAttachment {
            role: Role::Patient,
            document,
            attachment,
        },
    )
    .await
}
