//! A realm's clock: stopped, moved, let run, or showing the machine's time.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use etalon_nation::control::{ClockKind, ClockOrder, ClockStep, ClockView};
use jiff::Timestamp;

use super::{instant_of, local_of};
use crate::{
    Console,
    done::{Done, back},
    forms::{Fields, Sent},
    frame::{Frame, page},
    mistake::{Mistake, not_done},
    titles,
    visit::{SignedIn, Visit},
};

/// The units of a step: code, title and seconds.
pub(crate) const UNITS: [(&str, &str, i64); 4] = [
    ("seconds", "seconds", 1),
    ("minutes", "minutes", 60),
    ("hours", "hours", 3600),
    ("days", "days of 24 hours", 24 * 3600),
];
/// The furthest step, either way.
const LARGEST_AMOUNT: i64 = 100_000;

#[derive(Template)]
#[template(path = "clock.html")]
struct ClockPage {
    frame: Frame,
    realm: String,
    now: String,
    instant: String,
    local: String,
    mode: &'static str,
    code: &'static str,
    units: [(&'static str, &'static str, i64); UNITS.len()],
    amount: String,
    unit: String,
}

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(realm): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let frame = frame(&visit, &realm).done(done.code());
    draw(&console, &visit, frame, realm, ("1", "hours")).await
}

pub(crate) async fn set(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let set = match order(&fields, Timestamp::now()) {
        Some(order) => console.desk.set_clock(&realm, order).await.map_err(Mistake::from),
        None => Err(Mistake::noticed("This is not a date and time.")),
    };
    answer(&console, &visit, realm, set, ("1", "hours")).await
}

pub(crate) async fn step(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let (amount, unit) = (fields.value("amount"), fields.value("unit"));
    let stepped = match seconds(amount, unit) {
        Some(seconds) => console.desk.step_clock(&realm, ClockStep { seconds }).await.map_err(Mistake::from),
        None => Err(Mistake::noticed("A step is a whole number between -100000 and 100000.")),
    };
    answer(&console, &visit, realm, stepped, (amount, unit)).await
}

fn order(fields: &Fields, wall: Timestamp) -> Option<ClockOrder> {
    let (mode, at, seconds) = match fields.value("mode") {
        "real" => (ClockKind::Real, None, None),
        "frozen" => (ClockKind::Frozen, Some(instant_of(fields.value("at"))?), None),
        "offset" => {
            let away = instant_of(fields.value("at"))?.duration_since(wall);
            // Whole seconds, and never before the instant that was asked for.
            let rest = i64::from(away.subsec_nanos() > 0);
            (ClockKind::Offset, None, Some(away.as_secs() + rest))
        }
        _ => return None,
    };
    Some(ClockOrder { mode, at, seconds })
}

fn seconds(amount: &str, unit: &str) -> Option<i64> {
    let (_, _, seconds) = UNITS.iter().find(|(code, _, _)| *code == unit)?;
    let amount: i64 = amount.parse().ok()?;
    (-LARGEST_AMOUNT..=LARGEST_AMOUNT).contains(&amount).then(|| amount * seconds)
}

async fn answer(console: &Console, visit: &Visit, realm: String, set: Result<ClockView, Mistake>, typed: (&str, &str)) -> Response {
    match set {
        Ok(_) => back(&format!("/console/realms/{realm}/clock"), "clock-set").into_response(),
        Err(mistake) => {
            let frame = frame(visit, &realm).mistaken(mistake);
            draw(console, visit, frame, realm, typed).await
        }
    }
}

fn frame(visit: &Visit, realm: &str) -> Frame {
    Frame::new(visit, "clock", "Clock").within(realm)
}

async fn draw(console: &Console, visit: &Visit, frame: Frame, realm: String, (amount, unit): (&str, &str)) -> Response {
    let clock = match console.desk.clock(&realm).await {
        Ok(clock) => clock,
        Err(why) => return not_done(visit, why),
    };
    let template = ClockPage {
        frame,
        realm,
        now: visit.language.moment(clock.now),
        instant: clock.now.to_string(),
        local: local_of(clock.now),
        mode: titles::clock(clock.mode),
        code: titles::clock_code(clock.mode),
        units: UNITS,
        amount: amount.to_owned(),
        unit: unit.to_owned(),
    };
    page(template.frame.status(), &template)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_bounded_whole_number_of_a_known_unit() {
        for (amount, unit, expected) in [
            ("1", "hours", Some(3600)),
            ("-2", "days", Some(-172_800)),
            ("100000", "days", Some(8_640_000_000)),
            ("100001", "seconds", None),
            ("-9223372036854775808", "days", None),
            ("1.5", "hours", None),
            ("1", "weeks", None),
            ("", "hours", None),
        ] {
            assert_eq!(seconds(amount, unit), expected, "{amount} {unit}");
        }
    }
}
