//! Rules as implementers get them wrong, each a replacement of one upright rule, chosen by name. Present only with the feature `crooked`.

mod audit;
mod consent;
mod exclusion;
mod help;
mod id_token;
mod link;
mod listing;
mod login;
mod number;
mod reading;
mod registration;
mod release;
mod reply;
mod security_code;
mod signature;
mod sumehr;
mod timing;
mod user_info;

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};

use serde::Deserialize;

use crate::policies::{Answer, Check, Decision, Policies, Question};

/// A mistake that the network can be asked to make.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// The name by which it is asked for.
    pub name: String,
    /// The requirement that it breaks.
    pub requirement: String,
    /// What goes wrong, in one sentence.
    pub breaks: String,
}

#[derive(Deserialize)]
struct Catalogue {
    defect: Vec<Defect>,
}

static CATALOGUE: LazyLock<Vec<Defect>> = LazyLock::new(|| {
    let catalogue: Catalogue =
        toml::from_str(include_str!("../../defects.toml")).expect("the catalogue in this crate is well-formed; a test reads it");
    catalogue.defect
});

/// All mistakes that can be asked for.
pub fn defects() -> &'static [Defect] {
    &CATALOGUE
}

/// The upright rules with the named ones replaced.
pub(crate) fn policies(names: &[String]) -> Result<Policies, String> {
    let mut policies = Policies::upright();
    for name in names {
        if !replace(&mut policies, name) {
            return Err(format!(
                "`crooked` asks for {name:?}, which is no defect; the names are in defects.toml"
            ));
        }
    }
    Ok(policies)
}

/// Replaces what the defect replaces; false when there is no such defect.
fn replace(policies: &mut Policies, name: &str) -> bool {
    consent::replace(policies, name)
        || link::replace(policies, name)
        || listing::replace(policies, name)
        || reading::replace(policies, name)
        || timing::replace(policies, name)
        || login::replace(policies, name)
        || number::replace(policies, name)
        || exclusion::replace(policies, name)
        || release::replace(policies, name)
        || sumehr::replace(policies, name)
        || registration::replace(policies, name)
        || audit::replace(policies, name)
        || help::replace(policies, name)
        || id_token::replace(policies, name)
        || security_code::replace(policies, name)
        || signature::replace(policies, name)
        || user_info::replace(policies, name)
        || reply::replace(policies, name)
}

fn check<F>(rule: F) -> Check
where
    F: for<'a> Fn(&'a Question<'a>) -> Answer<'a, bool> + Send + Sync + 'static,
{
    Box::new(rule)
}

fn decision<F>(rule: F) -> Decision
where
    F: for<'a> Fn(&'a Policies, &'a Question<'a>) -> Answer<'a, Result<(), crate::refusal::Reason>> + Send + Sync + 'static,
{
    Box::new(rule)
}

fn always<'a>(_question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(std::future::ready(Ok(true)))
}

fn never<'a>(_question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(std::future::ready(Ok(false)))
}

/// Yes, whatever the facts, for everything but the list.
fn for_the_list_only(upright: Check) -> Check {
    let upright = std::sync::Arc::new(upright);
    check(move |question| {
        let upright = upright.clone();
        Box::pin(async move {
            if question.purpose.document().is_some() {
                Ok(true)
            } else {
                upright(question).await
            }
        })
    })
}

/// What a session was once allowed: session and national number of the patient. As long as the instance.
#[derive(Default)]
struct Memory(Mutex<HashSet<(String, String)>>);

impl Memory {
    fn holds(&self, question: &Question<'_>) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&key(question))
    }

    fn keep(&self, question: &Question<'_>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key(question));
    }
}

fn key(question: &Question<'_>) -> (String, String) {
    (question.session.to_owned(), question.patient.insz.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{defects, policies};

    #[test]
    fn every_defect_of_the_catalogue_can_be_asked_for() {
        assert!(!defects().is_empty());
        for defect in defects() {
            assert!(policies(std::slice::from_ref(&defect.name)).is_ok(), "{}", defect.name);
            assert!(defect.requirement.starts_with("REQ-"), "{}", defect.name);
        }
    }

    #[test]
    fn no_defect_is_listed_twice_and_no_other_name_is_known() {
        let names: HashSet<_> = defects().iter().map(|defect| &defect.name).collect();
        assert_eq!(names.len(), defects().len());
        let refusal = policies(&["no-such-defect".to_owned()]).err();
        assert!(refusal.is_some_and(|text| text.contains("no-such-defect") && text.contains("defects.toml")));
    }

    /// The names in the code are those in the catalogue.
    #[test]
    fn every_defect_in_the_code_is_in_the_catalogue() {
        let code = [
            include_str!("consent.rs"),
            include_str!("link.rs"),
            include_str!("listing.rs"),
            include_str!("reading.rs"),
            include_str!("timing.rs"),
            include_str!("login.rs"),
            include_str!("number.rs"),
            include_str!("exclusion.rs"),
            include_str!("release.rs"),
            include_str!("sumehr.rs"),
            include_str!("registration.rs"),
            include_str!("audit.rs"),
            include_str!("help.rs"),
            include_str!("id_token.rs"),
            include_str!("signature.rs"),
            include_str!("user_info.rs"),
            include_str!("reply.rs"),
        ];
        let listed: HashSet<_> = defects().iter().map(|defect| defect.name.as_str()).collect();
        for line in code.iter().flat_map(|file| file.lines()) {
            if let Some((name, _)) = line.trim().strip_prefix('"').and_then(|rest| rest.split_once("\" =>")) {
                assert!(listed.contains(name), "{name} is not in defects.toml");
            }
        }
    }
}
