//! Starting other programs: said before it is done, listened to where something must be read from it, bounded where it could hang.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

/// Says what `command` is for, and runs it with our own output.
pub(crate) fn carry_out(what: &str, command: &mut Command) -> Result<()> {
    announce(what, command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("{} could not be started", name(command)))?;
    if !status.success() {
        bail!("{what}: `{}` ended with {status}", line(command));
    }
    Ok(())
}

/// Which of a program's streams is listened to.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Output,
    Errors,
}

/// The same, and hands every line of one stream to `hear` after it was passed on. True where the program was content.
pub(crate) fn listen(what: &str, command: &mut Command, stream: Stream, mut hear: impl FnMut(&str)) -> Result<bool> {
    announce(what, command);
    command.stdin(Stdio::null());
    match stream {
        Stream::Output => command.stdout(Stdio::piped()),
        Stream::Errors => command.stderr(Stdio::piped()),
    };
    let mut child = command.spawn().with_context(|| format!("{} could not be started", name(command)))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            println!("{line}");
            hear(&line);
        }
    } else if let Some(errors) = child.stderr.take() {
        for line in BufReader::new(errors).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            eprintln!("{line}");
            hear(&line);
        }
    }
    Ok(child.wait()?.success())
}

/// What a program said on standard output, and its exit code.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) output: String,
}

/// Runs `command` for `longest` at most; its errors go to `errors`.
pub(crate) fn answer(command: &mut Command, errors: &Path, longest: Duration) -> Result<Answer> {
    let log = File::create(errors).with_context(|| errors.display().to_string())?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .with_context(|| format!("{} could not be started", name(command)))?;
    let mut stdout = child.stdout.take().context("standard output was asked for")?;
    let (said, hear) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.read_to_end(&mut bytes).map(|_| bytes);
        // Nobody listens any more where the time was up.
        let _ = said.send(read);
    });
    match hear.recv_timeout(longest) {
        Ok(read) => {
            let output = String::from_utf8_lossy(&read?).into_owned();
            let status = child.wait()?;
            let code = status.code().with_context(|| format!("{} was ended: {status}", name(command)))?;
            Ok(Answer { code, output })
        }
        Err(_) => {
            child.kill()?;
            child.wait()?;
            bail!(
                "`{}` had not ended after {} s; its errors: {}",
                line(command),
                longest.as_secs(),
                errors.display()
            )
        }
    }
}

fn announce(what: &str, command: &Command) {
    println!("\n==> {what}\n    {}", line(command));
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    let words = command.get_args().map(|word| {
        let word = word.to_string_lossy();
        if word.contains(' ') {
            format!("'{word}'")
        } else {
            word.into_owned()
        }
    });
    std::iter::once(program).chain(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_program_that_hangs_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let errors = folder.path().join("errors");
        // Reads what never comes: `cat` of a pipe whose other end stays open in its own hands.
        let mut hangs = Command::new("sh");
        hangs.args(["-c", "exec tail -f /dev/null"]);
        let why = answer(&mut hangs, &errors, Duration::from_millis(50)).err().unwrap();
        assert!(why.to_string().contains("had not ended"), "{why}");
    }

    #[test]
    fn output_code_and_errors_are_kept_apart() {
        let folder = tempfile::tempdir().unwrap();
        let errors = folder.path().join("errors");
        let mut talks = Command::new("sh");
        talks.args(["-c", "echo said; echo complained >&2; exit 10"]);
        let answer = answer(&mut talks, &errors, Duration::from_secs(60)).unwrap();
        assert_eq!((answer.code, answer.output.as_str()), (10, "said\n"));
        assert_eq!(std::fs::read_to_string(errors).unwrap(), "complained\n");
    }
}
