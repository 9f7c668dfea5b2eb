//! Phrases in which somebody looks for what the product offers beside records: help, contacts, films, forms.

use etalon_model::Intent;

use crate::{arguments::Arguments, say_intents::want, scene::Scene, stop::Stop};

pub(crate) async fn looks_for(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (person, offer) = (scene.known(said.text("person")?), said.text("offer")?.to_owned());
    want(scene, &person, Intent::FindOffer { offer, language: None }).await
}

/// The person's browser asks for that language too, as it does for people who read it.
pub(crate) async fn looks_for_in_language(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (person, offer) = (scene.known(said.text("person")?), said.text("offer")?.to_owned());
    let language = said.text("language")?.to_owned();
    scene.actor(&person).agent.language.clone_from(&language);
    let language = Some(language);
    want(scene, &person, Intent::FindOffer { offer, language }).await
}

pub(crate) async fn fetches_form(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (person, form) = (scene.known(said.text("person")?), said.text("form")?.to_owned());
    want(scene, &person, Intent::DownloadForm { form }).await
}
