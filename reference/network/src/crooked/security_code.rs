//! Mistakes about logins with a security code: codes of an app that are taken for too little, codes by e-mail that are taken for too much,
//! levels that are remembered, rounded or looked at in the wrong place. Help that leads elsewhere is in `help`.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::{
    policies::{
        Policies,
        login::{Achieved, Asked, Entering, LevelCheck, level_is_at_least, level_of, minimum_level},
    },
    store::Session,
};

const APP: &str = "totp";
const MAIL: &str = "mail";
/// The level of itsme, by somebody who thought that the weakest means worth having.
const ITSME_LEVEL: u32 = 450;

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.login;
    match name {
        "app-code-refused" => rules.level_reached = check(|achieved, entering| !is_by(achieved, APP) && is_enough(achieved, entering)),
        "app-code-for-patients-only" => {
            rules.level_reached = check(|achieved, entering| {
                let as_patient = !entering.next.starts_with("/professional");
                is_enough(achieved, entering) && (as_patient || !is_by(achieved, APP))
            })
        }
        "level-must-exceed-minimum" => {
            rules.level_reached = check(|achieved, entering| reached(achieved).is_some_and(|level| level > entering.minimum))
        }
        "itsme-level-asked" => rules.asked = |_| minimum_level(ITSME_LEVEL),
        "app-code-session-of-one-page" => {
            rules.used = |store, session, now| {
                if is_app_session(session) {
                    Box::pin(store.remove_session(&session.digest))
                } else {
                    Box::pin(store.touch_session(&session.digest, now))
                }
            };
            // What the provider still knows of the person would otherwise hide it.
            rules.asked = |minimum| Asked {
                afresh: true,
                ..minimum_level(minimum)
            };
        }
        "mail-code-accepted" => rules.level_reached = check(|achieved, entering| is_by(achieved, MAIL) || is_enough(achieved, entering)),
        "level-rounded-up" => {
            rules.level_reached =
                check(|achieved, entering| reached(achieved).is_some_and(|level| level.div_ceil(100) * 100 >= entering.minimum))
        }
        "level-once-reached-stays" => rules.level_reached = remembered(),
        "level-of-the-patient-space-only" => {
            rules.level_reached = check(|achieved, entering| entering.next.starts_with("/professional") || is_enough(achieved, entering))
        }
        "level-read-from-the-means" => {
            rules.level_reached = check(|achieved, entering| {
                let known = ["eid", "bmid", APP, MAIL];
                known.iter().any(|means| is_by(achieved, means)) || is_enough(achieved, entering)
            })
        }
        "too-low-leaves-a-session" => rules.session_before_level = true,
        _ => return false,
    }
    true
}

fn check(rule: impl Fn(&Achieved, &Entering<'_>) -> bool + Send + Sync + 'static) -> LevelCheck {
    Box::new(rule)
}

fn is_enough(achieved: &Achieved, entering: &Entering<'_>) -> bool {
    level_is_at_least(achieved, entering.minimum)
}

fn reached(achieved: &Achieved) -> Option<u32> {
    achieved.acr.as_deref().and_then(level_of)
}

fn is_by(achieved: &Achieved, means: &str) -> bool {
    achieved.amr.iter().any(|named| named == means)
}

/// Who was let in once is let in for good, as long as the instance lives.
fn remembered() -> LevelCheck {
    let known: Mutex<HashSet<String>> = Mutex::default();
    check(move |achieved, entering| {
        let Some(number) = entering.national_number else {
            return is_enough(achieved, entering);
        };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = known.contains(number) || is_enough(achieved, entering);
        if enough {
            known.insert(number.to_owned());
        }
        enough
    })
}

/// Whether the session was opened with a code of an app, by the token that was kept for signing out.
fn is_app_session(session: &Session) -> bool {
    let claims = session
        .id_token
        .split('.')
        .nth(1)
        .and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
    let claims: Option<Value> = claims.and_then(|claims| serde_json::from_slice(&claims).ok());
    claims.is_some_and(|claims| claims["amr"].as_array().is_some_and(|amr| amr.iter().any(|means| means == APP)))
}
