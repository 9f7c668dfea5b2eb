//! The `etalon` program: what was asked, done, and said with the right exit code.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on standard output and standard error"
)]

mod account;
mod arguments;
mod certs;
mod certs_import;
mod certs_make;
mod cover;
mod exit;
mod explain;
mod explore;
mod faults;
mod lanes;
mod live;
mod merge;
mod parts;
mod plan;
mod profile_check;
mod profile_new;
mod profile_text;
mod profiles;
mod progress;
mod run;
mod up;

use std::{panic, path::Path, process::ExitCode};

use arguments::{Arguments, Command, ProfileCommand};
use clap::Parser as _;
use etalon_evidence::Language;
use exit::{Exit, Failure};

/// As a shell tells of a program that was ended by SIGPIPE.
const READER_LEFT: i32 = 141;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    panic::set_hook(Box::new(|info| {
        // Whoever read our output has read enough: `etalon defects | head` is no bug, and nobody is there to be told.
        if info.payload_as_str().is_some_and(|text| text.contains("Broken pipe")) {
            std::process::exit(READER_LEFT);
        }
        eprintln!("etalon: this is a bug of Etalon itself, not of the system examined: {info}");
        eprintln!("        please report it with the command and, where there is one, the record folder");
    }));
    let done = panic::catch_unwind(|| carry_out(arguments)).unwrap_or(Ok(Exit::Bug));
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("etalon: {}", failure.message);
            failure.exit.into()
        }
    }
}

fn carry_out(arguments: Arguments) -> Result<Exit, Failure> {
    match arguments.command {
        None => run::run(&arguments.run),
        Some(Command::Run(run)) => run::run(&run),
        Some(Command::Up(arguments)) => up::up(&arguments),
        Some(Command::Judge { record }) => judge(&record),
        Some(Command::Render { record, lang }) => render(&record, &lang),
        Some(Command::Explain(arguments)) => explain::explain(&arguments),
        Some(Command::Explore(arguments)) => explore::explore(&arguments),
        Some(Command::Cover { format }) => cover::cover(format),
        Some(Command::Defects { format }) => cover::defects(format),
        Some(Command::Faults { command }) => faults::answer(command),
        Some(Command::Merge(arguments)) => merge::merge_records(&arguments),
        Some(Command::Profile(ProfileCommand::New(arguments))) => profile_new::new(&arguments),
        Some(Command::Profile(ProfileCommand::Check { profile })) => profile_check::check(&profile),
        Some(Command::Profile(ProfileCommand::Schema { of })) => profile_check::schema(of),
        Some(Command::Certs(command)) => certs::certs(&command),
        Some(Command::Doctor) => {
            parts::doctor();
            Ok(Exit::Fine)
        }
        Some(Command::ReferenceNetwork) => serve_reference_network(),
        Some(Command::KeepProduct) => keep_product(),
    }
}

/// Judges the record in `folder`, writes its renderings and says what came out.
fn judge(folder: &Path) -> Result<Exit, Failure> {
    let record = account::open(folder)?;
    let judgements = account::judge_record(&record);
    let (deviated, lanes) = (account::deviated(&record, &judgements), lanes::of_record(&record));
    let account = record.account(&judgements).with_lanes(&lanes).with_deviated(&deviated);
    etalon_evidence::write_all(folder, &account, account::language(&record)).map_err(|why| Failure::environment(why.to_string()))?;
    account::failures(&account).for_each(|failure| println!("{failure}"));
    println!("{}", etalon_evidence::console_summary(&account));
    Ok(exit::of(&judgements, &deviated))
}

fn render(folder: &Path, language: &str) -> Result<Exit, Failure> {
    let language = Language::parse(language).ok_or_else(|| Failure::usage(format!("--lang `{language}`: it is en, fr or nl")))?;
    let record = account::open(folder)?;
    let judgements = account::judge_record(&record);
    let (deviated, lanes) = (account::deviated(&record, &judgements), lanes::of_record(&record));
    let account = record.account(&judgements).with_lanes(&lanes).with_deviated(&deviated);
    etalon_evidence::write_all(folder, &account, language).map_err(|why| Failure::environment(why.to_string()))?;
    println!("{}", folder.join("report.html").display());
    Ok(Exit::Fine)
}

fn keep_product() -> Result<Exit, Failure> {
    let input = std::io::BufReader::new(std::io::stdin());
    let kept = etalon_driver::keep(input, std::io::stdout());
    kept.map(|()| Exit::Fine).map_err(Failure::environment)
}

fn serve_reference_network() -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|why| Failure::environment(format!("no runtime: {why}")))?;
    let served = runtime.block_on(async {
        let input = tokio::io::BufReader::new(tokio::io::stdin());
        etalon_reference_network::host(input, tokio::io::stdout()).await
    });
    // Standard input has ended: nothing may keep the process.
    runtime.shutdown_background();
    served.map(|()| Exit::Fine).map_err(|why| Failure::environment(why.to_string()))
}
