//! A nation and a system under test that stand ready for scenarios, for `run` and for `explore`. What is played, and what is
//! made of it, is theirs.

use std::{
    env,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use etalon_driver::{ClockLine, System};
use etalon_journal::{Journal, Sink};
use etalon_model::{ClockLevel, Isolation, Placeholder, Profile, StartWay};
use etalon_nation::{Nation, NationConfig, control::Control};
use etalon_steps::{Between, OutputDesk, Plain, Setting, Specification, Subject};
use tokio::runtime::Runtime;

use crate::{exit::Failure, profiles};

/// More scenarios at a time than this only wait for one another.
const MOST_JOBS: usize = 64;
/// The reference system that ships; the command of this program that starts it is called so too.
const REFERENCE_NETWORK: &str = "reference-network";

/// What stands ready.
pub(crate) struct Live {
    pub(crate) setting: Arc<Setting>,
    /// What is written down while it lasts.
    pub(crate) journal: Journal,
    runtime: Runtime,
    /// Where a product that shares the nation's clock asks for the time.
    clock_line: Option<Control>,
}

impl Live {
    /// Starts a nation whose journal goes to `sink`, and the system that `profile` tells of with the defects `crooked`.
    pub(crate) fn start(
        specification: &Specification,
        profile: Profile,
        crooked: &[String],
        seed: u64,
        sink: Arc<dyn Sink>,
    ) -> Result<Self, Failure> {
        // Both TLS providers could be compiled in by a dependency; one is chosen before anybody asks. It may be chosen already.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let mut key = [0; 32];
        aws_lc_rs::rand::fill(&mut key).map_err(|_| Failure::environment("the machine gives no random bytes"))?;
        let journal = Journal::new(sink, &key);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|why| Failure::environment(format!("no runtime: {why}")))?;
        let data = data_folder()?;
        if !data.join("rsa-2048").exists() {
            eprintln!("making the keys of the nation, once for this user, in {}", data.display());
        }
        let config = NationConfig::local(journal.clone(), data);
        let nation = runtime
            .block_on(Nation::start(config))
            .map_err(|why| Failure::environment(why.to_string()))?;
        let nation = Arc::new(nation);
        let clock_line = if shares_the_clock(&profile) {
            let opened = runtime.block_on(Control::open_for_clocks(Arc::clone(&nation)));
            Some(opened.map_err(|why| Failure::environment(why.to_string()))?)
        } else {
            None
        };
        let told = clock_line.as_ref().map(|line| ClockLine {
            url: line.url().to_owned(),
            token: line.token().to_owned(),
        });
        let output = OutputDesk::default();
        let desk = output.clone();
        let system = runtime.block_on(subject(&profile, told, move |stream, line| desk.line(stream, line)))?;
        let setting = Arc::new(Setting {
            nation,
            runtime: runtime.handle().clone(),
            system,
            parameters: specification.catalogue.parameters.clone(),
            profile: Arc::new(profile),
            crooked: crooked.to_vec(),
            seed,
            output,
            enough: Arc::new(AtomicBool::new(false)),
        });
        Ok(Self {
            setting,
            journal,
            runtime,
            clock_line,
        })
    }

    /// Ends system and nation.
    pub(crate) fn end(self) {
        if let Ok(setting) = Arc::try_unwrap(self.setting) {
            self.runtime.block_on(async {
                setting.system.end().await;
                if let Some(line) = self.clock_line {
                    line.close().await;
                }
                if let Ok(nation) = Arc::try_unwrap(setting.nation) {
                    nation.close().await;
                }
            });
        }
        self.runtime.shutdown_background();
    }
}

/// The profile that `named` means, checked to be one that this version can examine, with those defects.
pub(crate) fn profile(named: &str, defects: &[String], specification: &Specification) -> Result<Profile, Failure> {
    let profile = profiles::find(named, &specification.catalogue)?;
    way(&profile)?;
    for name in defects {
        if profile.start.reference.is_none() {
            return Err(Failure::usage(
                "--defect is for the reference systems that ship with Etalon; take it away or the --profile",
            ));
        }
        if !etalon_reference_network::defects().iter().any(|defect| defect.name == *name) {
            return Err(Failure::usage(format!(
                "--defect `{name}`: there is no such defect; `etalon defects` lists them"
            )));
        }
    }
    Ok(profile)
}

