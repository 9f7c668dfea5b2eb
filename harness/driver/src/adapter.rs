//! The `http` trigger: one JSON request per intent to a small program beside the product. `docs/adapter.md` tells how to write one, and
//! `docs/adapter.openapi.json` is made from the types here.

use std::{collections::BTreeMap, time::Duration};

use etalon_journal::{Body, Event, RealmJournal, Side, Silence};
use etalon_model::{Outcome, Reason, Refusals};
use jiff::Timestamp;
use reqwest::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::user_agent::{NoPage, WebClient};

/// How long an intent may take: an adapter may load several pages for one.
const INTENT_LIMIT: Duration = Duration::from_secs(45);
/// Where intents go, below the adapter's address.
pub(crate) const INTENTS_PATH: &str = "/v1/intents";
/// Where the clock is set.
pub(crate) const CLOCK_PATH: &str = "/v1/clock";

/// What an adapter is asked to do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IntentRequest {
    /// What is wanted: `LogIn`, `ListDocuments`, …
    pub intent: String,
    /// Its particulars: the role, the means, the document's name.
    #[schemars(with = "serde_json::Map<String, Value>")]
    pub arguments: Value,
    /// Who wants it, and with which browser.
    pub actor: AdapterActor,
    /// The scenario that is played. Its people and browsers are nobody else's.
    pub realm: String,
    /// What a recipe's placeholders would stand for: `patient.insz`, `page.path`, …
    pub values: BTreeMap<String, String>,
    /// Where the product answers.
    pub product: String,
}

/// The person who wants something.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AdapterActor {
    /// As the scenario names the person.
    pub name: String,
    /// As the nation knows the person; empty for a visitor whom it does not know.
    pub id: String,
    /// The number of the browser. A person may use several, one after the other; each has cookies of its own, and begins without any.
    pub browser: u64,
    /// What that browser calls itself.
    pub user_agent: String,
    /// The language that it asks pages for.
    pub language: String,
}

/// What the adapter says came of it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum IntentAnswer {
    /// It was done.
    Done {
        /// What the product showed, by the names that rules read: `references`, `patients`, …
        #[serde(default)]
        shown: BTreeMap<String, Vec<String>>,
    },
    /// The product refused it.
    Refused {
        /// Why: the product's own spelling, as `[refusals.reasons]` of the profile has it, or one of ours.
        #[serde(default)]
        reason: Option<String>,
        /// What the product showed.
        #[serde(default)]
        shown: String,
    },
    /// The product demands a login first.
    LoginDemanded {},
    /// The product said that something it needs does not answer.
    Unavailable {
        /// What it showed.
        #[serde(default)]
        shown: String,
    },
    /// The adapter does not know how to do this.
    Unsupported {},
    /// The product broke.
    Crashed {
        /// The HTTP status, where there is one.
        #[serde(default)]
        status: Option<u16>,
    },
}

/// The instant at which the product's clock stands still from now on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClockRequest {
    /// In UTC.
    #[schemars(with = "String")]
    pub now: Timestamp,
}

/// An adapter, as it is reached.
#[derive(Clone)]
pub struct AdapterLine {
    client: WebClient,
    url: Url,
    token: Option<String>,
}

impl AdapterLine {
    /// The adapter at `url`, which wants `token` where there is one.
    #[must_use]
    pub fn new(client: WebClient, url: Url, token: Option<String>) -> Self {
        Self { client, url, token }
    }

    /// Asks for an intent. The exchange is written down as the actor's, so that what the adapter shows is seen as such.
    pub(crate) async fn want(&self, journal: &RealmJournal, request: &IntentRequest, refusals: &Refusals) -> Outcome {
        let body = serde_json::to_string(request).expect("plain data");
        let asked = self.call(INTENTS_PATH, body, Some((journal, &request.actor.name))).await;
        match asked {
            Err(NoPage { how, detail }) => Outcome::NoAnswer { how, detail },
            Ok((200, answer)) => match serde_json::from_slice(&answer) {
                Ok(answer) => outcome(answer, &request.intent, refusals),
                Err(why) => Outcome::NoAnswer {
                    how: Silence::Unreadable,
                    detail: format!(
                        "the adapter's answer to {} is none: {why}; docs/adapter.openapi.json has its form",
                        request.intent
                    ),
                },
            },
            Ok((status, _)) => Outcome::NoAnswer {
                how: Silence::Unreadable,
                detail: format!(
                    "the adapter answers {} with status {status}; it must answer 200, whatever came of it",
                    request.intent
                ),
            },
        }
    }

