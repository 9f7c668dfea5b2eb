//! Phrases about SUMEHRs: written and published in the network itself, and opened to patients once for all.

use etalon_model::Intent;
use serde_json::json;

use crate::{
    arguments::Arguments,
    say_intents::want,
    scene::Scene,
    stop::Stop,
    sumehr::{Summary, item},
};

pub(crate) async fn published(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, Vec::new()).await
}

pub(crate) async fn published_lacking(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, vec![item(said.text("item")?)?.to_owned()]).await
}

pub(crate) async fn setting_off(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    want(scene, said.text("doctor")?, Intent::SetSumehrAccess { open: false }).await
}

pub(crate) async fn setting_on(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    want(scene, said.text("doctor")?, Intent::SetSumehrAccess { open: true }).await
}

/// What is written is told before it is sent: the network may have kept it even where its answer is lost.
async fn publish(scene: &mut Scene, said: &Arguments<'_>, lacking: Vec<String>) -> Result<(), Stop> {
    let (document, patient) = (said.text("document")?.to_owned(), said.text("patient")?.to_owned());
    scene.is_new(&document)?;
    let canary = Summary::of(scene.seed, &document).canary;
    let fields = json!({ "name": document, "patient": scene.insz(&patient)?, "canary": canary });
    scene.note("sumehr-written", fields);
    let intent = Intent::PublishSumehr {
        document,
        patient,
        lacking,
    };
    want(scene, said.text("doctor")?, intent).await
}
