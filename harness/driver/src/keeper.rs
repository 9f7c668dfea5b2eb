//! The keeper of a plain product: a process between us and a program that knows nothing of us. It ends the whole process group of
//! that program when our side of its standard input closes, be it because we are killed. What is started, and when, stands in `product`.

use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    io::{BufRead, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::Duration,
};

use etalon_model::Stop;
use serde::{Deserialize, Serialize};

/// How long a product may take to end once it is told to. Then its group is killed.
pub(crate) const LEAVE_LIMIT: Duration = Duration::from_secs(5);
/// The longest order read.
const ORDER_LIMIT: u64 = 1024 * 1024;

/// What a keeper is told, as the one line of JSON on its standard input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// Program and arguments.
    pub command: Vec<String>,
    /// The whole environment of the program.
    pub environment: BTreeMap<String, String>,
    /// How it is told to end.
    pub stop: Stop,
    /// The file that its standard output is appended to.
    pub stdout: PathBuf,
    /// The file that its standard error is appended to.
    pub stderr: PathBuf,
    /// The folder that is removed where nobody is left to do it: secrets lie in it.
    pub scratch: PathBuf,
}

/// The line by which whoever gave the order says that the end is orderly. Without it, an end of input means that he is gone.
pub(crate) const ORDERLY: &[u8] = b"end\n";

/// What a keeper says, as lines of JSON on its standard output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Said {
    Started {},
    NotStarted { why: String },
    Ended { how: String },
}

enum Happened {
    InputClosed { orderly: bool },
    Exited(std::io::Result<ExitStatus>),
}

/// Keeps one product: reads the order from `input`, starts it, and ends it when `input` ends. This is the whole life of the process.
///
/// # Errors
/// No order comes, or nobody listens to what is said.
pub fn keep(mut input: impl BufRead + Send + 'static, mut output: impl Write) -> Result<(), String> {
    let mut line = String::new();
    std::io::Read::take(&mut input, ORDER_LIMIT)
        .read_line(&mut line)
        .map_err(|why| format!("no order: {why}"))?;
    let order: Order = serde_json::from_str(&line).map_err(|why| format!("the order cannot be read: {why}"))?;
    let mut say = |said: &Said| {
        let line = serde_json::to_string(said).expect("plain data");
        writeln!(output, "{line}")
            .and_then(|()| output.flush())
            .map_err(|why| why.to_string())
    };
    let mut child = match start(&order) {
        Ok(child) => child,
        Err(why) => return say(&Said::NotStarted { why }),
    };
    let group = Group::of(&child);
    let own_input = child.stdin.take();
    let (sender, happenings) = channel();
    attend(input, sender.clone());
    std::thread::spawn(move || drop(sender.send(Happened::Exited(child.wait()))));
    let told = say(&Said::Started {});
    let mut orderly = false;
    if told.is_ok() {
        match happenings.recv() {
            Ok(Happened::Exited(status)) => {
                group.kill();
                let told = say(&Said::Ended { how: words(&status) });
                // The folder is there for as long as somebody may want to look into it.
                if !matches!(happenings.recv(), Ok(Happened::InputClosed { orderly: true })) {
                    remove(&order.scratch);
                }
                return told;
            }
            Ok(Happened::InputClosed { orderly: said }) => {
                orderly = said;
                // It may have ended before that, and the thread that waits for it not have said so yet.
                if group.has_ended()
                    && let Ok(Happened::Exited(status)) = happenings.recv_timeout(LEAVE_LIMIT)
                {
                    group.kill();
                    if !orderly {
                        remove(&order.scratch);
                    }
                    return say(&Said::Ended { how: words(&status) });
                }
            }
            Err(_) => {}
        }
    }
    // A write end that is dropped is the end of the product's standard input.
    drop(own_input);
    if order.stop == Stop::Terminate {
        group.terminate();
    }
    wait_for_exit(&happenings);
    group.kill();
    if !orderly {
        remove(&order.scratch);
    }
    Ok(())
}

fn remove(scratch: &Path) {
    // Nobody is there any more who could be told.
    let _ = std::fs::remove_dir_all(scratch);
}

