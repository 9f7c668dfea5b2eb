//! Which bytes belong to what was asked for, after access was decided.

use super::Answer;
use crate::{
    secrets,
    store::{Attachment, Document, Store},
};

/// From document to content.
pub(crate) struct ReadingRules {
    pub(crate) served: for<'a> fn(&'a Store, &'a Document) -> Answer<'a, Document>,
    pub(crate) attachment: for<'a> fn(&'a Store, &'a Document, u32) -> Answer<'a, Option<Attachment>>,
    /// Whether the bytes are those that the publisher meant: the digest it gave, if any, and what its store handed over.
    pub(crate) verified: fn(Option<&str>, &[u8]) -> bool,
}

impl ReadingRules {
    pub(super) fn upright() -> Self {
        Self {
            served: the_same_document,
            attachment: own_attachment,
            verified: by_digest,
        }
    }
}

/// The document asked for is the one served.
pub(crate) fn the_same_document<'a>(_store: &'a Store, document: &'a Document) -> Answer<'a, Document> {
    Box::pin(std::future::ready(Ok(document.clone())))
}

/// The attachment at that position of this very document.
pub(crate) fn own_attachment<'a>(store: &'a Store, document: &'a Document, position: u32) -> Answer<'a, Option<Attachment>> {
    Box::pin(async move {
        Ok(store
            .attachments(&document.id)
            .await?
            .into_iter()
            .find(|attachment| attachment.position == position))
    })
}

/// Bytes with another digest are none that were published. Where no digest was given there is nothing to hold against them.
pub(crate) fn by_digest(expected: Option<&str>, bytes: &[u8]) -> bool {
    expected.is_none_or(|expected| secrets::digest_of_bytes(bytes) == expected)
}
