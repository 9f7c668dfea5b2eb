//! The catalogue of faults at the desk. What each does lives with its authority (docs/faults.md).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Desk, Problem};

/// A way in which a login can be made to go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FaultView {
    /// Its name, for the direction `fault`.
    pub id: String,
    /// Whose it is.
    pub authority: String,
    /// The protocol.
    pub protocol: String,
    /// Where in the exchange it happens.
    pub step: String,
    /// What happens.
    pub title: FaultTitle,
    /// The standard and the section that the reaction comes from.
    pub clause: Option<String>,
    /// The requirement it speaks for.
    pub requirement: Option<String>,
    /// What a right relying party does: `refused`, `accepted` or `unavailable`.
    pub reaction: String,
    /// Whether the message is still one of its kind.
    pub well_formed: bool,
}

/// A fault's title in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FaultTitle {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
    /// Dutch.
    pub nl: String,
}

impl Desk {
    /// Every fault that a direction can ask for in a realm.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn faults(&self, realm: &str) -> Result<Vec<FaultView>, Problem> {
        self.handle(realm)?;
        Ok(etalon_csam::faults().iter().map(view_of).collect())
    }
}

fn view_of(fault: &etalon_csam::Fault) -> FaultView {
    FaultView {
        id: fault.id.clone(),
        authority: etalon_csam::AUTHORITY.to_owned(),
        protocol: match fault.protocol {
            etalon_csam::Protocol::Oidc => "oidc".to_owned(),
        },
        step: fault.step.name().to_owned(),
        title: FaultTitle {
            en: fault.title.en.clone(),
            fr: fault.title.fr.clone(),
            nl: fault.title.nl.clone(),
        },
        clause: fault.clause.clone(),
        requirement: fault.requirement.clone(),
        reaction: fault.reaction.name().to_owned(),
        well_formed: fault.well_formed,
    }
}
