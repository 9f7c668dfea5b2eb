//! The authorities of the miniature nation, as Belgium has them: a root with an authority for citizens and one for foreigners, and the eHealth
//! root with its issuing authority. Each exists with RSA-2048 and with P-384 keys. Made when first asked for, from a seed, an instant and keys.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use etalon_people::Chance;
use jiff::Timestamp;

use crate::{
    AUTHORITY_ORGANISATION, Addresses, Attribute, Authority, AuthorityFlaw, AuthorityName, CertificateError, KeyKind, KeyRing, KeyUsage,
    Name, OcspResponder, Purpose, Validity,
    content::{Content, Extension},
    keys::Digest,
};

const DAY: i64 = 86_400;
/// After so many days a responder gets a new certificate.
const RESPONDER_DAYS: i64 = 200;

/// The authorities under one seed at one instant.
pub struct Hierarchy {
    now: Timestamp,
    seed: u64,
    keys: Arc<KeyRing>,
    addresses: Addresses,
    made: Mutex<BTreeMap<Place, Arc<Authority>>>,
}

/// Name, kind of key, and whether it is the stranger of the same name.
type Place = (AuthorityName, KeyKind, bool);

impl Hierarchy {
    /// Authorities whose certificates are in force at `now`. The same seed, instant and keys give the same names, serial numbers and dates,
    /// and with RSA the same bytes.
    #[must_use]
    pub fn at(now: Timestamp, seed: u64, keys: Arc<KeyRing>) -> Self {
        Self {
            now,
            seed,
            keys,
            addresses: Addresses::default(),
            made: Mutex::default(),
        }
    }

    /// The same, with the addresses that certificates name.
    #[must_use]
    pub fn with_addresses(mut self, addresses: Addresses) -> Self {
        self.addresses = addresses;
        self.made = Mutex::default();
        self
    }

    /// The instant that it was made for.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// That authority with that kind of key.
    pub fn authority(&self, name: AuthorityName, kind: KeyKind) -> Result<Arc<Authority>, CertificateError> {
        self.place((name, kind, false))
    }

    /// A stranger that gave itself the same names, up to its root, and has keys of its own.
    pub fn namesake(&self, name: AuthorityName, kind: KeyKind) -> Result<Arc<Authority>, CertificateError> {
        self.place((name, kind, true))
    }

