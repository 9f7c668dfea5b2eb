//! What the network itself gives to a document that is published.

use super::Answer;
use crate::{secrets, store::Store};

/// Taking documents in.
pub(crate) struct PublishingRules {
    /// A fresh identifier for a document.
    pub(crate) identifier: for<'a> fn(&'a Store) -> Answer<'a, String>,
}

impl PublishingRules {
    pub(super) fn upright() -> Self {
        Self {
            identifier: not_to_be_guessed,
        }
    }
}

/// Random, so that knowing one says nothing of another.
pub(crate) fn not_to_be_guessed<'a>(_store: &'a Store) -> Answer<'a, String> {
    Box::pin(std::future::ready(Ok(secrets::fresh_identifier())))
}
