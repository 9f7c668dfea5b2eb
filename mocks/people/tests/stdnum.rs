//! The published vectors, and a stranger's opinion on them and on our own numbers: python-stdnum, where `ETALON_PYTHON` names a Python that has it.
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

use std::process::Command;

use etalon_people::{Cbe, Chance, Counters, Ehp, Insz, Kind, Modulus, Nihii, Nihii11, NihiiRefusal, OrganisationRefusal, person_of};

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

/// Enterprise numbers printed in public explanations of the check, and the published EHP numbers of four hubs.
const ENTERPRISES: [&str; 3] = ["0566988259", "0403019261", "0428759497"];
const HUBS: [&str; 4] = ["1990000728", "1990000035", "1990000134", "1990001916"];

/// `stdnum.be.vat` is the enterprise number; it also checks the arithmetic of the six-digit stem by modulus 97, with two zeros before it.
const QUESTION_ABOUT_ENTERPRISES: &str = "
import sys
from stdnum.be import vat
for number in sys.argv[1:]:
    print(int(vat.is_valid(number)))
";

#[test]
fn published_numbers_of_organisations_are_read_and_the_wrong_ones_refused() {
    for text in ENTERPRISES {
        let number = Cbe::parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert_eq!(number.to_string(), text);
    }
    for text in HUBS {
        let number = Ehp::parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert_eq!(number.to_string(), text);
    }
    assert_eq!(Cbe::parse("0566.988.259").map(Cbe::formatted).as_deref(), Ok("0566.988.259"));
    for (text, refusal) in [
        ("0431150351", OrganisationRefusal::CheckDigits),
        ("431150351", OrganisationRefusal::Form),
        ("BE0403019261", OrganisationRefusal::Form),
        ("0000000097", OrganisationRefusal::Register),
        ("2000000042", OrganisationRefusal::Register),
    ] {
        assert_eq!(Cbe::parse(text).err().map(|given| (text, given)), Some((text, refusal)));
    }
    assert_eq!(Ehp::parse("0566988259"), Err(OrganisationRefusal::Register));
    assert!(Cbe::compose(0).is_err() && Cbe::compose(20_000_000).is_err());
}

#[test]
fn both_series_of_nihii_numbers_are_read_and_the_wrong_ones_refused() {
    // 123456 = 1272 · 97 + 72 = 1387 · 89 + 13.
    for (text, modulus) in [("12345625", Modulus::Of97), ("12345676", Modulus::Of89)] {
        assert_eq!(Nihii::parse(text).map(Nihii::moduli), Ok(&[modulus][..]), "{text}");
    }
    assert_eq!(
        Nihii11::parse("1-23456-25-004").map(Nihii11::formatted).as_deref(),
        Ok("1-23456-25-004")
    );
    for (text, refusal) in [
        ("12345624", NihiiRefusal::CheckDigits),
        ("1234562", NihiiRefusal::Form),
        ("1234562a", NihiiRefusal::Form),
        ("12345625004", NihiiRefusal::Form),
    ] {
        assert_eq!(Nihii::parse(text), Err(refusal), "{text}");
    }
    assert_eq!(Nihii11::parse("12345625"), Err(NihiiRefusal::Form));
    assert_eq!(Nihii::compose(1_000_000, Modulus::Of97), Err(NihiiRefusal::Range));
    assert!(Nihii::parse("12345625").is_ok_and(|number| number.with_qualification(1000) == Err(NihiiRefusal::Range)));
}

#[test]
fn python_stdnum_agrees_on_enterprises_and_on_modulus_97() {
    let mut chance = Chance::new(20);
    let enterprises: Vec<String> = (0..500).map(|_| Cbe::unallocated(&mut chance).to_string()).collect();
    let hubs: Vec<String> = (0..20).map(|_| Ehp::unallocated(&mut chance).to_string()).collect();
    let professionals: Vec<Nihii> = (0..500).map(|_| Nihii::ordinary(&mut chance, 1, Modulus::Of97)).collect();
    let second_series: Vec<Nihii> = (0..500).map(|_| Nihii::ordinary(&mut chance, 1, Modulus::Of89)).collect();
    let padded = |number: &Nihii| format!("00{number}");
    let asked: Vec<(String, &str)> = (ENTERPRISES.iter().chain(&HUBS).map(|number| ((*number).to_owned(), "1")))
        .chain(enterprises.into_iter().chain(hubs).map(|number| (number, "1")))
        .chain(professionals.iter().map(|number| (padded(number), "1")))
        .chain(second_series.iter().map(|number| {
            let by_coincidence = number.moduli().contains(&Modulus::Of97);
            (padded(number), if by_coincidence { "1" } else { "0" })
        }))
        .chain([("0431150351".to_owned(), "0"), ("2000000042".to_owned(), "0")])
        .collect();
    let Some(opinions) = answers(QUESTION_ABOUT_ENTERPRISES, asked.iter().map(|(number, _)| number.as_str())) else {
        return;
    };
    assert_eq!(opinions.len(), asked.len());
    for ((number, expected), opinion) in asked.iter().zip(&opinions) {
        assert_eq!(opinion, expected, "{number}");
    }
}

#[test]
fn python_stdnum_agrees() {
    let citizens = numbers(Kind::Citizen);
    let bis_holders = numbers(Kind::BisHolder);
    let asked: Vec<(&str, &str)> = (REGISTER.iter().copied().map(|number| (number, "1 0")))
        .chain(BIS.map(|number| (number, "0 1")))
        .chain([("12345678901", "0 0"), ("85073003329", "0 0"), ("98602899765", "0 0")])
        .chain(citizens.iter().map(|number| (number.as_str(), "1 0")))
        .chain(bis_holders.iter().map(|number| (number.as_str(), "0 1")))
        .collect();
    let Some(opinions) = answers(QUESTION, asked.iter().map(|(number, _)| *number)) else {
        return;
    };
    assert_eq!(opinions.len(), asked.len());
    for ((number, expected), opinion) in asked.iter().zip(&opinions) {
        assert_eq!(opinion, expected, "{number}: register, BIS");
    }
}

/// What Python says about each number; nothing where it is not there to be asked.
fn answers<'a>(question: &str, numbers: impl Iterator<Item = &'a str>) -> Option<Vec<String>> {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "ETALON_PYTHON must name a Python that has python-stdnum"
        );
        eprintln!("python-stdnum was not asked: ETALON_PYTHON is not set");
        return None;
    };
    let answer = Command::new(&python).arg("-c").arg(question).args(numbers).output();
    let answer = answer.unwrap_or_else(|error| panic!("{python}: {error}"));
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    Some(String::from_utf8_lossy(&answer.stdout).lines().map(str::to_owned).collect())
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