    /// Who answers for that authority: a key of its own, delegated by the authority (RFC 6960, 4.2.2.2).
    pub fn responder(&self, name: AuthorityName, kind: KeyKind) -> Result<OcspResponder, CertificateError> {
        self.responder_of(&*self.authority(name, kind)?, "ocsp", true, self.now)
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// The same authority with one thing wrong in its own certificate. `above` asks for that in the one above it.
    pub(crate) fn flawed(
        &self,
        name: AuthorityName,
        kind: KeyKind,
        flaw: AuthorityFlaw,
        above: bool,
    ) -> Result<Authority, CertificateError> {
        let parent = name.parent();
        let parent = match (parent, above) {
            (Some(parent), true) => Some(self.make((parent, kind, false), Some(flaw), self.above(parent, kind, false)?.as_deref())?),
            (Some(parent), false) => Some((*self.authority(parent, kind)?).clone()),
            (None, _) => None,
        };
        self.make((name, kind, false), (!above).then_some(flaw), parent.as_ref())
    }

    /// In force at `at`: it gets a new certificate every so often.
    pub(crate) fn responder_of(
        &self,
        authority: &Authority,
        role: &str,
        may_answer: bool,
        at: Timestamp,
    ) -> Result<OcspResponder, CertificateError> {
        let since = at.as_second().saturating_sub(self.now.as_second());
        let term = since.div_euclid(RESPONDER_DAYS * DAY);
        let serial = match term {
            0 => format!("{role} {}", authority.slug),
            later => format!("{role} {} {later}", authority.slug),
        };
        let key = self.keys.key(authority.key.kind(), &format!("{role}-{}", authority.slug))?;
        let name = Name::of(&[
            (Attribute::Country, "BE"),
            (Attribute::Organisation, AUTHORITY_ORGANISATION),
            (Attribute::CommonName, "ETALON TEST OCSP responder"),
        ]);
        let purpose = if may_answer {
            Purpose::OcspSigning
        } else {
            Purpose::EmailProtection
        };
        let (from, until) = self.days(term * RESPONDER_DAYS - 30, term * RESPONDER_DAYS + 365)?;
        let content = Content {
            serial: self.serial(&serial),
            issuer: authority.name.clone(),
            subject: name,
            from,
            until,
            public_key: key.public_key_der().to_vec(),
            extensions: vec![
                Extension::Authority {
                    is_one: false,
                    path_length: None,
                },
                Extension::KeyUsage(vec![KeyUsage::DigitalSignature]),
                Extension::Purposes(vec![purpose]),
                Extension::SubjectKey(key.identifier()),
                Extension::AuthorityKey(authority.key.identifier()),
                Extension::NoOcspCheck,
                Extension::Comment,
            ],
        };
        Ok(OcspResponder {
            certificate: authority.issue(&content, Digest::OfKind)?,
            key,
            issuer_name: authority.name_der()?,
            issuer_key: authority.key.public_key_der().to_vec(),
        })
    }

    /// A serial number that is always the same for one purpose under one seed: sixteen bytes, positive.
    pub(crate) fn serial(&self, purpose: &str) -> Vec<u8> {
        let mut chance = Chance::new(self.seed).branch("serial").branch(purpose);
        let mut bytes: Vec<u8> = [chance.number(), chance.number()]
            .iter()
            .flat_map(|number| number.to_be_bytes())
            .collect();
        bytes[0] = bytes[0] & 0x7f | 0x40;
        bytes
    }

    /// Whole days around now, from one midnight (UTC) to another.
    pub(crate) fn days(&self, from: i64, until: i64) -> Result<(Timestamp, Timestamp), CertificateError> {
        let today = self.now.as_second().div_euclid(DAY);
        let at = |days: i64| Timestamp::from_second((today + days).saturating_mul(DAY)).map_err(|_| CertificateError::TooEarly(self.now));
        Validity::between(at(from)?, at(until)?).map(Validity::ends)
    }

    fn place(&self, place: Place) -> Result<Arc<Authority>, CertificateError> {
        if let Some(made) = self.made().get(&place) {
            return Ok(Arc::clone(made));
        }
        let above = self.above(place.0, place.1, place.2)?;
        let made = Arc::new(self.make(place, None, above.as_deref())?);
        // Two threads may have made it: the first one's is everybody's.
        Ok(Arc::clone(self.made().entry(place).or_insert(made)))
    }

    fn above(&self, name: AuthorityName, kind: KeyKind, namesake: bool) -> Result<Option<Arc<Authority>>, CertificateError> {
        name.parent().map(|parent| self.place((parent, kind, namesake))).transpose()
    }

    fn made(&self) -> std::sync::MutexGuard<'_, BTreeMap<Place, Arc<Authority>>> {
        // Nothing panics while it is held, and a map is whole at any time.
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(
        &self,
        (name, kind, namesake): Place,
        flaw: Option<AuthorityFlaw>,
        parent: Option<&Authority>,
    ) -> Result<Authority, CertificateError> {
        let stranger = if namesake { "namesake-" } else { "" };
        let key = self.keys.key(kind, &format!("{stranger}{}", name.slug()))?;
        let slug = format!("{}-{}", name.slug(), kind.short());
        let subject = name.subject(kind, self.now);
        let (from, until) = match (flaw, parent) {
            (Some(AuthorityFlaw::Expired), _) => self.days(-1825, -1)?,
            (_, None) => self.days(-3650, 7300)?,
            (_, Some(_)) => self.days(-1825, 3650)?,
        };
        let mut usages = vec![KeyUsage::CertificateSigning, KeyUsage::RevocationListSigning];
        if flaw == Some(AuthorityFlaw::WithoutCertificateSigning) {
            usages.remove(0);
        }
        let path_length = if flaw == Some(AuthorityFlaw::NoAuthorityBelow) {
            Some(0)
        } else {
            name.path_length()
        };
        let is_one = flaw != Some(AuthorityFlaw::NotAnAuthority);
        let mut extensions = vec![
            Extension::Authority {
                is_one,
                path_length: path_length.filter(|_| is_one),
            },
            Extension::KeyUsage(usages),
            Extension::SubjectKey(key.identifier()),
        ];
        extensions.extend(parent.map(Authority::pointers).into_iter().flatten());
        extensions.push(Extension::Comment);
        let content = Content {
            serial: self.serial(&format!("authority {stranger}{slug}")),
            issuer: parent.map_or(&subject, |parent| &parent.name).clone(),
            subject: subject.clone(),
            from,
            until,
            public_key: key.public_key_der().to_vec(),
            extensions,
        };
        let certificate = content.signed_by(parent.map_or(&key, |parent| &parent.key), Digest::OfKind)?;
        let above = parent.map(|parent| [std::slice::from_ref(&parent.certificate), parent.above.as_slice()].concat());
        Ok(Authority {
            slug,
            name: subject,
            key,
            certificate,
            above: above.unwrap_or_default(),
            addresses: self.addresses.clone(),
        })
    }
}

impl std::fmt::Debug for Hierarchy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hierarchy")
            .field("now", &self.now)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}
