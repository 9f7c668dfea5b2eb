//! The forms that ask for a direction: what was typed, and the order that it makes.

use etalon_nation::control::DirectionOrder;
use serde_json::{Map, Value};

use crate::forms::Fields;

const CSAM: &str = "csam";
const HOSPITAL: &str = "hospital";

/// What was typed, to be shown again beside a mistake.
#[derive(Default)]
pub(crate) struct DirectionForm {
    pub(crate) authority: String,
    pub(crate) name: String,
    pub(crate) fault: String,
    pub(crate) means: String,
    pub(crate) level: String,
    pub(crate) acr: String,
    pub(crate) client: String,
    pub(crate) person: String,
    pub(crate) institution: String,
    pub(crate) reference: String,
    pub(crate) standing: bool,
}

impl DirectionForm {
    pub(crate) fn of(fields: &Fields) -> Self {
        let value = |name| fields.value(name).to_owned();
        Self {
            authority: value("authority"),
            name: value("name"),
            fault: value("fault"),
            means: value("means"),
            level: value("level"),
            acr: value("acr"),
            client: value("client"),
            person: value("person"),
            institution: value("institution"),
            reference: value("reference"),
            standing: fields.given("standing").is_some(),
        }
    }

    pub(crate) fn order(&self) -> Result<DirectionOrder, &'static str> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let mut arguments = Map::new();
        let mut argue = |name: &str, value: &str| arguments.insert(name.to_owned(), Value::String(value.to_owned()));
        let mut person = given(&self.person);
        match self.name.as_str() {
            "" => return Err("Choose a direction."),
            "fault" if self.fault.is_empty() => return Err("Choose a fault."),
            "fault" => drop(argue("fault", &self.fault)),
            "log-in-as" => {
                // Nobody has said yet who they are when it is looked for, so that it waits for the relying party alone.
                argue("person", &person.take().ok_or("Choose the person who is to be logged in.")?);
                argue("means", &self.means);
            }
            "answer-level" => drop(argue("level", &self.level)),
            "answer-acr" if self.acr.is_empty() => return Err("Type what acr is to say."),
            "answer-acr" => drop(argue("acr", &self.acr)),
            _ if self.authority == HOSPITAL => {
                for (name, value) in [("institution", &self.institution), ("reference", &self.reference)] {
                    given(value).map(|value| argue(name, &value));
                }
            }
            _ => {}
        }
        Ok(DirectionOrder {
            authority: self.authority.clone(),
            name: self.name.clone(),
            arguments,
            client: given(&self.client).filter(|_| self.authority == CSAM),
            person: person.filter(|_| self.authority == CSAM),
            standing: self.standing,
        })
    }
}
