//! Revocation lists (RFC 5280, section 5). Which certificates are revoked is told by whoever asks for a list.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Authority, CertificateError,
    authority::sealed,
    content::Extension,
    der::{self, known_oid},
};

/// One revoked certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Its serial number, as it stands in the certificate.
    pub serial: Vec<u8>,
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
}

/// Why a certificate is revoked (RFC 5280, 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Nothing is said.
    Unspecified,
    /// The key is in other hands.
    KeyCompromise,
    /// The authority's key is.
    AuthorityCompromise,
    /// What the certificate says of its holder has changed.
    AffiliationChanged,
    /// Another has taken its place.
    Superseded,
    /// No longer needed.
    CessationOfOperation,
    /// Suspended, for the time being: a card that was reported lost and may be found again.
    CertificateHold,
    /// What it stood for was taken away.
    PrivilegeWithdrawn,
}

impl Reason {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Unspecified => 0,
            Self::KeyCompromise => 1,
            Self::AuthorityCompromise => 2,
            Self::AffiliationChanged => 3,
            Self::Superseded => 4,
            Self::CessationOfOperation => 5,
            Self::CertificateHold => 6,
            Self::PrivilegeWithdrawn => 9,
        }
    }
}

pub(crate) fn list(
    authority: &Authority,
    number: Option<u64>,
    revoked: &[Revocation],
    (this_update, next_update): (Timestamp, Timestamp),
    extensions: &[Extension],
) -> Result<Vec<u8>, CertificateError> {
    let (algorithm, _) = authority.key.sign(&[], crate::keys::Digest::OfKind)?;
    let entries: Vec<u8> = revoked.iter().flat_map(entry).collect();
    // RFC 5280, 5.1.2.6: the list of entries is absent where there are none.
    let entries = if entries.is_empty() {
        entries
    } else {
        der::tlv(der::SEQUENCE, &entries)
    };
    let mut more = Vec::new();
    for extension in extensions {
        more.extend(extension.der()?);
    }
    if let Some(number) = number {
        more.extend(der::sequence(&[
            &known_oid("2.5.29.20"),
            &der::tlv(der::OCTET_STRING, &der::small(number)),
        ]));
    }
    let signed = der::sequence(&[
        &der::small(1),
        &algorithm,
        &authority.name_der()?,
        &der::time(this_update),
        &der::time(next_update),
        &entries,
        &der::explicit(0, &der::tlv(der::SEQUENCE, &more)),
    ]);
    Ok(der::tlv(der::SEQUENCE, &sealed(&authority.key, &signed)?.concat()))
}

fn entry(revoked: &Revocation) -> Vec<u8> {
    let reason = match revoked.reason {
        // RFC 5280, 5.3.1: rather no reason than the code for none.
        Reason::Unspecified => Vec::new(),
        reason => {
            let code = der::tlv(der::ENUMERATED, &[reason.code()]);
            let extension = der::sequence(&[&known_oid("2.5.29.21"), &der::tlv(der::OCTET_STRING, &code)]);
            der::sequence(&[&extension])
        }
    };
    der::sequence(&[&der::tlv(der::INTEGER, &revoked.serial), &der::time(revoked.at), &reason])
}
