//! The photograph that the claim `picture` leads to: a dot, for whoever shows an access token that may see it.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use crate::{
    Lack,
    desk::Desk,
    document_claims::{PHOTO, PHOTO_FORMAT},
};

pub(crate) async fn answer(desk: Desk, headers: HeaderMap) -> Response {
    let token = match desk.bearer(&headers) {
        Ok(token) => token,
        Err(no) => return *no,
    };
    let asked = token.grant.claims.names().contains("picture");
    if !asked || token.grant.persona.lacks().contains(&Lack::Photo) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let fields = [(header::CONTENT_TYPE, PHOTO_FORMAT), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::OK, fields, PHOTO).into_response()
}
