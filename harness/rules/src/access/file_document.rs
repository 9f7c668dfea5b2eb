//! What a file says of documents: who published them and when, what was set, restricted, released and deleted.

use std::collections::BTreeSet;

use super::acts::{AccessRule, Reference, Release, RestrictionAct, RuleSet};
use super::facts::{Document, Facts};
use super::file::FileProblem;
use super::file_form::{DocumentText, File, RestrictionText, Text};
use super::file_parts::{Reader, sure};
use super::when::{Act, When};

/// The kind that has rules of its own.
const SUMEHR: &str = "SUMEHR";

impl Reader<'_> {
    pub(crate) fn documents(&self, facts: &mut Facts, file: &File) -> Result<(), FileProblem> {
        let mut titles = BTreeSet::new();
        for document in &file.document {
            self.once(&mut titles, &document.name)?;
            let document = self.document(facts, document)?;
            facts.documents.push(document);
        }
        for restriction in &file.restriction {
            self.restriction(facts, restriction)?;
        }
        for release in &file.release {
            self.person(facts, &release.by)?;
            let by = release.by.get_ref().clone();
            let act = sure(Release { by }, self.when(&release.at)?);
            self.known(facts, &release.document)?.releases.push(act);
        }
        for deletion in &file.deletion {
            let act = sure(Reference::Deleted, self.when(&deletion.at)?);
            self.known(facts, &deletion.document)?.references.push(act);
        }
        Ok(())
    }

    fn document(&self, facts: &Facts, text: &DocumentText) -> Result<Document, FileProblem> {
        self.person(facts, &text.patient)?;
        if let Some(author) = &text.author {
            self.professional(facts, author)?;
        }
        let published = self.when(&text.published)?;
        if published.from != published.to {
            let what = "a date of publication is one instant, not an interval; write one".to_owned();
            return Err(self.problem(&text.published, what));
        }
        let referenced = text.referenced.as_ref().map_or(Ok(published), |instant| self.when(instant))?;
        let rule = RuleSet {
            rule: self.first_rule(text)?,
            by: None,
        };
        let mut rules = vec![sure(rule, referenced)];
        rules.extend(self.changes(facts, text, referenced)?);
        Ok(Document {
            name: text.name.get_ref().clone(),
            reference: text.reference.clone().unwrap_or_default(),
            kind: text.kind.clone().unwrap_or_default(),
            publisher: text.publisher.clone().unwrap_or_default(),
            author: text.author.as_ref().map(|author| author.get_ref().clone()),
            patient: text.patient.get_ref().clone(),
            published_at: published.to,
            rules,
            references: vec![sure(Reference::Made, referenced)],
            ..Document::default()
        })
    }

    fn first_rule(&self, text: &DocumentText) -> Result<AccessRule, FileProblem> {
        match (is_sumehr(text), &text.access, &text.author) {
            (true, Some(access), _) => {
                let what = "a SUMEHR comes without a rule of its own; set one by [[document.change]] with `by`".to_owned();
                Err(self.problem(access, what))
            }
            (true, None, None) => Err(self.problem(&text.name, "a SUMEHR has an author; add `author`".to_owned())),
            (true, None, Some(_)) => Ok(AccessRule::Sumehr),
            (false, Some(access), _) => self.rule(access),
            (false, None, _) => {
                let what = "missing field `access`; write \"immediate\", \"after 30 days\", \"never\" or \"releasable\"".to_owned();
                Err(self.problem(&text.name, what))
            }
        }
    }

    fn changes(&self, facts: &Facts, text: &DocumentText, referenced: When) -> Result<Vec<Act<RuleSet>>, FileProblem> {
        let mut rules = Vec::new();
        for change in &text.change {
            let when = self.when(&change.at)?;
            if when.from < referenced.to {
                let what = "the access rule changes before the network refers to the document; name a later instant".to_owned();
                return Err(self.problem(&change.at, what));
            }
            let by: Option<&Text> = change.by.as_ref();
            if let Some(by) = by {
                self.professional(facts, by)?;
            } else if is_sumehr(text) {
                let what = "only a professional sets a rule for a SUMEHR; add `by`".to_owned();
                return Err(self.problem(&change.access, what));
            }
            let set = RuleSet {
                rule: self.rule(&change.access)?,
                by: by.map(|by| by.get_ref().clone()),
            };
            rules.push(sure(set, when));
        }
        Ok(rules)
    }

    fn restriction(&self, facts: &mut Facts, text: &RestrictionText) -> Result<(), FileProblem> {
        self.professional(facts, &text.doctor)?;
        self.professional(facts, &text.by)?;
        let act = |is_made| RestrictionAct {
            doctor: text.doctor.get_ref().clone(),
            is_made,
            by: text.by.get_ref().clone(),
        };
        self.pair(
            &mut self.known(facts, &text.document)?.restrictions,
            (act(true), &text.made),
            (act(false), text.lifted.as_ref()),
            "lifted",
        )
    }
}

fn is_sumehr(text: &DocumentText) -> bool {
    text.kind.as_deref() == Some(SUMEHR)
}
