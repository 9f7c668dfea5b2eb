//! The facts that a decision rests on: people, documents, and what was done in order. The kinds of acts, and where facts come from,
//! a journal or a file, are beside.

use jiff::Timestamp;

use super::acts::{AccessRule, ConsentAct, ExclusionAct, LinkAct, LinkForm, Reference, Release, RestrictionAct, RuleSet, SettingAct};
use super::profession::Profession;
use super::when::Act;

/// Everything that is known, each kind of act in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Who there is.
    pub people: Vec<Person>,
    /// Which documents there are.
    pub documents: Vec<Document>,
    /// Consents given and withdrawn.
    pub consents: Vec<Act<ConsentAct>>,
    /// Therapeutic links declared and revoked.
    pub links: Vec<Act<LinkAct>>,
    /// Forms sent that ask for a link; what the office makes of one is a link.
    pub link_forms: Vec<Act<LinkForm>>,
    /// Exclusions made and lifted.
    pub exclusions: Vec<Act<ExclusionAct>>,
    /// Doctors' settings for all of their own SUMEHRs.
    pub settings: Vec<Act<SettingAct>>,
}

/// Somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name, which nobody else bears here.
    pub name: String,
    /// The national number, where it is known.
    pub insz: Option<String>,
    /// The profession in which the network knows the person, where there is one.
    pub profession: Option<Profession>,
    /// Whether staff of the network's office.
    pub is_office: bool,
}

impl Person {
    /// Whether a physician.
    #[must_use]
    pub fn is_doctor(&self) -> bool {
        self.profession == Some(Profession::Physician)
    }
}

/// A document that a network refers to or keeps, with what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The name, which no other document bears here.
    pub name: String,
    /// Its source's own reference.
    pub reference: String,
    /// What kind of document it is.
    pub kind: String,
    /// The institution that published it.
    pub publisher: String,
    /// The professional who drew it up, where that is known.
    pub author: Option<String>,
    /// Whom it is about.
    pub patient: String,
    /// Its date of publication, from which a delay counts.
    pub published_at: Timestamp,
    /// What was set for the patient's own access. The first comes with the reference.
    pub rules: Vec<Act<RuleSet>>,
    /// The network's reference to it, made and deleted. For a SUMEHR, its sharing.
    pub references: Vec<Act<Reference>>,
    /// Who opened it to the patient.
    pub releases: Vec<Act<Release>>,
    /// Which professionals were shut out of it, and let in again.
    pub restrictions: Vec<Act<RestrictionAct>>,
}

impl Document {
    /// Whether it came without a rule of its own, as a SUMEHR does: then the rule for all SUMEHRs holds until one is set.
    #[must_use]
    pub fn is_sumehr(&self) -> bool {
        self.rules.iter().any(|act| act.what.rule == AccessRule::Sumehr)
    }
}

impl Facts {
    /// The person of that name.
    #[must_use]
    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.name == name)
    }

    /// The document of that name or, failing that, of that reference.
    #[must_use]
    pub fn document(&self, named: &str) -> Option<&Document> {
        let by_name = self.documents.iter().find(|document| document.name == named);
        by_name.or_else(|| self.documents.iter().find(|document| document.reference == named))
    }

    /// Puts acts in the order in which they ended. At one instant the order told stays.
    pub(crate) fn in_order(mut self) -> Self {
        in_order(&mut self.consents);
        in_order(&mut self.links);
        in_order(&mut self.link_forms);
        in_order(&mut self.exclusions);
        in_order(&mut self.settings);
        for document in &mut self.documents {
            in_order(&mut document.rules);
            in_order(&mut document.references);
            in_order(&mut document.releases);
            in_order(&mut document.restrictions);
        }
        self
    }
}

fn in_order<T>(acts: &mut [Act<T>]) {
    acts.sort_by_key(|act| (act.when.to, act.when.entries.map(|(_, last)| last)));
}
