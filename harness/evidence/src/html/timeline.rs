//! The timeline of a scenario as a picture: a lane for each party, a mark for each thing that happened, ticks where the
//! realm's clock moved. Only places are computed here; the template draws. It must be legible in black and white.

use etalon_model::Judgement;
use jiff::Timestamp;

use super::{
    bounds::{self, Allowance},
    overview::instant,
    parties::{Meeting, Party},
    places::{Happened, Place, parties, places},
    steps::{StepView, step_of},
};
use crate::{
    PlayedScenario,
    words::{Words, filled},
};

/// Width of the names of the lanes.
const GUTTER: usize = 152;
/// Room between the names and the first mark, and behind the last.
const MARGIN: usize = 12;
/// Width that a sign needs.
const SIGN: usize = 20;
/// Width that an exchange or an observation needs: most marks are one of these.
const NARROW: usize = 12;
/// Height of a lane.
const LANE: usize = 36;
/// Height of the row of step numbers.
const STEPS: usize = 24;
/// Height of a row of dates.
const DATES: usize = 30;
/// Width that a date needs.
const DATE_WIDTH: usize = 74;
/// Rows of dates; a date that fits in none is left to its line.
const DATE_ROWS: usize = 3;
/// Characters of a lane's name that fit in the gutter.
const NAME: usize = 18;
/// A step of the realm's clock of at least this is a move, not the passing of time.
const MOVE_SECONDS: f64 = 60.0;

pub(super) struct Timeline {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Where the lanes begin.
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) lanes: Vec<Lane>,
    pub(super) bands: Vec<Band>,
    pub(super) ticks: Vec<Tick>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) signs: Vec<Sign>,
    pub(super) description: String,
    pub(super) cut: Option<String>,
}

/// One party.
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) y: usize,
    pub(super) is_system: bool,
}

/// The stretch of one step.
pub(super) struct Band {
    pub(super) number: usize,
    pub(super) x: usize,
    pub(super) width: usize,
    pub(super) middle: usize,
    pub(super) is_shaded: bool,
}

/// A moment at which the clock stood elsewhere than before.
pub(super) struct Tick {
    pub(super) x: usize,
    /// Day, time and where their row begins; nothing where no row has room.
    pub(super) label: Option<(String, String, usize)>,
}

impl Tick {
    /// Where its line begins: at its date, or at the lanes.
    pub(super) fn line_from(&self, timeline: &Timeline) -> usize {
        self.label.as_ref().map_or(timeline.top, |(_, _, y)| *y)
    }
}

/// An exchange.
pub(super) struct Arrow {
    pub(super) x: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// `down` or `up`: which way the head points.
    pub(super) head: &'static str,
    pub(super) is_answered: bool,
}

/// Anything else.
pub(super) struct Sign {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) class: &'static str,
}

impl Timeline {
    pub(super) fn of(
        played: &PlayedScenario,
        judgement: &Judgement,
        meetings: &[Meeting],
        steps: &[StepView],
        allowance: &Allowance,
        w: &'static Words,
    ) -> Self {
        let mut places = places(played, judgement, meetings);
        let room = allowance.take(bounds::MARK * places.len().min(bounds::MARKS));
        let shown = if room { bounds::MARKS } else { 0 };
        let more = places.len().saturating_sub(shown);
        places.truncate(shown);
        let parties = parties(&places);
        let columns = columns(&places);
        let (ticks, rows) = ticks(&places, &columns);
        let top = rows * DATES + STEPS;
        let lane_y = |party: &Party| top + LANE / 2 + LANE * parties.iter().position(|found| found == party).unwrap_or(0);
        let (mut arrows, mut signs) = (Vec::new(), Vec::new());
        for (place, column) in places.iter().zip(&columns) {
            let x = column.middle();
            match &place.happened {
                Happened::Sign(party, class) => signs.push(Sign {
                    x,
                    y: lane_y(party),
                    class,
                }),
                Happened::Exchange { from, to, is_answered } => {
                    let (from, to) = (lane_y(from), lane_y(to));
                    arrows.push(Arrow {
                        x,
                        from,
                        to,
                        head: if to > from { "down" } else { "up" },
                        is_answered: *is_answered,
                    });
                }
            }
        }
        Self {
            width: MARGIN
                + columns
                    .last()
                    .map_or(GUTTER, Column::end)
                    .max(ticks.last().map_or(0, |tick| tick.x + DATE_WIDTH)),
            height: top + LANE * parties.len() + 4,
            left: GUTTER,
            top,
            lanes: parties
                .iter()
                .map(|party| Lane {
                    name: crate::visible::shortened(&party.name(w), NAME),
                    y: lane_y(party),
                    is_system: *party == Party::System,
                })
                .collect(),
            bands: bands(&places, steps, &columns),
            description: description(&places, &parties, &ticks, w),
            ticks,
            arrows,
            signs,
            cut: (more > 0).then(|| filled(w.timeline_cut, &[("n", &more.to_string())])),
        }
    }
}

