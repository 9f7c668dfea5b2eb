//! Phrases about logging in, and about opening pages without more ado.

use etalon_model::{Intent, Role};
use etalon_nation::CsamDirection;

use crate::{
    arguments::Arguments,
    scene::{Scene, VISITOR},
    stop::Stop,
};

pub(crate) async fn logs_in_as_patient(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene
        .want(
            said.text("person")?,
            Intent::LogIn {
                role: Role::Patient,
                means: said.means()?,
            },
        )
        .await
        .map(|_| ())
}

pub(crate) async fn logs_in_as_doctor(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene
        .want(
            said.text("person")?,
            Intent::LogIn {
                role: Role::Professional,
                means: said.means()?,
            },
        )
        .await
        .map(|_| ())
}

/// The cookies of before are put aside: a session that only the browser forgets has not ended.
pub(crate) async fn logs_out(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.actor(said.text("person")?).agent.keep_cookies();
    scene.want(said.text("person")?, Intent::LogOut {}).await.map(|_| ())
}

pub(crate) async fn visitor_opens(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene
        .want(
            VISITOR,
            Intent::OpenPage {
                page: said.text("page")?.to_owned(),
            },
        )
        .await
        .map(|_| ())
}

pub(crate) async fn visitor_opens_document(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene
        .want(
            VISITOR,
            Intent::ReadDocument {
                role: Role::Patient,
                document: said.text("document")?.to_owned(),
            },
        )
        .await
        .map(|_| ())
}

pub(crate) async fn visitor_opens_document_list(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene
        .want(
            VISITOR,
            Intent::ListDocuments {
                role: Role::Patient,
                patient: said.text("patient")?.to_owned(),
            },
        )
        .await
        .map(|_| ())
}

pub(crate) async fn opens_own_page(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene
        .want(
            said.text("person")?,
            Intent::OpenPage {
                page: said.text("page")?.to_owned(),
            },
        )
        .await
        .map(|_| ())
}

pub(crate) async fn csam_answers_level(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let level = u16::try_from(said.number("level")?).map_err(|why| Stop::feature(format!("no level of CSAM: {why}")))?;
    direct(scene, said, CsamDirection::AnswerLevel(level))
}

/// `"0"` is what CSAM's product says where no level is set up for a client.
pub(crate) async fn csam_answers_acr_zero(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    direct(scene, said, CsamDirection::AnswerAcr("0".to_owned()))
}

pub(crate) async fn cancels_login(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let person = said.text("person")?.to_owned();
    scene.actor(&person).gives_up = true;
    Ok(())
}

pub(crate) fn direct(scene: &mut Scene, said: &Arguments<'_>, direction: CsamDirection) -> Result<(), Stop> {
    let name = said.text("person")?;
    let id = scene
        .cast
        .get(name)
        .map(|person| person.id.clone())
        .ok_or_else(|| Stop::harness(format!("`{name}` was not introduced")))?;
    scene.realm.direct_csam(scene.client_id(), Some(&id), direction, true);
    Ok(())
}

/// Logs the person in to CSAM for another application, so that the session there is older than the network's login.
pub(crate) async fn logged_in_elsewhere(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (person, means) = (said.text("person")?.to_owned(), said.means()?);
    let authorize = scene.elsewhere(means.level())?;
    let driver = scene.driver.clone();
    let actor = scene.actor(&person);
    driver.open_session_at_csam(actor, authorize, means).await.map_err(|why| {
        Stop::environment(format!(
            "the situation could not be established: no CSAM session for another application: {why}"
        ))
    })
}
