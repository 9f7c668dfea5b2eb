//! What can happen in a history: one row per phrase. A row whose phrase, step function or trigger is not there is left out.

use etalon_model::Profile;

/// How often each kind of act is chosen, beside the others: first what brings a history about, then what goes on in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weight {
    pub(crate) early: u32,
    pub(crate) late: u32,
}

/// What an act does to the situation, as far as later acts make sense only then. Told by the names of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing that other acts build on.
    None,
    /// Something begins; while it lasts it cannot begin again.
    Begins(&'static str, &'static [&'static str]),
    /// Something begins, anew where it had begun.
    Renews(&'static str, &'static [&'static str]),
    /// It ends; before it has begun nothing can end.
    Ends(&'static str, &'static [&'static str]),
    /// Consents and link of a doctor and a patient begin.
    PutsInOrder,
    /// Time passes.
    Time,
}

/// What an act has to do with documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Nothing, or a person's documents as a whole.
    Nobody,
    /// A hospital publishes one.
    Published,
    /// A professional writes one, if the system lets him.
    Written,
    /// One that is there.
    Any,
    /// One that is there, releasable if there is such a one.
    Releasable,
    /// One that is there and at a hospital.
    AtHospital,
    /// One that is there and has an attachment.
    WithAttachment,
    /// One that was drawn up by a professional whom the system knows, who is the one who acts.
    Own,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// It is no look: something is done.
    No,
    /// A list, or a page.
    Overview,
    /// A document or an attachment.
    Read,
}

/// One kind of act.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) phrase: &'static str,
    pub(crate) weight: Weight,
    pub(crate) about: About,
    pub(crate) effect: Effect,
    pub(crate) look: Look,
    /// Intent and role that the profile must have a trigger for; none where the system under test is not asked.
    needs: Option<(&'static str, &'static str)>,
}

const fn row(
    phrase: &'static str,
    early: u32,
    late: u32,
    about: About,
    effect: Effect,
    needs: Option<(&'static str, &'static str)>,
) -> Kind {
    Kind {
        phrase,
        weight: Weight { early, late },
        about,
        effect,
        look: Look::No,
        needs,
    }
}

const fn look(phrase: &'static str, late: u32, about: About, look: Look, needs: (&'static str, &'static str)) -> Kind {
    Kind {
        phrase,
        weight: Weight { early: 0, late },
        about,
        effect: Effect::None,
        look,
        needs: Some(needs),
    }
}

use About::{Any, AtHospital, Nobody, Own, Published, Releasable, WithAttachment, Written};
use Effect::{Begins, Ends, PutsInOrder, Renews, Time};

const PATIENT: &[&str] = &["patient"];
const DOCTOR: &[&str] = &["doctor"];
const BOTH: &[&str] = &["doctor", "patient"];
const OTHER: &[&str] = &["other", "patient"];
const RESTRICTED: &[&str] = &["other", "document"];
const DOCUMENT: &[&str] = &["document"];

/// Every kind of act that histories may be made of.
#[rustfmt::skip]
pub(crate) const KINDS: &[Kind] = &[
    // Consent, of both sides.
    row("in-order", 30, 0, Nobody, PutsInOrder, Some(("GiveConsent", "patient"))),
    row("patient-consents", 5, 3, Nobody, Begins("patient's consent", PATIENT), Some(("GiveConsent", "patient"))),
    row("doctor-consents", 4, 3, Nobody, Begins("doctor's consent", DOCTOR), Some(("GiveConsent", "professional"))),
    row("patient-withdraws-consent", 0, 4, Nobody, Ends("patient's consent", PATIENT), Some(("WithdrawConsent", "patient"))),
    row("doctor-withdraws-consent", 0, 4, Nobody, Ends("doctor's consent", DOCTOR), Some(("WithdrawConsent", "professional"))),
    // Links.
    row("link-declared", 4, 3, Nobody, Renews("link", BOTH), Some(("DeclareTherapeuticLink", "professional"))),
    row("link-declared-until", 1, 4, Nobody, Renews("link", BOTH), Some(("DeclareTherapeuticLink", "professional"))),
    row("link-revoked", 0, 5, Nobody, Ends("link", BOTH), Some(("RevokeTherapeuticLink", "professional"))),
    row("doctor-sends-link-form", 0, 2, Nobody, Renews("link form", BOTH), Some(("SendLinkForm", "professional"))),
    row("office-processes-link-form", 0, 3, Nobody, Ends("link form", BOTH), Some(("ProcessLinkForm", "office"))),
    // Registration.
    row("patient-registers", 2, 0, Nobody, Effect::None, None),
    row("doctor-registers", 0, 2, Nobody, Begins("patient's consent", PATIENT), Some(("RegisterPatient", "professional"))),
    row("doctor-registers-without-consent", 1, 1, Nobody, Effect::None, Some(("RegisterPatient", "professional"))),
    // What hospitals publish, and how they change it.
    row("document-published", 5, 2, Published, Effect::None, None),
    row("document-published-after-days", 6, 2, Published, Effect::None, None),
    row("document-published-never", 4, 1, Published, Effect::None, None),
    row("document-published-at", 1, 1, Published, Effect::None, None),
    row("document-published-at-after-days", 3, 2, Published, Effect::None, None),
    row("document-with-attachment", 4, 2, Published, Effect::None, None),
    row("document-with-attachment-never", 3, 1, Published, Effect::None, None),
    row("document-published-releasable", 4, 1, Published, Effect::None, None),
    row("document-with-attachment-releasable", 2, 1, Published, Effect::None, None),
    row("document-drawn-up-by", 4, 1, Published, Effect::None, None),
    row("document-with-attachment-drawn-up-by", 3, 1, Published, Effect::None, None),
    row("hospital-type-immediate", 1, 1, Nobody, Effect::None, None),
    row("hospital-type-after-days", 2, 1, Nobody, Effect::None, None),
    row("hospital-type-never", 2, 1, Nobody, Effect::None, None),
    row("hospital-type-releasable", 2, 1, Nobody, Effect::None, None),
    row("hospital-publishes-type", 5, 2, Published, Effect::None, None),
    row("rule-becomes-immediate", 0, 2, AtHospital, Effect::None, None),
    row("rule-becomes-after-days", 0, 3, AtHospital, Effect::None, None),
    row("rule-becomes-never", 0, 2, AtHospital, Effect::None, None),
    // What professionals write, set and open.
    row("sumehr-published", 6, 3, Written, Effect::None, Some(("PublishSumehr", "professional"))),
    row("sumehr-published-lacking", 1, 1, Written, Effect::None, Some(("PublishSumehr", "professional"))),
    row("sumehr-setting-off", 0, 3, Nobody, Begins("closed setting", DOCTOR), Some(("SetSumehrAccess", "professional"))),
    row("sumehr-setting-on", 0, 3, Nobody, Ends("closed setting", DOCTOR), Some(("SetSumehrAccess", "professional"))),
    row("doctor-sets-access-after-days", 0, 3, Own, Effect::None, Some(("SetPatientAccess", "professional"))),
    row("doctor-sets-access-never", 0, 3, Own, Effect::None, Some(("SetPatientAccess", "professional"))),
    row("doctor-sets-access-immediate", 0, 3, Own, Effect::None, Some(("SetPatientAccess", "professional"))),
    row("doctor-restricts", 0, 4, Own, Begins("restriction", RESTRICTED), Some(("RestrictDocument", "professional"))),
    row("doctor-lifts-restriction", 0, 4, Own, Ends("restriction", RESTRICTED), Some(("LiftRestriction", "professional"))),
    row("doctor-releases", 0, 6, Releasable, Effect::None, Some(("ReleaseDocument", "professional"))),
    row("patient-releases", 0, 2, Releasable, Effect::None, Some(("ReleaseDocument", "patient"))),
    row("doctor-asks-deletion", 0, 2, Own, Begins("deletion", DOCUMENT), Some(("RequestDeletion", "professional"))),
    row("office-processes-deletion", 0, 3, Any, Ends("deletion", DOCUMENT), Some(("ProcessDeletion", "office"))),
    // Exclusions.
    row("patient-excludes", 0, 4, Nobody, Begins("exclusion", BOTH), Some(("ExcludeProfessional", "patient"))),
    row("patient-lifts-exclusion", 0, 4, Nobody, Ends("exclusion", BOTH), Some(("LiftExclusion", "patient"))),
    row("doctor-excludes", 0, 2, Nobody, Begins("exclusion", OTHER), Some(("ExcludeProfessional", "professional"))),
    row("doctor-lifts-exclusion", 0, 2, Nobody, Ends("exclusion", OTHER), Some(("LiftExclusion", "professional"))),
    // Time.
    row("time-becomes", 2, 16, Nobody, Time, None),
    // Looks.
    look("doctor-reads", 9, Any, Look::Read, ("ReadDocument", "professional")),
    look("patient-reads", 9, Any, Look::Read, ("ReadDocument", "patient")),
    look("doctor-opens-attachment", 4, WithAttachment, Look::Read, ("ReadAttachment", "professional")),
    look("patient-opens-attachment", 4, WithAttachment, Look::Read, ("ReadAttachment", "patient")),
    look("doctor-lists", 4, Nobody, Look::Overview, ("ListDocuments", "professional")),
    look("patient-lists", 3, Nobody, Look::Overview, ("ListDocuments", "patient")),
    look("doctor-lists-patients", 1, Nobody, Look::Overview, ("ListPatients", "professional")),
];

impl Kind {
    /// The kind of that phrase.
    pub(crate) fn of(phrase: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.phrase == phrase)
    }

    /// Whether no rule of a network can refuse it: consent is given, time passes, hospitals publish.
    pub(crate) fn is_sure(&self) -> bool {
        self.needs.is_none_or(|(intent, _)| intent == "GiveConsent")
    }

    /// Whether `profile` can be asked for it.
    pub(crate) fn is_triggered_by(&self, profile: &Profile) -> bool {
        self.needs
            .is_none_or(|(intent, role)| profile.trigger_of(intent, Some(role)).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_phrase_has_two_rows() {
        let mut phrases: Vec<_> = KINDS.iter().map(|kind| kind.phrase).collect();
        phrases.sort_unstable();
        let before = phrases.len();
        phrases.dedup();
        assert_eq!(phrases.len(), before);
    }
}
