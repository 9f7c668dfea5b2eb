//! What is proved of every fault in the catalogue: its twin is accepted, it differs from its twin by its mutation and nothing else, it gets the reaction it
//! claims from a strict relying party, it is well-formed unless it says otherwise, and no two are the same. No network: the router is asked directly.

mod canonical;
mod recording;
mod strict;

pub use recording::{Message, Recording, record};
pub use strict::{NotLoggedIn, verify};

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use etalon_journal::{Event, Fields};
use etalon_stage::Realm;

use crate::{CsamKey, Fault, Mutation, Reaction, Signer, Token, faults};
use canonical::Canonical;

/// What is wrong with the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fault `{fault}`: {what}")]
pub struct LintProblem {
    /// The fault.
    pub fault: String,
    /// What is not true of it.
    pub what: String,
}

/// Plays every fault of the catalogue and its twin. `open` gives a fresh realm each time: always with the same name and seed, and a clock that stands still
/// at the same instant. Five keys are enough; CSAM settles in the realms by itself.
pub async fn lint(keys: &[Arc<CsamKey>], open: impl Fn() -> Arc<Realm>) -> Vec<LintProblem> {
    let mut problems = Vec::new();
    let twin_realm = open();
    let twin = record(&twin_realm, keys, None).await;
    if let Err(why) = verify(&twin) {
        let fault = "(the twin of all)".to_owned();
        let what = format!("a strict relying party does not accept it: {why}");
        return vec![LintProblem { fault, what }];
    }
    let twin = Canonical::of(&twin, &twin_realm, keys);
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for fault in faults() {
        let mut problem = |what: String| {
            problems.push(LintProblem {
                fault: fault.id.clone(),
                what,
            });
        };
        let realm = open();
        let played = record(&realm, keys, Some(&fault.id)).await;
        applied_once(&realm, fault).unwrap_or_else(&mut problem);
        reacted(fault, &played).unwrap_or_else(&mut problem);
        let canonical = Canonical::of(&played, &realm, keys);
        if canonical.is_well_formed(fault.step) != fault.well_formed {
            problem(format!("it says well-formed = {}, and its message is not so", fault.well_formed));
        }
        let differences = twin.differences(&canonical);
        differs_as_it_says(fault, &differences).unwrap_or_else(&mut problem);
        let told = format!("{differences:?}");
        if let Some(other) = seen.insert(told, &fault.id) {
            problem(format!("it is the same as `{other}`"));
        }
    }
    problems
}

/// The journal must say that the fault was in the exchange, once, and nowhere that it was not.
fn applied_once(realm: &Realm, fault: &Fault) -> Result<(), String> {
    let observed = |wanted: &str| -> Vec<Fields> {
        let entries = realm.journal().entries();
        let named = entries.iter().filter_map(|entry| match &entry.event {
            Event::Observation { name, fields } if name == wanted => Some(fields.clone()),
            _ => None,
        });
        named.collect()
    };
    let applied = observed("fault-applied");
    match applied.as_slice() {
        [once] if once["fault"] == fault.id.as_str() && once["step"] == fault.step.name() => {}
        other => return Err(format!("the journal does not say once that it was applied: {other:?}")),
    }
    match observed("fault-unused").as_slice() {
        [] => Ok(()),
        other => Err(format!("the journal says that it was not used: {other:?}")),
    }
}

fn reacted(fault: &Fault, played: &Recording) -> Result<(), String> {
    match (fault.reaction, verify(played)) {
        (Reaction::Accepted, Ok(()))
        | (Reaction::Refused, Err(NotLoggedIn::Refused(_)))
        | (Reaction::Unavailable, Err(NotLoggedIn::Unavailable(_))) => Ok(()),
        (reaction, Ok(())) => Err(format!(
            "its reaction is `{}`, and a strict relying party accepts it",
            reaction.name()
        )),
        (reaction, Err(why)) => Err(format!(
            "its reaction is `{}`, and a strict relying party says: {why}",
            reaction.name()
        )),
    }
}

