//! Directions at the desk: asking for one, what waits, and taking it back. Which there are lives in `direction_kinds`.

use std::sync::PoisonError;

use etalon_stage::{MAX_PENDING_DIRECTIONS, WaitingDirection};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::{
    Desk, Problem, ProblemKind,
    clients::meant,
    direction_orders::{Arguments, csam_direction, direct_hospital, direct_itsme, direct_pki},
    mailbox::direct_mail,
    people::resident,
};
use crate::{Event, MAIL_AUTHORITY, RealmHandle, pki};

/// Something that an authority is to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectionOrder {
    /// The authority: `csam`, `itsme`, `hospital`, `mail` or `pki`.
    #[schema(example = "csam")]
    pub authority: String,
    /// What it is to do, as GET /v1/directions lists it.
    #[schema(example = "log-in-as")]
    pub name: String,
    /// What belongs to it, as GET /v1/directions lists it.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"person": "anna-1a2b3c4d", "means": "eid"}))]
    pub arguments: Map<String, Value>,
    /// For `csam`: towards which relying party. May be left out where the realm has one. For `itsme`: likewise, and all where it is left out; CSAM is
    /// `csam-fas` there.
    #[serde(default)]
    pub client: Option<String>,
    /// For `csam` and `itsme`: about which person, by id; about anybody where it is left out.
    #[serde(default)]
    pub person: Option<String>,
    /// Once, or until it is taken back.
    #[serde(default)]
    pub standing: bool,
}

/// A direction that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DirectionView {
    /// The number of the journal entry that asked for it; what it is taken back by.
    pub number: u64,
    /// Whose it is.
    pub authority: String,
    /// Its name.
    pub name: String,
    /// What belongs to it.
    #[schema(value_type = Object)]
    pub arguments: Map<String, Value>,
    /// Towards which relying party, where it is not all; for `pki`, of which certificate authority.
    pub client: Option<String>,
    /// About whom, where it is not anybody: a person, the reference of a document, or the serial number of a
    /// certificate.
    pub person: Option<String>,
    /// Whether it goes on until it is taken back.
    pub standing: bool,
}

/// Which of the waiting directions to take back: those that all of this fits; every one where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LiftOrder {
    /// The one of that number.
    #[serde(default)]
    pub number: Option<u64>,
    /// Those of that authority.
    #[serde(default)]
    pub authority: Option<String>,
    /// Those of that name.
    #[serde(default)]
    pub name: Option<String>,
}

/// What came of taking back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lifted {
    /// How many were taken back.
    pub lifted: usize,
}

impl Desk {
    /// What waits in a realm, in the order it was asked for.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn directions(&self, realm: &str) -> Result<Vec<DirectionView>, Problem> {
        Ok(self
            .handle(realm)?
            .waiting_directions()
            .into_iter()
            .map(DirectionView::of)
            .collect())
    }

    /// Asks an authority for something.
    ///
    /// # Errors
    /// No such realm is open; the authority, direction, argument, relying party or person does not exist; too many wait.
    pub async fn direct(&self, realm: &str, order: DirectionOrder) -> Result<DirectionView, Problem> {
        let realm = self.handle(realm)?;
        // One at a time, so that what waits afterwards and did not before is this one.
        let _turn = self.directing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = realm.journal().last();
        let DirectionOrder {
            authority,
            name,
            arguments,
            client,
            person,
            standing,
        } = order;
        if let Some(id) = &person {
            resident(&realm, id)?;
        }
        let arguments = Arguments::of(arguments);
        if authority == etalon_csam::AUTHORITY {
            let direction = csam_direction(&realm, &name, &arguments)?;
            let client = meant(&realm, client.as_deref())?;
            realm.direct_csam(&client, person.as_deref(), direction, standing);
        } else if authority == etalon_hospital::AUTHORITY {
            if client.is_some() || person.is_some() {
                return Err(Problem::field(
                    "client",
                    "leave `client` and `person` out; a hospital is directed by `reference`",
                ));
            }
            direct_hospital(&realm, &name, &arguments, standing)?;
        } else if authority == etalon_itsme::AUTHORITY {
            direct_itsme(&realm, &name, &arguments, (client.as_deref(), person.as_deref()), standing)?;
        } else if authority == pki::AUTHORITY {
            if client.is_some() || person.is_some() {
                return Err(Problem::field(
                    "client",
                    "leave `client` and `person` out; certificates' authorities are directed by `issuer` and `serial`",
                ));
            }
            direct_pki(&realm, &name, &arguments, standing)?;
        } else if authority == MAIL_AUTHORITY {
            if client.is_some() {
                return Err(Problem::field("client", "leave it out; mail is directed by `person` or `address`"));
            }
            direct_mail(&realm, &name, &arguments, person.as_deref(), standing)?;
        } else {
            return Err(Problem::field(
                "authority",
                format!("`{authority}` takes no directions; `csam`, `itsme`, `hospital`, `mail` and `pki` do"),
            ));
        }
        DirectionView::asked_for_after(&realm, before, &authority, &name).ok_or_else(|| {
            let detail = format!(
                "realm `{}`: {MAX_PENDING_DIRECTIONS} directions of {authority} wait already; DELETE /v1/realms/{0}/directions takes back",
                realm.name()
            );
            Problem::new(ProblemKind::TooMany, detail)
        })
    }

    /// Takes back what waits and `order` fits.
    ///
    /// # Errors
    /// No such realm is open; or none of that number waits.
    pub async fn lift(&self, realm: &str, order: LiftOrder) -> Result<Lifted, Problem> {
        let realm = self.handle(realm)?;
        let fits = |waiting: &&WaitingDirection| {
            order.number.is_none_or(|number| waiting.number == number)
                && order.authority.as_deref().is_none_or(|authority| waiting.authority == authority)
                && order.name.as_deref().is_none_or(|name| waiting.name == name)
        };
        let waiting = realm.waiting_directions();
        let lifted = waiting
            .iter()
            .filter(fits)
            .filter(|waiting| realm.lift_direction(waiting.number))
            .count();
        match order.number {
            Some(number) if lifted == 0 => {
                let detail = format!(
                    "no direction waits in realm `{}` under number {number}; it was used or taken back",
                    realm.name()
                );
                Err(Problem::new(ProblemKind::DirectionUnknown, detail))
            }
            _ => Ok(Lifted { lifted }),
        }
    }
}

impl DirectionView {
    /// The one of that name whose entry comes after entry `before`, whether it still waits or was used at once.
    fn asked_for_after(realm: &RealmHandle, before: u64, authority: &str, name: &str) -> Option<Self> {
        let written = realm.journal().entries_after(before, usize::MAX);
        written.iter().find_map(|entry| match &entry.event {
            Event::Direction { name: found, fields } if found == name && entry.authority == authority => {
                let mut arguments = fields.clone();
                let mut text = |field: &str| arguments.shift_remove(field)?.as_str().map(str::to_owned);
                let (client, person) = (text("client"), text("actor"));
                let standing = arguments.shift_remove("standing") == Some(Value::Bool(true));
                Some(Self {
                    number: entry.number,
                    authority: authority.to_owned(),
                    name: name.to_owned(),
                    arguments,
                    client,
                    person,
                    standing,
                })
            }
            _ => None,
        })
    }

    fn of(waiting: WaitingDirection) -> Self {
        Self {
            number: waiting.number,
            authority: waiting.authority.to_owned(),
            name: waiting.name.to_owned(),
            arguments: waiting.fields,
            client: waiting.scope.client,
            person: waiting.scope.actor,
            standing: waiting.standing,
        }
    }
}
