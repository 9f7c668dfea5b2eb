//! What was done, of every kind, where all of it stands in one line of time: the story of a document for one person.

use etalon_model::Role;

use super::{
    acts::{AccessRule, ConsentAct, ExclusionAct, LinkAct, LinkForm, Reference, Release, RestrictionAct, RuleSet, SettingAct},
    consent,
    decide::Case,
    exclusion, link, restriction,
    when::Act,
};

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The network's reference to the document was made or deleted.
    Reference(Reference),
    /// The patient's own access was set.
    Rule(RuleSet),
    /// The document was released to its patient, or somebody tried.
    Release(Release),
    /// A consent was given or withdrawn.
    Consent(ConsentAct),
    /// A therapeutic link was declared or revoked.
    Link(LinkAct),
    /// A link was asked for by form.
    LinkForm(LinkForm),
    /// A professional was shut out of the record, or let in again.
    Exclusion(ExclusionAct),
    /// A professional was shut out of the document, or let in again.
    Restriction(RestrictionAct),
    /// A doctor set for all of his SUMEHRs whether patients may read them.
    Setting(SettingAct),
}

impl Deed {
    /// The sentence, in English.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Reference(Reference::Made) => "the network refers to the document from now on".to_owned(),
            Self::Reference(Reference::Deleted) => "the reference to the document is deleted".to_owned(),
            Self::Rule(RuleSet { rule, by }) => {
                let by = by.as_deref().unwrap_or("the publisher");
                match rule {
                    AccessRule::Immediate => format!("{by} sets the patient's own access: at once"),
                    AccessRule::AfterDays(days) => format!("{by} sets the patient's own access: {days} days after publication"),
                    AccessRule::Never => format!("{by} sets the patient's own access: none"),
                    AccessRule::Releasable => format!("{by} sets the patient's own access: once released by an attending physician"),
                    AccessRule::Sumehr => "a SUMEHR is shared, without a rule of its own".to_owned(),
                }
            }
            Self::Release(Release { by }) => format!("{by} releases the document to the patient"),
            Self::Consent(ConsentAct {
                who,
                registered_by: Some(by),
                ..
            }) => format!("{by} registers {who}, who consents"),
            Self::Consent(ConsentAct { who, is_given: true, .. }) => format!("{who} gives consent"),
            Self::Consent(ConsentAct { who, .. }) => format!("{who} withdraws consent"),
            Self::Link(link) => {
                let (doctor, patient) = (&link.doctor, &link.patient);
                match (link.is_declared, link.by_form) {
                    (true, false) => format!("{doctor} declares a therapeutic link with {patient}"),
                    (true, true) => format!("the office makes a therapeutic link of {doctor} with {patient}, as the form asks"),
                    (false, _) => format!("{doctor} ends the therapeutic link with {patient}"),
                }
            }
            Self::LinkForm(LinkForm { doctor, patient }) => format!("{doctor} asks by form for a therapeutic link with {patient}"),
            Self::Exclusion(ExclusionAct {
                patient,
                doctor,
                is_made,
                by,
            }) => {
                let done = if *is_made { "excludes" } else { "lifts the exclusion of" };
                let whose = if by == patient { String::new() } else { format!(" for {patient}") };
                format!("{by} {done} {doctor}{whose}")
            }
            Self::Restriction(RestrictionAct { doctor, is_made: true, by }) => format!("{by} shuts {doctor} out of the document"),
            Self::Restriction(RestrictionAct { doctor, by, .. }) => format!("{by} lets {doctor} read the document again"),
            Self::Setting(SettingAct { doctor, is_open: true }) => format!("{doctor} lets patients read his SUMEHRs"),
            Self::Setting(SettingAct { doctor, .. }) => format!("{doctor} keeps his SUMEHRs from patients"),
        }
    }
}

/// Everything done that an answer to this question may depend on, in the order in which it ended.
pub(crate) fn of(case: &Case<'_>) -> Vec<Act<Deed>> {
    let (record, document) = (&case.record, case.document);
    let is_patient = record.person.name == record.patient;
    let has_profession = record.person.profession.is_some();
    let mut deeds = Vec::new();
    put(&mut deeds, document.references.iter(), Deed::Reference);
    put(&mut deeds, consent::acts(record, record.patient, Role::Patient), Deed::Consent);
    if is_patient || has_profession {
        put(&mut deeds, document.rules.iter(), Deed::Rule);
    }
    if is_patient {
        put(&mut deeds, document.releases.iter(), Deed::Release);
        if document.is_sumehr() {
            put(&mut deeds, record.facts.settings.iter(), Deed::Setting);
        }
    } else if has_profession {
        put(
            &mut deeds,
            consent::acts(record, &record.person.name, Role::Professional),
            Deed::Consent,
        );
        put(&mut deeds, exclusion::acts(record), Deed::Exclusion);
        put(&mut deeds, restriction::acts(case), Deed::Restriction);
        put(&mut deeds, link::acts(record), Deed::Link);
        put(&mut deeds, link::forms(record), Deed::LinkForm);
    }
    deeds.sort_by_key(|act| (act.when.to, act.when.entries.map(|(_, last)| last)));
    deeds
}

fn put<'a, T: Clone + 'a>(deeds: &mut Vec<Act<Deed>>, acts: impl Iterator<Item = &'a Act<T>>, deed: fn(T) -> Deed) {
    deeds.extend(acts.map(|act| Act {
        what: deed(act.what.clone()),
        when: act.when,
        is_sure: act.is_sure,
    }));
}
