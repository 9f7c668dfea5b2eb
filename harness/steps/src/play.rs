//! Playing scenarios: dealt out to threads, each in a realm and an instance of its own, each handed over with its entries
//! when it ends.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
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
use etalon_driver::{Beside, Driver, WebClient};
use etalon_journal::{Entry, Event};
use etalon_model::{ClockLevel, Isolation, Parameter, Profile};

use etalon_nation::{Client, Nation};
use etalon_people::{Cast, Chance, Counters, Kind};
use futures::{FutureExt as _, stream};
use tokio::runtime::Handle;
use url::Url;

use crate::{
    BoundStep, Planned,
    cast::{beginning, mentioned},
    clock::begin,
    dispatch::dispatch,
    instance::Secrets,
    output::OutputDesk,
    scene::{ELSEWHERE, Scene, elsewhere_landing, with_another},
    stop::Stop,
    subject::{Instance, Opened, SHARED_PATH, Subject},
};

/// What all scenarios of a run share.
pub struct Setting {
    /// The nation.
    pub nation: Nation,
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
    /// All its entries.
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
    setting: Arc<Setting>,
    client: WebClient,
    planned: BTreeMap<usize, Planned>,
    hand_over: Arc<dyn Fn(Played) + Send + Sync>,
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
        // One at a time, and time only goes forward for the one product that they share.
        Isolation::Person | Isolation::Exclusive => {
            order.sort_by_key(|(_, planned)| beginning(&planned.steps));
            1
        }
    };
    let queue: Arc<Mutex<VecDeque<(usize, Planned)>>> = Arc::new(Mutex::new(order.into()));
    // cucumber replaces the process's panic hook in every runner; a stop travels as a panic and must print nothing.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let threads: Vec<_> = (0..jobs.max(1))
        .map(|number| {
            let (setting, queue, hand_over) = (setting.clone(), queue.clone(), hand_over.clone());
            std::thread::Builder::new()
                .name(format!("scenarios-{number}"))
                .spawn(move || play_thread(&setting, &queue, &hand_over))
                .expect("a thread can be started")
        })
        .collect();
    for thread in threads {
        // A thread that died has left scenarios unplayed: the account shows them as not played.
        let _ = thread.join();
    }
    panic::set_hook(hook);
}

/// The most scenarios that one thread takes from the queue at a time: so many that starting cucumber costs nothing
/// beside them, so few that no thread ends long before the others.
const HAND: usize = 4;

fn play_thread(setting: &Arc<Setting>, queue: &Mutex<VecDeque<(usize, Planned)>>, hand_over: &Arc<dyn Fn(Played) + Send + Sync>) {
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
            let count = queue.len().min(HAND);
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
        let thread = Thread {
            setting: setting.clone(),
            client: client.clone(),
            planned,
            hand_over: hand_over.clone(),
        };
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
    world.scene = open_scene(&thread, position, planned).await;
}

