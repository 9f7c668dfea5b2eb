//! What was done about a document, a consent or a link, as sentences: one row for each kind of deed, in English, French and Dutch, with
//! `{places}` for what differs.

use etalon_evidence::Language;
use etalon_model::{Role, lanes::Said};
use etalon_rules::access::{AccessRule, Deed, Reference, RuleSet};
use jiff::civil::Date;

use super::words::Words;

/// How far a deed had come at the point where it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It was done.
    Done,
    /// It was asked for; the answer that it was done came later.
    UnderWay,
    /// It was asked for; no answer is known.
    Unanswered,
}

/// What was done, in every language. `document` is named where there are several.
pub(crate) fn said(deed: &Deed, progress: Progress, document: Option<&str>) -> Said {
    let [en, fr, nl] = [Language::En, Language::Fr, Language::Nl].map(|language| {
        let words = Words::of(language);
        let deed_said = words.deed(deed);
        let named = document.filter(|_| is_about_a_document(deed));
        let told = named.map_or_else(|| deed_said.clone(), |name| words.about_document(&deed_said, name));
        match progress {
            Progress::Done => told,
            Progress::UnderWay => format!("{told} ({})", words.under_way),
            Progress::Unanswered => format!("{told} ({})", words.unanswered),
        }
    });
    Said { en, fr, nl }
}

fn is_about_a_document(deed: &Deed) -> bool {
    matches!(deed, Deed::Reference(_) | Deed::Rule(_) | Deed::Release(_) | Deed::Restriction(_))
}

impl Words {
    /// What was done.
    pub(crate) fn deed(&self, deed: &Deed) -> String {
        let values = self.deed_values(deed);
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.filled(&row(deed), &values)
    }

    fn about_document(&self, said: &str, name: &str) -> String {
        self.filled(
            &["{said} (“{name}”)", "{said} («\u{a0}{name}\u{a0}»)", "{said} (“{name}”)"],
            &[("said", said), ("name", name)],
        )
    }

    fn deed_values(&self, deed: &Deed) -> Vec<(&'static str, String)> {
        match deed {
            Deed::Reference(_) => Vec::new(),
            Deed::Rule(RuleSet { rule, by }) => {
                let days = match rule {
                    AccessRule::AfterDays(days) => days.to_string(),
                    _ => String::new(),
                };
                let by = by.as_deref().unwrap_or(self.publisher);
                vec![("days", days), ("by", by.to_owned())]
            }
            Deed::Release(release) => vec![("by", release.by.clone())],
            Deed::Consent(consent) => vec![
                ("who", consent.who.clone()),
                ("role", self.as_role(consent.role)),
                ("by", consent.registered_by.clone().unwrap_or_default()),
            ],
            Deed::Link(link) => vec![
                ("doctor", link.doctor.clone()),
                ("patient", link.patient.clone()),
                ("until", self.end_day(link.until)),
            ],
            Deed::LinkForm(form) => vec![("doctor", form.doctor.clone()), ("patient", form.patient.clone())],
            Deed::Exclusion(act) => vec![
                ("doctor", act.doctor.clone()),
                ("patient", act.patient.clone()),
                ("by", act.by.clone()),
            ],
            Deed::Restriction(act) => vec![("doctor", act.doctor.clone()), ("by", act.by.clone())],
            Deed::Setting(act) => vec![("doctor", act.doctor.clone())],
        }
    }

    pub(crate) fn as_role(&self, role: Role) -> String {
        let row = match role {
            Role::Patient => [" as a patient", " en tant que patient", " als patiënt"],
            Role::Professional => [" as a professional", " en tant que professionnel", " als zorgverlener"],
            Role::Office => [
                " as staff of the office",
                " en tant que personnel du bureau",
                " als medewerker van het kantoor",
            ],
        };
        self.filled(&row, &[])
    }

    pub(crate) fn end_day(&self, until: Option<Date>) -> String {
        let Some(day) = until.map(|day| self.language.day(day)) else {
            return self.filled(&[", without an end day", ", sans date de fin", ", zonder einddatum"], &[]);
        };
        self.filled(
            &[
                ", with {day} as its end day",
                ", avec le {day} comme date de fin",
                ", met {day} als einddatum",
            ],
            &[("day", &day)],
        )
    }
}

