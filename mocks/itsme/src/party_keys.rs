//! A relying party's public keys: given at its registration, remembered, or fetched now. A key that is not among those remembered is not looked for again
//! before their time: whoever changes keys must publish the new one first [F].

use std::{sync::Arc, time::Instant};

use etalon_stage::OutgoingRequest;
use etalon_wire::{Jwk, JwkSet};
use http::Method;
use serde_json::json;

use crate::{AUTHORITY, Authentication, Client, KEYS_WAIT, PartyKeys, client::usable, desk::Desk, party_keys_cache::lifetime};

/// The longest set of keys that is read.
const MAX_SET_BYTES: usize = 64 * 1024;

impl Desk {
    /// The public keys of a client that has any.
    pub(crate) async fn keys_of(&self, client: &Client) -> Result<Arc<JwkSet>, &'static str> {
        match &client.authentication {
            Authentication::Secret { .. } => Err("client-without-keys"),
            Authentication::PrivateKeyJwt(PartyKeys::Given(keys)) => Ok(Arc::new(keys.clone())),
            Authentication::PrivateKeyJwt(PartyKeys::At(address)) => match self.itsme.party_keys.get(address, self.now()) {
                Some(keys) => Ok(keys),
                None => self.fetch_keys(client, address).await,
            },
        }
    }

    async fn fetch_keys(&self, client: &Client, address: &str) -> Result<Arc<JwkSet>, &'static str> {
        let request = OutgoingRequest {
            authority: AUTHORITY,
            method: Method::GET,
            url: address.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        let asked_at = Instant::now();
        let answer = self.itsme.http.send(&self.realm, request).await;
        let refused = |reason: &'static str| {
            self.observe(
                "itsme-party-keys-refused",
                json!({"client": client.id, "address": address, "reason": reason}),
            );
            Err(reason)
        };
        let Ok(answer) = answer else { return refused("party-keys-silent") };
        let late = asked_at.elapsed() > KEYS_WAIT;
        if late && self.itsme.parameters.late_keys_refused {
            return refused("party-keys-late");
        }
        if answer.status != 200 || answer.body.len() > MAX_SET_BYTES {
            return refused("party-keys-unreadable");
        }
        let Ok(keys) = serde_json::from_slice::<JwkSet>(&answer.body) else {
            return refused("party-keys-unreadable");
        };
        if !usable(&keys) {
            return refused("party-keys-incomplete");
        }
        let kept = lifetime(&answer.headers, self.itsme.parameters.keys_unsaid);
        let until = self.now().saturating_add(kept).unwrap_or(jiff::Timestamp::MAX);
        let keys = Arc::new(keys);
        self.itsme.party_keys.remember(address, &keys, until);
        let names: Vec<_> = keys.keys.iter().filter_map(|key| key.kid.as_deref()).collect();
        self.observe(
            "itsme-party-keys-fetched",
            json!({"client": client.id, "address": address, "keys": names, "until": until.to_string(), "late": late}),
        );
        Ok(keys)
    }
}

/// The key to seal for: the first one that is for that.
pub(crate) fn sealing_key(keys: &JwkSet) -> Option<&Jwk> {
    let mut fit = keys.keys.iter().filter(|key| key.kty == "RSA" && key.kid.is_some());
    fit.find(|key| key.purpose.as_deref() == Some("enc"))
}
