//! One OIDC login on a connection that is kept: authorize, token, signed userinfo; three RS256 signatures.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::Context as _;
use serde_json::Value;

use crate::{cpu::of_process, flow::Visitor};

/// Logins before counting, and counted.
const WARM: usize = 20;
const LOGINS: u32 = 300;

pub(crate) fn measure(signing: f64) -> anyhow::Result<()> {
    let mut server = Command::new(std::env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(server.stdout.take().context("the server has an output")?).read_line(&mut line)?;
    let told: Value = serde_json::from_str(&line).context("the server says where it is")?;
    let text = |name: &str| told[name].as_str().context("the server says where it is");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let spent = runtime.block_on(async {
        let visitor = Visitor::of(text("issuer")?, text("root")?).await?;
        for _ in 0..WARM {
            visitor.log_in().await?;
        }
        let before = of_process(server.id())?;
        for _ in 0..LOGINS {
            visitor.log_in().await?;
        }
        anyhow::Ok((of_process(server.id())? - before) / f64::from(LOGINS))
    })?;
    drop(server.stdin.take());
    server.wait()?;
    println!(
        "one OIDC login, journal on      {:.2} ms of server CPU, {:.1} raw signings",
        spent * 1e3,
        spent / signing
    );
    Ok(())
}
