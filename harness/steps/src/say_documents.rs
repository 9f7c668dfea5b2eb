//! Phrases in which the hospital publishes, or changes the rule of what it has published.

use etalon_nation::{Document, Publication, Rule};
use etalon_people::Chance;
use jiff::Timestamp;

use crate::{
    arguments::Arguments,
    scene::{Published, Scene},
    stop::Stop,
};

/// Kinds of documents, given in turn.
const KINDS: [&str; 4] = ["discharge letter", "laboratory result", "imaging report", "surgery report"];

pub(crate) async fn published(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, scene.realm.now(), Rule::Immediate, Vec::new()).await
}

pub(crate) async fn published_after_days(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, scene.realm.now(), Rule::AfterDays(said.number("days")?), Vec::new()).await
}

pub(crate) async fn published_never(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, scene.realm.now(), Rule::Never, Vec::new()).await
}

pub(crate) async fn published_at(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, said.instant("instant")?, Rule::Immediate, Vec::new()).await
}

pub(crate) async fn published_at_after_days(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(
        scene,
        said,
        said.instant("instant")?,
        Rule::AfterDays(said.number("days")?),
        Vec::new(),
    )
    .await
}

pub(crate) async fn with_attachment(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(
        scene,
        said,
        scene.realm.now(),
        Rule::Immediate,
        vec![said.text("attachment")?.to_owned()],
    )
    .await
}

pub(crate) async fn with_attachment_never(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(
        scene,
        said,
        scene.realm.now(),
        Rule::Never,
        vec![said.text("attachment")?.to_owned()],
    )
    .await
}

pub(crate) async fn several_published(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let patient = said.text("patient")?.to_owned();
    for number in 1..=said.number("count")? {
        lay_down(
            scene,
            &format!("document {number}"),
            &patient,
            scene.realm.now(),
            Rule::Immediate,
            Vec::new(),
        )
        .await?;
    }
    Ok(())
}

pub(crate) async fn rule_becomes_immediate(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    change_rule(scene, said, Rule::Immediate).await
}

pub(crate) async fn rule_becomes_after_days(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    change_rule(scene, said, Rule::AfterDays(said.number("days")?)).await
}

pub(crate) async fn rule_becomes_never(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    change_rule(scene, said, Rule::Never).await
}

async fn publish(scene: &mut Scene, said: &Arguments<'_>, at: Timestamp, rule: Rule, attachments: Vec<String>) -> Result<(), Stop> {
    let (name, patient) = (said.text("document")?.to_owned(), said.text("patient")?.to_owned());
    lay_down(scene, &name, &patient, at, rule, attachments).await
}

async fn lay_down(scene: &mut Scene, name: &str, patient: &str, at: Timestamp, rule: Rule, attachments: Vec<String>) -> Result<(), Stop> {
    if scene.documents.contains_key(name) {
        return Err(Stop::feature(format!(
            "a document “{name}” was published already; give the other one another name"
        )));
    }
    let position = scene.documents.len();
    let kind = KINDS[position % KINDS.len()];
    let reference = format!(
        "EXS-{}",
        Chance::new(scene.realm.seed()).branch(&format!("document {name}")).alphanumeric(12)
    );
    let document = Document {
        name: name.to_owned(),
        reference: reference.clone(),
        title: format!("{} ({name})", capitalised(kind)),
        kind: kind.to_owned(),
        author: "Dr Exemplaire, Example Hospital (synthetic)".to_owned(),
        patient_insz: scene.insz(patient)?,
        published_at: at,
        patient_access: rule,
        attachments: attachments.clone(),
    };
    scene.realm.hospital().lay_down(document);
    let id = send(scene, &reference).await?;
    scene.documents.insert(
        name.to_owned(),
        Published {
            reference,
            id,
            attachments,
        },
    );
    Ok(())
}

async fn change_rule(scene: &mut Scene, said: &Arguments<'_>, rule: Rule) -> Result<(), Stop> {
    let reference = scene.document(said.text("document")?)?.reference.clone();
    scene
        .realm
        .hospital()
        .change_rule(&reference, rule)
        .map_err(|why| Stop::harness(why.to_string()))?;
    send(scene, &reference).await.map(|_| ())
}

/// Publishes on the nation's own runtime: its connections must not depend on this thread's.
async fn send(scene: &Scene, reference: &str) -> Result<String, Stop> {
    let (realm, wanted) = (scene.realm.clone(), reference.to_owned());
    let published = scene
        .setting
        .runtime
        .spawn(async move { realm.hospital().publish(&wanted).await })
        .await;
    let published = published.map_err(|why| Stop::harness(format!("publishing was cut short: {why}")))?;
    let failed = |what: String| Stop::environment(format!("the situation could not be established: {what}"));
    match published.map_err(|why| Stop::harness(why.to_string()))? {
        Publication::Published {
            status: 200 | 201,
            id: Some(id),
        } => {
            scene.note("document-accepted", serde_json::json!({ "reference": reference, "id": id }));
            Ok(id)
        }
        Publication::Published { status, .. } => Err(failed(format!(
            "the network answered the publication of {reference} with status {status}"
        ))),
        Publication::NoAnswer(none) => Err(failed(format!(
            "no answer to the publication of {reference} ({:?}: {})",
            none.how, none.detail
        ))),
    }
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + signs.as_str())
        .unwrap_or_default()
}
