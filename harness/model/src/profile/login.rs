//! How the product is known to CSAM.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name by which a product is known where the profile gives none.
const USUAL_CLIENT_ID: &str = "network";
/// What a health network asks CSAM for.
const USUAL_SCOPES: [&str; 3] = ["openid", "profile", "egovnrn"];
/// Where it awaits the return from a login.
const USUAL_CALLBACK: &str = "/oidc/callback";
/// Where it awaits the return from a logout.
const USUAL_POST_LOGOUT: &str = "/logged-out";

/// How the product is known to CSAM. The secret is made for each run, and the product is told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Login {
    /// The client's identifier.
    pub client_id: String,
    /// Scopes that it may ask for.
    pub scopes: Vec<String>,
    /// Paths of the product to which CSAM may lead back after a login; the first is `{callback}`.
    pub callback_paths: Vec<String>,
    /// Paths of the product to which CSAM may lead back after a logout; the first is `{post-logout}`.
    pub post_logout_paths: Vec<String>,
}

impl Default for Login {
    fn default() -> Self {
        Self {
            client_id: USUAL_CLIENT_ID.to_owned(),
            scopes: USUAL_SCOPES.map(str::to_owned).to_vec(),
            callback_paths: vec![USUAL_CALLBACK.to_owned()],
            post_logout_paths: vec![USUAL_POST_LOGOUT.to_owned()],
        }
    }
}

impl Login {
    /// Whether it says nothing that is not said without it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}
