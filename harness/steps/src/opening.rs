//! How a scenario begins and ends: its realm with its people, its instance of the system, and what is handed over of it. Where all scenarios
//! share a realm and a product, it takes its place among the others instead (`commons`).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use etalon_driver::{Beside, Driver, WebClient};
use etalon_journal::Event;
use etalon_model::{ClockLevel, Isolation};
use etalon_nation::{Client, RealmHandle};
use etalon_people::{Cast, Chance, Counters};
use jiff::Timestamp;
use url::Url;

use crate::{
    Planned,
    cast::{Mentioned, beginning, mentioned},
    clock::begin,
    commons::Commons,
    instance::Secrets,
    play::{Played, Setting},
    scene::{ELSEWHERE, Scene, as_own, elsewhere_landing, with_another},
    stop::Stop,
    subject::{Instance, Opened, SHARED_PATH},
};

/// Where and by whom scenarios are played.
pub(crate) struct Players {
    pub(crate) setting: Arc<Setting>,
    pub(crate) client: WebClient,
    /// What all of them share, where they do.
    pub(crate) commons: Option<Arc<Commons>>,
    pub(crate) hand_over: Arc<dyn Fn(Played) + Send + Sync>,
}

/// Opens realm and instance. A failure is in the realm's journal; without a realm there is nowhere to write it to, and
/// the scenario counts as not played.
pub(crate) async fn open_scene(players: &Players, position: usize, planned: &Planned) -> Option<Scene> {
    let name = format!("s{:04}", planned.number.unwrap_or(position + 1));
    match &players.commons {
        None => open_alone(players, &name, planned).await,
        Some(commons) => {
            let label: Arc<str> = name.into();
            let opened = open_among(players, commons, position, &label, planned);
            as_own(Some(label.clone()), opened).await
        }
    }
}

async fn open_alone(players: &Players, name: &str, planned: &Planned) -> Option<Scene> {
    let setting = &players.setting;
    let seed = own_seed(setting, planned);
    let at = beginning(&planned.steps);
    let realm = open_realm(setting, name, seed, at)?;
    realm.journal().write("harness", Event::ScenarioOpened(planned.opened.clone()));
    setting.output.attend(realm.journal().clone());
    let (people, cast) = people_of(&realm, seed, planned);
    people.iter().filter_map(|who| cast.get(&who.name)).for_each(|person| {
        realm.add_person(person.clone());
    });
    let secrets = Secrets::of(&realm, setting);
    let opened = setting
        .system
        .open(setting, &realm, (&people, &cast), &secrets, &players.client)
        .await;
    let opened = opened.unwrap_or_else(|why| nowhere(&realm, &why));
    introduce_product(setting, &realm, &opened.base, secrets, seed);
    let scene = scene(players, planned, seed, at, (realm, cast), opened);
    people.iter().for_each(|who| scene.note_cast(who));
    reached(players, scene).await
}

async fn open_among(players: &Players, commons: &Commons, position: usize, label: &Arc<str>, planned: &Planned) -> Option<Scene> {
    let setting = &players.setting;
    let (realm, seed) = (commons.realm().clone(), commons.seed_at(position));
    realm.journal().write("harness", Event::ScenarioOpened(planned.opened.clone()));
    if let Some(why) = planned.needs_isolation(&setting.profile) {
        trouble(&realm, Stop::environment(why));
        let closed = realm.journal().write("harness", Event::ScenarioClosed {});
        commons.hand_over(closed, &planned.opened.identity, players.hand_over.as_ref());
        return None;
    }
    let (people, cast) = people_of(&realm, seed, planned);
    let opened = commons.product(setting, &players.client);
    let opened = opened.unwrap_or_else(|why| nowhere(&realm, &why));
    let mut scene = scene(players, planned, seed, realm.now(), (realm.clone(), cast), opened);
    scene.label = Some(label.clone());
    // Who is whose stands in the journal before anything is done with anybody.
    people.iter().for_each(|who| scene.note_cast(who));
    scene.cast.iter().for_each(|(_, person)| realm.add_person(person.clone()));
    reached(players, scene).await
}

/// Where all chance in a scenario starts: it must not change when a scenario is added elsewhere.
pub(crate) fn own_seed(setting: &Setting, planned: &Planned) -> u64 {
    setting.seed ^ fingerprint(&planned.opened.identity)
}

/// Opens the realm `name` with its clock at `at`, where that can be chosen.
pub(crate) fn open_realm(setting: &Setting, name: &str, seed: u64, at: Timestamp) -> Option<RealmHandle> {
    // A clock that stands still from the first entry on, where it is to stand still.
    let still = !matches!(setting.profile.clock, ClockLevel::Wall | ClockLevel::Offset);
    let clock_at = still.then_some(at);
    let realm = match setting.profile.isolation {
        Isolation::Realm | Isolation::Person => setting.nation.open_realm(name, seed, clock_at),
        Isolation::Exclusive => setting.nation.open_realm_at(SHARED_PATH, name, seed, clock_at),
    };
    let realm = realm.ok()?;
    if !still {
        begin(&realm, &setting.profile, at);
    }
    Some(realm)
}

