//! `profile new`: asks what has to be known of a system, and writes a commented profile of it. It starts nothing, and never overwrites.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufRead, IsTerminal as _, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use etalon_steps::Specification;

use crate::{
    exit::{Exit, Failure},
    profile_text::{self, Answers},
    profiles,
};

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 4096;
/// How often a question is asked again that was answered with what cannot be.
const MOST_ATTEMPTS: usize = 3;

#[derive(Args)]
pub(crate) struct NewArguments {
    /// The profile's name, or the path of its folder, which must not hold a profile yet.
    name: PathBuf,
    /// What kind of system it is.
    #[arg(long, value_enum, default_value_t = KindArgument::Portal)]
    kind: KindArgument,
    /// How it is driven.
    #[arg(long, value_enum)]
    adapter: Option<AdapterArgument>,
    /// Ask nothing: take what would be proposed.
    #[arg(long)]
    yes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArgument {
    /// Web pages for citizens and doctors.
    Portal,
    /// A hub between record systems.
    Hub,
    /// A doctor's software.
    Dmi,
    /// A hospital's record system.
    Publisher,
    /// Administration of access.
    Access,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AdapterArgument {
    /// The product is a plain command; a small program beside it takes one HTTP request per intent.
    Http,
    /// The product is a plain command; its pages are driven by recipes in the profile.
    Command,
    /// A program of yours speaks the instance-host protocol and opens an instance per scenario; pages are driven by recipes.
    InstanceHost,
}

pub(crate) fn new(arguments: &NewArguments) -> Result<Exit, Failure> {
    let name = arguments.name.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.filter(|name| is_name(name)).ok_or_else(|| {
        let given = arguments.name.display();
        Failure::usage(format!(
            "profile new `{given}`: a name is letters, digits, and - _ . in between, such as acme-portal"
        ))
    })?;
    for file in [profiles::PROFILE, profiles::DEVIATIONS] {
        let path = arguments.name.join(file);
        if path.exists() {
            return Err(Failure::usage(format!(
                "{}: exists already, and a profile is never overwritten; choose another name, or edit it",
                path.display()
            )));
        }
    }
    let specification = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?;
    let mut stdin = io::stdin().lock();
    let shows = io::stdin().is_terminal();
    let answers = ask_all(&name, arguments, &mut Asker::of(&mut stdin, arguments.yes, shows))?;
    let text = profile_text::profile(&answers, &specification.catalogue);
    write_new(&arguments.name, profiles::PROFILE, &text)?;
    write_new(&arguments.name, profiles::DEVIATIONS, &profile_text::deviations(&answers))?;
    let folder = arguments.name.display();
    println!("wrote {folder}/{} and {folder}/{}", profiles::PROFILE, profiles::DEVIATIONS);
    println!("next: read them, fill in what is marked with “here”, then: etalon profile check {folder}");
    Ok(Exit::Fine)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !name.contains(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c))
}

fn ask_all(name: &str, arguments: &NewArguments, asker: &mut Asker<'_>) -> Result<Answers, Failure> {
    let any = |_: &str| Ok(());
    let title = asker.ask("Title in reports", name, any)?;
    let kind = match arguments.kind {
        KindArgument::Portal => etalon_model::Kind::Portal,
        KindArgument::Hub => etalon_model::Kind::Hub,
        KindArgument::Dmi => etalon_model::Kind::Dmi,
        KindArgument::Publisher => etalon_model::Kind::Publisher,
        KindArgument::Access => etalon_model::Kind::Access,
    };
    let adapter = match arguments.adapter {
        Some(adapter) => adapter,
        None => {
            let question = "How it is driven: `command` (started as it is, its pages by recipes), `http` (the same with a small adapter), \
                            or `instance-host` (a program of yours opens an instance per scenario)";
            let is_adapter = |answer: &str| AdapterArgument::from_str(answer, false).map(|_| ());
            let answer = asker.ask(question, "command", is_adapter)?;
            AdapterArgument::from_str(&answer, false).map_err(Failure::bug)?
        }
    };
    let not_empty = |answer: &str| match answer.split_whitespace().next() {
        Some(_) => Ok(()),
        None => Err("name a program".to_owned()),
    };
    let command = asker.ask("The command that starts it", "./start.sh", not_empty)?;
    let is_plain = adapter != AdapterArgument::InstanceHost;
    let is_address = |answer: &str| match answer.starts_with("https://") || answer.starts_with("http://") {
        true => Ok(()),
        false => Err("write an address such as https://localhost:{port}".to_owned()),
    };
    let is_path = |answer: &str| match answer.starts_with('/') {
        true => Ok(()),
        false => Err("a path begins with /".to_owned()),
    };
    let base_url = match is_plain {
        true => Some(asker.ask("Where it then answers", "https://localhost:{port}", is_address)?),
        false => None,
    };
    let adapter_command = match adapter {
        AdapterArgument::Http => Some(asker.ask(
            "The command that starts its adapter",
            "python3 adapter.py {adapter-port}",
            not_empty,
        )?),
        _ => None,
    };
    Ok(Answers {
        name: name.to_owned(),
        title,
        kind,
        command: words(&command),
        base_url,
        adapter: adapter_command.as_deref().map(words),
        client_id: asker.ask("Its client identifier at CSAM", name, not_empty)?,
        callback: asker.ask("The path to which CSAM leads back after a login", "/oidc/callback", is_path)?,
        owner: asker.ask("Who answers for its known failures", "the product's team", any)?,
    })
}

fn words(command: &str) -> Vec<String> {
    command.split_whitespace().map(str::to_owned).collect()
}

/// Asks on standard error, so that standard output stays what a program would read; and reads one line for each answer.
struct Asker<'a> {
    input: &'a mut dyn BufRead,
    takes_proposals: bool,
    on_terminal: bool,
}

