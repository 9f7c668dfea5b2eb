//! `report.html`: one file, no script, nothing fetched. Here the whole is put together; what each part shows is beside.
//!
//! Recorded bytes reach the page in two ways only: escaped by the template, and made visible here, over the finished page.

mod bounds;
mod chip;
mod deviations;
mod exchanges;
mod happenings;
mod not_run;
mod overview;
mod parties;
mod places;
mod requirements;
mod scenario;
mod steps;
mod timeline;

use askama::Template;
use etalon_model::Verdict;

use self::{
    chip::Chip,
    deviations::DeviationView,
    not_run::NotRunGroup,
    overview::Overview,
    requirements::{Untested, requirements_by_capability, untested},
    scenario::ScenarioView,
};
use crate::{Account, Language, summary, visible::made_visible, words::Words};

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    w: &'static Words,
    lang: &'static str,
    overview: Overview,
    deviations: Vec<DeviationView>,
    not_run: Vec<NotRunGroup>,
    requirements: Vec<Capability<requirements::RequirementView>>,
    untested: Vec<Untested>,
    scenarios: Vec<Capability<ScenarioView<'a>>>,
    is_bounded: bool,
}

/// What belongs to one capability.
struct Capability<T> {
    name: String,
    anchor: String,
    items: Vec<T>,
}

/// Verdicts by how much they need attention.
const WORST_FIRST: [Verdict; 6] = [
    Verdict::NonConformant,
    Verdict::Inconclusive,
    Verdict::Advisory,
    Verdict::Unspecified,
    Verdict::NotApplicable,
    Verdict::Conformant,
];

impl Capability<ScenarioView<'_>> {
    /// The verdict that most needs attention.
    fn worst(&self) -> Option<Chip> {
        let with = |verdict: Verdict| self.items.iter().find(|scenario| scenario.chip.class == verdict.as_str());
        WORST_FIRST.into_iter().find_map(with).map(|scenario| scenario.chip)
    }
}

/// `account` as one self-contained HTML page in `language`.
#[must_use]
pub fn html(account: &Account, language: Language) -> String {
    let w = Words::of(language);
    let allowance = bounds::Allowance::whole();
    let mut scenarios: Vec<Capability<ScenarioView>> = Vec::new();
    for view in scenario_views(account, language, &allowance) {
        push(&mut scenarios, "sc", view.capability.clone(), view);
    }
    let page = Report {
        w,
        lang: language.as_str(),
        overview: Overview::of(account, &summary(account), w),
        deviations: deviations::views(account, w),
        not_run: not_run::groups(account, w),
        requirements: requirements_by_capability(account, w),
        untested: untested(account, w),
        scenarios,
        is_bounded: !allowance.take(1) || !allowance.take_lanes(1),
    };
    let page = page
        .render()
        .expect("a template whose values are plain data and which is written to a String cannot fail");
    made_visible(&page).into_owned()
}

/// The scenarios in the order of the judgements. What needs attention takes its share of the allowance first.
fn scenario_views<'a>(account: &Account<'a>, language: Language, allowance: &bounds::Allowance) -> Vec<ScenarioView<'a>> {
    let mut judgements: Vec<_> = account.judgements.iter().enumerate().collect();
    judgements.sort_by_key(|(_, judgement)| WORST_FIRST.iter().position(|verdict| *verdict == judgement.verdict));
    let view = |(at, judgement)| (at, ScenarioView::of(account, judgement, language, allowance));
    let mut views: Vec<(usize, ScenarioView)> = judgements.into_iter().map(view).collect();
    views.sort_by_key(|(at, _)| *at);
    views.into_iter().map(|(_, view)| view).collect()
}

fn push<T>(capabilities: &mut Vec<Capability<T>>, prefix: &str, name: String, item: T) {
    match capabilities.iter_mut().find(|capability| capability.name == name) {
        Some(capability) => capability.items.push(item),
        None => capabilities.push(Capability {
            anchor: anchor(prefix, &name),
            name,
            items: vec![item],
        }),
    }
}

/// A name for a place in the page, made of characters that neither HTML nor an address needs to escape. Different names give
/// different anchors, and none holds a dot: behind one stand the places inside it.
fn anchor(prefix: &str, name: &str) -> String {
    name.chars().fold(format!("{prefix}-"), |mut anchor, character| {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => anchor.push(character),
            '/' => anchor.push(':'),
            other => anchor.push_str(&format!("_{:x}_", u32::from(other))),
        }
        anchor
    })
}
