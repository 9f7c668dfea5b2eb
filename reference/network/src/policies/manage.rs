//! “Manage”: who may set by hand what applies to a single document, what can be set for its patient, and for which document it counts.

use super::{About, Answer, Decision, Policies, Question};
use crate::{
    refusal::Reason,
    store::{Document, PatientAccess, Person, Store},
};

/// The delay that can be chosen by hand, in days.
const CHOSEN_DELAY_DAYS: u32 = 30;
/// The longest delay that is taken when it is posted all the same.
pub(crate) const LONGEST_DELAY_DAYS: u32 = 36_500;

/// Rules per document.
pub(crate) struct ManageRules {
    /// Whether the list offers “manage” for this document.
    pub(crate) offered: fn(&Person, &Document) -> bool,
    /// Whether this person may use it.
    pub(crate) author: fn(&Person, &Document) -> bool,
    /// Admission, then authorship.
    pub(crate) may: Decision,
    /// What is offered for the patient's access.
    pub(crate) choices: fn() -> Vec<PatientAccess>,
    /// Sets the patient's access to the document.
    pub(crate) set: for<'a> fn(&'a Question<'a>, &'a Document, PatientAccess) -> Answer<'a, ()>,
    /// The rule set by hand that counts for a document, if any.
    pub(crate) rule_set: About<Option<PatientAccess>>,
    /// The rule in force: of the one set by hand and the one that came with the document.
    pub(crate) rule: for<'a> fn(&'a Policies, &'a Store, &'a Document) -> Answer<'a, PatientAccess>,
}

impl ManageRules {
    pub(super) fn upright() -> Self {
        Self {
            offered: drawn_up_by,
            author: drawn_up_by,
            may: Box::new(admitted_author),
            choices: usual_choices,
            set: set_for_this_document,
            rule_set: set_on_this_document,
            rule: by_hand_first,
        }
    }
}

/// The person drew the document up.
pub(crate) fn drawn_up_by(person: &Person, document: &Document) -> bool {
    document.author_insz.as_deref() == Some(person.insz.as_str())
}

/// The record has to be open to the asker, and the document has to be his.
pub(crate) fn admitted_author<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        let admitted = (policies.record.for_professional)(policies, question).await?;
        let own = |document| (policies.manage.author)(question.asker, document);
        Ok(admitted.and_then(|()| match question.purpose.document() {
            Some(document) if own(document) => Ok(()),
            _ => Err(Reason::NotAuthor),
        }))
    })
}

/// At once, after 30 days, or never.
pub(crate) fn usual_choices() -> Vec<PatientAccess> {
    vec![
        PatientAccess::Immediate,
        PatientAccess::AfterDays(CHOSEN_DELAY_DAYS),
        PatientAccess::Never,
    ]
}

/// A rule as a form spells it.
pub(crate) fn choice_of(word: &str) -> Option<PatientAccess> {
    match word {
        "immediate" => Some(PatientAccess::Immediate),
        "never" => Some(PatientAccess::Never),
        other => {
            let days = other.strip_prefix("after-")?.strip_suffix("-days")?.parse().ok()?;
            (days <= LONGEST_DELAY_DAYS).then_some(PatientAccess::AfterDays(days))
        }
    }
}

/// For the one that was managed.
pub(crate) fn set_for_this_document<'a>(question: &'a Question<'a>, document: &'a Document, access: PatientAccess) -> Answer<'a, ()> {
    Box::pin(question.store.set_access(&document.id, &question.asker.pid, access, question.now))
}

/// Neither other documents of the author nor later ones inherit it.
pub(crate) fn set_on_this_document<'a>(store: &'a Store, document: &'a Document) -> Answer<'a, Option<PatientAccess>> {
    Box::pin(store.access_set(&document.id))
}

/// What was set by hand goes before what came with the document, and so before the cut-off and the author's general setting.
pub(crate) fn by_hand_first<'a>(policies: &'a Policies, store: &'a Store, document: &'a Document) -> Answer<'a, PatientAccess> {
    Box::pin(async move { Ok((policies.manage.rule_set)(store, document).await?.unwrap_or(document.access)) })
}

#[cfg(test)]
mod tests {
    use super::{choice_of, usual_choices};
    use crate::store::PatientAccess;

    #[test]
    fn what_is_offered_can_be_chosen() {
        for choice in usual_choices() {
            assert_eq!(choice_of(&choice.word()), Some(choice));
        }
        assert_eq!(choice_of("after-0-days"), Some(PatientAccess::AfterDays(0)));
        assert_eq!(choice_of("after-36500-days"), Some(PatientAccess::AfterDays(36_500)));
        for wrong in [
            "",
            "releasable",
            "sumehr",
            "after--1-days",
            "after-36501-days",
            "after-days",
            "Never",
            "after-1-days ",
        ] {
            assert_eq!(choice_of(wrong), None, "{wrong:?}");
        }
    }
}
