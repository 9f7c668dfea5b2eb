//! The rules of the network, one module per family, each rule a value that can be replaced. A rule gets the facts or the store and
//! answers; it sends nothing and shows nothing.

pub(crate) mod access;
pub(crate) mod audit;
pub(crate) mod consent;
pub(crate) mod deletion;
pub(crate) mod exclusion;
pub(crate) mod link;
pub(crate) mod listing;
pub(crate) mod login;
pub(crate) mod manage;
pub(crate) mod number;
pub(crate) mod portal;
pub(crate) mod provider;
pub(crate) mod publishing;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod registration;
pub(crate) mod release;
pub(crate) mod restriction;
pub(crate) mod sumehr;
pub(crate) mod timing;
pub(crate) mod token;

use std::pin::Pin;

use jiff::Timestamp;

use crate::{
    configuration::{DelayReading, Profession},
    refusal::Reason,
    store::{Document, Person, Store, StoreFault},
};

/// A rule's answer, once the database has answered.
pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreFault>> + Send + 'a>>;
/// A rule that says yes or no.
pub(crate) type Check = Box<dyn for<'a> Fn(&'a Question<'a>) -> Answer<'a, bool> + Send + Sync>;
/// A rule that lets somebody in, or says why not.
pub(crate) type Decision = Box<dyn for<'a> Fn(&'a Policies, &'a Question<'a>) -> Answer<'a, Result<(), Reason>> + Send + Sync>;

/// A fact or a rule about one document, asked of the store.
pub(crate) type About<T> = for<'a> fn(&'a Store, &'a Document) -> Answer<'a, T>;

/// What somebody wants of a record.
#[derive(Clone, Copy)]
pub(crate) enum Purpose<'a> {
    List,
    /// One document of a list that is being made.
    Entry(&'a Document),
    Read(&'a Document),
    Attachment(&'a Document),
    /// Access authorisations: links and exclusions.
    Authorise,
    /// Publish a SUMEHR.
    Publish,
    Manage(&'a Document),
    Release(&'a Document),
    Delete(&'a Document),
}

impl<'a> Purpose<'a> {
    /// The document that is meant, if it is one.
    pub(crate) fn document(self) -> Option<&'a Document> {
        match self {
            Self::List | Self::Authorise | Self::Publish => None,
            Self::Entry(document)
            | Self::Read(document)
            | Self::Attachment(document)
            | Self::Manage(document)
            | Self::Release(document)
            | Self::Delete(document) => Some(document),
        }
    }
}

/// Who wants what of whose record, in which session, at which instant.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) store: &'a Store,
    /// Only the replacements look at it: an upright rule decides afresh every time.
    #[cfg_attr(
        not(feature = "crooked"),
        expect(dead_code, reason = "upright rules remember nothing of a session")
    )]
    pub(crate) session: &'a str,
    pub(crate) asker: &'a Person,
    /// What the asker is, by the operator's list; none for somebody who is not on it.
    pub(crate) profession: Option<Profession>,
    pub(crate) patient: &'a Person,
    pub(crate) purpose: Purpose<'a>,
    pub(crate) now: Timestamp,
    pub(crate) delay_reading: DelayReading,
}

impl<'a> Question<'a> {
    /// The same question for another purpose.
    pub(crate) fn with<'b>(&self, purpose: Purpose<'b>) -> Question<'b>
    where
        'a: 'b,
    {
        Question { purpose, ..*self }
    }
}

/// All rules of one instance.
pub(crate) struct Policies {
    pub(crate) access: access::AccessRules,
    pub(crate) audit: audit::AuditRules,
    pub(crate) consent: consent::ConsentRules,
    pub(crate) deletion: deletion::DeletionRules,
    pub(crate) exclusion: exclusion::ExclusionRules,
    pub(crate) link: link::LinkRules,
    pub(crate) listing: listing::ListingRules,
    pub(crate) login: login::LoginRules,
    pub(crate) manage: manage::ManageRules,
    pub(crate) number: number::NumberRules,
    pub(crate) portal: portal::PortalRules,
    pub(crate) provider: provider::ProviderRules,
    pub(crate) publishing: publishing::PublishingRules,
    pub(crate) reading: reading::ReadingRules,
    pub(crate) record: record::RecordRules,
    pub(crate) registration: registration::RegistrationRules,
    pub(crate) release: release::ReleaseRules,
    pub(crate) restriction: restriction::RestrictionRules,
    pub(crate) sumehr: sumehr::SumehrRules,
    pub(crate) timing: timing::TimingRules,
}

impl Policies {
    /// The rules as they ought to be.
    pub(crate) fn upright() -> Self {
        Self {
            access: access::AccessRules::upright(),
            audit: audit::AuditRules::upright(),
            consent: consent::ConsentRules::upright(),
            deletion: deletion::DeletionRules::upright(),
            exclusion: exclusion::ExclusionRules::upright(),
            link: link::LinkRules::upright(),
            listing: listing::ListingRules::upright(),
            login: login::LoginRules::upright(),
            manage: manage::ManageRules::upright(),
            number: number::NumberRules::upright(),
            portal: portal::PortalRules::upright(),
            provider: provider::ProviderRules::upright(),
            publishing: publishing::PublishingRules::upright(),
            reading: reading::ReadingRules::upright(),
            record: record::RecordRules::upright(),
            registration: registration::RegistrationRules::upright(),
            release: release::ReleaseRules::upright(),
            restriction: restriction::RestrictionRules::upright(),
            sumehr: sumehr::SumehrRules::upright(),
            timing: timing::TimingRules::upright(),
        }
    }
}
