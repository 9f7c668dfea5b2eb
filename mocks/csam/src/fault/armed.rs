//! A fault on its way through one login: taken from what was asked for when the reply is sent, carried by what was granted, and written down when
//! its bytes go out. What is published while a login carries a new key is decided here too.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use etalon_stage::Realm;
use serde_json::json;

use super::{Fault, Moment, Mutation, Step};
use crate::{AUTHORITY, Csam, CsamDirection, CsamKey, desk::Desk};

/// A fault that belongs to one login of one person at one client.
#[derive(Debug)]
pub(crate) struct Armed {
    fault: &'static Fault,
    client: String,
    person: String,
    /// The new key that signs, once it is published.
    key: OnceLock<Arc<CsamKey>>,
    told: AtomicBool,
    /// The next login has begun before this one came to the step: it goes on as if there were no fault.
    over: AtomicBool,
}

impl Armed {
    pub(crate) fn mutation(&self) -> &'static Mutation {
        &self.fault.mutation
    }

    pub(crate) fn key(&self) -> Option<&Arc<CsamKey>> {
        self.key.get()
    }

    /// The changed bytes go out. Written once for each login, however often they go out in it.
    pub(crate) fn applied(&self, desk: &Desk) {
        if !self.told.swap(true, Ordering::Relaxed) {
            write_applied(desk, self.fault, &self.client, Some(&self.person));
        }
    }

    /// Ends it, where it was not applied yet.
    fn end(&self, desk: &Desk) {
        if !self.told.load(Ordering::Relaxed) {
            self.over.store(true, Ordering::Relaxed);
            self.unused(desk, "step-not-reached");
        }
    }

    /// Whether it may still happen.
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// The login went by without it.
    pub(crate) fn unused(&self, desk: &Desk, why: &str) {
        if !self.told.swap(true, Ordering::Relaxed) {
            let fields = json!({"fault": self.fault.id, "step": self.fault.step, "client": self.client, "person": self.person, "why": why});
            desk.observe("fault-unused", fields);
        }
    }

    /// Publishes the key of a rotation that comes just before the tokens are signed.
    pub(crate) fn rotate_before_token(&self, desk: &Desk) {
        if *self.mutation() == Mutation::NewKey(Moment::BeforeToken)
            && self.key.get().is_none()
            && let Some(key) = desk.csam.keys.rotate()
        {
            // Of two token requests at once, one sets it; the other signs with the same.
            let _ = self.key.set(key);
            desk.csam.write_keys(&desk.realm, Some(&self.fault.id));
        }
    }
}

fn write_applied(desk: &Desk, fault: &Fault, client: &str, person: Option<&str>) {
    let fields = json!({"fault": fault.id, "step": fault.step, "client": client, "person": person});
    desk.observe("fault-applied", fields);
}

impl Desk {
    /// The fault that this login carries, if one waits for it. What an earlier login of that person at that client carried ends here.
    pub(crate) fn arm(&self, client: &str, person: &str) -> Option<Arc<Armed>> {
        let login = format!("{client}\n{person}");
        if let Some(earlier) = self.csam.armed.take(&login) {
            earlier.end(self);
            if earlier.key().is_some() {
                self.csam.write_keys(&self.realm, None);
            }
        }
        let fault = self.consume(client, Some(person), |direction| match direction {
            CsamDirection::Fault(id) => Fault::by_id(id),
            _ => None,
        })?;
        let armed = Arc::new(Armed {
            fault,
            client: client.to_owned(),
            person: person.to_owned(),
            key: OnceLock::new(),
            told: AtomicBool::new(false),
            over: AtomicBool::new(false),
        });
        if fault.mutation == Mutation::NewKey(Moment::BeforeLogin)
            && let Some(newest) = self.csam.keys.newest()
        {
            let _ = armed.key.set(newest);
        }
        if fault.step == Step::Discovery {
            // It was for whoever read the document before this login. Nobody did.
            armed.unused(self, "step-not-reached");
            return None;
        }
        self.csam.armed.hold(&login, Arc::clone(&armed));
        Some(armed)
    }

    /// The change to the discovery document that somebody asked for. Whoever reads the document first gets it: nobody says who they are there.
    pub(crate) fn discovery_mutation(&self) -> Option<&'static Mutation> {
        let of_discovery = |direction: &CsamDirection| match direction {
            CsamDirection::Fault(id) => Fault::by_id(id).filter(|fault| fault.step == Step::Discovery),
            _ => None,
        };
        self.realm.waiting_directions().into_iter().find_map(|waiting| {
            let fault = waiting.fields.get("fault").and_then(|id| Fault::by_id(id.as_str()?))?;
            if waiting.authority != AUTHORITY || fault.step != Step::Discovery {
                return None;
            }
            let (client, person) = (waiting.scope.client.unwrap_or_default(), waiting.scope.actor);
            let fault = self.consume(&client, person.as_deref(), of_discovery)?;
            write_applied(self, fault, &client, person.as_deref());
            Some(&fault.mutation)
        })
    }
}

impl Csam {
    /// The keys that are published now: its own, those that logins carry, and the newest where a login that needs it is still to come.
    pub(crate) fn published_keys(&self, realm: &Realm) -> Vec<Arc<CsamKey>> {
        let awaited = realm.waiting_directions().iter().any(|waiting| {
            let fault = waiting.fields.get("fault").and_then(|id| Fault::by_id(id.as_str()?));
            fault.is_some_and(|fault| fault.mutation == Mutation::NewKey(Moment::BeforeLogin))
        });
        let newest = awaited.then(|| self.keys.newest()).flatten();
        let carried = self.armed.all().into_iter().filter_map(|armed| armed.key().cloned());
        let mut published = vec![Arc::clone(self.keys.own())];
        for key in newest.into_iter().chain(carried) {
            if !published.iter().any(|known| Arc::ptr_eq(known, &key)) {
                published.push(key);
            }
        }
        published
    }

    /// Writes down which keys are published now.
    pub(crate) fn write_keys(&self, realm: &Realm, fault: Option<&str>) {
        let published = self.published_keys(realm);
        let kids: Vec<_> = published.iter().map(|key| key.jwk().kid.clone()).collect();
        realm.state(AUTHORITY, "keys-changed", json!({"kids": kids, "fault": fault}));
    }
}
