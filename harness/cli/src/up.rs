//! `etalon up`: a nation that stays, with its control API and console, until it is told to end. What the API does lives in the nation.

use std::{
    fs::{self, OpenOptions},
    io::{Read as _, Write as _},
    net::{IpAddr, Ipv4Addr},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use etalon_journal::{Journal, JournalMemory, Unwritten};
use etalon_nation::{
    LAST_ENTRIES, Nation, NationConfig, NationError, RealmHandle, RootChoice,
    control::{Control, ControlConfig},
};
use serde_json::json;
use tokio::{
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
};

use crate::{
    exit::{Exit, Failure},
    live::data_folder,
};

/// The realm that is opened where none is named and none was kept.
const USUAL_REALM: &str = "main";
/// The environment's word for the token, so that it need not stand in a command line that others can list.
const TOKEN: &str = "ETALON_TOKEN";
#[derive(Args)]
pub(crate) struct UpArguments {
    /// The address to listen on. Anything but loopback can be reached from other machines, and wants --public-host.
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// The name or address under which other machines reach this one: it stands in certificates, issuers and metadata.
    #[arg(long, value_name = "NAME")]
    public_host: Option<String>,
    /// The nation's port; a free one where it is not said.
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The port of control API and console; a free one where it is not said.
    #[arg(long, value_name = "PORT")]
    control_port: Option<u16>,
    /// The port of revocation lists and status answers, in plain HTTP, once a realm issues certificates; a free one where it is not said.
    #[arg(long, value_name = "PORT")]
    pki_port: Option<u16>,
    /// Write addresses and token there as JSON, once everything listens; readable by the owner only, taken away at the end.
    #[arg(long, value_name = "FILE")]
    ports: Option<PathBuf>,
    /// A realm to open, such as a team's name. Can be repeated.
    #[arg(long, value_name = "NAME")]
    realm: Vec<String>,
    /// Keep realms in this folder: people, means, clients, clocks. What is kept there already is opened again.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Let this realm answer to the names of the real services too, for clients that hard-code them.
    #[arg(long, value_name = "REALM")]
    real_names: Option<String>,
    /// Where chance in realms that are opened starts.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// End when standard input does, so that nothing outlives the program that started this one.
    #[arg(long)]
    until_input_ends: bool,
}

/// Keeps a nation running until it is interrupted.
pub(crate) fn up(arguments: &UpArguments) -> Result<Exit, Failure> {
    check(arguments)?;
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Failure::environment(format!("no runtime: {why}")))?;
    let nation = Arc::new(start(arguments, &runtime)?);
    let realms = open_realms(arguments, &nation)?;
    if let Some(named) = &arguments.real_names {
        let realm = nation
            .realm(named)
            .ok_or_else(|| Failure::usage(format!("--real-names {named}: there is no such realm; name it by --realm too")))?;
        nation
            .serve_real_names(&realm)
            .map_err(|why| Failure::environment(why.to_string()))?;
    }
    let config = ControlConfig {
        bind: arguments.bind,
        port: arguments.control_port,
        // None for a fresh one.
        token: std::env::var(TOKEN).ok(),
        allowed_hosts: Vec::new(),
    };
    let control = runtime
        .block_on(Control::open_with(Arc::clone(&nation), config, etalon_console::router))
        .map_err(|why| match why {
            NationError::Token => Failure::usage(format!("{TOKEN}: {why}")),
            other => Failure::environment(other.to_string()),
        })?;
    if let Some(file) = &arguments.ports {
        write_ports(file, &nation, &control, &realms)?;
    }
    tell(arguments, &nation, &control, &realms);
    let ended = runtime.block_on(until_the_end(arguments.until_input_ends));
    if let Some(file) = &arguments.ports {
        // It says where to reach what is no more; somebody may have taken it away already.
        let _ = fs::remove_file(file);
    }
    runtime.block_on(control.close());
    if let Ok(nation) = Arc::try_unwrap(nation) {
        runtime.block_on(nation.close());
    }
    runtime.shutdown_background();
    ended.map(|()| Exit::Fine)
}

fn check(arguments: &UpArguments) -> Result<(), Failure> {
    if !arguments.bind.is_loopback() && arguments.public_host.is_none() {
        return Err(Failure::usage(format!(
            "--bind {}: other machines can then reach this one, and need a name for it that certificates and issuers bear; add --public-host NAME",
            arguments.bind
        )));
    }
    if let Some(file) = arguments.ports.as_deref().filter(|file| file.exists()) {
        return Err(Failure::usage(format!(
            "--ports {}: this file is there already, perhaps because a nation is running; end it, or name another file",
            file.display()
        )));
    }
    Ok(())
}

