//! A certificate taken apart into named pieces, as far as comparing and quoting them needs. Nothing is judged here.

use crate::der::{self, Reader};

/// The pieces of a certificate, each in DER, in the order of RFC 5280, 4.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateParts {
    /// The content of the serial number: big-endian, signed.
    pub serial: Vec<u8>,
    /// The algorithm of the signature, as the signed part says it.
    pub algorithm: Vec<u8>,
    /// The issuer's name.
    pub issuer: Vec<u8>,
    /// From when to when.
    pub validity: Vec<u8>,
    /// The subject's name.
    pub subject: Vec<u8>,
    /// The subject's public key with its algorithm.
    pub public_key: Vec<u8>,
    /// The extensions, by the DER of their identifier, whole.
    pub extensions: Vec<(Vec<u8>, Vec<u8>)>,
    /// The signature's bytes.
    pub signature: Vec<u8>,
    /// All that is signed.
    pub signed: Vec<u8>,
}

impl CertificateParts {
    /// Takes `certificate` (DER) apart; nothing where it is none.
    #[must_use]
    pub fn read(certificate: &[u8]) -> Option<Self> {
        let mut outside = Reader::new(certificate);
        let mut whole = outside.inside(der::SEQUENCE)?;
        let signed = whole.next(der::SEQUENCE)?;
        whole.next(der::SEQUENCE)?;
        let signature = whole.next(der::BIT_STRING)?.content.get(1..)?.to_vec();
        let mut tbs = Reader::new(signed.content);
        tbs.next(0xa0);
        let serial = tbs.next(der::INTEGER)?.content.to_vec();
        let mut piece = || tbs.next(der::SEQUENCE).map(|element| element.whole.to_vec());
        let (algorithm, issuer, validity, subject, public_key) = (piece()?, piece()?, piece()?, piece()?, piece()?);
        let mut extensions = Vec::new();
        if let Some(mut list) = tbs.inside(0xa3).and_then(|mut explicit| explicit.inside(der::SEQUENCE)) {
            while let Some(extension) = list.next(der::SEQUENCE) {
                let name = Reader::new(extension.content).next(der::OBJECT_IDENTIFIER)?.whole.to_vec();
                extensions.push((name, extension.whole.to_vec()));
            }
        }
        (whole.is_empty() && outside.is_empty() && tbs.is_empty()).then_some(Self {
            serial,
            algorithm,
            issuer,
            validity,
            subject,
            public_key,
            extensions,
            signature,
            signed: signed.whole.to_vec(),
        })
    }

    /// The key itself, without its algorithm: what key identifiers and OCSP's issuer hashes are made of.
    #[must_use]
    pub fn key_bits(&self) -> Vec<u8> {
        key_bits(&self.public_key)
    }
}

/// The key itself, out of a key with its algorithm; empty where it is none.
pub(crate) fn key_bits(public_key: &[u8]) -> Vec<u8> {
    let bits = || {
        let mut info = Reader::new(public_key).inside(der::SEQUENCE)?;
        info.next(der::SEQUENCE)?;
        info.next(der::BIT_STRING)?.content.get(1..).map(<[u8]>::to_vec)
    };
    bits().unwrap_or_default()
}
