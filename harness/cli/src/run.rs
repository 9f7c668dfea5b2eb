//! `run`: nation up, system up, scenarios played, record written, read back, judged and rendered.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Instant,
};

use etalon_evidence::{Account, End, Header, Language, Planned as InRecord, RECORD_FORMAT, RecordWriter};
use etalon_model::{Isolation, Judgement, Profile};
use etalon_rules::{Grounds, RULES_VERSION, attribution::Dealer, judge, judge_dealt};
use etalon_steps::{Planned, Played, Specification, play};
use jiff::Timestamp;

use crate::{
    account,
    arguments::{Format, RunArguments},
    exit::{self, Exit, Failure},
    lanes,
    live::{self, Live},
    parts,
    plan::{Plan, plan},
    progress::Progress,
};

/// The seed where none is given: a run is the same tomorrow.
const USUAL_SEED: u64 = 1;

pub(crate) fn run(arguments: &RunArguments) -> Result<Exit, Failure> {
    examine_and(arguments, |account| {
        if arguments.format == Format::Text {
            account::failures(account).for_each(|failure| println!("{failure}"));
            println!("{}", etalon_evidence::console_summary(account));
        } else {
            let summary = etalon_evidence::summary(account);
            println!("{}", serde_json::to_string(&summary).map_err(|why| Failure::bug(why.to_string()))?);
        }
        Ok(())
    })
}

/// Examines, leaves the record, and hands what came out to `say`.
pub(crate) fn examine_and(arguments: &RunArguments, say: impl FnOnce(&Account<'_>) -> Result<(), Failure>) -> Result<Exit, Failure> {
    let begun = Instant::now();
    let started = Timestamp::now();
    let language =
        Language::parse(&arguments.lang).ok_or_else(|| Failure::usage(format!("--lang `{}`: it is en, fr or nl", arguments.lang)))?;
    let specification = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?;
    let profile = profile(arguments, &specification)?;
    let plan = plan(arguments, &specification, &profile)?;
    let jobs = live::jobs(arguments.jobs)?;
    let folder = folder(arguments, started);
    let (header, to_play) = header(arguments, &specification, &profile, plan, started);
    let writer = Arc::new(RecordWriter::create(&folder, &header).map_err(|why| Failure::usage(why.to_string()))?);

    let (broken, judged) = examine(arguments, &specification, profile, to_play, jobs, &writer)?;

    let end = End {
        finished: Timestamp::now(),
        seconds: begun.elapsed().as_secs_f64(),
        peak_rss_mb: peak_rss_mb(),
        broken,
    };
    let finished = writer.finish(&end);
    let record = account::open(&folder)?;
    let judgements = account::judge_record(&record);
    if end.broken.is_none() {
        same_from_disk(&judged, &judgements)?;
    }
    let (deviated, lanes) = (account::deviated(&record, &judgements), lanes::of_record(&record));
    let account = record.account(&judgements).with_lanes(&lanes).with_deviated(&deviated);
    let written = finished.and_then(|()| etalon_evidence::write_all(&folder, &account, language));
    say(&account)?;
    if let Some(why) = end.broken {
        let lost = format!("the record in {} has a gap: {why}; make room and run again", folder.display());
        return Err(Failure::environment(lost));
    }
    written.map_err(|why| Failure::environment(format!("the report could not be written to {}: {why}", folder.display())))?;
    Ok(exit::of(&judgements, &deviated))
}

/// Plays everything. Says why the record has a gap, where it has one, and what was judged on the way.
fn examine(
    arguments: &RunArguments,
    specification: &Specification,
    profile: Profile,
    planned: Vec<Planned>,
    jobs: usize,
    writer: &Arc<RecordWriter>,
) -> Result<(Option<String>, Vec<Judgement>), Failure> {
    let live = Live::start(
        specification,
        profile,
        &arguments.defect,
        arguments.seed.unwrap_or(USUAL_SEED),
        writer.clone(),
    )?;
    let progress = Progress::of(planned.len(), arguments.format == Format::Json);
    let (setting, journal) = (live.setting.clone(), live.journal.clone());
    let enough = setting.enough.clone();
    let judged = Arc::new(Mutex::new(Vec::<Judgement>::new()));
    let hand_over = {
        let (progress, judged, journal) = (progress.clone(), judged.clone(), journal.clone());
        let (profile, catalogue) = (setting.profile.clone(), specification.catalogue.clone());
        let dealer = (profile.isolation == Isolation::Person).then(|| Mutex::new(Dealer::default()));
        move |played: Played| {
            if journal.broken().is_some() {
                enough.store(true, Ordering::Relaxed);
            }
            let grounds = Grounds::of(&profile, &catalogue);
            for judgement in judgements(played, &dealer, &grounds) {
                progress.played(&judgement);
                judged.lock().unwrap_or_else(PoisonError::into_inner).push(judgement);
            }
        }
    };
    play(&setting, planned, jobs, hand_over);
    progress.end();
    drop(setting);
    live.end();
    let judged = std::mem::take(&mut *judged.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((journal.broken(), judged))
}

/// What is said of a scenario that was played; where it shared its realm, of all that were closed since the one before.
fn judgements(played: Played, dealer: &Option<Mutex<Dealer>>, grounds: &Grounds<'_>) -> Vec<Judgement> {
    let Some(dealer) = dealer else {
        return judge(&played.entries, grounds).into_iter().collect();
    };
    let mut dealer = dealer.lock().unwrap_or_else(PoisonError::into_inner);
    let dealt = played.entries.iter().filter_map(|entry| dealer.take(entry));
    dealt
        .filter_map(|dealt| judge_dealt(&dealt.entries, &dealt.doubts, grounds))
        .collect()
}

/// What was judged from memory must come out of the record too, or the record is not the evidence that it claims to be.
fn same_from_disk(judged: &[Judgement], again: &[Judgement]) -> Result<(), Failure> {
    match judged.iter().find(|judgement| !again.contains(judgement)) {
        None => Ok(()),
        Some(judgement) => Err(Failure::bug(format!(
            "this is a bug of Etalon itself: scenario {} was judged `{}`, and its record is judged otherwise",
            judgement.identity, judgement.verdict
        ))),
    }
}

fn profile(arguments: &RunArguments, specification: &Specification) -> Result<Profile, Failure> {
    let mut profile = live::profile(&arguments.profile, &arguments.defect, specification)?;
    if arguments.unpinned {
        profile.parameters.clear();
    }
    Ok(profile)
}

fn folder(arguments: &RunArguments, started: Timestamp) -> PathBuf {
    arguments
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("etalon-report-{}", started.strftime("%Y%m%d-%H%M%S"))))
}

