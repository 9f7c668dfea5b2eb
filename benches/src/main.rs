//! `cargo run --release -p etalon-benches`: how long the nation takes to answer, what a realm costs, what a login costs beside raw signing,
//! and whether a scenario's cost stays flat; with `realms`, of realms alone; with `peers`, beside servers of others. It prints ratios; it passes and fails nothing.
#![allow(clippy::print_stdout, reason = "a measurement is printed")]

mod cpu;
mod flow;
mod login;
mod peers;
mod realms;
mod scenarios;
mod server;
mod start;

fn main() -> anyhow::Result<()> {
    // One TLS provider is chosen before anybody asks; it may be chosen already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("serve") => server::serve(),
        Some("answer-once") => start::answer_once(),
        Some("realms") => realms::measure_here(),
        Some("peers") => peers::measure(cpu::raw_signing()?),
        Some(other) => anyhow::bail!("`{other}` is nothing to measure; call without arguments, or with `realms` or `peers`"),
        None => {
            let signing = cpu::raw_signing()?;
            println!("raw RSA-2048 signing            {:.3} ms of CPU each", signing * 1e3);
            start::measure(signing)?;
            realms::measure()?;
            login::measure(signing)?;
            scenarios::measure(signing)
        }
    }
}
