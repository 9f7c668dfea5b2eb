//! What a certificate says, in the words of recipes, and the signing of it. Which content a person's or an authority's certificate has is
//! decided in recipes and in the hierarchy.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    CertificateError, Name, PrivateKey,
    der::{self, known_oid},
    keys::Digest,
};

/// In every certificate made here, so that it never passes for a real one, whatever its names are.
pub const COMMENT: &str = "ETALON TEST - synthetic, not a real person or authority";

/// What a key may be used for (RFC 5280, 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyUsage {
    /// Bit 0.
    DigitalSignature,
    /// Bit 1, also called content commitment.
    NonRepudiation,
    /// Bit 2.
    KeyEncipherment,
    /// Bit 3.
    DataEncipherment,
    /// Bit 5.
    CertificateSigning,
    /// Bit 6.
    RevocationListSigning,
}

/// For which purposes (RFC 5280, 4.2.1.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// TLS servers.
    ServerAuthentication,
    /// TLS clients.
    ClientAuthentication,
    /// Programs.
    CodeSigning,
    /// Mail.
    EmailProtection,
    /// OCSP answers.
    OcspSigning,
}

/// Statements of qualified certificates (ETSI EN 319 412-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QualifiedStatement {
    /// It is a qualified certificate.
    Compliance,
    /// Its key lies in a device for qualified signatures.
    SignatureDevice,
    /// It is for signatures of persons.
    ForSignatures,
}

/// The extensions, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Extension {
    Authority {
        is_one: bool,
        path_length: Option<u8>,
    },
    KeyUsage(Vec<KeyUsage>),
    Purposes(Vec<Purpose>),
    SubjectKey(Vec<u8>),
    AuthorityKey(Vec<u8>),
    Policies(Vec<String>),
    QualifiedStatements(Vec<QualifiedStatement>),
    RevocationList(String),
    Access {
        ocsp: String,
        issuer: String,
    },
    Hosts(Vec<String>),
    NoOcspCheck,
    Comment,
    /// One that nobody knows, and that must be understood.
    Unknown,
}

/// All that a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    /// Big-endian, signed, as it is written.
    pub(crate) serial: Vec<u8>,
    pub(crate) issuer: Name,
    pub(crate) subject: Name,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) public_key: Vec<u8>,
    pub(crate) extensions: Vec<Extension>,
}

impl Content {
    /// The certificate (DER) that says this, signed by `key`.
    pub(crate) fn signed_by(&self, key: &PrivateKey, digest: Digest) -> Result<Vec<u8>, CertificateError> {
        // The algorithm stands inside what is signed, so it is asked for before.
        let (algorithm, _) = key.sign(&[], digest)?;
        let mut extensions = Vec::new();
        for extension in &self.extensions {
            extensions.extend(extension.der()?);
        }
        let signed = der::sequence(&[
            &der::explicit(0, &der::small(2)),
            &der::tlv(der::INTEGER, &self.serial),
            &algorithm,
            &self.issuer.der()?,
            &der::sequence(&[&der::time(self.from), &der::time(self.until)]),
            &self.subject.der()?,
            &self.public_key,
            &der::explicit(3, &der::tlv(der::SEQUENCE, &extensions)),
        ]);
        let (algorithm, signature) = key.sign(&signed, digest)?;
        Ok(der::sequence(&[&signed, &algorithm, &der::bits(&signature)]))
    }
}

