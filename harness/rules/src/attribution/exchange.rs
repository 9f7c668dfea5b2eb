//! One exchange of a shared realm while it lasts: what is known of whose it is. What follows from that stands in the parent.

use std::{collections::BTreeSet, sync::Arc};

use etalon_journal::{Entry, Event, Side};

use super::keys::Label;

/// What anybody may read, and nobody in particular does: metadata, keys, certificates and what is said of their revocation.
const PUBLIC: [&str; 8] = [
    "/.well-known/openid-configuration",
    "/connect/jwk_uri",
    "/jwkSet",
    "/jwks",
    "/exportmetadata.jsp",
    "/fas.css",
    ".crl",
    ".crt",
];
/// What an authority writes down where it answers otherwise than usual: then it is not what everybody reads.
const UNUSUAL: &str = "fault-applied";

/// Whoever sends this comes back from a login, or lets an adapter do as it likes: meanwhile nobody else may be at the product, or it cannot
/// be told for whom the product does what it then does.
const TO_BE_ALONE: [&str; 3] = ["[secret code ", "SAMLResponse=", "SAMLart="];
/// Who writes down what is asked of an adapter.
const ADAPTER: &str = "adapter";

/// Header fields by which a client shows who it is.
const CREDENTIALS: [&str; 2] = ["authorization", "cookie"];

/// A request of a browser of ours that still waits for its answer.
pub(super) struct Sent {
    pub(super) label: Label,
    request: Arc<Entry>,
    /// Whether nobody else should wait for the product meanwhile.
    pub(super) is_to_be_alone: bool,
    /// Whether it is the nation that answers it.
    pub(super) reached_nation: bool,
}

impl Sent {
    pub(super) fn of(label: &Label, entry: &Arc<Entry>) -> Option<Self> {
        let Event::Request {
            side: Side::Outgoing,
            url,
            body,
            ..
        } = &entry.event
        else {
            return None;
        };
        let brings = |sign: &&str| url.contains(sign) || body.text.as_ref().is_some_and(|text| text.contains(sign));
        Some(Self {
            label: Arc::clone(label),
            request: Arc::clone(entry),
            is_to_be_alone: entry.authority == ADAPTER || TO_BE_ALONE.iter().any(brings),
            reached_nation: false,
        })
    }

    /// Whether it is the product that has to answer, as far as is known: `nation` are the origins at which the nation answers.
    pub(super) fn goes_to_product(&self, nation: &BTreeSet<String>) -> bool {
        !self.reached_nation && origin_of(&self.request).is_none_or(|origin| !nation.contains(origin))
    }

    /// Whether that is what reached the nation as `entry`.
    pub(super) fn is(&self, entry: &Entry) -> bool {
        !self.reached_nation && is_twin(&self.request, entry)
    }
}

/// Whether what one of ours sent is what reached the nation: the same method, address, body and credentials.
fn is_twin(sent: &Entry, reached: &Entry) -> bool {
    let parts = |entry: &Entry, wanted: Side| match &entry.event {
        Event::Request {
            side,
            method,
            url,
            headers,
            body,
            ..
        } if *side == wanted => Some((method.clone(), target(url).to_owned(), credentials(headers), body.text.clone())),
        _ => None,
    };
    let sent = parts(sent, Side::Outgoing);
    sent.is_some() && sent == parts(reached, Side::Incoming)
}

/// By which one client is another than the next.
fn credentials(headers: &[(String, String)]) -> Vec<String> {
    let of_client = |name: &str| CREDENTIALS.iter().any(|field| name.eq_ignore_ascii_case(field));
    let fields = headers.iter().filter(|(name, _)| of_client(name));
    fields.map(|(_, value)| value.clone()).collect()
}

/// An exchange that no entry says whose it is.
pub(super) struct Open {
    /// The request, what was written while it was answered, and the answer.
    pub(super) entries: Vec<Arc<Entry>>,
    /// Whose it could be, by what it bears or by the browser that sent it.
    pub(super) claims: BTreeSet<Label>,
    /// Whether a browser of ours sent it, or an authority: then it is none of the product's doing.
    pub(super) is_ours: bool,
    /// Which scenarios were being played when it began.
    pub(super) playing: BTreeSet<Label>,
    /// Which of them waited for an answer then.
    pub(super) waiting: BTreeSet<Label>,
    /// And which of those should have waited alone.
    pub(super) alone: BTreeSet<Label>,
    is_usual: bool,
}

