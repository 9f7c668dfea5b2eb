//! The patient's own access: at once, after a delay, not at all, or once released; under each reading of a delay.

use jiff::Timestamp;

use super::{
    acts::{AccessRule, RuleSet},
    decide::Case,
    ground::{Family, Holds, Look, look},
    release,
    saw::Saw,
    sumehr,
    when::{Act, Moment, possible},
};
use crate::timing::{DELAY_READINGS, opening, opens};

const DELAY: &str = "timing.delay";
const PRECEDENCE: &str = "access-rule.precedence";
const REPEATED_HOUR: &str = "timing.repeated-hour";

pub(crate) fn of_patient(case: &Case<'_>, moment: Moment) -> Look {
    look(&possible(case.document.rules.iter(), moment), |act| {
        // Before the first rule there is no document; then it is the reference that is missing, and not a rule.
        let set = act.or(case.document.rules.first()).map(|act| &act.what);
        let latest = by_rule(case, moment, set);
        let Some(by_hand) = act.and_then(|act| set_by_hand_before(case, act)) else {
            return latest;
        };
        let by_hand = by_rule(case, moment, Some(by_hand));
        match case.record.readings.get(PRECEDENCE).map(String::as_str) {
            Some("latest") => latest,
            Some("by-hand") => by_hand,
            _ if by_hand.holds == latest.holds => latest,
            _ => Look {
                holds: Holds::Open(PRECEDENCE),
                ..latest
            },
        }
    })
}

/// The rule that a professional set by hand before the publisher said another one: no source says which of the two counts.
fn set_by_hand_before<'a>(case: &Case<'a>, act: &Act<RuleSet>) -> Option<&'a RuleSet> {
    let at = case.document.rules.iter().position(|other| std::ptr::eq(other, act))?;
    let before = case.document.rules[..at].iter().rev();
    let mut by_hand = before.filter(|other| other.is_sure && other.what.by.is_some());
    act.what.by.is_none().then(|| by_hand.next())?.map(|other| &other.what)
}

fn by_rule(case: &Case<'_>, moment: Moment, set: Option<&RuleSet>) -> Look {
    let by = set.and_then(|set| set.by.clone());
    let (requirement, holds, saw) = match set.map_or(AccessRule::Never, |set| set.rule) {
        AccessRule::Immediate => match by {
            // A hospital's software can set it; a professional can too, by hand and for this SUMEHR only.
            Some(by) if case.document.is_sumehr() => ("REQ-SUMEHR-009", Holds::Yes, Saw::OpenedByHand { by }),
            _ => ("REQ-DOC-TIMING-003", Holds::Yes, Saw::Immediate),
        },
        AccessRule::Never => ("REQ-DOC-TIMING-002", Holds::No, Saw::Inaccessible),
        AccessRule::AfterDays(days) => after_days(case, moment.at, days),
        AccessRule::Releasable => return release::of_document(case, moment),
        AccessRule::Sumehr => return sumehr::by_default(case, moment),
    };
    sumehr::against_setting(case, moment, Look::new(Family::PatientRule, requirement, holds, saw))
}

/// The instants at which a rule may open the document.
pub(crate) fn openings(published: Timestamp, rule: AccessRule) -> Vec<Timestamp> {
    match rule {
        AccessRule::AfterDays(days) => DELAY_READINGS.iter().flat_map(|reading| opens(published, days, reading)).collect(),
        _ => Vec::new(),
    }
}

fn after_days(case: &Case<'_>, at: Timestamp, days: u32) -> (&'static str, Holds, Saw) {
    let published = case.document.published_at;
    let requirement = "REQ-DOC-TIMING-001";
    let pinned = case.record.readings.get(DELAY).map(String::as_str);
    let pinned = pinned.filter(|pinned| DELAY_READINGS.contains(pinned));
    let by_pinned = |reading| {
        let mut instants = opens(published, days, reading);
        instants.sort_unstable();
        match case.record.readings.get(REPEATED_HOUR).map(String::as_str) {
            Some("earlier") => instants.truncate(1),
            Some("later") => instants = instants.pop().into_iter().collect(),
            _ => {}
        }
        Some((*instants.first()?, *instants.last()?))
    };
    let bounds = match pinned {
        Some(reading) => by_pinned(reading),
        None => opening(published, days).map(|opening| (opening.earliest, opening.latest)),
    };
    let saw = Saw::AfterDays {
        days,
        published,
        opens: bounds,
        reading: pinned.map(str::to_owned),
    };
    let holds = match bounds {
        // Beyond the calendar the delay never passes.
        None => Holds::No,
        Some((earliest, _)) if at < earliest => Holds::No,
        Some((_, latest)) if at >= latest => Holds::Yes,
        Some(_) => Holds::Open(if pinned.is_some() { REPEATED_HOUR } else { DELAY }),
    };
    (requirement, holds, saw)
}