fn start(arguments: &UpArguments, runtime: &Runtime) -> Result<Nation, Failure> {
    let mut key = [0; 32];
    aws_lc_rs::rand::fill(&mut key).map_err(|_| Failure::environment("the machine gives no random bytes"))?;
    let data = data_folder()?;
    if !data.join("rsa-2048").exists() {
        eprintln!("making the keys of the nation, once for this user, in {}", data.display());
    }
    let config = NationConfig {
        bind: arguments.bind,
        port: arguments.port,
        pki_port: arguments.pki_port,
        public_host: arguments.public_host.clone(),
        root: RootChoice::Kept,
        memory: JournalMemory::Last(LAST_ENTRIES),
        ..NationConfig::local(Journal::new(Arc::new(Unwritten), &key), data)
    };
    runtime
        .block_on(Nation::start(config))
        .map_err(|why| Failure::environment(why.to_string()))
}

/// Those that were kept, those that are named, and one of the usual name where that would be none.
fn open_realms(arguments: &UpArguments, nation: &Nation) -> Result<Vec<RealmHandle>, Failure> {
    if let Some(folder) = &arguments.keep {
        nation.keep(folder).map_err(|why| Failure::environment(why.to_string()))?;
    }
    let mut named = arguments.realm.clone();
    if named.is_empty() && nation.realms().is_empty() {
        named.push(USUAL_REALM.to_owned());
    }
    for name in named {
        if nation.realm(&name).is_none() {
            nation
                .open_realm(&name, arguments.seed, None)
                .map_err(|why| Failure::usage(format!("--realm {name}: {why}")))?;
        }
    }
    Ok(nation.realms())
}

fn write_ports(file: &Path, nation: &Nation, control: &Control, realms: &[RealmHandle]) -> Result<(), Failure> {
    let realms: serde_json::Map<_, _> = realms
        .iter()
        .map(|realm| {
            (
                realm.name().to_owned(),
                json!({"issuer": realm.issuer(), "itsme_issuer": realm.itsme_issuer(), "base_url": realm.base_url()}),
            )
        })
        .collect();
    let told = json!({
        "nation": nation.base_url(), "control": control.url(), "token": control.token(), "root_pem": nation.root_pem(), "realms": realms,
    });
    let whole = serde_json::to_string_pretty(&told).expect("plain data");
    let failed = |why: std::io::Error| Failure::environment(format!("--ports {}: {why}", file.display()));
    // Whoever waits for this file reads it as soon as it is there: it appears whole.
    let begun = file.with_extension("part");
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true).mode(0o600);
    let mut written = open.open(&begun).map_err(failed)?;
    writeln!(written, "{whole}").map_err(failed)?;
    fs::rename(&begun, file).map_err(failed)
}

fn tell(arguments: &UpArguments, nation: &Nation, control: &Control, realms: &[RealmHandle]) {
    println!("nation    {}", nation.base_url());
    for realm in realms {
        println!("realm     {:<16} issuer {}", realm.name(), realm.issuer());
        println!("{:<26} itsme  {}", "", realm.itsme_issuer());
    }
    println!("console   {}{}", control.url(), etalon_console::PATH);
    println!("token     {}", control.token());
    println!("API       {}/openapi.json", control.url());
    println!("root      `etalon certs root` writes the certificate to import, and says how to remove it");
    if !arguments.bind.is_loopback() {
        println!(
            "CAUTION   listening on {}: every machine that reaches this address can use this nation",
            arguments.bind
        );
    }
    let hosts = nation.hosts_lines();
    if !hosts.is_empty() {
        println!("hosts     these lines, in a hosts file, lead the real services' names here (take them away again afterwards):");
        hosts.iter().for_each(|line| println!("              {line}"));
    }
    println!("It runs until Ctrl-C.");
}

async fn until_the_end(input_counts: bool) -> Result<(), Failure> {
    let listen = |kind| signal(kind).map_err(|why| Failure::environment(format!("signals cannot be heard: {why}")));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let input = async {
        if input_counts {
            // A thread of its own: a read of standard input cannot be called off, and must not keep the end from coming.
            let (ended, end) = tokio::sync::oneshot::channel();
            std::thread::spawn(move || {
                let mut scrap = [0; 512];
                while std::io::stdin().read(&mut scrap).is_ok_and(|read| read > 0) {}
                let _ = ended.send(());
            });
            let _ = end.await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = input => {}
    }
    Ok(())
}
