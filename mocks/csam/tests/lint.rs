//! The catalogue proves itself: every fault with its twin over the real router, before a strict relying party, a naive one and a stubborn one.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, io, path::Path, sync::Arc};

use etalon_certs::{KeyPool, TestRoot};
use etalon_csam::{CsamKey, Fault, Message, NotLoggedIn, Reaction, Recording, faults, lint, record, verify};
use etalon_journal::{Entry, Journal, Sink};
use etalon_stage::Realm;
use etalon_wire::{JwkSet, UnverifiedJws, verify_jws_with};
use serde_json::{Map, Value};

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

fn keys() -> Vec<Arc<CsamKey>> {
    let root = TestRoot::fresh().unwrap();
    let pool = KeyPool::open(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys")).unwrap();
    let keys = pool.keys(5).unwrap();
    keys.iter().map(|key| Arc::new(CsamKey::new(key, &root).unwrap())).collect()
}

fn realm() -> Arc<Realm> {
    let journal = Journal::new(Arc::new(Nowhere), &[7; 32]);
    let at = Some("2026-04-09T08:00:00Z".parse().unwrap());
    Realm::new(&journal, "https://127.0.0.1:1", "lint", 11, at)
}

#[tokio::test]
async fn every_fault_is_its_twin_with_one_change_and_gets_the_reaction_it_names() {
    let problems = lint(&keys(), realm).await;
    assert!(
        problems.is_empty(),
        "{}",
        problems.iter().map(|problem| format!("{problem}\n")).collect::<String>()
    );
}

/// Without keys of its own to sign with, a fault that needs one must say so instead of doing nothing.
#[tokio::test]
async fn the_lint_sees_what_is_not_true_of_a_fault() {
    let problems = lint(&keys()[..1], realm).await;
    let found: BTreeSet<&str> = problems.iter().map(|problem| problem.fault.as_str()).collect();
    let expected = [
        "id-token-signature-foreign",
        "key-rotated-before-login",
        "key-rotated-before-token",
        "key-withdrawn",
        "userinfo-signature-foreign",
    ];
    assert_eq!(found, BTreeSet::from(expected), "{problems:?}");
    assert!(
        problems
            .iter()
            .any(|problem| problem.what.contains("does not differ from its twin"))
    );
}

/// Which check of the strict relying party each fault meets: it must be the one the fault is about.
const REASONS: [(&str, &str); 46] = [
    ("id-token-issuer-other", "issuer"),
    ("id-token-audience-other", "audience"),
    ("id-token-audience-missing", "audience"),
    ("id-token-audience-several-without-azp", "audience"),
    ("id-token-azp-other", "authorized-party"),
    ("id-token-expired", "expiry"),
    ("id-token-expiry-missing", "expiry"),
    ("id-token-not-yet-valid", "not-yet-valid"),
    ("id-token-issued-at-missing", "issued-at-missing"),
    ("id-token-issued-in-future", "issued-in-future"),
    ("id-token-issued-long-ago", "issued-long-ago"),
    ("id-token-nonce-other", "nonce"),
    ("id-token-nonce-missing", "nonce"),
    ("id-token-subject-missing", "subject"),
    ("id-token-at-hash-other", "at-hash"),
    ("id-token-alg-none", "algorithm"),
    ("id-token-hs256-client-secret", "algorithm"),
    ("id-token-hs256-public-key", "algorithm"),
    ("id-token-kid-unknown", "key"),
    ("id-token-signature-stripped", "signature"),
    ("id-token-signature-foreign", "signature"),
    ("id-token-payload-altered", "signature"),
    ("key-withdrawn", "key"),
    ("userinfo-subject-other", "userinfo-subject"),
    ("userinfo-signature-foreign", "signature"),
    ("userinfo-alg-none", "algorithm"),
    ("userinfo-number-missing", "userinfo-number"),
    ("level-lower-than-asked", "level"),
    ("level-missing", "level"),
    ("code-of-other-client", "token-refused"),
    ("code-already-used", "token-refused"),
    ("state-missing", "state"),
    ("state-other", "state"),
    ("issuer-mixed-up", "reply-issuer"),
    ("reply-to-other-address", "reply-address"),
    ("reply-error-access-denied", "reply-error"),
    ("reply-error-server", "reply-error"),
    ("token-error-invalid-grant", "token-refused"),
    ("token-error-server", "token-error"),
    ("token-answer-slow", "token-error"),
    ("token-answer-reset", "token-answer-missing"),
    ("token-answer-truncated", "token-answer-missing"),
    ("token-answer-enormous", "token-answer-too-long"),
    ("token-answer-not-json", "token-answer-unreadable"),
    ("token-redirected-elsewhere", "token-redirected"),
    ("discovery-issuer-other", "discovery-issuer"),
];

#[tokio::test]
async fn each_fault_meets_the_check_it_is_about() {
    let keys = keys();
    let listed: BTreeSet<&str> = REASONS.iter().map(|(fault, _)| *fault).collect();
    let refused = faults().iter().filter(|fault| fault.reaction != Reaction::Accepted);
    assert_eq!(listed, refused.map(|fault| fault.id.as_str()).collect());
    for (fault, reason) in REASONS {
        let met = verify(&record(&realm(), &keys, Some(fault)).await).unwrap_err();
        let (NotLoggedIn::Refused(why) | NotLoggedIn::Unavailable(why)) = met;
        assert_eq!(why, reason, "{fault}");
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Ended {
    LoggedIn,
    Crashed,
    Refused,
}

/// Believes everything, and has never seen anything go wrong.
fn naive(login: &Recording) -> Ended {
    let walk = || -> Option<()> {
        login.reply.parameter("code")?;
        let mut answer = login.token.clone()?;
        if answer.status == 307 {
            // It follows with its secret and its code, and gets the tokens there; tried over the network in `transport.rs`.
            answer.status = 200;
            return Some(());
        }
        let tokens = answer.json()?;
        UnverifiedJws::parse(tokens["id_token"].as_str()?)?;
        UnverifiedJws::parse(&login.userinfo.as_ref()?.text())?;
        Some(())
    };
    walk().map_or(Ended::Crashed, |()| Ended::LoggedIn)
}

/// Checks signatures, with the keys it got when it started and no others, by their names.
fn stubborn(login: &Recording) -> Ended {
    let keys: JwkSet = serde_json::from_slice(&login.keys.body).unwrap();
    let believed = |message: Option<&Message>, token: &dyn Fn(&Message) -> Option<String>| {
        let compact = message.and_then(token)?;
        UnverifiedJws::parse(&compact)?.header.get("kid")?;
        verify_jws_with(&compact, &keys).ok()
    };
    let id_token = |answer: &Message| answer.json()?["id_token"].as_str().map(str::to_owned);
    let both = believed(login.token.as_ref(), &id_token).zip(believed(login.userinfo.as_ref(), &|answer| Some(answer.text())));
    both.map_or(Ended::Refused, |_| Ended::LoggedIn)
}

#[tokio::test]
async fn a_naive_relying_party_falls_for_every_fault_and_a_stubborn_one_for_every_unusual_twin() {
    let keys = keys();
    let twin = record(&realm(), &keys, None).await;
    assert_eq!((naive(&twin), stubborn(&twin)), (Ended::LoggedIn, Ended::LoggedIn));
    for fault in faults() {
        let login = record(&realm(), &keys, Some(&fault.id)).await;
        match fault.reaction {
            Reaction::Accepted => assert_eq!((naive(&login), stubborn(&login)), (Ended::LoggedIn, Ended::Refused), "{}", fault.id),
            Reaction::Refused | Reaction::Unavailable => assert_ne!(naive(&login), Ended::Refused, "{}", fault.id),
        }
    }
}

/// Which of the refused faults a naive relying party accepts, as against those it only breaks on.
#[tokio::test]
async fn the_naive_one_breaks_only_where_no_tokens_come() {
    let keys = keys();
    for fault in faults().iter().filter(|fault| fault.reaction != Reaction::Accepted) {
        let login = record(&realm(), &keys, Some(&fault.id)).await;
        let came = login
            .token
            .as_ref()
            .is_some_and(|answer| answer.status == 307 || answer.json().is_some_and(|told| told["id_token"].is_string()));
        let expected = if came { Ended::LoggedIn } else { Ended::Crashed };
        assert_eq!(naive(&login), expected, "{}", fault.id);
    }
}

#[test]
fn a_fault_is_found_by_its_name() {
    let fault = Fault::by_id("state-missing").unwrap();
    assert_eq!(fault.step.name(), "authorization");
    assert_eq!(Fault::by_id("state"), None);
    let known: Map<String, Value> = faults().iter().map(|fault| (fault.id.clone(), Value::Null)).collect();
    assert_eq!(known.len(), faults().len());
}
