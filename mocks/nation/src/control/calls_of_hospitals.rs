//! The calls about hospitals and their documents as HTTP: one short function for each. What is done lives at the desk.

use axum::{Json, extract::State};
use http::StatusCode;

use super::{
    AccessRule, ConnectedHospital, DocumentOrder, DocumentView, HospitalView, NetworkOrder, ProblemBody, PublicationView,
    http::{Answer, At, Made},
    reading::{Ordered, Place},
};

/// The hospitals of the realm.
#[utoipa::path(get, path = "/v1/realms/{realm}/hospitals", tag = "hospitals", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<HospitalView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn hospitals(State(front): At, Place(realm): Place<String>) -> Answer<Vec<HospitalView>> {
    front.desk.hospitals(&realm).await.map(Json)
}

/// Tells a hospital which network it publishes to. The secret is told here and nowhere else.
#[utoipa::path(put, path = "/v1/realms/{realm}/hospitals/{hospital}/network", tag = "hospitals",
    params(("realm" = String, Path), ("hospital" = String, Path)), request_body = NetworkOrder,
    responses((status = 200, body = ConnectedHospital), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn connect_hospital(
    State(front): At,
    Place((realm, hospital)): Place<(String, String)>,
    Ordered(order): Ordered<NetworkOrder>,
) -> Answer<ConnectedHospital> {
    front.desk.connect_hospital(&realm, &hospital, order).await.map(Json)
}

/// The documents of a hospital, in the order of their references.
#[utoipa::path(get, path = "/v1/realms/{realm}/hospitals/{hospital}/documents", tag = "hospitals",
    params(("realm" = String, Path), ("hospital" = String, Path)),
    responses((status = 200, body = Vec<DocumentView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn documents(State(front): At, Place((realm, hospital)): Place<(String, String)>) -> Answer<Vec<DocumentView>> {
    front.desk.documents(&realm, &hospital).await.map(Json)
}

/// Lays a document down; everything that is not said is made up. Nobody is told until it is published.
#[utoipa::path(post, path = "/v1/realms/{realm}/hospitals/{hospital}/documents", tag = "hospitals",
    params(("realm" = String, Path), ("hospital" = String, Path)), request_body = DocumentOrder,
    responses((status = 201, body = DocumentView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn lay_down(
    State(front): At,
    Place((realm, hospital)): Place<(String, String)>,
    Ordered(order): Ordered<DocumentOrder>,
) -> Made<DocumentView> {
    Ok((StatusCode::CREATED, Json(front.desk.lay_down(&realm, &hospital, order).await?)))
}

/// Changes when the patient may read a document. Nobody is told until it is published again.
#[utoipa::path(put, path = "/v1/realms/{realm}/hospitals/{hospital}/documents/{reference}/access", tag = "hospitals",
    params(("realm" = String, Path), ("hospital" = String, Path), ("reference" = String, Path)), request_body = AccessRule,
    responses((status = 200, body = DocumentView), (status = 404, body = ProblemBody)))]
pub(crate) async fn change_access(
    State(front): At,
    Place((realm, hospital, reference)): Place<(String, String, String)>,
    Ordered(rule): Ordered<AccessRule>,
) -> Answer<DocumentView> {
    front.desk.change_access(&realm, &hospital, &reference, rule).await.map(Json)
}

/// Tells the hospital's network about a document, as it is now.
#[utoipa::path(post, path = "/v1/realms/{realm}/hospitals/{hospital}/documents/{reference}/publish", tag = "hospitals",
    params(("realm" = String, Path), ("hospital" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = PublicationView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
pub(crate) async fn publish(
    State(front): At,
    Place((realm, hospital, reference)): Place<(String, String, String)>,
) -> Answer<PublicationView> {
    front.desk.publish(&realm, &hospital, &reference).await.map(Json)
}
