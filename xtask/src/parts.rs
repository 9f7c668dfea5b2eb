//! The programs of others that the tests need, as Debian packages. Says what it installs; installs only what is absent.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::{child::carry_out, project::Project};

struct Part {
    package: &'static str,
    for_what: &'static str,
    /// Succeeds where the part is here.
    probe: &'static [&'static str],
}

const PARTS: [Part; 12] = [
    Part {
        package: "openssl",
        for_what: "checks our certificates",
        probe: &["openssl", "version"],
    },
    Part {
        package: "python3",
        for_what: "runs python-stdnum and jwcrypto, which check our numbers and signatures",
        probe: &["python3", "--version"],
    },
    Part {
        package: "python3-venv",
        for_what: "keeps them apart from the machine's own Python",
        probe: &["python3", "-c", "import ensurepip, venv"],
    },
    Part {
        package: "chromium",
        for_what: "shows our reports, as a real browser does",
        probe: &["chromium", "--version"],
    },
    Part {
        package: "libnss3-tools",
        for_what: "has certutil, by which that browser is made to trust our root",
        probe: &["test", "-x", "/usr/bin/certutil"],
    },
    Part {
        package: "curl",
        for_what: "calls the control API, as any other program would",
        probe: &["curl", "--version"],
    },
    Part {
        package: "default-jre-headless",
        for_what: "has keytool, which reads our keystores",
        probe: &["keytool", "-help"],
    },
    Part {
        package: "xmlsec1",
        for_what: "verifies our XML signatures, makes some and opens what we encrypt",
        probe: &["xmlsec1", "--version"],
    },
    Part {
        package: "oathtool",
        for_what: "computes the codes of an app that nobody here wrote",
        probe: &["oathtool", "--version"],
    },
    Part {
        package: "faketime",
        for_what: "moves the clock of a product that cannot be asked to",
        probe: &["faketime", "--version"],
    },
    Part {
        package: "apache2-bin",
        for_what: "is a product that nobody here wrote, with the next",
        probe: &["/usr/sbin/apache2", "-v"],
    },
    Part {
        package: "libapache2-mod-auth-openidc",
        for_what: "logs people in at our CSAM",
        probe: &["test", "-f", "/usr/lib/apache2/modules/mod_auth_openidc.so"],
    },
];

/// Sees to it that every part is here.
pub(crate) fn install(project: &Project) -> Result<()> {
    println!("\n==> real parts: programs of others that serve as witnesses in the tests");
    let mut absent = Vec::new();
    for part in &PARTS {
        let here = is_here(part.probe);
        println!(
            "    {} {:<28} {}",
            if here { "present" } else { "absent " },
            part.package,
            part.for_what
        );
        if !here {
            absent.push(part.package);
        }
    }
    if absent.is_empty() {
        return Ok(());
    }
    let list = absent.join(" ");
    if !is_here(&["apt-get", "--version"]) {
        bail!("this machine has no apt-get; install what the Debian package(s) {list} hold, and try again");
    }
    let through_sudo = if is_root() {
        None
    } else if is_here(&["sudo", "-n", "true"]) {
        Some("sudo")
    } else {
        bail!("installing {list} needs root: run `apt-get install {list}` as root, or allow sudo without a password, and try again");
    };
    apt(project, through_sudo, "refresh the list of Debian packages", &["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(absent);
    apt(project, through_sudo, &format!("install {list}"), &install)
}

fn apt(project: &Project, through_sudo: Option<&str>, what: &str, arguments: &[&str]) -> Result<()> {
    let mut command = project.command(through_sudo.unwrap_or("apt-get"));
    if through_sudo.is_some() {
        command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    }
    carry_out(what, command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
}

fn is_here(probe: &[&str]) -> bool {
    let Some((program, arguments)) = probe.split_first() else {
        return false;
    };
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_not_here_is_seen_to_be_absent() {
        assert!(is_here(&["sh", "-c", "exit 0"]));
        assert!(!is_here(&["sh", "-c", "exit 1"]));
        assert!(!is_here(&["a-program-that-nobody-has"]));
        assert!(!is_here(&[]));
    }
}
