//! Whether a profile can be: names that exist, triggers that can be followed. What starts a product is checked beside.

use super::{
    PROFILE_FORMAT, Profile, ProfileGround, Trigger,
    check_recipe::{check_recipe, check_selector},
    check_start::{check_adapter, check_contacts, check_login, check_start},
};
use crate::{Basis, Intent, Problems, slip::nearest, toml_form::TomlForm};

/// What stands for a field that is missing or wrong, so that the others can be looked at all the same.
const STAND_IN: &str = r#"
format = 1
name = "unnamed"
title = "Unnamed"
kind = "portal"
capabilities = []
isolation = "realm"
clock = "wall"
[start]
reference = "reference-network"
"#;
const ROLES: [&str; 4] = ["any", "patient", "professional", "office"];

/// Reads `text` and checks all of it.
pub(super) fn read(file: &str, text: &str, ground: &ProfileGround<'_>) -> Result<Profile, Problems> {
    let mut form = TomlForm::parse(file, text)?;
    if let Some(newer) = format_of(text).filter(|format| *format > u64::from(PROFILE_FORMAT)) {
        let what = format!("format {newer} is newer than this Etalon reads ({PROFILE_FORMAT})");
        form.say(form.place(&["format"]), what, "use a newer Etalon");
        form.end()?;
        // A problem was said, so that `end` has ended this.
        return Err(Problems(Vec::new()));
    }
    let Some(mut profile) = form.read::<Profile>(STAND_IN) else {
        return Err(form.end().err().unwrap_or(Problems(Vec::new())));
    };
    check_names(&profile, ground, &mut form);
    check_intents(&profile, ground, &mut form);
    check_refusals(&profile, ground, &mut form);
    check_places(&profile, ground, &mut form);
    check_start(&mut profile, ground, &mut form);
    check_login(&profile, &mut form);
    check_adapter(&profile, &mut form);
    check_contacts(&profile, &mut form);
    form.end()?;
    Ok(profile)
}

fn format_of(text: &str) -> Option<u64> {
    let table: toml::Table = text.parse().ok()?;
    u64::try_from(table.get("format")?.as_integer()?).ok()
}

/// The form as it is checked.
pub(super) type Form<'a> = TomlForm<'a>;

fn check_names(profile: &Profile, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    let catalogue = ground.catalogue;
    let areas: std::collections::BTreeSet<&str> = catalogue.requirements.values().map(|found| found.area.as_str()).collect();
    for (at, area) in profile.capabilities.iter().enumerate() {
        if !areas.contains(area.as_str()) {
            let known: Vec<&str> = areas.iter().copied().collect();
            let remedy = meant(area, &known, "`etalon cover` lists the areas");
            let place = form.place(&["capabilities", &at.to_string()]);
            form.say(place, format!("`{area}` is no area of requirements"), remedy);
        }
    }
    for (at, id) in profile.adopts.iter().enumerate() {
        let place = form.place(&["adopts", &at.to_string()]);
        match catalogue.get(id) {
            None => {
                let known: Vec<&str> = catalogue.requirements.keys().map(String::as_str).collect();
                let remedy = meant(id, &known, "`etalon cover` lists the requirements");
                form.say(place, format!("there is no requirement `{id}`"), remedy);
            }
            Some(found) if found.basis != Basis::Default => {
                let remedy = "take it away; only requirements with basis `default` can be adopted";
                form.say(place, format!("`{id}` binds anyway"), remedy);
            }
            Some(_) => {}
        }
    }
    for (name, reading) in &profile.parameters {
        match catalogue.parameters.get(name) {
            None => {
                let known: Vec<&str> = catalogue.parameters.keys().map(String::as_str).collect();
                let remedy = meant(name, &known, "features/requirements/parameters.toml lists the parameters");
                form.say(
                    form.place_of_name(&["parameters", name]),
                    format!("there is no parameter `{name}`"),
                    remedy,
                );
            }
            Some(found) if !found.readings.is_empty() && !found.readings.contains(reading) => {
                let remedy = format!("it is one of {}", found.readings.join(", "));
                let place = form.place(&["parameters", name]);
                form.say(place, format!("`{name}` has no reading `{reading}`"), remedy);
            }
            Some(_) => {}
        }
    }
}

pub(super) fn meant(name: &str, known: &[&str], otherwise: &str) -> String {
    match nearest(name, known) {
        Some(near) => format!("`{near}` is meant? {otherwise}"),
        None => otherwise.to_owned(),
    }
}

