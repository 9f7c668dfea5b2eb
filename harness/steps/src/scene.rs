//! One scenario being played: its realm, its instance of the system, its people with their browsers, its documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use etalon_driver::{Actor, Driver, Performed, UserAgent, Values, WebClient};
use etalon_journal::{Event, Fields, RealmJournal};
use etalon_model::{Intent, Means, Outcome, Role};
use etalon_nation::RealmHandle;
use etalon_people::Cast;
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::{play::Setting, stop::Stop};

/// Whoever has no name: somebody without a login.
pub(crate) const VISITOR: &str = "a visitor";
/// The other application that people may have logged in to before.
pub(crate) const ELSEWHERE: &str = "another-application";
/// With what people log in where the scenario does not say.
const USUAL_MEANS: Means = Means::Itsme;

/// Where that application would take them: a place of the nation at which nothing stands.
pub(crate) fn elsewhere_landing(realm: &RealmHandle) -> String {
    realm.issuer().replace("/fas/oauth2", "/another-application")
}

/// A document at the hospital, as the network knows it.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) reference: String,
    pub(crate) id: String,
    pub(crate) attachments: Vec<String>,
}

/// The scenario being played.
pub(crate) struct Scene {
    /// Requests that had belonged to nobody when the scenario began.
    pub(crate) strays: u64,
    pub(crate) setting: Arc<Setting>,
    pub(crate) realm: RealmHandle,
    pub(crate) driver: Driver,
    pub(crate) client: WebClient,
    pub(crate) cast: Cast,
    pub(crate) actors: BTreeMap<String, Actor>,
    pub(crate) sessions: BTreeMap<String, Role>,
    pub(crate) consents: BTreeSet<(String, Role)>,
    pub(crate) documents: BTreeMap<String, Published>,
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

