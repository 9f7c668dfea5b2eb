//! The `recipe` trigger, for products that cannot be touched: open, follow, submit, extract, on the product's own pages.

use std::collections::BTreeMap;

use etalon_journal::Event;
use etalon_model::{Action, Means, Outcome, Recipe, Refusals};
use url::Url;

use crate::{
    csam_page::NotIdentified,
    page::{Page, PageProblem},
    perform::Values,
    user_agent::{NoPage, UserAgent},
};

/// The most pages of one list that are turned.
const LIST_PAGES: usize = 100;
/// How much of a page's words goes into an outcome.
const WORDS: usize = 300;

/// Where a recipe is followed.
pub(crate) struct Ground<'a> {
    pub(crate) base: &'a Url,
    pub(crate) nation: &'a Url,
    pub(crate) refusals: &'a Refusals,
    pub(crate) person_id: &'a str,
    pub(crate) gives_up: bool,
    pub(crate) means: Option<Means>,
}

/// Follows `recipe` and says what the person then saw.
pub(crate) async fn follow(agent: &mut UserAgent, recipe: &Recipe, values: &Values, ground: &Ground<'_>) -> Outcome {
    let mut shown = BTreeMap::new();
    for action in &recipe.recipe {
        match act(agent, action, values, ground, &mut shown).await {
            Ok(()) => {}
            Err(Ended::Silence(NoPage { how, detail })) => return Outcome::NoAnswer { how, detail },
            Err(Ended::Page(problem)) => return unrecognised(agent, &problem.to_string()),
            Err(Ended::Outcome(outcome)) => return outcome,
        }
        if let Some(page) = agent.page() {
            match judge_page(
                page,
                ground,
                matches!(action, Action::Open { .. } | Action::Follow { .. } | Action::Submit { .. }),
            ) {
                Ok(None) => {}
                Ok(Some(outcome)) => return outcome,
                Err(problem) => return unrecognised(agent, &problem.to_string()),
            }
        }
    }
    let Some(page) = agent.page() else {
        return unrecognised(agent, "the recipe opens no page");
    };
    let done = match filled(&recipe.done, values) {
        Ok(done) => done,
        Err(problem) => return unrecognised(agent, &problem.to_string()),
    };
    let shows = if done.is_empty() { Ok(page.status == 200) } else { page.has(&done) };
    match shows {
        Ok(true) => Outcome::Done { shown },
        Ok(false) => unrecognised(agent, &format!("`{done}` is not on {}", page.address())),
        Err(problem) => unrecognised(agent, &problem.to_string()),
    }
}

enum Ended {
    Silence(NoPage),
    Page(PageProblem),
    Outcome(Outcome),
}

