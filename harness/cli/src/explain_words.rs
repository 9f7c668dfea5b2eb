//! The fixed words of `explain` in English, French and Dutch, with its dates and answers. Sentences about facts are in
//! `explain_sentences`; quotes of the sources stay in the language of the source.

use etalon_evidence::Language;
use etalon_rules::{
    access::{Answer, Holds},
    timing::brussels,
};
use jiff::{Timestamp, civil::Date};

/// The words of one language.
pub(crate) struct Words {
    pub(crate) language: Language,
    pub(crate) title: &'static str,
    pub(crate) question: &'static str,
    pub(crate) about: &'static str,
    pub(crate) published: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) number: &'static str,
    pub(crate) last_instant: &'static str,
    pub(crate) scenario: &'static str,
    pub(crate) file: &'static str,
    pub(crate) readings: &'static str,
    pub(crate) no_readings: &'static str,
    pub(crate) permitted: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) open: &'static str,
    pub(crate) uncertain: &'static str,
    pub(crate) decides: &'static str,
    pub(crate) allows: &'static str,
    pub(crate) forbids: &'static str,
    pub(crate) since: &'static str,
    pub(crate) until: &'static str,
    pub(crate) entry: &'static str,
    pub(crate) entries: &'static str,
    pub(crate) patient: &'static str,
    pub(crate) doctor: &'static str,
    pub(crate) other: &'static str,
    pub(crate) parameter_decides: &'static str,
    pub(crate) under_way: &'static str,
    pub(crate) unanswered: &'static str,
    pub(crate) not_known_between: &'static str,
    pub(crate) not_known_since: &'static str,
    pub(crate) changes: &'static str,
    pub(crate) no_changes: &'static str,
    pub(crate) before: &'static str,
    pub(crate) by_time: &'static str,
    pub(crate) picture: &'static str,
    pub(crate) not_to_scale: &'static str,
    pub(crate) asked: &'static str,
    pub(crate) who: &'static str,
    pub(crate) rules: &'static str,
    pub(crate) limits: &'static str,
    pub(crate) belgian_time: &'static str,
    pub(crate) colon: &'static str,
    months: [&'static str; 12],
}

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::Fr => &FR,
            Language::Nl => &NL,
        }
    }

    pub(crate) fn answer(&self, answer: &Answer) -> &'static str {
        match answer {
            Answer::Permitted => self.permitted,
            Answer::Refused => self.refused,
            Answer::Open { .. } => self.open,
            Answer::Uncertain { .. } => self.uncertain,
        }
    }

    pub(crate) fn holds(&self, holds: &Holds) -> &'static str {
        match holds {
            Holds::Yes => self.allows,
            Holds::No => self.forbids,
            Holds::Open(_) => self.open,
            Holds::Uncertain(_) => self.uncertain,
        }
    }

    pub(crate) fn day(&self, day: Date) -> String {
        let month = self.months[usize::from(day.month().unsigned_abs()) - 1];
        match (self.language, day.day()) {
            (Language::Fr, 1) => format!("1er {month} {}", day.year()),
            (_, number) => format!("{number} {month} {}", day.year()),
        }
    }

    /// The time on a Belgian clock: seconds where there are any, the offset where the clock shows that time twice.
    pub(crate) fn clock(&self, instant: Timestamp) -> String {
        let zoned = instant.to_zoned(brussels());
        let mut said = zoned.strftime("%H:%M").to_string();
        let (second, fraction) = (zoned.second(), zoned.subsec_nanosecond());
        if second != 0 || fraction != 0 {
            said.push_str(&format!(":{second:02}"));
        }
        if fraction != 0 {
            said.push_str(format!(".{fraction:09}").trim_end_matches('0'));
        }
        if !brussels()
            .to_ambiguous_timestamp(zoned.datetime())
            .offset()
            .eq(&unambiguous(&zoned))
        {
            said.push_str(&format!(" (UTC+{})", zoned.offset().seconds() / 3600));
        }
        said
    }

    pub(crate) fn instant(&self, instant: Timestamp) -> String {
        format!("{}, {}", self.day(instant.to_zoned(brussels()).date()), self.clock(instant))
    }

    /// “entry 5”, “entries 5, 9”; nothing where there are none.
    pub(crate) fn told_by(&self, entries: &[u64]) -> String {
        let numbers: Vec<String> = entries.iter().map(u64::to_string).collect();
        match numbers.as_slice() {
            [] => String::new(),
            [one] => format!("{} {one}", self.entry),
            several => format!("{} {}", self.entries, several.join(", ")),
        }
    }
}

fn unambiguous(zoned: &jiff::Zoned) -> jiff::tz::AmbiguousOffset {
    jiff::tz::AmbiguousOffset::Unambiguous { offset: zoned.offset() }
}

