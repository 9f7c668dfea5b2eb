//! The system under test as a process: started as its profile says, asked for instances over its standard input, ended
//! by closing it. The protocol is in `docs/instance-host.md`.

use std::{
    collections::HashMap,
    path::PathBuf,
    process::Stdio,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, Command},
    sync::{Mutex as AsyncMutex, oneshot},
    time::timeout,
};

use crate::lines::next_line;

/// How long an instance may take to open, to move its clock or to close.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
/// How long a process may take to end once its standard input is closed.
const END_LIMIT: Duration = Duration::from_secs(5);

/// What an instance is told when it is opened.
#[derive(Clone, Debug, Serialize)]
pub struct InstanceRequest {
    /// Its name: the realm's.
    pub instance: String,
    /// CSAM's issuer.
    pub issuer: String,
    /// Its client identifier there.
    pub client_id: String,
    /// Its client secret there.
    pub client_secret: String,
    /// The only root it may trust.
    pub ca_pem: String,
    /// Its own TLS certificate.
    pub tls_cert_pem: String,
    /// The key of that.
    pub tls_key_pem: String,
    /// Where its clock stands still; none for the machine's time.
    pub clock: Option<Timestamp>,
    /// The lowest CSAM level it may accept.
    pub minimum_level: u16,
    /// The professionals it knows.
    pub professionals: Vec<Professional>,
    /// Which professions it admits to records; empty for its own choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub professions: Vec<String>,
    /// The staff of its office.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub office: Vec<Clerk>,
    /// Who may publish to it.
    pub publishers: Vec<Publisher>,
    /// Which reading of a delay it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay_reading: Option<String>,
    /// Which reading of a link's end it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_end: Option<String>,
    /// Defects it shall have.
    pub crooked: Vec<String>,
}

/// A professional the network knows.
#[derive(Clone, Debug, Serialize)]
pub struct Professional {
    /// National number.
    pub insz: String,
    /// Name.
    pub name: String,
    /// `physician`, `nurse`, `pharmacist` or `clerk`.
    pub profession: String,
}

/// Somebody who works in the network's office.
#[derive(Clone, Debug, Serialize)]
pub struct Clerk {
    /// National number.
    pub insz: String,
    /// Name.
    pub name: String,
}

/// A hospital that may publish.
#[derive(Clone, Debug, Serialize)]
pub struct Publisher {
    /// User name.
    pub name: String,
    /// Password.
    pub secret: String,
    /// The institution's name for people.
    pub title: String,
}

/// An open instance.
#[derive(Clone, Debug, Deserialize)]
pub struct Instance {
    /// Its name.
    pub instance: String,
    /// Where it answers.
    pub base_url: String,
}

/// What went wrong with the system under test as a process.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SystemProblem {
    /// It could not be started.
    #[error("the system under test could not be started ({program}): {why}; see [start] in the profile")]
    NotStarted {
        /// The program.
        program: String,
        /// What the machine said.
        why: String,
    },
    /// It did not say that it is ready.
    #[error("the system under test was started but did not say that it is ready within {seconds} s; it must print {{\"ready\":…}} first")]
    NotReady {
        /// The bound.
        seconds: u64,
    },
    /// It ended or closed its output.
    #[error("the system under test has ended")]
    Ended,
    /// A plain product ended before it was ready.
    #[error("the system under test ended while it was starting ({how}); see [start] in the profile{last}")]
    EndedEarly {
        /// With which status.
        how: String,
        /// The last lines it wrote.
        last: String,
    },
    /// A plain product did not become ready.
    #[error("the system under test was not ready at {url} within {seconds} s; see [start] ready in the profile; at last: {last}")]
    NoAnswer {
        /// The bound.
        seconds: u64,
        /// What was asked for.
        url: String,
        /// What came last.
        last: String,
    },
    /// It did not answer.
    #[error("the system under test did not answer `{what}` within {seconds} s", seconds = ANSWER_LIMIT.as_secs())]
    Silent {
        /// What it was asked.
        what: String,
    },
    /// It answered with an error.
    #[error("the system under test could not do `{what}`: {why}")]
    Refused {
        /// What it was asked.
        what: String,
        /// Its words.
        why: String,
    },
}

type Waiting = Arc<Mutex<Option<HashMap<u64, oneshot::Sender<Value>>>>>;

/// A running system under test.
pub struct System {
    input: AsyncMutex<Option<ChildStdin>>,
    child: AsyncMutex<Child>,
    waiting: Waiting,
    next: AtomicU64,
}

