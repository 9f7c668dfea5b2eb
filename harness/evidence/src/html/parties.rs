//! Between whom an exchange went: read from the journal, where one exchange can stand twice, once from either side.

use std::collections::{BTreeMap, BTreeSet};

use etalon_journal::{Entry, Event, Exchange, JournalSlice, Side};

use crate::words::Words;

/// Authorities that are the harness itself and get no lane of their own.
const HARNESS: [&str; 4] = ["harness", "driver", "steps", "scenario"];

/// Who takes part in a scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Party {
    /// The scenario itself: steps, expectations, trouble.
    Scenario,
    /// A person with his user agent.
    Actor(String),
    /// Our user agent, where nobody is named.
    UserAgent,
    /// The system under test.
    System,
    /// An authority of the nation.
    Authority(String),
}

/// An exchange with its two ends.
pub(super) struct Meeting<'a> {
    pub(super) exchange: Exchange<'a>,
    pub(super) from: Party,
    pub(super) to: Party,
    /// Whether it is the nation's side of an exchange that also stands as sent by our user agent.
    pub(super) is_other_side: bool,
}

impl Party {
    /// Who wrote down an entry.
    pub(super) fn writer(authority: &str) -> Self {
        match authority {
            "user-agent" => Self::UserAgent,
            "system" => Self::System,
            harness if HARNESS.contains(&harness) => Self::Scenario,
            other => Self::Authority(other.to_owned()),
        }
    }

    pub(super) fn name(&self, w: &Words) -> String {
        match self {
            Self::Scenario => w.lane_scenario.to_owned(),
            Self::UserAgent => w.user_agent.to_owned(),
            Self::System => w.lane_system.to_owned(),
            Self::Actor(name) | Self::Authority(name) => name.clone(),
        }
    }
}

/// All exchanges of a scenario, each with its two ends.
pub(super) fn meetings<'a>(entries: JournalSlice<'a>) -> Vec<Meeting<'a>> {
    let exchanges: Vec<Exchange<'a>> = entries.exchanges().collect();
    let authorities: BTreeSet<&str> = entries.iter().map(|entry| entry.authority.as_str()).collect();
    let mut hosts: BTreeMap<&str, &str> = BTreeMap::new();
    for exchange in exchanges.iter().filter(|exchange| exchange.side() == Some(Side::Incoming)) {
        hosts.entry(host(exchange.url())).or_insert(&exchange.request.authority);
    }
    let received: Vec<&Entry> = exchanges
        .iter()
        .filter(|exchange| exchange.side() == Some(Side::Incoming))
        .map(|exchange| exchange.request)
        .collect();
    let mut claimed: BTreeMap<u64, Party> = BTreeMap::new();
    let mut meetings: Vec<Meeting<'a>> = Vec::new();
    for exchange in exchanges {
        // An authority that calls the system itself, as a hospital does when it publishes, is no person.
        let actor = exchange.actor().map(|actor| match authorities.contains(actor) {
            true => Party::Authority(actor.to_owned()),
            false => Party::Actor(actor.to_owned()),
        });
        let (from, to) = match exchange.side() {
            Some(Side::Outgoing) => {
                let from = actor.unwrap_or(Party::UserAgent);
                match received
                    .iter()
                    .find(|request| !claimed.contains_key(&request.number) && is_seen_by(&exchange, request))
                {
                    Some(twin) => {
                        claimed.insert(twin.number, from.clone());
                        (from, Party::Authority(twin.authority.clone()))
                    }
                    None => {
                        let to = hosts
                            .get(host(exchange.url()))
                            .map(|authority| Party::Authority((*authority).to_owned()));
                        (from, to.unwrap_or(Party::System))
                    }
                }
            }
            _ => (actor.unwrap_or(Party::System), Party::Authority(exchange.request.authority.clone())),
        };
        meetings.push(Meeting {
            exchange,
            from,
            to,
            is_other_side: false,
        });
    }
    for meeting in &mut meetings {
        if let Some(sender) = claimed.remove(&meeting.exchange.request.number) {
            meeting.from = sender;
            meeting.is_other_side = true;
        }
    }
    meetings
}

/// Whether `received` is what the nation saw of `sent`: the same method and address, while `sent` waited for its answer.
fn is_seen_by(sent: &Exchange, received: &Entry) -> bool {
    let until = sent.answer.map_or(u64::MAX, |answer| answer.number);
    match (&sent.request.event, &received.event) {
        (Event::Request { method, url, .. }, Event::Request { method: seen, url: at, .. }) => {
            received.number > sent.request.number && received.number < until && method == seen && path(url) == path(at)
        }
        _ => false,
    }
}

/// The host and port of an absolute address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/')
        .map_or("/", |start| &rest[start..])
        .split('#')
        .next()
        .unwrap_or_default()
}
