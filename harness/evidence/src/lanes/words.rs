//! The words of pictures of lanes, one constant per language; `{name}` stands for what is filled in.

use etalon_model::lanes::{SpanState, Standing};

use crate::Language;

/// The words of one language.
pub(super) struct LaneWords {
    pub(super) title: &'static str,
    pub(super) picture: &'static str,
    pub(super) note: &'static str,
    pub(super) number: &'static str,
    pub(super) when: &'static str,
    pub(super) done: &'static str,
    pub(super) then: &'static str,
    pub(super) by_time: &'static str,
    pub(super) read_shown: &'static str,
    pub(super) read_not_shown: &'static str,
    pub(super) asked: &'static str,
    pub(super) cut: &'static str,
    pub(super) lanes_cut: &'static str,
    pub(super) quotes: (&'static str, &'static str),
    pub(super) colon: &'static str,
    yes: &'static str,
    no: &'static str,
    open: &'static str,
    unknown: &'static str,
    patient: &'static str,
    professional: &'static str,
    other: &'static str,
    key_yes: &'static str,
    key_no: &'static str,
    key_open: &'static str,
    key_unknown: &'static str,
    key_shown: &'static str,
    key_not_shown: &'static str,
}

/// What the key of a picture explains, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Permitted,
    Refused,
    Open,
    Uncertain,
    Shown,
    NotShown,
}

impl Key {
    pub(super) const ALL: [Self; 6] = [
        Self::Permitted,
        Self::Refused,
        Self::Open,
        Self::Uncertain,
        Self::Shown,
        Self::NotShown,
    ];

    pub(super) fn of(state: &SpanState) -> Self {
        match state {
            SpanState::Permitted => Self::Permitted,
            SpanState::Refused => Self::Refused,
            SpanState::Open { .. } => Self::Open,
            SpanState::Uncertain => Self::Uncertain,
        }
    }

    /// The name of its sign, which stands once in each page.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Permitted => "yes",
            Self::Refused => "no",
            Self::Open => "open",
            Self::Uncertain => "unknown",
            Self::Shown => "shown",
            Self::NotShown => "not-shown",
        }
    }
}

impl LaneWords {
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::Fr => &FR,
            Language::Nl => &NL,
        }
    }

    pub(super) fn state(&self, state: &SpanState) -> &'static str {
        match state {
            SpanState::Permitted => self.yes,
            SpanState::Refused => self.no,
            SpanState::Open { .. } => self.open,
            SpanState::Uncertain => self.unknown,
        }
    }

    pub(super) fn standing(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Patient => self.patient,
            Standing::Professional => self.professional,
            Standing::Other => self.other,
        }
    }

    pub(super) fn key(&self, key: &Key) -> &'static str {
        match key {
            Key::Permitted => self.key_yes,
            Key::Refused => self.key_no,
            Key::Open => self.key_open,
            Key::Uncertain => self.key_unknown,
            Key::Shown => self.key_shown,
            Key::NotShown => self.key_not_shown,
        }
    }
}

const EN: LaneWords = LaneWords {
    picture: "Picture",
    title: "Who could open {documents}, and when",
    note: "Belgian time, not to scale; the numbers are rows of the table.",
    number: "No.",
    when: "Belgian time",
    done: "What was done",
    then: "Could open it from then on",
    by_time: "the passing of time alone",
    read_shown: "{person} asks for {document}: it is shown",
    read_not_shown: "{person} asks for {document}: it is not shown",
    asked: "the instant asked about",
    cut: "{n} later events are only in the journal.",
    lanes_cut: "{n} further lanes have no room here; `etalon explain` draws them.",
    quotes: ("“", "”"),
    colon: ":",
    yes: "yes",
    no: "no",
    open: "left open",
    unknown: "not known",
    patient: "patient",
    professional: "professional",
    other: "neither patient nor professional",
    key_yes: "could open it",
    key_no: "could not, by that requirement",
    key_open: "left open by the sources: that parameter decides",
    key_unknown: "not known: an act is under way",
    key_shown: "asked for it: shown",
    key_not_shown: "asked for it: not shown",
};

const FR: LaneWords = LaneWords {
    picture: "Image",
    title: "Qui pouvait ouvrir {documents}, et quand",
    note: "Heure belge, sans échelle\u{a0}; les numéros sont les lignes du tableau.",
    number: "N°",
    when: "Heure belge",
    done: "Ce qui s'est fait",
    then: "Pouvait dès lors l'ouvrir",
    by_time: "le seul écoulement du temps",
    read_shown: "{person} demande {document}\u{a0}: il est montré",
    read_not_shown: "{person} demande {document}\u{a0}: il n'est pas montré",
    asked: "l'instant demandé",
    cut: "{n} événements ultérieurs se trouvent uniquement dans le journal.",
    lanes_cut: "{n} autres lignes n'ont pas trouvé place ici\u{a0}; `etalon explain` les dessine.",
    quotes: ("«\u{a0}", "\u{a0}»"),
    colon: "\u{a0}:",
    yes: "oui",
    no: "non",
    open: "non tranché",
    unknown: "inconnu",
    patient: "patient",
    professional: "professionnel",
    other: "ni patient ni professionnel",
    key_yes: "pouvait l'ouvrir",
    key_no: "ne le pouvait pas, selon cette exigence",
    key_open: "non tranché par les sources\u{a0}: ce paramètre décide",
    key_unknown: "inconnu\u{a0}: un acte est en cours",
    key_shown: "l'a demandé\u{a0}: montré",
    key_not_shown: "l'a demandé\u{a0}: pas montré",
};

const NL: LaneWords = LaneWords {
    picture: "Tekening",
    title: "Wie {documents} kon openen, en wanneer",
    note: "Belgische tijd, niet op schaal; de nummers zijn rijen van de tabel.",
    number: "Nr.",
    when: "Belgische tijd",
    done: "Wat er gebeurde",
    then: "Kon het vanaf dan openen",
    by_time: "enkel het verstrijken van de tijd",
    read_shown: "{person} vraagt {document}: het wordt getoond",
    read_not_shown: "{person} vraagt {document}: het wordt niet getoond",
    asked: "het gevraagde tijdstip",
    cut: "{n} latere gebeurtenissen staan enkel in het journaal.",
    lanes_cut: "Voor {n} andere banen is hier geen plaats; `etalon explain` tekent ze.",
    quotes: ("“", "”"),
    colon: ":",
    yes: "ja",
    no: "nee",
    open: "opengelaten",
    unknown: "niet bekend",
    patient: "patiënt",
    professional: "zorgverlener",
    other: "patiënt noch zorgverlener",
    key_yes: "kon het openen",
    key_no: "kon het niet, volgens die vereiste",
    key_open: "opengelaten door de bronnen: die parameter beslist",
    key_unknown: "niet bekend: een handeling is bezig",
    key_shown: "vroeg het: getoond",
    key_not_shown: "vroeg het: niet getoond",
};
