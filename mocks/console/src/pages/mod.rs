//! The pages and forms, one file for each thing that the console shows.

pub(crate) mod clients;
pub(crate) mod clock;
pub(crate) mod direction_form;
pub(crate) mod directions;
pub(crate) mod document_form;
pub(crate) mod documents;
pub(crate) mod mailbox;
pub(crate) mod people;
pub(crate) mod realm;
pub(crate) mod realms;
pub(crate) mod root;
pub(crate) mod sign_in;

use jiff::{Timestamp, civil::DateTime};

use crate::language::{legal, legal_time};

/// What `datetime-local` fields send, read as legal time. An hour that summer time skips is taken to be the one after it.
pub(crate) fn instant_of(local: &str) -> Option<Timestamp> {
    let civil: DateTime = local.parse().ok()?;
    Some(civil.to_zoned(legal_time()).ok()?.timestamp())
}

/// As `datetime-local` fields show it.
pub(crate) fn local_of(at: Timestamp) -> String {
    legal(at).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_field_sends_is_legal_time() {
        for (local, expected) in [
            ("2026-04-09T10:00", Some("2026-04-09T08:00:00Z")),
            ("2026-01-09T10:00:30", Some("2026-01-09T09:00:30Z")),
            ("2026-03-29T02:30", Some("2026-03-29T01:30:00Z")),
            ("", None),
            ("tomorrow", None),
        ] {
            assert_eq!(instant_of(local).map(|at| at.to_string()).as_deref(), expected, "{local}");
        }
        let at = instant_of("2026-04-09T10:00").expect("a date");
        assert_eq!(local_of(at), "2026-04-09T10:00:00");
    }
}
