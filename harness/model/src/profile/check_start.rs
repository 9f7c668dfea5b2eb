//! Whether what starts a product can be: commands, files, addresses and their placeholders.

use std::collections::{BTreeMap, BTreeSet};

use super::{ClockLevel, FileToRender, Isolation, Placeholder, Profile, ProfileGround, StartWay, check::Form};
use crate::{Problem, slip::nearest};

/// The variable in which libfaketime reads where it shall look for the time.
const FAKETIME_FILE: &str = "FAKETIME_TIMESTAMP_FILE";
/// Nobody waits longer for a product, or for one answer of it.
const MOST_SECONDS: u64 = 600;

pub(super) fn check_start(profile: &mut Profile, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    let start = &profile.start;
    match (&start.reference, start.command.is_empty()) {
        (None, true) => {
            let remedy = "say `reference = \"…\"` or `command = [\"…\"]`";
            form.say(form.place_of_name(&["start"]), "start: nothing says what is started", remedy);
        }
        (Some(_), false) => {
            let remedy = "say either `reference` or `command`, not both";
            form.say(form.place(&["start", "reference"]), "start: two things are to be started", remedy);
        }
        _ => {}
    }
    for path in [&["start", "seconds"][..], &["start", "ready", "seconds"], &["patience-seconds"]] {
        let seconds = match path {
            ["patience-seconds"] => Some(profile.patience_seconds),
            ["start", "seconds"] => Some(start.seconds),
            _ => start.ready.as_ref().and_then(|ready| ready.seconds),
        };
        if seconds.is_some_and(|seconds| !(1..=MOST_SECONDS).contains(&seconds)) {
            let remedy = format!("it is 1 to {MOST_SECONDS}");
            form.say(form.place(path), "so many seconds are no bound", remedy);
        }
    }
    let is_plain = matches!(start.way(), Some(StartWay::Product(_)));
    let of_plain = [
        ("environment", !start.environment.is_empty()),
        ("files", !start.files.is_empty()),
        ("ready", start.ready.is_some()),
        ("user", start.user.is_some()),
        ("log-files", !start.log_files.is_empty()),
        ("base-url", start.base_url.is_some() && start.reference.is_some()),
    ];
    for (field, _) in of_plain.iter().filter(|(_, is_there)| *is_there && !is_plain) {
        let what = format!("start: `{field}` is for a plain product, which `base-url` and `command` tell of");
        let remedy =
            "add `base-url = \"https://localhost:{port}\"`, or take it away: an instance host is told everything by its own protocol";
        form.say(form.place_of_name(&["start", field]), what, remedy);
    }
    check_levels(profile, is_plain, form);
    if is_plain {
        check_product(profile, ground, form);
    }
}

/// Isolation and clock levels that the way in which the product is started cannot have.
fn check_levels(profile: &Profile, is_plain: bool, form: &mut Form<'_>) {
    let clock = form.place(&["clock"]);
    match profile.clock {
        ClockLevel::Offset if !is_plain || !profile.start.environment.contains_key(FAKETIME_FILE) => {
            let what = "clock \"offset\" is libfaketime in a plain product, and nothing says so";
            let remedy = format!(
                "add `{FAKETIME_FILE} = \"{{scratch}}/faketime\"` (and LD_PRELOAD) to [start.environment] beside `base-url`, or say clock = \"wall\""
            );
            form.say(clock, what, remedy);
        }
        ClockLevel::Endpoint if is_plain && profile.adapter.is_none() => {
            let remedy = "say \"wall\", or \"offset\" with libfaketime, or add an [adapter] that sets the clock";
            form.say(clock, "clock \"endpoint\": a plain product has no test clock", remedy);
        }
        _ => {}
    }
    if profile.isolation != Isolation::Realm && !is_plain {
        let remedy = "say \"realm\": an instance host opens an instance for each scenario; the others are for plain products";
        let place = form.place(&["isolation"]);
        form.say(place, "this isolation is for a product that is started once", remedy);
    }
}

