//! The journal's words, from the one place where they come in.

pub(crate) use etalon_nation::{Body, Entry, Event, Fields, RealmHandle, Side, Silence, Subscription, Told};
