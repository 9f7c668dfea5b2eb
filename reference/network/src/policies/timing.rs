//! When a patient may read a document: at once, some days after its publication, or never.

use jiff::{SignedDuration, Span, Timestamp};

use super::Purpose;
use crate::{
    clock::brussels,
    configuration::DelayReading,
    refusal::Reason,
    store::{Document, PatientAccess},
};

/// From when on a document is open to its patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    From(Timestamp),
    /// Not before somebody has released it.
    OnRelease,
    Never,
}

/// The patient's access in time.
pub(crate) struct TimingRules {
    pub(crate) opening: fn(&Document, DelayReading) -> Opening,
    pub(crate) at: fn(Opening, Purpose<'_>, Timestamp) -> Result<(), Reason>,
    /// The rule in force when a publisher says it anew: former, said.
    pub(crate) renewed: fn(PatientAccess, PatientAccess) -> PatientAccess,
}

impl TimingRules {
    pub(super) fn upright() -> Self {
        Self {
            opening: opening_of,
            at: open_at,
            renewed: the_latest_counts,
        }
    }
}

/// Counted from publication, in Belgian time where the reading speaks of days.
pub(crate) fn opening_of(document: &Document, reading: DelayReading) -> Opening {
    match document.access {
        PatientAccess::Immediate | PatientAccess::AfterDays(0) => Opening::From(document.published_at),
        PatientAccess::AfterDays(days) => days_after(document.published_at, days, reading),
        // The latter two open by other rules than time.
        PatientAccess::Never | PatientAccess::Releasable | PatientAccess::Sumehr => Opening::Never,
    }
}

/// The instant `days` after `published`. A delay beyond the calendar's end never ends.
pub(crate) fn days_after(published: Timestamp, days: u32, reading: DelayReading) -> Opening {
    opening_after(published, days, reading).map_or(Opening::Never, Opening::From)
}

fn opening_after(published: Timestamp, days: u32, reading: DelayReading) -> Option<Timestamp> {
    let zone = brussels();
    let local = published.to_zoned(zone.clone()).datetime();
    let later = |days: u32| local.checked_add(Span::new().try_days(days).ok()?).ok();
    let zoned = match reading {
        DelayReading::Elapsed => return published.checked_add(SignedDuration::from_hours(i64::from(days) * 24)).ok(),
        // A local time that does not exist becomes the later instant, one that exists twice the earlier (jiff's "compatible" reading).
        DelayReading::Calendar => later(days)?.to_zoned(zone),
        DelayReading::StartOfDay => later(days)?.date().to_zoned(zone),
        DelayReading::EndOfDay => later(days.checked_add(1)?)?.date().to_zoned(zone),
    };
    Some(zoned.ok()?.timestamp())
}

/// The same answer for the list, the document and its attachments.
pub(crate) fn open_at(opening: Opening, _purpose: Purpose<'_>, now: Timestamp) -> Result<(), Reason> {
    match opening {
        Opening::From(instant) if now >= instant => Ok(()),
        Opening::From(_) | Opening::OnRelease => Err(Reason::NotYetAccessible),
        Opening::Never => Err(Reason::NotAccessibleToPatient),
    }
}

/// What the publisher said last is the rule.
pub(crate) fn the_latest_counts(_former: PatientAccess, said: PatientAccess) -> PatientAccess {
    said
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Opening, days_after};
    use crate::configuration::DelayReading;

