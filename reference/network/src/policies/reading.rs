//! Which bytes belong to what was asked for, after access was decided.

use super::Answer;
use crate::store::{Attachment, Document, Store};

/// From document to content.
pub(crate) struct ReadingRules {
    pub(crate) served: for<'a> fn(&'a Store, &'a Document) -> Answer<'a, Document>,
    pub(crate) attachment: for<'a> fn(&'a Store, &'a Document, u32) -> Answer<'a, Option<Attachment>>,
}

impl ReadingRules {
    pub(super) fn upright() -> Self {
        Self {
            served: the_same_document,
            attachment: own_attachment,
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
