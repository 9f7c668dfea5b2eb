//! Forms: read only when they carry the session's token and come from our own pages.

use std::sync::Arc;

use axum::{
    Form, RequestPartsExt as _,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{halt::Halt, visitor::SignedIn};
use crate::{instance::Network, refusal::Reason, secrets};

/// The fields of a form that was checked.
pub(super) struct Sent<T>(pub(super) T);

/// The fields of a form that is only a button.
#[derive(Deserialize)]
pub(super) struct Nothing {}

#[derive(Deserialize)]
struct Envelope<T> {
    csrf: String,
    #[serde(flatten)]
    fields: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Network>> for Sent<T> {
    type Rejection = Halt;

    async fn from_request(request: Request, network: &Arc<Network>) -> Result<Self, Halt> {
        let (mut parts, body) = request.into_parts();
        let SignedIn(visitor) = parts.extract_with_state::<SignedIn, _>(network).await?;
        if comes_from_elsewhere(&parts.headers, &network.base_url) {
            return Err(Reason::FormExpired.into());
        }
        let Ok(Form(envelope)) = Form::<Envelope<T>>::from_request(Request::from_parts(parts, body), network).await else {
            return Err(Reason::FormExpired.into());
        };
        if !secrets::are_equal(&envelope.csrf, &visitor.session.csrf) {
            return Err(Reason::FormExpired.into());
        }
        Ok(Self(envelope.fields))
    }
}

/// Browsers send `Origin: null` from pages with `Referrer-Policy: no-referrer`, so that one says nothing; the token decides then.
pub(super) fn comes_from_elsewhere(headers: &HeaderMap, own_origin: &str) -> bool {
    let foreign_origin = headers
        .get(header::ORIGIN)
        .is_some_and(|origin| origin != "null" && origin != own_origin);
    let foreign_site = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    foreign_origin || foreign_site
}