impl<'a> Asker<'a> {
    fn of(input: &'a mut dyn BufRead, takes_proposals: bool, on_terminal: bool) -> Self {
        Self {
            input,
            takes_proposals,
            on_terminal,
        }
    }

    /// The answer, or `proposal` where it is empty. What `check` refuses is asked again on a terminal, and refused elsewhere.
    fn ask(&mut self, question: &str, proposal: &str, check: impl Fn(&str) -> Result<(), String>) -> Result<String, Failure> {
        if self.takes_proposals {
            return Ok(proposal.to_owned());
        }
        for _ in 0..MOST_ATTEMPTS {
            eprint!("{question} [{proposal}]: ");
            let answer = self.line(question)?;
            let answer = if answer.is_empty() { proposal.to_owned() } else { answer };
            match check(&answer) {
                Ok(()) => return Ok(answer),
                Err(why) if self.on_terminal => eprintln!("`{answer}`: {why}"),
                Err(why) => return Err(Failure::usage(format!("the answer to “{question}” was `{answer}`: {why}"))),
            }
        }
        Err(Failure::usage(format!(
            "“{question}” was not answered in {MOST_ATTEMPTS} attempts; nothing was written"
        )))
    }

    fn line(&mut self, question: &str) -> Result<String, Failure> {
        let mut line = String::new();
        let read = io::Read::take(&mut *self.input, LONGEST_ANSWER).read_line(&mut line);
        match read {
            Ok(0) => Err(Failure::usage(format!(
                "standard input ended before “{question}” was answered; answer it, or say --yes to take what is proposed. Nothing was written"
            ))),
            Ok(_) => Ok(line.trim().to_owned()),
            Err(why) => Err(Failure::usage(format!("“{question}” was not answered: {why}; nothing was written"))),
        }
    }
}

/// Writes a file that is not there yet.
fn write_new(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    let failure = |why: io::Error| Failure::usage(format!("{}: {why}", path.display()));
    fs::create_dir_all(folder).map_err(failure)?;
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(failure)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(input: &str, on_terminal: bool) -> Result<String, String> {
        let mut input = input.as_bytes();
        let mut asker = Asker::of(&mut input, false, on_terminal);
        let is_path = |answer: &str| {
            if answer.starts_with('/') {
                Ok(())
            } else {
                Err("no path".to_owned())
            }
        };
        asker.ask("Where", "/there", is_path).map_err(|why| why.message)
    }

    #[test]
    fn an_empty_answer_takes_what_is_proposed_and_the_end_is_an_error() {
        assert_eq!(asked("\n", false).unwrap(), "/there");
        assert_eq!(asked("  /here \n", false).unwrap(), "/here");
        assert!(asked("", false).unwrap_err().contains("--yes"));
    }

    #[test]
    fn what_cannot_be_is_asked_again_on_a_terminal_only() {
        assert_eq!(asked("here\n/here\n", true).unwrap(), "/here");
        assert!(asked("here\n/here\n", false).unwrap_err().contains("`here`: no path"));
        assert!(asked("a\nb\nc\n/d\n", true).unwrap_err().contains("3 attempts"));
    }

    #[test]
    fn names_are_plain() {
        for (name, is) in [
            ("acme", true),
            ("acme-2.test", true),
            ("-x", false),
            ("a b", false),
            ("", false),
            ("é", false),
        ] {
            assert_eq!(is_name(name), is, "{name}");
        }
    }
}
