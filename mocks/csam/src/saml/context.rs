//! What means a request accepts: levels, with or without a context, and the older names of single means; exactly these, or at least as strong.

use etalon_wire::saml::{Comparison, RequestedAuthnContext};

use crate::{LEVELS, Level, Means};

const URN: &str = "urn:be:fedict:iam:fas:";
/// Means that had names of their own before there were levels [C].
const NAMED: [(&str, Means); 3] = [("eid", Means::Eid), ("bmid", Means::Itsme), ("token", Means::CitizenToken)];

/// Which means are accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    comparison: Comparison,
    /// The classes that are known, as they were asked for.
    classes: Vec<(String, Class)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Level(Level),
    Means(Means),
}

impl Class {
    fn read(text: &str) -> Option<Self> {
        if let Some(level) = Level::from_acr(text) {
            return Some(Self::Level(level));
        }
        let rest = text.strip_prefix(URN)?;
        let rest = rest.strip_prefix("citizen:").or_else(|| rest.strip_prefix("enterprise:"))?;
        NAMED.iter().find(|(name, _)| *name == rest).map(|(_, means)| Self::Means(*means))
    }

    fn level(self) -> Level {
        match self {
            Self::Level(level) => level,
            Self::Means(means) => means.level(),
        }
    }

    fn is_met_exactly_by(self, means: Means) -> bool {
        match self {
            Self::Level(level) => means.level() == level,
            Self::Means(named) => means == named,
        }
    }
}

impl Wanted {
    /// Nothing where a request names only classes that are not known.
    pub(crate) fn of(requested: Option<&RequestedAuthnContext>, default: Level) -> Option<Self> {
        let Some(requested) = requested else {
            let class = (default.urn(), Class::Level(default));
            return Some(Self {
                comparison: Comparison::Minimum,
                classes: vec![class],
            });
        };
        let known = requested
            .class_refs
            .iter()
            .filter_map(|text| Some((text.clone(), Class::read(text)?)));
        let classes: Vec<_> = known.collect();
        (!classes.is_empty()).then_some(Self {
            comparison: requested.comparison,
            classes,
        })
    }

    pub(crate) fn accepts(&self, means: Means) -> bool {
        let reached = means.level();
        let mut levels = self.classes.iter().map(|(_, class)| class.level());
        match self.comparison {
            Comparison::Exact => self.classes.iter().any(|(_, class)| class.is_met_exactly_by(means)),
            Comparison::Minimum => levels.any(|level| reached >= level),
            Comparison::Better => levels.all(|level| reached > level),
            Comparison::Maximum => levels.any(|level| reached <= level),
        }
    }

    /// The lowest level that can be enough, for people and journals.
    pub(crate) fn level(&self) -> Level {
        if self.comparison == Comparison::Maximum {
            return Level(LEVELS[0]);
        }
        let lowest = self.classes.iter().map(|(_, class)| class.level()).min();
        lowest.unwrap_or(Level(crate::DEFAULT_LEVEL))
    }

    /// What an answer says: the class that was asked for where it had to be met exactly, the level that was reached otherwise, which never has a context.
    pub(crate) fn answered_by(&self, means: Means) -> String {
        let mut exact = self.classes.iter().filter(|(_, class)| class.is_met_exactly_by(means));
        match (self.comparison, exact.next()) {
            (Comparison::Exact, Some((asked, _))) => asked.clone(),
            _ => means.level().urn(),
        }
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.classes.iter().map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn comparison(&self) -> &'static str {
        self.comparison.name()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn accepted(comparison: Comparison, classes: &[&str]) -> Vec<&'static str> {
        let class_refs = classes.iter().map(|class| format!("{URN}{class}")).collect();
        let requested = RequestedAuthnContext { comparison, class_refs };
        let wanted = Wanted::of(Some(&requested), Level(100)).unwrap();
        let all = Means::ALL.into_iter().chain(Means::WITHDRAWN);
        all.filter(|means| wanted.accepts(*means)).map(Means::name).collect()
    }

    #[test]
    fn a_minimum_is_reached_by_all_that_is_stronger_and_an_exact_class_by_itself() {
        use Comparison::{Better, Exact, Maximum, Minimum};
        let rows: [(Comparison, &[&str], &[&str]); 8] = [
            (Minimum, &["Level400"], &["eid", "itsme", "totp", "sms"]),
            (Minimum, &["citizen:Level500", "citizen:Level450"], &["eid", "itsme"]),
            (Exact, &["citizen:bmid", "citizen:eid"], &["eid", "itsme"]),
            (Exact, &["enterprise:Level500"], &["eid"]),
            (Exact, &["citizen:token"], &["token"]),
            (Better, &["Level450"], &["eid"]),
            (Maximum, &["Level300"], &["password", "token"]),
            (Exact, &["Level200", "citizen:unknown"], &["password"]),
        ];
        for (comparison, asked, expected) in rows {
            assert_eq!(accepted(comparison, asked), expected, "{comparison:?} {asked:?}");
        }
    }

    #[test]
    fn what_is_not_known_is_nothing() {
        for class in ["", "urn:be:fedict:iam:fas:eid", "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"] {
            let requested = RequestedAuthnContext {
                comparison: Comparison::Exact,
                class_refs: vec![class.to_owned()],
            };
            assert_eq!(Wanted::of(Some(&requested), Level(100)), None, "{class}");
        }
        assert_eq!(Wanted::of(None, Level(400)).unwrap().level(), Level(400));
    }

    #[test]
    fn an_exact_answer_says_what_was_asked_and_another_the_level() {
        let of = |comparison, class: &str| {
            let requested = RequestedAuthnContext {
                comparison,
                class_refs: vec![format!("{URN}{class}")],
            };
            Wanted::of(Some(&requested), Level(100)).unwrap().answered_by(Means::Eid)
        };
        assert_eq!(of(Comparison::Exact, "citizen:eid"), format!("{URN}citizen:eid"));
        assert_eq!(of(Comparison::Minimum, "citizen:Level400"), format!("{URN}Level500"));
    }
}
