//! Whether recipes can be followed: paths, selectors, and what they leave open.

use super::{
    Action, ProfileGround, Recipe,
    check::{Form, meant},
};

/// What recipes may leave open: `docs/profiles.md` says of each what it stands for, and in which intents.
const IN_RECIPES: [&str; 31] = [
    "access",
    "attachment.index",
    "attachment.name",
    "attachment.number",
    "because",
    "consent",
    "doctor",
    "doctor.insz",
    "document.id",
    "document.patient.insz",
    "document.reference",
    "item.allergies",
    "item.contacts",
    "item.history",
    "item.observations",
    "item.problems",
    "item.treatments",
    "item.vaccinations",
    "language",
    "offer.link",
    "offer.page",
    "page.path",
    "patient.birth-date",
    "patient.first-name",
    "patient.insz",
    "patient.mail",
    "patient.name",
    "patient.telephone",
    "setting",
    "summary",
    "until",
];

/// Whether a recipe can be followed.
pub(super) fn check_recipe(intent: &str, path: &[&str; 3], recipe: &Recipe, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    let [_, name, role] = path;
    for (at, action) in recipe.recipe.iter().enumerate() {
        let at = at.to_string();
        let place = |field: &str| [path[0], path[1], path[2], "recipe", at.as_str(), field].map(str::to_owned);
        if let Action::Submit { fields, .. } = action {
            for (field, value) in fields {
                let mut place = place("fields").to_vec();
                place.push(field.clone());
                check_braces(&place, value, form);
            }
        }
        if matches!(action, Action::Identify { .. }) && intent != "LogIn" {
            let what = format!("[intents.{name}.{role}]: only LogIn may let CSAM identify the person");
            let remedy = "take it away; a person without a session is logged in before the intent";
            form.say(spot(form, &place("identify")), what, remedy);
        }
        for (field, path) in paths(action) {
            if !path.starts_with('/') && !path.starts_with('{') {
                let what = format!("`{path}` is no path of the product");
                form.say(spot(form, &place(field)), what, "a path begins with /");
            }
            check_braces(&place(field), path, form);
        }
        for (field, selector) in selectors(action) {
            check_selector(&place(field), selector, ground, form);
        }
    }
    if !recipe.done.is_empty() {
        let place = [path[0], path[1], path[2], "done"].map(str::to_owned);
        check_selector(&place, &recipe.done, ground, form);
    }
}

/// Its paths of the product, by field.
fn paths(action: &Action) -> Vec<(&'static str, &str)> {
    match action {
        Action::Open { open } => vec![("open", open)],
        Action::Follow {
            otherwise: Some(otherwise),
            ..
        } => vec![("otherwise", otherwise)],
        _ => Vec::new(),
    }
}

/// Its CSS selectors, by field.
fn selectors(action: &Action) -> Vec<(&'static str, &str)> {
    let (field, selector, next) = match action {
        Action::Follow { follow, next, .. } => ("follow", follow, next.as_deref()),
        Action::Submit { submit, .. } => ("submit", submit, None),
        Action::Extract { each, next, .. } => ("each", each, next.as_deref()),
        Action::Open { .. } | Action::Identify { .. } => return Vec::new(),
    };
    let next = next.map(|next| ("next", next));
    std::iter::once((field, selector.as_str())).chain(next).collect()
}

fn spot(form: &Form<'_>, path: &[String]) -> std::ops::Range<usize> {
    form.place(&path.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Whether pages can be searched by it.
pub(super) fn check_selector(path: &[String], selector: &str, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    check_braces(path, selector, form);
    // Whatever is filled in, a word stands for it here.
    let mut plain = selector.to_owned();
    for name in IN_RECIPES {
        plain = plain.replace(&format!("{{{name}}}"), "x");
    }
    let is_whole = plain == "x" && plain != selector;
    if !is_whole && let Err(why) = (ground.selector)(&plain) {
        let what = format!("`{selector}` is no CSS selector: {why}");
        form.say(spot(form, path), what, "write one such as main[data-testid=refusal]");
    }
}

/// Says which placeholders of `text` there are not.
fn check_braces(path: &[String], text: &str, form: &mut Form<'_>) {
    let mut rest = text;
    while let Some((_, from)) = rest.split_once('{') {
        let Some((name, behind)) = from.split_once('}') else {
            return;
        };
        if !IN_RECIPES.contains(&name) {
            let remedy = meant(name, &IN_RECIPES, "docs/profiles.md lists what recipes may leave open");
            form.say(spot(form, path), format!("nothing is known by the name `{{{name}}}`"), remedy);
        }
        rest = behind;
    }
}
