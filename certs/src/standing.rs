//! How a certificate stands: the revocation lists of the authorities above it, and whoever answers about its status. What a change touches of
//! that is decided here, and what it touches of the certificate in `make`.

use jiff::{SignedDuration, Timestamp};

use crate::{
    Authority, AuthorityName, CertificateError, Revocation, Status,
    change::{Change, ListFlaw, OcspFlaw, Unknown},
    content::Extension,
    make::Making,
    material::{Answering, RevocationList},
    ocsp::{Manner, NonceManner},
    revocation,
};

/// The number of every revocation list made here: a list is made once per material.
const LIST_NUMBER: u64 = 1;
const YESTERDAY: SignedDuration = SignedDuration::from_hours(24);
/// How long a revocation list holds: cards' authorities publish one every few hours and let it hold for a week.
const LIST_HOLDS: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Making<'_> {
    /// The lists of every authority from the issuer up to the root.
    pub(crate) fn lists(&self, issuer: &Authority, serial: &[u8]) -> Result<Vec<RevocationList>, CertificateError> {
        let mut lists = Vec::new();
        let mut below: Option<AuthorityName> = None;
        let mut name = Some(self.upright.issuer);
        while let Some(authority) = name {
            let of = self.hierarchy.authority(authority, self.kind)?;
            let revoked = match (below, self.change) {
                (None, Some(Change::Revoked(reason))) => Some((serial.to_vec(), *reason)),
                (Some(below), Some(Change::IssuerRevoked(reason))) if below == self.upright.issuer => {
                    let parts = crate::CertificateParts::read(&issuer.certificate).ok_or(CertificateError::NoSignature)?;
                    Some((parts.serial, *reason))
                }
                _ => None,
            };
            let revoked: Vec<Revocation> = (revoked.into_iter())
                .map(|(serial, reason)| {
                    Ok(Revocation {
                        serial,
                        reason,
                        at: self.ago(YESTERDAY)?,
                    })
                })
                .collect::<Result<_, CertificateError>>()?;
            let flaw = match self.change {
                Some(Change::List(flaw)) if below.is_none() => Some(*flaw),
                _ => None,
            };
            lists.push(self.list(&of, authority, &revoked, flaw)?);
            below = Some(authority);
            name = authority.parent();
        }
        Ok(lists)
    }

    fn list(
        &self,
        of: &Authority,
        name: AuthorityName,
        revoked: &[Revocation],
        flaw: Option<ListFlaw>,
    ) -> Result<RevocationList, CertificateError> {
        let (from, until) = match flaw {
            Some(ListFlaw::Stale) => (self.ago(LIST_HOLDS + YESTERDAY)?, self.ago(YESTERDAY)?),
            Some(ListFlaw::NotYetInForce) => (self.ago(-YESTERDAY)?, self.ago(-LIST_HOLDS)?),
            _ => (self.ago(SignedDuration::from_hours(1))?, self.ago(-LIST_HOLDS)?),
        };
        let signer = match flaw {
            Some(ListFlaw::SignedByNamesake) => (*self.hierarchy.namesake(name, self.kind)?).clone(),
            _ => of.clone(),
        };
        // It says whose key signed it as the true one would: the signature is what differs.
        let extensions = [Extension::AuthorityKey(of.key.identifier())];
        Ok(RevocationList {
            authority: of.slug.clone(),
            der: revocation::list(&signer, Some(LIST_NUMBER), revoked, (from, until), &extensions)?,
        })
    }

    pub(crate) fn answering(&self, trusted: &Authority) -> Result<Answering, CertificateError> {
        let (name, kind) = (self.upright.issuer, self.kind);
        let flaw = match self.change {
            Some(Change::Ocsp(flaw)) => Some(*flaw),
            _ => None,
        };
        let responder = match flaw {
            Some(OcspFlaw::ResponderWithoutPurpose) => self.hierarchy.responder_of(trusted, "ocsp", false)?,
            Some(OcspFlaw::DelegatedByNamesake) => {
                let mut stranger = self.hierarchy.responder_of(&*self.hierarchy.namesake(name, kind)?, "ocsp", true)?;
                stranger.issuer_key = trusted.key.public_key_der().to_vec();
                stranger
            }
            _ => self.hierarchy.responder_of(trusted, "ocsp", true)?,
        };
        let mut manner = Manner::default();
        match flaw {
            Some(OcspFlaw::Stale) => manner.age = YESTERDAY,
            Some(OcspFlaw::OtherNonce) => manner.nonce = NonceManner::Other,
            Some(OcspFlaw::OtherCertificate) => manner.of_another = true,
            Some(OcspFlaw::Altered) => manner.altered = true,
            _ => {}
        }
        let status = match self.change {
            Some(Change::Revoked(reason)) => Status::Revoked {
                at: self.ago(YESTERDAY)?,
                reason: *reason,
            },
            Some(Change::Unknown(Unknown::Certificate)) => Status::Unknown,
            _ => Status::Good,
        };
        Ok(Answering {
            responder,
            manner,
            status,
            later: flaw == Some(OcspFlaw::TryLater),
        })
    }

    fn ago(&self, distance: SignedDuration) -> Result<Timestamp, CertificateError> {
        let now = self.hierarchy.now();
        now.checked_sub(distance).map_err(|_| CertificateError::TooEarly(now))
    }
}
