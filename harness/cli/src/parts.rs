//! Real parts: programs of others that serve as witnesses. Found at run time, never needed to build.

use std::{env, path::PathBuf};

/// A program of others.
pub(crate) struct Part {
    name: &'static str,
    program: &'static str,
    package: &'static str,
    costs: &'static str,
}

const PARTS: [Part; 6] = [
    Part {
        name: "OpenSSL",
        program: "openssl",
        package: "openssl",
        costs: "nobody but us checks the certificates we make (`cargo xtask test`)",
    },
    Part {
        name: "Python",
        program: "python3",
        package: "python3-venv",
        costs: "python-stdnum and jwcrypto cannot check our numbers and signatures (`cargo xtask test`)",
    },
    Part {
        name: "Chromium",
        program: "chromium",
        package: "chromium",
        costs: "no real browser looks at our reports (`cargo xtask test`)",
    },
    Part {
        name: "curl",
        program: "curl",
        package: "curl",
        costs: "nobody but us calls the control API (`cargo xtask test`)",
    },
    Part {
        name: "keytool",
        program: "keytool",
        package: "default-jre-headless",
        costs: "nobody but us and OpenSSL reads our keystores (`cargo xtask test`)",
    },
    Part {
        name: "Apache",
        program: "/usr/sbin/apache2",
        package: "apache2-bin libapache2-mod-auth-openidc",
        costs: "the profile `apache-openidc` has no system to examine",
    },
];

/// The names of those that are not here.
pub(crate) fn absent() -> Vec<String> {
    PARTS
        .iter()
        .filter(|part| find(part.program).is_none())
        .map(|part| format!("{}: {}", part.name, part.costs))
        .collect()
}

/// Prints which are here, and what each absent one costs.
pub(crate) fn doctor() {
    println!("An examination of the reference systems needs none of these; the project's own tests do.\n");
    for part in &PARTS {
        match find(part.program) {
            Some(path) => println!("  present  {:<10} {}", part.name, path.display()),
            None => println!(
                "  absent   {:<10} {}; Debian: apt-get install {}",
                part.name, part.costs, part.package
            ),
        }
    }
}

fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}