/// Opens realm and instance. A failure is in the realm's journal; without a realm there is nowhere to write it to, and
/// the scenario counts as not played.
async fn open_scene(thread: &Thread, position: usize, planned: &Planned) -> Option<Scene> {
    let setting = &thread.setting;
    let name = format!("s{:04}", planned.number.unwrap_or(position + 1));
    let seed = setting.seed ^ fingerprint(&planned.opened.identity);
    let at = beginning(&planned.steps);
    // A clock that stands still from the first entry on, where it is to stand still.
    let still = !matches!(setting.profile.clock, ClockLevel::Wall | ClockLevel::Offset);
    let clock_at = still.then_some(at);
    let realm = match setting.profile.isolation {
        Isolation::Realm => setting.nation.open_realm(&name, seed, clock_at),
        Isolation::Person | Isolation::Exclusive => setting.nation.open_realm_at(SHARED_PATH, &name, seed, clock_at),
    };
    let realm = realm.ok()?;
    if !still {
        begin(&realm, &setting.profile, at);
    }
    realm.journal().write("harness", Event::ScenarioOpened(planned.opened.clone()));
    setting.output.attend(realm.journal().clone());
    let trouble = |stop: Stop| {
        realm.journal().write(
            "harness",
            Event::Trouble {
                blame: stop.blame,
                what: stop.what,
            },
        )
    };
    let mut cast = Cast::new(seed, Counters::default());
    let people = mentioned(&planned.steps);
    for who in &people {
        match cast.introduce(&who.name, Kind::Citizen) {
            Ok(person) => realm.add_person(person.clone()),
            Err(why) => {
                trouble(Stop::feature(why.to_string()));
            }
        }
    }
    let secrets = Secrets::of(&realm, setting);
    let opened = setting
        .system
        .open(setting, &realm, (&people, &cast), &secrets, &thread.client)
        .await;
    let Opened { base, instance, beside } = opened.unwrap_or_else(|why| {
        trouble(Stop::environment(format!("no instance of the system under test: {why}")));
        Opened {
            base: Url::parse("https://127.0.0.1:1").expect("a constant address"),
            instance: Instance::None,
            beside: Beside::default(),
        }
    });
    let reachable = !matches!(instance, Instance::None);
    let origin = base.origin().ascii_serialization();
    let login = &setting.profile.login;
    let below = |paths: &[String]| paths.iter().map(|path| format!("{origin}{path}")).collect();
    realm.register_client(Client {
        id: login.client_id.clone(),
        secret: secrets.client,
        redirect_uris: below(&with_another(&login.callback_paths)),
        post_logout_redirect_uris: below(&login.post_logout_paths),
        scopes: login.scopes.clone(),
    });
    realm.register_client(Client {
        id: ELSEWHERE.to_owned(),
        secret: Chance::new(seed).branch("other client").alphanumeric(32),
        redirect_uris: vec![elsewhere_landing(&realm)],
        post_logout_redirect_uris: Vec::new(),
        scopes: vec!["openid".to_owned()],
    });
    for (hospital, secret) in &secrets.publishers {
        hospital.connect(&origin, &hospital.publisher_name(), secret);
    }
    let nation = Url::parse(setting.nation.base_url()).expect("the nation knows its own address");
    let scene = Scene {
        strays: setting.nation.stray_requests(),
        setting: setting.clone(),
        driver: Driver::new(setting.profile.clone(), base, nation).with(beside.clone()),
        instance,
        beside,
        time_set: at,
        client: thread.client.clone(),
        realm,
        cast,
        actors: BTreeMap::new(),
        sessions: BTreeMap::new(),
        consents: BTreeSet::new(),
        documents: BTreeMap::new(),
        faults: BTreeMap::new(),
        last: None,
        role: "given",
        step: String::new(),
    };
    people.iter().for_each(|who| scene.note_cast(who));
    if !reachable {
        close_scene(scene, &planned.opened.identity).await;
        return None;
    }
    Some(scene)
}

async fn finish(finished: &event::ScenarioFinished, world: Option<&mut ScenarioWorld>) {
    let Some(scene) = world.and_then(|world| world.scene.take()) else {
        return;
    };
    let identity = scene.journal().entries().iter().find_map(|entry| match &entry.event {
        Event::ScenarioOpened(opened) => Some(opened.identity.clone()),
        _ => None,
    });
    let stop = match finished {
        event::ScenarioFinished::StepPassed => None,
        event::ScenarioFinished::StepSkipped => Some(Stop::feature("the scenario has no steps, or one that nothing was bound to")),
        event::ScenarioFinished::BeforeHookFailed(info) => Some(stop_of(info)),
        event::ScenarioFinished::StepFailed(_, _, event::StepError::Panic(info)) => Some(stop_of(info)),
        event::ScenarioFinished::StepFailed(_, _, other) => Some(Stop::harness(other.to_string())),
    };
    if let Some(stop) = stop {
        scene.journal().write(
            "harness",
            Event::Trouble {
                blame: stop.blame,
                what: stop.what,
            },
        );
    }
    close_scene(scene, &identity.unwrap_or_default()).await;
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

async fn close_scene(mut scene: Scene, identity: &str) {
    let thread = THREAD.with_borrow(|thread| thread.clone().expect("a thread is set before it plays"));
    let instance = std::mem::replace(&mut scene.instance, Instance::None);
    if let Err(what) = instance.close(&scene.setting, &scene.realm).await {
        scene.journal().write(
            "harness",
            Event::Trouble {
                blame: etalon_journal::Blame::Environment,
                what,
            },
        );
    }
    if scene.setting.nation.stray_requests() != scene.strays {
        let what = "a request reached the nation while this was played that names no open realm, and so belongs to nobody; \
                    see that the system uses the addresses it was given";
        scene.journal().write(
            "harness",
            Event::Trouble {
                blame: etalon_journal::Blame::Environment,
                what: what.to_owned(),
            },
        );
    }
    scene.setting.output.leave(scene.realm.name());
    scene.journal().write("harness", Event::ScenarioClosed {});
    let (realm, entries) = (scene.realm.name().to_owned(), scene.journal().entries());
    scene.realm.close();
    (thread.hand_over)(Played {
        identity: identity.to_owned(),
        realm,
        entries,
    });
}

/// FNV-1a: people must not change when a scenario is added elsewhere, so each has its own number from its identity.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The order follows from the seed, so that scenarios which only pass after another one do not stay unnoticed.
fn shuffle(order: &mut [(usize, Planned)], seed: u64) {
    let mut chance = Chance::new(seed).branch("order");
    for last in (1..order.len()).rev() {
        let other = usize::try_from(chance.below(last as u64 + 1)).expect("below the length of a slice");
        order.swap(last, other);
    }
}
