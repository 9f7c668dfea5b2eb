//! The calls about certificates as HTTP: one short function for each. What is done lives at the desk.

use axum::{Json, extract::State};
use http::StatusCode;

use super::{
    CertificateOrder, CertificateView, CertificateWithKey, ProblemBody, StatusOrder,
    http::{Answer, At, Made},
    reading::{Ordered, Place},
};

/// The certificates that were issued in the realm, by serial number.
#[utoipa::path(get, path = "/v1/realms/{realm}/certificates", tag = "certificates", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<CertificateView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn certificates(State(front): At, Place(realm): Place<String>) -> Answer<Vec<CertificateView>> {
    front.desk.certificates(&realm).await.map(Json)
}

/// Issues a certificate by a recipe. Its key is told here and nowhere else.
#[utoipa::path(post, path = "/v1/realms/{realm}/certificates", tag = "certificates", params(("realm" = String, Path)), request_body = CertificateOrder,
    responses((status = 201, body = CertificateWithKey), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn issue_certificate(
    State(front): At,
    Place(realm): Place<String>,
    Ordered(order): Ordered<CertificateOrder>,
) -> Made<CertificateWithKey> {
    Ok((StatusCode::CREATED, Json(front.desk.issue_certificate(&realm, order).await?)))
}

/// Says how a certificate stands, now or from an instant on.
#[utoipa::path(post, path = "/v1/realms/{realm}/certificates/{serial}/status", tag = "certificates",
    params(("realm" = String, Path), ("serial" = String, Path)), request_body = StatusOrder,
    responses((status = 200, body = CertificateView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn set_certificate_status(
    State(front): At,
    Place((realm, serial)): Place<(String, String)>,
    Ordered(order): Ordered<StatusOrder>,
) -> Answer<CertificateView> {
    front.desk.set_certificate_status(&realm, &serial, order).await.map(Json)
}
