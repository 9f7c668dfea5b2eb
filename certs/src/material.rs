//! A certificate with all that goes along: its key, the authorities above it, their revocation lists, whoever answers about its status, and the
//! keystore that programs read. Files and listeners are the caller's affair.

use jiff::Timestamp;

use crate::{
    Authority, CertificateError, Name, OcspRefusal, OcspRequest, OcspResponder, PrivateKey, Status,
    keystore::{self, Entry, Protection},
    ocsp::Manner,
    to_pem,
};

/// What a recipe makes.
#[derive(Debug, Clone)]
pub struct Material {
    pub(crate) recipe: String,
    pub(crate) now: Timestamp,
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: PrivateKey,
    pub(crate) serial: Vec<u8>,
    pub(crate) subject: Name,
    pub(crate) authority: Authority,
    pub(crate) chain: Vec<Vec<u8>>,
    pub(crate) root: Vec<u8>,
    pub(crate) encryption: Option<Encryption>,
    pub(crate) lists: Vec<RevocationList>,
    pub(crate) answering: Answering,
}

/// The second certificate of eHealth keystores.
#[derive(Debug, Clone)]
pub struct Encryption {
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: PrivateKey,
    pub(crate) serial: Vec<u8>,
}

/// A revocation list and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationList {
    /// The authority's name in addresses and files.
    pub authority: String,
    /// The list, DER.
    pub der: Vec<u8>,
}

#[derive(Debug, Clone)]
pub(crate) struct Answering {
    pub(crate) responder: OcspResponder,
    pub(crate) manner: Manner,
    pub(crate) status: Status,
    pub(crate) later: bool,
}

impl Material {
    /// The recipe's name.
    #[must_use]
    pub fn recipe(&self) -> &str {
        &self.recipe
    }

    /// The certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Its private key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Whom it names.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// Its serial number, as it stands in the certificate.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The authority that a relying party trusts to have issued it, whoever signed it.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// What goes along with it: the issuing authority's certificate and those above, without the root's.
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// The root that a relying party trusts, DER.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        &self.root
    }

    /// The encryption certificate of an eHealth holder.
    #[must_use]
    pub fn encryption(&self) -> Option<&Encryption> {
        self.encryption.as_ref()
    }

    /// The revocation lists, from the issuing authority's up to the root's.
    #[must_use]
    pub fn revocation_lists(&self) -> &[RevocationList] {
        &self.lists
    }

    /// The certificate and its chain, PEM.
    #[must_use]
    pub fn certificates_pem(&self) -> String {
        let chain = self.chain.iter().map(|certificate| to_pem("CERTIFICATE", certificate));
        to_pem("CERTIFICATE", &self.certificate) + &chain.collect::<String>()
    }

    /// The answer (DER) to a status request (DER) at `now`, which is virtual time.
    pub fn status_answer(&self, request: &[u8], now: Timestamp) -> Result<Vec<u8>, CertificateError> {
        match OcspRequest::parse(request) {
            Ok(request) => self.answer_or_later(&request, now),
            Err(refusal) => Ok(refusal.der()),
        }
    }

    /// How its recipe lets it stand from the beginning.
    #[must_use]
    pub fn status(&self) -> Status {
        self.answering.status
    }

    /// The answer (DER) about this certificate to somebody who sent no nonce, as a server staples it.
    pub fn stapled_answer(&self) -> Result<Vec<u8>, CertificateError> {
        self.answer_or_later(&OcspRequest::about(&self.authority, &self.serial)?, self.now)
    }

    /// The keystore that programs read (PKCS#12). An eHealth holder's has two aliases: `authentication`, and the decimal serial number of the
    /// encryption certificate.
    pub fn keystore(&self, password: &str, protection: Protection) -> Result<Vec<u8>, CertificateError> {
        let mut chain = vec![self.certificate.clone()];
        chain.extend_from_slice(&self.chain);
        chain.push(self.root.clone());
        let mut entries = vec![Entry {
            alias: "authentication".to_owned(),
            key: &self.key,
            chain: chain.clone(),
        }];
        if let Some(encryption) = &self.encryption {
            chain.insert(0, encryption.certificate.clone());
            entries.push(Entry {
                alias: encryption.alias(),
                key: &encryption.key,
                chain,
            });
        }
        keystore::write(&entries, password, protection)
    }

    pub(crate) fn answer_or_later(&self, request: &OcspRequest, now: Timestamp) -> Result<Vec<u8>, CertificateError> {
        let answering = &self.answering;
        if answering.later {
            return Ok(OcspRefusal::TryLater.der());
        }
        answering.responder.answer_in(answering.manner, request, now, |serial| {
            if serial == self.serial { answering.status } else { Status::Unknown }
        })
    }
}

impl Encryption {
    /// The certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Its private key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Its alias in the keystore: the serial number, decimal.
    #[must_use]
    pub fn alias(&self) -> String {
        decimal(&self.serial)
    }
}

/// A positive number in decimal, from its big-endian bytes.
fn decimal(bytes: &[u8]) -> String {
    let mut digits = vec![0_u8];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            *digit = u8::try_from(value % 10).expect("one digit");
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).expect("one digit"));
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn serial_numbers_are_aliases_in_decimal() {
        for (bytes, text) in [
            (&[][..], "0"),
            (&[0], "0"),
            (&[0xff], "255"),
            (&[1, 0, 0], "65536"),
            (&[0xff; 16], "340282366920938463463374607431768211455"),
        ] {
            assert_eq!(decimal(bytes), text);
        }
    }
}
