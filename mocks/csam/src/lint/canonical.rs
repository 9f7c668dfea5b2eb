//! A recorded login with everything named that differs between any two logins: codes, access tokens, session identifiers, signatures. What remains can be
//! compared place by place.

use std::{collections::BTreeMap, sync::Arc};

use aws_lc_rs::digest::{SHA256, digest};
use etalon_stage::Realm;
use etalon_wire::{UnverifiedJws, base64url, from_base64url, hs256_jws, verify_jws};
use serde_json::{Map, Value};

use super::recording::{Message, Recording, SECRET};
use crate::{Csam, CsamKey, Step, fault::STRANGER};

/// By place.
pub(crate) struct Canonical {
    said: BTreeMap<String, String>,
    well_formed: BTreeMap<Step, bool>,
}

impl Canonical {
    pub(crate) fn of(login: &Recording, realm: &Realm, keys: &[Arc<CsamKey>]) -> Self {
        let mut canonical = Self {
            said: BTreeMap::new(),
            well_formed: BTreeMap::new(),
        };
        canonical.document("discovery", &login.discovery);
        canonical.keys("keys", &login.keys);
        canonical.keys("keys-during", &login.keys_during);
        canonical.keys("keys-after", &login.keys_after);
        canonical.reply(&login.reply, realm);
        if let Some(answer) = &login.token {
            canonical.tokens(answer, keys);
        }
        if let Some(answer) = &login.userinfo {
            canonical.say("userinfo.status", &answer.status.to_string());
            let read = canonical.token("userinfo.token", &answer.text(), None, keys);
            canonical.well_formed.insert(Step::Userinfo, read && answer.whole);
        }
        canonical
    }

    pub(crate) fn is_well_formed(&self, step: Step) -> bool {
        self.well_formed.get(&step).copied().unwrap_or_default()
    }

    /// Where the two differ, with what each says there.
    pub(crate) fn differences(&self, other: &Self) -> BTreeMap<String, (Option<String>, Option<String>)> {
        let places = self.said.keys().chain(other.said.keys());
        let both = places.map(|place| (place.clone(), (self.said.get(place).cloned(), other.said.get(place).cloned())));
        both.filter(|(_, (one, another))| one != another).collect()
    }

    fn say(&mut self, place: &str, what: &str) {
        self.said.insert(place.to_owned(), what.to_owned());
    }

    fn members(&mut self, place: &str, members: &Map<String, Value>) {
        for (name, value) in members {
            self.say(&format!("{place}.{name}"), &value.to_string());
        }
    }

    fn document(&mut self, place: &str, message: &Message) {
        let read = message.json();
        let members = read.as_ref().and_then(Value::as_object);
        self.well_formed.insert(Step::Discovery, members.is_some());
        self.members(place, members.unwrap_or(&Map::new()));
    }

    fn keys(&mut self, place: &str, message: &Message) {
        let read = message.json().unwrap_or_default();
        let keys = read["keys"].as_array();
        self.well_formed.insert(Step::Jwks, keys.is_some());
        for key in keys.into_iter().flatten() {
            self.say(&format!("{place}.{}", key["kid"]), &key.to_string());
        }
    }

    fn reply(&mut self, reply: &Message, realm: &Realm) {
        self.say("reply.status", &reply.status.to_string());
        let url = reply.location.as_deref().and_then(|location| location.parse::<url::Url>().ok());
        let answers = ["code", "error"].iter().filter(|name| reply.parameter(name).is_some()).count();
        self.well_formed.insert(Step::Authorization, url.is_some() && answers == 1);
        let Some(mut url) = url else { return };
        let parameters: Vec<_> = url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.set_query(None);
        self.say("reply.address", url.as_str());
        for (name, value) in parameters {
            let held = Csam::of(realm).and_then(|csam| csam.codes.get(&value)).filter(|_| name == "code");
            let value = match held {
                // By now the login used it up, if it could be used.
                Some(code) if code.grant.client == STRANGER => "a code of another client".to_owned(),
                Some(code) if code.gave.as_ref().is_some_and(|gave| !gave.contains('.')) => "a code that was used".to_owned(),
                Some(_) => "a code".to_owned(),
                None => value,
            };
            self.say(&format!("reply.parameter.{name}"), &value);
        }
    }

    fn tokens(&mut self, answer: &Message, keys: &[Arc<CsamKey>]) {
        self.say("token.status", &answer.status.to_string());
        self.say("token.media-type", &answer.media_type);
        self.say("token.whole", &answer.whole.to_string());
        self.say("token.location", answer.location.as_deref().unwrap_or("none"));
        let Some(Value::Object(members)) = answer.json() else {
            self.well_formed.insert(Step::Token, false);
            return self.say("token.body", &answer.body.len().to_string());
        };
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let (access_token, id_token) = (text("access_token"), text("id_token"));
        for (name, value) in &members {
            match name.as_str() {
                "access_token" => self.say("token.body.access_token", "an access token"),
                "padding" => self.say("token.body.padding", "padding"),
                "id_token" => {}
                _ => self.say(&format!("token.body.{name}"), &value.to_string()),
            }
        }
        let read = id_token.is_some_and(|token| self.token("token.id-token", token, access_token, keys));
        let refused = answer.status >= 400 && text("error").is_some();
        self.well_formed
            .insert(Step::Token, refused || (answer.status == 200 && access_token.is_some() && read));
    }

    /// Whether it is a token at all.
    fn token(&mut self, place: &str, compact: &str, access_token: Option<&str>, keys: &[Arc<CsamKey>]) -> bool {
        let Some(parts) = UnverifiedJws::parse(compact) else {
            self.say(place, "no token");
            return false;
        };
        let mut payload = parts.payload.clone();
        let expected = access_token.map(|token| base64url(&digest(&SHA256, token.as_bytes()).as_ref()[..16]));
        if let Some(hash) = payload.get_mut("at_hash")
            && hash.as_str() == expected.as_deref()
        {
            *hash = "fits".into();
        }
        if let Some(session) = payload.get_mut("sid") {
            *session = "a session".into();
        }
        self.members(&format!("{place}.header"), &parts.header);
        self.members(&format!("{place}.payload"), &payload);
        self.say(&format!("{place}.signature"), &signature(compact, &parts, keys));
        true
    }
}

/// Whose signature it is, in words.
fn signature(compact: &str, parts: &UnverifiedJws, keys: &[Arc<CsamKey>]) -> String {
    if parts.signature.is_empty() {
        return "none".to_owned();
    }
    let signer = keys.iter().position(|key| {
        let mut unnamed = key.jwk().clone();
        unnamed.kid = None;
        verify_jws(compact, &unnamed).is_ok()
    });
    if let Some(at) = signer {
        return format!("of key {at}");
    }
    let (header, payload) = (Value::Object(parts.header.clone()), Value::Object(parts.payload.clone()));
    let tagged = |secret: &str| {
        let again = hs256_jws(&header, &payload, secret.as_bytes());
        again.rsplit('.').next().and_then(from_base64url).as_ref() == Some(&parts.signature)
    };
    let secrets = [("the client's secret", SECRET.to_owned())];
    let published = keys.first().map(|key| ("the public key", key.public_pem()));
    let named = secrets.into_iter().chain(published).find(|(_, secret)| tagged(secret));
    named.map_or_else(|| "of nobody".to_owned(), |(name, _)| format!("HMAC with {name}"))
}
