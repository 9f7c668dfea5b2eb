//! `etalon certs make`: a material's files in a new folder, with a page that says what they are. Keys are readable by their owner only.

use std::{fs::DirBuilder, io::ErrorKind, path::Path, sync::Arc};

use etalon_certs::{Addresses, CertificateError, Hierarchy, KeyRing, Material, PoolError, Protection, Reaction, Recipe, to_pem};
use jiff::Timestamp;

use crate::{
    certs::{MakeArguments, exists, write_new},
    exit::{Exit, Failure},
};

struct File {
    name: String,
    content: Vec<u8>,
    is_secret: bool,
    what: &'static str,
}

pub(crate) fn make(arguments: &MakeArguments) -> Result<Exit, Failure> {
    let recipe = Recipe::by_id(&arguments.recipe).ok_or_else(|| failure(CertificateError::NoSuchRecipe(arguments.recipe.clone())))?;
    let now = match &arguments.at {
        Some(text) => (text.parse::<Timestamp>())
            .map_err(|why| Failure::usage(format!("--at `{text}`: {why}; write an instant such as 2026-03-10T09:00:00Z")))?,
        None => Timestamp::now(),
    };
    // Looked at before keys are made, which takes a while.
    if arguments.out.exists() {
        return Err(exists("--out", &arguments.out));
    }
    let keys = KeyRing::open(&arguments.keys.folder()?).map_err(|why| failure(why.into()))?;
    let hierarchy = Hierarchy::at(now, arguments.seed, Arc::new(keys)).with_addresses(Addresses::below(&arguments.addresses));
    let material = recipe.make(&hierarchy, arguments.key.map(Into::into)).map_err(failure)?;
    let mut files = files(&material, &arguments.password).map_err(failure)?;
    let page = page(recipe, &material, now, &arguments.password, &files);
    files.push(File::open("README.txt", page.into_bytes(), "this page"));
    write(&arguments.out, &files)?;
    println!("{}: {} ({})", arguments.out.display(), recipe.title.en, recipe.id);
    println!("Everything in it is fake and says so; README.txt tells which file is what.");
    Ok(Exit::Fine)
}

fn files(material: &Material, password: &str) -> Result<Vec<File>, CertificateError> {
    let pem = |name: &str, der: &[u8], what| File::open(name, to_pem("CERTIFICATE", der).into_bytes(), what);
    let key = |name: &str, key: &etalon_certs::PrivateKey, what| File {
        is_secret: true,
        ..File::open(name, to_pem("PRIVATE KEY", key.pkcs8_der()).into_bytes(), what)
    };
    let store = |name: &str, protection, what| {
        let content = material.keystore(password, protection)?;
        Ok::<_, CertificateError>(File {
            is_secret: true,
            ..File::open(name, content, what)
        })
    };
    let mut files = vec![
        pem("certificate.pem", material.certificate(), "the certificate"),
        key("key.pem", material.key(), "its private key"),
        File::open(
            "with-chain.pem",
            material.certificates_pem().into_bytes(),
            "the certificate and those that go along",
        ),
        pem(
            "issuer.pem",
            material.authority().certificate(),
            "the authority that is trusted to have issued it",
        ),
        pem("root.pem", material.root(), "the root to trust"),
        File::open("status.ocsp", material.stapled_answer()?, "the status answer (OCSP, DER)"),
        store(
            "keystore.p12",
            Protection::Modern,
            "key and chain as a keystore, AES-256 and SHA-256",
        )?,
        store(
            "keystore-legacy.p12",
            Protection::Legacy,
            "the same as older programs write it, triple DES and SHA-1",
        )?,
    ];
    if let Some(encryption) = material.encryption() {
        files.push(pem(
            "encryption.pem",
            encryption.certificate(),
            "the encryption certificate, signed by the key above",
        ));
        files.push(key("encryption-key.pem", encryption.key(), "its private key"));
    }
    for list in material.revocation_lists() {
        files.push(File::open(
            &format!("{}.crl", list.authority),
            list.der.clone(),
            "a revocation list (DER)",
        ));
    }
    Ok(files)
}

fn page(recipe: &Recipe, material: &Material, now: Timestamp, password: &str, files: &[File]) -> String {
    let mut lines = vec![
        "FAKE: synthetic test material, for no real person, organisation or authority.".to_owned(),
        String::new(),
        format!("Recipe    {}: {}", recipe.id, recipe.title.en),
        format!("          {} / {}", recipe.title.fr, recipe.title.nl),
        format!("Names     {}", material.subject().rfc2253()),
        format!("Made for  {now}"),
    ];
    if let (Some(twin), Some(clause)) = (&recipe.twin, &recipe.clause) {
        lines.push(format!("Twin      {twin}: the same but for this one change, which breaks {clause}"));
    }
    lines.push(format!(
        "Expected  a right relying party {}",
        match recipe.reaction {
            Reaction::Accepted => "accepts it",
            Reaction::Refused => "refuses it",
            Reaction::Unspecified => "may accept or refuse it: the standards leave it open",
        }
    ));
    lines.push(format!("Keystores open with `{password}`"));
    if let Some(encryption) = material.encryption() {
        lines.push(format!("          aliases `authentication` and `{}`", encryption.alias()));
    }
    lines.push(String::new());
    lines.extend(files.iter().map(|file| format!("{}: {}", file.name, file.what)));
    lines.join("\n") + "\n"
}

fn write(folder: &Path, files: &[File]) -> Result<(), Failure> {
    let at = |path: &Path, why: std::io::Error| match why.kind() {
        ErrorKind::AlreadyExists => exists("--out", path),
        _ => Failure::environment(format!("--out: {}: {why}", path.display())),
    };
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|why| at(folder, why))?;
    for file in files {
        let path = folder.join(&file.name);
        write_new(&path, &file.content, file.is_secret).map_err(|why| at(&path, why))?;
    }
    Ok(())
}

/// What a user chose wrongly is usage; what the machine refuses is environment.
fn failure(why: CertificateError) -> Failure {
    match why {
        CertificateError::Keys(PoolError::Role(_)) | CertificateError::Refused(_) | CertificateError::NoSignature => {
            Failure::bug(why.to_string())
        }
        CertificateError::Keys(_) | CertificateError::NoRandomness => Failure::environment(why.to_string()),
        _ => Failure::usage(why.to_string()),
    }
}

impl File {
    fn open(name: &str, content: Vec<u8>, what: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            content,
            is_secret: false,
            what,
        }
    }
}
