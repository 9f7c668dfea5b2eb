//! Logins at which the provider does one thing wrong: how an upright portal ends them, and which mistake ends which of them otherwise.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use reqwest::Method;
use stage::{FAULTS, PATIENT, Page, Person, Stage, make_keys};

/// `accepted` with a session that opens a page; otherwise how the person was sent away, without one.
async fn ending(stage: &Stage, fault: &'static str) -> String {
    let mut browser = stage.browser();
    let page = stage.sign_in(&mut browser, "patient", Person::with_fault(PATIENT, fault)).await;
    let own = browser.step(Method::GET, &format!("{}/patient", stage.base), None).await;
    let ending = told(&page);
    assert_eq!(
        own.status == 200,
        ending == "accepted",
        "{fault}: {ending}, and then {}",
        own.status
    );
    if fault.starts_with("key-rotated") {
        stage.partners.rotate_key();
    }
    ending
}

fn told(page: &Page) -> String {
    match (page.name().as_deref(), page.reason()) {
        (_, Some(reason)) => reason,
        (Some("unavailable"), None) if page.status == 502 => "unavailable".to_owned(),
        (Some("patient-home"), None) => "accepted".to_owned(),
        _ => page.status.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upright_portal_ends_every_hostile_login_as_it_should_and_its_twins_well() {
    make_keys().await;
    let stage = Stage::upright().await;
    for &(fault, expected) in FAULTS {
        assert_eq!(ending(&stage, fault).await, expected, "{fault}");
        assert_eq!(ending(&stage, "").await, "accepted", "after {fault}");
    }
}

#[cfg(feature = "crooked")]
mod crooked {
    use std::collections::{BTreeMap, BTreeSet};

    use etalon_reference_network::defects;
    use serde_json::json;
    use tokio::sync::Semaphore;

    use super::{FAULTS, Stage, ending, make_keys};

    const ACCEPTED: &str = "accepted";
    const CRASHED: &str = "500";
    const REFUSED: &str = "login-failed";
    /// It takes seconds every time, so only those walk it that have to do with outages.
    const SLOW: &str = "token-answer-slow";

    /// The defect, and every fault whose login it ends otherwise than the upright portal: all others it ends alike.
    const ENDINGS: &[(&str, &str, &[&str])] = &[
        ("csam-issuer-unchecked", ACCEPTED, &["id-token-issuer-other"]),
        (
            "csam-audience-unchecked",
            ACCEPTED,
            &[
                "id-token-audience-other",
                "id-token-audience-missing",
                "id-token-audience-several-without-azp",
            ],
        ),
        ("csam-audience-optional", ACCEPTED, &["id-token-audience-missing"]),
        ("csam-audience-among-others", ACCEPTED, &["id-token-audience-several-without-azp"]),
        ("csam-azp-unchecked", ACCEPTED, &["id-token-azp-other"]),
        ("csam-expiry-unchecked", ACCEPTED, &["id-token-expired"]),
        ("csam-expiry-optional", ACCEPTED, &["id-token-expiry-missing"]),
        ("csam-nbf-unchecked", ACCEPTED, &["id-token-not-yet-valid"]),
        ("csam-iat-in-future-accepted", ACCEPTED, &["id-token-issued-in-future"]),
        ("csam-iat-age-unchecked", ACCEPTED, &["id-token-issued-long-ago"]),
        ("csam-iat-optional", ACCEPTED, &["id-token-issued-at-missing"]),
        ("csam-nonce-unchecked", ACCEPTED, &["id-token-nonce-other"]),
        ("csam-nonce-optional", ACCEPTED, &["id-token-nonce-missing"]),
        ("csam-subject-optional", ACCEPTED, &["id-token-subject-missing"]),
        ("csam-at-hash-unchecked", ACCEPTED, &["id-token-at-hash-other"]),
        (
            "csam-signature-unchecked",
            ACCEPTED,
            &[
                "id-token-signature-stripped",
                "id-token-signature-foreign",
                "id-token-payload-altered",
            ],
        ),
        ("csam-signature-optional", ACCEPTED, &["id-token-signature-stripped"]),
        ("csam-alg-none-accepted", ACCEPTED, &["id-token-alg-none"]),
        ("csam-hs256-accepted", ACCEPTED, &["id-token-hs256-client-secret"]),
        ("csam-algorithm-from-token", ACCEPTED, &["id-token-hs256-public-key"]),
        ("csam-kid-ignored", ACCEPTED, &["id-token-kid-unknown"]),
        // Whoever ignores names never learns that a key is new.
        (
            "csam-kid-ignored",
            REFUSED,
            &["key-rotated-before-login", "key-rotated-before-token"],
        ),
        ("csam-unknown-key-trusted", ACCEPTED, &["id-token-kid-unknown", "key-withdrawn"]),
        ("csam-kid-required", REFUSED, &["id-token-kid-missing"]),
        ("csam-keys-kept", REFUSED, &["key-rotated-before-login", "key-rotated-before-token"]),
        ("csam-keys-of-departure", REFUSED, &["key-rotated-before-token"]),
        ("csam-user-info-subject-unchecked", ACCEPTED, &["userinfo-subject-other"]),
        ("csam-user-info-signature-unchecked", ACCEPTED, &["userinfo-signature-foreign"]),
        ("csam-user-info-alg-none-accepted", ACCEPTED, &["userinfo-alg-none"]),
        ("csam-number-from-subject", ACCEPTED, &["userinfo-number-missing"]),
        ("lower-level-accepted", ACCEPTED, &["level-lower-than-asked", "level-missing"]),
        ("csam-level-optional", ACCEPTED, &["level-missing"]),
        ("csam-state-optional", ACCEPTED, &["state-missing"]),
        ("csam-state-unchecked", ACCEPTED, &["state-missing", "state-other"]),
        (
            "csam-refused-code-opens-session",
            ACCEPTED,
            &["code-of-other-client", "code-already-used", "token-error-invalid-grant"],
        ),
        ("csam-reply-issuer-unchecked", ACCEPTED, &["issuer-mixed-up"]),
        ("csam-any-callback", ACCEPTED, &["reply-to-other-address"]),
        (
            "csam-error-opens-session",
            ACCEPTED,
            &["reply-error-access-denied", "reply-error-server"],
        ),
        ("csam-error-crashes", CRASHED, &["reply-error-access-denied"]),
        (
            "csam-unreadable-answer-opens-session",
            ACCEPTED,
            &["token-answer-enormous", "token-answer-not-json"],
        ),
        (
            "csam-unreadable-answer-crashes",
            CRASHED,
            &["token-answer-enormous", "token-answer-not-json"],
        ),
        ("csam-answer-unbounded", ACCEPTED, &["token-answer-enormous"]),
        ("csam-redirect-followed", ACCEPTED, &["token-redirected-elsewhere"]),
        (
            "csam-outage-opens-session",
            ACCEPTED,
            &["token-error-server", SLOW, "token-answer-reset", "token-answer-truncated"],
        ),
        (
            "csam-outage-crashes",
            CRASHED,
            &[
                "reply-error-server",
                "token-error-server",
                SLOW,
                "token-answer-reset",
                "token-answer-truncated",
            ],
        ),
        ("csam-discovery-issuer-unchecked", ACCEPTED, &["discovery-issuer-other"]),
    ];

    /// Portals at a time: with all at once on a busy machine, exchanges with the provider pass their bound.
    static SEATS: Semaphore = Semaphore::const_new(2);

    /// `fault: ending` wherever it is not the upright one. Logins without fault are accepted after the first and after the last.
    async fn differences(defect: &str, walks_slowly: bool) -> BTreeSet<String> {
        let _seat = SEATS.acquire().await.unwrap();
        let stage = Stage::open(json!({ "crooked": [defect] })).await;
        let mut differences = BTreeSet::new();
        for &(fault, upright) in FAULTS.iter().filter(|(fault, _)| walks_slowly || *fault != SLOW) {
            let seen = ending(&stage, fault).await;
            if seen != upright {
                differences.insert(format!("{fault}: {seen}"));
            }
            // The first fault wants a provider that was never asked.
            if fault == "discovery-issuer-other" {
                assert_eq!(ending(&stage, "").await, ACCEPTED, "{defect}");
            }
        }
        assert_eq!(ending(&stage, "").await, ACCEPTED, "{defect} after all faults");
        differences
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_mistake_ends_its_own_hostile_logins_otherwise_and_no_others() {
        let mut expected = BTreeMap::<&str, BTreeSet<String>>::new();
        // It ends every refusal for a failed check in an internal error.
        let failed = FAULTS.iter().filter(|(_, upright)| *upright == REFUSED);
        let crashes = failed.map(|(fault, _)| format!("{fault}: {CRASHED}"));
        expected.entry("csam-failed-check-crashes").or_default().extend(crashes);
        for (defect, ending, faults) in ENDINGS {
            let otherwise = faults.iter().map(|fault| format!("{fault}: {ending}"));
            expected.entry(defect).or_default().extend(otherwise);
        }
        make_keys().await;
        let walks = expected.into_iter().map(|(defect, expected)| {
            let walks_slowly = defect.contains("outage");
            tokio::spawn(async move { (defect, expected, differences(defect, walks_slowly).await) })
        });
        for walk in walks.collect::<Vec<_>>() {
            let (defect, expected, seen) = walk.await.unwrap();
            assert_eq!(seen, expected, "{defect}");
        }
    }

    #[test]
    fn every_mistake_about_csam_is_walked_and_every_fault_is_met_by_one() {
        let walked: BTreeSet<_> = ENDINGS.iter().map(|(defect, ..)| *defect).collect();
        for defect in defects().iter().filter(|defect| defect.name.starts_with("csam-")) {
            let named = walked.contains(defect.name.as_str()) || defect.name == "csam-failed-check-crashes";
            assert!(named || !defect.requirement.starts_with("REQ-OIDC"), "{}", defect.name);
        }
        for (fault, upright) in FAULTS {
            let otherwise = |ending: &str| match *upright {
                ACCEPTED => ending == REFUSED,
                _ => ending == ACCEPTED,
            };
            let met = ENDINGS
                .iter()
                .any(|(_, ending, faults)| otherwise(ending) && faults.contains(fault));
            assert!(met, "no mistake lets {fault} end otherwise");
        }
    }
}
