//! A hospital: it keeps documents, tells the network where they are, and hands them over to whoever has its secret.
//! Its protocol is our own and thin: JSON references over HTTP Basic. KMEHR takes its place when hubs are examined.

mod content;
mod direction;
mod document;
mod publish;
mod serve;
mod service;

pub use content::CANARY_LENGTH;
pub use direction::HospitalDirection;
pub use document::{Document, Rule};
pub use publish::{HospitalError, PUBLISH_PATH, Publication};
pub use serve::SILENCE_LIMIT;
pub use service::Hospital;

use axum::{Router, routing::get};

/// Its name in the journal.
pub const AUTHORITY: &str = "hospital";
/// Where its addresses begin, inside of a realm.
pub const PREFIX: &str = "/hospital";

/// Its repository, addressed as inside of a realm (`/hospital/…`). The realm must hold a [`Hospital`].
pub fn router() -> Router {
    Router::new()
        .route("/hospital/documents/{reference}", get(serve::document))
        .route("/hospital/documents/{reference}/attachments/{number}", get(serve::attachment))
}
