//! What a SUMEHR says that a scenario lets a doctor write: believable, synthetic, with a marker that occurs nowhere else.

use etalon_people::Chance;

use crate::stop::Stop;

/// Characters of a marker. Twenty out of 62 do not occur by accident.
const MARKER_LENGTH: usize = 20;

/// The items by which the completeness of a SUMEHR is measured, each with what is written there.
const ITEMS: [(&str, &str); 7] = [
    ("contacts", "A sister, daily help at home (synthetic)"),
    ("problems", "Mild asthma, under control (synthetic)"),
    ("history", "Appendectomy in childhood (synthetic)"),
    ("observations", "Blood pressure 12/8 (synthetic)"),
    ("treatments", "Inhaler when needed (synthetic)"),
    ("vaccinations", "Tetanus, seasonal influenza (synthetic)"),
    ("allergies", "Penicillin (synthetic)"),
];

/// A SUMEHR, ready to be written.
pub(crate) struct Summary {
    pub(crate) canary: String,
    pub(crate) text: String,
}

impl Summary {
    /// The same seed and name always make the same summary.
    pub(crate) fn of(seed: u64, name: &str) -> Self {
        let canary = Chance::new(seed)
            .branch(&format!("sumehr canary {name}"))
            .alphanumeric(MARKER_LENGTH);
        let text = format!(
            "Summarised electronic health record ({name}). Known patient of the practice, in stable health; the usual medication is continued. \
             This summary is synthetic. Marker: {canary}"
        );
        Self { canary, text }
    }
}

/// Every item with what is written there; nothing where it is among the `lacking`.
pub(crate) fn items(lacking: &[String]) -> impl Iterator<Item = (&'static str, &'static str)> {
    ITEMS
        .into_iter()
        .map(|(item, text)| (item, if lacking.iter().any(|one| one == item) { "" } else { text }))
}

/// The item of that name.
pub(crate) fn item(name: &str) -> Result<&'static str, Stop> {
    let known = ITEMS.iter().map(|(item, _)| *item);
    known.clone().find(|item| *item == name).ok_or_else(|| {
        let known: Vec<_> = known.collect();
        Stop::feature(format!("`{name}` is no item of a SUMEHR; known are {}", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_summary_has_a_marker_of_its_own_and_the_same_in_every_run() {
        let (one, again, other) = (Summary::of(1, "A"), Summary::of(1, "A"), Summary::of(1, "B"));
        assert_eq!(one.text, again.text);
        assert_ne!(one.canary, other.canary);
        assert!(one.text.contains(&one.canary) && one.canary.len() == MARKER_LENGTH);
    }

    #[test]
    fn what_it_lacks_is_left_empty_and_nothing_else() {
        let empty: Vec<_> = items(&["allergies".to_owned()])
            .filter(|(_, text)| text.is_empty())
            .map(|(item, _)| item)
            .collect();
        assert_eq!(empty, ["allergies"]);
        assert!(item("allergies").is_ok() && item("allergy").is_err());
    }
}
