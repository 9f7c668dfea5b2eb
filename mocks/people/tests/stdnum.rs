//! The published vectors, and a stranger's opinion on them and on our own numbers: python-stdnum, where `ETALON_PYTHON` names a Python that has it.
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

use std::process::Command;

use etalon_people::{Counters, Insz, Kind, person_of};

const REGISTER: [&str; 5] = ["85073003328", "78110100234", "04022900132", "17073003384", "00000101552"];
const BIS: [&str; 5] = ["98472899765", "01490700185", "95501799762", "95301712320", "03450900436"];
/// Each is one change away from a vector above, save the first, which is published as invalid.
const INVALID: [&str; 7] = [
    "12345678901",
    "85073003329",
    "8507300332",
    "850730033288",
    "85.07.30-033-28",
    "8507300332a",
    "98602899765",
];

/// Prints, for every number given, whether `stdnum.be.nn` and `stdnum.be.bis` accept it.
const QUESTION: &str = "
import sys
from stdnum.be import nn, bis
for number in sys.argv[1:]:
    print(int(nn.is_valid(number)), int(bis.is_valid(number)))
";

#[test]
fn the_published_vectors_are_read_and_the_wrong_ones_refused() {
    for text in REGISTER.iter().chain(&BIS) {
        let number = Insz::parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert_eq!(number.to_string(), *text);
        assert_eq!(Insz::parse(&number.formatted()), Ok(number));
    }
    for text in INVALID {
        assert!(Insz::parse(text).is_err(), "{text} must be refused");
    }
    assert_eq!(
        Insz::parse("85073003328").map(|number| number.formatted()).as_deref(),
        Ok("85.07.30-033.28")
    );
}

#[test]
fn python_stdnum_agrees() {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "ETALON_PYTHON must name a Python that has python-stdnum"
        );
        eprintln!("python-stdnum was not asked: ETALON_PYTHON is not set");
        return;
    };
    let citizens = numbers(Kind::Citizen);
    let bis_holders = numbers(Kind::BisHolder);
    let asked: Vec<(&str, &str)> = (REGISTER.iter().copied().map(|number| (number, "1 0")))
        .chain(BIS.map(|number| (number, "0 1")))
        .chain([("12345678901", "0 0"), ("85073003329", "0 0"), ("98602899765", "0 0")])
        .chain(citizens.iter().map(|number| (number.as_str(), "1 0")))
        .chain(bis_holders.iter().map(|number| (number.as_str(), "0 1")))
        .collect();
    let answer = Command::new(&python)
        .arg("-c")
        .arg(QUESTION)
        .args(asked.iter().map(|(number, _)| number))
        .output();
    let answer = answer.unwrap_or_else(|error| panic!("{python}: {error}"));
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let opinions = String::from_utf8_lossy(&answer.stdout);
    assert_eq!(opinions.lines().count(), asked.len());
    for ((number, expected), opinion) in asked.iter().zip(opinions.lines()) {
        assert_eq!(opinion, *expected, "{number}: register, BIS");
    }
}

fn numbers(kind: Kind) -> Vec<String> {
    (0..1000)
        .map(|seed| {
            person_of(seed, if seed % 2 == 0 { "Anna" } else { "Karel" }, kind, Counters::Unallocated, 0)
                .insz
                .to_string()
        })
        .collect()
}
