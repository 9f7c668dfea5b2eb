//! What an instance of the system under test is told when it is opened: who there is, who publishes, which readings it follows.

use etalon_driver::{Clerk, InstanceRequest, Professional, Publisher};
use etalon_model::Isolation;
use etalon_nation::{HospitalHandle, RealmHandle};
use etalon_people::{Cast, Chance};

use crate::{
    cast::{Mentioned, PHYSICIAN},
    play::Setting,
    subject::{Plain, Subject},
};

/// Characters of a secret.
const SECRET_LENGTH: usize = 32;
/// The lowest level that a portal of these sources accepts where its profile pins none: eID, itsme and TOTP are enough, each
/// alone (REQ-WEBAPP-004).
const MINIMUM_LEVEL: u16 = 400;

/// By what the system proves itself to CSAM, and each hospital and the system to each other.
pub(crate) struct Secrets {
    pub(crate) client: String,
    pub(crate) publishers: Vec<(HospitalHandle, String)>,
}

impl Secrets {
    /// Makes them, and sees that none of them is ever written down.
    pub(crate) fn of(realm: &RealmHandle, setting: &Setting) -> Self {
        let from = |seed: u64, purpose: &str| Chance::new(seed).branch(purpose).alphanumeric(SECRET_LENGTH);
        let make = |purpose: &str| from(realm.seed(), purpose);
        // A product that serves all scenarios is told its secret once.
        let client = match setting.profile.isolation {
            Isolation::Realm => make("client secret"),
            Isolation::Person | Isolation::Exclusive => from(setting.seed, "client secret"),
        };
        realm.journal().mark_secret("client_secret", &client);
        if let Subject::Plain(Plain {
            clock_line: Some(line), ..
        }) = &setting.system
        {
            realm.journal().mark_secret("control_token", &line.token);
        }
        let publishers = realm.hospitals().iter().map(|hospital| {
            let secret = make(&format!("publisher secret {}", hospital.publisher_name()));
            realm.journal().mark_secret("publisher_secret", &secret);
            (hospital.clone(), secret)
        });
        let publishers = publishers.collect();
        Self { client, publishers }
    }
}

/// The request for an instance in which `people` play.
pub(crate) fn request(setting: &Setting, realm: &RealmHandle, people: &[Mentioned], cast: &Cast, secrets: &Secrets) -> InstanceRequest {
    let reading = |parameter: &str| {
        let pinned = setting.profile.parameters.get(parameter).cloned();
        pinned.or_else(|| setting.parameters.get(parameter)?.assumed.clone())
    };
    let number = |who: &Mentioned| cast.get(&who.name).map(|person| person.insz.to_string());
    let identity = setting.nation.server_identity();
    InstanceRequest {
        instance: realm.name().to_owned(),
        issuer: realm.issuer(),
        client_id: setting.profile.login.client_id.clone(),
        client_secret: secrets.client.clone(),
        ca_pem: setting.nation.root_pem().to_owned(),
        tls_cert_pem: identity.cert_pem.clone(),
        tls_key_pem: identity.key_pem.clone(),
        clock: Some(realm.now()),
        minimum_level: reading("portal.minimum-level")
            .and_then(|level| level.parse().ok())
            .unwrap_or(MINIMUM_LEVEL),
        professionals: people
            .iter()
            .filter_map(|who| {
                Some(Professional {
                    insz: number(who)?,
                    name: who.name.clone(),
                    profession: who.profession.clone()?,
                })
            })
            .collect(),
        professions: reading("network.professions").map_or_else(Vec::new, |reading| admitted(&reading)),
        office: people
            .iter()
            .filter(|who| who.works_in_office)
            .filter_map(|who| {
                Some(Clerk {
                    insz: number(who)?,
                    name: who.name.clone(),
                })
            })
            .collect(),
        publishers: secrets
            .publishers
            .iter()
            .map(|(hospital, secret)| Publisher {
                name: hospital.publisher_name(),
                secret: secret.clone(),
                title: hospital.title().to_owned(),
            })
            .collect(),
        delay_reading: reading("timing.delay"),
        link_end: reading("therlink.end"),
        crooked: setting.crooked.clone(),
    }
}

/// Which professions a network admits to records by that reading; what is no reading leaves it its own choice.
fn admitted(reading: &str) -> Vec<String> {
    let professions: &[&str] = match reading {
        "physician" => &[PHYSICIAN],
        "care" => &[PHYSICIAN, "nurse", "pharmacist"],
        _ => &[],
    };
    professions.iter().map(|one| (*one).to_owned()).collect()
}
