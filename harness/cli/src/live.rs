//! A nation and a system under test that stand ready for scenarios, for `run` and for `explore`. What is played, and what is
//! made of it, is theirs.

use std::{
    env,
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use etalon_driver::System;
use etalon_journal::{Journal, Sink};
use etalon_model::{Isolation, Profile};
use etalon_nation::{Nation, NationConfig};
use etalon_steps::{OutputDesk, Setting, Specification};
use tokio::runtime::Runtime;

use crate::{exit::Failure, profiles};

/// More scenarios at a time than this only wait for one another.
const MOST_JOBS: usize = 64;

/// What stands ready.
pub(crate) struct Live {
    pub(crate) setting: Arc<Setting>,
    /// What is written down while it lasts.
    pub(crate) journal: Journal,
    runtime: Runtime,
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
        let config = NationConfig {
            journal: journal.clone(),
            key_pool_dir: data,
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        let nation = runtime
            .block_on(Nation::start(config))
            .map_err(|why| Failure::environment(why.to_string()))?;
        let output = OutputDesk::default();
        let desk = output.clone();
        let (program, program_arguments) = program(&profile)?;
        if profile.start.reference.is_none() {
            eprintln!("starting: {} {}", program.display(), program_arguments.join(" "));
        }
        let patience = Duration::from_secs(profile.start.seconds);
        let system = runtime
            .block_on(System::start(&program, &program_arguments, patience, move |stream, line| {
                desk.line(stream, line)
            }))
            .map_err(|why| Failure::environment(why.to_string()))?;
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
        Ok(Self { setting, journal, runtime })
    }

    /// Ends system and nation.
    pub(crate) fn end(self) {
        if let Ok(setting) = Arc::try_unwrap(self.setting) {
            self.runtime.block_on(async {
                setting.system.end().await;
                setting.nation.close().await;
            });
        }
        self.runtime.shutdown_background();
    }
}

/// The profile that `named` means, checked to be one that this version can examine, with those defects.
pub(crate) fn profile(named: &str, defects: &[String], specification: &Specification) -> Result<Profile, Failure> {
    let profile = profiles::find(named, &specification.catalogue)?;
    if profile.isolation != Isolation::Realm {
        let what = "this version examines only systems that open an instance for each scenario; say isolation = \"realm\"";
        return Err(Failure::usage(format!("the profile cannot be used: {what}")));
    }
    program(&profile)?;
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

fn program(profile: &Profile) -> Result<(PathBuf, Vec<String>), Failure> {
    match (&profile.start.reference, profile.start.command.split_first()) {
        (Some(name), _) if name == "reference-network" => {
            let own = env::current_exe().map_err(|why| Failure::environment(format!("this program does not find itself: {why}")))?;
            Ok((own, vec!["reference-network".to_owned()]))
        }
        (Some(name), _) => Err(Failure::usage(format!(
            "[start] reference = \"{name}\": there is no such reference system; the one that ships is `reference-network`"
        ))),
        (None, Some((program, arguments))) => Ok((PathBuf::from(program), arguments.to_vec())),
        (None, None) => Err(Failure::usage("[start] says neither `reference` nor `command`")),
    }
}

/// Where keys live: the user's data folder, or where `ETALON_DATA` says.
fn data_folder() -> Result<PathBuf, Failure> {
    if let Some(folder) = env::var_os("ETALON_DATA") {
        return Ok(PathBuf::from(folder));
    }
    let base = env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".local/share")));
    base.map(|base| base.join("etalon"))
        .ok_or_else(|| Failure::environment("there is no folder for keys: set ETALON_DATA, XDG_DATA_HOME or HOME"))
}
