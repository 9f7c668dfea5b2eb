//! What somebody is logged in for: a request over OpenID Connect or over SAML. The login page needs to know no more of either than this.

use std::sync::Arc;

use axum::response::Response;
use etalon_people::Person;
use http::HeaderMap;

use crate::{Level, Means, desk::Desk, request::AuthorizationRequest, saml::SamlRequest};

/// A request that waits for a person.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    OpenIdConnect(AuthorizationRequest),
    Saml(Box<SamlRequest>),
}

impl Asked {
    /// Who asks, as pages and journals name it.
    pub(crate) fn client(&self) -> &str {
        match self {
            Self::OpenIdConnect(request) => &request.client.id,
            Self::Saml(request) => request.party.entity_id(),
        }
    }

    /// The lowest level that can be enough.
    pub(crate) fn level(&self) -> Level {
        match self {
            Self::OpenIdConnect(request) => request.level,
            Self::Saml(request) => request.wanted.level(),
        }
    }

    /// Whether these means will do.
    pub(crate) fn accepts(&self, means: Means) -> bool {
        match self {
            Self::OpenIdConnect(request) => means.level() >= request.level,
            Self::Saml(request) => request.accepts(means),
        }
    }

    /// The languages that the asker asked for.
    pub(crate) fn ui_locales(&self) -> Option<&str> {
        match self {
            Self::OpenIdConnect(request) => request.ui_locales.as_deref(),
            Self::Saml(_) => None,
        }
    }

    /// Where the answer goes.
    pub(crate) fn answered_at(&self) -> &str {
        match self {
            Self::OpenIdConnect(request) => &request.redirect_uri,
            Self::Saml(request) => &request.consumer,
        }
    }

    /// The person gives up.
    pub(crate) fn cancelled(&self, desk: &Desk, headers: &HeaderMap) -> Response {
        match self {
            Self::OpenIdConnect(request) => desk.cancelled(headers, request),
            Self::Saml(request) => desk.cancelled_saml(headers, request),
        }
    }

    /// The person has proved to be who they are.
    pub(crate) fn finish(&self, desk: &Desk, headers: &HeaderMap, person: &Arc<Person>, means: Means) -> Response {
        match self {
            Self::OpenIdConnect(request) => desk.authenticate(headers, request, person, means, "page"),
            Self::Saml(request) => desk.authenticate_saml(headers, request, person, means, "page"),
        }
    }
}

impl From<AuthorizationRequest> for Asked {
    fn from(request: AuthorizationRequest) -> Self {
        Self::OpenIdConnect(request)
    }
}

impl From<SamlRequest> for Asked {
    fn from(request: SamlRequest) -> Self {
        Self::Saml(Box::new(request))
    }
}
