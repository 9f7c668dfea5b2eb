//! perform(intent) -> outcome: the one door through which scenarios want something of the system under test.

use std::{collections::BTreeMap, sync::Arc};

use etalon_journal::Event;
use etalon_model::{Intent, Means, Outcome, Profile};
use url::Url;

use crate::{
    csam_page::NotIdentified,
    recipe::{Ground, follow},
    user_agent::UserAgent,
};

/// What placeholders in a recipe stand for, by name: `patient.insz`, `document.id`, …
pub type Values = BTreeMap<String, String>;

/// A person with a browser.
pub struct Actor {
    /// As the scenario names the person.
    pub name: String,
    /// As the nation knows the person.
    pub person_id: String,
    /// Whether the person gives a login up on CSAM's page.
    pub gives_up: bool,
    /// The browser.
    pub agent: UserAgent,
}

/// Performs intents against one instance of one product.
#[derive(Clone)]
pub struct Driver {
    profile: Arc<Profile>,
    base: Url,
    nation: Url,
}

impl Driver {
    /// A driver of the instance at `base`, whose logins go to `nation`.
    #[must_use]
    pub fn new(profile: Arc<Profile>, base: Url, nation: Url) -> Self {
        Self { profile, base, nation }
    }

    /// Performs `intent` and says under which numbers it and its outcome stand in the journal. None where the profile
    /// has no trigger for it.
    pub async fn perform(&self, actor: &mut Actor, intent: &Intent, values: &Values) -> Option<Performed> {
        let trigger = self.profile.trigger(intent)?;
        let journal = actor.agent.journal().clone();
        let arguments = serde_json::to_value(intent).expect("an intent is plain data");
        let wanted = Event::Intent {
            actor: actor.name.clone(),
            intent: intent.name().to_owned(),
            arguments,
        };
        let from = journal.write("harness", wanted);
        let means = match intent {
            Intent::LogIn { means, .. } => Some(*means),
            _ => None,
        };
        let ground = Ground {
            base: &self.base,
            nation: &self.nation,
            refusals: &self.profile.refusals,
            person_id: &actor.person_id,
            gives_up: actor.gives_up,
            means,
        };
        let outcome = follow(&mut actor.agent, trigger, values, &ground).await;
        let value = serde_json::to_value(&outcome).expect("an outcome is plain data");
        let to = journal.write("harness", Event::Outcome { to: from, outcome: value });
        Some(Performed { from, to, outcome })
    }
}

impl Driver {
    /// Logs `actor` in to CSAM for another application, whose request is `authorize`: afterwards CSAM has a session.
    ///
    /// # Errors
    /// CSAM stays silent, or its page is not as expected.
    pub async fn open_session_at_csam(&self, actor: &mut Actor, authorize: Url, means: Means) -> Result<(), String> {
        actor.agent.open(authorize).await.map_err(|silence| silence.detail)?;
        match actor.agent.identify(&actor.person_id, means).await {
            Ok(()) => Ok(()),
            Err(NotIdentified::Silence(silence)) => Err(silence.detail),
            Err(NotIdentified::Page(problem)) => Err(problem.to_string()),
            Err(NotIdentified::MeansNotOffered) => Err(format!("CSAM does not offer {}", means.as_str())),
        }
    }
}

/// What came of an intent, and where it stands.
#[derive(Clone, Debug)]
pub struct Performed {
    /// Entry of the intent.
    pub from: u64,
    /// Entry of the outcome.
    pub to: u64,
    /// The outcome.
    pub outcome: Outcome,
}
