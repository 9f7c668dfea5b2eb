//! What a file says of people and of their records: who there is, consents, links, exclusions, settings.

use std::collections::BTreeSet;

use etalon_model::Role;

use super::acts::{ConsentAct, ExclusionAct, LinkAct, LinkForm, SettingAct};
use super::facts::{Facts, Person};
use super::file::FileProblem;
use super::file_form::{ConsentText, ExclusionText, File, LinkText, PersonText};
use super::file_parts::{Reader, sure};
use super::profession::Profession;

impl Reader<'_> {
    pub(crate) fn people(&self, facts: &mut Facts, file: &File) -> Result<(), FileProblem> {
        let mut names = BTreeSet::new();
        for person in &file.person {
            self.once(&mut names, &person.name)?;
            facts.people.push(Person {
                name: person.name.get_ref().clone(),
                insz: person.insz.clone(),
                profession: self.profession(person)?,
                is_office: person.office,
            });
        }
        Ok(())
    }

    fn profession(&self, person: &PersonText) -> Result<Option<Profession>, FileProblem> {
        let Some(text) = &person.profession else {
            return Ok(person.doctor.then_some(Profession::Physician));
        };
        let Some(profession) = Profession::parse(text.get_ref()) else {
            let names = Profession::ALL.map(|(_, name)| format!("\"{name}\"")).join(", ");
            let what = format!("`{}` is no profession; write one of {names}", text.get_ref());
            return Err(self.problem(text, what));
        };
        if person.doctor && profession != Profession::Physician {
            let what = format!("a doctor is no {}; write either `doctor = true` or `profession`", text.get_ref());
            return Err(self.problem(text, what));
        }
        Ok(Some(profession))
    }

    pub(crate) fn record(&self, facts: &mut Facts, file: &File) -> Result<(), FileProblem> {
        for consent in &file.consent {
            self.consent(facts, consent)?;
        }
        for link in &file.link {
            self.link(facts, link)?;
        }
        for form in &file.link_form {
            self.doctor_and_patient(facts, &form.doctor, &form.patient)?;
            let what = LinkForm {
                doctor: form.doctor.get_ref().clone(),
                patient: form.patient.get_ref().clone(),
            };
            facts.link_forms.push(sure(what, self.when(&form.sent)?));
        }
        for exclusion in &file.exclusion {
            self.exclusion(facts, exclusion)?;
        }
        for setting in &file.setting {
            self.professional(facts, &setting.doctor)?;
            let is_open = match setting.patients.get_ref().as_str() {
                "open" => true,
                "closed" => false,
                other => {
                    let what = format!("`{other}` is no setting for SUMEHRs; write \"open\" or \"closed\"");
                    return Err(self.problem(&setting.patients, what));
                }
            };
            let what = SettingAct {
                doctor: setting.doctor.get_ref().clone(),
                is_open,
            };
            facts.settings.push(sure(what, self.when(&setting.at)?));
        }
        Ok(())
    }

    fn consent(&self, facts: &mut Facts, consent: &ConsentText) -> Result<(), FileProblem> {
        let person = self.person(facts, &consent.person)?;
        if consent.role == Role::Professional && person.profession.is_none() {
            let what = format!(
                "“{}” is no doctor and cannot consent as one; write `doctor = true` at that person, or `as = \"patient\"`",
                person.name
            );
            return Err(self.problem(&consent.person, what));
        }
        if let Some(by) = &consent.registered_by {
            self.professional(facts, by)?;
            if consent.role != Role::Patient {
                let what = "a professional registers patients; write `as = \"patient\"`, or leave `registered_by` out".to_owned();
                return Err(self.problem(by, what));
            }
        }
        let act = |is_given, registered_by| ConsentAct {
            who: consent.person.get_ref().clone(),
            role: consent.role,
            is_given,
            registered_by,
        };
        let by = consent.registered_by.as_ref().map(|by| by.get_ref().clone());
        self.pair(
            &mut facts.consents,
            (act(true, by), &consent.given),
            (act(false, None), consent.withdrawn.as_ref()),
            "withdrawn",
        )
    }

    fn link(&self, facts: &mut Facts, link: &LinkText) -> Result<(), FileProblem> {
        self.doctor_and_patient(facts, &link.doctor, &link.patient)?;
        let until = link.until.as_ref().map(|day| self.day(day)).transpose()?;
        let act = |is_declared, until| LinkAct {
            doctor: link.doctor.get_ref().clone(),
            patient: link.patient.get_ref().clone(),
            is_declared,
            until,
            by_form: is_declared && link.by_form,
        };
        self.pair(
            &mut facts.links,
            (act(true, until), &link.declared),
            (act(false, None), link.revoked.as_ref()),
            "revoked",
        )
    }

    fn exclusion(&self, facts: &mut Facts, exclusion: &ExclusionText) -> Result<(), FileProblem> {
        self.doctor_and_patient(facts, &exclusion.doctor, &exclusion.patient)?;
        if let Some(by) = &exclusion.by {
            self.person(facts, by)?;
        }
        let act = |is_made| ExclusionAct {
            patient: exclusion.patient.get_ref().clone(),
            doctor: exclusion.doctor.get_ref().clone(),
            is_made,
            by: exclusion.by.as_ref().unwrap_or(&exclusion.patient).get_ref().clone(),
        };
        self.pair(
            &mut facts.exclusions,
            (act(true), &exclusion.made),
            (act(false), exclusion.lifted.as_ref()),
            "lifted",
        )
    }
}
