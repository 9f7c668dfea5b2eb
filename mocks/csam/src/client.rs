//! A relying party as FAS knows it. Nothing is accepted that was not registered.

use std::fmt;

/// A registered relying party. `Debug` keeps the secret to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// Its identifier.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// Where answers may be sent; compared character by character.
    pub redirect_uris: Vec<String>,
    /// Where people may be sent after logging out; compared character by character.
    pub post_logout_redirect_uris: Vec<String>,
    /// The scopes it may ask for.
    pub scopes: Vec<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("id", &self.id)
            .field("redirect_uris", &self.redirect_uris)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
