//! Doors of products, bad ones among them: raw TCP and TLS servers that do what a test says, a profile that knows their
//! pages, and a person with a browser before them.
#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test program opens its own doors")]

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use etalon_certs::{ServerIdentity, SubjectName, TestRoot, server_certificate};
use etalon_driver::{Actor, Beside, Driver, UserAgent, Values, WebClient};
use etalon_journal::{Clock, Entry, Event, Journal, RealmJournal, Sink};
use etalon_model::{Intent, Outcome, Profile};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;
use url::Url;

/// How long an answer may take where a test does not wait for the end of patience.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A request as a server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }
}

/// What a server does with a request.
pub(crate) enum Does {
    /// Sends these bytes and closes.
    Sends(Vec<u8>),
    /// Sends these bytes and then nothing more, without closing.
    Stalls(Vec<u8>),
    /// Closes so that the other side sees a reset.
    Resets,
}

type Manner = Arc<dyn Fn(&Seen) -> Does + Send + Sync>;

/// A server on a port of its own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) base: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Without encryption.
    pub(crate) async fn plain(manner: impl Fn(&Seen) -> Does + Send + Sync + 'static) -> Self {
        Self::start(None, Arc::new(manner)).await
    }

    /// With a certificate for `name`, signed by `root`.
    pub(crate) async fn tls(root: &TestRoot, name: &str, manner: impl Fn(&Seen) -> Does + Send + Sync + 'static) -> Self {
        let identity = server_certificate(root, &[SubjectName::from(name)]).unwrap();
        Self::start(Some(acceptor(&identity)), Arc::new(manner)).await
    }

    async fn start(tls: Option<TlsAcceptor>, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = seen.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let (tls, manner, kept) = (tls.clone(), manner.clone(), kept.clone());
                tokio::spawn(async move {
                    // A client that goes away is what some tests are about.
                    let _ = match tls {
                        None => serve(connection, manner, kept).await,
                        Some(tls) => match tls.accept(connection).await {
                            Ok(connection) => serve(connection, manner, kept).await,
                            Err(problem) => Err(problem),
                        },
                    };
                });
            }
        });
        Self {
            address,
            base: Url::parse(&format!("{scheme}://{address}")).unwrap(),
            seen,
        }
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

fn acceptor(identity: &ServerIdentity) -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(identity.cert_pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .unwrap();
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn serve(connection: impl AsyncRead + AsyncWrite + Unpin, manner: Manner, kept: Arc<Mutex<Vec<Seen>>>) -> io::Result<()> {
    let mut reader = BufReader::new(connection);
    let seen = request(&mut reader).await?;
    kept.lock().unwrap().push(seen.clone());
    let connection = reader.get_mut();
    match manner(&seen) {
        Does::Sends(bytes) => {
            connection.write_all(&bytes).await?;
            connection.shutdown().await
        }
        Does::Stalls(bytes) => {
            connection.write_all(&bytes).await?;
            connection.flush().await?;
            // Until the client goes away.
            connection.read(&mut [0]).await.map(drop)
        }
        Does::Resets => Ok(()),
    }
}

async fn request(reader: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Seen> {
    let mut line = String::new();
    reader.read_line(&mut line).await?;
    let (mut headers, mut length) = (Vec::new(), 0);
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).await? <= 2 {
            break;
        }
        let (name, value) = header.trim_end().split_once(": ").unwrap();
        if name == "content-length" {
            length = value.parse().unwrap();
        }
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await?;
    Ok(Seen {
        line: line.trim_end().to_owned(),
        headers,
        body: String::from_utf8(body).unwrap(),
    })
}

/// A server that accepts and then leaves bytes unread when it closes: the kernel answers with a reset.
pub(crate) async fn resetting() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let _ = TcpStream::peek(&connection, &mut [0]).await;
        }
    });
    Url::parse(&format!("http://{address}")).unwrap()
}

/// An answer with that status, those header lines and that page.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Does {
    let head = format!(
        "HTTP/1.1 {status} Told\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    Does::Sends([head.as_bytes(), body.as_bytes()].concat())
}

