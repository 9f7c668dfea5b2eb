//! The picture of `explain`: one lane for each person, a bar where the document could be opened, a number where something was done.
//! Patterns and not colours tell the answers apart.

use askama::Template;
use etalon_rules::access::Answer;

use crate::explain::{Explained, PersonExplained};

/// Width of the drawing, in its own units; it grows where there are many steps.
const WIDTH: usize = 480;
/// The least room between two steps.
const ROOM: usize = 22;
/// Height of a lane with the name above it.
const LANE: usize = 46;
const BAR: usize = 16;
const MARGIN: usize = 14;

/// A finished drawing.
pub(crate) struct Picture {
    pub(crate) svg: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<svg viewBox="0 0 {{ width }} {{ height }}" role="img" aria-label="{{ title }}"{% if width > 480 %} style="min-width: {{ width }}px"{% endif %}>
<defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><line x1="0" y1="0" x2="0" y2="6" stroke="#1b1d20" stroke-width="3"/></pattern>
<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#fff"/><circle cx="2" cy="2" r="1.1" fill="#1b1d20"/></pattern>
</defs>
{%- for t in ticks %}
<line x1="{{ t.x }}" y1="22" x2="{{ t.x }}" y2="{{ bottom }}" stroke="#b9b6ad" stroke-width="1"/>
<text x="{{ t.x }}" y="14" font-size="11" font-weight="700" text-anchor="middle" fill="#1b1d20">{{ t.number }}</text>
{%- endfor %}
{%- for lane in lanes %}
<text x="{{ margin }}" y="{{ lane.text_y }}" font-size="12" font-weight="600" fill="#1b1d20" stroke="#fff" stroke-width="4" paint-order="stroke">{{ lane.name }}</text>
<line x1="{{ margin }}" y1="{{ lane.middle }}" x2="{{ end }}" y2="{{ lane.middle }}" stroke="#1b1d20" stroke-width="1"/>
{%- for bar in lane.bars %}
<rect x="{{ bar.x }}" y="{{ lane.y }}" width="{{ bar.width }}" height="16" {{ bar.look|safe }}><title>{{ bar.answer }}</title></rect>
{%- endfor %}
{%- endfor %}
<line x1="{{ asked }}" y1="20" x2="{{ asked }}" y2="{{ bottom }}" stroke="#1b1d20" stroke-width="2" stroke-dasharray="5 3"/>
<line x1="{{ asked }}" y1="20" x2="{{ asked }}" y2="{{ bottom }}" stroke="#fff" stroke-width="2" stroke-dasharray="3 5" stroke-dashoffset="-5"/>
<path d="M {{ asked }} {{ bottom }} l -5 9 h 10 z" fill="#1b1d20"/>
<text x="{{ label_x }}" y="{{ label_y }}" font-size="11" text-anchor="{{ anchor }}" fill="#1b1d20">{{ label }}</text>
</svg>"##
)]
struct Drawing<'a> {
    width: usize,
    height: usize,
    margin: usize,
    end: usize,
    bottom: usize,
    label_y: usize,
    title: &'a str,
    ticks: Vec<Tick>,
    lanes: Vec<Lane<'a>>,
    asked: usize,
    label_x: usize,
    anchor: &'static str,
    label: String,
}

struct Tick {
    x: usize,
    number: usize,
}

struct Lane<'a> {
    name: &'a str,
    text_y: usize,
    y: usize,
    middle: usize,
    bars: Vec<Bar>,
}

struct Bar {
    x: usize,
    width: usize,
    look: &'static str,
    answer: &'static str,
}

/// Draws it. Steps stand at equal distances: a year of waiting would leave no room for an hour in which much was done.
pub(crate) fn picture(explained: &Explained<'_>) -> Result<Picture, askama::Error> {
    let (words, steps) = (explained.words, &explained.steps);
    let width = WIDTH.max((steps.len() + 1) * ROOM + 2 * MARGIN);
    let end = width - MARGIN;
    // Step `at` stands at the left end of its segment; there is one segment before the first step.
    let left = |at: usize| MARGIN + (at + 1) * (end - MARGIN) / (steps.len() + 1);
    let reached = steps.iter().filter(|step| step.at <= explained.at).count();
    let from = if reached == 0 { MARGIN } else { left(reached - 1) };
    let is_at_a_step = reached > 0 && steps[reached - 1].at == explained.at;
    let room = left(reached).min(end) - from;
    let asked = from + if is_at_a_step { room / 4 } else { room / 2 };
    let top = 26;
    let lanes: Vec<Lane<'_>> = explained
        .people
        .iter()
        .enumerate()
        .map(|(place, person)| Lane {
            name: &person.person.name,
            text_y: top + place * LANE + 14,
            y: top + place * LANE + 20,
            middle: top + place * LANE + 20 + BAR / 2,
            bars: bars(explained, person, left, end),
        })
        .collect();
    let bottom = top + lanes.len() * LANE;
    // The label stands on the side that has room for it.
    let (anchor, label_x) = if asked * 2 < width {
        ("start", asked + 9)
    } else {
        ("end", asked - 9)
    };
    let svg = Drawing {
        width,
        height: bottom + 24,
        margin: MARGIN,
        end,
        bottom,
        label_y: bottom + 10,
        title: words.picture,
        ticks: (0..steps.len())
            .map(|at| Tick {
                x: left(at),
                number: at + 1,
            })
            .collect(),
        lanes,
        asked,
        label_x,
        anchor,
        label: format!("{} · {}", words.asked, words.instant(explained.at)),
    }
    .render()?;
    Ok(Picture { svg })
}

fn bars(explained: &Explained<'_>, person: &PersonExplained<'_>, left: impl Fn(usize) -> usize, end: usize) -> Vec<Bar> {
    let place = |at, entry| explained.steps.iter().position(|step| step.at == at && step.entry == entry);
    let changes = &person.changes;
    let bar = |(number, change): (usize, &etalon_rules::access::Change)| {
        let look = match change.answer {
            Answer::Permitted => r##"fill="#1b1d20""##,
            Answer::Open { .. } => r##"fill="url(#hatch)" stroke="#1b1d20""##,
            Answer::Uncertain { .. } => r##"fill="url(#dots)" stroke="#1b1d20" stroke-dasharray="2 2""##,
            Answer::Refused => return None,
        };
        let x = left(place(change.at, change.after)?);
        let until = changes
            .get(number + 1)
            .and_then(|next| place(next.at, next.after))
            .map_or(end, &left);
        Some(Bar {
            x,
            width: until.saturating_sub(x),
            look,
            answer: explained.words.answer(&change.answer),
        })
    };
    changes.iter().enumerate().filter_map(bar).collect()
}
