//! What the nation and the harness wrote down before anybody acted: the cast, documents laid down, SUMEHRs drawn up.

use etalon_journal::{Entry, Fields, JournalSlice};
use etalon_model::Intent;
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    access::AccessRule,
    facts::{Facts, Wish},
};

/// Somebody who plays a part.
pub(crate) struct Cast<'a> {
    pub(crate) name: &'a str,
    pub(crate) insz: Option<&'a str>,
    pub(crate) is_professional: bool,
    pub(crate) profession: Option<&'a str>,
    pub(crate) is_office: bool,
}

/// A document laid down at the hospital, or a SUMEHR published in the product. Laid down again with another rule, it stands here again.
pub(crate) struct Document<'a> {
    pub(crate) entry: u64,
    pub(crate) name: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) publisher: &'a str,
    /// The scenario's name or the number of who drew it up, where that is told.
    pub(crate) author: Option<&'a str>,
    pub(crate) patient_insz: &'a str,
    pub(crate) canary: &'a str,
    pub(crate) attachments: Vec<(&'a str, &'a str)>,
    pub(crate) published_at: Timestamp,
    pub(crate) rule: AccessRule,
    /// The entry of the wish to publish it, where that was done in the product itself.
    pub(crate) written: Option<u64>,
    /// When the network may first have had it: instant and entry.
    pub(crate) begun: (Timestamp, u64),
    /// When it certainly had it; none where it did not say so.
    pub(crate) taken: Option<(Timestamp, u64)>,
}

/// A SUMEHR that somebody was about to publish.
pub(crate) struct Draft<'a> {
    pub(crate) entry: u64,
    pub(crate) at: Timestamp,
    pub(crate) name: &'a str,
    /// A number, or the scenario's name.
    pub(crate) patient: &'a str,
    pub(crate) canary: &'a str,
}

impl Draft<'_> {
    /// The wish to publish it.
    pub(crate) fn wish<'b, 'a>(&self, told: &'b Facts<'a>) -> Option<&'b Wish<'a>> {
        let publishes = |wish: &&Wish<'_>| matches!(&wish.intent, Intent::PublishSumehr { document, .. } if document == self.name);
        told.wishes.iter().filter(publishes).find(|wish| wish.from > self.entry)
    }
}

/// Everybody once, as last told.
pub(crate) fn cast(all: JournalSlice<'_>) -> Vec<Cast<'_>> {
    let mut everybody: Vec<Cast<'_>> = Vec::new();
    for (_, fields) in all.states("cast") {
        let Some(name) = text(fields, "name") else { continue };
        let is = |field: &str| fields.get(field).and_then(Value::as_bool).unwrap_or_default();
        let cast = Cast {
            name,
            insz: text(fields, "insz"),
            is_professional: is("professional"),
            profession: text(fields, "profession"),
            is_office: is("office"),
        };
        match everybody.iter_mut().find(|other| other.name == name) {
            Some(earlier) => *earlier = cast,
            None => everybody.push(cast),
        }
    }
    everybody
}

pub(crate) fn documents<'a>(all: JournalSlice<'a>, wishes: &[Wish<'a>]) -> Vec<Document<'a>> {
    let mut documents: Vec<Document<'a>> = all
        .states("document")
        .filter_map(|(entry, fields)| document(entry, fields))
        .collect();
    let accepted: Vec<(&Entry, &str)> = all
        .states("document-accepted")
        .filter_map(|(entry, fields)| Some((entry, text(fields, "reference")?)))
        .collect();
    for at in 0..documents.len() {
        let laid = &documents[at];
        let replaced = documents[at + 1..]
            .iter()
            .find(|later| later.name == laid.name)
            .map(|later| later.entry);
        let taken = accepted
            .iter()
            .find(|(entry, reference)| entry.number > laid.entry && *reference == laid.reference)
            .filter(|(entry, _)| replaced.is_none_or(|replaced| entry.number < replaced))
            .map(|(entry, _)| (entry.at, entry.number));
        documents[at].taken = taken;
    }
    // What was published in the product itself was so between the wish and its outcome, of which the states behind only tell.
    for document in &mut documents {
        if let Some(wish) = document.written.and_then(|number| wishes.iter().find(|wish| wish.from == number)) {
            document.begun = (wish.at.0, wish.from);
            document.taken = Some((wish.at.1, wish.to));
        }
    }
    documents
}

/// Those that no document came of.
pub(crate) fn drafts<'a>(all: JournalSlice<'a>, documents: &[Document<'a>]) -> Vec<Draft<'a>> {
    let draft = |(entry, fields): (&'a Entry, &'a Fields)| {
        Some(Draft {
            entry: entry.number,
            at: entry.at,
            name: text(fields, "name")?,
            patient: text(fields, "patient")?,
            canary: text(fields, "canary")?,
        })
    };
    let drafts = all.states("sumehr-written").filter_map(draft);
    drafts
        .filter(|draft| documents.iter().all(|document| document.canary != draft.canary))
        .collect()
}

fn document<'a>(entry: &'a Entry, fields: &'a Fields) -> Option<Document<'a>> {
    let attachments = fields
        .get("attachments")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let attachments = attachments
        .iter()
        .filter_map(|attachment| Some((attachment.get("name")?.as_str()?, attachment.get("canary")?.as_str()?)))
        .collect();
    let rule = match text(fields, "rule")? {
        "immediate" => AccessRule::Immediate,
        "never" => AccessRule::Never,
        "after-days" => AccessRule::AfterDays(u32::try_from(fields.get("days")?.as_u64()?).ok()?),
        "releasable" => AccessRule::Releasable,
        "sumehr" => AccessRule::Sumehr,
        _ => return None,
    };
    Some(Document {
        entry: entry.number,
        name: text(fields, "name")?,
        reference: text(fields, "reference")?,
        kind: text(fields, "kind").unwrap_or_default(),
        publisher: text(fields, "publisher").unwrap_or_default(),
        author: text(fields, "author_insz").or_else(|| text(fields, "author")),
        patient_insz: text(fields, "patient")?,
        canary: text(fields, "canary")?,
        attachments,
        published_at: text(fields, "published_at")?.parse().ok()?,
        rule,
        written: fields.get("written").and_then(Value::as_u64),
        begun: (entry.at, entry.number),
        taken: None,
    })
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str)
}
