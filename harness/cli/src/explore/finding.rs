//! A difference as a scenario that can be pasted into `features/`: what was done, and what must hold by the access model.

use etalon_model::{Judgement, Verdict};
use etalon_rules::{
    Grounds,
    access::{Answer, Decision, Ground, Holds},
    judge,
};

use super::{
    arena::Arena,
    compare::{Difference, Way},
    lines::Line,
    scenario::{Scenario, planned},
    shrink::Shrunk,
};
use crate::exit::Failure;

/// What a difference is about where no rule that decides it can be tagged: documents are opened by right only.
const USUAL_REQUIREMENT: &str = "REQ-DOC-READ-001";
const FEATURE: &str = "Found by `etalon explore`";

/// A difference, told.
pub(crate) struct Finding {
    /// Of the feature that shows it.
    pub(crate) text: String,
    pub(crate) case: String,
    pub(crate) requirement: String,
    /// What the model says and what happened.
    pub(crate) sentence: String,
    /// Lines that do or look, without what must hold.
    pub(crate) steps: usize,
    /// What rules make of the scenario on the system as it is.
    pub(crate) verdict: Option<Verdict>,
}

/// Tells what was found and plays it once more as a scenario with its expectations.
pub(crate) fn tell(arena: &Arena<'_>, shrunk: &Shrunk) -> Result<Finding, Failure> {
    let difference = &shrunk.difference;
    let ground = difference.decision.as_ref().and_then(deciding);
    let title = ground.map_or_else(|| difference.seen.clone(), |ground| ground.saw.sentence());
    let requirement = requirement(arena, difference);
    let case = format!("case-found-{:08x}", fingerprint(&format!("{:?}", shrunk.lines)));
    let scenario = Scenario {
        feature: FEATURE,
        title: &capitalised(&title),
        tags: &[requirement.clone(), case.clone()],
        lines: &shrunk.lines,
        then: &then(arena, shrunk),
    };
    let text = scenario
        .text(&arena.specification.phrasebook)
        .ok_or_else(|| Failure::bug("what must hold after a history is what no phrase says"))?;
    let judged = judged(arena, &case, &text)?;
    Ok(Finding {
        sentence: sentence(difference),
        steps: shrunk.lines.len(),
        verdict: judged.map(|judgement| judgement.verdict),
        text,
        case,
        requirement,
    })
}

fn judged(arena: &Arena<'_>, case: &str, text: &str) -> Result<Option<Judgement>, Failure> {
    let (profile, catalogue) = (arena.profile().clone(), arena.specification.catalogue.clone());
    let planned = planned(arena.specification, vec![(case.to_owned(), text.to_owned())])?;
    let mut judged = arena.entries(planned, move |entries| judge(&entries, &Grounds::of(&profile, &catalogue)));
    Ok(judged.remove(case).flatten())
}

/// What must hold at the end, by the model.
fn then(arena: &Arena<'_>, shrunk: &Shrunk) -> Vec<Line> {
    let difference = &shrunk.difference;
    let (actor, last) = (difference.actor.as_str(), shrunk.lines.last());
    let asked = last.filter(|line| line.is_read()).map(|line| &line.arguments);
    let (Some(asked), Some(document)) = (asked, difference.document.as_deref()) else {
        let phrase = ["carried-out", "page-opened"].into_iter().find(|phrase| arena.says(phrase));
        return phrase.map(|phrase| Line::new(phrase, [])).into_iter().collect();
    };
    let is_refused = difference
        .decision
        .as_ref()
        .is_some_and(|decision| decision.answer == Answer::Refused);
    let nothing = Line::new("nothing-disclosed", [("document", document), ("person", actor)]);
    if is_refused && asked["document"] != document {
        return vec![nothing];
    }
    if is_refused {
        return vec![Line::new("refused", []), nothing];
    }
    match asked.get("attachment") {
        Some(attachment) => vec![Line::new(
            "attachment-shown",
            [("attachment", attachment), ("document", document), ("person", actor)],
        )],
        None => vec![Line::new("document-shown", [("document", document), ("person", actor)])],
    }
}

/// The rule that forbids it; where all allow it, the one that is asked last, since that speaks of this very document.
pub(crate) fn deciding(decision: &Decision) -> Option<&Ground> {
    match decision.answer {
        Answer::Permitted => decision.grounds.last(),
        _ => decision.grounds.iter().find(|ground| ground.decides),
    }
}

/// The requirement that decides, if its violation fails a product; else another one that says the same.
fn requirement(arena: &Arena<'_>, difference: &Difference) -> String {
    let catalogue = &arena.specification.catalogue;
    let grounds = Grounds::of(arena.profile(), catalogue);
    let fails = |id: &str| {
        let is_tested = catalogue.get(id).is_some_and(|found| found.not_tested_reason.is_none());
        is_tested && grounds.weight(id) == Verdict::NonConformant
    };
    let Some(decision) = &difference.decision else {
        return USUAL_REQUIREMENT.to_owned();
    };
    let same = |ground: &&Ground| (decision.answer == Answer::Refused) == (ground.holds == Holds::No);
    let others = decision.grounds.iter().filter(same);
    let named = deciding(decision)
        .into_iter()
        .chain(others)
        .map(|ground| ground.requirement)
        .find(|id| fails(id));
    named.unwrap_or(USUAL_REQUIREMENT).to_owned()
}

fn sentence(difference: &Difference) -> String {
    let model = match &difference.decision {
        Some(decision) => {
            let word = match decision.answer {
                Answer::Permitted => "permits",
                Answer::Refused => "refuses",
                Answer::Open { .. } | Answer::Uncertain { .. } => "leaves open",
            };
            let because = deciding(decision).map(|ground| format!(" ({}: {})", ground.requirement, ground.saw.sentence()));
            format!("the access model {word} it{}", because.unwrap_or_default())
        }
        None => "the access model says nothing of it".to_owned(),
    };
    let about = difference
        .document
        .as_ref()
        .map_or_else(String::new, |document| format!(" about “{document}”"));
    match difference.way {
        Way::Shown => format!("{}; {model}", difference.seen),
        Way::Refused => format!("{} asked{about}, and {}; {model}", difference.actor, difference.seen),
        Way::WithoutContent => format!("{} asked{about}, and it is not in the answer; {model}", difference.actor),
        Way::Crashed => format!(
            "the system crashed: {} asked{about}, and {}; {model}",
            difference.actor, difference.seen
        ),
    }
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    let first = signs.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + signs.as_str()
}

/// FNV-1a, of 32 bits: enough to propose a name.
fn fingerprint(text: &str) -> u32 {
    text.bytes()
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