impl System {
    /// Starts `program` and waits until it says that it is ready. Every line that it prints and that is no answer goes
    /// to `output`, with the name of the stream.
    ///
    /// # Errors
    /// It does not start, or is not ready within `patience`.
    pub async fn start(
        program: &PathBuf,
        arguments: &[String],
        patience: Duration,
        output: impl Fn(&str, &str) + Send + Sync + 'static,
    ) -> Result<Self, SystemProblem> {
        let not_started = |why: String| SystemProblem::NotStarted {
            program: program.display().to_string(),
            why,
        };
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|why| not_started(why.to_string()))?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(stdout), Some(stderr)) = pipes else {
            return Err(not_started("it has no pipes".to_owned()));
        };
        let output = Arc::new(output);
        let waiting: Waiting = Arc::new(Mutex::new(Some(HashMap::new())));
        let (ready, is_ready) = oneshot::channel();
        let listener = Listener {
            waiting: waiting.clone(),
            output: output.clone(),
            ready: Some(ready),
        };
        tokio::spawn(listener.listen(stdout));
        tokio::spawn(async move {
            let mut reader = BufReader::new(stderr);
            while let Some(line) = next_line(&mut reader).await {
                output("stderr", &line);
            }
        });
        match timeout(patience, is_ready).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(SystemProblem::Ended),
            Err(_) => {
                return Err(SystemProblem::NotReady {
                    seconds: patience.as_secs(),
                });
            }
        }
        Ok(Self {
            input: AsyncMutex::new(Some(input)),
            child: AsyncMutex::new(child),
            waiting,
            next: AtomicU64::new(1),
        })
    }

    /// Opens an instance.
    ///
    /// # Errors
    /// It ended, stayed silent, or said that it cannot.
    pub async fn open(&self, request: &InstanceRequest) -> Result<Instance, SystemProblem> {
        let answer = self.ask("open", json!({ "open": request })).await?;
        let refused = |why: String| SystemProblem::Refused {
            what: "open".to_owned(),
            why,
        };
        serde_json::from_value(answer.get("opened").cloned().unwrap_or_default())
            .map_err(|why| refused(format!("its answer {answer}: {why}")))
    }

    /// Sets the clock of an instance: it then stands still at `now`.
    ///
    /// # Errors
    /// As for [`System::open`].
    pub async fn set_clock(&self, instance: &str, now: Timestamp) -> Result<(), SystemProblem> {
        self.ask("clock", json!({ "clock": { "instance": instance, "now": now } }))
            .await
            .map(|_| ())
    }

    /// Closes an instance.
    ///
    /// # Errors
    /// As for [`System::open`].
    pub async fn close(&self, instance: &str) -> Result<(), SystemProblem> {
        self.ask("close", json!({ "close": { "instance": instance } })).await.map(|_| ())
    }

    /// Closes its standard input and waits for its end; kills it where it does not end by itself.
    pub async fn end(self) {
        drop(self.input.lock().await.take());
        let mut child = self.child.lock().await;
        if timeout(END_LIMIT, child.wait()).await.is_err() {
            // It is killed; there is nothing left to wait for that could be acted upon.
            let _ = child.kill().await;
        }
    }

    async fn ask(&self, what: &str, mut question: Value) -> Result<Value, SystemProblem> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        question["id"] = id.into();
        let (sender, receiver) = oneshot::channel();
        match lock(&self.waiting).as_mut() {
            Some(waiting) => waiting.insert(id, sender),
            None => return Err(SystemProblem::Ended),
        };
        let line = format!("{question}\n");
        let asked = async {
            let mut input = self.input.lock().await;
            // Out of its place while it is written to: where the system does not read and time runs out, half a line may
            // stand in the pipe, and nothing can be asked of it any more.
            let mut pipe = input.take().ok_or(SystemProblem::Ended)?;
            pipe.write_all(line.as_bytes()).await.map_err(|_| SystemProblem::Ended)?;
            *input = Some(pipe);
            drop(input);
            receiver.await.map_err(|_| SystemProblem::Ended)
        };
        let answer = match timeout(ANSWER_LIMIT, asked).await {
            Ok(answer) => answer?,
            Err(_) => return Err(SystemProblem::Silent { what: what.to_owned() }),
        };
        match answer.get("error").and_then(Value::as_str) {
            Some(why) => Err(SystemProblem::Refused {
                what: what.to_owned(),
                why: why.to_owned(),
            }),
            None => Ok(answer),
        }
    }
}

struct Listener<O> {
    waiting: Waiting,
    output: Arc<O>,
    ready: Option<oneshot::Sender<()>>,
}

impl<O: Fn(&str, &str) + Send + Sync> Listener<O> {
    async fn listen(mut self, stdout: tokio::process::ChildStdout) {
        let mut reader = BufReader::new(stdout);
        while let Some(line) = next_line(&mut reader).await {
            let parsed: Value = serde_json::from_str(&line).unwrap_or_default();
            if parsed.get("ready").is_some() {
                if let Some(ready) = self.ready.take() {
                    // Nobody may be waiting any more: it was too late.
                    let _ = ready.send(());
                }
                continue;
            }
            let asker = parsed
                .get("id")
                .and_then(Value::as_u64)
                .and_then(|id| lock(&self.waiting).as_mut()?.remove(&id));
            let to_nobody = parsed.get("id").is_some_and(Value::is_null) && parsed.get("error").is_some();
            match asker {
                // It did not understand some question; nobody can tell which, so nobody may go on waiting for its answer.
                None if to_nobody => {
                    let waiting = lock(&self.waiting).as_mut().map(std::mem::take).unwrap_or_default();
                    waiting.into_values().for_each(|asker| drop(asker.send(parsed.clone())));
                }
                // The asker may have stopped waiting.
                Some(asker) => drop(asker.send(parsed)),
                None => (self.output)("stdout", &line),
            }
        }
        // Whoever still waits is told that it has ended, and so is whoever asks from now on.
        lock(&self.waiting).take();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
