//! Phrases in which the hospital publishes, or changes the rule of what it has published.

use etalon_nation::{Document, HospitalHandle, Publication, Rule};
use etalon_people::Chance;
use jiff::Timestamp;
use serde_json::json;

use crate::{
    arguments::Arguments,
    scene::{Published, Scene},
    stop::Stop,
};

/// Kinds of documents, given in turn.
const KINDS: [&str; 4] = ["discharge letter", "laboratory result", "imaging report", "surgery report"];

/// A document before the hospital has it.
pub(crate) struct Draft {
    pub(crate) name: String,
    /// Whom it is about.
    pub(crate) patient: String,
    pub(crate) at: Timestamp,
    pub(crate) rule: Rule,
    pub(crate) attachments: Vec<String>,
    /// What kind of document; one of the usual ones where none is named.
    pub(crate) kind: Option<String>,
    /// The doctor of the scenario who drew it up, where it is one.
    pub(crate) author: Option<String>,
    /// What stands in the patient field, where it is no national or BIS number.
    pub(crate) filed_under: Option<String>,
    /// Whether the network's answer is what the scenario asks about. Otherwise it has to take the document.
    pub(crate) only_offered: bool,
}

impl Draft {
    /// What every phrase says: a document about a patient, published now.
    pub(crate) fn of(scene: &Scene, said: &Arguments<'_>, rule: Rule) -> Result<Self, Stop> {
        Ok(Self {
            name: said.text("document")?.to_owned(),
            patient: said.text("patient")?.to_owned(),
            at: scene.realm.now(),
            rule,
            attachments: Vec::new(),
            kind: None,
            author: None,
            filed_under: None,
            only_offered: false,
        })
    }
}

pub(crate) async fn published(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, Rule::Immediate).await
}

pub(crate) async fn published_after_days(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, Rule::AfterDays(said.number("days")?)).await
}

pub(crate) async fn published_never(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, Rule::Never).await
}

pub(crate) async fn published_releasable(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish(scene, said, Rule::Releasable).await
}

pub(crate) async fn published_at(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish_at(scene, said, Rule::Immediate).await
}

pub(crate) async fn published_at_after_days(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish_at(scene, said, Rule::AfterDays(said.number("days")?)).await
}

pub(crate) async fn with_attachment(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish_with_attachment(scene, said, Rule::Immediate).await
}

pub(crate) async fn with_attachment_never(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish_with_attachment(scene, said, Rule::Never).await
}

pub(crate) async fn with_attachment_releasable(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    publish_with_attachment(scene, said, Rule::Releasable).await
}

pub(crate) async fn with_attachment_drawn_up_by(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let mut draft = Draft::of(scene, said, Rule::Immediate)?;
    draft.attachments.push(said.text("attachment")?.to_owned());
    draft.author = Some(said.text("doctor")?.to_owned());
    lay_down_here(scene, draft).await
}

pub(crate) async fn drawn_up_by(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let mut draft = Draft::of(scene, said, Rule::Immediate)?;
    draft.author = Some(said.text("doctor")?.to_owned());
    lay_down_here(scene, draft).await
}

pub(crate) async fn several_published(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    for number in 1..=said.number("count")? {
        let draft = Draft {
            name: format!("document {number}"),
            patient: said.text("patient")?.to_owned(),
            at: scene.realm.now(),
            rule: Rule::Immediate,
            attachments: Vec::new(),
            kind: None,
            author: None,
            filed_under: None,
            only_offered: false,
        };
        lay_down_here(scene, draft).await?;
    }
    Ok(())
}

/// As a hospital does whose patient administration holds no national or BIS number of somebody: it numbers the patient itself.
pub(crate) async fn under_local_number(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let own = Chance::new(scene.seed)
        .branch(&format!("local number of {}", said.text("patient")?))
        .below(1_000_000);
    offer(scene, said, Some(format!("PAT-{own:06}"))).await
}

pub(crate) async fn without_number(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    offer(scene, said, Some(String::new())).await
}

pub(crate) async fn offered(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    offer(scene, said, None).await
}

