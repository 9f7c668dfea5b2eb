//! What the help pages tell at length: tutorials, films in words, the browsers that were tested, addresses of others. English, which is the
//! key of the other languages.

use super::language::Language;

/// Steps to follow for one setting.
pub(super) struct Tutorial {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) purpose: &'static str,
    pub(super) steps: &'static [&'static str],
    pub(super) effect: &'static str,
}

pub(super) static TUTORIALS: [Tutorial; 2] = [
    Tutorial {
        name: "general-setting",
        title: "Tutorial: patients' access to all your SUMEHRs",
        purpose: "One setting says whether patients may read the SUMEHRs that you publish.",
        steps: &[
            "Sign in as a professional.",
            "Choose Settings, at the top right of every page.",
            "Under \"Patients and my SUMEHRs\", say whether patients may read them, and save.",
        ],
        effect: "The setting counts at once, also for the SUMEHRs that you published before. What you set for one document goes before it.",
    },
    Tutorial {
        name: "one-document",
        title: "Tutorial: the access to one document",
        purpose: "For a document that you drew up, you say from when the patient may read it, and which professionals may not.",
        steps: &[
            "Open the patient's list of documents.",
            "Beside your document, under Access, choose manage.",
            "Choose when the patient may read it: at once, 30 days after publication, or never. Then set the access.",
            "To shut a professional out of this document at the patient's request, choose the name and confirm.",
        ],
        effect: "Both count at once, and both can be undone on the same page.",
    },
];

/// A film for patients, told in words.
pub(super) struct Film {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) scenes: &'static [&'static str],
}

pub(super) static FILMS: [Film; 2] = [
    Film {
        name: "informed-consent",
        title: "Film: your informed consent",
        scenes: &[
            "A woman leaves the hospital. Her general practitioner would like to read the letter about her stay.",
            "The network lets the doctor read it, but only if she agrees: that is her informed consent.",
            "She gives it at home, with her eID or itsme, or at the practice with the help of her doctor.",
            "She can withdraw it on any day. From then on nobody reads her documents through the network.",
        ],
    },
    Film {
        name: "who-reads-along",
        title: "Film: who reads along?",
        scenes: &[
            "A man wonders who can see his results.",
            "Only doctors who treat him: between them there is a therapeutic link, and it ends.",
            "On his own page he sees every doctor who looked, and when.",
            "There is one doctor whom he would rather not let in. He excludes this doctor, and the records stay closed.",
        ],
    },
];

/// System, then Edge, Chrome, Firefox, Safari, Internet Explorer: the eGezondheid table, in its edition with Chrome 108.
pub(super) const TESTED_BROWSERS: [[&str; 6]; 4] = [
    ["Windows 7", "108", "108", "107", "-", "11"],
    ["Windows 8", "108", "108", "107", "-", "11"],
    ["Windows 10", "108", "108", "107", "-", "11"],
    ["macOS", "-", "108", "107", "12", "-"],
];

/// Where browsers come from.
pub(super) const DOWNLOADS: [(&str, &str); 4] = [
    ("Edge", "https://www.microsoft.com/edge"),
    ("Chrome", "https://www.google.com/chrome/"),
    ("Firefox", "https://www.mozilla.org/firefox/"),
    ("Safari", "https://www.apple.com/safari/"),
];

/// Pages of others, in the reader's language where they are known to have it.
pub(super) struct Addresses {
    pub(super) csam: &'static str,
    pub(super) without_eid: &'static str,
    pub(super) eidas: &'static str,
    pub(super) code_app: &'static str,
    pub(super) code_mail: &'static str,
    pub(super) itsme: &'static str,
    pub(super) esante: &'static str,
}

impl Addresses {
    pub(super) fn for_readers_of(language: Language) -> Self {
        let english = Self {
            csam: "https://www.csam.be/en/index.html",
            without_eid: "https://sma-help.bosa.belgium.be/en",
            eidas: "https://sma-help.bosa.belgium.be/en/eidas",
            code_app: "https://sma-help.bosa.belgium.be/en/security-code-mobile-app",
            code_mail: "https://sma-help.bosa.belgium.be/en/security-code-email",
            itsme: "https://www.itsme-id.com/en-BE/help",
            // The site speaks French and Dutch.
            esante: "https://www.ehealth.fgov.be/fr/esante",
        };
        match language {
            Language::En => english,
            Language::Fr => Self {
                csam: "https://www.csam.be/fr/index.html",
                without_eid: "https://sma-help.bosa.belgium.be/fr/identification-sans-eid",
                itsme: "https://www.itsme-id.com/fr-BE/help",
                ..english
            },
            Language::Nl => Self {
                csam: "https://www.csam.be/nl/index.html",
                without_eid: "https://sma-help.bosa.belgium.be/nl/identificatie-zonder-eid",
                eidas: "https://sma-help.bosa.belgium.be/nl/eidas",
                itsme: "https://www.itsme-id.com/nl-BE/help",
                esante: "https://www.ehealth.fgov.be/nl/egezondheid",
                ..english
            },
        }
    }
}
