//! What a history is mostly about. Acts that matter only together seldom meet where each is chosen by itself.

use super::kinds::Kind;

/// How much more often an act of the theme is chosen.
const BOOST: u32 = 6;

/// Acts that belong together, by their phrases. The last theme is none: everything as often as the table says.
pub(crate) const THEMES: &[&[&str]] = &[
    &[
        "patient-consents",
        "doctor-consents",
        "patient-withdraws-consent",
        "doctor-withdraws-consent",
        "doctor-registers",
    ],
    &[
        "link-declared",
        "link-declared-until",
        "link-revoked",
        "doctor-sends-link-form",
        "office-processes-link-form",
        "time-becomes",
    ],
    &[
        "in-order",
        "patient-excludes",
        "patient-lifts-exclusion",
        "doctor-excludes",
        "doctor-lifts-exclusion",
        "link-declared",
    ],
    &[
        "in-order",
        "document-drawn-up-by",
        "document-with-attachment-drawn-up-by",
        "sumehr-published",
        "doctor-restricts",
        "doctor-lifts-restriction",
        "link-declared",
        "doctor-reads",
        "doctor-opens-attachment",
    ],
    &[
        "document-drawn-up-by",
        "doctor-sets-access-never",
        "doctor-sets-access-after-days",
        "link-revoked",
        "patient-reads",
    ],
    &[
        "in-order",
        "document-drawn-up-by",
        "doctor-restricts",
        "doctor-lifts-restriction",
        "patient-excludes",
        "doctor-reads",
    ],
    &[
        "document-published-after-days",
        "document-published-at-after-days",
        "document-published-never",
        "rule-becomes-after-days",
        "time-becomes",
        "patient-reads",
    ],
    &[
        "document-published-releasable",
        "document-with-attachment-releasable",
        "doctor-releases",
        "patient-releases",
        "time-becomes",
        "patient-reads",
    ],
    &[
        "sumehr-published",
        "sumehr-setting-off",
        "sumehr-setting-on",
        "doctor-sets-access-never",
        "doctor-sets-access-after-days",
        "doctor-sets-access-immediate",
        "patient-reads",
    ],
    &[
        "sumehr-published",
        "document-drawn-up-by",
        "doctor-asks-deletion",
        "office-processes-deletion",
        "doctor-reads",
    ],
    &[
        "document-with-attachment",
        "document-with-attachment-never",
        "document-with-attachment-releasable",
        "patient-opens-attachment",
        "doctor-opens-attachment",
        "patient-excludes",
    ],
    &[
        "hospital-type-immediate",
        "hospital-type-after-days",
        "hospital-type-never",
        "hospital-type-releasable",
        "hospital-publishes-type",
        "time-becomes",
    ],
    &[],
];

/// Acts in which one doctor shuts another out: without several doctors in one record nothing comes of them.
const BETWEEN_DOCTORS: &[&str] = &["doctor-restricts", "doctor-excludes"];
/// Which doctor is chosen how often: most of a history is about the same one.
const ONE_DOCTOR: [(u32, u8); 3] = [(12, 0), (4, 1), (1, 2)];
/// The same where it takes two.
const TWO_DOCTORS: [(u32, u8); 3] = [(8, 0), (7, 1), (2, 2)];

/// Which doctor is chosen how often in a history with that theme.
pub(crate) fn doctors(theme: usize) -> [(u32, u8); 3] {
    let takes_two = THEMES
        .get(theme)
        .is_some_and(|phrases| phrases.iter().any(|phrase| BETWEEN_DOCTORS.contains(phrase)));
    if takes_two { TWO_DOCTORS } else { ONE_DOCTOR }
}

/// That weight of the act in a history with that theme.
pub(crate) fn weight(theme: usize, kind: &Kind, usual: u32) -> u32 {
    let belongs = THEMES.get(theme).is_some_and(|phrases| phrases.contains(&kind.phrase));
    if belongs { BOOST * usual } else { usual }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_made_of_acts_that_there_are() {
        for phrase in THEMES.iter().flat_map(|phrases| phrases.iter()) {
            assert!(Kind::of(phrase).is_some(), "{phrase}");
        }
        for phrase in BETWEEN_DOCTORS {
            assert!(THEMES.iter().any(|theme| theme.contains(phrase)), "no theme has {phrase}");
        }
    }
}
