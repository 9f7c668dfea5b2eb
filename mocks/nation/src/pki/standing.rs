//! How a certificate stands at an instant: good from the beginning, and whatever came later. Pure.

use std::collections::BTreeMap;

use etalon_certs::{Reason, Status};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What an authority says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateStatus {
    /// It was issued, and nothing is wrong with it.
    Good,
    /// Suspended, for the time being.
    OnHold,
    /// Revoked, for good.
    Revoked(Reason),
    /// The authority knows nothing of it.
    Unknown,
}

/// A status and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The status.
    pub status: CertificateStatus,
    /// Since when; nothing where it was so from the beginning.
    pub at: Option<Timestamp>,
}

/// What became of a certificate, in the realm's time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Course {
    changes: BTreeMap<Timestamp, CertificateStatus>,
}

impl CertificateStatus {
    /// As journals and the control API spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::OnHold => "on-hold",
            Self::Revoked(_) => "revoked",
            Self::Unknown => "unknown",
        }
    }

    /// Why, where it is revoked or on hold.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::OnHold => Some(Reason::CertificateHold),
            Self::Revoked(reason) => Some(reason),
            Self::Good | Self::Unknown => None,
        }
    }
}

impl From<Since> for Status {
    fn from(Since { status, at }: Since) -> Self {
        match (status, status.reason()) {
            (CertificateStatus::Unknown, _) => Self::Unknown,
            (_, Some(reason)) => Self::Revoked {
                at: at.unwrap_or(Timestamp::UNIX_EPOCH),
                reason,
            },
            (_, None) => Self::Good,
        }
    }
}

impl Course {
    /// As a recipe lets it begin.
    pub(crate) fn begun(status: Status) -> Self {
        let first = match status {
            Status::Good => None,
            Status::Unknown => Some((Timestamp::MIN, CertificateStatus::Unknown)),
            Status::Revoked {
                at,
                reason: Reason::CertificateHold,
            } => Some((at, CertificateStatus::OnHold)),
            Status::Revoked { at, reason } => Some((at, CertificateStatus::Revoked(reason))),
        };
        Self {
            changes: first.into_iter().collect(),
        }
    }

    /// How it stands at that instant.
    pub(crate) fn at(&self, now: Timestamp) -> Since {
        let last = self.changes.range(..=now).next_back();
        last.map_or(
            Since {
                status: CertificateStatus::Good,
                at: None,
            },
            |(at, status)| Since {
                status: *status,
                at: Some(*at),
            },
        )
    }

    /// Changes it from `at` on. The instant of a revocation that forbids it, where there is one: only a hold can be lifted.
    pub(crate) fn change(&mut self, status: CertificateStatus, at: Timestamp) -> Result<(), Timestamp> {
        let revoked = self
            .changes
            .range(..at)
            .find(|(_, earlier)| matches!(earlier, CertificateStatus::Revoked(_)));
        if let Some((since, _)) = revoked {
            return Err(*since);
        }
        self.changes.insert(at, status);
        Ok(())
    }
}

pub(super) fn day_before(at: Timestamp) -> Timestamp {
    at.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(hour: i8) -> Timestamp {
        format!("2026-04-09T{hour:02}:00:00Z").parse().unwrap()
    }

    #[test]
    fn a_certificate_stands_as_it_did_at_the_instant_that_is_asked_about() {
        let mut course = Course::begun(Status::Good);
        course.change(CertificateStatus::OnHold, at(8)).unwrap();
        course.change(CertificateStatus::Good, at(9)).unwrap();
        course.change(CertificateStatus::Revoked(Reason::KeyCompromise), at(10)).unwrap();
        let names = [7, 8, 9, 10, 11].map(|hour| course.at(at(hour)).status.name());
        assert_eq!(names, ["good", "on-hold", "good", "revoked", "revoked"]);
        assert_eq!(course.at(at(11)).at, Some(at(10)));
    }

    #[test]
    fn a_revocation_is_for_good_and_a_hold_is_not() {
        let mut course = Course::begun(Status::Revoked {
            at: at(8),
            reason: Reason::Superseded,
        });
        for status in [CertificateStatus::Good, CertificateStatus::OnHold, CertificateStatus::Unknown] {
            assert_eq!(course.change(status, at(9)), Err(at(8)));
        }
        assert_eq!(course.change(CertificateStatus::OnHold, at(7)), Ok(()), "before it, there was none");
        assert_eq!(course.at(at(9)).status, CertificateStatus::Revoked(Reason::Superseded));
    }

    #[test]
    fn one_that_nobody_knows_was_never_known() {
        assert_eq!(
            Course::begun(Status::Unknown).at(Timestamp::UNIX_EPOCH).status,
            CertificateStatus::Unknown
        );
    }
}
