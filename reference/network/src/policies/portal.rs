//! Rules of the portal as a whole: what stands before it, and the statuses with which it refuses and says what is out of service.

use axum::{Router, http::StatusCode};

use crate::refusal::Reason;

/// The portal's manners.
pub(crate) struct PortalRules {
    /// The place for a filter before every page, such as a maintenance notice.
    pub(crate) front_door: fn(Router) -> Router,
    pub(crate) refusal_status: fn(Reason) -> StatusCode,
    /// From whose service gave nothing. 500 takes the blame, and its page says nothing else.
    pub(crate) outage_status: fn(&str) -> StatusCode,
}

impl PortalRules {
    pub(super) fn upright() -> Self {
        Self {
            front_door: open_to_every_browser,
            refusal_status: status_of,
            outage_status: blamed_on_the_partner,
        }
    }
}

/// Any browser may come in: the pages need no script and no particular engine.
pub(crate) fn open_to_every_browser(pages: Router) -> Router {
    pages
}

/// 404 where nothing is said to exist, 403 otherwise.
pub(crate) fn status_of(reason: Reason) -> StatusCode {
    match reason {
        Reason::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::FORBIDDEN,
    }
}

/// 502: the portal works, and the service behind it does not.
pub(crate) fn blamed_on_the_partner(_whose: &str) -> StatusCode {
    StatusCode::BAD_GATEWAY
}
