//! What was found and what was done, as sentences in English, French and Dutch. One row for each, the three languages side by side.

use etalon_evidence::Language;
use etalon_model::Role;
use etalon_rules::access::{Saw, Why};
use jiff::civil::Date;

use crate::explain_words::Words;

/// Something that was done about a document, a consent or a link.
pub(crate) enum Deed<'a> {
    Referenced,
    ReferenceDeleted,
    RuleImmediate,
    RuleAfterDays(u32),
    RuleNever,
    RuleReleasable,
    Released(&'a str),
    Consent(&'a str, Role, bool),
    LinkDeclared(&'a str, &'a str, Option<Date>),
    LinkRevoked(&'a str, &'a str),
    Exclusion(&'a str, &'a str, bool),
}

impl Words {
    /// Of the three, the one in this language.
    fn pick(&self, en: String, fr: String, nl: String) -> String {
        match self.language {
            Language::En => en,
            Language::Fr => fr,
            Language::Nl => nl,
        }
    }

    fn say(&self, en: &str, fr: &str, nl: &str) -> String {
        self.pick(en.to_owned(), fr.to_owned(), nl.to_owned())
    }

    /// What was done.
    pub(crate) fn deed(&self, deed: &Deed<'_>) -> String {
        match deed {
            Deed::Referenced => self.say(
                "the network refers to the document from now on",
                "le réseau référence désormais le document",
                "het netwerk verwijst voortaan naar het document",
            ),
            Deed::ReferenceDeleted => self.say(
                "the reference to the document is deleted",
                "la référence au document est supprimée",
                "de verwijzing naar het document wordt geschrapt",
            ),
            Deed::RuleImmediate => self.say(
                "the hospital sets the patient's own access: at once",
                "l'hôpital règle l'accès du patient\u{a0}: immédiat",
                "het ziekenhuis stelt de toegang van de patiënt in: onmiddellijk",
            ),
            Deed::RuleAfterDays(days) => self.pick(
                format!("the hospital sets the patient's own access: {days} days after publication"),
                format!("l'hôpital règle l'accès du patient\u{a0}: {days} jours après la publication"),
                format!("het ziekenhuis stelt de toegang van de patiënt in: {days} dagen na publicatie"),
            ),
            Deed::RuleNever => self.say(
                "the hospital sets the patient's own access: none",
                "l'hôpital règle l'accès du patient\u{a0}: aucun",
                "het ziekenhuis stelt de toegang van de patiënt in: geen",
            ),
            Deed::RuleReleasable => self.say(
                "the hospital sets the patient's own access: once an attending physician has released it",
                "l'hôpital règle l'accès du patient\u{a0}: une fois libéré par un médecin traitant",
                "het ziekenhuis stelt de toegang van de patiënt in: zodra een behandelend arts het vrijgeeft",
            ),
            Deed::Released(by) => self.pick(
                format!("{by} releases the document to the patient"),
                format!("{by} libère le document pour le patient"),
                format!("{by} geeft het document vrij voor de patiënt"),
            ),
            Deed::Consent(who, role, true) => self.pick(
                format!("{who} gives consent{}", self.as_role(*role)),
                format!("{who} donne son consentement{}", self.as_role(*role)),
                format!("{who} geeft toestemming{}", self.as_role(*role)),
            ),
            Deed::Consent(who, role, false) => self.pick(
                format!("{who} withdraws consent{}", self.as_role(*role)),
                format!("{who} retire son consentement{}", self.as_role(*role)),
                format!("{who} trekt de toestemming in{}", self.as_role(*role)),
            ),
            Deed::LinkDeclared(doctor, patient, until) => self.pick(
                format!("{doctor} declares a therapeutic link with {patient}{}", self.end_day(*until)),
                format!("{doctor} déclare un lien thérapeutique avec {patient}{}", self.end_day(*until)),
                format!(
                    "{doctor} meldt een therapeutische relatie met {patient} aan{}",
                    self.end_day(*until)
                ),
            ),
            Deed::LinkRevoked(doctor, patient) => self.pick(
                format!("{doctor} ends the therapeutic link with {patient}"),
                format!("{doctor} met fin au lien thérapeutique avec {patient}"),
                format!("{doctor} beëindigt de therapeutische relatie met {patient}"),
            ),
            Deed::Exclusion(patient, doctor, true) => self.pick(
                format!("{patient} excludes {doctor}"),
                format!("{patient} exclut {doctor}"),
                format!("{patient} sluit {doctor} uit"),
            ),
            Deed::Exclusion(patient, doctor, false) => self.pick(
                format!("{patient} lifts the exclusion of {doctor}"),
                format!("{patient} lève l'exclusion de {doctor}"),
                format!("{patient} heft de uitsluiting van {doctor} op"),
            ),
        }
    }

    fn as_role(&self, role: Role) -> String {
        match role {
            Role::Patient => self.say(" as a patient", " en tant que patient", " als patiënt"),
            Role::Professional => self.say(" as a doctor", " en tant que médecin", " als arts"),
        }
    }

    fn end_day(&self, until: Option<Date>) -> String {
        let Some(day) = until.map(|day| self.day(day)) else {
            return self.say(", without an end day", ", sans date de fin", ", zonder einddatum");
        };
        self.pick(
            format!(", with {day} as its end day"),
            format!(", avec le {day} comme date de fin"),
            format!(", met {day} als einddatum"),
        )
    }

    /// Why something is not known.
    pub(crate) fn why(&self, why: Why) -> String {
        match why {
            Why::UnderWay { from, to } => self
                .not_known_between
                .replace("{from}", &self.instant(from))
                .replace("{to}", &self.instant(to)),
            Why::Unanswered { from } => self.not_known_since.replace("{from}", &self.instant(from)),
        }
    }

    /// What was found when a rule was looked at.
    pub(crate) fn saw(&self, saw: &Saw) -> String {
        match saw {
            Saw::OwnRecord { patient } => self.pick(
                format!("It is {patient}'s own record; no therapeutic link is needed for it."),
                format!("C'est le dossier de {patient} même\u{a0}; aucun lien thérapeutique n'est requis."),
                format!("Het is het eigen dossier van {patient}; een therapeutische relatie is niet nodig."),
            ),
            Saw::OthersRecord { person, patient } => self.pick(
                format!("{person} is no doctor, and this is the record of {patient}."),
                format!("{person} n'est pas médecin, et c'est le dossier de {patient}."),
                format!("{person} is geen arts, en dit is het dossier van {patient}."),
            ),
            Saw::Referenced => self.say(
                "The network refers to the document.",
                "Le réseau référence le document.",
                "Het netwerk verwijst naar het document.",
            ),
            Saw::NotReferenced => self.say(
                "The network does not refer to the document yet.",
                "Le réseau ne référence pas encore le document.",
                "Het netwerk verwijst nog niet naar het document.",
            ),
            Saw::ReferenceDeleted => self.say(
                "The reference to the document has been deleted.",
                "La référence au document a été supprimée.",
                "De verwijzing naar het document is geschrapt.",
            ),
            Saw::NoConsent { who, role } => self.pick(
                format!("{who} has given no consent{}.", self.as_role(*role)),
                format!("{who} n'a pas donné son consentement{}.", self.as_role(*role)),
                format!("{who} heeft geen toestemming gegeven{}.", self.as_role(*role)),
            ),
            Saw::Consent { who, role } => self.pick(
                format!("{who} has given consent{}.", self.as_role(*role)),
                format!("{who} a donné son consentement{}.", self.as_role(*role)),
                format!("{who} heeft toestemming gegeven{}.", self.as_role(*role)),
            ),
            Saw::ConsentWithdrawn { who, role } => self.pick(
                format!("{who} has withdrawn the consent given{}.", self.as_role(*role)),
                format!("{who} a retiré son consentement{}.", self.as_role(*role)),
                format!("{who} heeft de toestemming ingetrokken{}.", self.as_role(*role)),
            ),
            Saw::NotExcluded { doctor, patient } => self.pick(
                format!("{patient} does not exclude {doctor}."),
                format!("{patient} n'exclut pas {doctor}."),
                format!("{patient} sluit {doctor} niet uit."),
            ),
            Saw::Excluded { doctor, patient } => self.pick(
                format!("{patient} excludes {doctor}; no link helps against that."),
                format!("{patient} exclut {doctor}\u{a0}; aucun lien n'y change rien."),
                format!("{patient} sluit {doctor} uit; daar helpt geen relatie tegen."),
            ),
            Saw::NoLink { doctor, patient } => self.pick(
                format!("{doctor} has declared no therapeutic link with {patient}."),
                format!("{doctor} n'a déclaré aucun lien thérapeutique avec {patient}."),
                format!("{doctor} heeft geen therapeutische relatie met {patient} aangemeld."),
            ),
            Saw::Link { doctor, patient, until } => self.pick(
                format!("{doctor} has declared a therapeutic link with {patient}{}.", self.end_day(*until)),
                format!("{doctor} a déclaré un lien thérapeutique avec {patient}{}.", self.end_day(*until)),
                format!(
                    "{doctor} heeft een therapeutische relatie met {patient} aangemeld{}.",
                    self.end_day(*until)
                ),
            ),
            Saw::LinkEnded { doctor, patient, day } => self.pick(
                format!("The therapeutic link of {doctor} with {patient} is over{}.", self.end_day(*day)),
                format!(
                    "Le lien thérapeutique de {doctor} avec {patient} est terminé{}.",
                    self.end_day(*day)
                ),
                format!(
                    "De therapeutische relatie van {doctor} met {patient} is voorbij{}.",
                    self.end_day(*day)
                ),
            ),
            Saw::LinkRevoked { doctor, patient } => self.pick(
                format!("{doctor} has ended the therapeutic link with {patient}."),
                format!("{doctor} a mis fin au lien thérapeutique avec {patient}."),
                format!("{doctor} heeft de therapeutische relatie met {patient} beëindigd."),
            ),
            Saw::Immediate => self.say(
                "The patient may read it at once.",
                "Le patient peut le lire immédiatement.",
                "De patiënt mag het onmiddellijk lezen.",
            ),
            Saw::AfterDays { days, opens, reading, .. } => self.after_days(*days, *opens, reading.as_deref()),
            Saw::Inaccessible => self.say(
                "The patient may not read it, whatever its age.",
                "Le patient ne peut pas le lire, quel que soit son âge.",
                "De patiënt mag het niet lezen, hoe oud het ook is.",
            ),
            Saw::NotReleased => self.say(
                "No attending physician has released it, and time alone does not.",
                "Aucun médecin traitant ne l'a libéré, et le temps seul ne le fait pas.",
                "Geen behandelend arts heeft het vrijgegeven, en de tijd alleen doet dat niet.",
            ),
            Saw::Released { by } => self.pick(
                format!("{by} has released it as an attending physician."),
                format!("{by} l'a libéré en tant que médecin traitant."),
                format!("{by} heeft het als behandelend arts vrijgegeven."),
            ),
            Saw::ReleasedByOther { by } => self.pick(
                format!("{by} has released it without being an attending physician with access to it."),
                format!("{by} l'a libéré sans être un médecin traitant qui y ait accès."),
                format!("{by} heeft het vrijgegeven zonder een behandelend arts met toegang te zijn."),
            ),
            Saw::ReleaseWithoutStatus { by } => self.pick(
                format!("{by} has released it, but its status does not allow that."),
                format!("{by} l'a libéré, mais son statut ne le permet pas."),
                format!("{by} heeft het vrijgegeven, maar de status laat dat niet toe."),
            ),
            Saw::RuleIsThePatients => self.say(
                "What is set for the patient's own access does not bind doctors.",
                "Ce qui est réglé pour l'accès du patient ne lie pas les médecins.",
                "Wat voor de toegang van de patiënt is ingesteld, bindt artsen niet.",
            ),
        }
    }

    fn after_days(&self, days: u32, opens: Option<(jiff::Timestamp, jiff::Timestamp)>, reading: Option<&str>) -> String {
        let rule = self.pick(
            format!("The patient may read it {days} days after its publication"),
            format!("Le patient peut le lire {days} jours après sa publication"),
            format!("De patiënt mag het {days} dagen na de publicatie lezen"),
        );
        let by = reading.map(|reading| format!(" (`timing.delay = {reading}`)")).unwrap_or_default();
        let Some((earliest, latest)) = opens.map(|(earliest, latest)| (self.instant(earliest), self.instant(latest))) else {
            return format!("{rule}{by}.");
        };
        if earliest == latest {
            return self.pick(
                format!("{rule}: from {earliest}{by}."),
                format!("{rule}\u{a0}: à partir du {earliest}{by}."),
                format!("{rule}: vanaf {earliest}{by}."),
            );
        }
        self.pick(
            format!("{rule}: not before {earliest}, and from {latest} in every reading{by}."),
            format!("{rule}\u{a0}: pas avant le {earliest}, et à partir du {latest} dans toute lecture{by}."),
            format!("{rule}: niet vóór {earliest}, en vanaf {latest} in elke lezing{by}."),
        )
    }
}