/// How many scenarios are played at a time.
pub(crate) fn jobs(asked: Option<usize>) -> Result<usize, Failure> {
    match asked {
        Some(0) => Err(Failure::usage("--jobs 0 plays nothing; give 1 or more")),
        Some(jobs) => Ok(jobs.min(MOST_JOBS)),
        None => Ok(std::thread::available_parallelism().map_or(2, usize::from).min(MOST_JOBS)),
    }
}

/// Starts what runs for all scenarios together, and says before what will be started.
async fn subject(
    profile: &Profile,
    clock_line: Option<ClockLine>,
    output: impl Fn(&str, &str) + Send + Sync + 'static,
) -> Result<Subject, Failure> {
    let (program, arguments) = match way(profile)? {
        StartWay::Product(product) => {
            let often = match profile.isolation {
                Isolation::Realm => "for each scenario",
                Isolation::Person => "once, for all scenarios together",
                Isolation::Exclusive => "for all scenarios in turn",
            };
            eprintln!("starting, {often}: {}", product.command.join(" "));
            let adapter = profile.adapter.as_ref().map(|adapter| &adapter.http);
            if let Some(adapter) = adapter.filter(|adapter| !adapter.start_with.is_empty()) {
                eprintln!("starting, {often}: {}", adapter.start_with.join(" "));
            }
            return Ok(Subject::Plain(Plain {
                keeper: vec![own_path()?.display().to_string(), "keep-product".to_owned()],
                clock_line,
                adapter_token: adapter_token(profile)?,
                between: Between::default(),
            }));
        }
        StartWay::Reference(name) => (own_path()?, vec![name.to_owned()]),
        StartWay::InstanceHost(command) => {
            eprintln!("starting: {}", command.join(" "));
            let (program, arguments) = command.split_first().expect("a way to start has a program");
            (PathBuf::from(program), arguments.to_vec())
        }
    };
    let patience = Duration::from_secs(profile.start.seconds);
    let system = System::start(&program, &arguments, patience, output).await;
    system.map(Subject::Host).map_err(|why| Failure::environment(why.to_string()))
}

/// Whether the system is to be told where the nation's clock is: it says so, or it asks to be told.
fn shares_the_clock(profile: &Profile) -> bool {
    let is_asked_for = || {
        let written = serde_json::to_string(profile).unwrap_or_default();
        [Placeholder::ControlUrl, Placeholder::ControlToken]
            .iter()
            .any(|placeholder| written.contains(&format!("{{{}}}", placeholder.as_str())))
    };
    matches!(profile.start.way(), Some(StartWay::Product(_))) && (profile.clock == ClockLevel::Shared || is_asked_for())
}

/// How the system is started, where this version can.
fn way(profile: &Profile) -> Result<StartWay<'_>, Failure> {
    match profile.start.way() {
        Some(StartWay::Reference(name)) if name != REFERENCE_NETWORK => Err(Failure::usage(format!(
            "[start] reference = \"{name}\": there is no such reference system; the one that ships is `{REFERENCE_NETWORK}`"
        ))),
        Some(way) => Ok(way),
        None => Err(Failure::usage("[start] says neither `reference` nor `command`")),
    }
}

fn own_path() -> Result<PathBuf, Failure> {
    env::current_exe().map_err(|why| Failure::environment(format!("this program does not find itself: {why}")))
}

/// What the adapter demands to be shown: in our own environment, since a profile goes into the record.
fn adapter_token(profile: &Profile) -> Result<Option<String>, Failure> {
    let variable = profile.adapter.as_ref().and_then(|adapter| adapter.http.token_variable.as_deref());
    let Some(variable) = variable else { return Ok(None) };
    match env::var(variable) {
        Ok(token) if !token.is_empty() => Ok(Some(token)),
        _ => Err(Failure::usage(format!(
            "[adapter.http] token-variable: the variable {variable} is not set; it holds the token that the adapter demands"
        ))),
    }
}

/// Where keys live: the user's data folder, or where `ETALON_DATA` says.
pub(crate) fn data_folder() -> Result<PathBuf, Failure> {
    etalon_nation::data_folder().ok_or_else(|| Failure::environment("there is no folder for keys: set ETALON_DATA, XDG_DATA_HOME or HOME"))
}
