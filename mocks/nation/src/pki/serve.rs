//! Lists, status answers and issuers' certificates over HTTP (RFC 5280, 4.2.1.13 and 4.2.2.1; RFC 6960, appendix A). What they say is decided
//! in `super`.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use etalon_certs::{AuthorityName, CertificateError};
use etalon_journal::{Blame, Event, carried_on};
use etalon_stage::Realm;
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::{AUTHORITY, Founding, Issuer, Pki, PkiDirection};

const LIST: &str = "application/pkix-crl";
const CERTIFICATE: &str = "application/pkix-cert";
const STATUS_ANSWER: &str = "application/ocsp-response";

type In = Extension<Arc<Realm>>;
type With = State<Arc<Founding>>;

pub(crate) fn router(founding: Arc<Founding>) -> Router {
    Router::new()
        .route("/pki/ocsp", post(posted))
        .route("/pki/ocsp/{*request}", get(in_address))
        .route("/pki/{file}", get(file))
        .with_state(founding)
}

async fn posted(State(founding): With, Extension(realm): In, request: Bytes) -> Response {
    answered(founding, realm, move |pki, realm| status(pki, realm, &request)).await
}

/// RFC 6960, A.1: the request in base64, escaped, in the address. One that cannot be read is answered as any other malformed one is.
async fn in_address(State(founding): With, Extension(realm): In, Path(request): Path<String>) -> Response {
    let request = STANDARD.decode(request.as_bytes()).unwrap_or_default();
    answered(founding, realm, move |pki, realm| status(pki, realm, &request)).await
}

async fn file(State(founding): With, Extension(realm): In, Path(file): Path<String>) -> Response {
    let named = |suffix: &str| file.strip_suffix(suffix).and_then(AuthorityName::of_slug);
    if let Some(issuer) = named(".crl") {
        answered(founding, realm, move |pki, realm| list(pki, realm, issuer)).await
    } else if let Some(issuer) = named(".crt") {
        answered(founding, realm, move |pki, realm| certificate(pki, realm, issuer)).await
    } else {
        (StatusCode::NOT_FOUND, "No authority here has that name.\n").into_response()
    }
}

struct Said {
    media_type: &'static str,
    body: Vec<u8>,
    observed: &'static str,
    fields: Value,
}

/// Keys may have to be made first, which takes RSA a fraction of a second: not on a thread that others wait for.
async fn answered<F>(founding: Arc<Founding>, realm: Arc<Realm>, say: F) -> Response
where
    F: FnOnce(&Pki, &Realm) -> Result<Said, CertificateError> + Send + 'static,
{
    let in_realm = Arc::clone(&realm);
    let said = tokio::task::spawn_blocking(carried_on(move || {
        let pki = founding.pki_of(&in_realm, &in_realm.base_url())?;
        if pki
            .directions
            .consume(&in_realm, AUTHORITY, "", None, PkiDirection::is_unavailable)
            .is_some()
        {
            return Ok(None);
        }
        say(&pki, &in_realm).map(Some)
    }));
    let failed = |why: String| {
        let what = format!("{AUTHORITY} could not answer: {why}");
        realm.journal().write(
            AUTHORITY,
            Event::Trouble {
                blame: Blame::Environment,
                what,
            },
        );
        (
            StatusCode::INTERNAL_SERVER_ERROR,
            "The nation failed to answer. The journal says why.\n",
        )
            .into_response()
    };
    match said.await {
        Ok(Ok(Some(said))) => {
            realm.observe(AUTHORITY, said.observed, said.fields);
            // What stands changes whenever the scenario wants: nobody may keep it beyond what it says itself.
            let headers = [(header::CONTENT_TYPE, said.media_type), (header::CACHE_CONTROL, "no-cache")];
            (headers, said.body).into_response()
        }
        Ok(Ok(None)) => (StatusCode::SERVICE_UNAVAILABLE, "Out of service.\n").into_response(),
        Ok(Err(why)) => failed(why.to_string()),
        Err(why) => failed(why.to_string()),
    }
}

fn status(pki: &Pki, realm: &Realm, request: &[u8]) -> Result<Said, CertificateError> {
    let (body, told) = pki.status_answer(realm, request)?;
    let certificates: Vec<Value> = told
        .iter()
        .map(|(serial, status)| json!({"serial": serial, "status": status.name()}))
        .collect();
    Ok(Said {
        media_type: STATUS_ANSWER,
        body,
        observed: if certificates.is_empty() {
            "status-refused"
        } else {
            "status-answered"
        },
        fields: json!({ "certificates": certificates }),
    })
}

fn list(pki: &Pki, realm: &Realm, issuer: Issuer) -> Result<Said, CertificateError> {
    let authority = pki.hierarchy.authority(issuer.0, issuer.1)?;
    let (number, revoked, body) = pki.revocation_list(realm, issuer)?;
    Ok(Said {
        media_type: LIST,
        body,
        observed: "list-answered",
        fields: json!({"issuer": authority.slug(), "number": number, "revoked": revoked}),
    })
}

fn certificate(pki: &Pki, _: &Realm, issuer: Issuer) -> Result<Said, CertificateError> {
    let authority = pki.hierarchy.authority(issuer.0, issuer.1)?;
    Ok(Said {
        media_type: CERTIFICATE,
        body: authority.certificate().to_vec(),
        observed: "issuer-answered",
        fields: json!({"issuer": authority.slug()}),
    })
}
