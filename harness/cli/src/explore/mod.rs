//! `explore`: random histories, played live, every read compared with the access model. What differs is shrunk and printed as a
//! scenario. What a history is made of, how it is compared and how it shrinks is beside.

mod arena;
mod compare;
mod finding;
mod history;
mod kinds;
mod known;
mod lines;
mod people;
mod report;
mod scenario;
mod shrink;
mod telling;
mod themes;
mod times;
mod wishes;

use std::{fs, path::Path, time::Instant};

use etalon_model::{Isolation, Profile};
use etalon_steps::Specification;

use self::{
    arena::Arena,
    compare::{Compared, Difference},
    finding::Finding,
    kinds::{KINDS, Kind},
    known::Known,
    lines::Line,
};
use crate::{
    arguments::{ExploreArguments, Format, RunArguments},
    exit::{Exit, Failure},
    live,
    progress::Progress,
    run,
};

/// So many histories are played together: few at first, since a defect mostly shows soon.
const BATCHES: std::ops::RangeInclusive<u32> = 8..=64;

/// What was seen of all histories.
#[derive(Default)]
struct Counted {
    histories: u32,
    permitted: usize,
    refused: usize,
    open: usize,
    /// Differences that are known deviations.
    known: usize,
    /// Histories that could not be played to their end, with the first reason.
    stopped: usize,
    why: Option<String>,
}

/// A history in which something differed.
struct Differing {
    number: u32,
    lines: Vec<Line>,
    difference: Difference,
}

pub(crate) fn explore(arguments: &ExploreArguments) -> Result<Exit, Failure> {
    let begun = Instant::now();
    let specification = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?;
    let profile = live::profile(&arguments.profile, &arguments.defect, &specification)?;
    if profile.isolation == Isolation::Person {
        return Err(Failure::usage(
            "explore needs isolation `realm` or `exclusive`: histories move the clock, which is everybody's where scenarios share a system",
        ));
    }
    let kinds = kinds(&specification, &profile);
    if let Some(folder) = arguments.out.as_ref().filter(|folder| folder.exists()) {
        return Err(Failure::usage(format!(
            "--out {}: it exists already; name another folder",
            folder.display()
        )));
    }
    let jobs = live::jobs(arguments.jobs)?;
    let known = Known::of(&arguments.profile, &specification, &profile)?;
    known.told().iter().for_each(|told| eprintln!("{told}"));
    let arena = Arena::open(&specification, (profile, known), &arguments.defect, arguments.seed, jobs)?;
    let mut counted = Counted::default();
    let found = search(&arena, &kinds, arguments, &mut counted)?;
    let told = match &found {
        None => None,
        Some(found) => {
            let shrunk = shrink::shrink(&arena, &name(found.number), found.lines.clone(), found.difference.clone())?;
            Some((finding::tell(&arena, &shrunk)?, shrunk))
        }
    };
    arena.close();
    let seconds = begun.elapsed().as_secs_f64();
    match arguments.format {
        Format::Text => report::say(arguments, &counted, found.as_ref().zip(told.as_ref()), seconds),
        Format::Json => println!(
            "{}",
            report::summary(arguments, &counted, found.as_ref().zip(told.as_ref()), seconds)
        ),
    }
    if let (Some(folder), Some((finding, _))) = (&arguments.out, &told) {
        leave(folder, finding, arguments)?;
    }
    Ok(match (&told, counted.histories, counted.stopped) {
        (Some(_), ..) => Exit::NonConformant,
        (None, 0, _) => Exit::NothingRan,
        (None, _, 0) => Exit::Fine,
        (None, ..) => Exit::Inconclusive,
    })
}

/// The kinds of acts that this specification has words for and that this system can be asked for.
fn kinds(specification: &Specification, profile: &Profile) -> Vec<&'static Kind> {
    KINDS
        .iter()
        .filter(|kind| kind.is_triggered_by(profile) && scenario::is_bound(specification, kind))
        .collect()
}

fn name(number: u32) -> String {
    format!("history-{number}")
}

