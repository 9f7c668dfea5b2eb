//! The journal as a person reads it: happenings, newest first, filtered, live. What happened is written elsewhere and judged nowhere here.

pub(crate) mod curl;
pub(crate) mod filter;
pub(crate) mod happening;
pub(crate) mod message_view;
pub(crate) mod pages;
pub(crate) mod parsed;
pub(crate) mod recorded;
pub(crate) mod stream;
pub(crate) mod view;