    /// The person of that name with a browser; whoever has no number is a visitor.
    pub(crate) fn actor(&mut self, name: &str) -> &mut Actor {
        let person_id = self.cast.get(name).map(|person| person.id.clone()).unwrap_or_default();
        let (client, journal) = (self.client.clone(), self.realm.journal().clone());
        self.actors.entry(name.to_owned()).or_insert_with(|| Actor {
            name: name.to_owned(),
            person_id,
            gives_up: false,
            agent: UserAgent::new(client, journal, name),
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

    /// Wants `intent`. A Given must be done, or the scenario cannot be examined; a When is what it is.
    pub(crate) async fn want(&mut self, who: &str, intent: Intent) -> Result<Outcome, Stop> {
        let role = intent.role();
        if let Some(role) = role
            && who != VISITOR
            && !matches!(intent, Intent::LogIn { .. })
        {
            self.ensure_session(who, role).await?;
        }
        let mut performed = self.perform(who, &intent).await?;
        let first = performed.from;
        if let (Some(role), Outcome::LoginDemanded {}) = (role, &performed.outcome)
            && who != VISITOR
        {
            // The session has ended meanwhile: the person logs in again and goes on, as people do.
            self.sessions.remove(who);
            self.ensure_session(who, role).await?;
            performed = self.perform(who, &intent).await?;
        }
        if self.role == "given" {
            return match performed.outcome {
                Outcome::Done { .. } => Ok(performed.outcome),
                other => Err(Stop::environment(format!(
                    "the situation could not be established: {who} wanted to {}, and {}",
                    intent.words(),
                    other.sentence()
                ))),
            };
        }
        self.last = Some(first);
        if matches!(performed.outcome, Outcome::Refused { .. }) {
            let alive = Intent::OpenPage { page: "alive".to_owned() };
            self.perform(who, &alive).await?;
        }
        Ok(performed.outcome)
    }

    /// Logs `who` in where there is no session of that role.
    pub(crate) async fn ensure_session(&mut self, who: &str, role: Role) -> Result<(), Stop> {
        if self.sessions.get(who) == Some(&role) {
            return Ok(());
        }
        let performed = self.perform(who, &Intent::LogIn { role, means: USUAL_MEANS }).await?;
        match performed.outcome {
            Outcome::Done { .. } => Ok(()),
            other => Err(Stop::environment(format!("{who} could not log in: {}", other.sentence()))),
        }
    }

    /// Performs `intent` and nothing around it.
    pub(crate) async fn perform(&mut self, who: &str, intent: &Intent) -> Result<Performed, Stop> {
        let values = self.values(intent)?;
        let driver = self.driver.clone();
        let actor = self.actor(who);
        let performed = driver.perform(actor, intent, &values).await.ok_or_else(|| {
            Stop::environment(format!(
                "the profile has no trigger for {}; add [intents.{}]",
                intent.name(),
                intent.name()
            ))
        })?;
        match (intent, &performed.outcome) {
            (Intent::LogIn { role, .. }, Outcome::Done { .. }) => {
                self.sessions.insert(who.to_owned(), *role);
            }
            (Intent::LogOut {}, _) => {
                self.sessions.remove(who);
            }
            (Intent::GiveConsent { role }, Outcome::Done { .. }) => {
                self.consents.insert((who.to_owned(), *role));
            }
            (Intent::WithdrawConsent { role }, Outcome::Done { .. }) => {
                self.consents.remove(&(who.to_owned(), *role));
            }
            _ => {}
        }
        Ok(performed)
    }

    fn values(&self, intent: &Intent) -> Result<Values, Stop> {
        let mut values = Values::new();
        let mut patient = |name: &str| -> Result<(), Stop> {
            values.insert("patient.insz".to_owned(), self.insz(name)?);
            Ok(())
        };
        match intent {
            Intent::DeclareTherapeuticLink { patient: name, until } => {
                patient(name)?;
                values.insert("until".to_owned(), until.clone().unwrap_or_default());
            }
            Intent::RevokeTherapeuticLink { patient: name }
            | Intent::ListTherapeuticLinks { patient: name }
            | Intent::ListDocuments { patient: name, .. } => patient(name)?,
            Intent::ReadDocument { document, .. } => self.document_values(document, &mut values)?,
            Intent::ReadAttachment { document, attachment, .. } => {
                self.document_values(document, &mut values)?;
                let attachments = &self.document(document)?.attachments;
                let position = attachments.iter().position(|name| name == attachment).ok_or_else(|| {
                    Stop::feature(format!(
                        "“{document}” was published without the attachment “{attachment}”; it has: {}",
                        attachments.join(", ")
                    ))
                })?;
                values.insert("attachment.index".to_owned(), position.to_string());
                values.insert("attachment.number".to_owned(), (position + 1).to_string());
                values.insert("attachment.name".to_owned(), attachment.clone());
            }
            Intent::OpenPage { page } => {
                let path = self.setting.profile.pages.get(page).ok_or_else(|| {
                    Stop::environment(format!("the profile does not say where the page `{page}` is; add it under [pages]"))
                })?;
                values.insert("page.path".to_owned(), path.clone());
            }
            _ => {}
        }
        Ok(values)
    }

    fn document_values(&self, name: &str, values: &mut Values) -> Result<(), Stop> {
        let document = self.document(name)?;
        values.insert("document.id".to_owned(), document.id.clone());
        values.insert("document.reference".to_owned(), document.reference.clone());
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
        if at < self.realm.now() {
            return Err(Stop::feature(format!("time cannot go back from {} to {at}", self.realm.now())));
        }
        self.realm.freeze(at);
        if self.setting.profile.clock == etalon_model::ClockLevel::Wall {
            return Err(Stop::environment(
                "needs clock level `endpoint`: the profile says that the system's clock cannot be moved",
            ));
        }
        self.setting
            .system
            .set_clock(self.realm.name(), at)
            .await
            .map_err(|why| Stop::environment(why.to_string()))
    }

    /// Whether that person has consented in this scenario, by what the system said was done.
    pub(crate) fn has_consent(&self, who: &str, role: Role) -> bool {
        self.consents.contains(&(who.to_owned(), role))
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

    pub(crate) fn note_cast(&self, name: &str, professional: bool) {
        if let Some(person) = self.cast.get(name) {
            let fields = json!({ "name": name, "id": person.id, "insz": person.insz.to_string(), "professional": professional });
            self.note("cast", fields);
        }
    }
}
