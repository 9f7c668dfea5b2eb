//! Handing documents over to whoever presents the name and secret that the hospital shares with the network.

use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};

use axum::{
    Extension,
    extract::Path,
    response::{IntoResponse, Response},
};
use etalon_stage::{Presence, Realm};
use etalon_wire::{BasicCredentials, secrets_match};
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde_json::json;

use crate::{AUTHORITY, Document, Hospital, HospitalDirection, Rule, content::Laid};

/// How long a silent hospital holds its answer back: longer than any client should wait, shorter than the stage allows.
pub const SILENCE_LIMIT: Duration = Duration::from_secs(50);

pub(crate) async fn document(
    Extension(realm): Extension<Arc<Realm>>,
    Extension(presence): Extension<Presence>,
    headers: HeaderMap,
    Path(reference): Path<String>,
) -> Response {
    hand_over(&realm, presence, &headers, &reference, None).await
}

pub(crate) async fn attachment(
    Extension(realm): Extension<Arc<Realm>>,
    Extension(presence): Extension<Presence>,
    headers: HeaderMap,
    Path((reference, number)): Path<(String, usize)>,
) -> Response {
    hand_over(&realm, presence, &headers, &reference, Some(number)).await
}

async fn hand_over(realm: &Realm, presence: Presence, headers: &HeaderMap, reference: &str, attachment: Option<usize>) -> Response {
    let refuse = |reason: &str, status: StatusCode| {
        realm.observe(
            AUTHORITY,
            "fetch-refused",
            json!({"reference": reference, "attachment": attachment, "reason": reason}),
        );
        let mut response = (status, format!("{reason}\n")).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, http::HeaderValue::from_static("Basic realm=\"hospital\""));
        }
        response
    };
    let Some(hospital) = Hospital::of(realm) else {
        return refuse("no-hospital", StatusCode::NOT_FOUND);
    };
    let directed = |wanted: HospitalDirection| {
        let asked = |direction: &HospitalDirection| (*direction == wanted).then_some(());
        hospital.directions.consume(realm, AUTHORITY, "", Some(reference), asked).is_some()
    };
    if directed(HospitalDirection::Down) {
        return refuse("down", StatusCode::SERVICE_UNAVAILABLE);
    }
    if directed(HospitalDirection::Silent) {
        tokio::select! {
            () = realm.closed() => {}
            () = presence.gone() => {}
            () = tokio::time::sleep(SILENCE_LIMIT) => {}
        }
        return refuse("silent", StatusCode::GATEWAY_TIMEOUT);
    }
    if let Err(reason) = authenticate(&hospital, headers) {
        return refuse(reason, StatusCode::UNAUTHORIZED);
    }
    let Some(asked_for) = hospital.documents.get(reference) else {
        return refuse("unknown-reference", StatusCode::NOT_FOUND);
    };
    let laid = if directed(HospitalDirection::WrongDocument) {
        another_than(&hospital, realm, &asked_for)
    } else {
        asked_for
    };
    let (name, media_type, canary, bytes) = match attachment {
        None => (None, "text/plain; charset=utf-8", &laid.canary, laid.letter.as_bytes()),
        Some(number) => match laid.attachments.get(number) {
            Some(one) => (Some(one.name.as_str()), one.media_type, &one.canary, one.bytes.as_slice()),
            None => return refuse("unknown-attachment", StatusCode::NOT_FOUND),
        },
    };
    let fields = json!({
        "reference": reference, "attachment": attachment, "name": name, "handed_over": laid.document.reference, "canary": canary,
    });
    realm.observe(AUTHORITY, "document-fetched", fields);
    let fields: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (StatusCode::OK, fields, bytes.to_vec()).into_response()
}

fn authenticate(hospital: &Hospital, headers: &HeaderMap) -> Result<(), &'static str> {
    let network = hospital
        .network
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
        .ok_or("not-connected")?;
    let header = headers.get(header::AUTHORIZATION).ok_or("credentials-missing")?;
    let presented = header
        .to_str()
        .ok()
        .and_then(|header| BasicCredentials::parse(header).ok())
        .ok_or("credentials-unreadable")?;
    let known = secrets_match(presented.client_id.as_bytes(), network.name.as_bytes());
    let proved = secrets_match(presented.client_secret.as_bytes(), network.secret.as_bytes());
    if known && proved { Ok(()) } else { Err("credentials-wrong") }
}

/// Any other document of the hospital; made up, and written down, where there is none.
fn another_than(hospital: &Hospital, realm: &Realm, laid: &Arc<Laid>) -> Arc<Laid> {
    let other = |candidate: &Arc<Laid>| candidate.document.reference != laid.document.reference;
    hospital.documents.all().into_iter().find(other).unwrap_or_else(|| {
        let reference = format!("{}-mixed-up", laid.document.reference);
        let patient_access = Rule::Never;
        hospital.lay_down(
            realm,
            Document {
                name: reference.clone(),
                reference: reference.clone(),
                patient_access,
                ..laid.document.clone()
            },
        );
        hospital.documents.get(&reference).unwrap_or_else(|| Arc::clone(laid))
    })
}