    /// Lets the product's clock stand still at `now`.
    ///
    /// # Errors
    /// The adapter does not do it.
    pub async fn set_clock(&self, now: Timestamp) -> Result<(), String> {
        let body = serde_json::to_string(&ClockRequest { now }).expect("plain data");
        match self.call(CLOCK_PATH, body, None).await {
            Ok((200 | 204, _)) => Ok(()),
            Ok((status, _)) => Err(format!("the adapter answers {CLOCK_PATH} with status {status}; it must answer 204")),
            Err(NoPage { detail, .. }) => Err(format!("the adapter: {detail}")),
        }
    }

    async fn call(&self, path: &str, body: String, written: Option<(&RealmJournal, &str)>) -> Result<(u16, bytes::Bytes), NoPage> {
        let unreadable = |detail: String| NoPage {
            how: Silence::Unreadable,
            detail,
        };
        let address = format!("{}{path}", self.url.as_str().trim_end_matches('/'));
        let url = Url::parse(&address).map_err(|why| unreadable(format!("{address}: {why}")))?;
        if !self.client.may_reach(&url) {
            let detail = format!("the adapter at {url} is neither of this machine nor among the profile's contacts; it was not contacted");
            return Err(NoPage {
                how: Silence::NotListening,
                detail,
            });
        }
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let to = written.map(|(journal, actor)| {
            let request = Event::Request {
                side: Side::Outgoing,
                actor: Some(actor.to_owned()),
                method: Method::POST.to_string(),
                url: url.to_string(),
                headers: headers.clone(),
                body: Body::of(body.as_bytes()),
            };
            (journal, journal.write("adapter", request))
        });
        // Behind what is written down: the token is nobody's business.
        headers.extend(
            self.token
                .iter()
                .map(|token| ("authorization".to_owned(), format!("Bearer {token}"))),
        );
        let answered = self
            .client
            .send(&Method::POST, &url, &headers, Some(&body), Some(INTENT_LIMIT))
            .await;
        if let Some((journal, to)) = to {
            let event = match &answered {
                Ok((status, headers, body)) => Event::Response {
                    to,
                    status: *status,
                    headers: headers.clone(),
                    body: Body::of(body),
                },
                Err(NoPage { how, detail }) => Event::NoAnswer {
                    to,
                    how: *how,
                    detail: detail.clone(),
                },
            };
            journal.write("adapter", event);
        }
        answered.map(|(status, _, body)| (status, body))
    }
}

fn outcome(answer: IntentAnswer, intent: &str, refusals: &Refusals) -> Outcome {
    match answer {
        IntentAnswer::Done { shown } => Outcome::Done { shown },
        IntentAnswer::Refused { reason, shown } => {
            let known = reason
                .as_deref()
                .and_then(|word| refusals.reasons.get(word).copied().or_else(|| Reason::parse(word)));
            let shown = match (&reason, known) {
                (Some(word), None) => format!("{word}: {shown}"),
                _ => shown,
            };
            Outcome::Refused { reason: known, shown }
        }
        IntentAnswer::LoginDemanded {} => Outcome::LoginDemanded {},
        IntentAnswer::Unavailable { shown } => Outcome::SourceUnavailable { shown },
        IntentAnswer::Unsupported {} => Outcome::Unrecognised {
            why: format!("the adapter says that it does not support {intent}"),
        },
        // A crash without a status is one of the product all the same.
        IntentAnswer::Crashed { status } => Outcome::Crashed {
            status: status.unwrap_or(500),
        },
    }
}
