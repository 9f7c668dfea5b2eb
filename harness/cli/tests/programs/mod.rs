//! Programs as a user starts them: `etalon` itself with folders of its own, and products that it is to examine. Every wait
//! is for a condition and has a bound.
#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test program starts its own programs")]

pub(crate) mod plain;

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// How long any program of these tests may take on a machine that is busy with others.
const PATIENCE: Duration = Duration::from_secs(240);
/// How often a condition is looked at again.
const GLANCE: Duration = Duration::from_millis(10);

/// A folder that goes away with the test.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Where keys live: shared by all tests, since making RSA keys takes long.
pub(crate) fn data_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("etalon-data")
}

/// The root of the project.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

/// `etalon` with these arguments, not yet started.
pub(crate) fn etalon(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etalon"));
    command
        .args(arguments)
        .env("ETALON_DATA", data_folder())
        .current_dir(env!("CARGO_TARGET_TMPDIR"));
    command
}

/// Starts `etalon` with these arguments and waits for its end.
pub(crate) fn run(arguments: &[&str]) -> Ended {
    Running::start(etalon(arguments)).end()
}

/// Looks at `condition` until it holds.
pub(crate) fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < PATIENCE, "{what}: not within {} s", PATIENCE.as_secs());
        thread::park_timeout(GLANCE);
    }
}

/// How a program ended and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Asserts the exit code and that standard error holds all these words.
    pub(crate) fn fails(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not said: {}", self.err);
        }
        assert!(
            !self.err.contains("panicked") && !self.err.contains("bug of Etalon"),
            "{}",
            self.err
        );
    }
}

/// A program that was started. Dropping it kills it.
pub(crate) struct Running {
    child: Child,
    out: Option<JoinHandle<String>>,
    err: Option<JoinHandle<String>>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = Some(listen(child.stdout.take().unwrap()));
        let err = Some(listen(child.stderr.take().unwrap()));
        Self { child, out, err }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a machine that goes down would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Sends it a signal by name, such as `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .arg(format!("-{name}"))
            .arg(self.pid().to_string())
            .status()
            .unwrap();
        assert!(sent.success());
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    pub(crate) fn end(mut self) -> Ended {
        wait_until("the program ends", || !self.is_running());
        Ended {
            code: self.child.wait().unwrap().code(),
            out: self.out.take().unwrap().join().unwrap(),
            err: self.err.take().unwrap().join().unwrap(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has mostly ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Whether the process has ended. One that nobody has asked for its end yet (a zombie) has.
pub(crate) fn has_ended(pid: u32) -> bool {
    match fs::read_to_string(format!("/proc/{pid}/stat")) {
        Err(_) => true,
        // The state stands behind the program's name, which ends with the last parenthesis.
        Ok(stat) => stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')),
    }
}

/// Processes whose parent is `pid`.
pub(crate) fn children_of(pid: u32) -> Vec<u32> {
    let parent = |stat: &str| stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse::<u32>().ok();
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|child: &u32| {
            fs::read_to_string(format!("/proc/{child}/stat"))
                .ok()
                .and_then(|stat| parent(&stat))
                == Some(pid)
        })
        .collect()
}

/// A product that is bad in a way that `examples/faulty-product.rs` names.
pub(crate) struct FaultyProduct {
    folder: TempDir,
}

impl FaultyProduct {
    pub(crate) fn new(mode: &str) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_etalon"))
            .with_file_name("examples")
            .join("faulty-product");
        assert!(
            program.is_file(),
            "{} is not built: `cargo build -p etalon --examples`",
            program.display()
        );
        let folder = folder();
        let pid_file = folder.path().join("pid");
        let command = format!("command = {:?}", [program.to_str().unwrap(), mode, pid_file.to_str().unwrap()]);
        let profile = profile_with(&[
            ("reference = \"reference-network\"", &command),
            ("seconds = 20", "seconds = 1"),
            ("patience-seconds = 10", "patience-seconds = 1"),
        ]);
        fs::write(folder.path().join("profile.toml"), profile).unwrap();
        Self { folder }
    }

    /// Its profile.
    pub(crate) fn profile(&self) -> String {
        self.folder.path().to_str().unwrap().to_owned()
    }

    /// The number of its process; none where it was never started.
    pub(crate) fn pid(&self) -> Option<u32> {
        fs::read_to_string(self.folder.path().join("pid")).ok()?.parse().ok()
    }
}

/// The reference network's profile with some lines replaced.
pub(crate) fn profile_with(replaced: &[(&str, &str)]) -> String {
    let mut text = fs::read_to_string(project().join("vendor-profiles/reference-network/profile.toml")).unwrap();
    for (line, other) in replaced {
        assert!(text.contains(line), "the profile no longer has `{line}`");
        text = text.replacen(line, other, 1);
    }
    text
}

/// `summary.json` of a record.
pub(crate) fn summary(record: &Path) -> Value {
    serde_json::from_slice(&fs::read(record.join("summary.json")).unwrap()).unwrap()
}

/// Identity and verdict of every scenario in a summary, and why.
pub(crate) fn verdicts(summary: &Value) -> BTreeMap<String, (String, String)> {
    let text = |line: &Value, field: &str| line[field].as_str().unwrap().to_owned();
    summary["scenario"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (text(line, "identity"), (text(line, "verdict"), text(line, "because"))))
        .collect()
}

/// The lines of a record's journal, as far as they are whole.
pub(crate) fn journal(record: &Path) -> Vec<Value> {
    let text = fs::read_to_string(record.join("journal.jsonl")).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