/// Plays until something differs.
fn search(
    arena: &Arena<'_>,
    kinds: &[&'static Kind],
    arguments: &ExploreArguments,
    counted: &mut Counted,
) -> Result<Option<Differing>, Failure> {
    let progress = Progress::of(arguments.histories as usize, arguments.format == Format::Json);
    let mut size = *BATCHES.start();
    while counted.histories < arguments.histories {
        let from = counted.histories + 1;
        let to = arguments.histories.min(counted.histories + size);
        let told = |number| telling::told(&history::history(kinds, arguments.seed, number), &arena.specification.phrasebook);
        let mut histories: Vec<(u32, Vec<Line>)> = (from..=to).map(|number| (number, told(number))).collect();
        let played = play(arena, &mut histories)?;
        counted.histories = to;
        progress.further(u64::from(to + 1 - from));
        let mut first = None;
        for ((number, lines), compared) in histories.into_iter().zip(played) {
            counted.add(&compared);
            if let Some(difference) = compare::first(compared.differences) {
                first.get_or_insert(Differing { number, lines, difference });
            }
        }
        if first.is_some() {
            progress.end();
            return Ok(first);
        }
        size = (2 * size).min(*BATCHES.end());
    }
    progress.end();
    Ok(None)
}

/// Plays them, and once more those in which a document was wanted that the system did not let its author write.
fn play(arena: &Arena<'_>, histories: &mut [(u32, Vec<Line>)]) -> Result<Vec<Compared>, Failure> {
    let mut played = play_once(arena, histories.iter())?;
    let again: Vec<usize> = (0..histories.len())
        .filter(|at| {
            let (lines, compared) = (&mut histories[*at].1, &played[*at]);
            let before = lines.len();
            if compared.stopped.is_some() {
                lines.retain(|line| {
                    !line.is_written()
                        || line
                            .brings()
                            .is_none_or(|brought| compared.documents.iter().any(|name| name == brought))
                });
            }
            lines.len() < before
        })
        .collect();
    let replayed = play_once(arena, again.iter().map(|at| &histories[*at]))?;
    for (at, compared) in again.into_iter().zip(replayed) {
        played[at] = compared;
    }
    Ok(played)
}

fn play_once<'a>(arena: &Arena<'_>, histories: impl Iterator<Item = &'a (u32, Vec<Line>)>) -> Result<Vec<Compared>, Failure> {
    let named: Vec<arena::Named<'_>> = histories.map(|(number, lines)| (name(*number), lines.as_slice())).collect();
    let played = arena.play(&named)?;
    let lost = || Compared {
        stopped: Some("no realm or instance could be opened for it".to_owned()),
        ..Compared::default()
    };
    Ok(played.into_iter().map(|compared| compared.unwrap_or_else(lost)).collect())
}

impl Counted {
    fn add(&mut self, compared: &Compared) {
        self.permitted += compared.permitted;
        self.refused += compared.refused;
        self.open += compared.open;
        self.known += compared.known;
        // A crash stops some histories: it is told as what it is.
        if let Some(why) = compared.stopped.as_ref().filter(|_| compared.differences.is_empty()) {
            self.stopped += 1;
            self.why.get_or_insert_with(|| why.clone());
        }
    }

    fn reads(&self) -> usize {
        self.permitted + self.refused + self.open
    }
}

/// Leaves the scenario as a feature, and the record of a run of it.
fn leave(folder: &Path, finding: &Finding, arguments: &ExploreArguments) -> Result<(), Failure> {
    let feature = folder.join(format!("{}.feature", finding.case));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&feature, &finding.text));
    written.map_err(|why| Failure::environment(format!("--out {}: {why}", folder.display())))?;
    let run = RunArguments {
        features: vec![feature.display().to_string()],
        profile: arguments.profile.clone(),
        tags: None,
        shard: None,
        jobs: Some(1),
        seed: Some(arguments.seed),
        out: Some(folder.join("record")),
        format: arguments.format,
        lang: "en".to_owned(),
        defect: arguments.defect.clone(),
        repeat: 1,
        unpinned: false,
    };
    run::examine_and(&run, |_| Ok(())).map(|_| ())
}
