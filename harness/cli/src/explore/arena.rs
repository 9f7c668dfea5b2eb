//! Histories played live, many at a time, each compared with the access model as it ends. Nothing of them is kept.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use etalon_journal::{Entry, Sink};
use etalon_model::Profile;
use etalon_steps::{Planned, Specification, play};

use super::{
    compare::{Compared, compare},
    known::Known,
    lines::{Line, playable},
    scenario::{SOME_REQUIREMENT, Scenario, planned},
};
use crate::{exit::Failure, live::Live};

/// Twenty thousand histories would be gigabytes, and nobody reads those in which nothing differed.
struct Forgotten;

impl Sink for Forgotten {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

/// A nation and a system in which histories are played.
pub(crate) struct Arena<'a> {
    pub(crate) specification: &'a Specification,
    live: Live,
    jobs: usize,
    known: Known,
}

/// A history to be played: its name, which fixes who its people are, and its lines.
pub(crate) type Named<'b> = (String, &'b [Line]);

impl<'a> Arena<'a> {
    pub(crate) fn open(
        specification: &'a Specification,
        (profile, known): (Profile, Known),
        defects: &[String],
        seed: u64,
        jobs: usize,
    ) -> Result<Self, Failure> {
        let live = Live::start(specification, profile, defects, seed, Arc::new(Forgotten))?;
        Ok(Self {
            specification,
            live,
            jobs,
            known,
        })
    }

    /// What each of `histories` came to, in their order. None for one that was not played at all.
    pub(crate) fn play(&self, histories: &[Named<'_>]) -> Result<Vec<Option<Compared>>, Failure> {
        let mut texts = Vec::new();
        for (name, lines) in histories {
            let scenario = Scenario {
                feature: "A history",
                title: name,
                tags: &[SOME_REQUIREMENT.to_owned(), format!("case-{name}")],
                lines: &playable(lines),
                then: &[],
            };
            let text = scenario.text(&self.specification.phrasebook);
            texts.push((
                name.clone(),
                text.ok_or_else(|| Failure::bug("a history says what no phrase says"))?,
            ));
        }
        let readings = self.live.setting.profile.parameters.clone();
        let known = self.known.clone();
        let mut played = self.entries(planned(self.specification, texts)?, move |entries| {
            let mut compared = compare(&entries, &readings);
            known.bear(&mut compared);
            compared
        });
        Ok(histories.iter().map(|(name, _)| played.remove(&format!("case-{name}"))).collect())
    }

    /// What `made` makes of the entries of each scenario, by identity.
    pub(crate) fn entries<T: Send + 'static>(
        &self,
        planned: Vec<Planned>,
        made: impl Fn(Vec<Arc<Entry>>) -> T + Send + Sync + 'static,
    ) -> BTreeMap<String, T> {
        let jobs = self.jobs.min(planned.len());
        let all = Arc::new(Mutex::new(BTreeMap::new()));
        let kept = all.clone();
        play(&self.live.setting, planned, jobs, move |played| {
            let of = made(played.entries);
            kept.lock().unwrap_or_else(PoisonError::into_inner).insert(played.identity, of);
        });
        std::mem::take(&mut *all.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.live.setting.profile
    }

    /// Whether the phrasebook has that phrase.
    pub(crate) fn says(&self, phrase: &str) -> bool {
        self.specification.phrasebook.phrases().any(|found| found.id == phrase)
    }

    pub(crate) fn close(self) {
        self.live.end();
    }
}
