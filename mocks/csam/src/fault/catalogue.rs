//! The catalogue of faults: one file each under `faults/`, built into the program and read once.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::Fault;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/faults");
static FAULTS: LazyLock<Vec<Fault>> = LazyLock::new(|| {
    let read = FILES.files().map(|file| {
        let path = file.path().display().to_string();
        let text = file.contents_utf8().unwrap_or_default();
        parse(&path, text).unwrap_or_else(|problem| panic!("{problem}"))
    });
    let mut faults: Vec<Fault> = read.collect();
    faults.sort_by(|one, other| (one.step, &one.id).cmp(&(other.step, &other.id)));
    faults
});

/// Why a file is no fault.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}; see docs/faults.md for the format")]
pub struct CatalogueProblem {
    path: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fault: Fault,
}

/// Every fault CSAM can be asked for, in the order of a login, then of their names.
#[must_use]
pub fn faults() -> &'static [Fault] {
    &FAULTS
}

/// Reads one file of the catalogue.
///
/// # Errors
/// It is not TOML of the documented form, its name is not the fault's, or what it says does not fit together.
pub fn parse(path: &str, text: &str) -> Result<Fault, CatalogueProblem> {
    let problem = |reason: String| CatalogueProblem {
        path: path.to_owned(),
        reason,
    };
    let File { fault } = toml::from_str(text).map_err(|error| problem(error.to_string()))?;
    let file_name = path.rsplit('/').next().unwrap_or_default();
    if file_name.strip_suffix(".toml") != Some(&fault.id) {
        return Err(problem(format!("the file of the fault `{}` must bear its name", fault.id)));
    }
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !fault.id.split('-').all(part) {
        return Err(problem(format!("`{}` is not words of a-z and 0-9 joined by hyphens", fault.id)));
    }
    if [&fault.title.en, &fault.title.fr, &fault.title.nl]
        .iter()
        .any(|title| title.trim().is_empty())
    {
        return Err(problem("a title is empty".to_owned()));
    }
    if fault.clause.is_none() && fault.requirement.is_none() {
        return Err(problem("it names neither a clause nor a requirement".to_owned()));
    }
    if fault.step != fault.mutation.step() {
        let right = fault.mutation.step();
        return Err(problem(format!("its mutation happens at the step `{right}`, not `{}`", fault.step)));
    }
    Ok(fault)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fault::{Change, Mutation, Reaction, Token};

    const RIGHT: &str = r#"
[fault]
id = "id-token-issuer-other"
protocol = "oidc"
step = "token"
title = { en = "another issuer", fr = "un autre émetteur", nl = "een andere uitgever" }
clause = "OpenID Connect Core 1.0, 3.1.3.7 (2)"
reaction = "refused"
well-formed = true
[fault.mutation]
claim = { of = "id-token", name = "iss", change = { set = "https://impostor.example" } }
"#;

    #[test]
    fn a_file_says_one_fault() {
        let fault = parse("id-token-issuer-other.toml", RIGHT).unwrap();
        assert_eq!((fault.reaction, fault.well_formed), (Reaction::Refused, true));
        let change = Change::Set("https://impostor.example".to_owned());
        let name = "iss".to_owned();
        assert_eq!(
            fault.mutation,
            Mutation::Claim {
                of: Token::IdToken,
                name,
                change
            }
        );
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let second = "header = { of = \"id-token\", name = \"kid\", change = \"remove\" }\n";
        for (from, to, reason) in [
            ("step = \"token\"", "step = \"userinfo\"", "happens at the step `token`"),
            ("clause = \"OpenID Connect Core 1.0, 3.1.3.7 (2)\"\n", "", "neither a clause nor"),
            ("nl = \"een andere uitgever\"", "nl = \" \"", "title is empty"),
            ("issuer-other\"\nprotocol", "issuer--other\"\nprotocol", "must bear its name"),
            ("well-formed = true\n", "", "well-formed"),
            ("well-formed = true", "well-formed = true\nharm = 3", "harm"),
            ("claim = {", "warp = {", "warp"),
            ("[fault.mutation]\n", &format!("[fault.mutation]\n{second}"), "exactly 1"),
            ("of = \"id-token\", ", "", "of"),
            ("change = { set = \"https://impostor.example\" }", "change = \"keep\"", "keep"),
        ] {
            assert!(RIGHT.contains(from), "{from}");
            let problem = parse("id-token-issuer-other.toml", &RIGHT.replace(from, to))
                .unwrap_err()
                .to_string();
            assert!(problem.contains(reason), "{to}: {problem}");
        }
        assert!(parse("other.toml", RIGHT).is_err());
    }
}