fn check_product(profile: &mut Profile, ground: &ProfileGround<'_>, form: &mut Form<'_>) {
    let start = &profile.start;
    let base = start.base_url.clone().unwrap_or_default();
    if !base.starts_with("https://") && !base.starts_with("http://") {
        let what = format!("start: `{base}` is no address");
        let remedy = "write one such as \"https://localhost:{port}\"";
        form.say(form.place(&["start", "base-url"]), what, remedy);
    }
    let of_address = [Placeholder::Port];
    check_placeholders(&["start", "base-url"], &base, &of_address, form);
    for (at, word) in start.command.iter().enumerate() {
        check_placeholders(&["start", "command", &at.to_string()], word, &written(), form);
    }
    for (name, value) in &start.environment {
        check_placeholders(&["start", "environment", name], value, &Placeholder::ALL, form);
    }
    if let Some(ready) = &start.ready
        && !ready.url.starts_with('/')
    {
        let what = format!("start: `{}` is no path of the product", ready.url);
        form.say(form.place(&["start", "ready", "url"]), what, "a path begins with /");
    }
    for (at, file) in start.log_files.iter().enumerate() {
        let at = at.to_string();
        check_below_scratch(&["start", "log-files", &at], file, form);
    }
    let mut seen = BTreeSet::new();
    for at in 0..profile.start.files.len() {
        let number = at.to_string();
        let file = profile.start.files[at].clone();
        check_below_scratch(&["start", "files", &number, "path"], &file.path, form);
        if !seen.insert(file.path.clone()) {
            let what = format!("start: `{}` is written twice", file.path);
            form.say(
                form.place(&["start", "files", &number, "path"]),
                what,
                "give one of them another path",
            );
        }
        profile.start.files[at].text = text_of(&file, &number, ground, form);
    }
}

/// The text of a file to be rendered: its own, or that of the template beside the profile.
fn text_of(file: &FileToRender, number: &str, ground: &ProfileGround<'_>, form: &mut Form<'_>) -> Option<String> {
    let path = ["start", "files", number];
    match (&file.template, &file.text) {
        (Some(name), None) => {
            let place = form.place(&["start", "files", number, "template"]);
            if !is_plain_path(name) {
                let what = format!("start: `{name}` is no file beside the profile");
                form.say(place, what, "a template stands in the folder of the profile or below it");
                return None;
            }
            match (ground.template)(name) {
                Ok(text) => {
                    check_template(name, &text, form);
                    Some(text)
                }
                Err(why) => {
                    let what = format!("start: the template `{name}` cannot be read: {why}");
                    form.say(place, what, "put it beside the profile, or write `text = \"…\"`");
                    None
                }
            }
        }
        (None, Some(text)) => {
            check_placeholders(&["start", "files", number, "text"], text, &[], form);
            Some(text.clone())
        }
        (None, None) => {
            let place = form.place(&path);
            form.say(place, "start: nothing says what stands in this file", "add `template` or `text`");
            None
        }
        (Some(_), Some(_)) => {
            let place = form.place(&path);
            form.say(
                place,
                "start: two things are to stand in this file",
                "say either `template` or `text`, not both",
            );
            None
        }
    }
}

/// Braces in templates are the product's own but where they hold what is nearly a placeholder's name.
fn check_template(name: &str, text: &str, form: &mut Form<'_>) {
    let file = match form.file.rsplit_once(['/', '\\']) {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    for (range, what, remedy) in slips(text) {
        form.problems.push(Problem::at(&file, text, range, what, remedy));
    }
}

/// Those that may stand in what is written down or seen by others: all but the token.
fn written() -> Vec<Placeholder> {
    let secret = |placeholder: &Placeholder| *placeholder == Placeholder::ControlToken;
    Placeholder::ALL.into_iter().filter(|placeholder| !secret(placeholder)).collect()
}

/// Says which placeholders of `text` there are not. With none in `allowed`, `text` is a product's own file.
fn check_placeholders(path: &[&str], text: &str, allowed: &[Placeholder], form: &mut Form<'_>) {
    if allowed.is_empty() {
        let place = form.place(path);
        slips(text).for_each(|(_, what, remedy)| form.say(place.clone(), what, remedy));
        let token = Placeholder::ControlToken.as_str();
        if braces(text).any(|(_, name)| name == token) {
            let what = format!("`{{{token}}}` stands in a file, and files go into the record");
            form.say(place, what, "hand it over in [start.environment]");
        }
        return;
    }
    let known: Vec<&str> = allowed.iter().map(|placeholder| placeholder.as_str()).collect();
    for (_, name) in braces(text).filter(|(_, name)| !known.contains(name)) {
        let listed = known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
        let remedy = match nearest(name, &known) {
            Some(near) => format!("`{{{near}}}` is meant? Known here: {listed}"),
            None => format!("known here: {listed}"),
        };
        form.say(form.place(path), format!("nothing is known by the name `{{{name}}}`"), remedy);
    }
}

/// Names in braces that are none of ours, and differ from one by its hyphens, its case or a letter.
fn slips(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, String, String)> {
    let known: BTreeMap<String, Placeholder> = Placeholder::ALL.into_iter().map(|known| (bare(known.as_str()), known)).collect();
    braces(text).filter_map(move |(start, name)| {
        if Placeholder::parse(name).is_some() || name.chars().any(char::is_whitespace) {
            return None;
        }
        let found = known.get(&bare(name)).copied();
        let meant = found.filter(|_| name.to_uppercase() != name)?;
        let what = format!("`{{{name}}}` is no placeholder, and would stay as it is");
        Some((start..start + name.len() + 2, what, format!("write `{{{}}}`", meant.as_str())))
    })
}

fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// What stands in braces without braces inside, each with the place of its first brace.
fn braces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('{').filter_map(|(start, _)| {
        let from = &text[start + 1..];
        let name = &from[..from.find(['{', '}'])?];
        from[name.len()..].starts_with('}').then_some((start, name))
    })
}

