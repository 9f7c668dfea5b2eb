//! Certificates for TLS servers, signed by the test root: P-256, for all the names that a listener answers to.

use std::{fmt, net::IpAddr};

use rcgen::{KeyPair, SanType};

use crate::{CertificateError, TestRoot, Validity, shape::Shape};

/// A name under which a server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectName {
    /// A DNS name; may start with `*.`.
    Dns(String),
    /// An IP address.
    Ip(IpAddr),
}

/// What a TLS listener needs. `Debug` keeps the key to itself.
#[derive(Clone)]
pub struct ServerIdentity {
    /// The server's certificate; clients trust the root, which is not included.
    pub cert_pem: String,
    /// Its private key, PKCS#8.
    pub key_pem: String,
}

/// A certificate for `names`, with a new key, valid in wall time and in all scenario time.
pub fn server_certificate(root: &TestRoot, names: &[SubjectName]) -> Result<ServerIdentity, CertificateError> {
    if names.is_empty() {
        return Err(CertificateError::NoNames);
    }
    // The name that counts is among the alternative names; the common name only labels.
    let mut parameters = Shape::Server.parameters("Etalon test server", Validity::wide())?;
    parameters.subject_alt_names = names.iter().map(SubjectName::alternative_name).collect::<Result<_, _>>()?;
    let key = KeyPair::generate()?;
    let certificate = parameters.signed_by(&key, root.issuer())?;
    Ok(ServerIdentity {
        cert_pem: certificate.pem(),
        key_pem: key.serialize_pem(),
    })
}

impl SubjectName {
    fn alternative_name(&self) -> Result<SanType, CertificateError> {
        match self {
            Self::Ip(address) => Ok(SanType::IpAddress(*address)),
            Self::Dns(name) if is_host_name(name) => Ok(SanType::DnsName(name.as_str().try_into()?)),
            Self::Dns(name) => Err(CertificateError::DnsName(name.clone())),
        }
    }
}

impl From<IpAddr> for SubjectName {
    fn from(address: IpAddr) -> Self {
        Self::Ip(address)
    }
}

impl From<&str> for SubjectName {
    /// An IP address where the text is one, a DNS name otherwise.
    fn from(name: &str) -> Self {
        name.parse().map_or_else(|_| Self::Dns(name.to_owned()), Self::Ip)
    }
}

impl fmt::Debug for ServerIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerIdentity")
            .field("cert_pem", &self.cert_pem)
            .finish_non_exhaustive()
    }
}

/// RFC 1123, 2.1: labels of 1 to 63 letters, digits and inner hyphens, 253 characters in all.
pub(crate) fn is_host_name(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.strip_prefix("*.").unwrap_or(name).split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_host_names_are_taken() {
        for name in ["localhost", "idp.iamfas.belgium.be", "*.nation.test", "a-1.test"] {
            assert!(is_host_name(name), "{name}");
        }
        let (long_label, long_name) = ("a".repeat(64), ["a".repeat(63).as_str(); 4].join("."));
        for name in [
            "",
            ".",
            "a..b",
            "-a",
            "a-",
            "a.*.b",
            "*",
            "a b",
            "zoë.test",
            "a/b",
            &long_label,
            &long_name,
        ] {
            assert!(!is_host_name(name), "{name}");
        }
    }

    #[test]
    fn names_are_needed_and_keys_stay_out_of_debug_output() {
        let root = TestRoot::fresh().expect("a root");
        assert!(matches!(server_certificate(&root, &[]), Err(CertificateError::NoNames)));
        assert!(matches!(
            server_certificate(&root, &["a_b".into()]),
            Err(CertificateError::DnsName(_))
        ));
        let identity = server_certificate(&root, &["localhost".into()]).expect("a certificate");
        assert!(!format!("{identity:?}").contains("PRIVATE"));
    }
}
