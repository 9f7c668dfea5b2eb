//! A plain product: a program that knows nothing of us, started with files and a port of its own, awaited, and ended with all that it
//! has started. How it is kept while it runs stands in `keeper`.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

use etalon_model::{Placeholder, Product, Profile, Stop};
use tokio::time::{Instant, interval, timeout_at};
use url::Url;

use crate::{
    SystemProblem, WebClient,
    keeper::Order,
    kept::Kept,
    logs::{LogLine, Logs},
    ports::{free_port, is_taken},
    scratch::{Scratch, own_account},
};

/// How often a start is tried on another port, where somebody else took the free one in the meantime.
const ATTEMPTS: usize = 3;
/// How often a product that does not answer yet is asked again.
const ASKED_EVERY: Duration = Duration::from_millis(20);
/// Lines of output that are told when a product does not start.
const LAST_LINES: usize = 5;
/// What every program needs of our own environment.
const PASSED_ON: [&str; 5] = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"];
/// The variable that names the file in which libfaketime looks how far the clock is off.
const OFFSET_FILE: &str = "FAKETIME_TIMESTAMP_FILE";
/// Where its output goes, beside its own log files.
const OUTPUT: [&str; 2] = ["stdout", "stderr"];

/// What a plain product has to be told.
#[derive(Clone)]
pub struct ProductRequest<'a> {
    /// Its profile.
    pub profile: &'a Profile,
    /// CSAM's issuer.
    pub issuer: String,
    /// Its secret there.
    pub client_secret: String,
    /// The only root it may trust.
    pub ca_pem: &'a str,
    /// Its own TLS certificate.
    pub tls_cert_pem: &'a str,
    /// The key of that.
    pub tls_key_pem: &'a str,
    /// The nation's address.
    pub nation: String,
    /// Where the nation tells what time it is, and the token that it demands there; where the product is to know.
    pub clock_line: Option<ClockLine>,
    /// How far its clock is off, in seconds, where libfaketime moves it.
    pub offset: Option<i64>,
    /// The program, with its arguments, that is a keeper: it calls [`crate::keep`].
    pub keeper: &'a [String],
}

/// Where a product that shares the nation's clock asks for the time: `GET {url}/v1/realms/{realm}/clock`.
#[derive(Clone)]
pub struct ClockLine {
    /// `https://host:port`.
    pub url: String,
    /// What has to be shown there.
    pub token: String,
}

/// A running plain product, with its adapter where it has one.
pub struct PlainProduct {
    base: Url,
    adapter: Option<Url>,
    kept: Vec<Kept>,
    logs: Arc<Logs>,
    offset_file: Option<PathBuf>,
    scratch: Scratch,
}

impl PlainProduct {
    /// Starts it, and waits until it answers through `client`.
    ///
    /// # Errors
    /// It cannot be started, ends at once, or does not answer in time.
    pub async fn start(product: Product<'_>, request: &ProductRequest<'_>, client: &WebClient) -> Result<Self, SystemProblem> {
        let mut attempt = 1;
        loop {
            let ports = free_port().and_then(|port| Ok([port, free_port()?]));
            let ports = ports.map_err(|why| SystemProblem::NotStarted {
                program: product.command.join(" "),
                why,
            })?;
            let started = Self::start_once(product, request, client, ports).await;
            match started {
                Err(SystemProblem::EndedEarly { .. }) if attempt < ATTEMPTS && ports.into_iter().any(is_taken) => attempt += 1,
                other => return other,
            }
        }
    }

