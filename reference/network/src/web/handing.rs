//! Bytes of hospitals: fetched at the moment of reading, held against what was published, and handed out so that no browser takes them for
//! a page of ours.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::halt::{Halt, Unavailable};
use crate::{
    instance::Network,
    outgoing::hospital,
    store::{Attachment, Document},
};

/// The bytes at the hospital, if they are those that it published.
pub(super) async fn fetch(
    network: &Network,
    document: &Document,
    address: &str,
    sha256: Option<&str>,
    title: &str,
) -> Result<Vec<u8>, Halt> {
    let unavailable = |cause: String| {
        Halt::Unavailable(Unavailable {
            whose: "hospital",
            title: Some(title.to_owned()),
            cause,
        })
    };
    let Some(publisher) = network.configuration.publisher(&document.publisher) else {
        return Err(unavailable("no such publisher".to_owned()));
    };
    let fetched = hospital::fetch(&network.http, publisher, address).await;
    let bytes = fetched.map_err(|fault| unavailable(fault.to_string()))?;
    if !(network.policies.reading.verified)(sha256, &bytes) {
        return Err(unavailable("other bytes than those published".to_owned()));
    }
    Ok(bytes)
}

/// The attachment under its own name and type.
pub(super) fn hand_out(attachment: &Attachment, bytes: Vec<u8>) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_str(&attachment.media_type).unwrap_or(HeaderValue::from_static("application/octet-stream")),
        ),
        (header::CONTENT_DISPOSITION, disposition(attachment)),
        // Bytes of others are never a page of ours, even if a browser shows them.
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
        ),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}

/// To be saved under its name: in ASCII for old programs, and exactly (RFC 6266, 8187).
fn disposition(attachment: &Attachment) -> HeaderValue {
    let plain: String = attachment
        .name
        .chars()
        .map(|sign| {
            if sign.is_ascii_alphanumeric() || ".-_ ".contains(sign) {
                sign
            } else {
                '_'
            }
        })
        .collect();
    let exact: String = attachment
        .name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    HeaderValue::try_from(format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}
