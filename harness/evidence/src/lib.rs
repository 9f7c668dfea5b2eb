//! The run record (`RecordWriter`, `Record`) and its renderings: HTML, JUnit, JSON and plain text.
//! Nothing here judges: judgements are handed in, and every rendering is a pure function of an `Account`.

mod account;
mod behind;
mod console;
mod deviations;
mod header;
mod html;
mod junit;
mod lanes;
mod language;
mod merge;
mod record;
mod renderings;
mod rerun;
mod spoken;
mod summary;
mod visible;
mod whole_file;
mod words;
mod writer;

pub use account::{Account, NotRun, PlayedScenario};
pub use console::{console_failure, console_summary};
pub use header::{Elsewhere, End, Header, LeftOut, Merged, Planned, RECORD_FORMAT, Shard};
pub use html::html;
pub use junit::junit;
pub use lanes::{LANES_SIGNS, LANES_STYLE, lanes_figure};
pub use language::Language;
pub use merge::{MergeProblem, merge};
pub use record::{Record, RecordProblem};
pub use renderings::write_all;
pub use rerun::{rerun_command, shell_line};
pub use summary::{Capability, Coverage, DeviationLine, ScenarioLine, Summary, VerdictCounts, summary};
pub use words::filled;
pub use writer::RecordWriter;