fn differs_as_it_says(fault: &Fault, differences: &BTreeMap<String, (Option<String>, Option<String>)>) -> Result<(), String> {
    let found: BTreeSet<&str> = differences.keys().map(String::as_str).collect();
    if found.is_empty() {
        return Err("it does not differ from its twin".to_owned());
    }
    let (exactly, also) = touched(&fault.mutation);
    let missing: Vec<_> = exactly.iter().filter(|path| !found.contains(path.as_str())).collect();
    let more: Vec<_> = found
        .iter()
        .filter(|path| !exactly.iter().any(|own| own == **path) && !also.iter().any(|message| path.starts_with(message)))
        .collect();
    if missing.is_empty() && more.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "beside its mutation it changes {more:?}, and it does not change {missing:?}"
        ))
    }
}

/// What a mutation changes: these places, each of them; and whatever it likes of these messages.
fn touched(mutation: &Mutation) -> (Vec<String>, Vec<&'static str>) {
    let of = |token: &Token| match token {
        Token::IdToken => "token.id-token",
        Token::Userinfo => "userinfo.token",
    };
    let payload = |token: &Token, name: &str| format!("{}.payload.{name}", of(token));
    let exactly = |paths: Vec<String>| (paths, Vec::new());
    match mutation {
        Mutation::Claim { of: token, name, .. } | Mutation::Time { of: token, name, .. } => exactly(vec![payload(token, name)]),
        Mutation::Audience {
            of: token,
            authorized_party,
            ..
        } => {
            let azp = (!authorized_party).then(|| payload(token, "azp"));
            exactly([payload(token, "aud")].into_iter().chain(azp).collect())
        }
        Mutation::Header { of: token, name, .. } => exactly(vec![format!("{}.header.{name}", of(token))]),
        Mutation::Signature { of: token, by } => {
            let field = match by {
                Signer::Nobody | Signer::ClientSecret | Signer::PublicKey => Some("alg"),
                Signer::WithdrawnKey => Some("kid"),
                Signer::Stripped | Signer::ForeignKey => None,
            };
            let field = field.map(|field| format!("{}.header.{field}", of(token)));
            exactly([format!("{}.signature", of(token))].into_iter().chain(field).collect())
        }
        Mutation::AlteredAfterSigning { of: token, name, .. } => exactly(vec![payload(token, name), format!("{}.signature", of(token))]),
        Mutation::Level(_) => exactly(vec![payload(&Token::IdToken, "acr"), payload(&Token::IdToken, "amr")]),
        Mutation::NewKey(_) => {
            let both = |part: &str| [Token::IdToken, Token::Userinfo].map(|token| format!("{}.{part}", of(&token)));
            let paths = both("header.kid").into_iter().chain(both("signature")).collect();
            (paths, vec!["keys-during.", "keys-after."])
        }
        // What follows is the token endpoint's own refusal, and so no userinfo.
        Mutation::Code(_) => (vec!["reply.parameter.code".to_owned()], vec!["token.", "userinfo."]),
        Mutation::ReplyParameter { name, .. } => exactly(vec![format!("reply.parameter.{name}")]),
        Mutation::ReplyAddress(_) => exactly(vec!["reply.address".to_owned()]),
        Mutation::ReplyError(_) => {
            let paths = ["code", "error"].map(|name| format!("reply.parameter.{name}")).to_vec();
            (paths, vec!["token.", "userinfo."])
        }
        Mutation::TokenAnswer(crate::Arrival::Enormous) => exactly(vec!["token.body.padding".to_owned()]),
        Mutation::TokenError { .. } | Mutation::TokenAnswer(_) => (Vec::new(), vec!["token.", "userinfo."]),
        Mutation::Metadata { name, .. } => exactly(vec![format!("discovery.{name}")]),
    }
}
