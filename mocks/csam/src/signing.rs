//! Which key signs what a login is given, and with which fault in it. What a fault does to a token lives in `fault::token_maker`.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::{
    Mutation, Token,
    desk::Desk,
    fault::{Armed, TokenMaker},
    grant::Grant,
};

impl Desk {
    /// A signed token of a login, with its fault where the fault is in this token: the token, and what it says.
    pub(crate) fn sign_for(&self, grant: &Grant, of: Token, claims: Map<String, Value>) -> (String, Value) {
        let armed = grant.fault.as_deref().filter(|armed| !armed.is_over());
        if let Some(armed) = armed {
            armed.rotate_before_token(self);
        }
        let keys = &self.csam.keys;
        let published = self.csam.published_keys(&self.realm);
        // A login's own key signs for it only as long as others can find it.
        let rotated = armed
            .and_then(Armed::key)
            .filter(|key| published.iter().any(|known| Arc::ptr_eq(known, key)));
        let client = self.csam.clients.get(&grant.client);
        let maker = TokenMaker {
            key: rotated.unwrap_or(keys.own()),
            foreign: keys.foreign().map(AsRef::as_ref),
            withdrawn: keys.withdrawn().map(AsRef::as_ref),
            client: &grant.client,
            client_secret: client.as_ref().map_or("", |client| &client.secret),
            now: self.now(),
            asked: grant.asked,
            published: published.len(),
        };
        let made = maker.make(of, claims, armed.map(Armed::mutation));
        if let Some(armed) = armed {
            match made.fault {
                Some(Ok(())) => armed.applied(self),
                Some(Err(why)) => armed.unused(self, why),
                None if rotated.is_some() => armed.applied(self),
                None if matches!(armed.mutation(), Mutation::NewKey(_)) && armed.key().is_none() => armed.unused(self, "no-spare-key"),
                None => {}
            }
        }
        (made.compact, made.claims)
    }
}
