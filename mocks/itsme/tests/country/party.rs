//! What a relying party lays out for itsme to fetch: its keys, and request objects.

use std::sync::{Arc, Mutex};

use axum::{Extension, Router, response::IntoResponse, routing::get};
use etalon_stage::Realm;

/// What lies there: a body, and the `Cache-Control` it is served with.
#[derive(Default)]
pub(crate) struct Published(Mutex<(String, Option<String>, u32)>);

impl Published {
    pub(crate) fn lay_out(&self, body: &str, cache_control: Option<&str>) {
        let mut held = self.0.lock().unwrap();
        (held.0, held.1) = (body.to_owned(), cache_control.map(str::to_owned));
    }

    /// How often it was fetched.
    pub(crate) fn fetched(&self) -> u32 {
        self.0.lock().unwrap().2
    }
}

pub(crate) fn router() -> Router {
    Router::new().route("/party/{name}", get(fetch))
}

async fn fetch(Extension(realm): Extension<Arc<Realm>>) -> impl IntoResponse {
    let published = realm.slot::<Published>();
    let mut held = published.0.lock().unwrap();
    held.2 += 1;
    let fields = held.1.clone().map(|value| [("cache-control", value)]);
    (fields.unwrap_or([("cache-control", "no-transform".to_owned())]), held.0.clone())
}
