//! Certificates at the desk: issuing by recipe, what was issued, and how each stands.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use etalon_certs::{KeyKind, Material, Protection, Reason, to_pem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Desk, Problem, ProblemKind, desk::kept, people::resident};
use crate::{CertificateStatus, IssuedCertificate, Person, PkiError, PkiHandle};

/// The kinds of keys that can be asked for.
pub(crate) const KEYS: [KeyKind; 2] = [KeyKind::Rsa2048, KeyKind::P384];
/// The statuses that can be asked for.
pub(crate) const STATUSES: [&str; 4] = ["good", "on-hold", "revoked", "unknown"];
const MAX_PASSWORD: usize = 200;
/// The instants from which a certificate can be said to stand otherwise: the years 1950 to 2149.
const EARLIEST: Timestamp = Timestamp::constant(-631_152_000, 0);
const LATEST: Timestamp = Timestamp::constant(5_680_281_600, 0);

/// A certificate to issue. The same again is the same certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateOrder {
    /// The recipe, as `etalon certs list` names it.
    #[schema(example = "citizen-authentication")]
    pub recipe: String,
    /// The person of the realm whom it names, by id. Somebody drawn from the realm's seed where it is left out.
    #[serde(default)]
    pub person: Option<String>,
    /// `rsa-2048` or `p-384`; the recipe's usual one where it is left out.
    #[serde(default)]
    pub key: Option<String>,
    /// The password of a keystore (PKCS#12) to be made with it; none is made where it is left out.
    #[serde(default)]
    pub password: Option<String>,
}

/// How a certificate is to stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusOrder {
    /// `good` (which lifts a hold), `on-hold`, `revoked` (for good) or `unknown`.
    #[schema(example = "revoked")]
    pub status: String,
    /// Why it is revoked (RFC 5280, 5.3.1), such as `key-compromise`; for `revoked` only, and unspecified where it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// From when on, in the realm's time; from now on where it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
}

/// A certificate that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CertificateView {
    /// Its serial number, in hexadecimal digits.
    pub serial: String,
    /// Whom it names (RFC 2253).
    pub subject: String,
    /// The authority above it, as addresses call it.
    pub issuer: String,
    /// The recipe that it was made by; nothing for an authority's own.
    pub recipe: Option<String>,
    /// The person whom it names, by id.
    pub person: Option<String>,
    /// How it stands now.
    pub status: String,
    /// Why, where it is revoked or on hold.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// Since when, where it was not so from the beginning.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
    /// Where the issuer's revocation list is.
    pub revocation_list: String,
    /// Where status answers are.
    pub ocsp: String,
    /// Where the issuer's own certificate is.
    pub issuer_certificate: String,
}

/// A certificate with all that goes along. Its key is told here and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CertificateWithKey {
    /// What was issued.
    #[serde(flatten)]
    pub certificate: CertificateView,
    /// The certificate, in PEM.
    pub certificate_pem: String,
    /// Its private key (PKCS#8), in PEM.
    pub key_pem: String,
    /// The authorities' certificates above it, without the root's, in PEM.
    pub chain_pem: String,
    /// The root's, in PEM.
    pub root_pem: String,
    /// The keystore (PKCS#12) in base64, where a password was given.
    pub keystore: Option<String>,
}

impl Desk {
    /// What was issued in a realm, by serial number; nothing where nobody asked for certificates yet.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn certificates(&self, realm: &str) -> Result<Vec<CertificateView>, Problem> {
        let realm = self.handle(realm)?;
        if !realm.has_certificates() {
            return Ok(Vec::new());
        }
        let pki = realm.pki().map_err(problem)?;
        Ok(pki.issued().into_iter().map(|issued| CertificateView::of(issued, &pki)).collect())
    }

    /// Issues a certificate.
    ///
    /// # Errors
    /// No such realm is open, a field says what cannot be, there are too many, or it could not be kept.
    pub async fn issue_certificate(&self, realm: &str, order: CertificateOrder) -> Result<CertificateWithKey, Problem> {
        let realm = self.handle(realm)?;
        let CertificateOrder {
            recipe,
            person,
            key,
            password,
        } = order;
        let person: Option<Arc<Person>> = person.map(|id| resident(&realm, &id)).transpose()?;
        let key = key.map(|name| key_of_name(&name)).transpose()?;
        if password
            .as_ref()
            .is_some_and(|password| password.is_empty() || password.len() > MAX_PASSWORD)
        {
            return Err(Problem::field(
                "password",
                format!("use 1 to {MAX_PASSWORD} bytes, or leave it out"),
            ));
        }
        let pki = realm.pki().map_err(problem)?;
        // A key that is made for the first time takes RSA a fraction of a second: not on a thread that others wait for.
        let made = tokio::task::spawn_blocking(move || {
            let (issued, material) = pki.issue(&recipe, person.as_deref(), key).map_err(problem)?;
            CertificateWithKey::of(CertificateView::of(issued, &pki), &material, password.as_deref())
        });
        let issued = made.await.map_err(|why| Problem::new(ProblemKind::Failed, why.to_string()))??;
        kept(&realm)?;
        Ok(issued)
    }

    /// Says how a certificate stands, now or from an instant on.
    ///
    /// # Errors
    /// No such realm is open, no such certificate was issued there, a field says what cannot be, or it could not be kept.
    pub async fn set_certificate_status(&self, realm: &str, serial: &str, order: StatusOrder) -> Result<CertificateView, Problem> {
        let realm = self.handle(realm)?;
        let status = order.status()?;
        if order.at.is_some_and(|at| at < EARLIEST || at >= LATEST) {
            return Err(Problem::field("at", "name an instant between 1950 and 2150, as lists can write it"));
        }
        if !realm.has_certificates() {
            return Err(problem(PkiError::Unknown(serial.to_owned())));
        }
        let pki = realm.pki().map_err(problem)?;
        let changed = pki.set_status(serial, status, order.at).map_err(problem)?;
        kept(&realm)?;
        Ok(CertificateView::of(changed, &pki))
    }
}