fn check_intents(profile: &Profile, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    for (name, by_role) in &profile.intents {
        if !Intent::NAMES.contains(&name.as_str()) {
            let place = form.place_of_name(&["intents", name]);
            let remedy = meant(name, &Intent::NAMES, &format!("it is one of {}", Intent::NAMES.join(", ")));
            form.say(place, format!("`{name}` is no intent"), remedy);
        }
        for (role, trigger) in by_role {
            let path = ["intents", name.as_str(), role.as_str()];
            if !ROLES.contains(&role.as_str()) {
                let what = format!("[intents.{name}.{role}]: `{role}` is no role");
                form.say(
                    form.place_of_name(&path),
                    what,
                    "it is `any`, `patient`, `professional` or `office`",
                );
            }
            match trigger {
                Trigger::Recipe(recipe) => check_recipe(name, &path, recipe, ground, form),
                Trigger::Http if profile.adapter.is_none() => {
                    let what = format!("[intents.{name}.{role}]: there is no adapter to trigger it");
                    form.say(
                        form.place(&path),
                        what,
                        "add [adapter] with http = { url = \"…\" }, or write a recipe",
                    );
                }
                Trigger::Http => {}
            }
        }
    }
}

fn check_refusals(profile: &Profile, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    let refusals = &profile.refusals;
    let crash = refusals.crash.as_ref().and_then(|crash| crash.selector.as_ref());
    for (path, selector) in [
        (&["refusals", "selector"][..], refusals.selector.as_ref()),
        (&["refusals", "unavailable"], refusals.unavailable.as_ref()),
        (&["refusals", "crash", "selector"], crash),
    ] {
        if let Some(selector) = selector {
            let path: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
            check_selector(&path, selector, ground, form);
        }
    }
    let by_recipe = profile.intents.values().flat_map(|by_role| by_role.values());
    let is_driven = by_recipe.clone().any(|trigger| matches!(trigger, Trigger::Recipe(_)));
    let is_told = refusals.selector.is_some() || !refusals.statuses.is_empty();
    if is_driven && !is_told {
        let remedy = "add [refusals] with `selector`, the CSS selector of what only a refusal shows, or with `statuses`";
        let place = form.place_of_name(&["refusals"]);
        form.say(place, "the profile does not say how a refusal looks", remedy);
    }
    if refusals.reason_attribute.is_some() && refusals.selector.is_none() {
        let remedy = "add `selector`: the element that has the attribute";
        let place = form.place(&["refusals", "reason-attribute"]);
        form.say(place, "`reason-attribute` needs an element", remedy);
    }
    let both = |status: &u16| refusals.crash.as_ref().is_some_and(|crash| crash.statuses.contains(status));
    for (at, status) in refusals.statuses.iter().enumerate() {
        let place = form.place(&["refusals", "statuses", &at.to_string()]);
        if both(status) {
            let remedy = "let it stand in one of the two; where it can be both, a selector has to tell them apart";
            form.say(place, format!("status {status} is both a refusal and a crash"), remedy);
        } else if !(200..=599).contains(status) {
            form.say(place, format!("{status} is no HTTP status of a final answer"), "it is 200 to 599");
        }
    }
    if let Some(log) = &refusals.log {
        let streams = ["stdout", "stderr"];
        if !streams.contains(&log.file.as_str()) && !profile.start.log_files.contains(&log.file) {
            let what = format!("`{}` is no log that is read", log.file);
            let remedy = "let it stand in `log-files` of [start] too, or write \"stdout\" or \"stderr\"";
            form.say(form.place(&["refusals", "log", "file"]), what, remedy);
        }
    }
}

/// Pages and offers.
fn check_places(profile: &Profile, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    for (name, path) in &profile.pages {
        if !path.starts_with('/') {
            let what = format!("`{path}` is no path of the product");
            form.say(form.place(&["pages", name]), what, "a path begins with /");
        }
    }
    for (name, offer) in &profile.offers {
        if !offer.page.starts_with('/') {
            let what = format!("`{}` is no path of the product", offer.page);
            form.say(form.place(&["offers", name, "page"]), what, "a path begins with /");
        }
        let place = ["offers", name.as_str(), "link"].map(str::to_owned);
        check_selector(&place, &offer.link, ground, form);
    }
    if profile.name.is_empty() || profile.name.contains(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)) {
        let what = format!("`{}` is no name of a profile", profile.name);
        form.say(
            form.place(&["name"]),
            what,
            "letters, digits, and - _ . in between, such as \"acme-portal\"",
        );
    }
}
