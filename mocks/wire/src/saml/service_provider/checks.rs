//! The checks of a response and of its assertion, as they ought to be.

use jiff::Timestamp;

use super::{Expected, LONGEST_AUTHENTICATION_AGE, MOST_CLOCK_SKEW, Refusal};
use crate::saml::{Assertion, BEARER, ENTITY, Response, Status, SubjectConfirmation};

/// An answer comes while its request is remembered; nobody waits longer on a login page.
const LONGEST_MESSAGE_AGE: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// Bindings, 3.5.5.2: what is signed must be for this address.
pub(super) fn came_where_it_was_sent(response: &Response, expected: &Expected<'_>) -> Result<(), Refusal> {
    match &response.destination {
        Some(destination) if destination == expected.consumer => Ok(()),
        other => Err(Refusal::Destination(other.clone())),
    }
}

/// Profiles, 4.1.4.2: the issuer may be left out of the response, and must be right where it is there.
pub(super) fn response_is_from_the_issuer(response: &Response, expected: &Expected<'_>) -> Result<(), Refusal> {
    match &response.issuer {
        None => Ok(()),
        Some(issuer) if issuer == expected.issuer => Ok(()),
        other => Err(Refusal::Issuer {
            part: "response",
            issuer: other.clone(),
        }),
    }
}

pub(super) fn answers_our_request(response: &Response, expected: &Expected<'_>) -> Result<(), Refusal> {
    match &response.in_response_to {
        Some(request) if request == expected.request => Ok(()),
        other => Err(Refusal::InResponseTo {
            part: "response",
            request: other.clone(),
        }),
    }
}

pub(super) fn was_made_just_now(response: &Response, expected: &Expected<'_>) -> Result<(), Refusal> {
    just_now(response.issue_instant, expected, "response")
}

pub(super) fn succeeded(response: &Response, _: &Expected<'_>) -> Result<(), Refusal> {
    if response.status.code == Status::SUCCESS {
        return Ok(());
    }
    Err(Refusal::Status(Box::new(response.status.clone())))
}

pub(super) fn assertion_is_from_the_issuer(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    if assertion.issuer == expected.issuer {
        return Ok(());
    }
    Err(Refusal::Issuer {
        part: "assertion",
        issuer: Some(assertion.issuer.clone()),
    })
}

pub(super) fn assertion_was_made_just_now(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    just_now(assertion.issue_instant, expected, "assertion")
}

/// Core, 2.5.1: with a condition that is not understood an assertion does not hold.
pub(super) fn holds_now(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    let conditions = assertion.conditions.as_ref().ok_or(Refusal::Conditions("there are none"))?;
    if !conditions.not_understood.is_empty() {
        return Err(Refusal::Conditions("one is not understood"));
    }
    if conditions.not_before.is_some_and(|begin| expected.now < begin - MOST_CLOCK_SKEW) {
        return Err(Refusal::Conditions("it does not hold yet"));
    }
    if conditions.not_on_or_after.is_some_and(|end| expected.now >= end + MOST_CLOCK_SKEW) {
        return Err(Refusal::Conditions("it holds no longer"));
    }
    Ok(())
}

/// Profiles, 4.1.4.2: there must be a restriction, and every one of them must name us.
pub(super) fn is_for_us(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    let restrictions = assertion.conditions.as_ref().map_or(&[][..], |conditions| &conditions.audiences);
    let all_name_us = restrictions.iter().all(|names| names.iter().any(|name| name == expected.audience));
    if !restrictions.is_empty() && all_name_us {
        return Ok(());
    }
    Err(Refusal::Audience)
}

/// Profiles, 4.1.4.3: one bearer confirmation that holds is enough.
pub(super) fn bearer_is_confirmed(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    let bearers = assertion.confirmations.iter().filter(|one| one.method == BEARER);
    let mut last = Refusal::Confirmation("no bearer may bring it");
    for bearer in bearers {
        match confirms(bearer, expected) {
            Ok(()) => return Ok(()),
            Err(refusal) => last = refusal,
        }
    }
    Err(last)
}

fn confirms(bearer: &SubjectConfirmation, expected: &Expected<'_>) -> Result<(), Refusal> {
    if bearer.recipient.as_deref() != Some(expected.consumer) {
        return Err(Refusal::Confirmation("it is for another recipient"));
    }
    if bearer.not_before.is_some() {
        return Err(Refusal::Confirmation("it says when it begins, which a bearer's may not"));
    }
    match bearer.not_on_or_after {
        None => return Err(Refusal::Confirmation("it has no end")),
        Some(end) if expected.now >= end + MOST_CLOCK_SKEW => return Err(Refusal::Confirmation("it is over")),
        Some(_) => {}
    }
    if bearer.in_response_to.as_deref() != Some(expected.request) {
        return Err(Refusal::InResponseTo {
            part: "subject confirmation",
            request: bearer.in_response_to.clone(),
        });
    }
    Ok(())
}

/// A name that belongs to an entity is nobody's.
pub(super) fn names_somebody(assertion: &Assertion, _: &Expected<'_>) -> Result<(), Refusal> {
    let somebody = assertion
        .subject
        .as_ref()
        .is_some_and(|name| !name.value.is_empty() && name.format.as_deref() != Some(ENTITY));
    if somebody { Ok(()) } else { Err(Refusal::Subject) }
}

pub(super) fn was_identified_lately(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    let [statement] = assertion.authn_statements.as_slice() else {
        return Err(Refusal::Authentication("there is not exactly one statement"));
    };
    let at = statement.authn_instant;
    if at > expected.now + MOST_CLOCK_SKEW {
        return Err(Refusal::Authentication("it is in the future"));
    }
    if at < expected.now - LONGEST_AUTHENTICATION_AGE {
        return Err(Refusal::Authentication("it is too long ago"));
    }
    if expected.forced && at < expected.requested_at - MOST_CLOCK_SKEW {
        return Err(Refusal::Authentication("it is from before the request"));
    }
    if statement.session_not_on_or_after.is_some_and(|end| expected.now >= end) {
        return Err(Refusal::Authentication("the session is over"));
    }
    Ok(())
}

pub(super) fn means_are_enough(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    let class = assertion.authn_statements.first().and_then(|statement| statement.class_ref.clone());
    match class {
        Some(class) if (expected.is_enough)(&class) => Ok(()),
        other => Err(Refusal::Context(other)),
    }
}

/// Profiles, 4.1.4.5: a bearer assertion is used once.
pub(super) fn is_new(assertion: &Assertion, expected: &Expected<'_>) -> Result<(), Refusal> {
    if (expected.was_seen)(&assertion.id) {
        Err(Refusal::Replayed)
    } else {
        Ok(())
    }
}

fn just_now(made: Timestamp, expected: &Expected<'_>, part: &'static str) -> Result<(), Refusal> {
    let earliest = (expected.now - LONGEST_MESSAGE_AGE).max(expected.requested_at - MOST_CLOCK_SKEW);
    if made < earliest || made > expected.now + MOST_CLOCK_SKEW {
        return Err(Refusal::IssueInstant(part));
    }
    Ok(())
}
