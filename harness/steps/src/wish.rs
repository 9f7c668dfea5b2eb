//! How somebody in a scenario wants something of the system: logged in first where that is needed, tried again where the session
//! has ended, remembered where it changes what later steps can name.

use std::collections::BTreeMap;

use etalon_driver::Performed;
use etalon_model::{Intent, Means, Outcome, Reason, Role};
use serde_json::json;

use crate::{
    scene::{Published, Scene, VISITOR},
    stop::Stop,
    sumehr::Summary,
};

/// With what people log in where the scenario does not say.
pub(crate) const USUAL_MEANS: Means = Means::Itsme;

impl Scene {
    /// Wants `intent`. A Given must be done, or the scenario cannot be examined; a When is what it is.
    pub(crate) async fn want(&mut self, who: &str, intent: Intent) -> Result<Outcome, Stop> {
        let role = match intent {
            Intent::LogIn { .. } => None,
            _ => self.role_of(&intent)?.filter(|_| who != VISITOR),
        };
        let is_let_in = match role {
            Some(role) => self.comes_in(who, role).await?,
            None => true,
        };
        let mut performed = self.perform(who, &intent).await?;
        let first = performed.from;
        if let (Some(role), Outcome::LoginDemanded {}) = (role, &performed.outcome) {
            // The session has ended meanwhile: the person logs in again and goes on, as people do. Whom the product has no session for
            // is turned away again, and that is its answer.
            self.sessions.remove(who);
            if !is_let_in {
                let login = Intent::LogIn { role, means: USUAL_MEANS };
                let turned_away = self.perform(who, &login).await?;
                return self.answered(who, &login, turned_away.from, turned_away).await;
            }
            self.ensure_session(who, role).await?;
            performed = self.perform(who, &intent).await?;
        }
        self.answered(who, &intent, first, performed).await
    }

    /// What a wish means that `performed` came of, and that begins with entry `first`.
    async fn answered(&mut self, who: &str, intent: &Intent, first: u64, performed: Performed) -> Result<Outcome, Stop> {
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

    /// In which quality somebody has to be logged in for `intent`.
    fn role_of(&self, intent: &Intent) -> Result<Option<Role>, Stop> {
        match intent {
            Intent::FindOffer { offer, .. } => Ok(self.offer(offer)?.role),
            other => Ok(other.role()),
        }
    }

    /// Logs `who` in where there is no session of that role.
    pub(crate) async fn ensure_session(&mut self, who: &str, role: Role) -> Result<(), Stop> {
        match self.log_in(who, role).await? {
            Outcome::Done { .. } => Ok(()),
            other => Err(could_not_log_in(who, &other)),
        }
    }

    /// The same for a wish. In a When somebody may be turned away for what the person is, and still try what is wanted: the answer to
    /// that is what the scenario asks about.
    async fn comes_in(&mut self, who: &str, role: Role) -> Result<bool, Stop> {
        match self.log_in(who, role).await? {
            Outcome::Done { .. } => Ok(true),
            Outcome::Refused {
                reason: None | Some(Reason::NotAProfessional),
                ..
            } if self.role == "when" => Ok(false),
            other => Err(could_not_log_in(who, &other)),
        }
    }

    async fn log_in(&mut self, who: &str, role: Role) -> Result<Outcome, Stop> {
        if self.sessions.get(who) == Some(&role) {
            return Ok(Outcome::Done { shown: BTreeMap::new() });
        }
        let login = Intent::LogIn { role, means: USUAL_MEANS };
        Ok(self.perform(who, &login).await?.outcome)
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
            // Who is registered with consent has consented.
            (Intent::RegisterPatient { patient, consents: true }, Outcome::Done { .. }) => {
                self.consents.insert((patient.clone(), Role::Patient));
            }
            (Intent::PublishSumehr { document, patient, .. }, Outcome::Done { shown }) => {
                let told = |name: &str| shown.get(name).and_then(|found| found.first()).cloned();
                self.take_over(who, document, patient, (told("reference"), told("id")), performed.from)?;
            }
            _ => {}
        }
        Ok(performed)
    }

    /// A SUMEHR that the network has published is a document from now on: written down as hospitals write down theirs.
    fn take_over(
        &mut self,
        author: &str,
        name: &str,
        patient: &str,
        told: (Option<String>, Option<String>),
        written: u64,
    ) -> Result<(), Stop> {
        let (Some(reference), Some(id)) = told else {
            return Err(Stop::environment(
                "the recipe of PublishSumehr must `extract` the document's `reference` and `id`; add them to the profile",
            ));
        };
        let fields = json!({
            "name": name, "reference": reference, "patient": self.insz(patient)?, "kind": "SUMEHR", "publisher": "network", "author": author,
            "canary": Summary::of(self.seed, name).canary, "attachments": [], "published_at": self.realm.now().to_string(),
            "rule": "sumehr", "days": null, "written": written,
        });
        self.note("document", fields);
        self.note("document-accepted", json!({ "reference": reference, "id": id }));
        let published = Published {
            reference,
            id,
            patient: patient.to_owned(),
            attachments: Vec::new(),
            hospital: None,
        };
        self.documents.insert(name.to_owned(), published);
        Ok(())
    }
}

fn could_not_log_in(who: &str, outcome: &Outcome) -> Stop {
    Stop::environment(format!("{who} could not log in: {}", outcome.sentence()))
}
