//! Ways in which a page is not shown: a refusal, a sign-in first, a partner that is unavailable, a fault of ours. The page itself is drawn
//! where the visitor is known.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    pages::{self, Frame},
    visitor::Visitor,
};
use crate::{instance::Network, log, refusal::Reason, store::StoreFault};

/// Why the page asked for is not shown.
#[derive(Clone, Debug)]
pub(super) enum Halt {
    Refusal {
        reason: Reason,
        note: Option<String>,
    },
    /// For that space of the portal, and then back to that path.
    SignInFirst {
        space: &'static str,
        next: String,
    },
    Unavailable(Unavailable),
    Fault(String),
}

/// Somebody else's service gave nothing that can be used.
#[derive(Clone, Debug)]
pub(super) struct Unavailable {
    /// `provider`, `provider-answer` or `hospital`.
    pub(super) whose: &'static str,
    /// Known even when its content is not.
    pub(super) title: Option<String>,
    /// For the log: fixed words only.
    pub(super) cause: String,
}

impl From<Reason> for Halt {
    fn from(reason: Reason) -> Self {
        Self::Refusal { reason, note: None }
    }
}

impl From<StoreFault> for Halt {
    fn from(fault: StoreFault) -> Self {
        // The text of other faults may quote values.
        let kind = match &fault {
            StoreFault::PoolTimedOut => "database: no connection in time".to_owned(),
            StoreFault::PoolClosed => "database: closed".to_owned(),
            StoreFault::Database(error) => format!("database: code {}", error.code().unwrap_or_default()),
            StoreFault::Io(error) => format!("database: {}", error.kind()),
            _ => "database: unreadable".to_owned(),
        };
        Self::Fault(kind)
    }
}

impl From<askama::Error> for Halt {
    fn from(error: askama::Error) -> Self {
        Self::Fault(format!("template: {error}"))
    }
}

impl IntoResponse for Halt {
    /// Only a parcel: `recognise` opens it and draws the page.
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Halt {
    /// The page in place of the one asked for.
    pub(super) fn draw(self, network: &Network, visitor: Option<&Visitor>) -> Response {
        let name = &network.configuration.instance;
        let drawn = match self {
            Self::SignInFirst { space, next } => {
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("as", space)
                    .append_pair("next", &next)
                    .finish();
                return Redirect::to(&format!("/login?{query}")).into_response();
            }
            Self::Refusal { reason, note } => {
                let status = (network.policies.portal.refusal_status)(reason);
                log::info(name, "refused", reason.code());
                if status.is_server_error() {
                    return fault_page(visitor, status);
                }
                let page = pages::Refusal {
                    frame: Frame::new("refusal", "Not permitted", visitor),
                    code: reason.code(),
                    sentence: reason.sentence(),
                    remedy: reason.remedy(),
                    note,
                };
                pages::show_with(status, &page)
            }
            Self::Unavailable(Unavailable { whose, title, cause }) => {
                log::warn(name, "unavailable", &format!("{whose}: {cause}"));
                let status = (network.policies.portal.outage_status)(whose);
                if status == StatusCode::INTERNAL_SERVER_ERROR {
                    return fault_page(visitor, status);
                }
                pages::show_with(
                    status,
                    &pages::Unavailable {
                        frame: Frame::new("unavailable", "Not available now", visitor),
                        whose,
                        title,
                    },
                )
            }
            Self::Fault(cause) => {
                log::warn(name, "fault", &cause);
                return fault_page(visitor, StatusCode::INTERNAL_SERVER_ERROR);
            }
        };
        drawn.unwrap_or_else(|_| fault_page(visitor, StatusCode::INTERNAL_SERVER_ERROR))
    }
}

fn fault_page(visitor: Option<&Visitor>, status: StatusCode) -> Response {
    let page = pages::Fault {
        frame: Frame::new("fault", "Something went wrong", visitor),
    };
    pages::show_with(status, &page).unwrap_or_else(|_| {
        let plain = [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))];
        (status, plain, "Something went wrong").into_response()
    })
}