async fn act(
    agent: &mut UserAgent,
    action: &Action,
    values: &Values,
    ground: &Ground<'_>,
    shown: &mut BTreeMap<String, Vec<String>>,
) -> Result<(), Ended> {
    match action {
        Action::Open { open } => go(agent, open, values, ground).await?,
        Action::Follow { follow, next, otherwise } => {
            let selector = fill(follow, values)?;
            let mut pages = Pages::of(next.as_deref(), values)?;
            let url = loop {
                if let Some(url) = standing(agent)?.link(&selector).map_err(Ended::Page)? {
                    break url;
                }
                if !pages.turn(agent, ground).await? {
                    return Err(led_nowhere(agent, &selector, otherwise.as_deref(), values, ground).await);
                }
            };
            agent.open(url).await.map_err(Ended::Silence)?;
        }
        Action::Submit { submit, fields } => {
            let selector = fill(submit, values)?;
            let wanted = fields
                .iter()
                .map(|(name, value)| Ok((name.clone(), fill(value, values)?)))
                .collect::<Result<Vec<_>, Ended>>()?;
            let form = standing(agent)?.fill(&selector, &wanted, None).map_err(Ended::Page)?;
            if form.post {
                agent.post(form.action, &form.fields).await.map_err(Ended::Silence)?;
            } else {
                agent.open(form.action).await.map_err(Ended::Silence)?;
            }
        }
        Action::Identify { .. } => identify(agent, ground).await?,
        Action::Extract {
            extract,
            each,
            attribute,
            next,
        } => {
            let selector = fill(each, values)?;
            let taken = shown.entry(extract.clone()).or_default();
            let mut pages = Pages::of(next.as_deref(), values)?;
            loop {
                taken.extend(standing(agent)?.all(&selector, attribute.as_deref()).map_err(Ended::Page)?);
                if !pages.turn(agent, ground).await? {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// Goes to a path of the product.
async fn go(agent: &mut UserAgent, path: &str, values: &Values, ground: &Ground<'_>) -> Result<(), Ended> {
    let path = fill(path, values)?;
    let url = ground
        .base
        .join(&path)
        .map_err(|why| profile_problem(format!("`{path}` is no path: {why}")))?;
    agent.open(url).await.map(|_| ()).map_err(Ended::Silence)
}

/// What it means that no link fits: where the recipe names a path to try all the same, the product's refusal of it.
async fn led_nowhere(agent: &mut UserAgent, selector: &str, otherwise: Option<&str>, values: &Values, ground: &Ground<'_>) -> Ended {
    let Some(path) = otherwise else {
        return profile_problem(format!("no link fits `{selector}`"));
    };
    if let Err(ended) = go(agent, path, values, ground).await {
        return ended;
    }
    let judged = standing(agent).and_then(|page| judge_page(page, ground, true).map_err(Ended::Page));
    match judged {
        Ok(Some(outcome)) => Ended::Outcome(outcome),
        Ok(None) => profile_problem(format!("no link fits `{selector}`, and `{path}` is not refused")),
        Err(ended) => ended,
    }
}

/// The turning of a list's pages.
struct Pages {
    next: Option<String>,
    turned: usize,
}

impl Pages {
    fn of(next: Option<&str>, values: &Values) -> Result<Self, Ended> {
        let next = next.map(|next| fill(next, values)).transpose()?;
        Ok(Self { next, turned: 0 })
    }

    /// Goes to the next page, where there is one.
    async fn turn(&mut self, agent: &mut UserAgent, ground: &Ground<'_>) -> Result<bool, Ended> {
        let Some(next) = &self.next else { return Ok(false) };
        let Some(url) = standing(agent)?.link(next).map_err(Ended::Page)? else {
            return Ok(false);
        };
        if self.turned == LIST_PAGES {
            // What was seen so far is not the list.
            let what = format!("the list goes on after {LIST_PAGES} pages: `{next}` still leads to {url}");
            return Err(profile_problem(what));
        }
        self.turned += 1;
        let page = agent.open(url).await.map_err(Ended::Silence)?;
        match judge_page(page, ground, true).map_err(Ended::Page)? {
            Some(outcome) => Err(Ended::Outcome(outcome)),
            None => Ok(true),
        }
    }
}

/// Lets CSAM identify the person, where CSAM asks: a session that it still has, or a direction, may have spared the page.
async fn identify(agent: &mut UserAgent, ground: &Ground<'_>) -> Result<(), Ended> {
    let Some(means) = ground.means else {
        return Err(profile_problem("only LogIn may use `identify`".to_owned()));
    };
    let page = standing(agent)?;
    if page.url.origin() != ground.nation.origin() || page.status != 200 {
        return Ok(());
    }
    let identified = if ground.gives_up {
        agent.give_up().await
    } else {
        agent.identify(ground.person_id, means).await
    };
    match identified {
        Ok(()) => Ok(()),
        Err(NotIdentified::Silence(silence)) => Err(Ended::Silence(silence)),
        Err(NotIdentified::Page(problem)) => Err(Ended::Page(problem)),
        Err(NotIdentified::MeansNotOffered) => Err(Ended::Outcome(Outcome::Refused {
            reason: Some(etalon_model::Reason::LevelTooLow),
            shown: format!("CSAM does not offer {} for this login", means.as_str()),
        })),
    }
}

/// What a page already decides, whatever was wanted of it.
fn judge_page(page: &Page, ground: &Ground<'_>, travelled: bool) -> Result<Option<Outcome>, PageProblem> {
    if page.url.origin() == ground.nation.origin() {
        if page.status >= 500 {
            return Ok(Some(Outcome::SourceUnavailable {
                shown: words(&page.text("body")),
            }));
        }
        let on_the_way = ground.means.is_some() || !travelled;
        return Ok((!on_the_way).then_some(Outcome::LoginDemanded {}));
    }
    let refusals = ground.refusals;
    // A crash may show a page of the kind that refusals have: what only a crash has counts first.
    if let Some(crash) = &refusals.crash
        && (crash.statuses.contains(&page.status) || shows(page, crash.selector.as_deref())?)
    {
        return Ok(Some(Outcome::Crashed { status: page.status }));
    }
    if shows(page, refusals.selector.as_deref())? {
        return refused(page, refusals).map(Some);
    }
    if let Some(selector) = refusals.unavailable.as_deref()
        && page.has(selector)?
    {
        return Ok(Some(Outcome::SourceUnavailable {
            shown: words(&page.text(selector)),
        }));
    }
    if refusals.statuses.contains(&page.status) {
        let shown = words(&page.text("body"));
        return Ok(Some(Outcome::Refused { reason: None, shown }));
    }
    Ok((page.status >= 500).then_some(Outcome::Crashed { status: page.status }))
}

fn shows(page: &Page, selector: Option<&str>) -> Result<bool, PageProblem> {
    selector.map_or(Ok(false), |selector| page.has(selector))
}

/// The refusal that `page` shows by the profile's selector.
fn refused(page: &Page, refusals: &Refusals) -> Result<Outcome, PageProblem> {
    let selector = refusals.selector.as_deref().unwrap_or_default();
    let shown = words(&page.text(selector));
    let code = match &refusals.reason_attribute {
        Some(attribute) => page.all(selector, Some(attribute))?.into_iter().next(),
        None => None,
    };
    let reason = code.as_deref().and_then(|code| refusals.reasons.get(code)).copied();
    let shown = match (&code, reason) {
        (Some(code), None) => format!("{code}: {shown}"),
        _ => shown,
    };
    Ok(Outcome::Refused { reason, shown })
}

fn standing(agent: &UserAgent) -> Result<&Page, Ended> {
    agent
        .page()
        .ok_or_else(|| profile_problem("a recipe must first `open` a page".to_owned()))
}

fn profile_problem(what: String) -> Ended {
    Ended::Page(wrong_recipe(what))
}

fn wrong_recipe(what: String) -> PageProblem {
    PageProblem {
        what,
        page: "the profile's recipe".to_owned(),
    }
}

fn unrecognised(agent: &UserAgent, why: &str) -> Outcome {
    let title = agent.page().map(|page| page.text("title")).filter(|title| !title.is_empty());
    let why = title.map_or_else(|| why.to_owned(), |title| format!("{why}; the page is titled “{}”", words(&title)));
    agent.journal().write(
        "driver",
        Event::Observation {
            name: "page-not-as-expected".to_owned(),
            fields: fields_of(&why),
        },
    );
    Outcome::Unrecognised { why }
}

fn fields_of(why: &str) -> etalon_journal::Fields {
    [("why".to_owned(), why.into())].into_iter().collect()
}

fn words(text: &str) -> String {
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn fill(template: &str, values: &Values) -> Result<String, Ended> {
    filled(template, values).map_err(Ended::Page)
}

/// Fills `{patient.insz}` and the like.
fn filled(template: &str, values: &Values) -> Result<String, PageProblem> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        let value = values.get(name).ok_or_else(|| {
            let known = values.keys().map(|known| format!("{{{known}}}")).collect::<Vec<_>>().join(", ");
            wrong_recipe(format!("`{template}`: `{{{name}}}` is not known here; known are {known}"))
        })?;
        text.push_str(&rest[..start]);
        text.push_str(value);
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    Ok(text)
}
