//! What a scenario asks an authority to do next. Chosen by whom it is meant for, never by who asks first.
//! The realm's list of all that waits lives in `waiting`: what is not on it any more was taken back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use etalon_journal::{Blame, Event};
use serde_json::{Value, json};

use crate::{
    Realm,
    realm::object,
    waiting::{Waiting, WaitingDirection},
};

/// The most directions of one authority that wait in a realm. A scenario that sets more has lost its way.
pub const MAX_PENDING_DIRECTIONS: usize = 256;

/// One authority's directions, as a type of its own.
pub trait Direction: Clone + Send + 'static {
    /// A stable name.
    fn name(&self) -> &'static str;
    /// What belongs to it, as a JSON object.
    fn fields(&self) -> Value;
}

/// Whom a direction is meant for. What is left open fits everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The relying party, or whatever else calls.
    pub client: Option<String>,
    /// The person or thing it is about.
    pub actor: Option<String>,
}

impl Scope {
    fn fits(&self, client: &str, actor: Option<&str>) -> bool {
        self.client.as_deref().is_none_or(|meant| meant == client) && (self.actor.is_none() || self.actor.as_deref() == actor)
    }
}

/// The directions that wait for one authority in one realm.
pub struct Directions<D> {
    pending: Mutex<Vec<Pending<D>>>,
}

struct Pending<D> {
    direction: D,
    scope: Scope,
    standing: bool,
    set_in: u64,
}

impl<D> Default for Directions<D> {
    fn default() -> Self {
        Self {
            pending: Mutex::new(Vec::new()),
        }
    }
}

impl<D: Direction> Directions<D> {
    /// Asks for `direction`: once, or from now on. A standing one takes the place of a standing one with the same name and scope.
    pub fn set(&self, realm: &Realm, authority: &'static str, direction: D, scope: Scope, standing: bool) {
        let waiting = realm.slot::<Waiting>();
        let mut pending = self.lock();
        if standing {
            let replaced =
                |earlier: &Pending<D>| earlier.standing && earlier.scope == scope && earlier.direction.name() == direction.name();
            drop_where(&mut pending, &waiting, replaced);
        }
        pending.retain(|earlier| waiting.holds(earlier.set_in));
        if pending.len() >= MAX_PENDING_DIRECTIONS {
            let what = format!("{authority}: {MAX_PENDING_DIRECTIONS} directions wait already; lift some before asking for more");
            realm.journal().write(
                "harness",
                Event::Trouble {
                    blame: Blame::Feature,
                    what,
                },
            );
            return;
        }
        let own = direction.fields();
        let mut fields = own.clone();
        merge(
            &mut fields,
            json!({"client": scope.client, "actor": scope.actor, "standing": standing}),
        );
        let set_in = realm.direction(authority, direction.name(), fields);
        waiting.add(WaitingDirection {
            number: set_in,
            authority,
            name: direction.name(),
            fields: object(own),
            scope: scope.clone(),
            standing,
        });
        pending.push(Pending {
            direction,
            scope,
            standing,
            set_in,
        });
    }

    /// What the scenario asked for, if it is what `wanted` looks for: the one that names the actor before the one that does not,
    /// one for this time before a standing one, then the newest.
    pub fn consume<T>(
        &self,
        realm: &Realm,
        authority: &str,
        client: &str,
        actor: Option<&str>,
        wanted: impl Fn(&D) -> Option<T>,
    ) -> Option<T> {
        let waiting = realm.slot::<Waiting>();
        let mut pending = self.lock();
        pending.retain(|candidate| waiting.holds(candidate.set_in));
        let (at, found) = pending
            .iter()
            .enumerate()
            .filter(|(_, candidate)| candidate.scope.fits(client, actor))
            .filter_map(|(at, candidate)| wanted(&candidate.direction).map(|found| (at, candidate, found)))
            .max_by_key(|(at, candidate, _)| {
                (
                    candidate.scope.actor.is_some(),
                    candidate.scope.client.is_some(),
                    !candidate.standing,
                    *at,
                )
            })
            .map(|(at, _, found)| (at, found))?;
        let (name, standing, set_in) = (pending[at].direction.name(), pending[at].standing, pending[at].set_in);
        // Whoever took it back in this moment has taken it back: nobody uses it.
        if !standing {
            pending.remove(at);
            waiting.take(set_in)?;
        }
        let fields = json!({"direction": name, "set_in": set_in, "client": client, "actor": actor, "standing": standing});
        realm.observe(authority, "direction-used", fields);
        Some(found)
    }

