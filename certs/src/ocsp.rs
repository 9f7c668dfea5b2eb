//! Status answers (RFC 6960): requests read, answers made by a responder whom the authority delegated. HTTP, and who is revoked, are the
//! caller's affair.

use aws_lc_rs::digest;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Authority, CertificateError, PrivateKey,
    authority::sealed,
    der::{self, Reader, known_oid},
    keys::sha1,
    parts::key_bits,
    revocation::Reason,
};

/// A longer request is not read.
pub const MAX_OCSP_REQUEST_BYTES: usize = 16 * 1024;
/// Of more certificates at a time nothing is said.
pub const MAX_OCSP_CERTIFICATES: usize = 16;
/// How long an answer holds.
const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// What a client asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspRequest {
    certificates: Vec<CertificateIdentifier>,
    /// The extension's value, repeated in the answer as it came.
    nonce: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct CertificateIdentifier {
    whole: Vec<u8>,
    algorithm: Vec<u8>,
    name_hash: Vec<u8>,
    key_hash: Vec<u8>,
    serial: Vec<u8>,
}

/// What is known of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Issued, and not revoked.
    Good,
    /// Revoked, or on hold.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: Reason,
    },
    /// Not of this authority.
    Unknown,
}

/// Why a request gets no answer about certificates (RFC 6960, 4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OcspRefusal {
    /// It cannot be read.
    Malformed,
    /// Not now.
    TryLater,
    /// Not for these certificates.
    Unauthorized,
}

/// Who answers for one authority.
#[derive(Debug, Clone)]
pub struct OcspResponder {
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Vec<u8>,
    pub(crate) issuer_name: Vec<u8>,
    pub(crate) issuer_key: Vec<u8>,
}

/// What an answer gets wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Manner {
    /// Made so long ago.
    pub(crate) age: SignedDuration,
    pub(crate) nonce: NonceManner,
    /// Speaks of the next serial number.
    pub(crate) of_another: bool,
    pub(crate) altered: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NonceManner {
    #[default]
    Repeated,
    Other,
}

impl OcspRequest {
    /// Reads a request (DER). Signatures on requests are ignored, as most responders do.
    pub fn parse(request: &[u8]) -> Result<Self, OcspRefusal> {
        if request.len() > MAX_OCSP_REQUEST_BYTES {
            return Err(OcspRefusal::Malformed);
        }
        Self::read(request)
            .filter(|read| (1..=MAX_OCSP_CERTIFICATES).contains(&read.certificates.len()))
            .ok_or(OcspRefusal::Malformed)
    }

    fn read(request: &[u8]) -> Option<Self> {
        let mut tbs = Reader::new(request).inside(der::SEQUENCE)?.inside(der::SEQUENCE)?;
        tbs.next(0xa0);
        tbs.next(0xa1);
        let mut list = tbs.inside(der::SEQUENCE)?;
        let mut certificates = Vec::new();
        while !list.is_empty() {
            let identifier = list.inside(der::SEQUENCE)?.next(der::SEQUENCE)?;
            let mut parts = Reader::new(identifier.content);
            certificates.push(CertificateIdentifier {
                whole: identifier.whole.to_vec(),
                algorithm: parts.inside(der::SEQUENCE)?.next(der::OBJECT_IDENTIFIER)?.whole.to_vec(),
                name_hash: parts.next(der::OCTET_STRING)?.content.to_vec(),
                key_hash: parts.next(der::OCTET_STRING)?.content.to_vec(),
                serial: parts.next(der::INTEGER)?.content.to_vec(),
            });
        }
        let mut nonce = None;
        if let Some(mut extensions) = tbs.inside(0xa2).and_then(|mut explicit| explicit.inside(der::SEQUENCE)) {
            while !extensions.is_empty() {
                let mut extension = extensions.inside(der::SEQUENCE)?;
                let name = extension.next(der::OBJECT_IDENTIFIER)?;
                extension.next(der::BOOLEAN);
                let value = extension.next(der::OCTET_STRING)?;
                if name.whole == known_oid(NONCE) {
                    nonce = Some(value.content.to_vec());
                }
            }
        }
        Some(Self { certificates, nonce })
    }

    /// The same with a nonce, in the form that the extension's value has.
    pub(crate) fn with_nonce(self, nonce: &[u8]) -> Self {
        Self {
            nonce: Some(nonce.to_vec()),
            ..self
        }
    }

    /// The serial numbers asked about.
    pub fn serials(&self) -> impl Iterator<Item = &[u8]> {
        self.certificates.iter().map(|certificate| certificate.serial.as_slice())
    }

    /// A request about one certificate of that authority, as a client would write it, with SHA-1 identifiers and without a nonce.
    pub fn about(authority: &Authority, serial: &[u8]) -> Result<Self, CertificateError> {
        let algorithm = known_oid(SHA1);
        let name_hash = sha1(&authority.name_der()?);
        let key_hash = authority.key.identifier();
        let whole = der::sequence(&[
            &der::sequence(&[&algorithm, &[5, 0]]),
            &der::tlv(der::OCTET_STRING, &name_hash),
            &der::tlv(der::OCTET_STRING, &key_hash),
            &der::tlv(der::INTEGER, serial),
        ]);
        Ok(Self {
            certificates: vec![CertificateIdentifier {
                whole,
                algorithm,
                name_hash,
                key_hash,
                serial: serial.to_vec(),
            }],
            nonce: None,
        })
    }
}

