//! What all scenarios of a run share where one product serves them at once: a realm, the product, and the order in which they are at it.
//! Each has people of its own, whose numbers nobody else has. Whose an entry is, is not decided here.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use etalon_driver::{PlainProduct, Turns, WebClient, write_output};
use etalon_nation::RealmHandle;
use etalon_people::Chance;
use jiff::Timestamp;

use crate::{
    Planned,
    cast::{beginning, mentioned},
    instance::Secrets,
    opening::{cast_of, introduce_product, open_realm, own_seed},
    play::{Played, Setting},
    subject::{Instance, Opened, SHARED_PATH, Subject, begin_with_adapter},
};

/// How often other people are drawn for a scenario before two of the run may share a number, which the judgement would then find out.
const MOST_DRAWS: usize = 64;

/// What is shared.
pub(crate) struct Commons {
    realm: RealmHandle,
    /// Why there is none, where there is none.
    product: Result<Arc<PlainProduct>, String>,
    turns: Option<Turns>,
    /// By place in the order, where all chance of a scenario starts.
    seeds: BTreeMap<usize, u64>,
    /// The last entry that was handed over.
    handed: Mutex<u64>,
}

impl Commons {
    /// Opens the realm and starts the product. None where there can be no such realm.
    pub(crate) fn open(setting: &Setting, order: &[(usize, Planned)]) -> Option<Self> {
        let _on_its_runtime = setting.runtime.enter();
        let at: Timestamp = beginning(&[]);
        let realm = open_realm(setting, SHARED_PATH, setting.seed, at)?;
        realm.journal().share();
        let secrets = Secrets::of(&realm, setting);
        let product = setting.runtime.block_on(async {
            let patience = Duration::from_secs(setting.profile.patience_seconds);
            let client = WebClient::new(setting.nation.root_pem(), &setting.profile.contacts, patience).map_err(|why| why.to_string())?;
            match &setting.system {
                Subject::Plain(plain) => {
                    let product = plain.start(setting, &realm, &secrets, &client).await?;
                    let (_, beside) = plain.beside(setting, &realm, &product, &client);
                    match begin_with_adapter(&setting.profile, &realm, &beside).await {
                        Ok(()) => Ok(Arc::new(product)),
                        Err(why) => {
                            product.end().await;
                            Err(why)
                        }
                    }
                }
                Subject::Host(_) => Err("isolation `person` is for a plain product, which is started once".to_owned()),
            }
        });
        let turns = product.as_ref().ok().map(|product| {
            introduce_product(setting, &realm, product.base_url(), secrets, setting.seed);
            Turns::at(product.base_url(), &setting.profile)
        });
        Some(Self {
            realm,
            product,
            turns,
            seeds: seeds(setting, order),
            handed: Mutex::default(),
        })
    }

    pub(crate) fn realm(&self) -> &RealmHandle {
        &self.realm
    }

    pub(crate) fn seed_at(&self, position: usize) -> u64 {
        self.seeds.get(&position).copied().unwrap_or_default()
    }

    /// The product, as one more scenario has it.
    pub(crate) fn product(&self, setting: &Setting, client: &WebClient) -> Result<Opened, String> {
        let product = self.product.clone()?;
        if let Some(how) = product.ended() {
            return Err(format!("it ended by itself before ({how})"));
        }
        let Subject::Plain(plain) = &setting.system else {
            return Err("there is no plain product".to_owned());
        };
        let (base, mut beside) = plain.beside(setting, &self.realm, &product, client);
        beside.turns.clone_from(&self.turns);
        let turns = self.turns.clone();
        Ok(Opened {
            base,
            beside,
            instance: Instance::Shared(product, turns),
        })
    }

    /// Hands over what was written up to the entry that closed a scenario, and was not handed over with another one.
    pub(crate) fn hand_over(&self, closed: u64, identity: &str, to: &(dyn Fn(Played) + Send + Sync)) {
        let mut handed = self.handed.lock().unwrap_or_else(PoisonError::into_inner);
        let count = usize::try_from(closed.saturating_sub(*handed)).unwrap_or_default();
        let entries = self.realm.journal().entries_after(*handed, count);
        *handed = closed.max(*handed);
        // Under the lock: in the order of the journal.
        to(Played {
            identity: identity.to_owned(),
            realm: self.realm.name().to_owned(),
            entries,
        });
    }

    /// Ends the product and closes the realm, once nobody plays any more.
    pub(crate) fn end(self, setting: &Setting) {
        if let Ok(product) = self.product
            && let Ok(product) = Arc::try_unwrap(product)
        {
            let (rest, _) = setting.runtime.block_on(product.end());
            write_output(self.realm.journal(), &rest);
        }
        self.realm.close();
    }
}

/// For each scenario one whose people have numbers and identifiers that no other scenario's have: settled before anything is played, so that
/// it does not depend on who comes first.
fn seeds(setting: &Setting, order: &[(usize, Planned)]) -> BTreeMap<usize, u64> {
    let mut planned: Vec<&(usize, Planned)> = order.iter().collect();
    planned.sort_by_key(|(position, _)| *position);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut seeds = BTreeMap::new();
    for (position, planned) in planned {
        let people = mentioned(&planned.steps);
        let mut chance = Chance::new(own_seed(setting, planned)).branch("other people");
        let mut seed = own_seed(setting, planned);
        for _ in 0..MOST_DRAWS {
            let (cast, _) = cast_of(&people, seed);
            let known: Vec<String> = cast
                .iter()
                .flat_map(|(_, person)| [person.insz.to_string(), person.id.clone(), person.fedid.clone()])
                .collect();
            if known.iter().all(|one| !taken.contains(one)) {
                taken.extend(known);
                break;
            }
            seed = chance.number();
        }
        seeds.insert(*position, seed);
    }
    seeds
}
