//! The `etalon` program: what was asked, done, and said with the right exit code.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on standard output and standard error"
)]

mod account;
mod arguments;
mod cover;
mod exit;
mod explain;
mod explore;
mod lanes;
mod live;
mod parts;
mod profiles;
mod progress;
mod run;

use std::{panic, path::Path, process::ExitCode};

use arguments::{Arguments, Command};
use clap::Parser as _;
use etalon_evidence::Language;
use exit::{Exit, Failure};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    panic::set_hook(Box::new(|info| {
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
        Some(Command::Judge { record }) => judge(&record),
        Some(Command::Render { record, lang }) => render(&record, &lang),
        Some(Command::Explain(arguments)) => explain::explain(&arguments),
        Some(Command::Explore(arguments)) => explore::explore(&arguments),
        Some(Command::Cover { format }) => cover::cover(format),
        Some(Command::Defects { format }) => cover::defects(format),
        Some(Command::Doctor) => {
            parts::doctor();
            Ok(Exit::Fine)
        }
        Some(Command::ReferenceNetwork) => serve_reference_network(),
    }
}

fn judge(folder: &Path) -> Result<Exit, Failure> {
    let record = account::open(folder)?;
    let judgements = account::judge_record(&record);
    let lanes = lanes::of_record(&record);
    let account = record.account(&judgements).with_lanes(&lanes);
    etalon_evidence::write_all(folder, &account, account::language(&record)).map_err(|why| Failure::environment(why.to_string()))?;
    for judgement in judgements.iter().filter(|judgement| judgement.findings().next().is_some()) {
        println!("{}", etalon_evidence::console_failure(&account, judgement));
    }
    println!("{}", etalon_evidence::console_summary(&account));
    Ok(exit::of(&judgements))
}

fn render(folder: &Path, language: &str) -> Result<Exit, Failure> {
    let language = Language::parse(language).ok_or_else(|| Failure::usage(format!("--lang `{language}`: it is en, fr or nl")))?;
    let record = account::open(folder)?;
    let judgements = account::judge_record(&record);
    let lanes = lanes::of_record(&record);
    let account = record.account(&judgements).with_lanes(&lanes);
    etalon_evidence::write_all(folder, &account, language).map_err(|why| Failure::environment(why.to_string()))?;
    println!("{}", folder.join("report.html").display());
    Ok(Exit::Fine)
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
