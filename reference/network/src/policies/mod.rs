//! The rules of the network, one module per family, each rule a value that can be replaced. A rule gets the facts or the store and
//! answers; it sends nothing and shows nothing.

pub(crate) mod consent;
pub(crate) mod link;
pub(crate) mod listing;
pub(crate) mod login;
pub(crate) mod portal;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod timing;

use std::pin::Pin;

use jiff::Timestamp;

use crate::{
    refusal::Reason,
    store::{Document, Person, Store, StoreFault},
};

/// A rule's answer, once the database has answered.
pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreFault>> + Send + 'a>>;
/// A rule that says yes or no.
pub(crate) type Check = Box<dyn for<'a> Fn(&'a Question<'a>) -> Answer<'a, bool> + Send + Sync>;
/// A rule that lets somebody in, or says why not.
pub(crate) type Decision = Box<dyn for<'a> Fn(&'a Policies, &'a Question<'a>) -> Answer<'a, Result<(), Reason>> + Send + Sync>;

/// What somebody wants of a record.
#[derive(Clone, Copy)]
pub(crate) enum Purpose<'a> {
    List,
    Read(&'a Document),
    Attachment(&'a Document),
}

impl<'a> Purpose<'a> {
    /// The document that is meant, if it is one.
    pub(crate) fn document(self) -> Option<&'a Document> {
        match self {
            Self::List => None,
            Self::Read(document) | Self::Attachment(document) => Some(document),
        }
    }
}

/// Who wants what of whose record, in which session, at which instant.
pub(crate) struct Question<'a> {
    pub(crate) store: &'a Store,
    /// Only the replacements look at it: an upright rule decides afresh every time.
    #[cfg_attr(
        not(feature = "crooked"),
        expect(dead_code, reason = "upright rules remember nothing of a session")
    )]
    pub(crate) session: &'a str,
    pub(crate) asker: &'a Person,
    pub(crate) patient: &'a Person,
    pub(crate) purpose: Purpose<'a>,
    pub(crate) now: Timestamp,
    pub(crate) delay_reading: crate::configuration::DelayReading,
}

/// All rules of one instance.
pub(crate) struct Policies {
    pub(crate) consent: consent::ConsentRules,
    pub(crate) link: link::LinkRules,
    pub(crate) record: record::RecordRules,
    pub(crate) timing: timing::TimingRules,
    pub(crate) listing: listing::ListingRules,
    pub(crate) reading: reading::ReadingRules,
    pub(crate) login: login::LoginRules,
    pub(crate) portal: portal::PortalRules,
}

impl Policies {
    /// The rules as they ought to be.
    pub(crate) fn upright() -> Self {
        Self {
            consent: consent::ConsentRules::upright(),
            link: link::LinkRules::upright(),
            record: record::RecordRules::upright(),
            timing: timing::TimingRules::upright(),
            listing: listing::ListingRules::upright(),
            reading: reading::ReadingRules::upright(),
            login: login::LoginRules::upright(),
            portal: portal::PortalRules::upright(),
        }
    }
}
