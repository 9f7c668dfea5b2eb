//! Rules of the portal as a whole: what stands before it, and the status with which it refuses.

use axum::{Router, http::StatusCode};

use crate::refusal::Reason;

/// The portal's manners.
pub(crate) struct PortalRules {
    /// The place for a filter before every page, such as a maintenance notice.
    pub(crate) front_door: fn(Router) -> Router,
    pub(crate) refusal_status: fn(Reason) -> StatusCode,
}

impl PortalRules {
    pub(super) fn upright() -> Self {
        Self {
            front_door: open_to_every_browser,
            refusal_status: status_of,
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
