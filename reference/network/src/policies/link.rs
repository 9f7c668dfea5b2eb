//! Therapeutic links: when one is in force, how long it lasts, how it is put, and with whom.

use jiff::{Timestamp, civil::Date};

use super::{Answer, Check, Question};
use crate::{
    clock::brussels,
    configuration::LinkEnd,
    store::{LinkState, NewLink, Person, Store},
};

/// How long a link lasts when the doctor names no end.
const DEFAULT_MONTHS: i64 = 15;

/// The last day, and the first instant at which the link is no longer in force.
pub(crate) type End = (Date, Timestamp);

/// What makes a therapeutic link.
pub(crate) struct LinkRules {
    pub(crate) in_force: Check,
    pub(crate) end: fn(Timestamp, Option<Date>, LinkEnd) -> Result<End, jiff::Error>,
    pub(crate) put: for<'a> fn(&'a Store, NewLink<'a>) -> Answer<'a, ()>,
    /// What sending the form that asks for a link does.
    pub(crate) ask: for<'a> fn(&'a Store, NewLink<'a>) -> Answer<'a, ()>,
    pub(crate) find_patient: for<'a> fn(&'a Store, &'a str, Timestamp) -> Answer<'a, Option<Person>>,
}

impl LinkRules {
    pub(super) fn upright() -> Self {
        Self {
            in_force: Box::new(link_in_force),
            end: end_of_link,
            put: put_one_link,
            ask: wait_for_the_office,
            find_patient: find_registered_patient,
        }
    }
}

/// This doctor has a link with this patient that is neither revoked nor ended.
pub(crate) fn link_in_force<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let links = question.store.links_between(&question.asker.pid, &question.patient.pid).await?;
        Ok(links.iter().any(|link| link.state_at(question.now) == LinkState::Active))
    })
}

/// The end day is the one named, or 15 calendar months after the day of declaration in Belgium.
pub(crate) fn end_of_link(start: Timestamp, until: Option<Date>, reading: LinkEnd) -> Result<End, jiff::Error> {
    let zone = brussels();
    let day = match until {
        Some(day) => day,
        None => start
            .to_zoned(zone.clone())
            .date()
            .checked_add(jiff::Span::new().try_months(DEFAULT_MONTHS)?)?,
    };
    let boundary = match reading {
        LinkEnd::Exclusive => day,
        LinkEnd::Inclusive => day.tomorrow()?,
    };
    Ok((day, boundary.to_zoned(zone)?.timestamp()))
}

/// A link in force is replaced, never doubled.
pub(crate) fn put_one_link<'a>(store: &'a Store, link: NewLink<'a>) -> Answer<'a, ()> {
    Box::pin(store.replace_link(link))
}

/// There is no link before the office has processed the form.
pub(crate) fn wait_for_the_office<'a>(store: &'a Store, link: NewLink<'a>) -> Answer<'a, ()> {
    Box::pin(store.ask_for_link(link.professional, link.patient, link.starts_at))
}

/// Only somebody who is a patient of the network can be found.
pub(crate) fn find_registered_patient<'a>(store: &'a Store, insz: &'a str, _now: Timestamp) -> Answer<'a, Option<Person>> {
    Box::pin(async move { Ok(store.person_with(insz).await?.filter(Person::is_registered_patient)) })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{LinkEnd, end_of_link};

    /// Start, day named, end day, first instant out of force when the end day is excluded and when it is included.
    const VECTORS: [(&str, Option<&str>, &str, &str, &str); 6] = [
        (
            "2026-11-30T12:00:00+01:00",
            None,
            "2028-02-29",
            "2028-02-29T00:00:00+01:00",
            "2028-03-01T00:00:00+01:00",
        ),
        (
            "2026-03-10T10:00:00+01:00",
            None,
            "2027-06-10",
            "2027-06-10T00:00:00+02:00",
            "2027-06-11T00:00:00+02:00",
        ),
        (
            "2024-02-29T10:00:00+01:00",
            None,
            "2025-05-29",
            "2025-05-29T00:00:00+02:00",
            "2025-05-30T00:00:00+02:00",
        ),
        // Half past midnight in Belgium is still the day before in universal time.
        (
            "2026-03-09T23:30:00Z",
            None,
            "2027-06-10",
            "2027-06-10T00:00:00+02:00",
            "2027-06-11T00:00:00+02:00",
        ),
        (
            "2026-03-10T10:00:00+01:00",
            Some("2026-03-28"),
            "2026-03-28",
            "2026-03-28T00:00:00+01:00",
            "2026-03-29T00:00:00+01:00",
        ),
        (
            "2026-03-10T10:00:00+01:00",
            Some("2026-10-25"),
            "2026-10-25",
            "2026-10-25T00:00:00+02:00",
            "2026-10-26T00:00:00+01:00",
        ),
    ];

    #[test]
    fn a_link_ends_with_or_before_its_end_day() {
        for (start, until, day, excluded, included) in VECTORS {
            let until = until.map(|day| day.parse().expect("a vector"));
            for (reading, boundary) in [(LinkEnd::Exclusive, excluded), (LinkEnd::Inclusive, included)] {
                let start: Timestamp = start.parse().expect("a vector");
                let end = end_of_link(start, until, reading).expect("within the calendar");
                assert_eq!(
                    end,
                    (day.parse().expect("a vector"), boundary.parse().expect("a vector")),
                    "{start} {reading:?}"
                );
            }
        }
    }

    #[test]
    fn an_end_beyond_the_calendar_is_an_error() {
        let last = "9999-12-31".parse().expect("the last day of the calendar");
        assert!(end_of_link(Timestamp::UNIX_EPOCH, Some(last), LinkEnd::Inclusive).is_err());
    }
}
