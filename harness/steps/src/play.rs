//! Playing scenarios: dealt out to threads, each in a realm and an instance of its own, each handed over with its entries
//! when it ends.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    panic,
    path::PathBuf,
    rc::Rc,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use cucumber::{Cucumber, World, cli, event, parser, runner, step, writer};
use etalon_driver::{Turns, WebClient};
use etalon_journal::Entry;
use etalon_model::{Isolation, Parameter, Profile};
use etalon_nation::Nation;
use etalon_people::Chance;
use futures::{FutureExt as _, stream};
use tokio::runtime::Handle;

use crate::{
    BoundStep, Planned,
    cast::beginning,
    commons::Commons,
    dispatch::dispatch,
    opening::{Players, close_scene, open_scene},
    output::OutputDesk,
    scene::Scene,
    stop::Stop,
    subject::Subject,
};

/// What all scenarios of a run share.
pub struct Setting {
    /// The nation.
    pub nation: Arc<Nation>,
    /// Its runtime.
    pub runtime: Handle,
    /// The system under test.
    pub system: Subject,
    /// What is known of it.
    pub profile: Arc<Profile>,
    /// The parameters and what is assumed of them.
    pub parameters: BTreeMap<String, Parameter>,
    /// Defects that the system shall have.
    pub crooked: Vec<String>,
    /// Fixes people, order and identifiers.
    pub seed: u64,
    /// Where lines that the system prints belong.
    pub output: OutputDesk,
    /// Once set, no further scenario is begun.
    pub enough: Arc<AtomicBool>,
}

/// A scenario that was played, to its end or not.
pub struct Played {
    /// Its identity.
    pub identity: String,
    /// Its realm.
    pub realm: String,
    /// All its entries. Where scenarios share a realm: whatever was written in it since another one was handed over.
    pub entries: Vec<Arc<Entry>>,
}

/// The world that cucumber makes for each scenario.
#[derive(Default)]
pub(crate) struct ScenarioWorld {
    pub(crate) scene: Option<Scene>,
    pub(crate) steps: Vec<BoundStep>,
}

impl std::fmt::Debug for ScenarioWorld {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ScenarioWorld")
    }
}

impl World for ScenarioWorld {
    type Error = std::convert::Infallible;

    async fn new() -> Result<Self, Self::Error> {
        Ok(Self::default())
    }
}

/// What the scenarios of one thread share.
struct Thread {
    players: Players,
    planned: BTreeMap<usize, Planned>,
}

thread_local! {
    static THREAD: RefCell<Option<Rc<Thread>>> = const { RefCell::new(None) };
}

/// Plays `planned` on `jobs` threads and hands each scenario over as it ends.
///
/// # Panics
/// If a thread cannot be started.
pub fn play(setting: &Arc<Setting>, planned: Vec<Planned>, jobs: usize, hand_over: impl Fn(Played) + Send + Sync + 'static) {
    let hand_over: Arc<dyn Fn(Played) + Send + Sync> = Arc::new(hand_over);
    let mut order: Vec<(usize, Planned)> = planned.into_iter().enumerate().collect();
    shuffle(&mut order, setting.seed);
    let jobs = match setting.profile.isolation {
        Isolation::Realm => jobs,
        Isolation::Person if Turns::are_for_whole_wishes(&setting.profile) => jobs.min(MOST_IN_TURN),
        Isolation::Person => jobs,
        // One at a time, and time only goes forward for the one product that they share.
        Isolation::Exclusive => {
            order.sort_by_key(|(_, planned)| beginning(&planned.steps));
            1
        }
    };
    let commons = match setting.profile.isolation {
        Isolation::Realm | Isolation::Exclusive => None,
        // Without it nothing is played, and the account says so.
        Isolation::Person => match Commons::open(setting, &order) {
            Some(commons) => Some(Arc::new(commons)),
            None => return,
        },
    };
    let queue: Arc<Mutex<VecDeque<(usize, Planned)>>> = Arc::new(Mutex::new(order.into()));
    // cucumber replaces the process's panic hook in every runner; a stop travels as a panic and must print nothing.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let threads: Vec<_> = (0..jobs.max(1))
        .map(|number| {
            let (setting, queue, hand_over, commons) = (setting.clone(), queue.clone(), hand_over.clone(), commons.clone());
            std::thread::Builder::new()
                .name(format!("scenarios-{number}"))
                .spawn(move || play_thread(&setting, &queue, (commons.as_ref(), jobs.max(1)), &hand_over))
                .expect("a thread can be started")
        })
        .collect();
    for thread in threads {
        // A thread that died has left scenarios unplayed: the account shows them as not played.
        let _ = thread.join();
    }
    panic::set_hook(hook);
    if let Some(commons) = commons.and_then(Arc::into_inner) {
        commons.end(setting);
    }
}

/// The most scenarios that are played at a time where a product can only serve one wish after the other: each waits for all others.
const MOST_IN_TURN: usize = 4;

/// The most scenarios that one thread takes from the queue at a time: so many that starting cucumber costs nothing
/// beside them, so few that no thread ends long before the others.
const HAND: usize = 4;

