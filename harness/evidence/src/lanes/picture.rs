//! The drawing: a bar where the document could be opened, a thin line where it could not, patterns for what is open or not known, and a
//! mark where it was asked for. Only places are computed here; the template draws. Paths gather what looks alike, since a report holds
//! many of these pictures.

use std::fmt::Write as _;

use etalon_model::lanes::{Lane, Lanes, Span, SpanState};
use jiff::Timestamp;

use super::{
    axis::{Axis, Instant, MARGIN},
    story::quoted,
    words::{Key, LaneWords},
};
use crate::visible::shortened;

/// Where the lanes begin: below two rows of labels and one of numbers.
const TOP: usize = 50;
const HEADING: usize = 20;
const LANE: usize = 42;
/// Where the bar of a lane begins, below its name and what is written above the line, and how high it is.
const BAR: usize = 23;
const HEIGHT: usize = 14;
/// What is written below the lanes needs this.
const FOOT: usize = 24;
/// Characters of a name that are drawn; the table has the whole.
const NAME: usize = 40;
/// Width of a character of a small text, roughly.
const SMALL: usize = 6;
/// Width of a digit of a number.
const DIGIT: usize = 7;
/// The narrowest picture.
const NARROWEST: usize = 280;

#[derive(Default)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) bottom: usize,
    pub(super) instants: Vec<Instant>,
    pub(super) brackets: String,
    pub(super) ticks: String,
    /// The numbers of the events, one behind the other, and where each of their digits stands.
    pub(super) numbers: String,
    pub(super) number_xs: String,
    pub(super) headings: Vec<(usize, String)>,
    pub(super) names: Vec<(usize, String, &'static str)>,
    pub(super) refused: String,
    pub(super) permitted: String,
    pub(super) open: String,
    pub(super) uncertain: String,
    /// What decides, where there is room to say it.
    pub(super) reasons: Vec<(usize, usize, String)>,
    pub(super) reads: Vec<(usize, usize, &'static str)>,
    pub(super) asked: Option<Asked>,
    /// What is drawn at all.
    pub(super) keys: Vec<Key>,
}

/// The instant asked about.
pub(super) struct Asked {
    pub(super) x: usize,
    pub(super) label_x: usize,
    pub(super) anchor: &'static str,
    pub(super) label: String,
}

impl Picture {
    pub(super) fn of(all: &[Lanes], axis: Axis, w: &'static LaneWords) -> Self {
        let mut picture = Self {
            width: (axis.end() + MARGIN).max(NARROWEST),
            ..Self::default()
        };
        let mut y = TOP;
        for lanes in all {
            if all.len() > 1 {
                picture.headings.push((y + 14, shortened(&quoted(&lanes.document, w), NAME)));
                y += HEADING;
            }
            for lane in &lanes.lanes {
                picture.draw(lane, y, &axis, w);
                y += LANE;
            }
        }
        picture.bottom = y;
        picture.height = y + 6;
        for instant in &axis.instants {
            write(&mut picture.brackets, format_args!("M{} 28h{}", instant.x, instant.width - 4));
        }
        for (at, x) in axis.lefts().iter().enumerate() {
            write(&mut picture.ticks, format_args!("M{x} 46V{}", picture.bottom));
            picture.number(*x, at + 1);
        }
        picture.keys.sort_by_key(|key| Key::ALL.iter().position(|other| other == key));
        picture.keys.dedup();
        picture.instants = axis.instants;
        picture
    }

    /// Marks an instant, which need not be that of an event.
    pub(super) fn ask(&mut self, x: usize, instant: &str, w: &LaneWords) {
        let label = format!("{} · {instant}", w.asked);
        let room = label.chars().count() * SMALL;
        // The label stands to the left where it has room there, and else the picture grows to the right.
        let (anchor, label_x) = if x > self.width / 2 && x > room + 9 {
            ("end", x - 9)
        } else {
            ("start", x + 9)
        };
        if anchor == "start" {
            self.width = self.width.max(label_x + room);
        }
        self.asked = Some(Asked { x, label_x, anchor, label });
        self.height = self.bottom + FOOT;
    }

    /// Puts each digit in its place: one text for all numbers is much shorter than one for each.
    fn number(&mut self, x: usize, number: usize) {
        let digits = number.to_string();
        let first = x + DIGIT / 2 - digits.len() * DIGIT / 2;
        for at in 0..digits.len() {
            let space = if self.number_xs.is_empty() { "" } else { " " };
            write(&mut self.number_xs, format_args!("{space}{}", first + at * DIGIT));
        }
        self.numbers.push_str(&digits);
    }

    fn draw(&mut self, lane: &Lane, y: usize, axis: &Axis, w: &'static LaneWords) {
        let (bar, middle) = (y + BAR, y + BAR + HEIGHT / 2);
        self.names.push((y + 10, shortened(&lane.person, NAME), w.standing(lane.standing)));
        write(&mut self.refused, format_args!("M{MARGIN} {middle}H{}", axis.end()));
        for span in &lane.spans {
            self.keys.push(Key::of(&span.state));
            let (from, to) = (axis.left(span.from), span.to.map_or(axis.end(), |to| axis.left(to)));
            let Some(width) = to.checked_sub(from).filter(|width| *width > 0) else {
                continue;
            };
            let bars = match span.state {
                SpanState::Permitted => Some(&mut self.permitted),
                SpanState::Open { .. } => Some(&mut self.open),
                SpanState::Uncertain => Some(&mut self.uncertain),
                SpanState::Refused => None,
            };
            if let Some(bars) = bars {
                write(bars, format_args!("M{from} {bar}h{width}v{HEIGHT}h-{width}z"));
            }
            if let Some((reason, below)) = reason(span)
                && reason.len() * 11 / 2 + 4 <= width
            {
                self.reasons.push((from + 3, if below { bar + 10 } else { bar - 2 }, reason));
            }
        }
        for read in &lane.reads {
            let key = if read.was_shown { Key::Shown } else { Key::NotShown };
            if let Some(x) = axis.middle(read.at) {
                self.reads.push((x, middle, key.sign()));
                self.keys.push(key);
            }
        }
    }
}

/// What decides a span, and whether it is written on the bar rather than above the line.
fn reason(span: &Span) -> Option<(String, bool)> {
    match &span.state {
        SpanState::Refused => Some((span.requirement.trim_start_matches("REQ-").to_owned(), false)),
        SpanState::Open { parameter } => Some((parameter.clone(), true)),
        SpanState::Permitted | SpanState::Uncertain => None,
    }
}

/// Where the instant asked about stands.
pub(super) fn place(axis: &Axis, asked: Option<Timestamp>) -> Option<usize> {
    asked.map(|asked| axis.place(asked))
}

fn write(path: &mut String, more: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = path.write_fmt(more);
}
