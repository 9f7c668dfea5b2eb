//! How far a run has come: a bar on a terminal, a plain line for each scenario that is no pass elsewhere.

use std::io::IsTerminal as _;

use etalon_model::{Judgement, Verdict};
use indicatif::{ProgressBar, ProgressStyle};

/// Shows progress. Cloning it shares it.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    on_terminal: bool,
}

impl Progress {
    /// For so many scenarios; silent where a program reads what we print.
    pub(crate) fn of(scenarios: usize, silent: bool) -> Self {
        let on_terminal = std::io::stderr().is_terminal() && !silent;
        let bar = if on_terminal {
            ProgressBar::new(scenarios as u64)
        } else {
            ProgressBar::hidden()
        };
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed} {msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self { bar, on_terminal }
    }

    /// One more was played.
    pub(crate) fn played(&self, judgement: &Judgement) {
        self.bar.inc(1);
        if judgement.verdict == Verdict::Conformant {
            return;
        }
        let line = format!("{:<15} {}", judgement.verdict.as_str(), judgement.identity);
        if self.on_terminal {
            self.bar.println(line);
        } else {
            eprintln!("{line}");
        }
    }

    /// So many more were played, and nothing is said of each.
    pub(crate) fn further(&self, count: u64) {
        self.bar.inc(count);
    }

    /// All were played.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
