//! What was issued in a realm: each certificate's serial number, issuer and course. Making and publishing are for others.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use etalon_certs::{Authority, AuthorityName, CertificateParts, KeyKind, Material, Recipe, Revocation, Status};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CertificateStatus, PkiError, Since, standing::Course};

/// The most certificates of a realm.
pub const MAX_CERTIFICATES: usize = 20_000;

/// An authority and its kind of key.
pub(crate) type Issuer = (AuthorityName, KeyKind);

/// A certificate that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCertificate {
    /// Its serial number, in hexadecimal digits.
    pub serial: String,
    /// Whom it names (RFC 2253).
    pub subject: String,
    /// The authority above it, as addresses call it.
    pub issuer: String,
    /// The recipe that it was made by; nothing for an authority's own.
    pub recipe: Option<String>,
    /// The person of the realm whom it names, by id.
    pub person: Option<String>,
    /// How it stands.
    pub standing: Since,
}

/// What was issued, by serial number.
#[derive(Default)]
pub(crate) struct Register {
    entries: BTreeMap<String, Entry>,
}

struct Entry {
    kept: KeptCertificate,
    issuer: Issuer,
    /// What goes along with it, as long as this process lasts.
    material: Option<Arc<Material>>,
}

/// The certificates of a realm, as they outlive a restart.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptCertificates {
    /// When the authorities' certificates were made.
    pub(crate) founded: Timestamp,
    issued: Vec<KeptCertificate>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptCertificate {
    serial: String,
    subject: String,
    issuer: String,
    recipe: Option<String>,
    person: Option<String>,
    course: Course,
}

impl Register {
    pub(crate) fn of(kept: &KeptCertificates) -> Self {
        let entry = |kept: &KeptCertificate| {
            let issuer = AuthorityName::of_slug(&kept.issuer)?;
            let entry = Entry {
                kept: kept.clone(),
                issuer,
                material: None,
            };
            Some((kept.serial.clone(), entry))
        };
        Self {
            entries: kept.issued.iter().filter_map(entry).collect(),
        }
    }

    pub(crate) fn kept(&self, founded: Timestamp) -> KeptCertificates {
        KeptCertificates {
            founded,
            issued: self.entries.values().map(|entry| entry.kept.clone()).collect(),
        }
    }

    /// What is known of the certificate that `material` is, where it was issued before. One that was made anew after a restart is the one that counts.
    pub(crate) fn known(
        &mut self,
        material: &Material,
        recipe: &Recipe,
        person: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<(IssuedCertificate, Arc<Material>)>, PkiError> {
        let serial = hex(material.serial());
        let Some(entry) = self.entries.get_mut(&serial) else {
            return Ok(None);
        };
        let same = entry.kept.recipe.as_deref() == Some(&recipe.id) && entry.kept.person.as_deref() == person;
        if !same || entry.kept.subject != material.subject().rfc2253() {
            return Err(PkiError::SerialTaken(serial));
        }
        let made = Arc::clone(entry.material.get_or_insert_with(|| Arc::new(material.clone())));
        Ok(Some((entry.view(now), made)))
    }

    pub(crate) fn enter(
        &mut self,
        material: Material,
        recipe: &Recipe,
        person: Option<String>,
        issuer: Issuer,
        now: Timestamp,
    ) -> Result<(IssuedCertificate, Arc<Material>), PkiError> {
        if self.entries.len() >= MAX_CERTIFICATES {
            return Err(PkiError::TooMany);
        }
        let serial = hex(material.serial());
        let material = Arc::new(material);
        let entry = Entry {
            kept: KeptCertificate {
                serial: serial.clone(),
                subject: material.subject().rfc2253(),
                issuer: material.authority().slug().to_owned(),
                recipe: Some(recipe.id.clone()),
                person,
                course: Course::begun(material.status()),
            },
            issuer,
            material: Some(Arc::clone(&material)),
        };
        let view = entry.view(now);
        self.entries.insert(serial, entry);
        Ok((view, material))
    }

    /// An authority below another one can be revoked too.
    pub(crate) fn enter_authority(&mut self, authority: &Authority, above: &Authority, issuer: Issuer) {
        let serial = serial_of(authority);
        let kept = || KeptCertificate {
            serial: serial.clone(),
            subject: authority.name().rfc2253(),
            issuer: above.slug().to_owned(),
            recipe: None,
            person: None,
            course: Course::begun(Status::Good),
        };
        let entry = || Entry {
            kept: kept(),
            issuer,
            material: None,
        };
        self.entries.entry(serial.clone()).or_insert_with(entry);
    }

    pub(crate) fn set_status(
        &mut self,
        serial: &str,
        status: CertificateStatus,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<IssuedCertificate, PkiError> {
        let serial = plain(serial);
        let Some(entry) = self.entries.get_mut(&serial) else {
            return Err(PkiError::Unknown(serial));
        };
        let changed = entry.kept.course.change(status, at);
        changed.map_err(|since| PkiError::Revoked { serial, since })?;
        Ok(entry.view(now))
    }

    /// Everything that was issued, by serial number.
    pub(crate) fn all(&self, now: Timestamp) -> Vec<IssuedCertificate> {
        self.entries.values().map(|entry| entry.view(now)).collect()
    }

    pub(crate) fn standing(&self, serial: &str, issuer: Issuer, now: Timestamp) -> Since {
        let of = self.entries.get(serial).filter(|entry| entry.issuer == issuer);
        of.map_or(
            Since {
                status: CertificateStatus::Unknown,
                at: None,
            },
            |entry| entry.kept.course.at(now),
        )
    }

    /// What stands on that authority's revocation list.
    pub(crate) fn revoked_by(&self, issuer: Issuer, now: Timestamp) -> Vec<Revocation> {
        let revoked = |entry: &Entry| {
            let standing = entry.kept.course.at(now);
            let reason = standing.status.reason()?;
            Some(Revocation {
                serial: bytes(&entry.kept.serial),
                at: standing.at?,
                reason,
            })
        };
        self.entries
            .values()
            .filter(|entry| entry.issuer == issuer)
            .filter_map(revoked)
            .collect()
    }

    /// The authorities that issued anything.
    pub(crate) fn issuers(&self) -> BTreeSet<Issuer> {
        self.entries.values().map(|entry| entry.issuer).collect()
    }
}

impl Entry {
    fn view(&self, now: Timestamp) -> IssuedCertificate {
        let KeptCertificate {
            serial,
            subject,
            issuer,
            recipe,
            person,
            course,
        } = self.kept.clone();
        IssuedCertificate {
            serial,
            subject,
            issuer,
            recipe,
            person,
            standing: course.at(now),
        }
    }
}

pub(crate) fn serial_of(authority: &Authority) -> String {
    CertificateParts::read(authority.certificate()).map_or_else(String::new, |parts| hex(&parts.serial))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// As programs write it: with or without colons, in letters of either case.
fn plain(serial: &str) -> String {
    serial.chars().filter(|c| *c != ':').map(|c| c.to_ascii_uppercase()).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pair = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..hex.len()).step_by(2).filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_read_as_programs_write_them() {
        assert_eq!(hex(&[0x4a, 0, 0xff]), "4A00FF");
        assert_eq!((plain("4a:00:ff"), bytes("4A00FF")), ("4A00FF".to_owned(), vec![0x4a, 0, 0xff]));
    }
}