const EN: Words = Words {
    language: Language::En,
    title: "Who may open this document?",
    question: "Who could open “{document}” on {day} at {time}?",
    about: "About",
    published: "Published",
    reference: "Reference",
    kind: "Kind",
    number: "national number",
    last_instant: "No instant was named: this is the last one that is known.",
    scenario: "From the record of scenario",
    file: "From the file of assumed facts",
    readings: "Readings that were pinned",
    no_readings: "none: what the sources leave open stays open",
    permitted: "may open it",
    refused: "may not open it",
    open: "the sources leave it open",
    uncertain: "not known",
    decides: "this decides",
    allows: "allows",
    forbids: "forbids",
    since: "since",
    until: "until",
    entry: "entry",
    entries: "entries",
    patient: "the patient",
    doctor: "doctor",
    other: "neither the patient nor a doctor",
    parameter_decides: "What would decide",
    under_way: "under way",
    unanswered: "asked for; no answer is known",
    not_known_between: "It was done between {from} and {to}; when exactly is not known.",
    not_known_since: "It was asked for on {from}, and whether it was done is not known.",
    changes: "What was done, and when the answer changes",
    no_changes: "The answer never changes.",
    before: "Until an arrow says otherwise, nobody may open it.",
    by_time: "by the passing of time",
    picture: "When each could open it",
    not_to_scale: "Numbers are those of the list below; distances are not to scale.",
    asked: "the instant asked about",
    who: "Person by person",
    rules: "The rules, in the order in which they are asked",
    limits: "This is what the rules say of the facts recorded or assumed. It is no statement about what any system did.",
    belgian_time: "All times are Belgian.",
    colon: ":",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

const FR: Words = Words {
    language: Language::Fr,
    title: "Qui peut ouvrir ce document\u{a0}?",
    question: "Qui pouvait ouvrir «\u{a0}{document}\u{a0}» le {day} à {time}\u{a0}?",
    about: "Concerne",
    published: "Publié",
    reference: "Référence",
    kind: "Type",
    number: "numéro national",
    last_instant: "Aucun instant n'a été indiqué\u{a0}: c'est le dernier qui soit connu.",
    scenario: "D'après l'enregistrement du scénario",
    file: "D'après le fichier de faits supposés",
    readings: "Lectures fixées",
    no_readings: "aucune\u{a0}: ce que les sources laissent ouvert le reste",
    permitted: "peut l'ouvrir",
    refused: "ne peut pas l'ouvrir",
    open: "les sources ne tranchent pas",
    uncertain: "inconnu",
    decides: "c'est ce qui décide",
    allows: "permet",
    forbids: "interdit",
    since: "depuis le",
    until: "jusqu'au",
    entry: "entrée",
    entries: "entrées",
    patient: "le patient",
    doctor: "médecin",
    other: "ni le patient, ni un médecin",
    parameter_decides: "Ce qui trancherait",
    under_way: "en cours",
    unanswered: "demandé\u{a0}; aucune réponse connue",
    not_known_between: "Cela s'est fait entre le {from} et le {to}\u{a0}; le moment exact n'est pas connu.",
    not_known_since: "Cela a été demandé le {from}\u{a0}; on ignore si cela s'est fait.",
    changes: "Ce qui s'est fait, et quand la réponse change",
    no_changes: "La réponse ne change jamais.",
    before: "Tant qu'aucune flèche ne dit le contraire, personne ne peut l'ouvrir.",
    by_time: "par le seul écoulement du temps",
    picture: "Quand chacun pouvait l'ouvrir",
    not_to_scale: "Les numéros renvoient à la liste ci-dessous\u{a0}; les distances ne sont pas à l'échelle.",
    asked: "l'instant demandé",
    who: "Personne par personne",
    rules: "Les règles, dans l'ordre où elles sont examinées",
    limits: "Voilà ce que disent les règles des faits enregistrés ou supposés. Ce n'est pas une affirmation sur ce qu'un système a fait.",
    belgian_time: "Toutes les heures sont en heure belge.",
    colon: "\u{a0}:",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
};

const NL: Words = Words {
    language: Language::Nl,
    title: "Wie mag dit document openen?",
    question: "Wie kon “{document}” openen op {day} om {time}?",
    about: "Over",
    published: "Gepubliceerd",
    reference: "Referentie",
    kind: "Soort",
    number: "rijksregisternummer",
    last_instant: "Er is geen tijdstip genoemd: dit is het laatste dat bekend is.",
    scenario: "Volgens de opname van het scenario",
    file: "Volgens het bestand met veronderstelde feiten",
    readings: "Vastgelegde lezingen",
    no_readings: "geen: wat de bronnen openlaten, blijft open",
    permitted: "mag het openen",
    refused: "mag het niet openen",
    open: "de bronnen laten het open",
    uncertain: "niet bekend",
    decides: "dit beslist",
    allows: "laat toe",
    forbids: "verbiedt",
    since: "sinds",
    until: "tot",
    entry: "regel",
    entries: "regels",
    patient: "de patiënt",
    doctor: "arts",
    other: "noch de patiënt, noch een arts",
    parameter_decides: "Wat zou beslissen",
    under_way: "bezig",
    unanswered: "gevraagd; geen antwoord bekend",
    not_known_between: "Het gebeurde tussen {from} en {to}; wanneer precies is niet bekend.",
    not_known_since: "Het werd gevraagd op {from}; of het gebeurd is, is niet bekend.",
    changes: "Wat er gebeurde, en wanneer het antwoord verandert",
    no_changes: "Het antwoord verandert nooit.",
    before: "Zolang geen pijl iets anders zegt, mag niemand het openen.",
    by_time: "enkel door het verstrijken van de tijd",
    picture: "Wanneer ieder het kon openen",
    not_to_scale: "De nummers zijn die van de lijst hieronder; afstanden zijn niet op schaal.",
    asked: "het gevraagde tijdstip",
    who: "Persoon per persoon",
    rules: "De regels, in de volgorde waarin ze worden nagegaan",
    limits: "Dit is wat de regels zeggen over de opgenomen of veronderstelde feiten. Het is geen uitspraak over wat een systeem gedaan heeft.",
    belgian_time: "Alle uren zijn Belgische tijd.",
    colon: ":",
    months: [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
};
