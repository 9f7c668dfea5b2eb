//! itsme at the desk: its relying parties, and the accounts of those who live in a realm.

use etalon_itsme::{Authentication, Client, Door, InnerSignature, JwkSet, PartyKeys, Persona, Service, ServiceKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Desk, Problem, ProblemKind, clients::drawn_secret, desk::kept, people::resident};
use crate::RealmHandle;

/// The most relying parties of itsme in a realm.
const MAX_CLIENTS: usize = 1_000;
/// The longest text, and the most of one kind.
const MAX_TEXT: usize = 2_000;
const MAX_LIST: usize = 100;

/// A relying party to register with itsme, in place of an earlier one with its identifier. With `jwks_uri` or `jwks` it proves itself with a key, otherwise
/// with a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItsmeClientOrder {
    /// Its identifier.
    #[schema(example = "portal")]
    pub id: String,
    /// Its services.
    pub services: Vec<ItsmeServiceOrder>,
    /// From where its public keys are fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// Its public keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub jwks: Option<Value>,
    /// Its secret; drawn where there are no keys and it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// How tokens for a client with a secret are signed: `RS256` or `HS256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Whether requests without PKCE are refused.
    #[serde(default)]
    pub pkce_required: bool,
    /// Whether requests without a request object are refused.
    #[serde(default)]
    pub request_object_required: bool,
    /// From where it may let its request objects be fetched.
    #[serde(default)]
    pub request_uris: Vec<String>,
}

/// A service of a relying party of itsme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItsmeServiceOrder {
    /// Its code, as `service:CODE` in the scope.
    #[schema(example = "PORTAL_LOGIN")]
    pub code: String,
    /// `authentication`, `identification`, `confirmation` or `data-sharing`; the first where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Where answers may be sent: https, no fragment, compared character by character.
    pub redirect_uris: Vec<String>,
}

/// A relying party of itsme. Its secret is told once, when it is registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItsmeClientView {
    /// What was registered, without its secret.
    #[serde(flatten)]
    pub client: ItsmeClientOrder,
    /// How it proves who it is: `private_key_jwt` or `client_secret_post`.
    pub authentication: String,
    /// itsme's issuer identifier for it.
    pub issuer: String,
    /// The issuer identifier of the older door, where it may use that.
    pub legacy_issuer: Option<String>,
    /// Its secret, where it has one and was registered just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// What becomes of somebody's itsme account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItsmeAccountOrder {
    /// The document it is made with, and what that lacks; as it was, where it is left out.
    #[serde(default)]
    #[schema(example = "dutch-document")]
    pub persona: Option<String>,
    /// Whether it is deleted and made anew, so that every relying party sees another subject.
    #[serde(default)]
    pub renew: bool,
}

/// Somebody's itsme account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItsmeAccountView {
    /// The person's id.
    pub person: String,
    /// The document it was made with; nothing where there is no account.
    pub persona: Option<String>,
    /// The personas that there are.
    pub personas: Vec<String>,
}

impl Desk {
    /// The relying parties of itsme in a realm.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn itsme_clients(&self, realm: &str) -> Result<Vec<ItsmeClientView>, Problem> {
        let realm = self.handle(realm)?;
        Ok(realm.itsme_clients().iter().map(|client| view(&realm, client)).collect())
    }

    /// Registers a relying party with itsme.
    ///
    /// # Errors
    /// No such realm is open, itsme would not register it like this, there are too many, or it could not be kept.
    pub async fn register_itsme_client(&self, realm: &str, order: ItsmeClientOrder) -> Result<ItsmeClientView, Problem> {
        let realm = self.handle(realm)?;
        let registered = realm.itsme_clients();
        if registered.len() >= MAX_CLIENTS && registered.iter().all(|client| client.id != order.id) {
            let detail = format!("realm `{}`: {MAX_CLIENTS} relying parties are registered with itsme", realm.name());
            return Err(Problem::new(ProblemKind::TooMany, detail));
        }
        let client = order.client()?;
        let mut told = view(&realm, &client);
        if let Authentication::Secret { secret, .. } = &client.authentication {
            told.secret = Some(secret.clone());
        }
        realm
            .register_itsme_client(client)
            .map_err(|why| Problem::field(why.field, why.what))?;
        kept(&realm)?;
        Ok(told)
    }

    /// Somebody's itsme account.
    ///
    /// # Errors
    /// No such realm is open, or nobody of that id lives in it.
    pub async fn itsme_account(&self, realm: &str, person: &str) -> Result<ItsmeAccountView, Problem> {
        let realm = self.handle(realm)?;
        resident(&realm, person)?;
        Ok(account(&realm, person))
    }

    /// Changes somebody's itsme account.
    ///
    /// # Errors
    /// No such realm is open, nobody of that id lives in it, there is no such persona, or it could not be kept.
    pub async fn set_itsme_account(&self, realm: &str, person: &str, order: ItsmeAccountOrder) -> Result<ItsmeAccountView, Problem> {
        let realm = self.handle(realm)?;
        resident(&realm, person)?;
        if let Some(name) = &order.persona {
            let persona = Persona::named(name).ok_or_else(|| {
                let known = Persona::ALL.map(Persona::name).join(", ");
                Problem::field("persona", format!("`{name}` is none; there are {known}"))
            })?;
            realm.set_itsme_persona(person, persona);
        }
        if order.renew {
            realm.renew_itsme_account(person);
        }
        kept(&realm)?;
        Ok(account(&realm, person))
    }
}