impl OcspResponder {
    /// The answer (DER) about every certificate that the request names: `status` is asked for those of this authority, the others are unknown.
    pub fn answer(&self, request: &OcspRequest, now: Timestamp, status: impl Fn(&[u8]) -> Status) -> Result<Vec<u8>, CertificateError> {
        self.answer_in(Manner::default(), request, now, status)
    }

    /// Whether the first certificate that the request names is of this responder's authority.
    #[must_use]
    pub fn is_asked_by(&self, request: &OcspRequest) -> bool {
        request.certificates.first().is_some_and(|asked| self.is_issuer_of(asked))
    }

    /// Its own certificate, which every answer carries.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    pub(crate) fn answer_in(
        &self,
        manner: Manner,
        request: &OcspRequest,
        now: Timestamp,
        status: impl Fn(&[u8]) -> Status,
    ) -> Result<Vec<u8>, CertificateError> {
        let out_of_range = |_| CertificateError::TooEarly(now);
        let made = now.checked_sub(manner.age).map_err(out_of_range)?;
        let next = made.checked_add(LIFETIME).map_err(out_of_range)?;
        let mut singles = Vec::new();
        for asked in &request.certificates {
            let status = if self.is_issuer_of(asked) {
                status(&asked.serial)
            } else {
                Status::Unknown
            };
            singles.extend(der::sequence(&[
                &if manner.of_another {
                    another(&asked.whole, &asked.serial)
                } else {
                    asked.whole.clone()
                },
                &status.der(),
                &der::generalized_time(made),
                &der::explicit(0, &der::generalized_time(next)),
            ]));
        }
        let nonce = request.nonce.as_ref().map(|nonce| {
            let value = match manner.nonce {
                NonceManner::Repeated => nonce.clone(),
                // Tag and length, then the bytes themselves.
                NonceManner::Other => (nonce.iter().enumerate())
                    .map(|(at, byte)| if at < 2 { *byte } else { !byte })
                    .collect(),
            };
            let extension = der::sequence(&[&known_oid(NONCE), &der::tlv(der::OCTET_STRING, &value)]);
            der::explicit(1, &der::sequence(&[&extension]))
        });
        let signed = der::sequence(&[
            &der::explicit(2, &der::tlv(der::OCTET_STRING, &self.key.identifier())),
            &der::generalized_time(made),
            &der::tlv(der::SEQUENCE, &singles),
            &nonce.unwrap_or_default(),
        ]);
        let [signed, algorithm, mut signature] = sealed(&self.key, &signed)?;
        if manner.altered {
            let last = signature.last_mut().expect("a signature has bytes");
            *last ^= 1;
        }
        let certificates = der::explicit(0, &der::sequence(&[&self.certificate]));
        let basic = der::sequence(&[&signed, &algorithm, &signature, &certificates]);
        let bytes = der::sequence(&[&known_oid(BASIC), &der::tlv(der::OCTET_STRING, &basic)]);
        Ok(der::sequence(&[&der::tlv(der::ENUMERATED, &[0]), &der::explicit(0, &bytes)]))
    }

    fn is_issuer_of(&self, asked: &CertificateIdentifier) -> bool {
        let hashes = |bytes: &[u8]| {
            if asked.algorithm == known_oid(SHA1) {
                Some(sha1(bytes))
            } else if asked.algorithm == known_oid(SHA256) {
                Some(digest::digest(&digest::SHA256, bytes).as_ref().to_vec())
            } else {
                None
            }
        };
        hashes(&self.issuer_name).is_some_and(|hash| hash == asked.name_hash)
            && hashes(&key_bits(&self.issuer_key)).is_some_and(|hash| hash == asked.key_hash)
    }
}

impl OcspRefusal {
    /// The answer that says so (DER). It is signed by nobody.
    #[must_use]
    pub fn der(self) -> Vec<u8> {
        let code = match self {
            Self::Malformed => 1,
            Self::TryLater => 3,
            Self::Unauthorized => 6,
        };
        der::sequence(&[&der::tlv(der::ENUMERATED, &[code])])
    }
}

impl Status {
    fn der(self) -> Vec<u8> {
        match self {
            Self::Good => der::implicit(0, &[]),
            Self::Unknown => der::implicit(2, &[]),
            Self::Revoked { at, reason } => {
                let reason = match reason {
                    Reason::Unspecified => Vec::new(),
                    reason => der::explicit(0, &der::tlv(der::ENUMERATED, &[reason.code()])),
                };
                der::explicit(1, &[der::generalized_time(at), reason].concat())
            }
        }
    }
}

/// The same identifier with the last byte of the serial number, which stands at its end, changed.
fn another(identifier: &[u8], serial: &[u8]) -> Vec<u8> {
    let mut other = identifier.to_vec();
    if let (Some(last), false) = (other.last_mut(), serial.is_empty()) {
        *last ^= 1;
    }
    other
}

const NONCE: &str = "1.3.6.1.5.5.7.48.1.2";
const BASIC: &str = "1.3.6.1.5.5.7.48.1.1";
const SHA1: &str = "1.3.14.3.2.26";
const SHA256: &str = "2.16.840.1.101.3.4.2.1";
