//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use etalon_evidence::Shard;

use crate::{certs::CertsCommand, faults::FaultsCommand, merge::MergeArguments, profile_check::Form, profile_new::NewArguments};

/// Examines Belgian e-health access systems against a miniature nation.
///
/// Without a command it examines the reference systems that ship with it.
#[derive(Parser)]
#[command(name = "etalon", version, args_conflicts_with_subcommands = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

const EXIT_CODES: &str =
    "Exit codes: 0 fine, 2 usage, 3 environment, 4 a bug of Etalon, 10 non-conformant, 20 inconclusive, 30 nothing ran.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Examine a system and leave a record with its report.
    #[command(after_help = EXIT_CODES)]
    Run(RunArguments),
    /// Keep a nation running: for other systems, other tests and people. With control API and console, until it is interrupted.
    #[command(after_help = EXIT_CODES)]
    Up(crate::up::UpArguments),
    /// Judge a record again, from the record alone. Starts nothing and contacts nothing.
    #[command(after_help = EXIT_CODES)]
    Judge {
        /// The folder that --out named.
        record: PathBuf,
    },
    /// Make the report of a record again, in a language of choice. Starts nothing and contacts nothing.
    Render {
        /// The folder that --out named.
        record: PathBuf,
        /// en, fr or nl.
        #[arg(long, default_value = "en")]
        lang: String,
    },
    /// Say who may open a document, when, and by which rule. Starts nothing and contacts nothing.
    Explain(ExplainArguments),
    /// Play random histories and compare every read with what the access model says. What differs is shrunk and printed as a scenario.
    #[command(after_help = EXIT_CODES)]
    Explore(ExploreArguments),
    /// Show requirement, scenarios, rules and defects; gaps first, each with its reason.
    Cover {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// List the defects that the reference systems can be given.
    Defects {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// What a hostile or failing authority can send, as a catalogue: list it, show one fault, or prove the catalogue.
    #[command(after_help = EXIT_CODES)]
    Faults {
        #[command(subcommand)]
        command: Option<FaultsCommand>,
    },
    /// Put the records of all shards of a run together into one, and judge it. Starts nothing and contacts nothing.
    #[command(after_help = EXIT_CODES)]
    Merge(MergeArguments),
    /// Make a profile of another system, check one, or print the form.
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Certificates: the root of the nation that stays, and fake ones by recipe, upright and flawed.
    #[command(subcommand)]
    Certs(CertsCommand),
    /// Say which real parts are present, and what each absent one costs.
    Doctor,
    /// The reference network, as a run starts it: it speaks the instance-host protocol on standard input and output.
    #[command(hide = true)]
    ReferenceNetwork,
    /// The keeper of a plain product, as a run starts it: it reads what to start from standard input, and ends it when that ends.
    #[command(hide = true)]
    KeepProduct,
}

#[derive(Subcommand)]
pub(crate) enum ProfileCommand {
    /// Ask what has to be known of a system, and write a commented profile of it into a folder of its own.
    New(NewArguments),
    /// Say everything that is wrong with a profile and its known deviations, each with its place and remedy. Starts nothing.
    Check {
        /// A profile folder, a profile.toml, or a name that ships with Etalon.
        #[arg(value_name = "PATH")]
        profile: String,
    },
    /// Print the JSON Schema of a form, for editors.
    Schema {
        /// The file whose form is wanted.
        #[arg(value_enum, default_value_t = Form::Profile)]
        of: Form,
    },
}

#[derive(Args)]
pub(crate) struct RunArguments {
    /// Features to play: FEATURE or FEATURE:LINE. All of them where none is named.
    #[arg(value_name = "FEATURE[:LINE]")]
    pub(crate) features: Vec<String>,
    /// The system to examine: a name that ships with Etalon, a profile folder, or a profile.toml.
    #[arg(long, default_value = "reference-network")]
    pub(crate) profile: String,
    /// Which scenarios: a tag expression such as "@REQ-CONSENT-001 and not @boundary".
    #[arg(long)]
    pub(crate) tags: Option<String>,
    /// Play only the I-th of N parts of what was asked for: each scenario falls to one of them. index:I/N counts from 0. `etalon merge`
    /// puts the records together.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<Shard>,
    /// How many scenarios are played at a time. As many as there are processors where it is not said.
    #[arg(long)]
    pub(crate) jobs: Option<usize>,
    /// Fixes people, order and identifiers (not keys, ports and processes).
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Where the record goes: a folder that does not exist yet.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// How the end is said.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// The language of the report: en, fr or nl.
    #[arg(long, default_value = "en")]
    pub(crate) lang: String,
    /// Give the reference system this defect, to see it caught. Can be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) defect: Vec<String>,
    /// Play every scenario so many times, to find what shows only now and then.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) repeat: usize,
    /// Leave open what the profile pins: instants that only a reading decides then come out as `unspecified`.
    #[arg(long)]
    pub(crate) unpinned: bool,
}

#[derive(Args)]
pub(crate) struct ExploreArguments {
    /// The system to examine: a name that ships with Etalon, a profile folder, or a profile.toml.
    #[arg(long, default_value = "reference-network")]
    pub(crate) profile: String,
    /// How many histories are played, unless one differs before.
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub(crate) histories: u32,
    /// A seed gives the same histories again.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many histories are played at a time. As many as there are processors where it is not said.
    #[arg(long)]
    pub(crate) jobs: Option<usize>,
    /// Give the reference system this defect, to see it found. Can be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) defect: Vec<String>,
    /// Where the scenario of a difference goes, with the record of its run: a folder that does not exist yet.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How the end is said.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("facts").required(true).args(["record", "what_if"])))]
pub(crate) struct ExplainArguments {
    /// The folder that --out named.
    #[arg(long, value_name = "DIR")]
    pub(crate) record: Option<PathBuf>,
    /// A file of assumed facts; docs/explain.md says what stands in one.
    #[arg(long, value_name = "FILE")]
    pub(crate) what_if: Option<PathBuf>,
    /// The document: its name or its reference.
    #[arg(long, value_name = "NAME")]
    pub(crate) document: String,
    /// The scenario of the record, where several have a document of that name.
    #[arg(long, value_name = "IDENTITY", conflicts_with = "what_if")]
    pub(crate) scenario: Option<String>,
    /// One person only.
    #[arg(long, value_name = "NAME")]
    pub(crate) person: Option<String>,
    /// The instant asked about, in Belgian time or with an offset. The last one known where it is not said.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) at: Option<String>,
    /// The language: en, fr or nl.
    #[arg(long, default_value = "en")]
    pub(crate) lang: String,
    /// Also make a page of it: a file that does not exist yet.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
}

/// More parts than this would be more than there are scenarios.
const MOST_SHARDS: u32 = 1000;

fn shard(text: &str) -> Result<Shard, String> {
    // Kubernetes and others count from 0.
    let (text, first) = match text.strip_prefix("index:") {
        Some(text) => (text, 0),
        None => (text, 1),
    };
    let parts = text.split_once('/');
    let shard = parts.and_then(|(number, of)| {
        let (number, of): (u32, u32) = (number.parse().ok()?, of.parse().ok()?);
        let number = number.checked_add(1 - first)?;
        (1 <= number && number <= of && of <= MOST_SHARDS).then_some(Shard { number, of })
    });
    shard.ok_or_else(|| format!("write I/N, such as 2/4: I is 1 to N, and N at most {MOST_SHARDS}; or index:I/N where I is counted from 0"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One object on the last line.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_counted_from_one_or_from_zero_where_it_says_so() {
        for (text, wanted) in [
            ("1/1", Some((1, 1))),
            ("2/4", Some((2, 4))),
            ("index:0/4", Some((1, 4))),
            ("index:3/4", Some((4, 4))),
            ("1000/1000", Some((1000, 1000))),
            ("index:4/4", None),
            ("0/4", None),
            ("5/4", None),
            ("1/1001", None),
            ("index:4294967295/4294967295", None),
            ("4", None),
            ("-1/4", None),
        ] {
            let read = shard(text).ok().map(|shard| (shard.number, shard.of));
            assert_eq!(read, wanted, "{text}");
        }
    }
}
