//! Why a sign-in came to nothing, in fixed words: no token, no claim, nothing that the provider wrote.

use crate::{outgoing::ExchangeFault, policies::token::Disbelief};

/// The message in which it went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Discovery,
    Keys,
    /// The reply through the browser.
    Reply,
    /// The answer of the token endpoint.
    Token,
    IdToken,
    UserInfo,
}

impl Step {
    /// The word in the log.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Keys => "keys",
            Self::Reply => "reply",
            Self::Token => "token",
            Self::IdToken => "id-token",
            Self::UserInfo => "user-info",
        }
    }
}

/// Why there is nobody to let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProviderFault {
    /// The provider gave no answer, or says that it cannot: later, perhaps.
    Silent(Step, &'static str),
    /// An answer of another form than the standard's.
    Unreadable(Step, &'static str),
    /// The person, or the provider, broke off the sign-in.
    Declined,
    /// What came does not pass the check of that name.
    Refused(Step, &'static str),
}

impl ProviderFault {
    pub(super) fn exchange(step: Step, fault: &ExchangeFault) -> Self {
        match fault {
            ExchangeFault::Late => Self::Silent(step, "no answer in time"),
            ExchangeFault::Unreachable => Self::Silent(step, "no connection"),
            ExchangeFault::Broken => Self::Silent(step, "an answer cut short"),
            ExchangeFault::Status(_) => Self::Silent(step, "a status that is not 200"),
            ExchangeFault::TooLong(_) => Self::Unreadable(step, "too long"),
        }
    }

    pub(super) fn disbelief(step: Step, disbelief: Disbelief) -> Self {
        match disbelief {
            Disbelief::UnknownKey => Self::Refused(step, "unknown-key"),
            Disbelief::Failed(check) => Self::Refused(step, check),
        }
    }
}
