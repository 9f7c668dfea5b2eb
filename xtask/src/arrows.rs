//! Which of our crates may use which. Development dependencies are free: a test may look at anything.

use crate::{project::Package, texts::Problem};

const PREFIX: &str = "etalon-";

/// Crate, and the crates of ours that it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("people", &[]),
    ("journal", &[]),
    ("wire", &[]),
    ("certs", &["people"]),
    ("model", &["journal"]),
    ("stage", &["journal", "certs"]),
    ("rules", &["model", "journal", "wire"]),
    // An authority never uses another: the nation hands things over. Entries are what it writes, hence the journal.
    ("csam", &["stage", "journal", "wire", "certs", "people"]),
    ("hospital", &["stage", "journal", "wire", "certs", "people"]),
    ("itsme", &["stage", "journal", "wire", "certs", "people"]),
    ("console", &["nation"]),
    ("nation", &["csam", "hospital", "itsme", "stage", "certs", "people", "journal"]),
    ("driver", &["model", "journal", "wire"]),
    ("evidence", &["model", "journal"]),
    ("steps", &["nation", "driver", "model", "journal", "people"]),
    // A product would use the protocols' library and meets everything else over the network.
    ("reference-network", &["wire"]),
    ("xtask", &[]),
];

/// These may use all others: the program that is handed over, and the measurements, which like tests are handed to nobody.
const TOP: [&str; 2] = ["etalon", "etalon-benches"];

/// Every arrow that points where it must not, and every crate that has no row.
pub(crate) fn wrong(packages: &[Package]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for package in packages.iter().filter(|package| !TOP.contains(&package.name.as_str())) {
        let name = short(&package.name);
        let Some((_, allowed)) = ARROWS.iter().find(|(row, _)| *row == name) else {
            problems.push(problem(
                &package.name,
                "has no row among the arrows",
                "give it one in xtask/src/arrows.rs and ARCHITECTURE.md",
            ));
            continue;
        };
        let used = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.path.is_some() && dependency.kind.as_deref() != Some("dev"));
        for dependency in used.filter(|dependency| !allowed.contains(&short(&dependency.name))) {
            let may = if allowed.is_empty() {
                "nothing of ours".to_owned()
            } else {
                allowed.join(", ")
            };
            problems.push(problem(
                &package.name,
                &format!("uses {}; it may use {may}", dependency.name),
                "let a crate above hand it over, or move the code",
            ));
        }
    }
    let gone = ARROWS
        .iter()
        .filter(|(row, _)| packages.iter().all(|package| short(&package.name) != *row));
    problems.extend(gone.map(|(row, _)| problem(row, "has a row among the arrows and is no crate", "take the row away")));
    problems
}

fn short(name: &str) -> &str {
    name.strip_prefix(PREFIX).unwrap_or(name)
}

fn problem(package: &str, what: &str, remedy: &str) -> Problem {
    Problem::new("Cargo.toml", 1, format!("crate {package} {what}"), remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Dependency;

    /// All crates that have a row, `name` with these dependencies, the others with none.
    fn packages(name: &str, dependencies: &[(&str, Option<&str>)]) -> Vec<Package> {
        let full = |row: &str| {
            if row == "xtask" { row.to_owned() } else { format!("{PREFIX}{row}") }
        };
        ARROWS
            .iter()
            .map(|(row, _)| Package {
                name: full(row),
                dependencies: if *row == name { dependencies } else { &[] }
                    .iter()
                    .map(|(used, kind)| Dependency {
                        name: full(used),
                        kind: kind.map(str::to_owned),
                        path: Some("somewhere".into()),
                    })
                    .collect(),
            })
            .collect()
    }

    fn said(packages: &[Package]) -> Vec<String> {
        wrong(packages).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arrows_that_point_down_are_fine() {
        assert!(said(&packages("csam", &[("stage", None), ("people", None)])).is_empty());
        assert!(said(&packages("rules", &[("csam", Some("dev"))])).is_empty());
    }

    #[test]
    fn an_authority_that_uses_another_is_told() {
        let said = said(&packages("csam", &[("hospital", None)]));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].contains("crate etalon-csam uses etalon-hospital; it may use stage, journal"),
            "{said:?}"
        );
    }

    #[test]
    fn an_arrow_of_a_build_script_counts() {
        assert_eq!(said(&packages("people", &[("journal", Some("build"))])).len(), 1);
    }

    #[test]
    fn a_crate_without_a_row_and_a_row_without_a_crate_are_told() {
        let mut changed = packages("people", &[]);
        changed[0].name = "etalon-persons".to_owned();
        let said = said(&changed);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(
            said[0].contains("etalon-persons has no row") && said[1].contains("people has a row"),
            "{said:?}"
        );
    }

    #[test]
    fn the_program_may_use_everything_and_libraries_of_others_do_not_count() {
        let mut all = packages("people", &[]);
        all.push(Package {
            name: TOP[0].to_owned(),
            dependencies: packages("x", &[])[0].dependencies.clone(),
        });
        all[0].dependencies.push(Dependency {
            name: "serde".to_owned(),
            kind: None,
            path: None,
        });
        assert!(said(&all).is_empty());
    }
}
