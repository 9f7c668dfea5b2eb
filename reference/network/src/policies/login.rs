//! Who is let in: the level asked for and reached, who is a doctor, and how long a session lives.

use jiff::{SignedDuration, Timestamp};

use super::{Answer, Purpose};
use crate::{
    configuration::{OfficeMember, Profession, Professional},
    secrets,
    store::{LoginAttempt, Session, Store},
};

const LONGEST_IDLE: SignedDuration = SignedDuration::from_mins(30);
const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(8);
const LEVEL_PREFIX: &str = "urn:be:fedict:iam:fas:";

/// What a sign-in asks of the provider.
pub(crate) struct Asked {
    /// The level, in the provider's words; a wish (`acr_values`).
    pub(crate) level: Option<String>,
    /// Whether the provider must ask again somebody whom it knows already (`prompt=login`).
    pub(crate) afresh: bool,
}

/// How somebody identified, in the provider's words.
pub(crate) struct Achieved {
    pub(crate) acr: Option<String>,
    #[cfg_attr(
        not(feature = "crooked"),
        expect(dead_code, reason = "the level counts, not the means by which it was reached")
    )]
    pub(crate) amr: Vec<String>,
}

/// Who comes in, and where to.
pub(crate) struct Entering<'a> {
    /// As the provider says it; may be absent.
    #[cfg_attr(not(feature = "crooked"), expect(dead_code, reason = "the level counts, not whose it is"))]
    pub(crate) national_number: Option<&'a str>,
    /// The path of the portal that was asked for.
    #[cfg_attr(not(feature = "crooked"), expect(dead_code, reason = "one level counts for the whole portal"))]
    pub(crate) next: &'a str,
    pub(crate) minimum: u32,
}

/// Whether the level is enough.
pub(crate) type LevelCheck = Box<dyn Fn(&Achieved, &Entering<'_>) -> bool + Send + Sync>;

/// Entry and stay.
pub(crate) struct LoginRules {
    /// From the minimum level.
    pub(crate) asked: fn(u32) -> Asked,
    pub(crate) level_reached: LevelCheck,
    /// Whether a session is opened before the level is looked at, and stays where the level is too low.
    pub(crate) session_before_level: bool,
    /// The sign-in that a reply ends: the state of the reply, the digest of the browser's secret.
    pub(crate) attempt: for<'a> fn(&'a Store, Option<&'a str>, &'a str) -> Answer<'a, Option<LoginAttempt>>,
    /// The name under which the network knows this doctor: all doctors, national number, own name.
    pub(crate) professional_name: fn(&[Professional], &str, &str) -> Option<String>,
    /// Whether this profession is let in: the profession, those that the operator admits.
    pub(crate) admitted: fn(Profession, &[Profession]) -> bool,
    /// The name under which the network knows this member of its office: all members, national number.
    pub(crate) office_name: fn(&[OfficeMember], &str) -> Option<String>,
    pub(crate) login_needed: fn(Purpose<'_>) -> bool,
    pub(crate) session_is_alive: fn(&Session, Timestamp) -> bool,
    /// What becomes of a session that a request used.
    pub(crate) used: for<'a> fn(&'a Store, &'a Session, Timestamp) -> Answer<'a, ()>,
    pub(crate) end_session: for<'a> fn(&'a Store, &'a str) -> Answer<'a, ()>,
}

impl LoginRules {
    pub(super) fn upright() -> Self {
        Self {
            asked: minimum_level,
            level_reached: Box::new(|achieved, entering| level_is_at_least(achieved, entering.minimum)),
            session_before_level: false,
            attempt: begun_here_with_that_state,
            professional_name: known_professional,
            admitted: of_a_profession_admitted,
            office_name: known_member,
            login_needed: always_needed,
            session_is_alive: neither_idle_nor_old,
            used: seen_again,
            end_session: forget_session,
        }
    }
}

/// The minimum, so that the provider offers every means that is enough. Who signed in elsewhere in that way is signed in here.
pub(crate) fn minimum_level(minimum: u32) -> Asked {
    Asked {
        level: Some(format!("{LEVEL_PREFIX}Level{minimum}")),
        afresh: false,
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

/// Begun in this browser with this state, and not ended yet (RFC 6749, 10.12).
pub(crate) fn begun_here_with_that_state<'a>(
    store: &'a Store,
    state: Option<&'a str>,
    browser_digest: &'a str,
) -> Answer<'a, Option<LoginAttempt>> {
    Box::pin(async move {
        match state {
            Some(state) => store.take_login_attempt(&secrets::digest_of(state), browser_digest).await,
            None => Ok(None),
        }
    })
}

/// Only the professionals of the operator's list, under the name in that list.
pub(crate) fn known_professional(professionals: &[Professional], insz: &str, _own_name: &str) -> Option<String> {
    professionals
        .iter()
        .find(|professional| professional.insz == insz)
        .map(|professional| professional.name.clone())
}

/// What the operator admits; never a clerk, who is no professional.
pub(crate) fn of_a_profession_admitted(profession: Profession, admitted: &[Profession]) -> bool {
    profession != Profession::Clerk && admitted.contains(&profession)
}

/// Only those of the operator's list, under the name in that list.
pub(crate) fn known_member(office: &[OfficeMember], insz: &str) -> Option<String> {
    office.iter().find(|member| member.insz == insz).map(|member| member.name.clone())
}

/// Nothing of a record is shown to somebody who has not signed in.
pub(crate) fn always_needed(_purpose: Purpose<'_>) -> bool {
    true
}

/// 30 minutes without a request, or 8 hours in all, end a session.
pub(crate) fn neither_idle_nor_old(session: &Session, now: Timestamp) -> bool {
    now.duration_since(session.seen_at) < LONGEST_IDLE && now.duration_since(session.opened_at) < LONGEST_SESSION
}

/// It stays, and has been idle from now on only.
pub(crate) fn seen_again<'a>(store: &'a Store, session: &'a Session, now: Timestamp) -> Answer<'a, ()> {
    Box::pin(async move {
        if now > session.seen_at {
            store.touch_session(&session.digest, now).await?;
        }
        Ok(())
    })
}

/// The session is gone on the server too: an old cookie opens nothing.
pub(crate) fn forget_session<'a>(store: &'a Store, digest: &'a str) -> Answer<'a, ()> {
    Box::pin(store.remove_session(digest))
}

#[cfg(test)]
mod tests {
    use super::{Achieved, level_is_at_least, level_of, minimum_level};

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

    #[test]
    fn the_level_asked_for_is_the_one_that_is_enough() {
        for minimum in [350, 400, 500] {
            assert_eq!(minimum_level(minimum).level.as_deref().and_then(level_of), Some(minimum));
        }
    }
}
