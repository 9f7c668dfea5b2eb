//! The facts that a decision rests on. Where they come from, a journal or a file, is beside.

use etalon_model::Role;
use jiff::{Timestamp, civil::Date};

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
    /// Exclusions made and lifted.
    pub exclusions: Vec<Act<ExclusionAct>>,
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name, which nobody else bears here.
    pub name: String,
    /// The national number, where it is known.
    pub insz: Option<String>,
    /// Whether a doctor.
    pub is_doctor: bool,
}

/// A document at a hospital, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The name, which no other document bears here.
    pub name: String,
    /// The hospital's own reference.
    pub reference: String,
    /// What kind of document it is.
    pub kind: String,
    /// Whom it is about.
    pub patient: String,
    /// Its date of publication, from which a delay counts.
    pub published_at: Timestamp,
    /// What was set for the patient's own access. The first comes with the reference.
    pub rules: Vec<Act<AccessRule>>,
    /// The network's reference to it, made and deleted.
    pub references: Vec<Act<Reference>>,
    /// Who opened it to the patient.
    pub releases: Vec<Act<Release>>,
}

/// What is set for the patient's own access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessRule {
    /// At once.
    Immediate,
    /// That many days after publication.
    AfterDays(u32),
    /// Not at all.
    Never,
    /// Once an attending physician has released it.
    Releasable,
}

/// A reference to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The network knows where the document is.
    Made,
    /// It no longer does.
    Deleted,
}

/// A release of a document to its patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Who released it.
    pub by: String,
}

/// A consent, given or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentAct {
    /// Whose.
    pub who: String,
    /// In which quality.
    pub role: Role,
    /// Whether it was given, rather than withdrawn.
    pub is_given: bool,
}

/// A therapeutic link, declared or revoked. A link declared again takes the place of the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkAct {
    /// The doctor.
    pub doctor: String,
    /// The patient.
    pub patient: String,
    /// Whether it was declared, rather than revoked.
    pub is_declared: bool,
    /// The end day, where one was chosen.
    pub until: Option<Date>,
}

/// A patient's exclusion of a professional, made or lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExclusionAct {
    /// Who excludes.
    pub patient: String,
    /// Who is excluded.
    pub doctor: String,
    /// Whether it was made, rather than lifted.
    pub is_made: bool,
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
        in_order(&mut self.exclusions);
        for document in &mut self.documents {
            in_order(&mut document.rules);
            in_order(&mut document.references);
            in_order(&mut document.releases);
        }
        self
    }
}

fn in_order<T>(acts: &mut [Act<T>]) {
    acts.sort_by_key(|act| (act.when.to, act.when.entries.map(|(_, last)| last)));
}
