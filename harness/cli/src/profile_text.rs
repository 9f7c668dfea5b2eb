//! The texts that `profile new` writes: a profile that can be checked at once, and says what is to be filled in.

use std::{collections::BTreeMap, fmt::Write as _};

use etalon_model::{Basis, Catalogue, Kind, Level};

/// What was answered.
pub(crate) struct Answers {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) kind: Kind,
    pub(crate) command: Vec<String>,
    /// Where a plain product answers; none for an instance host.
    pub(crate) base_url: Option<String>,
    /// The command of its adapter, where it has one.
    pub(crate) adapter: Option<Vec<String>>,
    pub(crate) client_id: String,
    pub(crate) callback: String,
    pub(crate) owner: String,
}

/// `profile.toml`.
pub(crate) fn profile(answers: &Answers, catalogue: &Catalogue) -> String {
    let mut text = head(answers, catalogue);
    text.push_str(&start(answers));
    text.push_str(&format!(
        "\n# How it is known to CSAM. The secret is made for each run, and the product is told it.\n[login]\nclient-id = {}\nscopes = [\"openid\", \"profile\", \"egovnrn\"]\ncallback-paths = [{}]\npost-logout-paths = [\"/logged-out\"]\n",
        quoted(&answers.client_id),
        quoted(&answers.callback)
    ));
    text.push_str(&parameters(catalogue));
    text.push_str(if answers.adapter.is_some() { BY_ADAPTER } else { BY_RECIPE });
    text
}

fn head(answers: &Answers, catalogue: &Catalogue) -> String {
    let Answers { name, title, kind, .. } = answers;
    let areas = areas(catalogue, *kind);
    let areas = match areas.is_empty() {
        true => format!("# No requirement binds a {} yet.\n", kind.as_str()),
        false => wrapped(&format!(
            "Areas of requirements that it claims, of: {}. What a source says that every {} must do is examined even if not claimed.",
            areas.join(", "),
            kind.as_str()
        )),
    };
    let (isolation, clock) = match &answers.base_url {
        // The adapter of an instance host is told the time.
        None => ("realm", "endpoint"),
        Some(_) => ("realm", "wall"),
    };
    format!(
        "# {title}: how it is started, how its pages and refusals look, how each intent is triggered.\n\
         # A profile can start programs: it is code. It goes whole into every record: no secret belongs here.\n\
         # docs/profiles.md has the form; `etalon profile check` says what is wrong with it, and starts nothing.\n\
         format = 1\n\
         name = {}\n\
         title = {}\n\
         kind = \"{}\"\n\
         {areas}capabilities = []\n\
         # \"realm\": a start for each scenario. \"exclusive\": started once, one scenario at a time. \"person\": started once, fresh people.\n\
         isolation = \"{isolation}\"\n\
         # \"wall\": its clock cannot be moved. \"offset\": by libfaketime. \"endpoint\": an instance host is told the time.\n\
         clock = \"{clock}\"\n\
         # How long one answer of it may take.\n\
         patience-seconds = 10\n\
         # Addresses beyond this machine that may be contacted, as \"host:port\". Nothing else ever is.\n\
         contacts = []\n",
        quoted(name),
        quoted(title),
        kind.as_str(),
    )
}

