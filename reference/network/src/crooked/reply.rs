//! Mistakes about the replies of the sign-in provider: through the browser, from the token endpoint and about itself. Some let somebody in
//! although the provider named nobody.

use std::time::Duration;

use axum::http::StatusCode;
use sqlx::Row as _;

use crate::{
    outgoing::provider::{Arrival, ProviderFault, Step},
    policies::{
        Answer, Policies,
        login::{Achieved, begun_here_with_that_state, level_is_at_least},
        portal,
    },
    refusal::Reason,
    store::{LoginAttempt, Store},
};

/// Longer than any answer that a provider would send.
const HARDLY_A_LIMIT: usize = 64 * 1024 * 1024;
const LONG_WAIT: Duration = Duration::from_secs(15);
const MANY_REDIRECTS: usize = 5;

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.provider;
    match name {
        "csam-state-optional" => {
            policies.login.attempt = |store, state, browser| match state {
                Some(_) => begun_here_with_that_state(store, state, browser),
                None => latest_of_the_browser(store, browser),
            }
        }
        "csam-state-unchecked" => policies.login.attempt = |store, _, browser| latest_of_the_browser(store, browser),
        "csam-reply-issuer-unchecked" => rules.reply_issuer = |_, _, _| true,
        "csam-any-callback" => rules.reply_address = |_, _| true,
        "csam-error-opens-session" => {
            rules.stand_in = |fault| {
                let replied = matches!(fault, ProviderFault::Declined | ProviderFault::Silent(Step::Reply, _));
                replied.then(somebody)
            }
        }
        "csam-error-crashes" => {
            policies.portal.refusal_status = |reason| match reason {
                Reason::LoginCancelled => StatusCode::INTERNAL_SERVER_ERROR,
                _ => portal::status_of(reason),
            }
        }
        "csam-failed-check-crashes" => {
            policies.portal.refusal_status = |reason| match reason {
                Reason::LoginFailed => StatusCode::INTERNAL_SERVER_ERROR,
                _ => portal::status_of(reason),
            }
        }
        "csam-refused-code-opens-session" => {
            rules.stand_in = |fault| (*fault == ProviderFault::Refused(Step::Token, "code")).then(somebody)
        }
        "csam-redirect-followed" => rules.most_token_redirects = MANY_REDIRECTS,
        "csam-answer-unbounded" => {
            rules.longest_token_answer = HARDLY_A_LIMIT;
            // Who reads everything has to wait for it.
            rules.longest_token_exchange = LONG_WAIT;
        }
        "csam-unreadable-answer-opens-session" => {
            rules.stand_in = |fault| matches!(fault, ProviderFault::Unreadable(Step::Token, _)).then(somebody)
        }
        "csam-unreadable-answer-crashes" => policies.portal.outage_status = |whose| crash_over("provider-answer", whose),
        "csam-outage-opens-session" => rules.stand_in = |fault| matches!(fault, ProviderFault::Silent(Step::Token, _)).then(somebody),
        "csam-outage-crashes" => policies.portal.outage_status = |whose| crash_over("provider", whose),
        "csam-discovery-issuer-unchecked" => rules.discovered = |_, _| true,
        "csam-level-optional" => {
            policies.login.level_reached =
                Box::new(|achieved, entering| achieved.acr.is_none() || level_is_at_least(achieved, entering.minimum))
        }
        _ => return false,
    }
    true
}

/// Whatever was begun last in this browser.
fn latest_of_the_browser<'a>(store: &'a Store, browser_digest: &'a str) -> Answer<'a, Option<LoginAttempt>> {
    Box::pin(async move {
        let latest =
            sqlx::query("SELECT state_digest FROM login_attempt WHERE browser_digest = ? ORDER BY started_at DESC, rowid DESC LIMIT 1")
                .bind(browser_digest)
                .fetch_optional(store.pool())
                .await?;
        match latest {
            Some(row) => store.take_login_attempt(row.try_get("state_digest")?, browser_digest).await,
            None => Ok(None),
        }
    })
}

/// A session that was opened first, to be filled with what the provider says later.
fn somebody() -> Arrival {
    Arrival {
        achieved: Achieved {
            acr: Some("urn:be:fedict:iam:fas:Level500".to_owned()),
            amr: Vec::new(),
        },
        national_number: Some("00000000000".to_owned()),
        name: String::new(),
        id_token: String::new(),
    }
}

fn crash_over(what: &str, whose: &str) -> StatusCode {
    if whose == what {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        portal::blamed_on_the_partner(whose)
    }
}
