//! A realm's clock at the desk.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Desk, Problem, desk::kept};
use crate::{ClockMode, RealmHandle};

/// How a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// It shows the machine's time.
    Real,
    /// It runs, so many seconds away from the machine's.
    Offset,
    /// It stands still.
    Frozen,
}

/// How a clock is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockOrder {
    /// `real`, `offset` or `frozen`.
    pub mode: ClockKind,
    /// Where it stands still; for `frozen` only. The realm's present time where it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime, example = "2026-04-09T08:00:00Z")]
    pub at: Option<Timestamp>,
    /// How far it is ahead of the machine's; for `offset` only, and needed there.
    #[serde(default)]
    pub seconds: Option<i64>,
}

/// How far to move a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockStep {
    /// Forward; or back, where negative.
    pub seconds: i64,
}

/// A realm's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClockView {
    /// How it runs.
    pub mode: ClockKind,
    /// What it shows.
    #[schema(value_type = String, format = DateTime)]
    pub now: Timestamp,
    /// How far it is ahead of the machine's, where it runs.
    pub seconds: Option<i64>,
}

/// An order that makes sense.
#[derive(Clone, Copy)]
pub(crate) enum Setting {
    Real,
    Offset(SignedDuration),
    Frozen(Option<Timestamp>),
}

impl ClockOrder {
    pub(crate) fn setting(self) -> Result<Setting, Problem> {
        match (self.mode, self.at, self.seconds) {
            (ClockKind::Real, None, None) => Ok(Setting::Real),
            (ClockKind::Offset, None, Some(seconds)) => Ok(Setting::Offset(SignedDuration::from_secs(seconds))),
            (ClockKind::Frozen, at, None) => Ok(Setting::Frozen(at)),
            (ClockKind::Offset, None, None) => Err(Problem::field("seconds", "say by how many, as mode `offset` needs it")),
            (ClockKind::Real | ClockKind::Offset, Some(_), _) => Err(Problem::field("at", "leave it out; it goes with mode `frozen` only")),
            (ClockKind::Real | ClockKind::Frozen, _, Some(_)) => {
                Err(Problem::field("seconds", "leave it out; it goes with mode `offset` only"))
            }
        }
    }
}

impl Setting {
    pub(crate) fn apply(self, realm: &RealmHandle) {
        match self {
            Self::Real => realm.real(),
            Self::Offset(by) => realm.offset(by),
            Self::Frozen(at) => realm.freeze(at.unwrap_or_else(|| realm.now())),
        }
    }
}

impl ClockView {
    pub(crate) fn of(realm: &RealmHandle) -> Self {
        let (mode, seconds) = match realm.clock_mode() {
            ClockMode::Real => (ClockKind::Real, None),
            ClockMode::Offset(by) => (ClockKind::Offset, Some(by.as_secs())),
            ClockMode::Frozen(_) => (ClockKind::Frozen, None),
        };
        Self {
            mode,
            now: realm.now(),
            seconds,
        }
    }
}

impl Desk {
    /// The clock of a realm.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn clock(&self, realm: &str) -> Result<ClockView, Problem> {
        Ok(ClockView::of(&self.handle(realm)?))
    }

    /// Sets it.
    ///
    /// # Errors
    /// No such realm is open, the order makes no sense, or it could not be kept.
    pub async fn set_clock(&self, realm: &str, order: ClockOrder) -> Result<ClockView, Problem> {
        let realm = self.handle(realm)?;
        order.setting()?.apply(&realm);
        kept(&realm)?;
        Ok(ClockView::of(&realm))
    }

    /// Moves it: one that stands still stands still again, one that runs runs on.
    ///
    /// # Errors
    /// No such realm is open, or it could not be kept.
    pub async fn step_clock(&self, realm: &str, step: ClockStep) -> Result<ClockView, Problem> {
        let realm = self.handle(realm)?;
        realm.step(SignedDuration::from_secs(step.seconds));
        kept(&realm)?;
        Ok(ClockView::of(&realm))
    }
}