fn start(answers: &Answers) -> String {
    let command = array(&answers.command);
    let Some(base_url) = &answers.base_url else {
        return format!(
            "\n# A program that speaks the instance-host protocol (docs/instance-host.md): it opens an instance of the product for each scenario.\n\
             [start]\ncommand = {command}\nseconds = 20\n"
        );
    };
    let mut text = format!(
        "\n# What is started. {{port}} is a free port, {{scratch}} an empty folder that is gone afterwards; docs/profiles.md lists the others.\n\
         [start]\n\
         command = {command}\n\
         base-url = {}\n\
         # Asked until it answers with a status below 500, or with `status` where that is said.\n\
         ready = {{ url = \"/\" }}\n\
         seconds = 20\n\
         # \"terminate\": by a signal. \"stdin\": by the end of its standard input.\n\
         stop = \"terminate\"\n\
         # Files in the scratch folder whose lines go into the record.\n\
         log-files = []\n\
         # Files written into the scratch folder before the start, from `template` beside this profile or from `text`:\n\
         # files = [{{ path = \"product.conf\", template = \"product.conf.in\" }}]\n\
         \n\
         # Its environment: here is what most products need to know. Take away what yours does not read.\n\
         [start.environment]\n\
         PORT = \"{{port}}\"\n\
         TLS_CERT_FILE = \"{{tls-cert-file}}\"\n\
         TLS_KEY_FILE = \"{{tls-key-file}}\"\n\
         CA_FILE = \"{{ca-file}}\"\n\
         OIDC_ISSUER = \"{{issuer}}\"\n\
         OIDC_CLIENT_ID = \"{{client-id}}\"\n\
         OIDC_CLIENT_SECRET = \"{{client-secret}}\"\n\
         OIDC_REDIRECT_URI = \"{{callback}}\"\n",
        quoted(base_url)
    );
    if let Some(adapter) = &answers.adapter {
        let _ = write!(
            text,
            "\n# The small program beside the product that takes one HTTP request per intent (docs/adapter.openapi.json).\n\
             [adapter]\nhttp = {{ start-with = {} }}\n",
            array(adapter)
        );
    }
    text
}

/// The readings that could be pinned, each as a comment.
fn parameters(catalogue: &Catalogue) -> String {
    let mut text =
        "\n# Readings that the sources leave open. Pin those that the product has decided: take the # away and choose one.\n[parameters]\n"
            .to_owned();
    for parameter in catalogue.parameters.values().filter(|parameter| !parameter.readings.is_empty()) {
        let readings = parameter.readings.join(" | ");
        let _ = writeln!(text, "# \"{}\" = \"{}\"  # {readings}", parameter.name, parameter.readings[0]);
    }
    text
}

const BY_RECIPE: &str = r#"
# How refusals look: fill in here what only a refusal shows, so that it is never taken for a crash.
[refusals]
selector = "main[data-testid=refusal]"
# The attribute of that element that says why, and what the product's reasons mean in our words (docs/profiles.md lists those):
# reason-attribute = "data-reason"
# reasons = { "product-word" = "login-failed" }
# What it shows when a source does not answer:
# unavailable = "main[data-testid=unavailable]"
# How a crash looks, beside every status of 500 or more:
# crash = { selector = "h1.stack-trace" }
# The log in which it says why it refused:
# log = { file = "stderr", reasons = { "text in the line" = "login-failed" } }

# Where its pages are, by the names that features use. `alive` is what answers when nothing is wrong.
[pages]
alive = "/"
home = "/"

# How each intent is triggered, by role (`any` where one way serves all). Fill in here paths and selectors of the product.
[intents.LogIn.any]
recipe = [{ open = "/" }, { follow = "a[data-testid=enter]" }, { identify = "csam" }]
done = "[data-testid=signed-in-as]"

[intents.LogOut.any]
recipe = [{ open = "/" }, { submit = "form[data-testid=logout]" }]
done = "body"

[intents.OpenPage.any]
recipe = [{ open = "{page.path}" }]
done = "body"
"#;

const BY_ADAPTER: &str = r#"
# Where its pages are, by the names that features use. `alive` is what answers when nothing is wrong.
[pages]
alive = "/"
home = "/"

# Every intent goes to the adapter but those that are named here, which our browser does by a recipe:
# [intents.OpenPage.any]
# recipe = [{ open = "{page.path}" }]
# done = "body"
# and then it has to be said how a refusal looks:
# [refusals]
# selector = "main[data-testid=refusal]"
"#;

