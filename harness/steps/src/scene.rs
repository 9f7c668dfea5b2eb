//! One scenario being played: its realm, its instance of the system, its people with their browsers, its documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use etalon_driver::{Actor, Beside, Driver, Pocket, UserAgent, WebClient};
use etalon_journal::{Event, Fields, RealmJournal};
use etalon_model::{ClockLevel, Role};
use etalon_nation::{Fault, HospitalHandle, RealmHandle};
use etalon_people::Cast;
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::{
    belongings::OfResident,
    cast::{Mentioned, PHYSICIAN},
    clock,
    play::Setting,
    stop::Stop,
    subject::Instance,
};

/// Whoever has no name: somebody without a login.
pub(crate) const VISITOR: &str = "a visitor";
/// The other application that people may have logged in to before.
pub(crate) const ELSEWHERE: &str = "another-application";

/// A second address at which the system under test is registered with CSAM, and at which it has nothing: no login names it, so that a reply
/// that comes there was not asked for.
const OTHER_CALLBACK: &str = "/another-callback";

/// The paths to which CSAM may lead back; where the profile names one only, one more.
pub(crate) fn with_another(callback_paths: &[String]) -> Vec<String> {
    let other = (callback_paths.len() < 2).then(|| OTHER_CALLBACK.to_owned());
    callback_paths.iter().cloned().chain(other).collect()
}

/// Where that application would take them: a place of the nation at which nothing stands.
pub(crate) fn elsewhere_landing(realm: &RealmHandle) -> String {
    realm.issuer().replace("/fas/oauth2", "/another-application")
}

/// A document as the network knows it.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) reference: String,
    pub(crate) id: String,
    /// Whom it is about.
    pub(crate) patient: String,
    pub(crate) attachments: Vec<String>,
    /// Where it lies; nowhere but in the network itself where none is named.
    pub(crate) hospital: Option<HospitalHandle>,
}

/// A fault that a scenario asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskedFault {
    pub(crate) fault: &'static Fault,
    /// Whether the login was tried.
    pub(crate) is_played: bool,
}

/// The scenario being played.
pub(crate) struct Scene {
    /// How the scenario is known.
    pub(crate) identity: String,
    /// Where all chance in it starts.
    pub(crate) seed: u64,
    /// The name that its entries bear, where it shares its realm with others.
    pub(crate) label: Option<Arc<str>>,
    /// Requests that had belonged to nobody when the scenario began.
    pub(crate) strays: u64,
    pub(crate) setting: Arc<Setting>,
    pub(crate) realm: RealmHandle,
    pub(crate) driver: Driver,
    pub(crate) instance: Instance,
    pub(crate) beside: Beside,
    /// Where the clock was last set to; where it runs, it has gone on since.
    pub(crate) time_set: Timestamp,
    pub(crate) client: WebClient,
    pub(crate) cast: Cast,
    pub(crate) actors: BTreeMap<String, Actor>,
    /// What those have at hand who live in the realm, whichever browser they use.
    pub(crate) pockets: BTreeMap<String, Arc<Pocket>>,
    pub(crate) sessions: BTreeMap<String, Role>,
    pub(crate) consents: BTreeSet<(String, Role)>,
    pub(crate) documents: BTreeMap<String, Published>,
    /// With which fault CSAM answers, or has answered, whose login.
    pub(crate) faults: BTreeMap<String, AskedFault>,
    /// The intent that the next expectations speak of: its first entry.
    pub(crate) last: Option<u64>,
    /// The role of the step being played.
    pub(crate) role: &'static str,
    /// The phrase of the step being played.
    pub(crate) step: String,
}

impl Scene {
    pub(crate) fn journal(&self) -> &RealmJournal {
        self.realm.journal()
    }

    /// `work` as this scenario's, on whichever thread it is done.
    pub(crate) fn own<T, F: Future<Output = T>>(&self, work: F) -> impl Future<Output = T> + use<T, F> {
        let label = self.label.clone();
        async move { as_own(label, work).await }
    }

    /// The person of that name with a browser; whoever has no number is a visitor.
    pub(crate) fn actor(&mut self, name: &str) -> &mut Actor {
        let person_id = self.cast.get(name).map(|person| person.id.clone()).unwrap_or_default();
        let (client, journal) = (self.client.clone(), self.realm.journal().clone());
        let pocket = (!person_id.is_empty()).then(|| {
            let things = || OfResident {
                realm: self.realm.clone(),
                person_id: person_id.clone(),
            };
            self.pockets
                .entry(name.to_owned())
                .or_insert_with(|| Pocket::with(things()))
                .clone()
        });
        self.actors.entry(name.to_owned()).or_insert_with(|| {
            let mut agent = UserAgent::new(client, journal, name);
            if let Some(pocket) = pocket {
                agent.carry(pocket);
            }
            Actor {
                name: name.to_owned(),
                person_id,
                gives_up: false,
                agent,
            }
        })
    }

