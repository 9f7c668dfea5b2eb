//! Phrases about the world: time, people in order, the hospital, what people hold in their hands.

use etalon_driver::Device;
use etalon_model::{Intent, Role};
use etalon_nation::HospitalDirection;
use etalon_people::NumberKind;

use crate::{arguments::Arguments, scene::Scene, stop::Stop};

pub(crate) async fn time_becomes(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.set_time(said.instant("instant")?).await
}

pub(crate) async fn patient_registers(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.ensure_session(said.text("patient")?, Role::Patient).await
}

/// Patient registered and consenting, doctor consenting, a link between the two: through the system's own doors.
pub(crate) async fn in_order(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (doctor, patient) = (said.text("doctor")?, said.text("patient")?);
    if !scene.has_consent(patient, Role::Patient) {
        scene.want(patient, Intent::GiveConsent { role: Role::Patient }).await?;
    }
    if !scene.has_consent(doctor, Role::Professional) {
        scene.want(doctor, Intent::GiveConsent { role: Role::Professional }).await?;
    }
    scene
        .want(
            doctor,
            Intent::DeclareTherapeuticLink {
                patient: patient.to_owned(),
                until: None,
            },
        )
        .await?;
    Ok(())
}

pub(crate) async fn hospital_down(scene: &mut Scene, _: &Arguments<'_>) -> Result<(), Stop> {
    scene.realm.hospital().direct(HospitalDirection::Down, None, true);
    Ok(())
}

pub(crate) async fn hospital_back(scene: &mut Scene, _: &Arguments<'_>) -> Result<(), Stop> {
    scene.realm.hospital().lift(&HospitalDirection::Down);
    Ok(())
}

pub(crate) async fn device(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (person, text) = (said.text("person")?, said.text("device")?);
    let device = Device::parse(text)
        .ok_or_else(|| Stop::feature(format!("`{text}` is no device; known are desktop, laptop, tablet and smartphone")))?;
    scene.actor(person).agent.device = device;
    Ok(())
}

/// The person got the number when the realm was peopled; here is only seen that there is such a kind.
pub(crate) async fn number_kind(_: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let word = said.text("number")?;
    if NumberKind::by_word(word).is_some() {
        return Ok(());
    }
    let known: Vec<&str> = NumberKind::ALL.iter().map(|(word, _)| *word).collect();
    Err(Stop::feature(format!(
        "`{word}` is no kind of number; known are {}",
        known.join(", ")
    )))
}

/// The person got the names when the realm was peopled.
pub(crate) async fn namesake(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (person, other) = (said.text("person")?, said.text("other")?);
    let names = |name: &str| scene.cast.get(name).map(|one| (one.given_name.clone(), one.surname.clone()));
    match (names(person), names(other)) {
        (Some(of_person), Some(of_other)) if of_person == of_other && person != other => Ok(()),
        _ => Err(Stop::feature(format!(
            "“{person}” cannot bear the names of “{other}”: a namesake is somebody else, and not the namesake of a third"
        ))),
    }
}