fn start(order: &Order) -> Result<Child, String> {
    let [program, arguments @ ..] = order.command.as_slice() else {
        return Err("the command is empty".to_owned());
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs(&order.environment)
        .stdin(match order.stop {
            Stop::Stdin => Stdio::piped(),
            Stop::Terminate => Stdio::null(),
        })
        .stdout(appended(&order.stdout)?)
        .stderr(appended(&order.stderr)?);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map_err(|why| format!("{program}: {why}"))
}

fn appended(path: &Path) -> Result<Stdio, String> {
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.map(Stdio::from).map_err(|why| format!("{}: {why}", path.display()))
}

/// Says when `input` has ended, and whether in order: then something comes behind the first line.
fn attend(mut input: impl BufRead + Send + 'static, sender: Sender<Happened>) {
    std::thread::spawn(move || {
        let more = std::io::copy(&mut input, &mut std::io::sink());
        let orderly = more.is_ok_and(|bytes| bytes > 0);
        // The product may have ended before us.
        let _ = sender.send(Happened::InputClosed { orderly });
    });
}

fn wait_for_exit(happenings: &Receiver<Happened>) {
    loop {
        match happenings.recv_timeout(LEAVE_LIMIT) {
            Ok(Happened::InputClosed { .. }) => {}
            Ok(Happened::Exited(_)) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn words(status: &std::io::Result<ExitStatus>) -> String {
    match status {
        Ok(status) => status.to_string(),
        Err(why) => why.to_string(),
    }
}

/// The process group of a product: workers outlive the parent that started them.
#[cfg(unix)]
struct Group(Option<rustix::process::Pid>);

#[cfg(unix)]
impl Group {
    fn of(child: &Child) -> Self {
        Self(i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw))
    }

    /// Whether its first process has ended, waited for or not.
    fn has_ended(&self) -> bool {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        // Somebody who was waited for is nobody's child any more, which is an error.
        self.0.is_some_and(|first| !matches!(waitid(WaitId::Pid(first), options), Ok(None)))
    }

    fn terminate(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    fn kill(&self) {
        self.signal(rustix::process::Signal::KILL);
    }

    fn signal(&self, signal: rustix::process::Signal) {
        if let Some(group) = self.0 {
            // Whoever has ended needs no signal.
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }
}

/// Elsewhere there are no process groups: such a product has to end with its standard input.
#[cfg(not(unix))]
struct Group;

#[cfg(not(unix))]
impl Group {
    fn of(_: &Child) -> Self {
        Self
    }

    fn has_ended(&self) -> bool {
        false
    }

    fn terminate(&self) {}

    fn kill(&self) {}
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::{BufReader, PipeWriter, Read as _, pipe};

    use super::*;

    fn order(folder: &Path, script: &str, stop: Stop) -> Order {
        Order {
            command: ["sh", "-c", script].map(str::to_owned).to_vec(),
            environment: [("PATH".to_owned(), std::env::var("PATH").unwrap())].into(),
            stop,
            stdout: folder.join("stdout"),
            stderr: folder.join("stderr"),
            scratch: folder.join("scratch"),
        }
    }

    /// A keeper with that order, our end of its input, and what it says.
    fn kept(order: &Order) -> (PipeWriter, impl Iterator<Item = Said> + use<>) {
        let (reader, mut input) = pipe().unwrap();
        let (said, output) = pipe().unwrap();
        writeln!(input, "{}", serde_json::to_string(order).unwrap()).unwrap();
        std::thread::spawn(move || keep(BufReader::new(reader), output).unwrap());
        let lines = BufReader::new(said).lines();
        (input, lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()))
    }

    #[test]
    fn a_program_that_ends_by_itself_is_told_of_with_its_output_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (input, mut said) = kept(&order(folder.path(), "echo out; echo err >&2; exit 3", Stop::Terminate));
        assert_eq!(said.next(), Some(Said::Started {}));
        let ended = said.next();
        assert!(matches!(&ended, Some(Said::Ended { how }) if how.contains('3')), "{ended:?}");
        drop(input);
        assert_eq!(said.next(), None);
        assert_eq!(std::fs::read_to_string(folder.path().join("stdout")).unwrap(), "out\n");
        assert_eq!(std::fs::read_to_string(folder.path().join("stderr")).unwrap(), "err\n");
    }

    #[test]
    fn a_program_that_is_not_there_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let mut absent = order(folder.path(), "", Stop::Terminate);
        absent.command = vec!["/nowhere/product".to_owned()];
        let (_input, said) = kept(&absent);
        let said: Vec<Said> = said.collect();
        assert!(
            matches!(said.as_slice(), [Said::NotStarted { why }] if why.contains("/nowhere/product")),
            "{said:?}"
        );
    }

    #[test]
    fn when_our_side_closes_the_program_and_its_workers_end() {
        for (stop, script) in [
            // The worker does not heed TERM, and holds the pipe open for as long as it lives.
            (Stop::Terminate, "(trap '' TERM; exec tail -f /dev/null >\"$FIFO\") & wait"),
            (Stop::Stdin, "(trap '' TERM; exec tail -f /dev/null >\"$FIFO\") & cat"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let mut order = order(folder.path(), script, stop);
            let fifo = folder.path().join("fifo");
            assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
            order.environment.insert("FIFO".to_owned(), fifo.display().to_string());
            let (mut input, said) = kept(&order);
            // Opening waits for the worker to open its end; reading ends when nobody holds that any more.
            let mut worker = std::fs::File::open(&fifo).unwrap();
            std::fs::create_dir(&order.scratch).unwrap();
            if stop == Stop::Stdin {
                input.write_all(ORDERLY).unwrap();
            }
            drop(input);
            assert_eq!(said.collect::<Vec<_>>(), [Said::Started {}]);
            // Who is gone cannot remove it any more; who is not may still want to look into it.
            assert_eq!(order.scratch.exists(), stop == Stop::Stdin, "{stop:?}");
            let (sender, gone) = channel();
            std::thread::spawn(move || sender.send(worker.read_to_end(&mut Vec::new()).is_ok()));
            assert_eq!(gone.recv_timeout(LEAVE_LIMIT), Ok(true), "{stop:?}: a worker lives on");
        }
    }
}
