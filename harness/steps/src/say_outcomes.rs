//! Phrases that say what must hold of what was set, asked for, offered and processed. They write an expectation down; where a
//! page has to be looked at first, they look.

use etalon_model::{Intent, Role};
use etalon_nation::{NoQuarter, Quarter};
use serde_json::json;

use crate::{arguments::Arguments, scene::Scene, stop::Stop};

pub(crate) async fn carried_out(scene: &mut Scene, _: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("carried-out", json!({}))
}

pub(crate) async fn patient_list_shows(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("patient-list-shows", json!({ "patient": said.text("patient")? }))
}

pub(crate) async fn patient_list_hides(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("patient-list-hides", json!({ "patient": said.text("patient")? }))
}

pub(crate) async fn manage_offers(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("manage-offers", json!({ "choice": said.text("choice")? }))
}

pub(crate) async fn warned(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("warned", json!({ "item": said.text("item")? }))
}

pub(crate) async fn not_warned(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("not-warned", json!({ "item": said.text("item")? }))
}

pub(crate) async fn offer_found(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("offer-found", json!({ "offer": said.text("offer")? }))
}

pub(crate) async fn offer_leads_to(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect(
        "offer-leads-to",
        json!({ "offer": said.text("offer")?, "address": said.text("address")? }),
    )
}

pub(crate) async fn offer_in_language(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect(
        "offer-in-language",
        json!({ "offer": said.text("offer")?, "language": said.text("language")? }),
    )
}

pub(crate) async fn form_received(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("form-received", json!({ "form": said.text("form")? }))
}

pub(crate) async fn excluded_listed(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    excluded(scene, said, "excluded-listed").await
}

pub(crate) async fn excluded_not_listed(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    excluded(scene, said, "excluded-not-listed").await
}

/// Looks first: at the patient's own page.
async fn excluded(scene: &mut Scene, said: &Arguments<'_>, rule: &str) -> Result<(), Stop> {
    let (patient, role) = (said.text("patient")?.to_owned(), Role::Patient);
    scene.ensure_session(&patient, role).await?;
    let look = Intent::ListAuthorisations {
        role,
        patient: patient.clone(),
    };
    scene.perform(&patient, &look).await?;
    scene.expect(rule, json!({ "patient": patient, "doctor": said.text("doctor")? }))
}

pub(crate) async fn fetched_times(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect(
        "fetched-times",
        json!({ "document": said.text("document")?, "count": said.number("count")? }),
    )
}

pub(crate) async fn source_kept(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("source-kept", json!({ "document": said.text("document")? }))
}

pub(crate) async fn precedence_listed(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    precedence(scene, said, "precedence-listed").await
}

pub(crate) async fn precedence_not_listed(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    precedence(scene, said, "precedence-not-listed").await
}

/// Asks first: the nation tells it for every quarter.
async fn precedence(scene: &mut Scene, said: &Arguments<'_>, rule: &str) -> Result<(), Stop> {
    let (hospital, text) = (said.text("hospital")?, said.text("quarter")?);
    let quarter: Quarter = text.parse().map_err(|why: NoQuarter| Stop::feature(why.to_string()))?;
    scene.realm.write_precedence_list(quarter);
    scene.expect(rule, json!({ "hospital": hospital, "quarter": text }))
}
