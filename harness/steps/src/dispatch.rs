//! One catch-all step per keyword: it looks the phrase up, plays its function within a bound, and lets a stop travel
//! typed to the end of the scenario.

use std::{panic::resume_unwind, time::Duration};

use cucumber::step;
use futures::{FutureExt as _, future::LocalBoxFuture};

use etalon_journal::{Event, StepTaken};

use crate::{
    arguments::Arguments,
    binding::bound,
    features::role,
    play::ScenarioWorld,
    scene::{Scene, as_own},
    stop::Stop,
};

/// How long one step may take. Longer than any login or list, shorter than a run that hangs.
const STEP_LIMIT: Duration = Duration::from_secs(60);

/// The step that every line of every feature is first taken for.
pub(crate) fn dispatch(world: &mut ScenarioWorld, context: step::Context) -> LocalBoxFuture<'_, ()> {
    async move {
        let Some(scene) = world.scene.as_mut() else {
            resume_unwind(Box::new(Stop::harness("the scenario was not prepared")));
        };
        let label = scene.label.clone();
        if let Err(stop) = as_own(label, take(scene, &world.steps, &context.step)).await {
            // Not `panic_any`: no panic hook may speak of it, and cucumber exchanges hooks while other threads play.
            resume_unwind(Box::new(stop));
        }
    }
    .boxed_local()
}

async fn take(scene: &mut Scene, steps: &[crate::BoundStep], step: &gherkin::Step) -> Result<(), Stop> {
    let planned = steps
        .iter()
        .find(|planned| planned.line == step.position.line && planned.text == step.value);
    let planned = planned.ok_or_else(|| Stop::harness(format!("the step “{}” was not planned", step.value)))?;
    let function =
        bound(&planned.spoken.phrase).ok_or_else(|| Stop::harness(format!("nothing is bound to `{}`", planned.spoken.phrase)))?;
    scene.role = role(step.ty);
    scene.step = planned.spoken.phrase.clone();
    let taken = StepTaken {
        role: planned.role.to_owned(),
        keyword: planned.keyword.clone(),
        text: planned.text.clone(),
        phrase: planned.spoken.phrase.clone(),
        arguments: planned
            .spoken
            .arguments
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().into()))
            .collect(),
        line: planned.line,
    };
    scene.journal().write("harness", Event::StepTaken(taken));
    let arguments = Arguments(&planned.spoken.arguments);
    match tokio::time::timeout(STEP_LIMIT, function(scene, &arguments)).await {
        Ok(result) => result,
        Err(_) => Err(Stop::environment(format!("the step took longer than {} s", STEP_LIMIT.as_secs()))),
    }
}