    async fn start_once(
        product: Product<'_>,
        request: &ProductRequest<'_>,
        client: &WebClient,
        ports: [u16; 2],
    ) -> Result<Self, SystemProblem> {
        let program = product.command.join(" ");
        let not_started = |why: String| SystemProblem::NotStarted {
            program: program.clone(),
            why,
        };
        let scratch = Scratch::fresh(product.start.user.as_deref()).map_err(&not_started)?;
        let values = values(product, request, &scratch, ports).map_err(&not_started)?;
        for file in &product.start.files {
            scratch.render(file, &values).map_err(&not_started)?;
        }
        let filled = |text: &str| Placeholder::fill(text, &values);
        // The token is told to the process alone: neither a file nor a command line holds it.
        let mut told = values.clone();
        told.extend(
            request
                .clock_line
                .iter()
                .map(|line| (Placeholder::ControlToken, line.token.clone())),
        );
        let environment: BTreeMap<String, String> = product
            .start
            .environment
            .iter()
            .map(|(name, value)| (name.clone(), Placeholder::fill(value, &told)))
            .collect();
        let base = address(&filled(product.base_url), client).map_err(&not_started)?;
        let names = OUTPUT.into_iter().chain(product.start.log_files.iter().map(String::as_str));
        let mut running = Self {
            base,
            adapter: None,
            kept: Vec::new(),
            logs: Arc::new(Logs::of(scratch.path(), names)),
            offset_file: environment.get(OFFSET_FILE).map(PathBuf::from),
            scratch,
        };
        match running.bring_up(product, request, client, &values, &environment).await {
            Ok(()) => Ok(running),
            Err(problem) => {
                running.end().await;
                Err(problem)
            }
        }
    }

    async fn bring_up(
        &mut self,
        product: Product<'_>,
        request: &ProductRequest<'_>,
        client: &WebClient,
        values: &BTreeMap<Placeholder, String>,
        environment: &BTreeMap<String, String>,
    ) -> Result<(), SystemProblem> {
        let not_started = |program: &[String]| {
            let program = program.join(" ");
            move |why: String| SystemProblem::NotStarted { program, why }
        };
        let filled = |text: &str| Placeholder::fill(text, values);
        if let Some(offset) = request.offset {
            self.set_offset(offset)?;
        }
        let command: Vec<String> = product.command.iter().map(|word| filled(word)).collect();
        self.keep(&command, environment, product.start.stop, request).await?;
        let within = Duration::from_secs(product.ready_within());
        let ready = self.base.join(&filled(product.ready_path()));
        let ready = ready.map_err(|why| not_started(product.command)(why.to_string()))?;
        self.await_ready(ready, |status| product.is_ready_at(status), within, client)
            .await?;
        let Some(adapter) = request.profile.adapter.as_ref().map(|adapter| &adapter.http) else {
            return Ok(());
        };
        let url = address(&filled(adapter.url()), client).map_err(not_started(&adapter.start_with))?;
        if !adapter.start_with.is_empty() {
            let command: Vec<String> = adapter.start_with.iter().map(|word| filled(word)).collect();
            self.keep(&command, environment, Stop::Stdin, request).await?;
            // An adapter need answer nothing but intents: whatever it answers, it is there.
            self.await_ready(url.clone(), |_| true, within, client).await?;
        }
        self.adapter = Some(url);
        Ok(())
    }

