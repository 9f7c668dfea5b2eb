//! CSAM's federal authentication service (FAS) over OpenID Connect: endpoints, login page, tokens, and refusals that say why.
//! It answers as the operator would and writes down what it made of each request; it never judges, and opens no socket itself.

mod authorize;
mod chooser;
mod claims;
mod client;
mod client_authentication;
mod desk;
mod direction;
mod discovery;
mod end_session;
mod fault;
mod grant;
mod introspect;
mod key;
mod keys;
mod language;
mod level;
mod lint;
mod means;
mod page;
mod parameters;
mod request;
mod revoke;
mod service;
mod session;
mod signing;
mod tickets;
mod token;
mod userinfo;

pub use client::Client;
pub use direction::CsamDirection;
pub use fault::{
    Address, Arrival, CatalogueProblem, Change, CodeSent, ENORMOUS_ANSWER, Fault, LevelSaid, Moment, Mutation, Protocol, Reaction,
    SLOW_ANSWER, Signer, Step, Title, Token, faults, parse as parse_fault,
};
pub use key::{CsamKey, KeyError};
pub use level::{LEVELS, Level};
pub use lint::{LintProblem, Message, NotLoggedIn, Recording, lint, record, verify};
pub use means::Means;
pub use parameters::{CODE_LIFETIME, DEFAULT_LEVEL, LOGIN_PAGE_LIFETIME, Parameters, SESSION_IDLE_LIMIT, SubjectStrategy, TOKEN_LIFETIME};
pub use service::{Csam, issuer};
pub use tickets::MAX_TICKETS;

use axum::{
    Router,
    routing::{get, post},
};

/// Its name in the journal.
pub const AUTHORITY: &str = "csam";
/// Where its addresses begin, inside of a realm.
pub const PREFIX: &str = "/fas";

/// Its pages and endpoints, addressed as inside of a realm (`/fas/…`). The realm must hold a [`Csam`].
pub fn router() -> Router {
    let end_session = get(end_session::by_query).post(end_session::by_form);
    Router::new()
        .route("/fas/oauth2/.well-known/openid-configuration", get(discovery::metadata))
        .route("/fas/oauth2/connect/jwk_uri", get(discovery::keys))
        .route("/fas/oauth2/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/fas/XUI/", get(chooser::show).post(chooser::choose))
        .route("/fas/XUI/fas.css", get(page::style))
        .route("/fas/oauth2/access_token", post(token::exchange))
        .route(token::ELSEWHERE, post(token::exchange_elsewhere))
        .route("/fas/oauth2/introspect", post(introspect::answer))
        .route("/fas/oauth2/token/revoke", post(revoke::answer))
        .route("/fas/oauth2/userinfo", get(userinfo::answer).post(userinfo::answer))
        .route("/fas/oauth2/endSession", end_session.clone())
        .route("/fas/oauth2/connect/endSession", end_session)
}
