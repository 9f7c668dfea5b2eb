//! A product that speaks the instance-host protocol and is bad in the way that its first argument names: for the tests of
//! how Etalon bears such products. It is no reference for anything else.
//!
//! `faulty-product MODE PID_FILE`

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::exit,
    sync::Arc,
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::aws_lc_rs::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use serde_json::{Value, json};

/// The most connections held at once: more than any test makes.
const MOST_CONNECTIONS: usize = 256;
/// How long a connection may take to send its request.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// The largest head of a request.
const HEAD_LIMIT: u64 = 64 * 1024;

/// In which way the product is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Never says that it is ready.
    NeverReady,
    /// Ends before it said anything.
    EndsAtOnce,
    /// Says that it can open no instance.
    RefusesInstances,
    /// Accepts connections and never answers.
    SilentSocket,
    /// Cuts every connection.
    Resets,
    /// Answers everything with a crash.
    Answers500,
    /// Has pages, but its login leads nowhere.
    LogsNobodyIn,
    /// Ends at the first request.
    DiesMidway,
    /// Has a home page, and prints the secret that it shares with CSAM.
    PrintsSecret,
    /// Answers with bytes that are no HTTP.
    SpeaksNoHttp,
    /// Answers each page with the address of another one.
    RedirectsForEver,
    /// Answers each page with an address that is not this machine's.
    SendsElsewhere,
    /// Answers without encryption where encryption is due.
    PlainHttp,
    /// Announces more bytes than it sends.
    CutsAnswersShort,
    /// Has a home page, and does not end when its standard input does.
    IgnoresTheEnd,
}

impl Mode {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "never-ready" => Self::NeverReady,
            "ends-at-once" => Self::EndsAtOnce,
            "refuses-instances" => Self::RefusesInstances,
            "silent-socket" => Self::SilentSocket,
            "resets" => Self::Resets,
            "answers-500" => Self::Answers500,
            "logs-nobody-in" => Self::LogsNobodyIn,
            "dies-midway" => Self::DiesMidway,
            "prints-secret" => Self::PrintsSecret,
            "speaks-no-http" => Self::SpeaksNoHttp,
            "redirects-for-ever" => Self::RedirectsForEver,
            "sends-elsewhere" => Self::SendsElsewhere,
            "plain-http" => Self::PlainHttp,
            "cuts-answers-short" => Self::CutsAnswersShort,
            "ignores-the-end" => Self::IgnoresTheEnd,
            _ => return None,
        })
    }
}

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let (Some(mode), Some(pid_file)) = (arguments.next().as_deref().and_then(Mode::named), arguments.next()) else {
        return Err(io::Error::other("say `faulty-product MODE PID_FILE`"));
    };
    fs::write(pid_file, std::process::id().to_string())?;
    match mode {
        Mode::EndsAtOnce => return Ok(()),
        Mode::NeverReady => {}
        _ => say(&json!({ "ready": { "name": "faulty-product" } }))?,
    }
    for line in io::stdin().lock().lines() {
        let call: Value = serde_json::from_str(&line?)?;
        let mut answer = answer(mode, &call)?;
        answer["id"] = call["id"].clone();
        say(&answer)?;
    }
    if mode == Mode::IgnoresTheEnd {
        loop {
            thread::park();
        }
    }
    Ok(())
}

fn say(line: &Value) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

fn answer(mode: Mode, call: &Value) -> io::Result<Value> {
    let Some(open) = call.get("open") else {
        return Ok(json!({ "done": {} }));
    };
    if mode == Mode::RefusesInstances {
        return Ok(json!({ "error": "the database is full; make room" }));
    }
    if mode == Mode::PrintsSecret {
        let (instance, secret) = (&open["instance"], &open["client_secret"]);
        writeln!(io::stderr(), "instance={} client_secret={}", text(instance), text(secret))?;
    }
    let tls = tls(text(&open["tls_cert_pem"]), text(&open["tls_key_pem"])).map_err(io::Error::other)?;
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || serve(mode, &listener, &tls));
    Ok(json!({ "opened": { "instance": open["instance"], "base_url": format!("https://{address}") } }))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn tls(certificates: &str, key: &str) -> Result<Arc<ServerConfig>, Box<dyn std::error::Error + Send + Sync>> {
    let chain = CertificateDer::pem_slice_iter(certificates.as_bytes()).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes())?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(Arc::new(config))
}

fn serve(mode: Mode, listener: &TcpListener, tls: &Arc<ServerConfig>) {
    let mut held = Vec::new();
    for connection in listener.incoming().flatten() {
        match mode {
            Mode::SilentSocket if held.len() < MOST_CONNECTIONS => held.push(connection),
            Mode::SilentSocket => {}
            Mode::Resets => {
                // Closing with bytes unread makes the kernel send a reset rather than an orderly end.
                let _ = connection.peek(&mut [0]);
            }
            Mode::DiesMidway => exit(1),
            _ => {
                let tls = tls.clone();
                thread::spawn(move || {
                    // A client that goes away is its own affair.
                    let _ = converse(mode, connection, tls);
                });
            }
        }
    }
}

fn converse(mode: Mode, connection: TcpStream, tls: Arc<ServerConfig>) -> io::Result<()> {
    connection.set_read_timeout(Some(REQUEST_LIMIT))?;
    if mode == Mode::PlainHttp {
        let mut connection = connection;
        let _ = connection.peek(&mut [0])?;
        return connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    }
    let session = ServerConnection::new(tls).map_err(io::Error::other)?;
    let mut reader = BufReader::new(StreamOwned::new(session, connection));
    let path = request(&mut reader)?;
    let stream = reader.get_mut();
    stream.write_all(&reply(mode, &path))?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// Reads one request and says which path it asks for.
fn request(reader: &mut impl BufRead) -> io::Result<String> {
    let (mut path, mut length) = (None, 0);
    let mut head = reader.take(HEAD_LIMIT);
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if path.is_none() {
            path = Some(line.split(' ').nth(1).unwrap_or("/").to_owned());
        } else if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    io::copy(&mut head.into_inner().take(length), &mut io::sink())?;
    Ok(path.unwrap_or_default())
}

const HOME: &str = "<!doctype html><title>Home</title><body data-page=\"home\">\
    <a data-testid=\"enter-patient\" href=\"/\">Patients</a> <a data-testid=\"enter-professional\" href=\"/\">Professionals</a>";

fn reply(mode: Mode, path: &str) -> Vec<u8> {
    match mode {
        Mode::Answers500 => http("500 Internal Server Error", "", "<!doctype html><title>Oops</title>"),
        Mode::SpeaksNoHttp => b"220 mail.example ESMTP\r\n".to_vec(),
        Mode::RedirectsForEver => http("302 Found", &format!("location: {path}x\r\n"), ""),
        // An address for documentation (RFC 5737): nobody is there, and nobody may be asked.
        Mode::SendsElsewhere => http("302 Found", "location: http://192.0.2.1/\r\n", ""),
        Mode::CutsAnswersShort => {
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5000\r\n\r\n<body data-page=\"home\">".to_vec()
        }
        _ if path.starts_with("/publisher/") => http("201 Created", "content-type: application/json\r\n", r#"{"id":"1"}"#),
        _ => http("200 OK", "content-type: text/html; charset=utf-8\r\n", HOME),
    }
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
