//! Phrases in which somebody says who may open what: exclusions, restrictions, the patient's own access, releases, and
//! references that shall be deleted.

use etalon_model::{Intent, PatientAccess, Role};

use crate::{arguments::Arguments, cast::OFFICE, say_intents::want, scene::Scene, stop::Stop};

/// What a doctor writes into the form that asks for a deletion.
const BECAUSE: &str = "The reference was published by mistake (synthetic).";

pub(crate) async fn patient_excludes(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (patient, doctor) = (said.text("patient")?, said.text("doctor")?);
    want(scene, patient, exclusion(Role::Patient, patient, doctor)).await
}

pub(crate) async fn patient_lifts_exclusion(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (patient, doctor) = (said.text("patient")?, said.text("doctor")?);
    want(scene, patient, lifting(Role::Patient, patient, doctor)).await
}

pub(crate) async fn doctor_excludes(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let intent = exclusion(Role::Professional, said.text("patient")?, said.text("other")?);
    want(scene, said.text("doctor")?, intent).await
}

pub(crate) async fn doctor_lifts_exclusion(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let intent = lifting(Role::Professional, said.text("patient")?, said.text("other")?);
    want(scene, said.text("doctor")?, intent).await
}

pub(crate) async fn doctor_opens_manage(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let document = said.text("document")?.to_owned();
    want(scene, said.text("doctor")?, Intent::OpenManage { document }).await
}

pub(crate) async fn doctor_sets_access_after_days(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    set_access(scene, said, PatientAccess::AfterDays(said.number("days")?)).await
}

pub(crate) async fn doctor_sets_access_never(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    set_access(scene, said, PatientAccess::Never).await
}

pub(crate) async fn doctor_sets_access_immediate(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    set_access(scene, said, PatientAccess::Immediate).await
}

pub(crate) async fn doctor_restricts(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (document, doctor) = (said.text("document")?.to_owned(), said.text("other")?.to_owned());
    want(scene, said.text("doctor")?, Intent::RestrictDocument { document, doctor }).await
}

pub(crate) async fn doctor_lifts_restriction(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (document, doctor) = (said.text("document")?.to_owned(), said.text("other")?.to_owned());
    want(scene, said.text("doctor")?, Intent::LiftRestriction { document, doctor }).await
}

pub(crate) async fn doctor_releases(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    release(scene, said.text("doctor")?, Role::Professional, said).await
}

pub(crate) async fn patient_releases(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    release(scene, said.text("patient")?, Role::Patient, said).await
}

pub(crate) async fn doctor_asks_deletion(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (document, because) = (said.text("document")?.to_owned(), BECAUSE.to_owned());
    want(scene, said.text("doctor")?, Intent::RequestDeletion { document, because }).await
}

pub(crate) async fn office_processes_deletion(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let document = said.text("document")?.to_owned();
    want(scene, OFFICE, Intent::ProcessDeletion { document }).await
}

fn exclusion(role: Role, patient: &str, doctor: &str) -> Intent {
    Intent::ExcludeProfessional {
        role,
        patient: patient.to_owned(),
        doctor: doctor.to_owned(),
    }
}

fn lifting(role: Role, patient: &str, doctor: &str) -> Intent {
    Intent::LiftExclusion {
        role,
        patient: patient.to_owned(),
        doctor: doctor.to_owned(),
    }
}

async fn set_access(scene: &mut Scene, said: &Arguments<'_>, access: PatientAccess) -> Result<(), Stop> {
    let document = said.text("document")?.to_owned();
    want(scene, said.text("doctor")?, Intent::SetPatientAccess { document, access }).await
}

async fn release(scene: &mut Scene, who: &str, role: Role, said: &Arguments<'_>) -> Result<(), Stop> {
    let document = said.text("document")?.to_owned();
    want(scene, who, Intent::ReleaseDocument { role, document }).await
}