impl Extension {
    /// RFC 5280, 4.2; RFC 6960, 4.2.2.2.1; RFC 3739, 3.2.6; the comment is Netscape's, which openssl shows as text.
    pub(crate) fn identifier(&self) -> &'static str {
        match self {
            Self::Authority { .. } => "2.5.29.19",
            Self::KeyUsage(_) => "2.5.29.15",
            Self::Purposes(_) => "2.5.29.37",
            Self::SubjectKey(_) => "2.5.29.14",
            Self::AuthorityKey(_) => "2.5.29.35",
            Self::Policies(_) => "2.5.29.32",
            Self::QualifiedStatements(_) => "1.3.6.1.5.5.7.1.3",
            Self::RevocationList(_) => "2.5.29.31",
            Self::Access { .. } => "1.3.6.1.5.5.7.1.1",
            Self::Hosts(_) => "2.5.29.17",
            Self::NoOcspCheck => "1.3.6.1.5.5.7.48.1.5",
            Self::Comment => "2.16.840.1.113730.1.13",
            // Below the arc for examples (ITU-T X.660), which is nobody's.
            Self::Unknown => "2.999.1.1",
        }
    }

    fn is_critical(&self) -> bool {
        match self {
            Self::Authority { is_one, .. } => *is_one,
            Self::KeyUsage(_) | Self::Unknown => true,
            _ => false,
        }
    }

    pub(crate) fn der(&self) -> Result<Vec<u8>, CertificateError> {
        let critical = if self.is_critical() { der::boolean(true) } else { Vec::new() };
        Ok(der::sequence(&[
            &known_oid(self.identifier()),
            &critical,
            &der::tlv(der::OCTET_STRING, &self.value()?),
        ]))
    }

    fn value(&self) -> Result<Vec<u8>, CertificateError> {
        Ok(match self {
            Self::Authority { is_one, path_length } => {
                let is_one = if *is_one { der::boolean(true) } else { Vec::new() };
                let path_length = path_length.map(|length| der::small(length.into())).unwrap_or_default();
                der::sequence(&[&is_one, &path_length])
            }
            Self::KeyUsage(usages) => der::named_bits(&usages.iter().map(|usage| usage.bit()).collect::<Vec<_>>()),
            Self::Purposes(purposes) => {
                let named: Vec<u8> = purposes.iter().flat_map(|purpose| known_oid(purpose.identifier())).collect();
                der::tlv(der::SEQUENCE, &named)
            }
            Self::SubjectKey(identifier) => der::tlv(der::OCTET_STRING, identifier),
            Self::AuthorityKey(identifier) => der::sequence(&[&der::implicit(0, identifier)]),
            Self::Policies(policies) => {
                let mut all = Vec::new();
                for policy in policies {
                    let policy =
                        der::oid(policy).ok_or_else(|| CertificateError::Text(policy.clone(), "a policy is a dotted identifier"))?;
                    all.extend(der::sequence(&[&policy]));
                }
                der::tlv(der::SEQUENCE, &all)
            }
            Self::QualifiedStatements(statements) => {
                let all: Vec<u8> = statements.iter().flat_map(|statement| statement.der()).collect();
                der::tlv(der::SEQUENCE, &all)
            }
            Self::RevocationList(url) => {
                let point = der::explicit(0, &der::explicit(0, &uri(url)?));
                der::sequence(&[&der::sequence(&[&point])])
            }
            Self::Access { ocsp, issuer } => der::sequence(&[
                &der::sequence(&[&known_oid("1.3.6.1.5.5.7.48.1"), &uri(ocsp)?]),
                &der::sequence(&[&known_oid("1.3.6.1.5.5.7.48.2"), &uri(issuer)?]),
            ]),
            Self::Hosts(hosts) => {
                let mut all = Vec::new();
                for host in hosts {
                    all.extend(match host.parse::<std::net::IpAddr>() {
                        Ok(std::net::IpAddr::V4(address)) => der::implicit(7, &address.octets()),
                        Ok(std::net::IpAddr::V6(address)) => der::implicit(7, &address.octets()),
                        Err(_) if crate::server::is_host_name(host) => der::implicit(2, host.as_bytes()),
                        Err(_) => return Err(CertificateError::DnsName(host.clone())),
                    });
                }
                der::tlv(der::SEQUENCE, &all)
            }
            Self::NoOcspCheck | Self::Unknown => vec![5, 0],
            Self::Comment => der::tlv(der::IA5_STRING, COMMENT.as_bytes()),
        })
    }
}

fn uri(url: &str) -> Result<Vec<u8>, CertificateError> {
    if url.is_empty() || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CertificateError::Text(
            url.to_owned(),
            "an address is visible ASCII characters without blanks",
        ));
    }
    Ok(der::implicit(6, url.as_bytes()))
}

impl KeyUsage {
    fn bit(self) -> u8 {
        match self {
            Self::DigitalSignature => 0,
            Self::NonRepudiation => 1,
            Self::KeyEncipherment => 2,
            Self::DataEncipherment => 3,
            Self::CertificateSigning => 5,
            Self::RevocationListSigning => 6,
        }
    }
}

impl Purpose {
    fn identifier(self) -> &'static str {
        match self {
            Self::ServerAuthentication => "1.3.6.1.5.5.7.3.1",
            Self::ClientAuthentication => "1.3.6.1.5.5.7.3.2",
            Self::CodeSigning => "1.3.6.1.5.5.7.3.3",
            Self::EmailProtection => "1.3.6.1.5.5.7.3.4",
            Self::OcspSigning => "1.3.6.1.5.5.7.3.9",
        }
    }
}

impl QualifiedStatement {
    fn der(self) -> Vec<u8> {
        match self {
            Self::Compliance => der::sequence(&[&known_oid("0.4.0.1862.1.1")]),
            Self::SignatureDevice => der::sequence(&[&known_oid("0.4.0.1862.1.4")]),
            Self::ForSignatures => {
                let kind = der::sequence(&[&known_oid("0.4.0.1862.1.6.1")]);
                der::sequence(&[&known_oid("0.4.0.1862.1.6"), &kind])
            }
        }
    }
}
