//! `deviations.toml`: failures of a product that are known, each with its reason, its owner and an end. What they make of a run is
//! weighed beside.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Catalogue, Problems, Verdict, deviated::base_identity, slip::nearest, toml_form::TomlForm};

/// Version of the form. A higher one is refused.
pub const DEVIATIONS_FORMAT: u32 = 1;

/// A file of known failures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Deviations {
    /// Version of the form.
    pub format: u32,
    /// The failures.
    #[serde(default, rename = "deviation")]
    pub deviations: Vec<Deviation>,
}

/// A failure that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Deviation {
    /// The requirement that the product does not meet.
    pub requirement: String,
    /// The scenario in which that is seen: its `case-…` identity, with `/row` for one row of an outline. Every scenario of the requirement
    /// where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// What is said of it: `non-conformant`, `advisory` or `inconclusive`.
    #[serde(default = "usual_verdict")]
    pub verdict: Verdict,
    /// Why it is so, and why it is borne.
    pub reason: String,
    /// Who sees to it that it ends.
    pub owner: String,
    /// The last day on which it is borne, such as 2027-03-31, in Belgian time.
    #[serde(deserialize_with = "day")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub expires: Date,
}

fn usual_verdict() -> Verdict {
    Verdict::NonConformant
}

/// A day in quotes, or as TOML writes days.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Date(toml::value::Datetime),
    }
    let text = match Written::deserialize(deserializer) {
        Ok(Written::Text(text)) => text,
        Ok(Written::Date(date)) => date.to_string(),
        Err(_) => String::new(),
    };
    text.parse()
        .map_err(|_| serde::de::Error::custom("this is no day; write one such as 2027-03-31"))
}

/// A scenario that could be played, with what it speaks for.
#[derive(Clone, Copy, Debug)]
pub struct InScope<'a> {
    /// Its identity.
    pub identity: &'a str,
    /// Its requirements.
    pub requirements: &'a [String],
}

/// A known failure with the scenarios that tell whether it still is one: as the record keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct KnownDeviation {
    /// The failure.
    #[serde(flatten)]
    pub deviation: Deviation,
    /// The scenarios that are meant, of all there are.
    pub scenarios: Vec<String>,
}

