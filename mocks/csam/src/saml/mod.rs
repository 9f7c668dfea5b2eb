//! FAS over SAML 2.0: metadata, single sign-on by redirect and by POST, single logout. The login page, the means and the session are the same as over
//! OpenID Connect.

mod answer;
mod attributes;
mod context;
mod from_metadata;
mod logout;
mod metadata;
mod parameters;
mod party;
mod post_page;
mod received;
mod refused;
mod request;
mod sso;

pub use from_metadata::MetadataRefusal;
pub(crate) use logout::SamlSession;
pub use parameters::{ASSERTION_BACKDATED, ASSERTION_LIFETIME, MOST_REQUEST_AGE, SamlParameters};
pub(crate) use party::Party;
pub use party::{Consumer, SAML_ATTRIBUTES, ServiceProviderRefusal, ServiceProviderRegistration};
pub(crate) use request::SamlRequest;

use axum::{Router, routing::get};
use etalon_stage::Realm;

/// Where metadata is published, inside of a realm.
pub const SAML_METADATA: &str = "/fas/saml2/jsp/exportmetadata.jsp";
/// Single sign-on by redirect (seen in use), and by POST (inferred from the product behind it).
const SSO_REDIRECT: &str = "/fas/SSORedirect/metaAlias/idp";
const SSO_POST: &str = "/fas/SSOPOST/metaAlias/idp";
/// Single logout by redirect and by POST (inferred).
const SLO_REDIRECT: &str = "/fas/IDPSloRedirect/metaAlias/idp";
const SLO_POST: &str = "/fas/IDPSloPOST/metaAlias/idp";
/// What sends a form by itself, where scripts run.
const SCRIPT: &str = "/fas/XUI/post.js";

/// The name of a realm's FAS among SAML entities.
#[must_use]
pub fn entity_id(realm: &Realm) -> String {
    format!("{}/fas", realm.base_url())
}

pub(crate) fn routes() -> Router {
    use axum::routing::post;
    Router::new()
        .route(SAML_METADATA, get(metadata::metadata))
        .route(SSO_REDIRECT, get(sso::by_redirect))
        .route(SSO_POST, post(sso::by_post))
        .route(SLO_REDIRECT, get(logout::by_redirect))
        .route(SLO_POST, post(logout::by_post))
        .route(SCRIPT, get(post_page::script))
}
