//! When each person could open a document, and what changed it: plain data, made of what the rules computed, from which the pictures of
//! reports and of `explain` are drawn. Nothing here computes or draws.

use jiff::Timestamp;

/// One document, with a lane for each person.
///
/// Every instant in it, of a span or a read, is the point of one of `events`, which stand in order, so that they can be drawn at equal
/// distances. Before the first event nothing was done, and nobody could open the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lanes {
    /// The document's name.
    pub document: String,
    /// In the order in which they are to be drawn.
    pub lanes: Vec<Lane>,
    /// How many people more there would be, for whom there is no room.
    pub left_out: usize,
    /// In the order of their points, each point once.
    pub events: Vec<LaneEvent>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The name.
    pub person: String,
    /// In which quality the document would be opened.
    pub standing: Standing,
    /// From the first event on without a gap, in order; two neighbours differ in their state or in what decides it.
    pub spans: Vec<Span>,
    /// When this person asked for the document, and what came of it; empty where no journal tells.
    pub reads: Vec<Read>,
}

/// What a person is to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Whose record it is.
    Patient,
    /// A professional.
    Professional,
    /// Neither.
    Other,
}

/// A time during which one answer held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// From then on.
    pub from: Point,
    /// Until then; none where nothing known ends it.
    pub to: Option<Point>,
    /// Whether the document could be opened.
    pub state: SpanState,
    /// The requirement that decided.
    pub requirement: String,
}

/// Whether a document could be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanState {
    /// It could.
    Permitted,
    /// It could not.
    Refused,
    /// The sources allow both.
    Open {
        /// The parameter that would decide.
        parameter: String,
    },
    /// It depends on a fact of which it is not known whether it had happened.
    Uncertain,
}

/// An instant, and the entry of the journal that tells of it: none where time alone did it, or where there is no journal. Of what happens
/// at one instant, the work of time alone comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The instant.
    pub at: Timestamp,
    /// The entry.
    pub entry: Option<u64>,
}

/// What happened at one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneEvent {
    /// When.
    pub point: Point,
    /// What was done; nothing where the passing of time alone changed an answer, or where a document was only asked for.
    pub done: Vec<Said>,
}

/// A sentence in each language of reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
    /// In Dutch.
    pub nl: String,
}

/// That somebody asked for a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// When the answer came.
    pub at: Point,
    /// Whether it was shown.
    pub was_shown: bool,
}