fn check_below_scratch(path: &[&str], file: &str, form: &mut Form<'_>) {
    if !is_plain_path(file) {
        let what = format!("start: `{file}` is no place in the scratch folder");
        form.say(
            form.place(path),
            what,
            "write a path without `..` that does not begin with /, such as \"logs/error.log\"",
        );
    }
}

/// Whether `path` is relative and leads nowhere but down.
fn is_plain_path(path: &str) -> bool {
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    !path.contains(['\\', ':']) && path.split('/').all(is_part)
}

pub(super) fn check_login(profile: &Profile, form: &mut Form<'_>) {
    let login = &profile.login;
    if login.client_id.is_empty() {
        form.say(
            form.place(&["login", "client-id"]),
            "the product has no name at CSAM",
            "write one, such as \"network\"",
        );
    }
    if !login.scopes.iter().any(|scope| scope == "openid") {
        let remedy = "add \"openid\": without it there is no login over OpenID Connect";
        form.say(form.place(&["login", "scopes"]), "the product may not log anybody in", remedy);
    }
    if login.callback_paths.is_empty() {
        let place = form.place(&["login", "callback-paths"]);
        form.say(place, "CSAM may lead nobody back", "name the path at which the product awaits it");
    }
    for (field, paths) in [
        ("callback-paths", &login.callback_paths),
        ("post-logout-paths", &login.post_logout_paths),
    ] {
        for (at, path) in paths.iter().enumerate().filter(|(_, path)| !path.starts_with('/')) {
            let place = form.place(&["login", field, &at.to_string()]);
            form.say(place, format!("`{path}` is no path of the product"), "a path begins with /");
        }
    }
}

pub(super) fn check_adapter(profile: &Profile, form: &mut Form<'_>) {
    let Some(adapter) = &profile.adapter else { return };
    let http = &adapter.http;
    let place = form.place(&["adapter", "http"]);
    if http.url.is_none() && http.start_with.is_empty() {
        let remedy = "add `url = \"http://127.0.0.1:…\"`, or `start-with = [\"program\"]`";
        form.say(place.clone(), "nothing says where the adapter is", remedy);
    }
    let url_place = form.place(&["adapter", "http", "url"]);
    match http.url().split_once("://") {
        Some(("http" | "https", rest)) => {
            let host = host_of(rest);
            let port = rest.split('/').next().unwrap_or_default();
            let is_here = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
            if !is_here && !profile.contacts.iter().any(|contact| contact == port) {
                let remedy = format!("add \"{port}\" to `contacts`: nothing else beyond this machine is ever contacted");
                form.say(url_place, format!("the adapter at `{host}` may not be contacted"), remedy);
            }
        }
        _ => form.say(
            url_place,
            format!("`{}` is no address", http.url()),
            "write one such as \"http://127.0.0.1:9000\"",
        ),
    }
    check_placeholders(&["adapter", "http", "url"], http.url(), &[Placeholder::AdapterPort], form);
    for (at, word) in http.start_with.iter().enumerate() {
        check_placeholders(&["adapter", "http", "start-with", &at.to_string()], word, &written(), form);
    }
}

fn host_of(authority: &str) -> &str {
    let end = match authority.starts_with('[') {
        true => authority.find(']').map_or(authority.len(), |end| end + 1),
        false => authority.find([':', '/']).unwrap_or(authority.len()),
    };
    &authority[..end]
}

pub(super) fn check_contacts(profile: &Profile, form: &mut Form<'_>) {
    for (at, contact) in profile.contacts.iter().enumerate() {
        let parts = contact.rsplit_once(':');
        let is_address = parts.is_some_and(|(host, port)| {
            let is_host = !host.is_empty() && !host.contains(['/', '@', ' ']);
            is_host && (!host.contains(':') || host.starts_with('[')) && port.parse::<u16>().is_ok_and(|port| port > 0)
        });
        if !is_address {
            let place = form.place(&["contacts", &at.to_string()]);
            form.say(
                place,
                format!("`{contact}` is no address"),
                "write host and port, such as \"portal.test:443\"",
            );
        }
    }
}
