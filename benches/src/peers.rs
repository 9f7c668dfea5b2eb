//! `cargo run --release -p etalon-benches -- peers`: the nation beside OpenID providers that others wrote, in one run, on one flow,
//! behind TLS: CPU of a login, memory, start. Installs them from the npm registry into the build folder, outside of the tree.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, bail, ensure};
use etalon_certs::{SubjectName, TestRoot, server_certificate};
use serde_json::Value;

use crate::{cpu::of_process, flow::Visitor};

/// Logins before counting, and counted.
const WARM: usize = 50;
const LOGINS: u32 = 500;
/// Starts that make one measurement.
const STARTS: usize = 7;
const PACKAGE: &str = include_str!("../peers/package.json");
const SCRIPTS: [(&str, &str); 2] = [
    ("oauth2-mock-server", include_str!("../peers/oauth2-mock-server.mjs")),
    ("oidc-provider", include_str!("../peers/oidc-provider.mjs")),
];

/// A server of somebody's, and how it is started.
struct Peer {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    folder: PathBuf,
    /// The root behind its certificate, where it does not say so itself.
    root: Option<String>,
}

/// What was measured of one.
struct Measured {
    name: &'static str,
    login: f64,
    memory: f64,
    start: f64,
}

pub(crate) fn measure(signing: f64) -> anyhow::Result<()> {
    let folder = install()?;
    let root = TestRoot::fresh()?;
    let identity = server_certificate(&root, &[SubjectName::Ip(std::net::Ipv4Addr::LOCALHOST.into())])?;
    fs::write(folder.join("cert.pem"), &identity.cert_pem)?;
    fs::write(folder.join("key.pem"), &identity.key_pem)?;
    let mut peers = vec![Peer {
        name: "etalon-nation",
        program: std::env::current_exe()?,
        arguments: vec!["serve".to_owned()],
        folder: folder.clone(),
        root: None,
    }];
    peers.extend(SCRIPTS.iter().map(|(name, _)| Peer {
        name,
        program: PathBuf::from("node"),
        arguments: vec![format!("{name}.mjs")],
        folder: folder.clone(),
        root: Some(root.pem()),
    }));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = peers.iter().map(|peer| one(peer, &runtime)).collect::<anyhow::Result<Vec<_>>>()?;
    println!("\nserver                  CPU per login          peak memory   start to first discovery");
    for row in &measured {
        println!(
            "{:<22}  {:>6.2} ms = {:>5.1} signings  {:>7.1} MiB  {:>8.0} ms",
            row.name,
            row.login * 1e3,
            row.login / signing,
            row.memory,
            row.start * 1e3
        );
    }
    let [own, others @ ..] = measured.as_slice() else {
        bail!("nothing was measured")
    };
    let best = |of: fn(&Measured) -> f64| others.iter().map(of).fold(f64::INFINITY, f64::min) / of(own);
    println!(
        "the nation beside the best of them: CPU {:.1} times less, memory {:.1} times less, start {:.1} times sooner",
        best(|row| row.login),
        best(|row| row.memory),
        best(|row| row.start)
    );
    Ok(())
}

/// Puts the scripts beside the packages they need, and installs those that are not there yet.
fn install() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    let folder = target.context("this program does not lie in a build folder")?.join("etalon-peers");
    fs::create_dir_all(&folder)?;
    let known = fs::read_to_string(folder.join("package.json")).unwrap_or_default();
    for (name, script) in SCRIPTS {
        fs::write(folder.join(format!("{name}.mjs")), script)?;
    }
    if known == PACKAGE && folder.join("node_modules").is_dir() {
        return Ok(folder);
    }
    println!("installing, from the npm registry, the servers of others that are measured too");
    fs::write(folder.join("package.json"), PACKAGE)?;
    let status = Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(&folder)
        .status()
        .context("npm is needed for this comparison: install Node.js")?;
    ensure!(status.success(), "npm install failed in {}", folder.display());
    Ok(folder)
}

fn one(peer: &Peer, runtime: &tokio::runtime::Runtime) -> anyhow::Result<Measured> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let (mut server, visitor) = start(peer, runtime)?;
        starts.push(begun.elapsed().as_secs_f64());
        drop(visitor);
        end(&mut server)?;
    }
    starts.sort_by(f64::total_cmp);
    let (mut server, visitor) = start(peer, runtime)?;
    let login = runtime.block_on(async {
        for _ in 0..WARM {
            visitor.log_in().await?;
        }
        let before = of_process(server.id())?;
        for _ in 0..LOGINS {
            visitor.log_in().await?;
        }
        anyhow::Ok((of_process(server.id())? - before) / f64::from(LOGINS))
    });
    let memory = peak_memory(server.id());
    end(&mut server)?;
    Ok(Measured {
        name: peer.name,
        login: login.with_context(|| format!("a login at {}", peer.name))?,
        memory: memory?,
        start: starts[STARTS / 2],
    })
}

/// Starts it, and comes back when its discovery was answered.
fn start(peer: &Peer, runtime: &tokio::runtime::Runtime) -> anyhow::Result<(Child, Visitor)> {
    let mut server = Command::new(&peer.program)
        .args(&peer.arguments)
        .current_dir(&peer.folder)
        .envs([("PEER_KEY", "key.pem"), ("PEER_CERT", "cert.pem")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{} does not start", peer.program.display()))?;
    let mut line = String::new();
    BufReader::new(server.stdout.take().context("the server has an output")?).read_line(&mut line)?;
    let told: Value = serde_json::from_str(&line).with_context(|| format!("{} does not say where it is", peer.name))?;
    let issuer = told["issuer"].as_str().context("the server says where it is")?;
    let root = peer.root.as_deref().or(told["root"].as_str()).context("a root")?;
    let visitor = runtime.block_on(Visitor::of(issuer, root))?;
    Ok((server, visitor))
}

fn end(server: &mut Child) -> anyhow::Result<()> {
    drop(server.stdin.take());
    server.wait()?;
    Ok(())
}

/// The most memory that the process has held, in MiB.
fn peak_memory(id: u32) -> anyhow::Result<f64> {
    let path = Path::new("/proc").join(id.to_string()).join("status");
    let status = fs::read_to_string(path).context("this measurement needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = line.context("a peak")?.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1024.0)
}
