//! What a publisher says of a document, from bytes to a reference in which every field was checked. Nothing is kept here.

use axum::http::HeaderValue;
use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use crate::{
    configuration::is_national_number,
    policies::{manage::LONGEST_DELAY_DAYS, number::NumberRules},
    store::{Attachment, Content, NewReference, PatientAccess},
};

const LONGEST_TEXT: usize = 500;
const LONGEST_ADDRESS: usize = 2000;
const MOST_ATTACHMENTS: usize = 100;
const SHA256_DIGITS: usize = 64;

/// What is wrong with a reference: the field, and what to do about it.
pub(super) struct Mistake {
    pub(super) field: String,
    pub(super) remedy: String,
}

fn mistake<T>(field: &str, remedy: impl Into<String>) -> Result<T, Mistake> {
    Err(Mistake {
        field: field.to_owned(),
        remedy: remedy.into(),
    })
}

/// From bytes to a reference in which every field was checked.
pub(super) fn reference_of(body: &[u8], publisher: &str, numbers: &NumberRules, now: Timestamp) -> Result<NewReference, Mistake> {
    let Ok(fields) = serde_json::from_slice::<Map<String, Value>>(body) else {
        return mistake("body", "send one JSON object");
    };
    let patient_insz = match fields.get("patient") {
        Some(Value::String(number)) if (numbers.in_reference)(number) => number.clone(),
        _ => return mistake("patient", "give the patient's national or BIS number as 11 digits"),
    };
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
        author_insz: author_insz(&fields)?,
        published_at,
        received_at: now,
        access: access_of(fields.get("patient_access"))?,
        content: Content::Hospital {
            url: address(&fields, "", "content_url")?,
            sha256: sha256(&fields, "", "content_sha256")?,
        },
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
        sha256: sha256(fields, &inside, "sha256")?,
    })
}

fn access_of(value: Option<&Value>) -> Result<PatientAccess, Mistake> {
    let Some(fields) = value.and_then(Value::as_object) else {
        return mistake(
            "patient_access",
            "give an object with a rule: immediate, after-days, never or releasable",
        );
    };
    match fields.get("rule").and_then(Value::as_str) {
        Some("immediate") => Ok(PatientAccess::Immediate),
        Some("never") => Ok(PatientAccess::Never),
        Some("releasable") => Ok(PatientAccess::Releasable),
        Some("after-days") => match fields
            .get("days")
            .and_then(Value::as_u64)
            .and_then(|days| u32::try_from(days).ok())
            .filter(|days| *days <= LONGEST_DELAY_DAYS)
        {
            Some(days) => Ok(PatientAccess::AfterDays(days)),
            None => mistake(
                "patient_access.days",
                format!("give a whole number of days from 0 to {LONGEST_DELAY_DAYS}"),
            ),
        },
        _ => mistake("patient_access.rule", "give immediate, after-days, never or releasable"),
    }
}

/// Who drew the document up, where the publisher says it.
fn author_insz(fields: &Map<String, Value>) -> Result<Option<String>, Mistake> {
    match fields.get("author_insz") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(insz)) if is_national_number(insz) => Ok(Some(insz.clone())),
        Some(_) => mistake("author_insz", "give the author's national number as 11 digits, or leave it out"),
    }
}

/// The digest of the bytes at an address, where the publisher gives it.
fn sha256(fields: &Map<String, Value>, inside: &str, name: &str) -> Result<Option<String>, Mistake> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(digest)) if digest.len() == SHA256_DIGITS && digest.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
            Ok(Some(digest.to_ascii_lowercase()))
        }
        Some(_) => mistake(
            &format!("{inside}{name}"),
            format!("give the SHA-256 of the bytes as {SHA256_DIGITS} hexadecimal digits, or leave it out"),
        ),
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
