//! A relying party as itsme knows it: its services with their addresses, and how it proves who it is. Nothing is accepted that was not registered.

use std::fmt;

use etalon_wire::JwkSet;
use url::Url;

/// A registered relying party. `Debug` keeps its secret to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// Its identifier.
    pub id: String,
    /// Its services; a request is always for one of them.
    pub services: Vec<Service>,
    /// How it proves who it is, and what its tokens are sealed with.
    pub authentication: Authentication,
    /// Whether requests without PKCE are refused.
    pub pkce_required: bool,
    /// Whether requests without a request object are refused. Those for a confirmation always are.
    pub request_object_required: bool,
    /// From where it may let its request objects be fetched; compared character by character.
    pub request_uris: Vec<String>,
}

/// What a relying party uses itsme for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its code, as `service:CODE` in the scope.
    pub code: String,
    /// Its kind.
    pub kind: ServiceKind,
    /// Where answers may be sent; compared character by character, and only for this service.
    pub redirect_uris: Vec<String>,
}

/// The kinds of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    /// Logging in.
    Authentication,
    /// Saying who one is, once.
    Identification,
    /// Approving something.
    Confirmation,
    /// Handing over data.
    DataSharing,
}

/// How a relying party proves who it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Authentication {
    /// By signing with a key of its own (`private_key_jwt`).
    PrivateKeyJwt(PartyKeys),
    /// By a secret that both know (`client_secret_post`).
    Secret {
        /// The secret.
        secret: String,
        /// How tokens are signed before they are sealed with it.
        inner: InnerSignature,
    },
}

/// Where a relying party's public keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartyKeys {
    /// Fetched from there, and remembered for a while.
    At(String),
    /// Known from its registration.
    Given(JwkSet),
}

/// How tokens for clients with a secret are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InnerSignature {
    /// With itsme's key.
    #[default]
    Rs256,
    /// With the secret.
    Hs256,
}

/// Why a relying party cannot be registered like this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}`: {what}")]
pub struct ClientProblem {
    /// Which part of it.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub what: String,
}

impl ServiceKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Authentication, Self::Identification, Self::Confirmation, Self::DataSharing];

    /// As forms and journals spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Identification => "identification",
            Self::Confirmation => "confirmation",
            Self::DataSharing => "data-sharing",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Client {
    /// Whether itsme would register it: https addresses without fragment, services that can be told apart, a way to prove who it is.
    ///
    /// # Errors
    /// The first part that would not do.
    pub fn check(&self) -> Result<(), ClientProblem> {
        let problem = |field, what: String| Err(ClientProblem { field, what });
        if self.services.is_empty() {
            return problem("services", "name at least one service".to_owned());
        }
        for (at, service) in self.services.iter().enumerate() {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
            if service.code.is_empty() || !service.code.bytes().all(plain) {
                return problem(
                    "services",
                    format!("`{}` is no service code; use letters, digits, `-` and `_`", service.code),
                );
            }
            if self.services[..at].iter().any(|earlier| earlier.code == service.code) {
                return problem("services", format!("the code `{}` is there twice", service.code));
            }
            if service.redirect_uris.is_empty() {
                return problem("redirect_uris", format!("service `{}` needs an address for answers", service.code));
            }
            service
                .redirect_uris
                .iter()
                .try_for_each(|address| public_address("redirect_uris", address))?;
        }
        self.request_uris
            .iter()
            .try_for_each(|address| public_address("request_uris", address))?;
        match &self.authentication {
            Authentication::PrivateKeyJwt(PartyKeys::At(address)) => public_address("jwks_uri", address),
            Authentication::PrivateKeyJwt(PartyKeys::Given(keys)) if !usable(keys) => problem(
                "jwks",
                "publish at least one RSA key with `use` `sig` and one with `use` `enc`, each with a `kid`".to_owned(),
            ),
            Authentication::Secret { secret, .. } if secret.is_empty() => problem("secret", "it is empty".to_owned()),
            _ => Ok(()),
        }
    }

    /// The service of that code.
    pub(crate) fn service(&self, code: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.code == code)
    }

    /// Whether answers may go there for any of its services.
    pub(crate) fn knows(&self, redirect_uri: &str) -> bool {
        self.services
            .iter()
            .any(|service| service.redirect_uris.iter().any(|known| known == redirect_uri))
    }
}

/// At least one key to verify with and one to seal for, each named [F].
pub(crate) fn usable(keys: &JwkSet) -> bool {
    let has = |purpose: &str| {
        let mut rsa = keys.keys.iter().filter(|key| key.kty == "RSA" && key.kid.is_some());
        rsa.any(|key| key.purpose.as_deref() == Some(purpose))
    };
    has("sig") && has("enc")
}

/// https, no fragment, no scheme of one's own [F].
fn public_address(field: &'static str, address: &str) -> Result<(), ClientProblem> {
    let fits = Url::parse(address).is_ok_and(|url| url.scheme() == "https" && url.fragment().is_none() && url.host().is_some());
    fits.then_some(()).ok_or_else(|| ClientProblem {
        field,
        what: format!("`{address}` must begin with https:// and have no fragment"),
    })
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("id", &self.id)
            .field("services", &self.services)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PrivateKeyJwt(keys) => f.debug_tuple("PrivateKeyJwt").field(keys).finish(),
            Self::Secret { inner, .. } => f.debug_struct("Secret").field("inner", inner).finish_non_exhaustive(),
        }
    }
}
