//! CSAM's federal authentication service (FAS) over OpenID Connect and SAML: endpoints, login page, tokens, assertions, and refusals that say why.
//! It answers as the operator would and writes down what it made of each request; it never judges, and opens no socket itself.

mod asked;
mod authorize;
mod chooser;
mod claims;
mod client;
mod client_authentication;
mod code;
mod code_card;
mod code_page;
mod code_parameters;
mod code_tries;
mod code_words;
mod desk;
mod direction;
mod discovery;
mod end_session;
mod fault;
mod grant;
mod introspect;
mod itsme;
mod key;
mod keys;
mod language;
mod level;
mod lint;
mod mail_code;
mod means;
mod page;
mod parameters;
mod request;
mod revoke;
mod saml;
mod service;
mod session;
mod signing;
mod token;
mod totp;
mod totp_page;
mod unguessable;
mod userinfo;

pub use client::Client;
pub use code_card::{CODES_ON_CARD, NoCitizenToken};
pub use code_parameters::{
    APP_DRIFT, CITIZEN_TOKEN_GIVEN_UNTIL, CITIZEN_TOKEN_USED_UNTIL, CODE_LOCK, CODE_PAGE_LIFETIME, CODE_TRIES, CodeParameters,
    MAILED_CODE_DIGITS, MAILED_CODE_LIFETIME, MAILED_CODES_PER_LOGIN, TEXT_MESSAGE_USED_UNTIL,
};
pub use direction::CsamDirection;
pub use fault::{
    Address, Arrival, CatalogueProblem, Change, CodeSent, ENORMOUS_ANSWER, Fault, LevelSaid, Moment, Mutation, Protocol, Reaction,
    SLOW_ANSWER, Signer, Step, Title, Token, faults, parse as parse_fault,
};
pub use itsme::{ITSME_CALLBACK, ITSME_REFUSED, ItsmePartner};
pub use key::{CsamKey, KeyError};
pub use level::{LEVELS, Level};
pub use lint::{LintProblem, Message, NotLoggedIn, Recording, lint, record, verify};
pub use means::Means;
pub use parameters::{CODE_LIFETIME, DEFAULT_LEVEL, LOGIN_PAGE_LIFETIME, Parameters, SESSION_IDLE_LIMIT, SubjectStrategy, TOKEN_LIFETIME};
pub use saml::{
    ASSERTION_BACKDATED, ASSERTION_LIFETIME, Consumer, MOST_REQUEST_AGE, MetadataRefusal, SAML_ATTRIBUTES, SAML_METADATA, SamlParameters,
    ServiceProviderRefusal, ServiceProviderRegistration, entity_id,
};
pub use service::{Csam, issuer};
pub use totp::{AppShows, is_app_secret};

use axum::{
    Router,
    routing::{get, post},
};

/// Its name in the journal.
pub const AUTHORITY: &str = "csam";
/// Where its addresses begin, inside of a realm.
pub const PREFIX: &str = "/fas";
/// Where the address of the page begins that says that itsme did not work out.
pub const PAGES_PREFIX: &str = "/fasui";

/// Its pages and endpoints, addressed as inside of a realm (`/fas/…`). The realm must hold a [`Csam`].
pub fn router() -> Router {
    let end_session = get(end_session::by_query).post(end_session::by_form);
    Router::new()
        .route("/fas/oauth2/.well-known/openid-configuration", get(discovery::metadata))
        .route("/fas/oauth2/connect/jwk_uri", get(discovery::keys))
        .route("/fas/oauth2/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/fas/XUI/", get(chooser::show).post(chooser::choose))
        .route("/fas/XUI/code", get(code_page::show).post(code_page::enter))
        .route("/fas/XUI/app", get(totp_page::show).post(totp_page::confirm))
        .route("/fas/XUI/fas.css", get(page::style))
        .route(ITSME_CALLBACK, get(itsme::answer))
        .route(ITSME_REFUSED, get(itsme::show))
        .route("/fas/oauth2/access_token", post(token::exchange))
        .route(token::ELSEWHERE, post(token::exchange_elsewhere))
        .route("/fas/oauth2/introspect", post(introspect::answer))
        .route("/fas/oauth2/token/revoke", post(revoke::answer))
        .route("/fas/oauth2/userinfo", get(userinfo::answer).post(userinfo::answer))
        .route("/fas/oauth2/endSession", end_session.clone())
        .route("/fas/oauth2/connect/endSession", end_session)
        .merge(saml::routes())
}
