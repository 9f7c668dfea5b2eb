//! The clocks of a scenario: the nation's and the product's go together, in the way in which the product's can be moved.

use etalon_driver::Beside;
use etalon_model::{ClockLevel, Profile};
use etalon_nation::RealmHandle;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Planned,
    needs::moves_time,
    play::Setting,
    stop::Stop,
    subject::{Instance, Subject},
};

/// How a scenario's clock begins, where the profile's level lets it begin anywhere. The nation's moves with the product's.
pub(crate) fn begin(realm: &RealmHandle, profile: &Profile, at: Timestamp) {
    match profile.clock {
        // Nobody can move the product's clock: the nation has the same time.
        ClockLevel::Wall => {}
        ClockLevel::Offset => realm.offset(seconds_until(at)),
        ClockLevel::Endpoint | ClockLevel::Shared => realm.freeze(at),
    }
}

/// Moves the clocks of the realm and of its instance to `at`.
pub(crate) async fn set_time(
    setting: &Setting,
    realm: &RealmHandle,
    (instance, beside): (&Instance, &Beside),
    at: Timestamp,
) -> Result<(), Stop> {
    match setting.profile.clock {
        ClockLevel::Wall => Err(Stop::environment(NEEDS_CLOCK)),
        ClockLevel::Offset => {
            let Instance::Plain(product) = instance else {
                return Err(Stop::environment(
                    "clock level `offset` is for plain products; see docs/profiles.md",
                ));
            };
            let by = seconds_until(at);
            realm.offset(by);
            product.set_offset(by.as_secs()).map_err(|why| Stop::environment(why.to_string()))
        }
        ClockLevel::Endpoint => {
            realm.freeze(at);
            match (&setting.system, &beside.adapter) {
                (Subject::Host(system), _) => {
                    let moved = system.set_clock(realm.name(), at).await;
                    moved.map_err(|why| Stop::environment(why.to_string()))
                }
                (Subject::Plain(_), Some(adapter)) => adapter.set_clock(at).await.map_err(Stop::environment),
                (Subject::Plain(_), None) => Err(Stop::environment(
                    "clock level `endpoint` needs an instance host or an [adapter] that sets the clock; see docs/profiles.md",
                )),
            }
        }
        ClockLevel::Shared => {
            realm.freeze(at);
            Ok(())
        }
    }
}

impl Planned {
    /// Whether it can be played where the product's clock is moved in that way: what says what time it is needs a clock that can be moved.
    #[must_use]
    pub fn plays_at(&self, clock: ClockLevel) -> bool {
        clock != ClockLevel::Wall || !moves_time(&self.steps)
    }
}

/// What a scenario that names an instant says of a product whose clock cannot be moved.
pub const NEEDS_CLOCK: &str =
    "needs clock level `offset`, `endpoint` or `shared`: the profile says that the system's clock cannot be moved";

/// How far the machine's time is from `at`, in the whole seconds that libfaketime takes; never short of it.
fn seconds_until(at: Timestamp) -> SignedDuration {
    let exact = at.duration_since(Timestamp::now());
    let whole = SignedDuration::from_secs(exact.as_secs());
    if exact > whole {
        whole + SignedDuration::from_secs(1)
    } else {
        whole
    }
}

/// How far the realm's clock is off: what [`begin`] has set.
pub(crate) fn offset_of(realm: &RealmHandle) -> i64 {
    let off = realm.now().duration_since(Timestamp::now());
    // Between the two readings some time went by, far less than half a second.
    (off + SignedDuration::from_millis(500)).as_secs_f64().floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_never_fall_short_of_the_instant() {
        for away in [-3600, -1, 0, 1, 86_400] {
            let at = Timestamp::now() + SignedDuration::from_secs(away);
            let reached = Timestamp::now() + seconds_until(at);
            let over = reached.duration_since(at);
            assert!(
                over >= SignedDuration::ZERO && over < SignedDuration::from_secs(2),
                "{away}: {over}"
            );
        }
    }
}
