//! Mistakes about therapeutic links.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{always, check, for_the_list_only};
use crate::{
    configuration::LinkEnd,
    policies::{Answer, Policies, Question, link, link::End, portal},
    refusal::Reason,
    store::{LinkState, NewLink, Person, Store},
};

const OVERTIME: SignedDuration = SignedDuration::from_hours(30 * 24);

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.link;
    match name {
        "link-ignored" => rules.in_force = check(always),
        "link-of-any-colleague" => rules.in_force = check(any_doctor_with_this_patient),
        "link-with-any-patient" => rules.in_force = check(this_doctor_with_any_patient),
        "revoked-link-alive" => rules.in_force = check(revocation_overlooked),
        "link-outlives-its-end" => rules.in_force = check(end_overlooked),
        "link-guards-list-only" => rules.in_force = for_the_list_only(check(link::link_in_force)),
        "link-for-unregistered-patient" => rules.find_patient = create_what_is_not_found,
        "link-duplicated" => rules.put = put_another_link,
        "link-a-month-too-long" => rules.end = a_month_later,
        "link-end-in-universal-time" => rules.end = by_universal_time,
        "clerk-is-a-professional" => policies.login.admitted = |_, _| true,
        "refusal-crashes" => policies.portal.refusal_status = crash_without_link,
        _ => return false,
    }
    true
}

fn any_doctor_with_this_patient<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let links = question.store.links_on(&question.patient.pid).await?;
        Ok(links.iter().any(|link| link.state_at(question.now) == LinkState::Active))
    })
}

fn this_doctor_with_any_patient<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let found = sqlx::query("SELECT 1 FROM therapeutic_link WHERE professional = ? AND revoked_at IS NULL AND ends_at > ? LIMIT 1")
            .bind(&question.asker.pid)
            .bind(question.now.as_microsecond())
            .fetch_optional(question.store.pool())
            .await?;
        Ok(found.is_some())
    })
}

fn revocation_overlooked<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let links = question.store.links_between(&question.asker.pid, &question.patient.pid).await?;
        Ok(links.iter().any(|link| question.now < link.ends_at))
    })
}

fn end_overlooked<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let links = question.store.links_between(&question.asker.pid, &question.patient.pid).await?;
        Ok(links
            .iter()
            .any(|link| link.revoked_at.is_none() && question.now.duration_since(link.ends_at) < OVERTIME))
    })
}

fn create_what_is_not_found<'a>(store: &'a Store, insz: &'a str, now: Timestamp) -> Answer<'a, Option<Person>> {
    Box::pin(async move {
        let person = match store.person_with(insz).await? {
            Some(person) => person,
            None => store.meet(insz, "New patient").await?,
        };
        store.register_patient(&person.pid, now).await?;
        store.person(&person.pid).await
    })
}

fn a_month_later(start: Timestamp, until: Option<Date>, reading: LinkEnd) -> Result<End, jiff::Error> {
    let (day, _) = link::end_of_link(start, until, reading)?;
    link::end_of_link(start, Some(day.checked_add(jiff::Span::new().try_months(1)?)?), reading)
}

fn by_universal_time(start: Timestamp, until: Option<Date>, reading: LinkEnd) -> Result<End, jiff::Error> {
    let (day, _) = link::end_of_link(start, until, reading)?;
    let boundary = match reading {
        LinkEnd::Exclusive => day,
        LinkEnd::Inclusive => day.tomorrow()?,
    };
    Ok((day, boundary.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp()))
}

fn put_another_link<'a>(store: &'a Store, link: NewLink<'a>) -> Answer<'a, ()> {
    Box::pin(store.add_link(link))
}

fn crash_without_link(reason: Reason) -> StatusCode {
    match reason {
        Reason::NoTherapeuticLink => StatusCode::INTERNAL_SERVER_ERROR,
        _ => portal::status_of(reason),
    }
}