fn people_of(realm: &RealmHandle, seed: u64, planned: &Planned) -> (Vec<Mentioned>, Cast) {
    let people = mentioned(&planned.steps);
    let (cast, problems) = cast_of(&people, seed);
    problems.into_iter().for_each(|why| trouble(realm, Stop::feature(why)));
    (people, cast)
}

/// The people whom a scenario mentions, and why somebody of them could not be found.
pub(crate) fn cast_of(people: &[Mentioned], seed: u64) -> (Cast, Vec<String>) {
    let mut cast = Cast::new(seed, Counters::default());
    let mut problems = Vec::new();
    for who in people {
        if let Err(why) = cast.introduce(&who.name, who.number) {
            problems.push(why.to_string());
        }
    }
    for who in people {
        if let Some(other) = &who.namesake_of {
            cast.make_namesake(&who.name, other);
        }
    }
    (cast, problems)
}

/// Makes CSAM and the hospitals known with the product at `base`.
pub(crate) fn introduce_product(setting: &Setting, realm: &RealmHandle, base: &Url, secrets: Secrets, seed: u64) {
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
        redirect_uris: vec![elsewhere_landing(realm)],
        post_logout_redirect_uris: Vec::new(),
        scopes: vec!["openid".to_owned()],
    });
    for (hospital, secret) in &secrets.publishers {
        hospital.connect(&origin, &hospital.publisher_name(), secret);
    }
}

fn nowhere(realm: &RealmHandle, why: &str) -> Opened {
    trouble(realm, Stop::environment(format!("no instance of the system under test: {why}")));
    Opened {
        base: Url::parse("https://127.0.0.1:1").expect("a constant address"),
        instance: Instance::None,
        beside: Beside::default(),
    }
}

fn scene(players: &Players, planned: &Planned, seed: u64, at: Timestamp, (realm, cast): (RealmHandle, Cast), opened: Opened) -> Scene {
    let setting = &players.setting;
    let nation = Url::parse(setting.nation.base_url()).expect("the nation knows its own address");
    Scene {
        identity: planned.opened.identity.clone(),
        seed,
        label: None,
        strays: setting.nation.stray_requests(),
        setting: setting.clone(),
        driver: Driver::new(setting.profile.clone(), opened.base, nation).with(opened.beside.clone()),
        instance: opened.instance,
        beside: opened.beside,
        time_set: at,
        client: players.client.clone(),
        realm,
        cast,
        actors: BTreeMap::new(),
        pockets: BTreeMap::new(),
        sessions: BTreeMap::new(),
        consents: BTreeSet::new(),
        documents: BTreeMap::new(),
        faults: BTreeMap::new(),
        last: None,
        role: "given",
        step: String::new(),
    }
}

async fn reached(players: &Players, scene: Scene) -> Option<Scene> {
    if !matches!(scene.instance, Instance::None) {
        return Some(scene);
    }
    close_scene(players, scene, None).await;
    None
}

/// Ends it, as whatever stopped it says, and hands it over.
pub(crate) async fn close_scene(players: &Players, mut scene: Scene, stop: Option<Stop>) {
    let label = scene.label.clone();
    as_own(label, async move {
        if let Some(stop) = stop {
            trouble(&scene.realm, stop);
        }
        let instance = std::mem::replace(&mut scene.instance, Instance::None);
        if let Err(what) = instance.close(&scene.setting, &scene.realm).await {
            trouble(&scene.realm, Stop::environment(what));
        }
        if scene.setting.nation.stray_requests() != scene.strays {
            let what = "a request reached the nation while this was played that names no open realm, and so belongs to nobody; \
                        see that the system uses the addresses it was given";
            trouble(&scene.realm, Stop::environment(what));
        }
        if let Some(commons) = &players.commons {
            scene.lift_own_directions();
            let closed = scene.journal().write("harness", Event::ScenarioClosed {});
            return commons.hand_over(closed, &scene.identity, players.hand_over.as_ref());
        }
        scene.setting.output.leave(scene.realm.name());
        scene.journal().write("harness", Event::ScenarioClosed {});
        let (realm, entries) = (scene.realm.name().to_owned(), scene.journal().entries());
        scene.realm.close();
        (players.hand_over)(Played {
            identity: scene.identity.clone(),
            realm,
            entries,
        });
    })
    .await;
}

fn trouble(realm: &RealmHandle, Stop { blame, what }: Stop) {
    realm.journal().write("harness", Event::Trouble { blame, what });
}

/// FNV-1a: people must not change when a scenario is added elsewhere, so each has its own number from its identity.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
