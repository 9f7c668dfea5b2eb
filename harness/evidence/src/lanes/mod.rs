//! Who could open a document when, as a part of a page: a picture, the key to its patterns, and a table that says the same. What is drawn
//! is handed in; whether it is right is not asked here.

mod axis;
mod picture;
mod story;
mod words;

use askama::Template;
use etalon_model::lanes::Lanes;
use jiff::Timestamp;

use self::{
    axis::Axis,
    picture::Picture,
    story::{Changed, story},
    words::LaneWords,
};
use crate::{Language, visible::shortened, words::filled};

/// Events in one picture; the journal has the rest.
const MOST_EVENTS: usize = 60;
/// Characters of a sentence in the table.
const SENTENCE: usize = 240;

/// The style of these pictures, for the style sheet of a page.
pub const LANES_STYLE: &str = include_str!("../../templates/lanes.css");
/// Patterns and signs that these pictures use: an element that stands once in a page, before the first picture.
pub const LANES_SIGNS: &str = include_str!("../../templates/lane_signs.html");

#[derive(Template)]
#[template(path = "lanes.html")]
struct Figure<'a> {
    w: &'static LaneWords,
    anchor: &'a str,
    title: String,
    p: Picture,
    rows: Vec<Row>,
    cuts: Vec<String>,
}

/// One row of the table.
struct Row {
    number: usize,
    /// The instant, with how many rows it spans; nothing where it is that of the row above.
    when: Option<(String, usize)>,
    done: Vec<String>,
    entry: Option<u64>,
    changes: Vec<Changed>,
}

/// The picture and the table of `lanes`, documents of one story, as HTML. `asked` is an instant to be marked; `anchor` begins the ids.
///
/// # Panics
/// Never: the template's values are plain data, and it is written to a string.
#[must_use]
pub fn lanes_figure(lanes: &[Lanes], asked: Option<Timestamp>, anchor: &str, language: Language) -> String {
    let w = LaneWords::of(language);
    let mut told = story(lanes, w, language);
    let more = told.len().saturating_sub(MOST_EVENTS);
    told.truncate(MOST_EVENTS);
    let axis = Axis::of(told.iter().map(|told| told.point).collect());
    let mut starts: Vec<Option<(String, usize)>> = vec![None; told.len()];
    for instant in &axis.instants {
        starts[instant.first] = Some((language.instant(told[instant.first].point.at), instant.count));
    }
    let place = picture::place(&axis, asked);
    let mut picture = Picture::of(lanes, axis, w);
    if let (Some(x), Some(asked)) = (place, asked) {
        picture.ask(x, &language.instant(asked), w);
    }
    let rows = told.into_iter().zip(starts).enumerate().map(|(at, (told, when))| Row {
        number: at + 1,
        when,
        done: told.done.iter().map(|sentence| shortened(sentence, SENTENCE)).collect(),
        entry: told.point.entry,
        changes: told.changes,
    });
    let left_out: usize = lanes.iter().map(|lanes| lanes.left_out).sum();
    let cuts = [(more, w.cut), (left_out, w.lanes_cut)].into_iter().filter(|(n, _)| *n > 0);
    let cuts = cuts.map(|(n, template)| filled(template, &[("n", &n.to_string())]));
    let documents: Vec<String> = lanes.iter().map(|lanes| story::quoted(&lanes.document, w)).collect();
    let figure = Figure {
        w,
        anchor,
        title: filled(w.title, &[("documents", &documents.join(", "))]),
        rows: rows.collect(),
        p: picture,
        cuts: cuts.collect(),
    };
    figure
        .render()
        .expect("a template whose values are plain data and which is written to a String cannot fail")
}
