//! perform(intent) -> outcome: the one door through which scenarios want something of the system under test.

use std::{collections::BTreeMap, sync::Arc};

use etalon_journal::{Event, RealmJournal, for_everybody};
use etalon_model::{Intent, Means, Outcome, Profile, Trigger};
use serde_json::Value;
use url::Url;

use crate::{
    adapter::{AdapterActor, AdapterLine, IntentRequest},
    csam_page::NotIdentified,
    logs::{LogLine, Logs},
    recipe::{Ground, follow},
    turns::Turns,
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

/// Who lets CSAM identify a person whose browser is not ours: an adapter only follows redirects, and the nation's pages are ours to drive.
pub trait LoginDesk: Send + Sync {
    /// The next login of the product is that of `person_id` with `means`, or one that this person gives up.
    fn expect(&self, person_id: &str, means: Means, gives_up: bool);
    /// The login is over: what nobody used is taken back.
    fn forget(&self);
}

/// What stands beside the product, where anything does.
#[derive(Clone, Default)]
pub struct Beside {
    /// What it writes.
    pub logs: Option<Arc<Logs>>,
    /// Its adapter.
    pub adapter: Option<AdapterLine>,
    /// Who identifies people for the adapter.
    pub login: Option<Arc<dyn LoginDesk>>,
    /// In which order scenarios are at it, where several are.
    pub turns: Option<Turns>,
}

/// Performs intents against one instance of one product.
#[derive(Clone)]
pub struct Driver {
    profile: Arc<Profile>,
    base: Url,
    nation: Url,
    beside: Beside,
}

impl Driver {
    /// A driver of the instance at `base`, whose logins go to `nation`.
    #[must_use]
    pub fn new(profile: Arc<Profile>, base: Url, nation: Url) -> Self {
        Self {
            profile,
            base,
            nation,
            beside: Beside::default(),
        }
    }

    /// The same, with what stands beside the product.
    #[must_use]
    pub fn with(self, beside: Beside) -> Self {
        Self { beside, ..self }
    }

    /// Performs `intent` and says under which numbers it and its outcome stand in the journal. None where the profile
    /// has no trigger for it.
    pub async fn perform(&self, actor: &mut Actor, intent: &Intent, values: &Values) -> Option<Performed> {
        let trigger = self.profile.trigger(intent)?;
        let journal = actor.agent.journal().clone();
        let turn = match &self.beside.turns {
            Some(turns) => turns.for_wish(trigger).await,
            None => None,
        };
        actor.agent.take_turns(self.beside.turns.clone().filter(|_| turn.is_none()));
        // What was written before belongs to what was wanted before; where scenarios share the product, to any of them.
        self.write_news(&journal, self.beside.turns.is_none());
        let arguments = serde_json::to_value(intent).expect("an intent is plain data");
        let wanted = Event::Intent {
            actor: actor.name.clone(),
            intent: intent.name().to_owned(),
            arguments: arguments.clone(),
        };
        let from = journal.write("harness", wanted);
        let means = match intent {
            Intent::LogIn { means, .. } => Some(*means),
            _ => None,
        };
        let seen = match trigger {
            Trigger::Recipe(recipe) => {
                let ground = Ground {
                    base: &self.base,
                    nation: &self.nation,
                    refusals: &self.profile.refusals,
                    person_id: &actor.person_id,
                    gives_up: actor.gives_up,
                    means,
                };
                follow(&mut actor.agent, recipe, values, &ground).await
            }
            Trigger::Http => self.ask_adapter(actor, intent, arguments, values, means).await,
        };
        let is_own = self.beside.turns.is_none() || turn.is_some();
        let outcome = self.beside_log(seen, &self.write_news(&journal, is_own));
        let mut value = serde_json::to_value(&outcome).expect("an outcome is plain data");
        if *trigger == Trigger::Http {
            // Whoever judges has only the adapter's word for it.
            value["witness"] = "adapter".into();
        }
        let to = journal.write("harness", Event::Outcome { to: from, outcome: value });
        Some(Performed { from, to, outcome })
    }

    async fn ask_adapter(&self, actor: &Actor, intent: &Intent, arguments: Value, values: &Values, means: Option<Means>) -> Outcome {
        let Some(adapter) = &self.beside.adapter else {
            let why = format!(
                "{} is triggered by an adapter, and none is there; see [adapter] in the profile",
                intent.name()
            );
            return Outcome::Unrecognised { why };
        };
        if let Some(what) = actor.agent.beyond_adapters() {
            let why = format!(
                "an adapter's browser knows nothing of it that {what}; give {} a recipe",
                intent.name()
            );
            return Outcome::Unrecognised { why };
        }
        let login = self.beside.login.as_ref().zip(means);
        if let Some((login, means)) = &login {
            login.expect(&actor.person_id, *means, actor.gives_up);
        }
        let request = IntentRequest {
            intent: intent.name().to_owned(),
            arguments,
            actor: AdapterActor {
                name: actor.name.clone(),
                id: actor.person_id.clone(),
                browser: actor.agent.number(),
                user_agent: actor.agent.device.user_agent().to_owned(),
                language: actor.agent.language.clone(),
            },
            realm: actor.agent.journal().realm().to_owned(),
            values: values.clone(),
            product: self.base.as_str().trim_end_matches('/').to_owned(),
        };
        let outcome = adapter.want(actor.agent.journal(), &request, &self.profile.refusals).await;
        if let Some((login, _)) = &login {
            login.forget();
        }
        outcome
    }

    /// Writes down what the product wrote since it was last asked.
    fn write_news(&self, journal: &RealmJournal, is_own: bool) -> Vec<LogLine> {
        let news = self.beside.logs.as_ref().map(|logs| logs.news()).unwrap_or_default();
        match is_own {
            true => write_output(journal, &news),
            false => for_everybody(|| write_output(journal, &news)),
        }
        news
    }

    /// What the log adds to what was seen: the reason of a refusal, or that an odd page is one. What comes first in it counts: the rest
    /// follows from that. It never makes a refusal of a crash.
    fn beside_log(&self, seen: Outcome, news: &[LogLine]) -> Outcome {
        let Some(log) = &self.profile.refusals.log else { return seen };
        let mut lines = news.iter().filter(|line| line.file == log.file);
        let said = lines.find_map(|line| Some((log.reason_in(&line.line)?, line)));
        match (seen, said) {
            (Outcome::Refused { reason: None, shown }, Some((reason, _))) => Outcome::Refused {
                reason: Some(reason),
                shown,
            },
            (Outcome::Unrecognised { .. }, Some((reason, line))) => Outcome::Refused {
                reason: Some(reason),
                shown: cut(&line.line),
            },
            (seen, _) => seen,
        }
    }
}

/// The longest line of output kept in a record; a longer one is cut.
const LINE_LIMIT: usize = 8 * 1024;

/// Writes what a product wrote into the journal of the scenario that it belongs to.
pub fn write_output(journal: &RealmJournal, lines: &[LogLine]) {
    for line in lines {
        let event = Event::Output {
            stream: line.file.clone(),
            line: cut(&line.line),
        };
        journal.write("system", event);
    }
}

fn cut(line: &str) -> String {
    line.char_indices().nth(LINE_LIMIT).map_or(line, |(end, _)| &line[..end]).to_owned()
}

impl Driver {
    /// Logs `actor` in to CSAM for another application, whose request is `authorize`: afterwards CSAM has a session.
    ///
    /// # Errors
    /// CSAM stays silent, or its page is not as expected.
    pub async fn open_session_at_csam(&self, actor: &mut Actor, authorize: Url, means: Means) -> Result<(), String> {
        actor.agent.open(authorize).await.map_err(|silence| silence.detail)?;
        actor
            .agent
            .went_beyond_adapters("somebody has logged in to CSAM with it for another application");
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