impl Deviations {
    /// Reads a file and checks it against the catalogue and against `all`, every scenario that a system of this kind plays.
    ///
    /// # Errors
    /// Not of the form, of a newer form, or naming what does not exist: all of it at once, each with its place.
    pub fn read(file: &str, text: &str, catalogue: &Catalogue, all: &[InScope<'_>]) -> Result<Vec<KnownDeviation>, Problems> {
        let mut form = TomlForm::parse(file, text)?;
        let read = form.read::<Self>("format = 1").unwrap_or_default();
        if read.format > DEVIATIONS_FORMAT {
            let what = format!("format {} is newer than this Etalon reads ({DEVIATIONS_FORMAT})", read.format);
            form.say(form.place(&["format"]), what, "use a newer Etalon");
        }
        // A part that was taken away for its form has moved the numbers of those behind it; its problem is enough.
        let known = match form.problems.is_empty() {
            true => read.deviations.into_iter().enumerate(),
            false => Vec::new().into_iter().enumerate(),
        };
        let known = known.map(|(at, deviation)| known_deviation(at, deviation, catalogue, all, &mut form));
        let known = known.collect();
        form.end()?;
        Ok(known)
    }
}

fn known_deviation(at: usize, deviation: Deviation, catalogue: &Catalogue, all: &[InScope<'_>], form: &mut TomlForm<'_>) -> KnownDeviation {
    let at = at.to_string();
    let place = |form: &TomlForm<'_>, field: &str| form.place(&["deviation", &at, field]);
    let id = &deviation.requirement;
    let means = |scenario: &InScope<'_>| match &deviation.scenario {
        Some(named) => is_meant(named, scenario.identity),
        None => scenario.requirements.contains(id),
    };
    let scenarios: Vec<String> = all
        .iter()
        .filter(|scenario| means(scenario))
        .map(|scenario| scenario.identity.to_owned())
        .collect();
    if catalogue.get(id).is_none() {
        let known: Vec<&str> = catalogue.requirements.keys().map(String::as_str).collect();
        let remedy = match nearest(id, &known) {
            Some(near) => format!("`{near}` is meant? `etalon cover` lists the requirements"),
            None => "`etalon cover` lists the requirements".to_owned(),
        };
        form.say(place(form, "requirement"), format!("there is no requirement `{id}`"), remedy);
    } else if scenarios.is_empty() {
        let (field, what) = match &deviation.scenario {
            Some(named) => ("scenario", format!("no scenario that this system plays is `{named}`")),
            None => ("requirement", format!("no scenario that this system plays speaks for `{id}`")),
        };
        let remedy =
            "take the deviation away, or name a scenario that `etalon cover` lists: nothing could ever show whether it still fails";
        form.say(place(form, field), what, remedy);
    }
    let verdicts = [Verdict::NonConformant, Verdict::Advisory, Verdict::Inconclusive];
    if !verdicts.contains(&deviation.verdict) {
        let what = format!("`{}` is no failure", deviation.verdict);
        let remedy = "it is `non-conformant`, `advisory` or `inconclusive`";
        form.say(place(form, "verdict"), what, remedy);
    }
    for (field, text) in [("reason", &deviation.reason), ("owner", &deviation.owner)] {
        if text.trim().is_empty() {
            let remedy = match field {
                "reason" => "say why it is so, and why it is borne",
                _ => "say who sees to it that it ends",
            };
            form.say(place(form, field), format!("`{field}` says nothing"), remedy);
        }
    }
    KnownDeviation { deviation, scenarios }
}

/// Whether `named` means the scenario with that identity: itself, or the outline of which it is a row.
fn is_meant(named: &str, identity: &str) -> bool {
    let identity = base_identity(identity);
    named == identity || identity.split_once('/').is_some_and(|(outline, _)| outline == named)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const CATALOGUE: &str = r#"
        [source]
        number = "1"
        title = "A source"
        language = "en"
        [[requirement]]
        id = "REQ-A-001"
        area = "A"
        quote = "q"
        lang = "en"
        statement = "s"
        level = "must"
        basis = "source"
    "#;

    fn read(text: &str) -> Result<Vec<KnownDeviation>, Problems> {
        let catalogue = Catalogue::read([("one.toml", CATALOGUE)]).unwrap();
        let requirements = vec!["REQ-A-001".to_owned()];
        let scenario = |identity| InScope {
            identity,
            requirements: &requirements,
        };
        let all = [scenario("case-a"), scenario("case-b/one"), scenario("case-b/two")];
        Deviations::read("deviations.toml", text, &catalogue, &all)
    }

    const HEAD: &str = "format = 1\n[[deviation]]\nrequirement = \"REQ-A-001\"\nreason = \"r\"\nowner = \"o\"\n";

    #[test]
    fn a_deviation_means_its_scenario_its_outline_or_all_of_its_requirement() {
        for (scenario, wanted) in [
            ("", &["case-a", "case-b/one", "case-b/two"][..]),
            ("scenario = \"case-b\"\n", &["case-b/one", "case-b/two"]),
            ("scenario = \"case-b/two\"\n", &["case-b/two"]),
        ] {
            for expires in ["2027-03-31", "\"2027-03-31\""] {
                let known = read(&format!("{HEAD}{scenario}expires = {expires}\n")).unwrap();
                assert_eq!(known[0].scenarios, wanted);
                assert_eq!(known[0].deviation.expires, jiff::civil::date(2027, 3, 31));
                assert_eq!(known[0].deviation.verdict, Verdict::NonConformant);
                let kept = serde_json::to_string(&known).unwrap();
                assert_eq!(serde_json::from_str::<Vec<KnownDeviation>>(&kept).unwrap(), known);
            }
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_line_and_remedy() {
        for (text, line, words) in [
            ("format = 2\n".to_owned(), 1, "newer"),
            (format!("{HEAD}expires = \"soon\"\n"), 6, "2027-03-31"),
            (HEAD.to_owned(), 2, "`expires` is missing"),
            (
                format!("{HEAD}expires = 2027-03-31\nscenario = \"case-c\"\n"),
                7,
                "no scenario that this system plays is `case-c`",
            ),
            (format!("{HEAD}expires = 2027-03-31\nverdict = \"conformant\"\n"), 7, "no failure"),
            (
                format!("{}expires = 2027-03-31\n", HEAD.replace("A-001", "A-002")),
                3,
                "`REQ-A-001` is meant",
            ),
            (
                format!("{}expires = 2027-03-31\n", HEAD.replace("\"o\"", "\" \"")),
                5,
                "`owner` says nothing",
            ),
            (format!("{HEAD}expires = 2027-03-31\nexcuse = \"x\"\n"), 7, "`excuse`"),
        ] {
            let problems = read(&text).unwrap_err().0;
            assert_eq!((problems.len(), problems[0].line), (1, line), "{problems:?}");
            assert!(problems[0].to_string().contains(words), "{}", problems[0]);
        }
    }
}