/// The sentence in the three languages.
fn row(deed: &Deed) -> [&'static str; 3] {
    match deed {
        Deed::Reference(Reference::Made) => [
            "the network refers to the document from now on",
            "le réseau référence désormais le document",
            "het netwerk verwijst voortaan naar het document",
        ],
        Deed::Reference(Reference::Deleted) => [
            "the reference to the document is deleted",
            "la référence au document est supprimée",
            "de verwijzing naar het document wordt geschrapt",
        ],
        Deed::Rule(set) => match set.rule {
            AccessRule::Immediate => [
                "{by} sets the patient's own access: at once",
                "{by} règle l'accès du patient\u{a0}: immédiat",
                "{by} stelt de toegang van de patiënt in: onmiddellijk",
            ],
            AccessRule::AfterDays(_) => [
                "{by} sets the patient's own access: {days} days after publication",
                "{by} règle l'accès du patient\u{a0}: {days} jours après la publication",
                "{by} stelt de toegang van de patiënt in: {days} dagen na publicatie",
            ],
            AccessRule::Never => [
                "{by} sets the patient's own access: none",
                "{by} règle l'accès du patient\u{a0}: aucun",
                "{by} stelt de toegang van de patiënt in: geen",
            ],
            AccessRule::Releasable => [
                "{by} sets the patient's own access: once an attending physician has released it",
                "{by} règle l'accès du patient\u{a0}: une fois libéré par un médecin traitant",
                "{by} stelt de toegang van de patiënt in: zodra een behandelend arts het vrijgeeft",
            ],
            AccessRule::Sumehr => [
                "the SUMEHR is shared, without a rule of its own",
                "le SUMEHR est partagé, sans règle propre",
                "de SUMEHR wordt gedeeld, zonder eigen regel",
            ],
        },
        Deed::Release(_) => [
            "{by} releases the document to the patient",
            "{by} libère le document pour le patient",
            "{by} geeft het document vrij voor de patiënt",
        ],
        Deed::Consent(consent) if consent.registered_by.is_some() => [
            "{by} registers {who}, who consents",
            "{by} inscrit {who}, qui donne son consentement",
            "{by} registreert {who}, die toestemming geeft",
        ],
        Deed::Consent(consent) if consent.is_given => [
            "{who} gives consent{role}",
            "{who} donne son consentement{role}",
            "{who} geeft toestemming{role}",
        ],
        Deed::Consent(_) => [
            "{who} withdraws consent{role}",
            "{who} retire son consentement{role}",
            "{who} trekt de toestemming in{role}",
        ],
        Deed::Link(link) if link.is_declared && link.by_form => [
            "the office makes a therapeutic link of {doctor} with {patient}, as the form asks{until}",
            "le bureau établit un lien thérapeutique de {doctor} avec {patient}, comme le formulaire le demande{until}",
            "het kantoor legt een therapeutische relatie van {doctor} met {patient}, zoals het formulier vraagt{until}",
        ],
        Deed::Link(link) if link.is_declared => [
            "{doctor} declares a therapeutic link with {patient}{until}",
            "{doctor} déclare un lien thérapeutique avec {patient}{until}",
            "{doctor} meldt een therapeutische relatie met {patient} aan{until}",
        ],
        Deed::Link(_) => [
            "{doctor} ends the therapeutic link with {patient}",
            "{doctor} met fin au lien thérapeutique avec {patient}",
            "{doctor} beëindigt de therapeutische relatie met {patient}",
        ],
        Deed::LinkForm(_) => [
            "{doctor} asks by form for a therapeutic link with {patient}",
            "{doctor} demande par formulaire un lien thérapeutique avec {patient}",
            "{doctor} vraagt met een formulier een therapeutische relatie met {patient}",
        ],
        Deed::Exclusion(act) => match (act.is_made, act.by == act.patient) {
            (true, true) => [
                "{patient} excludes {doctor}",
                "{patient} exclut {doctor}",
                "{patient} sluit {doctor} uit",
            ],
            (true, false) => [
                "{by} excludes {doctor} at the request of {patient}",
                "{by} exclut {doctor} à la demande de {patient}",
                "{by} sluit {doctor} uit op verzoek van {patient}",
            ],
            (false, true) => [
                "{patient} lifts the exclusion of {doctor}",
                "{patient} lève l'exclusion de {doctor}",
                "{patient} heft de uitsluiting van {doctor} op",
            ],
            (false, false) => [
                "{by} lifts the exclusion of {doctor} at the request of {patient}",
                "{by} lève l'exclusion de {doctor} à la demande de {patient}",
                "{by} heft de uitsluiting van {doctor} op, op verzoek van {patient}",
            ],
        },
        Deed::Restriction(act) if act.is_made => [
            "{by} shuts {doctor} out of the document",
            "{by} écarte {doctor} du document",
            "{by} sluit {doctor} van het document uit",
        ],
        Deed::Restriction(_) => [
            "{by} lets {doctor} read the document again",
            "{by} laisse de nouveau {doctor} lire le document",
            "{by} laat {doctor} het document weer lezen",
        ],
        Deed::Setting(act) if act.is_open => [
            "{doctor} sets the access of patients to all of one's own SUMEHRs: open",
            "{doctor} règle l'accès des patients à tous ses SUMEHR\u{a0}: ouvert",
            "{doctor} stelt de toegang van patiënten tot alle eigen SUMEHR's in: open",
        ],
        Deed::Setting(_) => [
            "{doctor} sets the access of patients to all of one's own SUMEHRs: closed",
            "{doctor} règle l'accès des patients à tous ses SUMEHR\u{a0}: fermé",
            "{doctor} stelt de toegang van patiënten tot alle eigen SUMEHR's in: gesloten",
        ],
    }
}

#[cfg(test)]
#[path = "deeds_tests.rs"]
mod tests;
