//! Reading what a direction is asked for with: each argument there is, and nothing else.

use etalon_hospital::HospitalDirection;
use serde_json::{Map, Value};

use super::{
    Problem,
    people::{means_of_name, resident},
};
use crate::{CsamDirection, LEVELS, RealmHandle};

/// The longest `acr` that CSAM can be told to say.
const MAX_ACR: usize = 500;

pub(crate) fn csam_direction(realm: &RealmHandle, name: &str, arguments: &Arguments) -> Result<CsamDirection, Problem> {
    let direction = match name {
        "log-in-as" => {
            arguments.only(&["person", "means"])?;
            let person = arguments.text("person")?;
            resident(realm, person)?;
            CsamDirection::LogInAs {
                person: person.to_owned(),
                means: means_of_name(arguments.text("means")?)?,
            }
        }
        "answer-level" => {
            arguments.only(&["level"])?;
            CsamDirection::AnswerLevel(arguments.level()?)
        }
        "answer-acr" => {
            arguments.only(&["acr"])?;
            let acr = arguments.text("acr")?;
            if acr.len() > MAX_ACR {
                return Err(Problem::field("acr", format!("use at most {MAX_ACR} bytes")));
            }
            CsamDirection::AnswerAcr(acr.to_owned())
        }
        "fault" => {
            arguments.only(&["fault"])?;
            let id = arguments.text("fault")?;
            if etalon_csam::Fault::by_id(id).is_none() {
                let what = format!("there is no fault `{id}`; GET /v1/realms/{}/faults lists them", realm.name());
                return Err(Problem::field("fault", what));
            }
            CsamDirection::Fault(id.to_owned())
        }
        "without-national-number" => CsamDirection::WithoutNationalNumber,
        "cancel" => CsamDirection::Cancel,
        "unavailable" => CsamDirection::Unavailable,
        _ => {
            return Err(Problem::field(
                "name",
                format!("csam knows no direction `{name}`; GET /v1/directions lists them"),
            ));
        }
    };
    if !matches!(name, "log-in-as" | "answer-level" | "answer-acr" | "fault") {
        arguments.only(&[])?;
    }
    Ok(direction)
}

pub(crate) fn direct_hospital(realm: &RealmHandle, name: &str, arguments: &Arguments, standing: bool) -> Result<(), Problem> {
    let known = HospitalDirection::ALL.into_iter().find(|direction| direction.as_str() == name);
    let direction = known.ok_or_else(|| {
        Problem::field(
            "name",
            format!("hospital knows no direction `{name}`; GET /v1/directions lists them"),
        )
    })?;
    arguments.only(&["institution", "reference"])?;
    let hospital = match arguments.optional_text("institution")? {
        None => realm.hospital().clone(),
        Some(title) => realm.hospital_named(title).ok_or_else(|| {
            let titles: Vec<_> = realm.hospitals().iter().map(|hospital| hospital.title().to_owned()).collect();
            Problem::field("institution", format!("there is no `{title}`; there are {}", titles.join(", ")))
        })?,
    };
    hospital.direct(direction, arguments.optional_text("reference")?, standing);
    Ok(())
}

/// What belongs to a direction, as it was given.
pub(crate) struct Arguments {
    given: Map<String, Value>,
}

impl Arguments {
    pub(crate) fn of(given: Map<String, Value>) -> Self {
        Self { given }
    }

    fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.given.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(unknown) if known.is_empty() => Err(Problem::field(
                "arguments",
                format!("`{unknown}` does not belong here; nothing does"),
            )),
            Some(unknown) => Err(Problem::field(
                "arguments",
                format!("`{unknown}` does not belong here; {} does", known.join(", ")),
            )),
        }
    }

    fn optional_text(&self, name: &str) -> Result<Option<&str>, Problem> {
        match self.given.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(Problem::field(name, "give a text")),
        }
    }

    fn text(&self, name: &str) -> Result<&str, Problem> {
        self.optional_text(name)?
            .ok_or_else(|| Problem::field(name, "it is missing in `arguments`"))
    }

    /// As a number, or as the text of one: forms know only texts.
    fn level(&self) -> Result<u16, Problem> {
        let level = match self.given.get("level") {
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.parse().ok(),
            _ => None,
        };
        let known = level.and_then(|level| LEVELS.into_iter().find(|known| u64::from(*known) == level));
        known.ok_or_else(|| Problem::field("level", format!("give one of {}", LEVELS.map(|level| level.to_string()).join(", "))))
    }
}
