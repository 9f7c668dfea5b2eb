//! All institutions of one realm, and the list of who publishes what.

use std::sync::Arc;

use etalon_stage::{HttpClient, Realm};
use serde_json::{Value, json};

use crate::{AUTHORITY, Hospital, INSTITUTIONS, Quarter};

/// The institutions of one realm, in the order of [`INSTITUTIONS`].
pub struct Hospitals {
    all: Vec<Arc<Hospital>>,
}

impl Hospitals {
    /// Opens the institutions of `realm`; they call out through `client`.
    pub fn settle(realm: &Realm, client: &HttpClient) -> Arc<Self> {
        let open = |institution| Hospital::open(institution, client.clone());
        let hospitals = Arc::new(Self {
            all: INSTITUTIONS.into_iter().map(open).collect(),
        });
        for hospital in hospitals.all() {
            let institution = hospital.institution();
            let since = institution.publishes_precedence_since;
            let fields = json!({
                "title": institution.title, "publisher": institution.publisher_name, "public": institution.public,
                "publishes_precedence": since.is_some(), "since": written(since), "opted_in": hospital.is_opted_in(),
            });
            realm.state(AUTHORITY, "institution", fields);
        }
        realm.slots().keep(Arc::clone(&hospitals));
        hospitals
    }

    /// The institutions of `realm`, if it has any.
    #[must_use]
    pub fn of(realm: &Realm) -> Option<Arc<Self>> {
        realm.slots().kept()
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Arc<Hospital>] {
        &self.all
    }

    /// The one that answers below `/hospital/{publisher_name}`.
    #[must_use]
    pub fn at(&self, publisher_name: &str) -> Option<&Arc<Hospital>> {
        self.all
            .iter()
            .find(|hospital| hospital.institution().publisher_name == publisher_name)
    }

    /// Who published precedence in a quarter, as the network hears it from its hospitals four times a year.
    #[must_use]
    pub fn precedence_list(&self, quarter: Quarter) -> Value {
        let line = |hospital: &Arc<Hospital>| {
            let since = hospital.precedence_in(quarter);
            json!({"name": hospital.institution().title, "publishes_precedence": since.is_some(), "since": written(since)})
        };
        let hospitals: Vec<_> = self.all.iter().map(line).collect();
        json!({"quarter": quarter.to_string(), "hospitals": hospitals})
    }
}

fn written(quarter: Option<Quarter>) -> Value {
    quarter.map_or(Value::Null, |quarter| quarter.to_string().into())
}
