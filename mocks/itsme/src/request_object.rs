//! Request objects: signed by the relying party, then sealed for itsme; in the request itself, or fetched from where the relying party registered it.

use etalon_stage::OutgoingRequest;
use etalon_wire::{Accepted, ContentEncryption, Form, KeyManagement, decrypt_jwe, verify_jws_with};
use http::Method;
use serde_json::{Map, Value, json};
use url::{Host, Url};

use crate::{AUTHORITY, Authentication, Client, desk::Desk, request_fields::Fields};

/// What may be sealed for itsme (docs/itsme.md, discovery).
pub(crate) const SEALED_FOR_ITSME: Accepted<'static> = Accepted {
    key_management: &[KeyManagement::RsaOaep256, KeyManagement::RsaOaep],
    content: &[ContentEncryption::A128CbcHs256, ContentEncryption::A256Gcm],
};
const HTTPS_PORT: u16 = 443;

/// Why the fields of a request could not be read: the reason, and the error for the relying party.
pub(crate) type Unread = (&'static str, &'static str);

/// All fields of a request, those of its request object among them.
pub(crate) async fn fields_of(desk: &Desk, client: &Client, form: Form) -> Result<Fields, Unread> {
    let object = match (form.get("request"), form.get("request_uri")) {
        (None, None) => return without_object(client, form),
        (Some(_), Some(_)) => return Err(("request-object-twice", "invalid_request")),
        (Some(object), None) => object.to_owned(),
        (None, Some(address)) => fetch(desk, client, address)
            .await
            .map_err(|reason| (reason, "invalid_request_uri"))?,
    };
    let inside = open(desk, client, &object)
        .await
        .map_err(|reason| (reason, "invalid_request_object"))?;
    Fields::with(form, inside).map_err(|reason| (reason, "invalid_request"))
}

fn without_object(client: &Client, form: Form) -> Result<Fields, Unread> {
    if client.request_object_required {
        return Err(("request-object-missing", "invalid_request"));
    }
    Ok(Fields::outside(form))
}

/// What the relying party put at the address that it registered.
async fn fetch(desk: &Desk, client: &Client, address: &str) -> Result<String, &'static str> {
    if !client.request_uris.iter().any(|known| known == address) {
        return Err("request-uri-unregistered");
    }
    if desk.itsme.parameters.request_uri_public && !is_public(address) {
        return Err("request-uri-not-public");
    }
    let request = OutgoingRequest {
        authority: AUTHORITY,
        method: Method::GET,
        url: address.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    let answer = desk.itsme.http.send(&desk.realm, request).await.map_err(|_| "request-uri-silent")?;
    if answer.status != 200 {
        return Err("request-uri-without-object");
    }
    let text = String::from_utf8(answer.body).map_err(|_| "request-uri-without-object")?;
    Ok(text.trim().to_owned())
}

/// An explicit port 443, and no name of one's own machine [F].
fn is_public(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let here = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => true,
    };
    // The parser leaves the usual port out: it must be looked for in what was written.
    let written = url
        .host_str()
        .is_some_and(|host| address.contains(&format!("{host}:{HTTPS_PORT}/")));
    !here && written
}

async fn open(desk: &Desk, client: &Client, object: &str) -> Result<Map<String, Value>, &'static str> {
    let Authentication::PrivateKeyJwt(_) = &client.authentication else {
        return Err("request-object-of-secret-client");
    };
    let refuse = |reason: &'static str, why: &dyn std::fmt::Display| {
        desk.observe(
            "itsme-request-object-refused",
            json!({"client": client.id, "reason": reason, "detail": why.to_string()}),
        );
        reason
    };
    let opened = decrypt_jwe(object, desk.itsme.keys.opening(), SEALED_FOR_ITSME);
    let opened = opened.map_err(|why| refuse("request-object-not-sealed", &why))?;
    let signed = String::from_utf8(opened.plaintext).map_err(|why| refuse("request-object-not-signed", &why))?;
    let keys = desk.keys_of(client).await?;
    let claims = verify_jws_with(&signed, &keys).map_err(|why| refuse("request-object-not-signed", &why))?;
    if claims.text("iss") != Some(&client.id) {
        return Err("request-object-of-other-issuer");
    }
    let issuer = desk.issuer();
    if !names(claims.get("aud"), &issuer) {
        return Err("request-object-for-other-audience");
    }
    let now = desk.now().as_second();
    let instant = |name: &str| claims.get(name).and_then(Value::as_i64);
    if instant("exp").is_some_and(|end| now >= end) {
        return Err("request-object-expired");
    }
    if instant("nbf").is_some_and(|start| now < start) {
        return Err("request-object-not-yet-valid");
    }
    Ok(claims.into_map())
}

/// Whether an audience is, or holds, `wanted`.
pub(crate) fn names(audience: Option<&Value>, wanted: &str) -> bool {
    match audience {
        Some(Value::String(one)) => one == wanted,
        Some(Value::Array(several)) => several.iter().any(|one| one == wanted),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_the_world_can_reach_are_public() {
        assert!(is_public("https://party.example:443/object"));
        for address in [
            "https://party.example/object",
            "https://localhost:443/o",
            "https://127.0.0.1:443/o",
            "https://party.example:8443/o",
            "x",
        ] {
            assert!(!is_public(address), "{address}");
        }
    }
}
