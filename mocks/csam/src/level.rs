//! Levels of assurance, as URNs say them. A level asked for is a minimum; which means reach it lives in `means`.

use std::fmt;

/// The levels that exist.
pub const LEVELS: [u16; 7] = [100, 200, 300, 350, 400, 450, 500];
const URN: &str = "urn:be:fedict:iam:fas:";

/// A level of assurance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(pub u16);

impl Level {
    /// Reads an `acr` value, with or without a context (`citizen:`, `enterprise:`).
    #[must_use]
    pub fn from_acr(acr: &str) -> Option<Self> {
        let rest = acr.strip_prefix(URN)?;
        let rest = rest
            .strip_prefix("citizen:")
            .or_else(|| rest.strip_prefix("enterprise:"))
            .unwrap_or(rest);
        LEVELS
            .into_iter()
            .find(|level| rest.strip_prefix("Level") == Some(level.to_string().as_str()))
            .map(Self)
    }

    /// The URN as it is returned: never with a context, also where one was asked for (docs/csam.md, 1.5 [C]).
    #[must_use]
    pub fn urn(self) -> String {
        self.to_string()
    }

    /// The values that may be asked for.
    pub(crate) fn acr_values() -> Vec<String> {
        let contexts = ["", "citizen:", "enterprise:"];
        contexts
            .iter()
            .flat_map(|context| LEVELS.iter().map(move |level| format!("{URN}{context}Level{level}")))
            .collect()
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{URN}Level{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_read_and_never_returned() {
        for context in ["", "citizen:", "enterprise:"] {
            let level = Level::from_acr(&format!("urn:be:fedict:iam:fas:{context}Level400"));
            assert_eq!(level.map(Level::urn).as_deref(), Some("urn:be:fedict:iam:fas:Level400"));
        }
    }

    #[test]
    fn only_levels_that_exist_are_read() {
        for acr in [
            "",
            "0",
            "Level400",
            "urn:be:fedict:iam:fas:Level4",
            "urn:be:fedict:iam:fas:Level0400",
            "urn:be:fedict:iam:fas:foreign:Level400",
        ] {
            assert_eq!(Level::from_acr(acr), None, "{acr}");
        }
    }
}
