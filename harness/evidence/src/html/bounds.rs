//! How much of what was recorded one report shows. The journal has the rest, and the report says how much that is.

use std::cell::Cell;

/// Bytes shown of one body.
pub(super) const BODY: usize = 4 * 1024;
/// Characters shown of a body that is no text.
pub(super) const BASE64: usize = 512;
/// Header fields shown of one message.
pub(super) const HEADER_FIELDS: usize = 40;
/// Characters shown of one header field.
pub(super) const HEADER_VALUE: usize = 1024;
/// Characters shown of a method.
pub(super) const METHOD: usize = 16;
/// Characters shown of an address in the line that stays visible.
pub(super) const PLACE: usize = 120;
/// Characters shown of an address.
pub(super) const ADDRESS: usize = 2048;
/// Exchanges shown of a conformant scenario.
pub(super) const EXCHANGES_WHEN_CONFORMANT: usize = 4;
/// Exchanges shown of any other scenario.
pub(super) const EXCHANGES: usize = 40;
/// Happenings shown of a conformant scenario.
pub(super) const HAPPENINGS_WHEN_CONFORMANT: usize = 24;
/// Happenings shown of any other scenario.
pub(super) const HAPPENINGS: usize = 200;
/// Characters shown of one happening.
pub(super) const HAPPENING: usize = 600;
/// Witnesses shown of one rule.
pub(super) const WITNESSES: usize = 4;
/// Characters shown of a sentence of a finding or a witness.
pub(super) const SENTENCE: usize = 2000;
/// Marks on one timeline.
pub(super) const MARKS: usize = 150;
/// Bytes that one mark on a timeline costs, roughly.
pub(super) const MARK: usize = 100;
/// Bytes of recorded messages, happenings and marks in the whole report, before escaping.
pub(super) const RECORDED: usize = 8 * 1024 * 1024;

/// Bytes of pictures of who could open what, in the whole report.
pub(super) const LANES: usize = 4 * 1024 * 1024;

/// What is left of [`RECORDED`] and of [`LANES`] while a report is made.
pub(super) struct Allowance {
    recorded: Cell<usize>,
    lanes: Cell<usize>,
}

impl Allowance {
    pub(super) fn whole() -> Self {
        Self {
            recorded: Cell::new(RECORDED),
            lanes: Cell::new(LANES),
        }
    }

    /// Takes `bytes` of what was recorded, or nothing and says so.
    pub(super) fn take(&self, bytes: usize) -> bool {
        take(&self.recorded, bytes)
    }

    /// Takes `bytes` of pictures, or nothing and says so.
    pub(super) fn take_lanes(&self, bytes: usize) -> bool {
        take(&self.lanes, bytes)
    }
}

fn take(left: &Cell<usize>, bytes: usize) -> bool {
    let rest = left.get().checked_sub(bytes);
    left.set(rest.unwrap_or(0));
    rest.is_some()
}
