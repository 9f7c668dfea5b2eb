//! What the certificates of transport and of token signers contain: those that scenarios are not about. Who signs them is decided by the maker
//! of each. Certificates that scenarios are about come from recipes.

use std::time::Duration;

use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose, SerialNumber,
    date_time_ymd,
};

/// The organisation in every subject, so that no certificate passes for a real one.
pub const ORGANISATION: &str = "Synthetic test material";
/// RFC 5280, appendix A: ub-common-name.
const MAX_COMMON_NAME_CHARS: usize = 64;

const START_OF_1950: i64 = -631_152_000;
const START_OF_2000: i64 = 946_684_800;
const START_OF_2100: i64 = 4_102_444_800;

/// The kinds of such certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// An authority that signs end certificates, and no other authority.
    Root,
    /// A TLS server.
    Server,
    /// A signer of tokens and messages.
    Signing,
}

/// From when to when a certificate is valid, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    not_before: Timestamp,
    not_after: Timestamp,
}

/// Why a certificate cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The end lies before the start.
    #[error("a certificate cannot be valid from {0} until {1}: the end lies before the start")]
    Validity(Timestamp, Timestamp),
    /// The start lies before 1950.
    #[error("a certificate cannot be valid from {0}: certificates start in 1950 or later")]
    TooEarly(Timestamp),
    /// The name is empty or too long.
    #[error("`{0}` cannot be a certificate's common name: it must have 1 to {MAX_COMMON_NAME_CHARS} characters")]
    CommonName(String),
    /// A server certificate without names serves nobody.
    #[error("a server certificate needs at least one DNS name or IP address")]
    NoNames,
    /// Not a host name.
    #[error("`{0}` is not a DNS name: use letters, digits, hyphens and dots, and `*.` at most in front")]
    DnsName(String),
    /// The maker refused; a key of another kind, for instance.
    #[error("the certificate could not be made: {0}")]
    Refused(#[from] rcgen::Error),
    /// A key that cannot sign; one that is damaged, for instance.
    #[error("the key cannot sign this")]
    NoSignature,
    /// A name that cannot stand in a certificate.
    #[error("`{0}` cannot be written in a certificate: {1}")]
    Text(String, &'static str),
    /// The keys' folder gives none.
    #[error(transparent)]
    Keys(#[from] crate::PoolError),
    /// A recipe that does not exist.
    #[error("there is no recipe `{0}`; `etalon certs list` names them all")]
    NoSuchRecipe(String),
    /// A kind of key that a recipe does not exist with.
    #[error("the recipe `{0}` does not exist with that kind of key; `etalon certs list` names the kinds")]
    NoSuchKind(String),
    /// The keystore's maker refused.
    #[error("the keystore could not be made: {0}")]
    Keystore(String),
    /// No random bytes for the serial number.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
}

impl Validity {
    /// From one instant until another, from 1950 on: the two date forms of X.509 start there, and the maker panics on years before 0.
    pub fn between(not_before: Timestamp, not_after: Timestamp) -> Result<Self, CertificateError> {
        if not_before.as_second() < START_OF_1950 {
            return Err(CertificateError::TooEarly(not_before));
        }
        if not_after < not_before {
            Err(CertificateError::Validity(not_before, not_after))
        } else {
            Ok(Self { not_before, not_after })
        }
    }

    pub(crate) fn ends(self) -> (Timestamp, Timestamp) {
        (self.not_before, self.not_after)
    }

    /// 2000 to 2100: valid in wall time and in all scenario time, for certificates that only carry transport.
    #[must_use]
    pub fn wide() -> Self {
        let at = |second| Timestamp::from_second(second).expect("a year that timestamps cover");
        Self {
            not_before: at(START_OF_2000),
            not_after: at(START_OF_2100),
        }
    }
}

impl Shape {
    pub(crate) fn parameters(self, common_name: &str, validity: Validity) -> Result<CertificateParams, CertificateError> {
        if !(1..=MAX_COMMON_NAME_CHARS).contains(&common_name.chars().count()) {
            return Err(CertificateError::CommonName(common_name.to_owned()));
        }
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = DistinguishedName::new();
        parameters.distinguished_name.push(DnType::OrganizationName, ORGANISATION);
        parameters.distinguished_name.push(DnType::CommonName, common_name);
        parameters.serial_number = Some(fresh_serial_number()?);
        // The maker's own type of instant is reached by its arithmetic alone.
        let epoch = date_time_ymd(1970, 1, 1);
        let after_epoch = |instant: Timestamp| {
            let distance = Duration::from_secs(instant.as_second().unsigned_abs());
            if instant.as_second() < 0 {
                epoch - distance
            } else {
                epoch + distance
            }
        };
        parameters.not_before = after_epoch(validity.not_before);
        parameters.not_after = after_epoch(validity.not_after);
        parameters.use_authority_key_identifier_extension = true;
        match self {
            Self::Root => {
                parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
                parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
            }
            Self::Server => {
                parameters.is_ca = IsCa::ExplicitNoCa;
                parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
                parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            }
            Self::Signing => {
                parameters.is_ca = IsCa::ExplicitNoCa;
                parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
            }
        }
        Ok(parameters)
    }
}

/// Issuer and serial number must name one certificate, also when one key is certified twice: so not derived from the key.
fn fresh_serial_number() -> Result<SerialNumber, CertificateError> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| CertificateError::NoRandomness)?;
    bytes[0] &= 0x7f; // positive (RFC 5280, 4.1.2.2)
    bytes[0] |= 0x40; // and of one length
    Ok(SerialNumber::from_slice(&bytes))
}
