//! What a service provider believes of a response: one check per rule of SAML 2.0 (core; profiles, 4.1.4.3), each of which can be replaced. All of them
//! must hold. It keeps nothing: which assertions were seen before is the caller's to remember.

mod checks;
mod refusal;
mod selection;
mod signature;

pub use refusal::Refusal;
pub use selection::{Candidate, Presented};

use jiff::{SignedDuration, Timestamp};

use super::{Assertion, Response};
use crate::{
    xml::Document,
    xmlsec::{Credential, TrustedKey},
};

/// How far another clock may be from ours.
pub const MOST_CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(3);
/// Longer ago than this, an identification is too old to begin a session with.
pub const LONGEST_AUTHENTICATION_AGE: SignedDuration = SignedDuration::from_hours(12);

/// What a response has to agree with.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The identity provider's name.
    pub issuer: &'a str,
    /// Its keys, from its metadata and from nowhere else.
    pub keys: &'a [TrustedKey],
    /// Our own name.
    pub audience: &'a str,
    /// Where the response came in.
    pub consumer: &'a str,
    /// The request of ours that it must answer.
    pub request: &'a str,
    /// When that request was made.
    pub requested_at: Timestamp,
    /// Whether the person was to be identified afresh.
    pub forced: bool,
    /// Whether a class of means is enough.
    pub is_enough: &'a dyn Fn(&str) -> bool,
    /// Whether an assertion of that name was used before.
    pub was_seen: &'a dyn Fn(&str) -> bool,
    /// What opens an encrypted assertion; where there is one, an assertion must be encrypted.
    pub opened_with: Option<&'a Credential>,
    /// The present instant.
    pub now: Timestamp,
}

/// A check of a whole response.
pub type ResponseCheck = fn(&Response, &Expected<'_>) -> Result<(), Refusal>;
/// A check of the assertion that is used.
pub type AssertionCheck = fn(&Assertion, &Expected<'_>) -> Result<(), Refusal>;

/// The checks, in the order in which they are made.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Where the response was sent.
    pub destination: ResponseCheck,
    /// Who it says it is from.
    pub response_issuer: ResponseCheck,
    /// Which request it answers.
    pub in_response_to: ResponseCheck,
    /// When it was made.
    pub response_age: ResponseCheck,
    /// How the request ended.
    pub status: ResponseCheck,
    /// Which assertion is used.
    pub selection: for<'c> fn(&'c Presented<'c>, &Expected<'_>) -> Result<Candidate<'c>, Refusal>,
    /// Who signed it.
    pub signature: fn(&Presented<'_>, &Candidate<'_>, &Expected<'_>) -> Result<(), Refusal>,
    /// Who it says it is from.
    pub issuer: AssertionCheck,
    /// When it was made.
    pub issue_instant: AssertionCheck,
    /// When it holds.
    pub conditions: AssertionCheck,
    /// For whom it is.
    pub audience: AssertionCheck,
    /// That whoever brought it may.
    pub confirmation: AssertionCheck,
    /// That somebody is named.
    pub subject: AssertionCheck,
    /// When the person was identified.
    pub authentication: AssertionCheck,
    /// By what means.
    pub context: AssertionCheck,
    /// That it is used for the first time.
    pub single_use: AssertionCheck,
}

impl Rules {
    /// The checks as they ought to be.
    #[must_use]
    pub fn upright() -> Self {
        Self {
            destination: checks::came_where_it_was_sent,
            response_issuer: checks::response_is_from_the_issuer,
            in_response_to: checks::answers_our_request,
            response_age: checks::was_made_just_now,
            status: checks::succeeded,
            selection: selection::the_only_assertion,
            signature: signature::covers_the_assertion,
            issuer: checks::assertion_is_from_the_issuer,
            issue_instant: checks::assertion_was_made_just_now,
            conditions: checks::holds_now,
            audience: checks::is_for_us,
            confirmation: checks::bearer_is_confirmed,
            subject: checks::names_somebody,
            authentication: checks::was_identified_lately,
            context: checks::means_are_enough,
            single_use: checks::is_new,
        }
    }

    /// The assertion that a response proves.
    ///
    /// # Errors
    /// A check does not hold; the first of them.
    pub fn verify(&self, xml: &str, expected: &Expected<'_>) -> Result<Assertion, Refusal> {
        let document = Document::parse(xml).map_err(|refusal| Refusal::Message(refusal.into()))?;
        let response = Response::read(document.root()).map_err(Refusal::Message)?;
        for check in [
            self.destination,
            self.response_issuer,
            self.in_response_to,
            self.response_age,
            self.status,
        ] {
            check(&response, expected)?;
        }
        let opened = selection::opened(&document, expected)?;
        let presented = Presented::new(&document, opened.as_deref())?;
        let candidate = (self.selection)(&presented, expected)?;
        (self.signature)(&presented, &candidate, expected)?;
        // Read only now, and from the very element that is signed.
        let assertion = Assertion::read(candidate.element).map_err(Refusal::Message)?;
        for check in [
            self.issuer,
            self.issue_instant,
            self.conditions,
            self.audience,
            self.confirmation,
            self.subject,
            self.authentication,
            self.context,
            self.single_use,
        ] {
            check(&assertion, expected)?;
        }
        Ok(assertion)
    }
}
