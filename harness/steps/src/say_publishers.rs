//! Phrases about the hospitals as institutions: what they let patients see, type by type, and what they do when they are asked.

use etalon_nation::{HospitalDirection, HospitalHandle, Rule};

use crate::{
    arguments::Arguments,
    say_documents::{Draft, at_hospital, lay_down},
    scene::Scene,
    stop::Stop,
};

pub(crate) async fn type_immediate(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    set_type(scene, said, Rule::Immediate)
}

pub(crate) async fn type_after_days(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    set_type(scene, said, Rule::AfterDays(said.number("days")?))
}

pub(crate) async fn type_never(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    set_type(scene, said, Rule::Never)
}

pub(crate) async fn type_releasable(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    set_type(scene, said, Rule::Releasable)
}

pub(crate) async fn not_opted_in(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    named(scene, said)?.opt_in(false);
    Ok(())
}

pub(crate) async fn opts_in(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    named(scene, said)?.opt_in(true);
    Ok(())
}

/// By the hospital's own rule for that type, as it is now.
pub(crate) async fn publishes_type(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (hospital, kind) = (named(scene, said)?, said.text("type")?.to_owned());
    let mut draft = Draft::of(scene, said, hospital.rule_for(&kind))?;
    draft.kind = Some(kind);
    lay_down(scene, hospital, draft).await
}

pub(crate) async fn slow(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    next_fetch(scene, said, HospitalDirection::Slow)
}

pub(crate) async fn truncates(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    next_fetch(scene, said, HospitalDirection::Truncated)
}

pub(crate) async fn hands_over_other(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    next_fetch(scene, said, HospitalDirection::WrongDocument)
}

pub(crate) async fn hands_over_other_patient(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    next_fetch(scene, said, HospitalDirection::WrongPatient)
}

fn named(scene: &Scene, said: &Arguments<'_>) -> Result<HospitalHandle, Stop> {
    let title = said.text("hospital")?;
    scene.realm.hospital_named(title).ok_or_else(|| {
        let known: Vec<String> = scene.realm.hospitals().iter().map(|one| one.title().to_owned()).collect();
        Stop::feature(format!("there is no hospital “{title}”; there are {}", known.join(", ")))
    })
}

fn set_type(scene: &mut Scene, said: &Arguments<'_>, rule: Rule) -> Result<(), Stop> {
    named(scene, said)?.set_type_rule(said.text("type")?, rule);
    Ok(())
}

fn next_fetch(scene: &mut Scene, said: &Arguments<'_>, direction: HospitalDirection) -> Result<(), Stop> {
    let (hospital, reference) = at_hospital(scene, said.text("document")?)?;
    hospital.direct(direction, Some(&reference), false);
    Ok(())
}