    /// Published, days, then the opening as calendar, elapsed, start of day, end of day. Computed with another calendar library.
    const VECTORS: [(&str, u32, [&str; 4]); 10] = [
        (
            "2026-01-10T10:00:00+01:00",
            30,
            [
                "2026-02-09T10:00:00+01:00",
                "2026-02-09T10:00:00+01:00",
                "2026-02-09T00:00:00+01:00",
                "2026-02-10T00:00:00+01:00",
            ],
        ),
        (
            "2026-03-10T10:00:00+01:00",
            1,
            [
                "2026-03-11T10:00:00+01:00",
                "2026-03-11T10:00:00+01:00",
                "2026-03-11T00:00:00+01:00",
                "2026-03-12T00:00:00+01:00",
            ],
        ),
        // Across the day on which the clocks go forward.
        (
            "2026-03-10T10:00:00+01:00",
            30,
            [
                "2026-04-09T10:00:00+02:00",
                "2026-04-09T11:00:00+02:00",
                "2026-04-09T00:00:00+02:00",
                "2026-04-10T00:00:00+02:00",
            ],
        ),
        // Into the hour that does not exist: the later instant.
        (
            "2026-02-27T02:30:00+01:00",
            30,
            [
                "2026-03-29T03:30:00+02:00",
                "2026-03-29T03:30:00+02:00",
                "2026-03-29T00:00:00+01:00",
                "2026-03-30T00:00:00+02:00",
            ],
        ),
        (
            "2027-02-26T02:00:00+01:00",
            30,
            [
                "2027-03-28T03:00:00+02:00",
                "2027-03-28T03:00:00+02:00",
                "2027-03-28T00:00:00+01:00",
                "2027-03-29T00:00:00+02:00",
            ],
        ),
        // Across the day on which the clocks go back.
        (
            "2026-10-01T10:00:00+02:00",
            30,
            [
                "2026-10-31T10:00:00+01:00",
                "2026-10-31T09:00:00+01:00",
                "2026-10-31T00:00:00+01:00",
                "2026-11-01T00:00:00+01:00",
            ],
        ),
        // Into the hour that exists twice: the earlier instant.
        (
            "2026-09-25T02:30:00+02:00",
            30,
            [
                "2026-10-25T02:30:00+02:00",
                "2026-10-25T02:30:00+02:00",
                "2026-10-25T00:00:00+02:00",
                "2026-10-26T00:00:00+01:00",
            ],
        ),
        // Out of the hour that exists twice, in its second round.
        (
            "2026-10-25T02:30:00+01:00",
            30,
            [
                "2026-11-24T02:30:00+01:00",
                "2026-11-24T02:30:00+01:00",
                "2026-11-24T00:00:00+01:00",
                "2026-11-25T00:00:00+01:00",
            ],
        ),
        (
            "2024-01-30T23:59:59+01:00",
            30,
            [
                "2024-02-29T23:59:59+01:00",
                "2024-02-29T23:59:59+01:00",
                "2024-02-29T00:00:00+01:00",
                "2024-03-01T00:00:00+01:00",
            ],
        ),
        (
            "2026-12-02T00:00:00+01:00",
            30,
            [
                "2027-01-01T00:00:00+01:00",
                "2027-01-01T00:00:00+01:00",
                "2027-01-01T00:00:00+01:00",
                "2027-01-02T00:00:00+01:00",
            ],
        ),
    ];

    #[test]
    fn a_delay_opens_at_the_instant_of_its_reading() {
        let readings = [
            DelayReading::Calendar,
            DelayReading::Elapsed,
            DelayReading::StartOfDay,
            DelayReading::EndOfDay,
        ];
        for (published, days, expected) in VECTORS {
            for (reading, expected) in readings.into_iter().zip(expected) {
                let seen = days_after(published.parse().expect("a vector"), days, reading);
                assert_eq!(
                    seen,
                    Opening::From(expected.parse().expect("a vector")),
                    "{published} {days} {reading:?}"
                );
            }
        }
    }

    #[test]
    fn a_delay_beyond_the_calendar_never_ends() {
        for reading in [
            DelayReading::Calendar,
            DelayReading::Elapsed,
            DelayReading::StartOfDay,
            DelayReading::EndOfDay,
        ] {
            assert_eq!(days_after(Timestamp::MAX, u32::MAX, reading), Opening::Never);
        }
    }
}
