//! Phrases about what a login came to at CSAM and what the portal made of it.

use serde_json::json;

use crate::{arguments::Arguments, scene::Scene, stop::Stop};

/// The level is the one that CSAM's journal tells; the sentence names none.
pub(crate) async fn let_in_by_level(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("let-in-by-level", json!({ "person": said.text("person")? }))
}
