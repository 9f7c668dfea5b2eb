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
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use url::Url;

use super::halt::Halt;
use crate::{
    configuration::{Publisher, is_national_number},
    instance::Network,
    log, secrets,
    store::{Attachment, NewReference, PatientAccess, Put},
};

const LONGEST_REFERENCE: usize = 256 * 1024;
const LONGEST_TEXT: usize = 500;
const LONGEST_ADDRESS: usize = 2000;
const LONGEST_DELAY_DAYS: u64 = 36_500;
const MOST_ATTACHMENTS: usize = 100;

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
    let reference = match reference_of(&body, &publisher.name, network.clock.now()) {
        Ok(reference) => reference,
        Err(Mistake { field, remedy }) => return problem(StatusCode::UNPROCESSABLE_ENTITY, Some(&field), &remedy),
    };
    match network.store.put_reference(&reference, network.policies.timing.renewed).await {
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

struct Mistake {
    field: String,
    remedy: String,
}

fn mistake<T>(field: &str, remedy: impl Into<String>) -> Result<T, Mistake> {
    Err(Mistake {
        field: field.to_owned(),
        remedy: remedy.into(),
    })
}

/// From bytes to a reference in which every field was checked.
fn reference_of(body: &[u8], publisher: &str, now: Timestamp) -> Result<NewReference, Mistake> {
    let Ok(fields) = serde_json::from_slice::<Map<String, Value>>(body) else {
        return mistake("body", "send one JSON object");
    };
    let patient_insz = text(&fields, "", "patient")?;
    if !is_national_number(&patient_insz) {
        return mistake("patient", "give the national number as 11 digits");
    }
    let Ok(published_at) = text(&fields, "", "published_at")?.parse::<Timestamp>() else {
        return mistake(
            "published_at",
            "give an RFC 3339 date-time with its offset, such as 2026-03-10T10:00:00+01:00",
        );
    };
    let attachments = match fields.get("attachments") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) if items.len() <= MOST_ATTACHMENTS => items
            .iter()
            .zip(1..)
            .map(|(item, position)| attachment_of(item, position))
            .collect::<Result<_, _>>()?,
        Some(_) => return mistake("attachments", format!("give an array of at most {MOST_ATTACHMENTS} attachments")),
    };
    Ok(NewReference {
        publisher: publisher.to_owned(),
        reference: text(&fields, "", "reference")?,
        patient_insz,
        kind: text(&fields, "", "type")?,
        title: text(&fields, "", "title")?,
        author: text(&fields, "", "author")?,
        published_at,
        received_at: now,
        access: access_of(fields.get("patient_access"))?,
        content_url: address(&fields, "", "content_url")?,
        attachments,
    })
}

fn attachment_of(item: &Value, position: u32) -> Result<Attachment, Mistake> {
    let inside = format!("attachments[{}].", position - 1);
    let Some(fields) = item.as_object() else {
        return mistake(inside.trim_end_matches('.'), "give an object with name, media_type and url");
    };
    let media_type = text(fields, &inside, "media_type")?;
    if !media_type.contains('/') || HeaderValue::from_str(&media_type).is_err() {
        return mistake(&format!("{inside}media_type"), "give a media type such as application/pdf");
    }
    Ok(Attachment {
        position,
        name: text(fields, &inside, "name")?,
        media_type,
        url: address(fields, &inside, "url")?,
    })
}

fn access_of(value: Option<&Value>) -> Result<PatientAccess, Mistake> {
    let Some(fields) = value.and_then(Value::as_object) else {
        return mistake("patient_access", "give an object with a rule: immediate, after-days or never");
    };
    match fields.get("rule").and_then(Value::as_str) {
        Some("immediate") => Ok(PatientAccess::Immediate),
        Some("never") => Ok(PatientAccess::Never),
        Some("after-days") => match fields
            .get("days")
            .and_then(Value::as_u64)
            .filter(|days| *days <= LONGEST_DELAY_DAYS)
        {
            Some(days) => Ok(PatientAccess::AfterDays(days as u32)),
            None => mistake(
                "patient_access.days",
                format!("give a whole number of days from 0 to {LONGEST_DELAY_DAYS}"),
            ),
        },
        _ => mistake("patient_access.rule", "give immediate, after-days or never"),
    }
}

fn text(fields: &Map<String, Value>, inside: &str, name: &str) -> Result<String, Mistake> {
    match fields.get(name).and_then(Value::as_str) {
        Some(text) if !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT && !text.chars().any(char::is_control) => {
            Ok(text.to_owned())
        }
        _ => mistake(
            &format!("{inside}{name}"),
            format!("give a text of 1 to {LONGEST_TEXT} characters on one line"),
        ),
    }
}

fn address(fields: &Map<String, Value>, inside: &str, name: &str) -> Result<String, Mistake> {
    let given = fields
        .get(name)
        .and_then(Value::as_str)
        .filter(|address| address.len() <= LONGEST_ADDRESS);
    match given.and_then(|address| Url::parse(address).ok()) {
        Some(url) if url.scheme() == "https" && url.host().is_some() && url.username().is_empty() && url.password().is_none() => {
            Ok(url.into())
        }
        _ => mistake(
            &format!("{inside}{name}"),
            "give an https address without user name; it is called with your name and secret",
        ),
    }
}