    pub(crate) fn insz(&self, name: &str) -> Result<String, Stop> {
        let person = self
            .cast
            .get(name)
            .ok_or_else(|| Stop::harness(format!("`{name}` was not introduced")))?;
        Ok(person.insz.to_string())
    }

    pub(crate) fn document(&self, name: &str) -> Result<&Published, Stop> {
        self.documents
            .get(name)
            .ok_or_else(|| Stop::feature(format!("no step has published a document “{name}”")))
    }

    /// A document of that name must not be there yet.
    pub(crate) fn is_new(&self, name: &str) -> Result<(), Stop> {
        if self.documents.contains_key(name) {
            return Err(Stop::feature(format!(
                "a document “{name}” was published already; give the other one another name"
            )));
        }
        Ok(())
    }

    /// Writes down what must hold of the entries since the last intent.
    pub(crate) fn expect(&mut self, rule: &str, arguments: Value) -> Result<(), Stop> {
        let from = self.last.ok_or_else(|| Stop::feature("a Then needs a When before it"))?;
        let to = self.journal().last();
        self.journal().write(
            "harness",
            Event::Expectation {
                rule: rule.to_owned(),
                arguments,
                from,
                to,
            },
        );
        Ok(())
    }

    /// Moves the clock of the realm and of the system to `at`.
    pub(crate) async fn set_time(&mut self, at: Timestamp) -> Result<(), Stop> {
        let now = self.realm.now();
        if self.setting.profile.clock == ClockLevel::Wall {
            return Err(Stop::environment(clock::NEEDS_CLOCK));
        }
        if self.setting.profile.clock == ClockLevel::Offset && (self.time_set..=now).contains(&at) {
            // It has run there by itself.
            self.time_set = at;
            return Ok(());
        }
        if at < now {
            return Err(Stop::feature(format!("time cannot go back from {now} to {at}")));
        }
        self.time_set = at;
        clock::set_time(&self.setting, &self.realm, (&self.instance, &self.beside), at).await
    }

    /// How the system under test is known to CSAM.
    pub(crate) fn client_id(&self) -> &str {
        &self.setting.profile.login.client_id
    }

    /// Whether that person has consented in this scenario, by what the system said was done.
    pub(crate) fn has_consent(&self, who: &str, role: Role) -> bool {
        self.consents.contains(&(who.to_owned(), role))
    }

    /// The page that opens only to that person, logged in.
    pub(crate) fn own_page(&self, who: &str) -> &'static str {
        if who.starts_with("Dr ") {
            "professional-home"
        } else {
            "patient-home"
        }
    }

    /// A person as actors are named: whoever has no number is the visitor, in any language.
    pub(crate) fn known(&self, name: &str) -> String {
        if self.cast.get(name).is_some() {
            name.to_owned()
        } else {
            VISITOR.to_owned()
        }
    }

    /// Where another application would send a person to log in to CSAM.
    pub(crate) fn elsewhere(&self, level: u16) -> Result<Url, Stop> {
        let mut url = Url::parse(&format!("{}/authorize", self.realm.issuer())).map_err(|why| Stop::harness(why.to_string()))?;
        url.query_pairs_mut()
            .append_pair("client_id", ELSEWHERE)
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("state", "elsewhere")
            .append_pair("acr_values", &format!("urn:be:fedict:iam:fas:Level{level}"))
            .append_pair("redirect_uri", &elsewhere_landing(&self.realm));
        Ok(url)
    }

    pub(crate) fn note(&self, name: &str, fields: Value) {
        let fields: Fields = match fields {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        };
        self.journal().write(
            "harness",
            Event::State {
                name: name.to_owned(),
                fields,
            },
        );
    }

    /// Takes back what was asked of the nation for its people and has not happened: nobody else is meant by it.
    pub(crate) fn lift_own_directions(&self) {
        let is_own = |id: &str| self.cast.iter().any(|(_, person)| person.id == id);
        for waiting in self.realm.waiting_directions() {
            let person = waiting.fields.get("person").and_then(Value::as_str);
            if waiting.scope.actor.as_deref().or(person).is_some_and(is_own) {
                self.realm.lift_direction(waiting.number);
            }
        }
    }

    pub(crate) fn note_cast(&self, who: &Mentioned) {
        if let Some(person) = self.cast.get(&who.name) {
            let fields = json!({
                "name": who.name, "id": person.id, "insz": person.insz.to_string(), "professional": who.profession.as_deref() == Some(PHYSICIAN),
                "profession": who.profession, "office": who.works_in_office,
            });
            self.note("cast", fields);
        }
    }
}

/// Does `work` for the scenario of that name, where scenarios share a realm.
pub(crate) async fn as_own<F: Future>(label: Option<Arc<str>>, work: F) -> F::Output {
    match label {
        Some(label) => etalon_journal::for_scenario(label, work).await,
        None => work.await,
    }
}
