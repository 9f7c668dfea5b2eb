//! Phrases in which professionals take patients in, and in which it is said what somebody's profession is.

use etalon_model::{Intent, Role};

use crate::{
    arguments::Arguments,
    cast::{OFFICE, PROFESSIONS},
    say_intents::want,
    scene::Scene,
    stop::Stop,
};

pub(crate) async fn doctor_registers(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    register(scene, said, true).await
}

pub(crate) async fn doctor_registers_without_consent(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    register(scene, said, false).await
}

pub(crate) async fn doctor_lists_patients(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    want(scene, said.text("doctor")?, Intent::ListPatients {}).await
}

pub(crate) async fn doctor_sends_link_form(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let patient = said.text("patient")?.to_owned();
    want(scene, said.text("doctor")?, Intent::SendLinkForm { patient }).await
}

pub(crate) async fn office_processes_link_form(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (doctor, patient) = (said.text("doctor")?.to_owned(), said.text("patient")?.to_owned());
    want(scene, OFFICE, Intent::ProcessLinkForm { doctor, patient }).await
}

/// The system was told it when its instance was opened; here is only seen that there is such a profession.
pub(crate) async fn profession(_: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let text = said.text("profession")?;
    if PROFESSIONS.contains(&text) {
        return Ok(());
    }
    Err(Stop::feature(format!(
        "`{text}` is no profession; known are {}",
        PROFESSIONS.join(", ")
    )))
}

pub(crate) async fn reads_as_professional(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (role, document) = (Role::Professional, said.text("document")?.to_owned());
    want(scene, said.text("person")?, Intent::ReadDocument { role, document }).await
}

async fn register(scene: &mut Scene, said: &Arguments<'_>, consents: bool) -> Result<(), Stop> {
    let patient = said.text("patient")?.to_owned();
    want(scene, said.text("doctor")?, Intent::RegisterPatient { patient, consents }).await
}
