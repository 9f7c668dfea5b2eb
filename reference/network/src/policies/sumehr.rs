//! SUMEHRs: when their patients may read them, what a good one holds, and who may publish one.

use jiff::{Timestamp, civil::date};

use super::{About, Answer, Decision, Policies, record, timing::Opening};
use crate::{
    clock::brussels,
    refusal::Reason,
    store::{Document, Store, SumehrItem},
};

/// What belongs to a SUMEHR of quality, by the names of the form's fields.
pub(crate) const QUALITY_ITEMS: [&str; 7] = [
    "contacts",
    "problems",
    "history",
    "observations",
    "treatments",
    "vaccinations",
    "allergies",
];

/// The network's own documents.
pub(crate) struct SumehrRules {
    pub(crate) may_publish: Decision,
    /// The items that are missing.
    pub(crate) quality: fn(&[SumehrItem]) -> Vec<&'static str>,
    /// Whether it is published all the same: the items that are missing.
    pub(crate) publishable: fn(&[&'static str]) -> Result<(), Reason>,
    /// The first instant whose SUMEHRs are open to their patients.
    pub(crate) cut_off: fn() -> Timestamp,
    /// The instant that is held against the cut-off.
    pub(crate) shared_at: fn(&Document) -> Timestamp,
    /// Whether the author leaves his SUMEHRs open.
    pub(crate) setting: About<bool>,
    /// From when on a SUMEHR without a rule of its own is open to its patient.
    pub(crate) opening: for<'a> fn(&'a Policies, &'a Store, &'a Document) -> Answer<'a, Opening>,
}

impl SumehrRules {
    pub(super) fn upright() -> Self {
        Self {
            may_publish: Box::new(record::admitted),
            quality: missing_items,
            publishable: published_all_the_same,
            cut_off: start_of_15_january_2019,
            shared_at: taken_in_at,
            setting: setting_of_the_author,
            opening: open_unless_older_or_closed,
        }
    }
}

/// Those of which nothing is said.
pub(crate) fn missing_items(items: &[SumehrItem]) -> Vec<&'static str> {
    let says = |name: &str| items.iter().any(|item| item.item == name && !item.content.trim().is_empty());
    QUALITY_ITEMS.into_iter().filter(|name| !says(name)).collect()
}

/// A SUMEHR that lacks something is better than none.
pub(crate) fn published_all_the_same(_missing: &[&'static str]) -> Result<(), Reason> {
    Ok(())
}

/// 2019-01-15T00:00:00 in Belgium: "SUMEHRs shared before 15 January 2019 are not accessible to the patient by default".
pub(crate) fn start_of_15_january_2019() -> Timestamp {
    let midnight = date(2019, 1, 15).to_zoned(brussels());
    midnight.expect("that day began in Belgium as every day does").timestamp()
}

/// Shared is what the network has taken in, whatever date the document itself bears.
pub(crate) fn taken_in_at(document: &Document) -> Timestamp {
    document.received_at
}

/// As the author last said, whenever the SUMEHR was shared; open where he said nothing.
pub(crate) fn setting_of_the_author<'a>(store: &'a Store, document: &'a Document) -> Answer<'a, bool> {
    Box::pin(async move {
        match &document.author_insz {
            Some(author) => Ok(store.sumehr_access(author).await?.unwrap_or(true)),
            None => Ok(true),
        }
    })
}

/// Closed by its author, or shared before the cut-off: not at all. Otherwise from the start.
pub(crate) fn open_unless_older_or_closed<'a>(policies: &'a Policies, store: &'a Store, document: &'a Document) -> Answer<'a, Opening> {
    Box::pin(async move {
        let rules = &policies.sumehr;
        let shared = (rules.shared_at)(document);
        if shared < (rules.cut_off)() || !(rules.setting)(store, document).await? {
            return Ok(Opening::Never);
        }
        Ok(Opening::From(shared))
    })
}

#[cfg(test)]
mod tests {
    use super::{QUALITY_ITEMS, missing_items, start_of_15_january_2019};
    use crate::store::SumehrItem;

    #[test]
    fn the_cut_off_is_midnight_in_belgium() {
        assert_eq!(start_of_15_january_2019().to_string(), "2019-01-14T23:00:00Z");
    }

    #[test]
    fn an_item_of_which_nothing_is_said_is_missing() {
        let item = |item: &str, content: &str| SumehrItem {
            item: item.to_owned(),
            content: content.to_owned(),
        };
        assert_eq!(missing_items(&[]), QUALITY_ITEMS);
        let all: Vec<_> = QUALITY_ITEMS.iter().map(|name| item(name, "none known")).collect();
        assert!(missing_items(&all).is_empty());
        assert_eq!(missing_items(&[item("allergies", " \n"), item("history", "x")]).len(), 6);
    }
}
