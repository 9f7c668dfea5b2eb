//! A nation in a process of its own, so that its CPU time is its own: journal on, one client, one person.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    sync::{Arc, Mutex, PoisonError},
};

use etalon_journal::{Entry, Journal, Sink};
use etalon_nation::{Client, CsamDirection, Means, Nation, NationConfig, RealmHandle};
use etalon_people::person;
use serde_json::json;

use crate::cpu::pool;

/// Writes lines as a run does: one write for each.
pub(crate) struct Lines(pub(crate) Mutex<File>);

impl Sink for Lines {
    fn append(&self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(&line)
    }
}

/// A nation with one realm that is ready for logins.
pub(crate) async fn nation() -> anyhow::Result<(Nation, RealmHandle)> {
    let journal = Journal::new(Arc::new(Lines(Mutex::new(tempfile::tempfile()?))), &[7; 32]);
    let nation = Nation::start(NationConfig::local(journal, pool()?)).await?;
    let realm = nation.open_realm("bench", 1, None)?;
    let someone = person(1, "Anna");
    let id = someone.id.clone();
    realm.add_person(someone);
    realm.register_client(Client {
        id: "bench".to_owned(),
        secret: "bench-secret-bench-secret".to_owned(),
        redirect_uris: vec!["https://127.0.0.1:1/callback".to_owned()],
        post_logout_redirect_uris: Vec::new(),
        scopes: ["openid", "profile", "egovnrn"].map(str::to_owned).to_vec(),
    });
    realm.direct_csam(
        "bench",
        None,
        CsamDirection::LogInAs {
            person: id,
            means: Means::Itsme,
        },
        true,
    );
    Ok((nation, realm))
}

/// Says where it is, and stays until its standard input ends.
pub(crate) fn serve() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (nation, realm) = runtime.block_on(nation())?;
    println!("{}", json!({ "issuer": realm.issuer(), "root": nation.root_pem() }));
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