    /// Takes back every waiting direction of that name, whatever its scope.
    pub fn lift(&self, realm: &Realm, authority: &str, name: &str) {
        let mut pending = self.lock();
        let lifted = drop_where(&mut pending, &realm.slot::<Waiting>(), |waiting| waiting.direction.name() == name);
        realm.direction(authority, "lifted", json!({"direction": name, "lifted": lifted}));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Pending<D>>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says how many of them were still waiting.
fn drop_where<D>(pending: &mut Vec<Pending<D>>, waiting: &Waiting, gone: impl Fn(&Pending<D>) -> bool) -> usize {
    let dropped = pending.extract_if(.., |candidate| gone(candidate));
    dropped.filter(|candidate| waiting.take(candidate.set_in).is_some()).count()
}

fn merge(fields: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (fields, more) {
        fields.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::realm::tests::realm;

    #[derive(Clone, Debug, PartialEq)]
    enum Asked {
        Down,
        Say(u8),
    }

    impl Direction for Asked {
        fn name(&self) -> &'static str {
            match self {
                Self::Down => "down",
                Self::Say(_) => "say",
            }
        }
        fn fields(&self) -> Value {
            json!({})
        }
    }

    fn scope(client: Option<&str>, actor: Option<&str>) -> Scope {
        Scope {
            client: client.map(str::to_owned),
            actor: actor.map(str::to_owned),
        }
    }

    fn said(asked: &Asked) -> Option<u8> {
        match asked {
            Asked::Say(what) => Some(*what),
            Asked::Down => None,
        }
    }

    #[test]
    fn it_waits_for_whom_it_is_meant_for() {
        let (realm, directions) = (realm(), Directions::default());
        directions.set(&realm, "a", Asked::Say(1), scope(Some("portal"), Some("anna")), false);
        directions.set(&realm, "a", Asked::Say(2), scope(Some("portal"), Some("bert")), false);
        assert_eq!(directions.consume(&realm, "a", "portal", None, said), None);
        assert_eq!(directions.consume(&realm, "a", "other", Some("bert"), said), None);
        assert_eq!(directions.consume(&realm, "a", "portal", Some("bert"), said), Some(2));
        assert_eq!(directions.consume(&realm, "a", "portal", Some("bert"), said), None);
        assert_eq!(directions.consume(&realm, "a", "portal", Some("anna"), said), Some(1));
    }

    #[test]
    fn one_for_this_time_comes_before_a_standing_one() {
        let (realm, directions) = (realm(), Directions::default());
        directions.set(&realm, "a", Asked::Say(1), scope(None, None), false);
        directions.set(&realm, "a", Asked::Say(2), scope(None, None), true);
        directions.set(&realm, "a", Asked::Down, scope(None, None), false);
        let heard: Vec<_> = (0..3).map(|_| directions.consume(&realm, "a", "portal", None, said)).collect();
        assert_eq!(heard, [Some(1), Some(2), Some(2)]);
        directions.lift(&realm, "a", "say");
        assert_eq!(directions.consume(&realm, "a", "portal", None, said), None);
    }

    #[test]
    fn setting_and_using_are_both_written_down() {
        let (realm, directions) = (realm(), Directions::default());
        let before = realm.journal().last();
        directions.set(&realm, "a", Asked::Down, scope(Some("portal"), None), false);
        directions.consume(&realm, "a", "portal", None, |asked| (*asked == Asked::Down).then_some(()));
        let written = realm.journal().entries();
        let [set, used] = &written[usize::try_from(before).unwrap_or_default()..] else {
            panic!("{written:?}")
        };
        assert!(matches!(&set.event, Event::Direction { name, .. } if name == "down"));
        assert!(matches!(&used.event, Event::Observation { name, fields } if name == "direction-used" && fields["set_in"] == set.number));
    }

    #[test]
    fn what_waits_can_be_seen_and_taken_back_one_by_one() {
        let (realm, directions) = (realm(), Directions::default());
        directions.set(&realm, "a", Asked::Say(1), scope(Some("portal"), None), false);
        directions.set(&realm, "a", Asked::Say(2), scope(None, Some("anna")), true);
        directions.set(&realm, "a", Asked::Down, scope(None, None), false);
        let seen = realm.waiting_directions();
        let told: Vec<_> = seen.iter().map(|one| (one.authority, one.name, one.standing)).collect();
        assert_eq!(told, [("a", "say", false), ("a", "say", true), ("a", "down", false)]);
        assert!(realm.lift_direction(seen[0].number) && !realm.lift_direction(seen[0].number));
        assert_eq!(directions.consume(&realm, "a", "portal", None, said), None);
        assert_eq!(directions.consume(&realm, "a", "portal", Some("anna"), said), Some(2));
        assert_eq!(realm.waiting_directions().len(), 2, "a standing one still waits");
        directions.lift(&realm, "a", "say");
        let down = |asked: &Asked| (*asked == Asked::Down).then_some(());
        assert_eq!(directions.consume(&realm, "a", "portal", None, down), Some(()));
        assert_eq!(realm.waiting_directions(), []);
    }

    #[test]
    fn a_standing_one_that_is_replaced_waits_once() {
        let (realm, directions) = (realm(), Directions::default());
        directions.set(&realm, "a", Asked::Say(1), scope(None, None), true);
        directions.set(&realm, "a", Asked::Say(2), scope(None, None), true);
        assert_eq!(realm.waiting_directions().len(), 1);
        assert_eq!(directions.consume(&realm, "a", "portal", None, said), Some(2));
    }

    #[test]
    fn the_number_that_wait_is_bounded() {
        let (realm, directions) = (realm(), Directions::default());
        (0..=MAX_PENDING_DIRECTIONS).for_each(|_| directions.set(&realm, "a", Asked::Down, Scope::default(), false));
        assert!(
            realm
                .journal()
                .entries()
                .iter()
                .any(|entry| matches!(entry.event, Event::Trouble { blame: Blame::Feature, .. }))
        );
    }
}
