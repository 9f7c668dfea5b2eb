//! The patient's access to a SUMEHR that has no rule of its own: by the date of its sharing and by its author's general setting; and
//! what that setting is against a rule of its own.

use jiff::Timestamp;

use super::{
    acts::{Reference, SettingAct},
    decide::Case,
    ground::{Family, Holds, Look, Why, look},
    saw::Saw,
    when::{Act, Moment, When, possible},
};

const REACH: &str = "sumehr.setting-reach";
const PRECEDENCE: &str = "sumehr.precedence";
const CLOSED: &str = "REQ-SUMEHR-007";
/// From this instant on patients read the SUMEHRs then shared: 15 January 2019, 00:00 in Brussels.
const CUT_OFF: &str = "2019-01-14T23:00:00Z";

/// What a SUMEHR without a rule of its own is to its patient.
pub(crate) fn by_default(case: &Case<'_>, moment: Moment) -> Look {
    let sharing = sharing(case);
    let shared = sharing.map_or(case.document.published_at, |act| act.when.to);
    let by = case.document.author.clone().unwrap_or_default();
    let after = after_cut_off(sharing.map(|act| act.when), shared);
    let rule = |requirement, holds, saw| Look::new(Family::PatientRule, requirement, holds, saw);
    if after == Holds::No {
        return rule("REQ-SUMEHR-006", Holds::No, Saw::SumehrBeforeCutOff { shared });
    }
    let closed = closed(case, moment);
    match (closed.holds, after) {
        (Holds::Yes, _) => closed.into(rule(CLOSED, Holds::No, Saw::SumehrsClosed { by })),
        (Holds::Uncertain(why), _) => closed.into(rule(CLOSED, Holds::Uncertain(why), Saw::SumehrsClosed { by })),
        (_, Holds::Uncertain(why)) => rule("REQ-SUMEHR-001", Holds::Uncertain(why), Saw::SumehrByDefault { shared }),
        (Holds::Open(parameter), _) => closed.into(rule(CLOSED, Holds::Open(parameter), Saw::SumehrSettingLater { by })),
        (Holds::No, _) => closed.into(rule("REQ-SUMEHR-001", Holds::Yes, Saw::SumehrByDefault { shared })),
    }
}

/// What remains of a rule set for one document where its author has closed all of his SUMEHRs. A rule that forbids forbids anyhow.
pub(crate) fn against_setting(case: &Case<'_>, moment: Moment, rule: Look) -> Look {
    let precedence = case.record.readings.get(PRECEDENCE).map(String::as_str);
    if rule.holds == Holds::No || precedence == Some("document") || !case.document.is_sumehr() {
        return rule;
    }
    let closed = closed(case, moment);
    let by = case.document.author.clone().unwrap_or_default();
    let holds = match (closed.holds, precedence) {
        (Holds::No, _) => return rule,
        (Holds::Yes, Some("setting")) => Holds::No,
        (Holds::Uncertain(why), _) => Holds::Uncertain(why),
        (Holds::Open(parameter), Some("setting")) => Holds::Open(parameter),
        _ => Holds::Open(PRECEDENCE),
    };
    let saw = match holds {
        Holds::Open(PRECEDENCE) => Saw::SumehrRuleAgainstSetting { by },
        Holds::Open(_) => Saw::SumehrSettingLater { by },
        _ => Saw::SumehrsClosed { by },
    };
    closed.into(Look::new(Family::PatientRule, CLOSED, holds, saw))
}

/// Said where another doctor has closed his own SUMEHRs: it changes nothing for this one.
pub(crate) fn others_settings(case: &Case<'_>, moment: Moment) -> Option<Look> {
    if !case.document.is_sumehr() {
        return None;
    }
    let others = case
        .record
        .facts
        .settings
        .iter()
        .filter(|act| Some(&act.what.doctor) != case.document.author.as_ref());
    let closed = others.filter(|act| !act.what.is_open).find(|act| act.when.has_begun(moment))?;
    let by = closed.what.doctor.clone();
    Some(Look::new(Family::OthersSetting, "REQ-SUMEHR-003", Holds::Yes, Saw::OthersSumehrsClosed { by }).told_by(&closed.when))
}

/// The settings of this document's author.
pub(crate) fn settings<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Act<SettingAct>> {
    let author = &case.document.author;
    case.record
        .facts
        .settings
        .iter()
        .filter(move |act| Some(&act.what.doctor) == author.as_ref())
}

/// Whether the author's setting keeps this SUMEHR from its patient, and which entries tell.
struct Closed {
    holds: Holds,
    entries: Vec<u64>,
}

impl Closed {
    fn into(self, mut found: Look) -> Look {
        found.entries.extend(self.entries);
        found.entries.sort_unstable();
        found.entries.dedup();
        found
    }
}

/// A setting counts when the patient reads under one reading, as it stood when the SUMEHR was shared under the other.
fn closed(case: &Case<'_>, moment: Moment) -> Closed {
    let now = setting_at(case, moment);
    let reach = case.record.readings.get(REACH).map(String::as_str);
    if reach == Some("all") {
        return now;
    }
    // What is not shared yet was never shared before the setting.
    let Some(sharing) = sharing(case).filter(|act| act.when.has_begun(moment)) else {
        return now;
    };
    let [begun, ended] = sharing.when.ends().map(|end| setting_at(case, end));
    let then = if begun.holds == ended.holds {
        begun
    } else {
        let (from, to) = (sharing.when.from, sharing.when.to);
        Closed {
            holds: Holds::Uncertain(Why::UnderWay { from, to }),
            ..ended
        }
    };
    if reach == Some("later") || then.holds == now.holds {
        return then;
    }
    let holds = match (then.holds, now.holds) {
        (Holds::Uncertain(why), _) | (_, Holds::Uncertain(why)) => Holds::Uncertain(why),
        _ => Holds::Open(REACH),
    };
    Closed { holds, ..now }
}

fn setting_at(case: &Case<'_>, moment: Moment) -> Closed {
    let found = look(&possible(settings(case), moment), |act| {
        let is_closed = act.is_some_and(|act| !act.what.is_open);
        let holds = if is_closed { Holds::Yes } else { Holds::No };
        Look::new(Family::PatientRule, CLOSED, holds, Saw::Inaccessible)
    });
    Closed {
        holds: found.holds,
        entries: found.entries,
    }
}

/// “Shared” is the network's own registration, the default of REQ-SUMEHR-006, and not the document's date.
fn sharing<'a>(case: &Case<'a>) -> Option<&'a Act<Reference>> {
    case.document.references.iter().find(|act| act.what == Reference::Made)
}

fn after_cut_off(sharing: Option<When>, shared: Timestamp) -> Holds {
    let cut_off: Timestamp = CUT_OFF.parse().expect("the cut-off is an instant");
    let from = sharing.map_or(shared, |when| when.from);
    match (from >= cut_off, shared >= cut_off) {
        (true, _) => Holds::Yes,
        (false, false) => Holds::No,
        (false, true) => Holds::Uncertain(Why::UnderWay { from, to: shared }),
    }
}