impl ItsmeClientOrder {
    /// The relying party that it asks for; a secret that is missing is drawn.
    pub(crate) fn client(self) -> Result<Client, Problem> {
        self.check()?;
        let services = self.services.into_iter().map(|service| {
            let kind = service.kind.as_deref().unwrap_or(ServiceKind::Authentication.name());
            let kind = ServiceKind::named(kind).ok_or_else(|| {
                let known = ServiceKind::ALL.map(ServiceKind::name).join(", ");
                Problem::field("kind", format!("`{kind}` is none; there are {known}"))
            })?;
            Ok(Service {
                code: service.code,
                kind,
                redirect_uris: service.redirect_uris,
            })
        });
        let inner = match self.signature.as_deref() {
            None | Some("RS256") => InnerSignature::Rs256,
            Some("HS256") => InnerSignature::Hs256,
            Some(other) => return Err(Problem::field("signature", format!("`{other}` is neither RS256 nor HS256"))),
        };
        let authentication = match (self.jwks_uri, self.jwks, self.secret) {
            (Some(address), None, None) => Authentication::PrivateKeyJwt(PartyKeys::At(address)),
            (None, Some(keys), None) => {
                let keys: JwkSet = serde_json::from_value(keys).map_err(|why| Problem::field("jwks", why))?;
                Authentication::PrivateKeyJwt(PartyKeys::Given(keys))
            }
            (None, None, secret) => Authentication::Secret {
                secret: secret.map_or_else(drawn_secret, Ok)?,
                inner,
            },
            _ => return Err(Problem::field("jwks_uri", "say one of `jwks_uri`, `jwks` and `secret`")),
        };
        Ok(Client {
            id: self.id,
            services: services.collect::<Result<_, Problem>>()?,
            authentication,
            pkce_required: self.pkce_required,
            request_object_required: self.request_object_required,
            request_uris: self.request_uris,
        })
    }

    fn check(&self) -> Result<(), Problem> {
        let services = self.services.iter();
        let addresses = services
            .clone()
            .flat_map(|service| &service.redirect_uris)
            .chain(&self.request_uris);
        let texts = [&self.id].into_iter().chain(addresses).chain(services.map(|service| &service.code));
        let texts = texts.chain(&self.secret).chain(&self.jwks_uri);
        let lists = [self.services.len(), self.request_uris.len()];
        let longest = self.services.iter().map(|service| service.redirect_uris.len()).chain(lists).max();
        if longest.is_some_and(|length| length > MAX_LIST) {
            return Err(Problem::field("services", format!("name at most {MAX_LIST} of each")));
        }
        for text in texts {
            if text.is_empty() || text.len() > MAX_TEXT || text.chars().any(char::is_control) {
                let what = format!("every text has 1 to {MAX_TEXT} bytes, without control characters");
                return Err(Problem::field("id", what));
            }
        }
        Ok(())
    }

    /// The order that would register `client`, its secret included.
    pub(crate) fn of(client: &Client) -> Self {
        let service = |service: &Service| ItsmeServiceOrder {
            code: service.code.clone(),
            kind: Some(service.kind.name().to_owned()),
            redirect_uris: service.redirect_uris.clone(),
        };
        let mut order = Self {
            id: client.id.clone(),
            services: client.services.iter().map(service).collect(),
            pkce_required: client.pkce_required,
            request_object_required: client.request_object_required,
            request_uris: client.request_uris.clone(),
            ..Self::default()
        };
        match &client.authentication {
            Authentication::PrivateKeyJwt(PartyKeys::At(address)) => order.jwks_uri = Some(address.clone()),
            Authentication::PrivateKeyJwt(PartyKeys::Given(keys)) => order.jwks = serde_json::to_value(keys).ok(),
            Authentication::Secret { secret, inner } => {
                order.secret = Some(secret.clone());
                let signature = if *inner == InnerSignature::Hs256 { "HS256" } else { "RS256" };
                order.signature = Some(signature.to_owned());
            }
        }
        order
    }
}

fn view(realm: &RealmHandle, client: &Client) -> ItsmeClientView {
    let with_secret = matches!(client.authentication, Authentication::Secret { .. });
    ItsmeClientView {
        client: ItsmeClientOrder {
            secret: None,
            ..ItsmeClientOrder::of(client)
        },
        authentication: if with_secret { "client_secret_post" } else { "private_key_jwt" }.to_owned(),
        issuer: realm.itsme_issuer(),
        legacy_issuer: with_secret.then(|| Door::Legacy.issuer(&realm.realm)),
        secret: None,
    }
}

fn account(realm: &RealmHandle, person: &str) -> ItsmeAccountView {
    ItsmeAccountView {
        person: person.to_owned(),
        persona: realm.itsme_persona(person).map(|persona| persona.name().to_owned()),
        personas: Persona::ALL.map(|persona| persona.name().to_owned()).to_vec(),
    }
}
