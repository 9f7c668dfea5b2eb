//! Which texts are national or BIS numbers, door by door, and whom a login with such a number is about.

use super::Answer;
use crate::{
    configuration::is_national_number,
    store::{Person, Store},
};

/// The number is the key of everything here: an account, a document and a link are found by it and by nothing else.
pub(crate) struct NumberRules {
    /// In what the sign-in provider says of a person.
    pub(crate) at_login: fn(&str) -> bool,
    /// In the patient field of what a hospital publishes.
    pub(crate) in_reference: fn(&str) -> bool,
    /// The person whom a login is about: the number, the name.
    pub(crate) person: for<'a> fn(&'a Store, &'a str, &'a str) -> Answer<'a, Person>,
}

impl NumberRules {
    pub(super) fn upright() -> Self {
        Self {
            at_login: is_national_number,
            in_reference: is_national_number,
            person: known_by_number,
        }
    }
}

/// Two people may bear one name; nobody shares a number.
pub(crate) fn known_by_number<'a>(store: &'a Store, insz: &'a str, name: &'a str) -> Answer<'a, Person> {
    Box::pin(store.meet(insz, name))
}
