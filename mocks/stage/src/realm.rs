//! An isolated country: its name, seed, clock, journal, and what its authorities keep. Who listens for it lives in `listener`.

use std::sync::Arc;

use etalon_journal::{Clock, Event, Fields, Journal, RealmJournal};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{
    ClockMode, RealmClock, Slots,
    waiting::{Waiting, WaitingDirection},
};

/// Who writes down what the stage itself does.
const STAGE: &str = "nation";

/// Where the paths of all realms begin.
const PATH: &str = "/r/";

/// One country inside a nation.
pub struct Realm {
    name: String,
    seed: u64,
    origin: String,
    path: String,
    journal: RealmJournal,
    clock: Arc<RealmClock>,
    slots: Arc<Slots>,
    closed: Arc<watch::Sender<bool>>,
}

impl Realm {
    /// A country reached at `origin` (`https://host:port`), standing still at `clock_at` or in the machine's time.
    #[must_use]
    pub fn new(journal: &Journal, origin: &str, name: &str, seed: u64, clock_at: Option<Timestamp>) -> Arc<Self> {
        Self::under(journal, origin, name, name, seed, clock_at)
    }

    /// The same, reached below `/r/{path_name}` whatever its name is.
    pub(crate) fn under(journal: &Journal, origin: &str, path_name: &str, name: &str, seed: u64, clock_at: Option<Timestamp>) -> Arc<Self> {
        let clock = Arc::new(RealmClock::new(clock_at));
        let journal = journal.realm(name, Arc::clone(&clock) as Arc<dyn Clock>);
        let realm = Self {
            name: name.to_owned(),
            seed,
            origin: origin.to_owned(),
            path: format!("{PATH}{path_name}"),
            journal,
            clock,
            slots: Arc::default(),
            closed: Arc::new(watch::Sender::new(false)),
        };
        realm.write_clock();
        Arc::new(realm)
    }

    /// The same country as one sees it who reaches it at `origin` without a path in front, as a real service is reached.
    pub(crate) fn reached_at(&self, origin: &str) -> Arc<Self> {
        self.seen_at(origin, String::new())
    }

    /// The same country as one sees it who comes through another listener, below the same path.
    pub(crate) fn through(&self, origin: &str) -> Arc<Self> {
        self.seen_at(origin, self.path.clone())
    }

    fn seen_at(&self, origin: &str, path: String) -> Arc<Self> {
        Arc::new(Self {
            name: self.name.clone(),
            seed: self.seed,
            origin: origin.to_owned(),
            path,
            journal: self.journal.clone(),
            clock: Arc::clone(&self.clock),
            slots: Arc::clone(&self.slots),
            closed: Arc::clone(&self.closed),
        })
    }

    /// Its name, as in `/r/{name}/`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where all chance in it starts.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// `https://host:port`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// `/r/{name}`, or another name's path where it was opened under that: where its addresses begin, and the path its cookies are bound to. Nothing where it is reached by a real service's name.
    #[must_use]
    pub fn path(&self) -> String {
        self.path.clone()
    }

    /// What it is listed under: its name, or the one that it was opened under.
    pub(crate) fn path_name(&self) -> &str {
        self.path.strip_prefix(PATH).unwrap_or(&self.name)
    }

    /// `https://host:port/r/{name}`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }

    /// Its journal.
    #[must_use]
    pub fn journal(&self) -> &RealmJournal {
        &self.journal
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &RealmClock {
        &self.clock
    }

    /// The time in it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Stops its clock at `at`.
    pub fn freeze(&self, at: Timestamp) {
        self.clock.set(ClockMode::Frozen(at));
        self.write_clock();
    }

    /// Lets its clock run, `by` away from the machine's.
    pub fn offset(&self, by: SignedDuration) {
        self.clock.set(ClockMode::Offset(by));
        self.write_clock();
    }

    /// Moves its clock by `by`; one that stands still stands still again.
    pub fn step(&self, by: SignedDuration) {
        self.clock.step(by);
        self.write_clock();
    }

    /// Lets its clock show the machine's time.
    pub fn real(&self) {
        self.clock.set(ClockMode::Real);
        self.write_clock();
    }

    /// The one `T` of this realm; made now if there is none yet.
    pub fn slot<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        self.slots.slot()
    }