/// An ordinary page.
pub(crate) fn page(body: &str) -> Does {
    answer(200, "content-type: text/html; charset=utf-8\r\n", body)
}

/// A page that shows what every trigger here takes for done.
pub(crate) fn done() -> Does {
    page("<body class=\"done\">Done")
}

pub(crate) fn redirect(status: u16, to: &str) -> Does {
    answer(status, &format!("location: {to}\r\n"), "")
}

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

struct Still;
impl Clock for Still {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }
    fn wall(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }
}

/// A person before the door of a product.
pub(crate) struct Visit {
    pub(crate) driver: Driver,
    pub(crate) actor: Actor,
    pub(crate) journal: RealmJournal,
}

/// What a visit is made with, where it is not the usual.
pub(crate) struct Visiting<'a> {
    pub(crate) root: &'a TestRoot,
    pub(crate) contacts: &'a [&'a str],
    pub(crate) patience: Duration,
    pub(crate) nation: Url,
    pub(crate) intents: &'a str,
}

impl<'a> Visiting<'a> {
    pub(crate) fn usual(root: &'a TestRoot) -> Self {
        Self {
            root,
            contacts: &[],
            patience: PATIENCE,
            nation: Url::parse("https://127.0.0.1:1").unwrap(),
            intents: "",
        }
    }

    pub(crate) fn client(&self) -> WebClient {
        let contacts: Vec<String> = self.contacts.iter().map(|contact| (*contact).to_owned()).collect();
        // Both providers could be compiled in; the first test chooses, the others find it chosen.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        WebClient::new(&self.root.pem(), &contacts, self.patience).unwrap()
    }

    pub(crate) fn visit(self, base: &Url) -> Visit {
        let journal = Journal::new(Arc::new(Nowhere), &[3; 32]).realm("s0001", Arc::new(Still));
        let client = self.client();
        let actor = Actor {
            name: "Marie".to_owned(),
            person_id: "marie".to_owned(),
            gives_up: false,
            agent: UserAgent::new(client, journal.clone(), "Marie"),
        };
        Visit {
            driver: Driver::new(Arc::new(profile(self.intents)), base.clone(), self.nation),
            actor,
            journal,
        }
    }
}

/// A product whose pages are done where `body.done` is there.
fn profile(intents: &str) -> Profile {
    let text = format!(
        r#"
        format = 1
        name = "door"
        title = "A door"
        kind = "portal"
        capabilities = []
        isolation = "realm"
        clock = "endpoint"
        [start]
        command = ["nothing"]
        seconds = 1
        [refusals]
        selector = "main.refusal"
        reason-attribute = "data-reason"
        unavailable = "main.unavailable"
        statuses = [418]
        [refusals.reasons]
        no-link = "no-therapeutic-link"
        [intents.OpenPage.any]
        recipe = [{{ open = "{{page.path}}" }}]
        done = "body.done"
        {intents}
        "#
    );
    // Not read as a profile of somebody: what is wrong with it is what some tests are about.
    toml::from_str(&text).unwrap()
}

impl Visit {
    /// The same, with what stands beside the product.
    pub(crate) fn with(self, beside: Beside) -> Self {
        Self {
            driver: self.driver.with(beside),
            ..self
        }
    }

    /// Opens that path.
    pub(crate) async fn open(&mut self, path: &str) -> Outcome {
        let intent = Intent::OpenPage { page: "any".to_owned() };
        self.perform(&intent, &[("page.path", path)]).await
    }

    pub(crate) async fn perform(&mut self, intent: &Intent, values: &[(&str, &str)]) -> Outcome {
        let values: Values = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.driver.perform(&mut self.actor, intent, &values).await.unwrap().outcome
    }

    /// Addresses of the requests that were journalled.
    pub(crate) fn requested(&self) -> Vec<String> {
        self.journal
            .entries()
            .iter()
            .filter_map(|entry| match &entry.event {
                Event::Request { url, .. } => Some(url.clone()),
                _ => None,
            })
            .collect()
    }
}
