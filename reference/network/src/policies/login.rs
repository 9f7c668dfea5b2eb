//! Who is let in: the level reached, who is a doctor, and how long a session lives.

use jiff::{SignedDuration, Timestamp};

use super::{Answer, Purpose};
use crate::{
    configuration::Professional,
    store::{Session, Store},
};

const LONGEST_IDLE: SignedDuration = SignedDuration::from_mins(30);
const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(8);
const LEVEL_PREFIX: &str = "urn:be:fedict:iam:fas:";

/// How somebody identified, in the provider's words.
pub(crate) struct Achieved {
    pub(crate) acr: Option<String>,
    #[cfg_attr(
        not(feature = "crooked"),
        expect(dead_code, reason = "the level counts, not the means by which it was reached")
    )]
    pub(crate) amr: Vec<String>,
}

/// Entry and stay.
pub(crate) struct LoginRules {
    pub(crate) level_reached: fn(&Achieved, u32) -> bool,
    /// The name under which the network knows this doctor: all doctors, national number, own name.
    pub(crate) professional_name: fn(&[Professional], &str, &str) -> Option<String>,
    pub(crate) login_needed: fn(Purpose<'_>) -> bool,
    pub(crate) session_is_alive: fn(&Session, Timestamp) -> bool,
    pub(crate) end_session: for<'a> fn(&'a Store, &'a str) -> Answer<'a, ()>,
}

impl LoginRules {
    pub(super) fn upright() -> Self {
        Self {
            level_reached: level_is_at_least,
            professional_name: known_professional,
            login_needed: always_needed,
            session_is_alive: neither_idle_nor_old,
            end_session: forget_session,
        }
    }
}

/// `acr_values` is only a wish, so the answer is checked: a level of the federal service, at least the minimum. "0" is no level.
pub(crate) fn level_is_at_least(achieved: &Achieved, minimum: u32) -> bool {
    achieved.acr.as_deref().and_then(level_of).is_some_and(|level| level >= minimum)
}

/// `urn:be:fedict:iam:fas:Level400`, also with `citizen:` or `enterprise:` before the level.
pub(crate) fn level_of(acr: &str) -> Option<u32> {
    let rest = acr.strip_prefix(LEVEL_PREFIX)?;
    let level = rest
        .strip_prefix("citizen:")
        .or_else(|| rest.strip_prefix("enterprise:"))
        .unwrap_or(rest);
    let digits = level.strip_prefix("Level")?;
    if digits.len() != 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Only the doctors of the operator's list, under the name in that list.
pub(crate) fn known_professional(professionals: &[Professional], insz: &str, _own_name: &str) -> Option<String> {
    professionals
        .iter()
        .find(|professional| professional.insz == insz)
        .map(|professional| professional.name.clone())
}

/// Nothing of a record is shown to somebody who has not signed in.
pub(crate) fn always_needed(_purpose: Purpose<'_>) -> bool {
    true
}

/// 30 minutes without a request, or 8 hours in all, end a session.
pub(crate) fn neither_idle_nor_old(session: &Session, now: Timestamp) -> bool {
    now.duration_since(session.seen_at) < LONGEST_IDLE && now.duration_since(session.opened_at) < LONGEST_SESSION
}

/// The session is gone on the server too: an old cookie opens nothing.
pub(crate) fn forget_session<'a>(store: &'a Store, digest: &'a str) -> Answer<'a, ()> {
    Box::pin(store.remove_session(digest))
}

#[cfg(test)]
mod tests {
    use super::{Achieved, level_is_at_least};

    #[test]
    fn only_a_level_of_the_federal_service_that_is_high_enough_counts() {
        let cases = [
            (Some("urn:be:fedict:iam:fas:Level400"), true),
            (Some("urn:be:fedict:iam:fas:Level500"), true),
            (Some("urn:be:fedict:iam:fas:citizen:Level450"), true),
            (Some("urn:be:fedict:iam:fas:Level399"), false),
            (Some("urn:be:fedict:iam:fas:Level4000"), false),
            (Some("urn:be:fedict:iam:fas:Level"), false),
            (Some("urn:be:fedict:iam:fas:Level+40"), false),
            (Some("urn:example:fas:Level500"), false),
            (Some("Level500"), false),
            (Some("500"), false),
            (Some("0"), false),
            (None, false),
        ];
        for (acr, enough) in cases {
            let achieved = Achieved {
                acr: acr.map(str::to_owned),
                amr: vec!["eid".to_owned()],
            };
            assert_eq!(level_is_at_least(&achieved, 400), enough, "{acr:?}");
        }
    }
}
