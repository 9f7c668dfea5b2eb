//! Whether the network refers to the document: before that, and after the reference was deleted, nobody reads it there.

use super::{
    acts::Reference,
    decide::Case,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Moment, possible},
};

pub(crate) fn of_reference(case: &Case<'_>, moment: Moment) -> Look {
    look(&possible(case.document.references.iter(), moment), |act| {
        let (requirement, holds, saw) = match act.map(|act| act.what) {
            None => ("REQ-DOC-READ-001", Holds::No, Saw::NotReferenced),
            Some(Reference::Made) => ("REQ-DOC-READ-001", Holds::Yes, Saw::Referenced),
            Some(Reference::Deleted) => ("REQ-DELETE-REF-001", Holds::No, Saw::ReferenceDeleted),
        };
        Look::new(Family::Reference, requirement, holds, saw)
    })
}
