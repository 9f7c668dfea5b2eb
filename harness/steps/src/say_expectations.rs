//! Phrases that say what must hold. They write an expectation down and look at nothing.

use etalon_model::{Intent, Role};
use serde_json::json;

use crate::{arguments::Arguments, scene::Scene, stop::Stop};

pub(crate) async fn document_shown(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect(
        "document-shown",
        json!({ "document": said.text("document")?, "person": said.text("person")? }),
    )
}

pub(crate) async fn attachment_shown(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let arguments = json!({ "document": said.text("document")?, "attachment": said.text("attachment")?, "person": said.text("person")? });
    scene.expect("attachment-shown", arguments)
}

pub(crate) async fn reference_taken(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("reference-taken", json!({ "document": said.text("document")? }))
}

pub(crate) async fn reference_not_taken(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("reference-not-taken", json!({ "document": said.text("document")? }))
}

pub(crate) async fn list_shows(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("list-shows", json!({ "document": said.text("document")? }))
}

pub(crate) async fn list_hides(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("list-hides", json!({ "document": said.text("document")? }))
}

pub(crate) async fn list_has_count(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("list-has-count", json!({ "count": said.number("count")? }))
}

pub(crate) async fn list_is_empty(scene: &mut Scene, _: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("list-is-empty", json!({}))
}

pub(crate) async fn refused_because(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("refused", json!({ "reason": said.reason()?.as_str() }))
}

pub(crate) async fn refused(scene: &mut Scene, _: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("refused", json!({}))
}

pub(crate) async fn nothing_disclosed(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let person = scene.known(said.text("person")?);
    scene.expect("nothing-disclosed", json!({ "document": said.text("document")?, "person": person }))
}

pub(crate) async fn count_not_disclosed(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("count-not-disclosed", json!({ "count": said.number("count")? }))
}

pub(crate) async fn fetched_from_hospital(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("fetched-from-hospital", json!({ "document": said.text("document")? }))
}

pub(crate) async fn not_fetched(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("not-fetched", json!({ "document": said.text("document")? }))
}

pub(crate) async fn source_unavailable(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("source-unavailable", json!({ "person": said.text("person")? }))
}

pub(crate) async fn page_opened(scene: &mut Scene, _: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("page-opened", json!({}))
}

pub(crate) async fn logged_in(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("logged-in", json!({ "person": said.text("person")? }))
}

/// Looks first: the person's own page must not open, also not with the cookies of before a logout.
pub(crate) async fn not_logged_in(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let person = said.text("person")?.to_owned();
    scene.actor(&person).agent.take_kept_cookies();
    let page = scene.own_page(&person).to_owned();
    scene.perform(&person, &Intent::OpenPage { page }).await?;
    scene.expect("not-logged-in", json!({ "person": person }))
}

pub(crate) async fn login_demanded(scene: &mut Scene, _: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("login-demanded", json!({}))
}

pub(crate) async fn means_offered(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("means-offered", json!({ "means": said.means()?.as_str() }))
}

pub(crate) async fn means_not_offered(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("means-not-offered", json!({ "means": said.means()?.as_str() }))
}

pub(crate) async fn one_link_in_force(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    links_in_force(scene, said, 1).await
}

pub(crate) async fn no_link(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    links_in_force(scene, said, 0).await
}

async fn links_in_force(scene: &mut Scene, said: &Arguments<'_>, count: u32) -> Result<(), Stop> {
    let (doctor, patient) = (said.text("doctor")?.to_owned(), said.text("patient")?.to_owned());
    scene.ensure_session(&doctor, Role::Professional).await?;
    scene
        .perform(&doctor, &Intent::ListTherapeuticLinks { patient: patient.clone() })
        .await?;
    scene.expect("links-in-force", json!({ "doctor": doctor, "patient": patient, "count": count }))
}

pub(crate) async fn audit_names(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let patient = said.text("patient")?.to_owned();
    scene.ensure_session(&patient, Role::Patient).await?;
    scene.perform(&patient, &Intent::ReadAuditTrail {}).await?;
    scene.expect(
        "audit-names",
        json!({ "doctor": said.text("doctor")?, "document": said.text("document")? }),
    )
}

pub(crate) async fn by_reading(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect(
        "by-reading",
        json!({ "document": said.text("document")?, "parameter": said.text("parameter")? }),
    )
}