async fn offer(scene: &mut Scene, said: &Arguments<'_>, filed_under: Option<String>) -> Result<(), Stop> {
    let mut draft = Draft::of(scene, said, Rule::Immediate)?;
    draft.filed_under = filed_under;
    draft.only_offered = true;
    lay_down_here(scene, draft).await
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

async fn publish(scene: &mut Scene, said: &Arguments<'_>, rule: Rule) -> Result<(), Stop> {
    let draft = Draft::of(scene, said, rule)?;
    lay_down_here(scene, draft).await
}

async fn publish_at(scene: &mut Scene, said: &Arguments<'_>, rule: Rule) -> Result<(), Stop> {
    let mut draft = Draft::of(scene, said, rule)?;
    draft.at = said.instant("instant")?;
    lay_down_here(scene, draft).await
}

async fn publish_with_attachment(scene: &mut Scene, said: &Arguments<'_>, rule: Rule) -> Result<(), Stop> {
    let mut draft = Draft::of(scene, said, rule)?;
    draft.attachments.push(said.text("attachment")?.to_owned());
    lay_down_here(scene, draft).await
}

/// At the hospital that is meant where none is named.
async fn lay_down_here(scene: &mut Scene, draft: Draft) -> Result<(), Stop> {
    let hospital = scene.realm.hospital().clone();
    lay_down(scene, hospital, draft).await
}

pub(crate) async fn lay_down(scene: &mut Scene, hospital: HospitalHandle, draft: Draft) -> Result<(), Stop> {
    let name = draft.name;
    scene.is_new(&name)?;
    let usual = KINDS[scene.documents.len() % KINDS.len()];
    let kind = draft.kind.unwrap_or_else(|| usual.to_owned());
    let reference = format!(
        "EXS-{}",
        Chance::new(scene.seed).branch(&format!("document {name}")).alphanumeric(12)
    );
    let author_insz = draft.author.as_deref().map(|doctor| scene.insz(doctor)).transpose()?;
    let document = Document {
        name: name.clone(),
        reference: reference.clone(),
        title: format!("{} ({name})", capitalised(&kind)),
        kind,
        author: format!(
            "{}, {} (synthetic)",
            draft.author.as_deref().unwrap_or("Dr Exemplaire"),
            hospital.title()
        ),
        author_insz,
        publisher: hospital.title().to_owned(),
        patient_insz: match &draft.filed_under {
            Some(text) => text.clone(),
            None => scene.insz(&draft.patient)?,
        },
        published_at: draft.at,
        patient_access: draft.rule,
        attachments: draft.attachments.clone(),
    };
    hospital.lay_down(document);
    let id = if draft.only_offered {
        // What follows in the scenario is about this.
        scene.last = Some(scene.journal().last());
        answer_to_offer(scene, &hospital, &reference).await?
    } else {
        Some(send(scene, &hospital, &reference).await?)
    };
    let Some(id) = id else { return Ok(()) };
    let published = Published {
        reference,
        id,
        patient: draft.patient,
        attachments: draft.attachments,
        hospital: Some(hospital),
    };
    scene.documents.insert(name, published);
    Ok(())
}

async fn change_rule(scene: &mut Scene, said: &Arguments<'_>, rule: Rule) -> Result<(), Stop> {
    let (hospital, reference) = at_hospital(scene, said.text("document")?)?;
    hospital
        .change_rule(&reference, rule)
        .map_err(|why| Stop::harness(why.to_string()))?;
    send(scene, &hospital, &reference).await.map(|_| ())
}

/// Where that document lies, and under which reference.
pub(crate) fn at_hospital(scene: &Scene, name: &str) -> Result<(HospitalHandle, String), Stop> {
    let document = scene.document(name)?;
    let hospital = document.hospital.clone().ok_or_else(|| {
        Stop::feature(format!(
            "“{name}” lies in the network itself, and at no hospital that could do anything with it"
        ))
    })?;
    Ok((hospital, document.reference.clone()))
}

/// Publishes what is in order: if the network does not take it, the situation is not what the scenario says.
async fn send(scene: &Scene, hospital: &HospitalHandle, reference: &str) -> Result<String, Stop> {
    let failed = |what: String| Stop::environment(format!("the situation could not be established: {what}"));
    match publication(scene, hospital, reference).await? {
        Publication::Published {
            status: 200 | 201,
            id: Some(id),
        } => {
            scene.note("document-accepted", json!({ "reference": reference, "id": id }));
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

/// Whatever the network answers, a rule will say what it is worth. The document's identifier there, where it was taken.
async fn answer_to_offer(scene: &Scene, hospital: &HospitalHandle, reference: &str) -> Result<Option<String>, Stop> {
    match publication(scene, hospital, reference).await? {
        Publication::Published { status, id } => {
            scene.note("document-answered", json!({ "reference": reference, "status": status }));
            if let Some(id) = &id {
                scene.note("document-accepted", json!({ "reference": reference, "id": id }));
            }
            Ok(id)
        }
        Publication::NoAnswer(none) => {
            let why = format!("{:?}: {}", none.how, none.detail);
            scene.note("document-answered", json!({ "reference": reference, "no_answer": why }));
            Ok(None)
        }
    }
}

/// On the nation's own runtime: its connections must not depend on this thread's.
async fn publication(scene: &Scene, hospital: &HospitalHandle, reference: &str) -> Result<Publication, Stop> {
    let (hospital, wanted) = (hospital.clone(), reference.to_owned());
    let published = scene.own(async move { hospital.publish(&wanted).await });
    let published = scene.setting.runtime.spawn(published).await;
    let published = published.map_err(|why| Stop::harness(format!("publishing was cut short: {why}")))?;
    published.map_err(|why| Stop::harness(why.to_string()))
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + signs.as_str())
        .unwrap_or_default()
}
