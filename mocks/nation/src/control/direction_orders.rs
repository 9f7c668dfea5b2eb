//! Reading what a direction is asked for with: each argument there is, and nothing else.

use etalon_hospital::HospitalDirection;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    Problem, ProblemKind,
    direction_kinds::spelt,
    people::{means_of_name, resident},
};
use crate::{AuthorityName, CsamDirection, ItsmeDirection, ItsmeMode, LEVELS, PkiDirection, RealmHandle};

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

/// `whom`: towards which relying party and about which person, where that was said.
pub(crate) fn direct_itsme(
    realm: &RealmHandle,
    name: &str,
    arguments: &Arguments,
    whom: (Option<&str>, Option<&str>),
    standing: bool,
) -> Result<(), Problem> {
    if let Some(unknown) = whom.0.filter(|id| !realm.knows_itsme_client(id)) {
        let what = format!(
            "no relying party `{unknown}` is registered with itsme; POST /v1/realms/{}/itsme/clients registers one",
            realm.name()
        );
        return Err(Problem::new(ProblemKind::ClientUnknown, what));
    }
    let direction = match name {
        "approve-as" => {
            arguments.only(&["person", "mode"])?;
            let person = arguments.text("person")?;
            resident(realm, person)?;
            let mode = arguments.optional_text("mode")?.unwrap_or(ItsmeMode::Qr.name());
            let mode = ItsmeMode::named(mode).ok_or_else(|| {
                let known = ItsmeMode::ALL.map(ItsmeMode::name).join(", ");
                Problem::field("mode", format!("`{mode}` is none; there are {known}"))
            })?;
            ItsmeDirection::ApproveAs {
                person: person.to_owned(),
                mode,
            }
        }
        "cancel" => ItsmeDirection::Cancel,
        "time-out" => ItsmeDirection::TimeOut,
        "wrong-code" => ItsmeDirection::WrongCode,
        "unavailable" => ItsmeDirection::Unavailable,
        _ => {
            let what = format!("itsme knows no direction `{name}`; GET /v1/directions lists them");
            return Err(Problem::field("name", what));
        }
    };
    if name != "approve-as" {
        arguments.only(&[])?;
    }
    realm.direct_itsme(whom.0, whom.1, direction, standing);
    Ok(())
}

pub(crate) fn direct_pki(realm: &RealmHandle, name: &str, arguments: &Arguments, standing: bool) -> Result<(), Problem> {
    let direction = match name {
        PkiDirection::UNAVAILABLE => {
            arguments.only(&[])?;
            PkiDirection::Unavailable
        }
        PkiDirection::FLAWED_LIST => {
            arguments.only(&["flaw", "issuer"])?;
            PkiDirection::FlawedList(arguments.one_of("flaw", &PkiDirection::LIST_FLAWS)?)
        }
        PkiDirection::FLAWED_ANSWER => {
            arguments.only(&["flaw", "issuer", "serial"])?;
            PkiDirection::FlawedAnswer(arguments.one_of("flaw", &PkiDirection::ANSWER_FLAWS)?)
        }
        _ => {
            return Err(Problem::field(
                "name",
                format!("pki knows no direction `{name}`; GET /v1/directions lists them"),
            ));
        }
    };
    let issuer = arguments.optional_text("issuer")?;
    if let Some(unknown) = issuer.filter(|issuer| AuthorityName::of_slug(issuer).is_none()) {
        return Err(Problem::field(
            "issuer",
            format!("there is no authority `{unknown}`; `citizen-ca-p-384` is one"),
        ));
    }
    let serial = arguments.optional_text("serial")?.map(str::to_ascii_uppercase);
    let pki = realm.pki().map_err(|why| Problem::new(ProblemKind::Failed, why.to_string()))?;
    pki.direct(direction, issuer, serial.as_deref(), standing);
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

    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
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

    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<&str>, Problem> {
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

    /// One of few, as they are spelt in JSON.
    fn one_of<T: Copy + Serialize>(&self, name: &str, choices: &[T]) -> Result<T, Problem> {
        let given = self.text(name)?;
        let chosen = choices.iter().find(|choice| spelt(**choice) == given);
        chosen.copied().ok_or_else(|| {
            let known: Vec<_> = choices.iter().map(|choice| spelt(*choice)).collect();
            Problem::field(name, format!("give one of {}", known.join(", ")))
        })
    }

    /// A whole number up to `most`, or the text of one: forms know only texts.
    pub(crate) fn whole_number(&self, name: &str, most: u64) -> Result<Option<i64>, Problem> {
        let number = match self.given.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) if text.is_empty() => return Ok(None),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        let usable = number
            .filter(|number| *number <= most)
            .and_then(|number| i64::try_from(number).ok());
        usable
            .map(Some)
            .ok_or_else(|| Problem::field(name, format!("give a whole number from 0 to {most}")))
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