fn play_thread(
    setting: &Arc<Setting>,
    queue: &Mutex<VecDeque<(usize, Planned)>>,
    (commons, jobs): (Option<&Arc<Commons>>, usize),
    hand_over: &Arc<dyn Fn(Played) + Send + Sync>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made");
    let patience = Duration::from_secs(setting.profile.patience_seconds);
    let client =
        WebClient::new(setting.nation.root_pem(), &setting.profile.contacts, patience).expect("the nation's own root is a certificate");
    loop {
        let hand: Vec<(usize, Planned)> = {
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            // Nobody takes so many that another thread has none.
            let count = queue.len().div_ceil(jobs).min(HAND);
            queue.drain(..count).collect()
        };
        if hand.is_empty() || setting.enough.load(Ordering::Relaxed) {
            break;
        }
        // The position in the run stands in for the file's path: it is unique also where a scenario is played again.
        let features = hand.iter().map(|(position, planned)| gherkin::Feature {
            path: Some(PathBuf::from(position.to_string())),
            ..planned.feature.clone()
        });
        let features: Vec<gherkin::Feature> = features.collect();
        let planned = hand.into_iter().collect();
        let players = Players {
            setting: setting.clone(),
            client: client.clone(),
            commons: commons.cloned(),
            hand_over: hand_over.clone(),
        };
        let thread = Thread { players, planned };
        THREAD.set(Some(Rc::new(thread)));
        runtime.block_on(play_hand(features));
        THREAD.set(None);
    }
    runtime.block_on(setting.system.end_of_thread());
}

async fn play_hand(features: Vec<gherkin::Feature>) {
    let any = || "^(?s).*$".parse().expect("a constant expression");
    let steps = step::Collection::new()
        .given(None, any(), dispatch)
        .when(None, any(), dispatch)
        .then(None, any(), dispatch);
    let options = cli::Opts {
        re_filter: None,
        tags_filter: None,
        parser: cli::Empty,
        runner: runner::basic::Cli::default(),
        writer: cli::Empty,
        custom: cli::Empty,
    };
    Cucumber::<ScenarioWorld, Dealt, Vec<gherkin::Feature>, runner::Basic<ScenarioWorld>, Silent, cli::Empty>::custom(
        Dealt,
        runner::Basic::default(),
        Silent,
    )
    .steps(steps)
    .max_concurrent_scenarios(1)
    .before(|feature, _, _, world| prepare(feature, world).boxed_local())
    .after(|_, _, _, finished, world| finish(finished, world).boxed_local())
    .with_cli(options)
    .run(features)
    .await;
}

/// Hands cucumber the features that were dealt.
struct Dealt;

impl cucumber::Parser<Vec<gherkin::Feature>> for Dealt {
    type Cli = cli::Empty;
    type Output = stream::Iter<std::vec::IntoIter<parser::Result<gherkin::Feature>>>;

    fn parse(self, features: Vec<gherkin::Feature>, _: cli::Empty) -> Self::Output {
        stream::iter(features.into_iter().map(Ok).collect::<Vec<_>>())
    }
}

/// cucumber's own events say only whether the glue worked; what happened is in the journal.
struct Silent;

impl cucumber::Writer<ScenarioWorld> for Silent {
    type Cli = cli::Empty;

    async fn handle_event(&mut self, _: parser::Result<cucumber::Event<event::Cucumber<ScenarioWorld>>>, _: &Self::Cli) {}
}

impl writer::Normalized for Silent {}

async fn prepare(feature: &gherkin::Feature, world: &mut ScenarioWorld) {
    let thread = THREAD.with_borrow(|thread| thread.clone().expect("a thread is set before it plays"));
    let position = feature
        .path
        .as_ref()
        .and_then(|path| path.to_str()?.parse().ok())
        .unwrap_or_default();
    let planned = thread.planned.get(&position).expect("only dealt scenarios are played");
    world.steps.clone_from(&planned.steps);
    world.scene = open_scene(&thread.players, position, planned).await;
}

async fn finish(finished: &event::ScenarioFinished, world: Option<&mut ScenarioWorld>) {
    let Some(scene) = world.and_then(|world| world.scene.take()) else {
        return;
    };
    let stop = match finished {
        event::ScenarioFinished::StepPassed => None,
        event::ScenarioFinished::StepSkipped => Some(Stop::feature("the scenario has no steps, or one that nothing was bound to")),
        event::ScenarioFinished::BeforeHookFailed(info) => Some(stop_of(info)),
        event::ScenarioFinished::StepFailed(_, _, event::StepError::Panic(info)) => Some(stop_of(info)),
        event::ScenarioFinished::StepFailed(_, _, other) => Some(Stop::harness(other.to_string())),
    };
    let thread = THREAD.with_borrow(|thread| thread.clone().expect("a thread is set before it plays"));
    close_scene(&thread.players, scene, stop).await;
}

fn stop_of(info: &event::Info) -> Stop {
    if let Some(stop) = info.downcast_ref::<Stop>() {
        return stop.clone();
    }
    let words = info
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| info.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Stop::harness(format!("a step panicked: {}", words.unwrap_or_else(|| "without words".to_owned())))
}

/// The order follows from the seed, so that scenarios which only pass after another one do not stay unnoticed.
fn shuffle(order: &mut [(usize, Planned)], seed: u64) {
    let mut chance = Chance::new(seed).branch("order");
    for last in (1..order.len()).rev() {
        let other = usize::try_from(chance.below(last as u64 + 1)).expect("below the length of a slice");
        order.swap(last, other);
    }
}
