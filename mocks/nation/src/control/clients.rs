//! Relying parties at the desk.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

use super::{Desk, Problem, ProblemKind, desk::kept};
use crate::{Client, RealmHandle};

/// The most relying parties that a realm registers.
const MAX_CLIENTS: usize = 1_000;
/// The longest identifier, secret, scope or address.
const MAX_TEXT: usize = 2_000;
/// The most addresses or scopes of one relying party.
const MAX_LIST: usize = 100;
/// What is registered where no scopes are named.
const ALL_SCOPES: [&str; 7] = ["openid", "profile", "egovnrn", "certificateInfo", "citizen", "enterprise", "roles"];
const DRAWN_SECRET_BYTES: usize = 32;

/// A relying party to register, in place of an earlier one with its identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientOrder {
    /// Its identifier.
    #[schema(example = "portal")]
    pub id: String,
    /// Its secret; drawn where it is left out.
    #[serde(default)]
    pub secret: Option<String>,
    /// Where answers may be sent; compared character by character.
    pub redirect_uris: Vec<String>,
    /// Where people may be sent after logging out.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// The scopes that it may ask for; all that exist where it is left out.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
}

/// A registered relying party. Its secret is told once, when it is registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientView {
    /// Its identifier.
    pub id: String,
    /// Where answers may be sent.
    pub redirect_uris: Vec<String>,
    /// Where people may be sent after logging out.
    pub post_logout_redirect_uris: Vec<String>,
    /// The scopes that it may ask for.
    pub scopes: Vec<String>,
}

/// A relying party that was registered just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegisteredClient {
    /// What was registered.
    #[serde(flatten)]
    pub client: ClientView,
    /// Its secret.
    pub secret: String,
}

impl Desk {
    /// The relying parties of a realm.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn clients(&self, realm: &str) -> Result<Vec<ClientView>, Problem> {
        Ok(self.handle(realm)?.clients().iter().map(|client| ClientView::of(client)).collect())
    }

    /// Registers a relying party.
    ///
    /// # Errors
    /// No such realm is open, a field says what cannot be, there are too many, or it could not be kept.
    pub async fn register_client(&self, realm: &str, order: ClientOrder) -> Result<RegisteredClient, Problem> {
        let realm = self.handle(realm)?;
        order.check()?;
        if realm.clients().len() >= MAX_CLIENTS && realm.client(&order.id).is_none() {
            let detail = format!(
                "realm `{}`: {MAX_CLIENTS} relying parties are registered; open another realm",
                realm.name()
            );
            return Err(Problem::new(ProblemKind::TooMany, detail));
        }
        let secret = order.secret.map_or_else(drawn_secret, Ok)?;
        let client = Client {
            id: order.id,
            secret: secret.clone(),
            redirect_uris: order.redirect_uris,
            post_logout_redirect_uris: order.post_logout_redirect_uris,
            scopes: order.scopes.unwrap_or_else(|| ALL_SCOPES.map(str::to_owned).to_vec()),
        };
        let view = ClientView::of(&client);
        realm.register_client(client);
        kept(&realm)?;
        Ok(RegisteredClient { client: view, secret })
    }
}

impl Desk {
    /// Removes a relying party, with the directions that waited for it.
    ///
    /// # Errors
    /// No such realm is open, no such relying party is registered, or what is left could not be kept.
    pub async fn remove_client(&self, realm: &str, id: &str) -> Result<(), Problem> {
        let realm = self.handle(realm)?;
        if !realm.remove_client(id) {
            return Err(unknown(&realm, id));
        }
        kept(&realm)
    }
}

impl ClientView {
    fn of(client: &Client) -> Self {
        Self {
            id: client.id.clone(),
            redirect_uris: client.redirect_uris.clone(),
            post_logout_redirect_uris: client.post_logout_redirect_uris.clone(),
            scopes: client.scopes.clone(),
        }
    }
}

impl ClientOrder {
    fn check(&self) -> Result<(), Problem> {
        let text = |field: &str, value: &str| {
            let plain = !value.is_empty() && value.len() <= MAX_TEXT && !value.chars().any(char::is_control);
            let what = || Problem::field(field, format!("use 1 to {MAX_TEXT} bytes, without control characters"));
            plain.then_some(()).ok_or_else(what)
        };
        text("id", &self.id)?;
        if let Some(secret) = &self.secret {
            text("secret", secret)?;
        }
        if self.redirect_uris.is_empty() {
            return Err(Problem::field(
                "redirect_uris",
                "name at least one address that answers may be sent to",
            ));
        }
        for (field, addresses) in [
            ("redirect_uris", &self.redirect_uris),
            ("post_logout_redirect_uris", &self.post_logout_redirect_uris),
        ] {
            few(field, addresses)?;
            for address in addresses {
                text(field, address)?;
                if Url::parse(address).is_err() {
                    return Err(Problem::field(
                        field,
                        format!("`{address}` is no absolute address; write it whole, as https://host/path"),
                    ));
                }
            }
        }
        let scopes = self.scopes.as_deref().unwrap_or_default();
        few("scopes", scopes)?;
        scopes.iter().try_for_each(|scope| text("scopes", scope))
    }
}

fn few(field: &str, list: &[String]) -> Result<(), Problem> {
    let what = || Problem::field(field, format!("name at most {MAX_LIST}"));
    (list.len() <= MAX_LIST).then_some(()).ok_or_else(what)
}

pub(crate) fn drawn_secret() -> Result<String, Problem> {
    super::guard::unguessable(DRAWN_SECRET_BYTES).map_err(|why| Problem::new(ProblemKind::Failed, why.to_string()))
}

/// The relying party that is meant: the one named, or the only one there is.
pub(crate) fn meant(realm: &RealmHandle, named: Option<&str>) -> Result<String, Problem> {
    let known = realm.clients();
    match (named, known.as_slice()) {
        (Some(id), _) if realm.client(id).is_some() => Ok(id.to_owned()),
        (Some(id), _) if realm.service_providers().iter().any(|one| one.entity_id == id) => Ok(id.to_owned()),
        (Some(id), _) => Err(unknown(realm, id)),
        (None, [only]) => Ok(only.id.clone()),
        (None, _) => {
            let what = format!("say which relying party; realm `{}` has {}", realm.name(), known.len());
            Err(Problem::field("client", what))
        }
    }
}

fn unknown(realm: &RealmHandle, id: &str) -> Problem {
    let detail = format!(
        "`client`: no relying party `{id}` is registered in realm `{0}`; POST /v1/realms/{0}/clients registers one",
        realm.name()
    );
    Problem::new(ProblemKind::ClientUnknown, detail)
}
