//! What a realm costs: opening one while many are open, and the memory of each. In a process of its own, so that nothing else is in its memory.

use std::{
    fs,
    process::Command,
    sync::{Arc, Mutex},
    time::Instant,
};

use anyhow::Context as _;
use etalon_journal::Journal;
use etalon_nation::{Kind, Nation, NationConfig, RealmHandle};

use crate::{cpu::pool, server::Lines};

/// Realms that make one measurement.
const REALMS: usize = 1_000;
/// Opened before counting: what is made once for all belongs to nobody.
const WARM: usize = 20;

pub(crate) fn measure() -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program does not find itself")?;
    let status = Command::new(&program).arg("realms").status()?;
    anyhow::ensure!(status.success(), "the realms were not measured");
    Ok(())
}

/// In this process.
pub(crate) fn measure_here() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let journal = Journal::new(Arc::new(Lines(Mutex::new(tempfile::tempfile()?))), &[7; 32]);
        let nation = Nation::start(NationConfig::local(journal, pool()?)).await?;
        for number in 0..WARM {
            nation.open_realm(&format!("warm-{number}"), 1, None)?;
        }
        let empty = resident_bytes()?;
        let mut walls = Vec::new();
        let mut realms: Vec<RealmHandle> = Vec::new();
        for number in 0..REALMS {
            let begun = Instant::now();
            realms.push(nation.open_realm(&format!("realm-{number}"), number as u64, None)?);
            walls.push(begun.elapsed().as_secs_f64());
        }
        let opened = resident_bytes()?;
        let begun = Instant::now();
        for realm in &realms {
            realm.introduce("Anna Janssens", Kind::Citizen)?;
            realm.register_relying_party("bench", "bench-secret-bench-secret", "https://127.0.0.1:1/callback");
        }
        let peopled = begun.elapsed().as_secs_f64() / REALMS as f64;
        let full = resident_bytes()?;
        walls.sort_by(f64::total_cmp);
        println!(
            "opening a realm                 {:.3} ms wall (median of {REALMS}), {:.3} ms the slowest of a hundred; {:.3} ms more with a person and a client",
            walls[REALMS / 2] * 1e3,
            walls[REALMS * 99 / 100] * 1e3,
            peopled * 1e3
        );
        println!(
            "memory of a realm               {:.1} KiB ({REALMS} open), {:.1} KiB with a person and a client",
            each(opened - empty),
            each(full - empty)
        );
        nation.close().await;
        Ok(())
    })
}

fn each(bytes: f64) -> f64 {
    bytes / REALMS as f64 / 1024.0
}

/// What this process holds in memory now.
fn resident_bytes() -> anyhow::Result<f64> {
    let text = fs::read_to_string("/proc/self/status").context("this measurement needs Linux")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    Ok(kibibytes.context("this system says nothing of its memory")? * 1024.0)
}
