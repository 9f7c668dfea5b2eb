//! What was found when a rule was looked at, as sentences: one row for each finding, in English, French and Dutch, with `{places}` for
//! what differs. Quotes of the sources are not here; they stay in the language of the source.

use etalon_rules::access::{Saw, Why};
use jiff::Timestamp;

use super::words::Words;

impl Words {
    /// What was found.
    pub(crate) fn saw(&self, saw: &Saw) -> String {
        if let Saw::AfterDays { days, opens, reading, .. } = saw {
            return self.after_days(*days, *opens, reading.as_deref());
        }
        let values = self.values(saw);
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.filled(&row(saw), &values)
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

    fn after_days(&self, days: u32, opens: Option<(Timestamp, Timestamp)>, reading: Option<&str>) -> String {
        let by = reading.map(|reading| format!(" (`timing.delay = {reading}`)")).unwrap_or_default();
        let (earliest, latest) = opens.unzip();
        let row = match earliest {
            None => AFTER_DAYS_NEVER,
            Some(_) if earliest == latest => AFTER_DAYS_AT,
            Some(_) => AFTER_DAYS_BETWEEN,
        };
        let said = |at: Option<Timestamp>| at.map(|at| self.instant(at)).unwrap_or_default();
        let (days, earliest, latest) = (days.to_string(), said(earliest), said(latest));
        self.filled(&row, &[("days", &days), ("earliest", &earliest), ("latest", &latest), ("by", &by)])
    }

    fn values(&self, saw: &Saw) -> Vec<(&'static str, String)> {
        let link = |doctor: &String, patient: &String| vec![("doctor", doctor.clone()), ("patient", patient.clone())];
        match saw {
            Saw::OwnRecord { patient } => vec![("patient", patient.clone())],
            Saw::OthersRecord { person, patient } => vec![("person", person.clone()), ("patient", patient.clone())],
            Saw::NoConsent { who, role } | Saw::Consent { who, role } | Saw::ConsentWithdrawn { who, role } => {
                vec![("who", who.clone()), ("role", self.as_role(*role))]
            }
            Saw::Registered { who, by } => vec![("who", who.clone()), ("by", by.clone())],
            Saw::Physician { person } | Saw::NoCare { person } => vec![("person", person.clone())],
            Saw::OtherCare { person, profession } => {
                vec![("person", person.clone()), ("profession", self.profession(*profession).to_owned())]
            }
            Saw::NotExcluded { doctor, patient }
            | Saw::Excluded { doctor, patient }
            | Saw::NoLink { doctor, patient }
            | Saw::LinkFormOnly { doctor, patient }
            | Saw::LinkRevoked { doctor, patient } => link(doctor, patient),
            Saw::Link {
                doctor,
                patient,
                until: day,
            }
            | Saw::LinkEnded { doctor, patient, day } => {
                let mut values = link(doctor, patient);
                values.push(("until", self.end_day(*day)));
                values
            }
            Saw::NotRestricted { doctor } => vec![("doctor", doctor.clone())],
            Saw::Restricted { doctor, by } => vec![("doctor", doctor.clone()), ("by", by.clone())],
            Saw::SumehrByDefault { shared } | Saw::SumehrBeforeCutOff { shared } => vec![("shared", self.instant(*shared))],
            Saw::Released { by }
            | Saw::ReleasedByOther { by }
            | Saw::ReleaseWithoutStatus { by }
            | Saw::OpenedByHand { by }
            | Saw::SumehrsClosed { by }
            | Saw::SumehrSettingLater { by }
            | Saw::SumehrRuleAgainstSetting { by }
            | Saw::OthersSumehrsClosed { by } => vec![("by", by.clone())],
            Saw::Referenced
            | Saw::NotReferenced
            | Saw::ReferenceDeleted
            | Saw::Immediate
            | Saw::AfterDays { .. }
            | Saw::Inaccessible
            | Saw::NotReleased
            | Saw::RuleIsThePatients => Vec::new(),
        }
    }
}

const AFTER_DAYS_NEVER: [&str; 3] = [
    "The patient may read it {days} days after its publication{by}.",
    "Le patient peut le lire {days} jours après sa publication{by}.",
    "De patiënt mag het {days} dagen na de publicatie lezen{by}.",
];
const AFTER_DAYS_AT: [&str; 3] = [
    "The patient may read it {days} days after its publication: from {earliest}{by}.",
    "Le patient peut le lire {days} jours après sa publication\u{a0}: à partir du {earliest}{by}.",
    "De patiënt mag het {days} dagen na de publicatie lezen: vanaf {earliest}{by}.",
];
const AFTER_DAYS_BETWEEN: [&str; 3] = [
    "The patient may read it {days} days after its publication: not before {earliest}, and from {latest} in every reading{by}.",
    "Le patient peut le lire {days} jours après sa publication\u{a0}: pas avant le {earliest}, et à partir du {latest} dans toute lecture{by}.",
    "De patiënt mag het {days} dagen na de publicatie lezen: niet vóór {earliest}, en vanaf {latest} in elke lezing{by}.",
];

/// The sentence in the three languages.
fn row(saw: &Saw) -> [&'static str; 3] {
    match saw {
        Saw::OwnRecord { .. } => [
            "It is {patient}'s own record; no therapeutic link is needed for it.",
            "C'est le dossier de {patient} même\u{a0}; aucun lien thérapeutique n'est requis.",
            "Het is het eigen dossier van {patient}; een therapeutische relatie is niet nodig.",
        ],
        Saw::OthersRecord { .. } => [
            "{person} is no health professional, and this is the record of {patient}.",
            "{person} n'est pas professionnel de la santé, et c'est le dossier de {patient}.",
            "{person} is geen zorgverlener, en dit is het dossier van {patient}.",
        ],
        Saw::Referenced => [
            "The network refers to the document.",
            "Le réseau référence le document.",
            "Het netwerk verwijst naar het document.",
        ],
        Saw::NotReferenced => [
            "The network does not refer to the document yet.",
            "Le réseau ne référence pas encore le document.",
            "Het netwerk verwijst nog niet naar het document.",
        ],
        Saw::ReferenceDeleted => [
            "The reference to the document has been deleted.",
            "La référence au document a été supprimée.",
            "De verwijzing naar het document is geschrapt.",
        ],
        Saw::NoConsent { .. } => [
            "{who} has given no consent{role}.",
            "{who} n'a pas donné son consentement{role}.",
            "{who} heeft geen toestemming gegeven{role}.",
        ],
        Saw::Consent { .. } => [
            "{who} has given consent{role}.",
            "{who} a donné son consentement{role}.",
            "{who} heeft toestemming gegeven{role}.",
        ],
        Saw::ConsentWithdrawn { .. } => [
            "{who} has withdrawn the consent given{role}.",
            "{who} a retiré son consentement{role}.",
            "{who} heeft de toestemming ingetrokken{role}.",
        ],
        Saw::Registered { .. } => [
            "{who} has given consent, with which {by} registered {who}.",
            "{who} a donné son consentement, avec lequel {by} l'a inscrit(e).",
            "{who} heeft toestemming gegeven, waarmee {by} {who} registreerde.",
        ],
        Saw::Physician { .. } => ["{person} is a physician.", "{person} est médecin.", "{person} is arts."],
        Saw::OtherCare { .. } => [
            "{person} gives care, and is no physician ({profession}).",
            "{person} donne des soins et n'est pas médecin ({profession}).",
            "{person} verleent zorg en is geen arts ({profession}).",
        ],
        Saw::NoCare { .. } => [
            "{person} has no profession that gives care, and so can have no therapeutic link.",
            "{person} n'exerce aucune profession de soins et ne peut donc avoir de lien thérapeutique.",
            "{person} heeft geen zorgberoep en kan dus geen therapeutische relatie hebben.",
        ],
        Saw::NotExcluded { .. } => [
            "{patient} does not exclude {doctor}.",
            "{patient} n'exclut pas {doctor}.",
            "{patient} sluit {doctor} niet uit.",
        ],
        Saw::Excluded { .. } => [
            "{patient} excludes {doctor}; no link helps against that.",
            "{patient} exclut {doctor}\u{a0}; aucun lien n'y change rien.",
            "{patient} sluit {doctor} uit; daar helpt geen relatie tegen.",
        ],
        Saw::NotRestricted { .. } => [
            "{doctor} is not shut out of this document.",
            "{doctor} n'est pas écarté(e) de ce document.",
            "{doctor} is niet van dit document uitgesloten.",
        ],
        Saw::Restricted { .. } => [
            "{by} has shut {doctor} out of this document; no link helps against that.",
            "{by} a écarté {doctor} de ce document\u{a0}; aucun lien n'y change rien.",
            "{by} heeft {doctor} van dit document uitgesloten; daar helpt geen relatie tegen.",
        ],
        Saw::NoLink { .. } => [
            "{doctor} has declared no therapeutic link with {patient}.",
            "{doctor} n'a déclaré aucun lien thérapeutique avec {patient}.",
            "{doctor} heeft geen therapeutische relatie met {patient} aangemeld.",
        ],
        Saw::LinkFormOnly { .. } => [
            "{doctor} has asked by form for a therapeutic link with {patient}; the office has not processed it.",
            "{doctor} a demandé par formulaire un lien thérapeutique avec {patient}\u{a0}; le bureau ne l'a pas traité.",
            "{doctor} heeft met een formulier een therapeutische relatie met {patient} gevraagd; het kantoor heeft het niet verwerkt.",
        ],
        Saw::Link { .. } => [
            "{doctor} has declared a therapeutic link with {patient}{until}.",
            "{doctor} a déclaré un lien thérapeutique avec {patient}{until}.",
            "{doctor} heeft een therapeutische relatie met {patient} aangemeld{until}.",
        ],
        Saw::LinkEnded { .. } => [
            "The therapeutic link of {doctor} with {patient} is over{until}.",
            "Le lien thérapeutique de {doctor} avec {patient} est terminé{until}.",
            "De therapeutische relatie van {doctor} met {patient} is voorbij{until}.",
        ],
        Saw::LinkRevoked { .. } => [
            "{doctor} has ended the therapeutic link with {patient}.",
            "{doctor} a mis fin au lien thérapeutique avec {patient}.",
            "{doctor} heeft de therapeutische relatie met {patient} beëindigd.",
        ],
        Saw::Immediate => [
            "The patient may read it at once.",
            "Le patient peut le lire immédiatement.",
            "De patiënt mag het onmiddellijk lezen.",
        ],
        Saw::AfterDays { .. } => AFTER_DAYS_BETWEEN,
        Saw::Inaccessible => [
            "The patient may not read it, whatever its age.",
            "Le patient ne peut pas le lire, quel que soit son âge.",
            "De patiënt mag het niet lezen, hoe oud het ook is.",
        ],
        Saw::NotReleased => [
            "No attending physician has released it, and time alone does not.",
            "Aucun médecin traitant ne l'a libéré, et le temps seul ne le fait pas.",
            "Geen behandelend arts heeft het vrijgegeven, en de tijd alleen doet dat niet.",
        ],
        Saw::Released { .. } => [
            "{by} has released it as an attending physician.",
            "{by} l'a libéré en tant que médecin traitant.",
            "{by} heeft het als behandelend arts vrijgegeven.",
        ],
        Saw::ReleasedByOther { .. } => [
            "{by} has released it without being an attending physician with access to it.",
            "{by} l'a libéré sans être un médecin traitant qui y ait accès.",
            "{by} heeft het vrijgegeven zonder een behandelend arts met toegang te zijn.",
        ],
        Saw::ReleaseWithoutStatus { .. } => [
            "{by} has released it, but its status does not allow that.",
            "{by} l'a libéré, mais son statut ne le permet pas.",
            "{by} heeft het vrijgegeven, maar de status laat dat niet toe.",
        ],
        Saw::RuleIsThePatients => [
            "What is set for the patient's own access does not bind professionals.",
            "Ce qui est réglé pour l'accès du patient ne lie pas les professionnels.",
            "Wat voor de toegang van de patiënt is ingesteld, bindt zorgverleners niet.",
        ],
        Saw::OpenedByHand { .. } => [
            "{by} has opened this one SUMEHR to the patient by hand.",
            "{by} a ouvert manuellement ce SUMEHR-ci au patient.",
            "{by} heeft deze ene SUMEHR met de hand voor de patiënt opengesteld.",
        ],
        Saw::SumehrByDefault { .. } => [
            "The SUMEHR was shared on {shared}: from 15 January 2019 on, the patient may read it by default.",
            "Le SUMEHR a été partagé le {shared}\u{a0}: depuis le 15 janvier 2019, le patient peut le lire par défaut.",
            "De SUMEHR werd gedeeld op {shared}: vanaf 15 januari 2019 mag de patiënt hem standaard lezen.",
        ],
        Saw::SumehrBeforeCutOff { .. } => [
            "The SUMEHR was shared on {shared}, before 15 January 2019: by default the patient may not read it.",
            "Le SUMEHR a été partagé le {shared}, avant le 15 janvier 2019\u{a0}: par défaut, le patient ne peut pas le lire.",
            "De SUMEHR werd gedeeld op {shared}, vóór 15 januari 2019: standaard mag de patiënt hem niet lezen.",
        ],
        Saw::SumehrsClosed { .. } => [
            "{by} keeps SUMEHRs from patients by a general setting for all of them.",
            "{by} ferme ses SUMEHR aux patients, par un réglage général qui vaut pour tous.",
            "{by} houdt SUMEHR's gesloten voor patiënten, met een algemene instelling voor alle.",
        ],
        Saw::SumehrSettingLater { .. } => [
            "{by} changed the general setting for SUMEHRs after this one was shared.",
            "{by} a modifié son réglage général pour les SUMEHR après le partage de celui-ci.",
            "{by} wijzigde de algemene instelling voor SUMEHR's nadat deze was gedeeld.",
        ],
        Saw::SumehrRuleAgainstSetting { .. } => [
            "A rule for this SUMEHR opens it, and the general setting of {by} closes it.",
            "Une règle propre à ce SUMEHR l'ouvre, et le réglage général de {by} le ferme.",
            "Een regel voor deze SUMEHR stelt hem open, en de algemene instelling van {by} sluit hem.",
        ],
        Saw::OthersSumehrsClosed { .. } => [
            "{by} has closed SUMEHRs by a general setting, which does not reach those of other authors.",
            "{by} a fermé ses SUMEHR par un réglage général, qui n'atteint pas ceux d'autres auteurs.",
            "{by} heeft SUMEHR's met een algemene instelling gesloten; die reikt niet tot die van andere auteurs.",
        ],
    }
}

#[cfg(test)]
#[path = "found_tests.rs"]
mod tests;