/// `deviations.toml`.
pub(crate) fn deviations(answers: &Answers) -> String {
    format!(
        "# Failures of {} that are known. While one lasts it does not fail a run, and is shown in every report.\n\
         # One that no longer fails, or whose last day is over, fails the run: so that this list stays true.\n\
         format = 1\n\
         \n\
         # [[deviation]]\n\
         # requirement = \"REQ-…\"        # as `etalon cover` lists them\n\
         # scenario = \"case-…\"          # where it is seen; every scenario of the requirement where it is not said\n\
         # verdict = \"non-conformant\"   # or \"advisory\", \"inconclusive\"\n\
         # reason = \"why it is so, and why it is borne\"\n\
         # owner = {}\n\
         # expires = 2027-03-31         # the last day\n",
        answers.title.replace('\n', " "),
        quoted(&answers.owner)
    )
}

/// Areas in which something can be claimed by such a system.
fn areas(catalogue: &Catalogue, kind: Kind) -> Vec<&str> {
    let mut areas: BTreeMap<&str, bool> = BTreeMap::new();
    for requirement in catalogue.requirements.values() {
        let binds = requirement.sut.iter().any(|bound| bound == kind.as_str());
        let can_be_claimed = requirement.level != Level::May && requirement.basis != Basis::Mock;
        if binds && can_be_claimed {
            areas.insert(&requirement.area, true);
        }
    }
    areas.into_keys().collect()
}

/// `text` as comment lines that fit a page.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 120;
    let mut lines = vec!["#".to_owned()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("it begins with one");
        if last.len() + word.len() + 1 > WIDTH {
            lines.push(format!("# {word}"));
        } else {
            last.push(' ');
            last.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

fn array(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use etalon_model::{Deviations, Profile};
    use etalon_steps::Specification;

    use super::*;

    fn answers(kind: Kind, base_url: Option<&str>, adapter: Option<&str>) -> Answers {
        Answers {
            name: "acme".to_owned(),
            title: "The \"Acme\" \\ portal".to_owned(),
            kind,
            command: vec!["./start.sh".to_owned(), "{port}".to_owned()],
            base_url: base_url.map(str::to_owned),
            adapter: adapter.map(|program| vec![program.to_owned(), "{adapter-port}".to_owned()]),
            client_id: "acme".to_owned(),
            callback: "/back".to_owned(),
            owner: "Team \"A\"".to_owned(),
        }
    }

    #[test]
    fn whatever_was_answered_the_profile_can_be_used() {
        let specification = Specification::embedded().unwrap();
        let plain = Some("https://localhost:{port}");
        for kind in [Kind::Portal, Kind::Hub, Kind::Dmi, Kind::Publisher, Kind::Access] {
            for (base_url, adapter) in [(plain, None), (plain, Some("adapter")), (None, None)] {
                let answers = answers(kind, base_url, adapter);
                let text = profile(&answers, &specification.catalogue);
                let read = Profile::read("profile.toml", &text, &specification.catalogue);
                let read = read.unwrap_or_else(|why| panic!("{why}\n{text}"));
                assert_eq!((read.title.as_str(), read.kind), (answers.title.as_str(), kind));
                assert_eq!(read.login.callback_paths, ["/back"]);
                assert_eq!(read.adapter.is_some(), adapter.is_some());
                let known = Deviations::read("deviations.toml", &deviations(&answers), &specification.catalogue, &[]);
                assert!(known.unwrap().is_empty());
            }
        }
    }

    #[test]
    fn every_reading_is_there_to_be_pinned() {
        let specification = Specification::embedded().unwrap();
        let text = profile(&answers(Kind::Portal, None, None), &specification.catalogue);
        let pin = |line: &str| match line.contains("\" = \"") {
            true => line.trim_start_matches("# ").to_owned(),
            false => line.to_owned(),
        };
        let pinned: String = text.lines().map(|line| pin(line) + "\n").collect();
        let read = Profile::read("profile.toml", &pinned, &specification.catalogue).unwrap();
        let open = specification.catalogue.parameters.values();
        assert_eq!(
            read.parameters.len(),
            open.filter(|parameter| !parameter.readings.is_empty()).count()
        );
    }
}