/// The header of the record, and what is to be played.
fn header(
    arguments: &RunArguments,
    specification: &Specification,
    profile: &Profile,
    plan: Plan,
    started: Timestamp,
) -> (Header, Vec<Planned>) {
    let phrases = specification.phrasebook.phrases().map(|phrase| {
        let languages = [("en", &phrase.en), ("fr", &phrase.fr), ("nl", &phrase.nl)];
        (
            phrase.id.clone(),
            languages
                .into_iter()
                .map(|(language, sentence)| (language.to_owned(), sentence.clone()))
                .collect(),
        )
    });
    let header = Header {
        format: RECORD_FORMAT,
        rules_version: RULES_VERSION,
        etalon: env!("CARGO_PKG_VERSION").to_owned(),
        started,
        seed: arguments.seed.unwrap_or(USUAL_SEED),
        command: command(arguments),
        language: arguments.lang.clone(),
        profile: profile.clone(),
        catalogue: specification.catalogue.clone(),
        phrases: phrases.collect(),
        planned: plan.planned.iter().map(|scenario| InRecord::from(&scenario.opened)).collect(),
        left_out: plan.left_out,
        elsewhere: plan.elsewhere,
        shard: arguments.shard,
        merged: None,
        deviations: plan.deviations,
        absent_parts: parts::absent(),
    };
    let left_out = header.left_out.iter().map(|left| left.identity.as_str());
    let others = header.elsewhere.iter().flat_map(|elsewhere| &elsewhere.scenarios);
    let not_played: BTreeSet<&str> = left_out.chain(others.map(String::as_str)).collect();
    let is_played = |scenario: &Planned| !not_played.contains(scenario.opened.identity.as_str());
    let to_play = plan.planned.into_iter().filter(is_played).collect();
    (header, to_play)
}

/// The command that runs this again, without the folder that now exists.
fn command(arguments: &RunArguments) -> Vec<String> {
    let mut words = vec!["etalon".to_owned(), "run".to_owned()];
    let mut say = |flag: &str, value: String| words.extend([flag.to_owned(), value]);
    if arguments.profile != "reference-network" {
        say("--profile", arguments.profile.clone());
    }
    if let Some(tags) = &arguments.tags {
        say("--tags", tags.clone());
    }
    if let Some(shard) = arguments.shard {
        say("--shard", shard.to_string());
    }
    say("--seed", arguments.seed.unwrap_or(USUAL_SEED).to_string());
    arguments.defect.iter().for_each(|defect| say("--defect", defect.clone()));
    if arguments.unpinned {
        words.push("--unpinned".to_owned());
    }
    words.extend(arguments.features.iter().cloned());
    words
}

/// The most memory that this process has held, in MiB; 0 where the machine does not tell.
fn peak_rss_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .trim_end_matches("kB")
            .trim()
            .parse::<f64>()
            .ok()
    });
    kib.unwrap_or_default() / 1024.0
}
