//! The interface for publishing hospitals: one call that puts a reference or replaces it. Answers are JSON; what is wrong is named with its
//! field and the remedy (RFC 9457).

use std::sync::Arc;

use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::{
    halt::Halt,
    reference::{Mistake, reference_of},
};
use crate::{
    configuration::Publisher,
    instance::Network,
    log, secrets,
    store::{NewReference, Put, StoreFault},
};

const LONGEST_REFERENCE: usize = 256 * 1024;

/// The addresses below `/publisher/v1`.
pub(super) fn interface(network: Arc<Network>) -> Router {
    Router::new().route("/references", post(put_reference)).with_state(network)
}

async fn put_reference(State(network): State<Arc<Network>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(publisher) = publisher_of(&network, &parts.headers) else {
        let challenge = [(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Basic realm=\"publisher\", charset=\"UTF-8\""),
        )];
        return (
            challenge,
            problem(
                StatusCode::UNAUTHORIZED,
                None,
                "send the publisher's name and secret with HTTP Basic",
            ),
        )
            .into_response();
    };
    if !is_json(&parts.headers) {
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, None, "send the reference as application/json");
    }
    let Ok(body) = to_bytes(body, LONGEST_REFERENCE).await else {
        return problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            None,
            &format!("send at most {LONGEST_REFERENCE} bytes; the document itself stays with you"),
        );
    };
    let reference = match reference_of(&body, &publisher.name, &network.policies.number, network.clock.now()) {
        Ok(reference) => reference,
        Err(Mistake { field, remedy }) => return problem(StatusCode::UNPROCESSABLE_ENTITY, Some(&field), &remedy),
    };
    match keep(&network, &reference).await {
        Ok(Put::Created(id)) => (StatusCode::CREATED, Json(json!({"id": id}))).into_response(),
        Ok(Put::Replaced(id)) => Json(json!({"id": id})).into_response(),
        Ok(Put::OtherPatient) => problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            Some("patient"),
            "this reference belongs to another patient; publish under a new reference",
        ),
        Err(fault) => {
            if let Halt::Fault(cause) = Halt::from(fault) {
                log::warn(&network.configuration.instance, "fault", &cause);
            }
            problem(StatusCode::INTERNAL_SERVER_ERROR, None, "try again later")
        }
    }
}

/// Keeps the reference; said again, it has its effect on what was done with it in between.
async fn keep(network: &Network, reference: &NewReference) -> Result<Put, StoreFault> {
    let (store, policies) = (&network.store, &network.policies);
    let id = (policies.publishing.identifier)(store).await?;
    let put = store.put_reference(reference, id, policies.timing.renewed).await?;
    if let Put::Replaced(id) = &put {
        (policies.release.renewed)(store, id).await?;
        (policies.deletion.published_again)(store, id, network.clock.now()).await?;
    }
    Ok(put)
}

/// The publisher whose name and secret came along. An unknown name takes as long as a wrong secret.
fn publisher_of<'a>(network: &'a Network, headers: &HeaderMap) -> Option<&'a Publisher> {
    let (scheme, credentials) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let credentials = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (name, secret) = credentials.split_once(':')?;
    let publisher = network.configuration.publisher(name);
    let right = secrets::are_equal(secret, publisher.map_or("", |publisher| &publisher.secret));
    publisher.filter(|_| right)
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn problem(status: StatusCode, field: Option<&str>, remedy: &str) -> Response {
    let mut body = json!({"type": "about:blank", "title": status.canonical_reason().unwrap_or("Problem"), "status": status.as_u16(), "detail": remedy});
    if let Some(field) = field {
        body["field"] = field.into();
        body["remedy"] = remedy.into();
    }
    (
        status,
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))],
        body.to_string(),
    )
        .into_response()
}
