//! `etalon certs`: the nation's root for those who want to trust it, and certificates made by recipe. What stands in them is known to `certs`.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand, ValueEnum};
use etalon_certs::{CertificateError, KeptRoot, KeptRootError, KeyKind, Reaction, Recipe};
use serde::Serialize;

use crate::{
    arguments::Format,
    certs_import, certs_make,
    exit::{Exit, Failure},
};

#[derive(Subcommand)]
pub(crate) enum CertsCommand {
    /// Write the root certificate of the nation that stays, and say how to import it and how to remove it. The key stays where it is.
    Root {
        /// Where the certificate goes: a file that does not exist yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        keys: KeysArguments,
    },
    /// Make a certificate by recipe, with its key, chain, revocation lists, status answer and keystores. All fake, and marked so.
    Make(MakeArguments),
    /// List the recipes: the upright ones, and the flawed ones with what is wrong with them.
    List {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

#[derive(Args)]
pub(crate) struct KeysArguments {
    /// The folder that holds the keys. The user's data folder where it is not said.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct MakeArguments {
    /// The recipe: `etalon certs list` names them.
    pub(crate) recipe: String,
    /// Where the files go: a folder that does not exist yet.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) keys: KeysArguments,
    /// The kind of keys, of those that the recipe exists with.
    #[arg(long, value_enum)]
    pub(crate) key: Option<Kind>,
    /// The instant at which an upright certificate is in force, such as 2026-03-10T09:00:00Z. Now where it is not said.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) at: Option<String>,
    /// Fixes whom the certificate names, and its serial number.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// What opens the keystores.
    #[arg(long, default_value = "etalon")]
    pub(crate) password: String,
    /// What the certificate says before the paths of its revocation list and its status answers.
    #[arg(long, value_name = "URL", default_value = "http://pki.etalon.test")]
    pub(crate) addresses: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// RSA with 2048 bits.
    #[value(name = "rsa-2048")]
    Rsa2048,
    /// Elliptic curve P-384.
    #[value(name = "p-384")]
    P384,
}

pub(crate) fn certs(command: &CertsCommand) -> Result<Exit, Failure> {
    match command {
        CertsCommand::Root { out, keys } => root(out, keys),
        CertsCommand::Make(arguments) => certs_make::make(arguments),
        CertsCommand::List { format } => list(*format),
    }
}

fn root(out: &Path, keys: &KeysArguments) -> Result<Exit, Failure> {
    // Looked at before a root is made, which would be for nothing.
    if out.exists() {
        return Err(exists("--out", out));
    }
    let kept = KeptRoot::open(&keys.folder()?).map_err(root_failure)?;
    write_new(out, kept.root().pem().as_bytes(), false).map_err(|why| match why.kind() {
        ErrorKind::AlreadyExists => exists("--out", out),
        _ => Failure::environment(format!("--out: {}: {why}", out.display())),
    })?;
    print!("{}", certs_import::instructions(&kept, out));
    Ok(Exit::Fine)
}

fn list(format: Format) -> Result<Exit, Failure> {
    #[derive(Serialize)]
    struct Listed {
        recipes: &'static [Recipe],
    }
    let recipes = Recipe::all();
    if format == Format::Json {
        let listed = serde_json::to_string(&Listed { recipes });
        println!("{}", listed.map_err(|why| Failure::bug(why.to_string()))?);
        return Ok(Exit::Fine);
    }
    for upright in recipes.iter().filter(|recipe| recipe.twin.is_none()) {
        println!("{}  {}  [{}]", upright.id, upright.title.en, kinds(upright));
        for flawed in recipes.iter().filter(|recipe| recipe.twin.as_ref() == Some(&upright.id)) {
            let judged = match flawed.reaction {
                Reaction::Accepted => "to be accepted",
                Reaction::Refused => "to be refused",
                Reaction::Unspecified => "the relying party may choose",
            };
            let clause = flawed.clause.as_deref().unwrap_or_default();
            println!("  {}  {}: {judged} ({clause})", flawed.id, flawed.title.en);
        }
    }
    println!("\n`etalon certs make RECIPE --out DIR` makes one. Everything made is fake and says so.");
    Ok(Exit::Fine)
}

fn kinds(recipe: &Recipe) -> String {
    let names: Vec<&str> = (recipe.kinds().iter())
        .map(|kind| match kind {
            KeyKind::Rsa2048 => "rsa-2048",
            KeyKind::P384 => "p-384",
            KeyKind::Rsa1024 => "rsa-1024",
        })
        .collect();
    names.join(", ")
}

impl KeysArguments {
    pub(crate) fn folder(&self) -> Result<PathBuf, Failure> {
        match &self.data {
            Some(folder) => Ok(folder.clone()),
            None => etalon_nation::data_folder()
                .ok_or_else(|| Failure::environment("there is no folder for keys: use --data, or set ETALON_DATA, XDG_DATA_HOME or HOME")),
        }
    }
}

impl From<Kind> for KeyKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Rsa2048 => Self::Rsa2048,
            Kind::P384 => Self::P384,
        }
    }
}

pub(crate) fn exists(option: &str, path: &Path) -> Failure {
    Failure::usage(format!(
        "{option}: {} exists already, and nothing is overwritten; name another",
        path.display()
    ))
}

/// Writes a file that must not exist yet; a secret one is readable by its owner only from the beginning.
pub(crate) fn write_new(path: &Path, content: &[u8], is_secret: bool) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if is_secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = is_secret;
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn root_failure(why: KeptRootError) -> Failure {
    match why {
        KeptRootError::Certificate(CertificateError::Refused(_)) => Failure::bug(why.to_string()),
        _ => Failure::environment(why.to_string()),
    }
}
