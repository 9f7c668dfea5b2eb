//! A decision through time: at which moments it may change, since when and until when each of its grounds holds.

use jiff::Timestamp;

use super::{
    decide::{Case, looks},
    deed,
    ground::{Answer, Decision, Ground, Holds, Look, answer},
    link, timing,
    when::{Moment, When},
};

/// The decision at each of these moments.
pub(crate) fn judged(case: &Case<'_>, moments: &[Moment]) -> Vec<Decision> {
    let story: Vec<(Moment, Vec<Look>)> = marked_moments(case).into_iter().map(|(at, _)| (at, looks(case, at))).collect();
    let decision = |moment: &Moment| {
        let now = looks(case, *moment);
        let answer = answer(&now);
        let mut grounds: Vec<Ground> = now.into_iter().map(|look| ground(look, *moment, &story)).collect();
        if let Some(decides) = deciding(&answer, &grounds) {
            grounds[decides].decides = true;
        }
        Decision { answer, grounds }
    };
    moments.iter().map(decision).collect()
}

/// The ground from which the answer follows: the first that says it or, for a permission, the last that came to hold.
fn deciding(answer: &Answer, grounds: &[Ground]) -> Option<usize> {
    let says = |ground: &Ground| match (answer, ground.holds) {
        (Answer::Refused, Holds::No) | (Answer::Open { .. }, Holds::Open(_)) => true,
        (Answer::Uncertain { why }, Holds::Uncertain(found)) => *why == found,
        _ => false,
    };
    match answer {
        Answer::Permitted => (0..grounds.len())
            .rev()
            .max_by_key(|at| (grounds[*at].since, grounds[*at].entries.last().copied())),
        _ => grounds.iter().position(says),
    }
}

fn ground(look: Look, moment: Moment, story: &[(Moment, Vec<Look>)]) -> Ground {
    let said = |looks: &[Look]| looks.iter().find(|other| other.family == look.family).map(|other| other.holds);
    let (past, future): (Vec<_>, Vec<_>) = story.iter().partition(|(at, _)| is_reached(*at, moment));
    let same = past.iter().rev().take_while(|(_, looks)| said(looks) == Some(look.holds));
    let since = same.last().map(|(at, _)| at.at);
    let until = future
        .iter()
        .find(|(_, looks)| said(looks) != Some(look.holds))
        .map(|(at, _)| at.at);
    // What was so before anything happened has been so always.
    let always = past.iter().all(|(_, looks)| said(looks) == Some(look.holds)) && look.holds == before_all(&look);
    Ground {
        family: look.family,
        requirement: look.requirement,
        saw: look.saw,
        holds: look.holds,
        since: since.filter(|_| !always),
        until,
        entries: look.entries,
        decides: false,
    }
}

/// What a rule of that family says before anything has happened.
fn before_all(look: &Look) -> Holds {
    use super::ground::Family::{
        DoctorConsent, DoctorsKeepAccess, Exclusion, Link, LinkForm, OthersSetting, PatientConsent, PatientRule, Profession, Quality,
        Reference, Release, Restriction,
    };
    match look.family {
        Exclusion | Restriction | DoctorsKeepAccess | OthersSetting => Holds::Yes,
        Reference | PatientConsent | DoctorConsent | Link | LinkForm | Release => Holds::No,
        Quality | Profession | PatientRule => look.holds,
    }
}

fn is_reached(story: Moment, moment: Moment) -> bool {
    match (story.before, moment.before) {
        (Some(one), Some(other)) => one <= other,
        _ => story.at <= moment.at,
    }
}

/// Every moment at which an answer to this question may change, in order, with the entry that brings it.
pub(crate) fn marked_moments(case: &Case<'_>) -> Vec<(Moment, Option<u64>)> {
    let document = case.document;
    let acts: Vec<(When, Vec<Moment>)> = deed::of(case).iter().map(|act| (act.when, act.moments())).collect();
    let openings = document
        .rules
        .iter()
        .flat_map(|act| timing::openings(document.published_at, act.what.rule));
    let ends = link::acts(&case.record).flat_map(|act| link::ends(&case.record, act));
    let by_time: Vec<Moment> = openings.chain(ends).map(|at| first_of(at, &acts)).collect();
    let marked = |moment: Moment, is_act: bool| (moment, moment.before.filter(|_| is_act).map(|before| before - 1));
    let mut all: Vec<(Moment, Option<u64>)> = by_time.into_iter().map(|moment| marked(moment, false)).collect();
    all.extend(acts.into_iter().flat_map(|(_, moments)| moments).map(|moment| marked(moment, true)));
    all.sort_by_key(|(moment, after)| (moment.at, moment.before.unwrap_or(u64::MAX), after.is_some()));
    all.dedup();
    all
}

/// What time alone brings at an instant comes before what is done at it.
fn first_of(at: Timestamp, acts: &[(When, Vec<Moment>)]) -> Moment {
    let ends = acts.iter().flat_map(|(when, _)| when.ends());
    let before = ends.filter(|end| end.at == at).filter_map(|end| end.before).min();
    Moment { at, before }
}