    /// What the authorities keep.
    #[must_use]
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Writes down what `authority` made of what it saw.
    pub fn observe(&self, authority: &str, name: &str, fields: Value) -> u64 {
        self.journal.write(
            authority,
            Event::Observation {
                name: name.to_owned(),
                fields: object(fields),
            },
        )
    }

    /// Writes down a change of the nation's state.
    pub fn state(&self, authority: &str, name: &str, fields: Value) -> u64 {
        self.journal.write(
            authority,
            Event::State {
                name: name.to_owned(),
                fields: object(fields),
            },
        )
    }

    pub(crate) fn direction(&self, authority: &str, name: &str, fields: Value) -> u64 {
        self.journal.write(
            authority,
            Event::Direction {
                name: name.to_owned(),
                fields: object(fields),
            },
        )
    }

    /// Ends it: whatever an authority holds back for it is let go.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Whether it has been closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }

    /// What waits in it for its authorities, as it was asked for.
    #[must_use]
    pub fn waiting_directions(&self) -> Vec<WaitingDirection> {
        self.slots.slot::<Waiting>().all()
    }

    /// Takes back the waiting direction that was written down under that number. False where there is none, or none any more.
    pub fn lift_direction(&self, number: u64) -> bool {
        let Some(lifted) = self.slots.slot::<Waiting>().take(number) else {
            return false;
        };
        self.direction(
            lifted.authority,
            "lifted",
            json!({"direction": lifted.name, "set_in": number, "lifted": 1}),
        );
        true
    }

    /// Returns when it has been closed.
    pub async fn closed(&self) {
        // The sender lives as long as the realm, so that waiting can only end by closing.
        let _ = self.closed.subscribe().wait_for(|closed| *closed).await;
    }

    fn write_clock(&self) {
        self.state(
            STAGE,
            "clock",
            json!({"mode": self.clock.mode().name(), "now": self.now().to_string()}),
        );
    }
}

pub(crate) fn object(fields: Value) -> Fields {
    match fields {
        Value::Object(fields) => fields,
        Value::Null => Fields::new(),
        other => Fields::from_iter([("value".to_owned(), other)]),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io;

    use etalon_journal::{Entry, Sink};

    use super::*;

    struct Nowhere;
    impl Sink for Nowhere {
        fn append(&self, _: &Entry) -> io::Result<()> {
            Ok(())
        }
    }

    pub(crate) fn realm() -> Arc<Realm> {
        Realm::new(&Journal::new(Arc::new(Nowhere), &[1; 32]), "https://127.0.0.1:1", "r", 1, None)
    }

    #[test]
    fn every_change_of_the_clock_is_written_down_in_the_new_time() {
        let realm = realm();
        realm.freeze("2026-04-09T08:00:00Z".parse().unwrap());
        realm.step(SignedDuration::from_secs(61));
        let entries = realm.journal().entries();
        let clocks: Vec<_> = entries
            .iter()
            .filter_map(|entry| match &entry.event {
                Event::State { name, fields } if name == "clock" => Some((fields["mode"].as_str().unwrap(), entry.at.to_string())),
                _ => None,
            })
            .collect();
        assert_eq!(clocks[0].0, "real");
        assert_eq!(
            clocks[1..],
            [
                ("frozen", "2026-04-09T08:00:00Z".to_owned()),
                ("frozen", "2026-04-09T08:01:01Z".to_owned())
            ]
        );
    }

    #[tokio::test]
    async fn closing_lets_those_who_wait_go() {
        let realm = realm();
        let waiting = tokio::spawn({
            let realm = Arc::clone(&realm);
            async move { realm.closed().await }
        });
        realm.close();
        waiting.await.unwrap();
        realm.closed().await;
    }
}