/// The stretch of one mark.
struct Column {
    start: usize,
    width: usize,
}

impl Column {
    fn middle(&self) -> usize {
        self.start + self.width / 2
    }

    fn end(&self) -> usize {
        self.start + self.width
    }
}

fn columns(places: &[Place]) -> Vec<Column> {
    let mut start = GUTTER + MARGIN;
    let column = |place: &Place| {
        let width = match place.happened {
            Happened::Exchange { .. } | Happened::Sign(_, "observation") => NARROW,
            Happened::Sign(..) => SIGN,
        };
        let column = Column { start, width };
        start += width;
        column
    };
    places.iter().map(column).collect()
}

fn bands(places: &[Place], steps: &[StepView], columns: &[Column]) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for (place, column) in places.iter().zip(columns) {
        let Some(number) = step_of(steps, place.entry) else { continue };
        match bands.last_mut() {
            Some(band) if band.number == number => band.width = column.end() - band.x,
            _ => bands.push(Band {
                number,
                x: column.start,
                width: column.width,
                middle: 0,
                is_shaded: number % 2 == 0,
            }),
        }
    }
    bands.iter_mut().for_each(|band| band.middle = band.x + band.width / 2);
    bands
}

/// The moments at which the clock moved, and how many rows their dates take.
fn ticks(places: &[Place], columns: &[Column]) -> (Vec<Tick>, usize) {
    let mut ends = [0_usize; DATE_ROWS];
    let mut before: Option<Timestamp> = None;
    let mut ticks = Vec::new();
    for (place, column) in places.iter().zip(columns) {
        let moved = before.is_none_or(|before| place.at.duration_since(before).as_secs_f64().abs() >= MOVE_SECONDS);
        before = Some(place.at);
        if moved {
            let x = column.middle();
            let row = ends.iter().position(|end| *end <= x);
            if let Some(row) = row {
                ends[row] = x + DATE_WIDTH;
            }
            let shown = instant(place.at);
            let (day, time) = shown.split_once(' ').unwrap_or((&shown, ""));
            ticks.push(Tick {
                x,
                label: row.map(|row| (day.to_owned(), time.to_owned(), row * DATES)),
            });
        }
    }
    (ticks, ends.iter().filter(|end| **end > 0).count())
}

/// What the picture shows, for those who do not see it. The lists below the picture hold the rest.
fn description(places: &[Place], parties: &[Party], ticks: &[Tick], w: &'static Words) -> String {
    let count = |wanted: fn(&Happened) -> bool| places.iter().filter(|place| wanted(&place.happened)).count().to_string();
    let lanes: Vec<String> = parties.iter().map(|party| party.name(w)).collect();
    let instants: Vec<String> = ticks
        .iter()
        .filter_map(|tick| tick.label.as_ref())
        .map(|(day, time, _)| format!("{day} {time}"))
        .collect();
    let scenario =
        |happened: &Happened| matches!(happened, Happened::Sign(Party::Scenario, class) if *class != "trouble" && *class != "state");
    filled(
        w.timeline_desc,
        &[
            ("exchanges", &count(|happened| matches!(happened, Happened::Exchange { .. }))),
            ("states", &count(|happened| matches!(happened, Happened::Sign(_, "state")))),
            ("expectations", &count(scenario)),
            ("lanes", &lanes.join(", ")),
            ("instants", &instants.join(", ")),
        ],
    )
}
