//! From starting a process to the first answered HTTPS discovery.

use std::{process::Command, time::Instant};

use anyhow::Context as _;

use crate::server::nation;

/// Starts that make one measurement.
const STARTS: usize = 10;

/// Brings a nation up and asks it for its discovery once.
pub(crate) fn answer_once() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let (nation, realm) = nation().await?;
        let root = reqwest::Certificate::from_pem(nation.root_pem().as_bytes())?;
        let client = reqwest::Client::builder().tls_certs_only([root]).no_proxy().build()?;
        let answer = client
            .get(format!("{}/.well-known/openid-configuration", realm.issuer()))
            .send()
            .await?;
        anyhow::ensure!(answer.status() == 200, "discovery answered {}", answer.status());
        Ok(())
    })
}

pub(crate) fn measure(signing: f64) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program does not find itself")?;
    let mut walls = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let status = Command::new(&program).arg("answer-once").status()?;
        anyhow::ensure!(status.success(), "a start failed");
        walls.push(begun.elapsed().as_secs_f64());
    }
    walls.sort_by(f64::total_cmp);
    let median = walls[STARTS / 2];
    println!(
        "start to first HTTPS discovery  {:.1} ms wall (median of {STARTS}), {:.1} raw signings",
        median * 1e3,
        median / signing
    );
    Ok(())
}