impl StatusOrder {
    fn status(&self) -> Result<CertificateStatus, Problem> {
        let status = match self.status.as_str() {
            "good" => CertificateStatus::Good,
            "on-hold" => CertificateStatus::OnHold,
            "revoked" => CertificateStatus::Revoked(self.reason.unwrap_or(Reason::Unspecified)),
            "unknown" => CertificateStatus::Unknown,
            other => {
                let what = format!("`{other}` is no status; give one of {}", STATUSES.join(", "));
                return Err(Problem::field("status", what));
            }
        };
        match (status, self.reason) {
            (CertificateStatus::Revoked(_), Some(Reason::CertificateHold)) => {
                Err(Problem::field("reason", "a hold is the status `on-hold`, without a reason"))
            }
            (CertificateStatus::Revoked(_), _) | (_, None) => Ok(status),
            (_, Some(_)) => Err(Problem::field("reason", "leave it out; it goes with status `revoked` only")),
        }
    }
}

impl CertificateView {
    fn of(issued: IssuedCertificate, pki: &PkiHandle) -> Self {
        let IssuedCertificate {
            serial,
            subject,
            issuer,
            recipe,
            person,
            standing,
        } = issued;
        Self {
            revocation_list: pki.list_address(&issuer),
            ocsp: pki.status_address(),
            issuer_certificate: pki.issuer_address(&issuer),
            status: standing.status.name().to_owned(),
            reason: standing.status.reason(),
            // What was so before anybody can remember has no instant.
            since: standing.at.filter(|at| *at > Timestamp::MIN),
            serial,
            subject,
            issuer,
            recipe,
            person,
        }
    }
}

impl CertificateWithKey {
    fn of(certificate: CertificateView, material: &Material, password: Option<&str>) -> Result<Self, Problem> {
        let keystore = password.map(|password| material.keystore(password, Protection::Modern)).transpose();
        let keystore = keystore.map_err(|why| Problem::new(ProblemKind::Failed, why.to_string()))?;
        let chain = material.chain().iter().map(|der| to_pem("CERTIFICATE", der));
        Ok(Self {
            certificate,
            certificate_pem: to_pem("CERTIFICATE", material.certificate()),
            key_pem: to_pem("PRIVATE KEY", material.key().pkcs8_der()),
            chain_pem: chain.collect(),
            root_pem: to_pem("CERTIFICATE", material.root()),
            keystore: keystore.map(|bytes| STANDARD.encode(bytes)),
        })
    }
}

fn key_of_name(name: &str) -> Result<KeyKind, Problem> {
    let named = KEYS.into_iter().find(|kind| kind.short() == name);
    let what = || {
        Problem::field(
            "key",
            format!("`{name}` is no kind of key; give one of {}", KEYS.map(KeyKind::short).join(", ")),
        )
    };
    named.ok_or_else(what)
}

fn problem(why: PkiError) -> Problem {
    match why {
        PkiError::Recipe(_) => Problem::field("recipe", why),
        PkiError::Unknown(serial) => {
            let detail =
                format!("no certificate of serial number {serial} was issued here; GET /v1/realms/{{realm}}/certificates lists them");
            Problem::new(ProblemKind::CertificateUnknown, detail)
        }
        PkiError::Revoked { .. } => Problem::field("status", why),
        PkiError::SerialTaken(_) | PkiError::TooMany => Problem::new(ProblemKind::TooMany, why.to_string()),
        // A recipe that cannot name this person, or not with this key, says so itself.
        PkiError::Certificate(etalon_certs::CertificateError::Text(..) | etalon_certs::CertificateError::NoSuchKind(_)) => {
            Problem::field("recipe", why)
        }
        PkiError::Certificate(_) | PkiError::Stage(_) => Problem::new(ProblemKind::Failed, why.to_string()),
    }
}
