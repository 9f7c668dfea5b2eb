//! What a page says after something was done: a short code in the address, and its sentence.

use axum::response::Redirect;
use serde::Deserialize;

/// The part of an address that says what was just done.
#[derive(Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
}

impl Done {
    pub(crate) fn code(&self) -> Option<&str> {
        self.done.as_deref()
    }
}

/// Back to a page, which says that this was done.
pub(crate) fn back(path: &str, code: &str) -> Redirect {
    Redirect::to(&format!("{path}?done={code}"))
}

/// In English; the key of its words.
pub(crate) fn sentence(code: &str) -> Option<&'static str> {
    Some(match code {
        "opened" => "The realm is open.",
        "closed" => "The realm is closed. Its addresses answer 404 from now on.",
        "person-added" => "The person lives here now.",
        "means-set" => "The means to log in were changed.",
        "client-registered" => "The relying party is registered.",
        "client-removed" => "The relying party was removed.",
        "laid-down" => "The document is laid down.",
        "published" => "The network took it.",
        "connected" => "The hospital is connected.",
        "real-names" => "This realm answers to the names of the real services.",
        "clock-set" => "The clock was changed.",
        "directed" => "The direction waits.",
        "lifted" => "The direction was taken back.",
        _ => return None,
    })
}
