//! A realm's journal at the desk: pages of it, chosen by authority, kind and text.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};
use utoipa::{IntoParams, ToSchema};

use super::{Desk, Problem, ProblemKind};
use crate::{Entry, Event};

/// The most entries of one answer.
pub const MAX_ENTRIES_PER_PAGE: usize = 1_000;
/// How many entries an answer has where nobody says.
const USUAL_ENTRIES: usize = 100;
/// How many entries are looked at for one answer, so that a rare text does not hold up a large journal.
const MOST_LOOKED_AT: usize = 20_000;

/// Which entries are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalQuestion {
    /// Only those after the entry of this number; from the oldest in memory where it is left out.
    #[serde(default)]
    pub after: u64,
    /// At most so many: 100 where it is left out, never more than 1000.
    #[serde(default)]
    pub limit: Option<usize>,
    /// Only those written by this authority, such as `csam`.
    #[serde(default)]
    pub authority: Option<String>,
    /// Only those of this kind (`request`, `response`, `observation`, `direction`, `state`, …), or observations and the like of this name.
    #[serde(default)]
    pub kind: Option<String>,
    /// Only those that hold this text somewhere, upper and lower case alike.
    #[serde(default)]
    pub contains: Option<String>,
}

/// Entries of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct JournalPage {
    /// The realm.
    pub realm: String,
    /// The entries that were wanted, in order, as docs/record.md spells them.
    #[serde(serialize_with = "plainly")]
    #[schema(value_type = Vec<Object>)]
    pub entries: Vec<Arc<Entry>>,
    /// What to ask after next.
    pub next_after: u64,
    /// Whether more may come at once: the journal went on behind the last entry that was looked at.
    pub more: bool,
    /// How many entries after the one that was asked for are not in memory any more.
    pub missed: u64,
    /// The number of the oldest entry in memory.
    pub oldest: u64,
    /// The number of the last entry.
    pub last: u64,
}

impl JournalQuestion {
    /// Whether that entry is wanted, wherever it stands.
    #[must_use]
    pub fn wants(&self, entry: &Entry) -> bool {
        let of_authority = self.authority.as_deref().is_none_or(|wanted| entry.authority == wanted);
        let of_kind = || {
            self.kind.as_deref().is_none_or(|wanted| {
                let (kind, name) = kind_and_name(&entry.event);
                kind == wanted || name == Some(wanted)
            })
        };
        let with_text = || {
            self.contains.as_deref().is_none_or(|wanted| {
                let text = serde_json::to_string(entry).unwrap_or_default().to_lowercase();
                let wanted = wanted.to_lowercase();
                // A quote or line break of the text stands escaped in JSON.
                let escaped = serde_json::to_string(&wanted).unwrap_or_default();
                text.contains(escaped.trim_matches('"'))
            })
        };
        of_authority && of_kind() && with_text()
    }
}

impl Desk {
    /// A page of a realm's journal.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn journal(&self, realm: &str, question: &JournalQuestion) -> Result<JournalPage, Problem> {
        let realm = self.handle(realm)?;
        let journal = realm.journal();
        let limit = question.limit.unwrap_or(USUAL_ENTRIES).min(MAX_ENTRIES_PER_PAGE);
        let looked_at = journal.entries_after(question.after, MOST_LOOKED_AT);
        let (oldest, last) = (journal.oldest(), journal.last());
        let first = looked_at.first().map_or(last + 1, |entry| entry.number);
        let mut next_after = question.after;
        let mut entries = Vec::new();
        for entry in looked_at {
            if entries.len() == limit {
                break;
            }
            next_after = entry.number;
            if question.wants(&entry) {
                entries.push(entry);
            }
        }
        Ok(JournalPage {
            realm: realm.name().to_owned(),
            entries,
            next_after,
            more: next_after < last,
            missed: first.saturating_sub(question.after.saturating_add(1)),
            oldest,
            last,
        })
    }

    /// One entry of a realm's journal.
    ///
    /// # Errors
    /// No such realm is open, or its journal holds no such entry, or not any more.
    pub async fn entry(&self, realm: &str, number: u64) -> Result<Arc<Entry>, Problem> {
        let realm = self.handle(realm)?;
        let journal = realm.journal();
        journal.entry(number).ok_or_else(|| {
            let (oldest, last) = (journal.oldest(), journal.last());
            let detail = format!(
                "entry {number} of realm `{}` is not in memory; entries {oldest} to {last} are",
                realm.name()
            );
            Problem::new(ProblemKind::EntryUnknown, detail)
        })
    }
}

/// The kind of an entry as it is spelt, and its name where it has one.
fn kind_and_name(event: &Event) -> (&'static str, Option<&str>) {
    match event {
        Event::ScenarioOpened(_) => ("scenario-opened", None),
        Event::StepTaken(_) => ("step-taken", None),
        Event::Request { .. } => ("request", None),
        Event::Response { .. } => ("response", None),
        Event::NoAnswer { .. } => ("no-answer", None),
        Event::Observation { name, .. } => ("observation", Some(name)),
        Event::Direction { name, .. } => ("direction", Some(name)),
        Event::State { name, .. } => ("state", Some(name)),
        Event::Intent { intent, .. } => ("intent", Some(intent)),
        Event::Outcome { .. } => ("outcome", None),
        Event::Expectation { rule, .. } => ("expectation", Some(rule)),
        Event::Output { .. } => ("output", None),
        Event::Trouble { .. } => ("trouble", None),
        Event::ScenarioClosed {} => ("scenario-closed", None),
    }
}

fn plainly<S: Serializer>(entries: &[Arc<Entry>], serializer: S) -> Result<S::Ok, S::Error> {
    let mut written = serializer.serialize_seq(Some(entries.len()))?;
    entries.iter().try_for_each(|entry| written.serialize_element(&**entry))?;
    written.end()
}
