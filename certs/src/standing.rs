//! How a certificate stands: the revocation lists of the authorities above it, and whoever answers about its status. What a change touches of
//! that is decided here, and what it touches of the certificate in `make`.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    Authority, AuthorityName, CertificateError, Hierarchy, KeyKind, OcspRefusal, OcspRequest, OcspResponder, Revocation, Status,
    change::{Change, ListFlaw, OcspFlaw, Unknown},
    content::Extension,
    make::Making,
    material::{Answering, RevocationList},
    ocsp::{Manner, NonceManner},
    revocation,
};

impl Hierarchy {
    /// That authority's list of revoked certificates (DER), published at `at` for a week, with one thing wrong where a flaw is named.
    pub fn revocation_list(
        &self,
        (name, kind): (AuthorityName, KeyKind),
        number: u64,
        revoked: &[Revocation],
        at: Timestamp,
        flaw: Option<ListFlaw>,
    ) -> Result<Vec<u8>, CertificateError> {
        let of = self.authority(name, kind)?;
        let after = |distance: SignedDuration| at.checked_add(distance).map_err(|_| CertificateError::TooEarly(at));
        let (from, until) = match flaw {
            Some(ListFlaw::Stale) => (after(-LIST_HOLDS - YESTERDAY)?, after(-YESTERDAY)?),
            Some(ListFlaw::NotYetInForce) => (after(YESTERDAY)?, after(LIST_HOLDS)?),
            _ => (at, after(LIST_HOLDS)?),
        };
        let signer = match flaw {
            Some(ListFlaw::SignedByNamesake) => self.namesake(name, kind)?,
            _ => Arc::clone(&of),
        };
        // It says whose key signed it as the true one would: the signature is what differs.
        let extensions = [Extension::AuthorityKey(of.key.identifier())];
        revocation::list(&signer, Some(number), revoked, (from, until), &extensions)
    }

    /// The answer (DER) to a status request at `now`, by whom that authority delegated, with one thing wrong where a flaw is named. `status` is
    /// asked for the certificates of this authority; the others are unknown.
    pub fn status_answer(
        &self,
        issuer: (AuthorityName, KeyKind),
        request: &OcspRequest,
        now: Timestamp,
        flaw: Option<OcspFlaw>,
        status: impl Fn(&[u8]) -> Status,
    ) -> Result<Vec<u8>, CertificateError> {
        if flaw == Some(OcspFlaw::TryLater) {
            return Ok(OcspRefusal::TryLater.der());
        }
        let (responder, manner) = self.answerer(issuer, flaw, now)?;
        responder.answer_in(manner, request, now, status)
    }

    fn answerer(
        &self,
        (name, kind): (AuthorityName, KeyKind),
        flaw: Option<OcspFlaw>,
        at: Timestamp,
    ) -> Result<(OcspResponder, Manner), CertificateError> {
        let trusted = self.authority(name, kind)?;
        let responder = match flaw {
            Some(OcspFlaw::ResponderWithoutPurpose) => self.responder_of(&trusted, "ocsp", false, at)?,
            Some(OcspFlaw::DelegatedByNamesake) => {
                let mut stranger = self.responder_of(&*self.namesake(name, kind)?, "ocsp", true, at)?;
                stranger.issuer_key = trusted.key.public_key_der().to_vec();
                stranger
            }
            _ => self.responder_of(&trusted, "ocsp", true, at)?,
        };
        let mut manner = Manner::default();
        match flaw {
            Some(OcspFlaw::Stale) => manner.age = YESTERDAY,
            Some(OcspFlaw::OtherNonce) => manner.nonce = NonceManner::Other,
            Some(OcspFlaw::OtherCertificate) => manner.of_another = true,
            Some(OcspFlaw::Altered) => manner.altered = true,
            _ => {}
        }
        Ok((responder, manner))
    }
}

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
        let published = self.ago(SignedDuration::from_hours(1))?;
        Ok(RevocationList {
            authority: of.slug.clone(),
            der: self
                .hierarchy
                .revocation_list((name, self.kind), LIST_NUMBER, revoked, published, flaw)?,
        })
    }

    pub(crate) fn answering(&self) -> Result<Answering, CertificateError> {
        let flaw = match self.change {
            Some(Change::Ocsp(flaw)) => Some(*flaw),
            _ => None,
        };
        let (responder, manner) = self
            .hierarchy
            .answerer((self.upright.issuer, self.kind), flaw, self.hierarchy.now())?;
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
