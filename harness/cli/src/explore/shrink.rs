//! A history in which something differed, made small: proptest takes lines away, and what is left is played live each time.

use std::collections::HashMap;

use proptest::{
    bool::weighted,
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};

use super::{
    arena::Arena,
    compare::{Compared, Difference, Way},
    history::quiet,
    lines::{Line, is_plausible, playable, renamed},
};
use crate::exit::Failure;

/// More is never played to make one history small.
const MOST_REPLAYS: usize = 300;

/// What is left of a history.
pub(crate) struct Shrunk {
    pub(crate) lines: Vec<Line>,
    pub(crate) difference: Difference,
    pub(crate) replays: usize,
}

struct Shrinking<'a, 'b> {
    arena: &'a Arena<'b>,
    name: &'a str,
    way: Way,
    is_read: bool,
    /// By what was played: many ways of taking lines away leave the same ones.
    known: HashMap<String, Option<Difference>>,
    replays: usize,
}

/// The fewest lines that proptest finds in which `difference` is still there, in the same way.
pub(crate) fn shrink(arena: &Arena<'_>, name: &str, lines: Vec<Line>, difference: Difference) -> Result<Shrunk, Failure> {
    let mut shrinking = Shrinking {
        arena,
        name,
        way: difference.way,
        is_read: difference.document.is_some(),
        known: HashMap::new(),
        replays: 0,
    };
    let mut best = (lines, difference);
    // What came after it did nothing to it, and looking at something hardly ever does: two steps that save many.
    let until: Vec<Line> = playable(&best.0).into_iter().take(best.1.step + 1).collect();
    shrinking.accept(&mut best, until)?;
    let (last, before) = best
        .0
        .split_last()
        .map_or((None, &[][..]), |(last, before)| (Some(last.clone()), before));
    let acts: Vec<Line> = before.iter().filter(|line| !line.is_look()).cloned().chain(last).collect();
    shrinking.accept(&mut best, acts)?;
    loop {
        let before = best.0.len();
        shrinking.take_away(&mut best)?;
        if best.0.len() == before || shrinking.replays >= MOST_REPLAYS {
            break;
        }
    }
    let names = renamed(&best.0);
    shrinking.accept(&mut best, names)?;
    Ok(Shrunk {
        lines: best.0,
        difference: best.1,
        replays: shrinking.replays,
    })
}

impl Shrinking<'_, '_> {
    /// One round of proptest's own shrinking: each line is there or not, and is tried without.
    fn take_away(&mut self, best: &mut (Vec<Line>, Difference)) -> Result<(), Failure> {
        let all = best.0.clone();
        let there: Vec<_> = all.iter().map(|_| weighted(1.0)).collect();
        let mut runner = TestRunner::new(quiet());
        let mut tree = there.new_tree(&mut runner).map_err(|why| Failure::bug(why.to_string()))?;
        let mut goes_on = tree.simplify();
        while goes_on && self.replays < MOST_REPLAYS {
            let kept = tree.current();
            let left = all
                .iter()
                .zip(kept)
                .filter(|(_, kept)| *kept)
                .map(|(line, _)| line.clone())
                .collect();
            goes_on = if self.accept(best, left)? {
                tree.simplify()
            } else {
                tree.complicate()
            };
        }
        Ok(())
    }

    /// Whether the difference is there in `lines` too. If so they are the best so far, up to it.
    fn accept(&mut self, best: &mut (Vec<Line>, Difference), lines: Vec<Line>) -> Result<bool, Failure> {
        let lines = playable(&lines);
        if !is_plausible(&lines) {
            return Ok(false);
        }
        let Some(difference) = self.difference(&lines)? else {
            return Ok(false);
        };
        *best = (lines, difference);
        Ok(true)
    }

    fn difference(&mut self, lines: &[Line]) -> Result<Option<Difference>, Failure> {
        let key = format!("{lines:?}");
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        self.replays += 1;
        let mut played = self.arena.play(&[(self.name.to_owned(), lines)])?;
        let compared: Option<Compared> = played.pop().flatten();
        let differences = compared.map(|compared| compared.differences).unwrap_or_default();
        let alike = |difference: &Difference| difference.way == self.way && difference.document.is_some() == self.is_read;
        let found = differences.into_iter().find(alike);
        self.known.insert(key, found.clone());
        Ok(found)
    }
}