    /// Where it answers.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.base
    }

    /// Where its adapter answers, where it has one.
    #[must_use]
    pub fn adapter_url(&self) -> Option<&Url> {
        self.adapter.as_ref()
    }

    /// What it writes.
    #[must_use]
    pub fn logs(&self) -> &Arc<Logs> {
        &self.logs
    }

    /// Whether it, or its adapter, has ended by itself, and how.
    #[must_use]
    pub fn ended(&self) -> Option<String> {
        self.kept.iter().find_map(|kept| kept.ended_by_itself())
    }

    /// Sets how many seconds its clock is off, for the next time that it looks at it.
    ///
    /// # Errors
    /// The profile names no file in which libfaketime looks, or it cannot be written.
    pub fn set_offset(&self, seconds: i64) -> Result<(), SystemProblem> {
        let refused = |why: String| SystemProblem::Refused {
            what: "clock".to_owned(),
            why,
        };
        let file = self.offset_file.as_ref().ok_or_else(|| {
            refused(format!(
                "the profile says clock = \"offset\", but [start] environment has no {OFFSET_FILE}; add it, as {{scratch}}/faketime"
            ))
        })?;
        let inside = file.strip_prefix(self.scratch.path()).map_err(|_| {
            refused(format!(
                "{OFFSET_FILE} lies outside of the scratch folder; say {OFFSET_FILE} = \"{{scratch}}/faketime\""
            ))
        })?;
        self.scratch.write(inside, &format!("{seconds:+}\n")).map(drop).map_err(refused)
    }

    /// Ends it, and everything that it has started. Says what it had still written and, where it had ended by itself before, how.
    pub async fn end(self) -> (Vec<LogLine>, Option<String>) {
        let Self { kept, logs, scratch, .. } = self;
        let mut by_itself = None;
        // The adapter first, which may still speak to the product.
        for one in kept.into_iter().rev() {
            by_itself = one.end().await.or(by_itself);
        }
        let rest = logs.rest();
        drop(scratch);
        (rest, by_itself)
    }

    async fn keep(
        &mut self,
        command: &[String],
        environment: &BTreeMap<String, String>,
        stop: Stop,
        request: &ProductRequest<'_>,
    ) -> Result<(), SystemProblem> {
        let passed_on = PASSED_ON
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)));
        let order = Order {
            command: command.to_vec(),
            environment: passed_on.chain(environment.clone()).collect(),
            stop,
            stdout: self.scratch.path().join(OUTPUT[0]),
            stderr: self.scratch.path().join(OUTPUT[1]),
            scratch: self.scratch.path().to_owned(),
        };
        self.kept.push(Kept::start(request.keeper, &order).await?);
        Ok(())
    }

    async fn await_ready(
        &self,
        url: Url,
        is_ready: impl Fn(u16) -> bool,
        within: Duration,
        client: &WebClient,
    ) -> Result<(), SystemProblem> {
        let until = Instant::now() + within;
        let mut again = interval(ASKED_EVERY);
        let mut last = "it was not asked".to_owned();
        loop {
            let asked = async {
                again.tick().await;
                client.status_of(&url).await
            };
            match timeout_at(until, asked).await {
                Ok(Ok(status)) if is_ready(status) => return Ok(()),
                Ok(Ok(status)) => last = format!("it answers with status {status}"),
                Ok(Err(silence)) => last = silence,
                Err(_) => {
                    return Err(SystemProblem::NoAnswer {
                        seconds: within.as_secs(),
                        url: url.to_string(),
                        last: format!("{last}{}", self.last_words()),
                    });
                }
            }
            if let Some(how) = self.ended() {
                return Err(SystemProblem::EndedEarly {
                    how,
                    last: self.last_words(),
                });
            }
        }
    }

    /// The last lines that it wrote, for whoever wants to know why it does not start.
    fn last_words(&self) -> String {
        let lines = self.logs.rest();
        let last = lines.iter().rev().take(LAST_LINES).rev();
        last.map(|line| format!("\n  {}: {}", line.file, line.line)).collect()
    }
}

fn address(text: &str, client: &WebClient) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|why| format!("its address `{text}`: {why}"))?;
    if client.may_reach(&url) {
        Ok(url)
    } else {
        Err(format!(
            "its address {url} is neither of this machine nor among the profile's contacts; add it to `contacts`"
        ))
    }
}

fn values(
    product: Product<'_>,
    request: &ProductRequest<'_>,
    scratch: &Scratch,
    [port, adapter_port]: [u16; 2],
) -> Result<BTreeMap<Placeholder, String>, String> {
    let login = &request.profile.login;
    let mut values = BTreeMap::from([
        (Placeholder::Scratch, scratch.path().display().to_string()),
        (Placeholder::Port, port.to_string()),
        (Placeholder::AdapterPort, adapter_port.to_string()),
        (Placeholder::Issuer, request.issuer.clone()),
        (Placeholder::ClientId, login.client_id.clone()),
        (Placeholder::ClientSecret, request.client_secret.clone()),
        (Placeholder::CaFile, scratch.hand_over("root.pem", request.ca_pem)?),
        (Placeholder::TlsCertFile, scratch.hand_over("server.pem", request.tls_cert_pem)?),
        (Placeholder::TlsKeyFile, scratch.hand_over("server.key", request.tls_key_pem)?),
        (Placeholder::Nation, request.nation.clone()),
        (
            Placeholder::ControlUrl,
            request.clock_line.as_ref().map(|line| line.url.clone()).unwrap_or_default(),
        ),
        (Placeholder::User, product.start.user.clone().unwrap_or_else(own_account)),
    ]);
    let base = Placeholder::fill(product.base_url, &values).trim_end_matches('/').to_owned();
    let first = |paths: &[String]| paths.first().map(|path| format!("{base}{path}")).unwrap_or_default();
    values.insert(Placeholder::Callback, first(&login.callback_paths));
    values.insert(Placeholder::PostLogout, first(&login.post_logout_paths));
    values.insert(Placeholder::BaseUrl, base);
    Ok(values)
}