impl Open {
    pub(super) fn new(request: &Arc<Entry>, playing: BTreeSet<Label>, waiting: BTreeSet<Label>, alone: BTreeSet<Label>) -> Self {
        Self {
            entries: vec![Arc::clone(request)],
            claims: BTreeSet::new(),
            is_ours: matches!(request.event, Event::Request { side: Side::Outgoing, .. }),
            playing,
            waiting,
            alone,
            is_usual: true,
        }
    }

    pub(super) fn add(&mut self, entry: &Arc<Entry>, borne: BTreeSet<Label>) {
        if matches!(&entry.event, Event::Observation { name, .. } if name == UNUSUAL) {
            self.is_usual = false;
        }
        self.claims.extend(borne);
        self.entries.push(Arc::clone(entry));
    }

    /// Whether it is a call of one authority that reached another one as `entry`.
    pub(super) fn is_call(&self, entry: &Entry) -> bool {
        self.entries.first().is_some_and(|request| is_twin(request, entry))
    }

    /// Whether it only reads what everybody may read.
    pub(super) fn is_public(&self) -> bool {
        let [request, ..] = self.entries.as_slice() else { return false };
        matches!(&request.event, Event::Request { side: Side::Incoming, method, url, .. }
            if self.is_usual && method == "GET" && PUBLIC.iter().any(|public| path(url).ends_with(public)))
    }

    /// Its number and what it asks, for people.
    pub(super) fn told(&self) -> (u64, String) {
        let request = self.entries.first();
        let asked = match request.map(|entry| &entry.event) {
            Some(Event::Request { method, url, .. }) => {
                format!("{method} {}", path(url))
            }
            _ => String::new(),
        };
        (request.map_or(0, |entry| entry.number), asked)
    }
}

/// Who is asked.
pub(super) fn origin_of(request: &Entry) -> Option<&str> {
    match &request.event {
        Event::Request { url, .. } => url.strip_suffix(target(url)),
        _ => None,
    }
}

/// What is asked for, without what is said about it.
fn path(url: &str) -> &str {
    let target = target(url);
    target.split_once('?').map_or(target, |(path, _)| path)
}

/// What is asked for, without whom: one host has several names.
fn target(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
    behind.find('/').map_or("/", |at| &behind[at..])
}

#[cfg(test)]
mod tests {
    use etalon_journal::{Body, Clock, Journal, Sink};

    use super::*;

    struct Nowhere;
    impl Sink for Nowhere {
        fn append(&self, _: &Entry) -> std::io::Result<()> {
            Ok(())
        }
    }

    struct Still;
    impl Clock for Still {
        fn now(&self) -> jiff::Timestamp {
            jiff::Timestamp::UNIX_EPOCH
        }
        fn wall(&self) -> jiff::Timestamp {
            self.now()
        }
    }

    fn is_public(method: &str, url: &str) -> bool {
        let realm = Journal::new(Arc::new(Nowhere), &[7; 32]).realm("shared", Arc::new(Still));
        realm.write(
            "csam",
            Event::Request {
                side: Side::Incoming,
                actor: None,
                method: method.to_owned(),
                url: url.to_owned(),
                headers: Vec::new(),
                body: Body::default(),
            },
        );
        let entries = realm.entries();
        Open::new(&entries[0], BTreeSet::new(), BTreeSet::new(), BTreeSet::new()).is_public()
    }

    #[test]
    fn what_everybody_may_read_is_told_by_its_path() {
        assert!(is_public("GET", "https://n/r/shared/fas/oauth2/connect/jwk_uri"));
        assert!(is_public("GET", "https://n/r/shared/fas/oauth2/connect/jwk_uri?again=1"));
        assert!(!is_public("POST", "https://n/r/shared/fas/oauth2/connect/jwk_uri"));
        assert!(!is_public(
            "GET",
            "https://n/r/shared/fas/oauth2/authorize?redirect_uri=https://p/connect/jwk_uri"
        ));
    }
}
