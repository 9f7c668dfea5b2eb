//! itsme (Belgian Mobile ID) over OpenID Connect: endpoints, the app's approval, sealed tokens, and refusals that say why.
//! It answers as the operator would and writes down what it made of each request; it never judges, and opens no socket itself.

mod account;
mod approval;
mod approval_page;
mod asked_claims;
mod assertion;
mod authorize;
mod claims;
mod client;
mod client_authentication;
mod desk;
mod direction;
mod discovery;
mod document_claims;
mod door;
mod grant;
mod key;
mod language;
mod mode;
mod page;
mod parameters;
mod party_keys;
mod party_keys_cache;
mod picture;
mod request;
mod request_fields;
mod request_object;
mod revoke;
mod sealing;
mod service;
mod token;
mod unguessable;
mod userinfo;

pub use account::{Document, Lack, Persona};
pub use asked_claims::CLAIM;
pub use client::{Authentication, Client, ClientProblem, InnerSignature, PartyKeys, Service, ServiceKind};
pub use direction::ItsmeDirection;
pub use door::Door;
pub use key::ItsmeKey;
pub use mode::Mode;
pub use parameters::{
    APPROVAL_LIFETIME, Acr, CODE_LIFETIME, ID_TOKEN_LIFETIME, KEYS_LEAST, KEYS_MOST, KEYS_WAIT, Parameters, TOKEN_LIFETIME, WRONG_CODES,
};
pub use service::Itsme;

pub use etalon_wire::JwkSet;

use axum::{
    Extension, Router,
    routing::{get, post},
};

/// Its name in the journal.
pub const AUTHORITY: &str = "itsme";
/// Where its addresses begin, inside of a realm.
pub const PREFIX: &str = "/itsme";

/// Its pages and endpoints, addressed as inside of a realm (`/itsme/…`). The realm must hold an [`Itsme`].
pub fn router() -> Router {
    Router::new().nest(Door::Keys.inside(), endpoints(Door::Keys)).nest(
        Door::Legacy.inside(),
        endpoints(Door::Legacy).route("/connect/revoke", post(revoke::answer).layer(Extension(Door::Legacy))),
    )
}

fn endpoints(door: Door) -> Router {
    let paths = door.paths();
    Router::new()
        .route("/.well-known/openid-configuration", get(discovery::metadata))
        .route(paths.keys, get(discovery::keys))
        .route(paths.authorization, get(authorize::by_query).post(authorize::by_form))
        .route(paths.login, get(approval::show).post(approval::answer))
        .route(paths.token, post(token::exchange))
        .route(paths.userinfo, get(userinfo::answer).post(userinfo::answer))
        .route(paths.picture, get(picture::answer))
        .route(page::STYLE_PATH, get(page::style))
        .layer(Extension(door))
}
