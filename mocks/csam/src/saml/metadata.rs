//! What FAS publishes of itself among SAML entities. It promises only what the endpoints keep.

use axum::response::{IntoResponse, Response};
use etalon_wire::{
    saml::{Endpoint, EntityDescriptor, HTTP_POST, HTTP_REDIRECT, IdentityProvider, KeyUse, PublishedKey, TRANSIENT},
    xmlsec::{Bergshamra, SignatureOrder, XmlSecurity},
};
use http::{StatusCode, header};

use super::{SLO_POST, SLO_REDIRECT, SSO_POST, SSO_REDIRECT, answer::fresh_id, entity_id};
use crate::desk::Desk;

pub(super) async fn metadata(desk: Desk) -> Response {
    let base = desk.realm.base_url();
    let at = |binding, path| Endpoint::new(binding, &format!("{base}{path}"));
    let credential = desk.csam.keys.own().credential();
    let id = fresh_id();
    let descriptor = EntityDescriptor {
        entity_id: entity_id(&desk.realm),
        id: Some(id.clone()),
        identity_provider: Some(IdentityProvider {
            wants_requests_signed: false,
            keys: vec![PublishedKey {
                key_use: Some(KeyUse::Signing),
                certificate: credential.certificate().to_vec(),
            }],
            single_logout: vec![at(HTTP_REDIRECT, SLO_REDIRECT), at(HTTP_POST, SLO_POST)],
            name_id_formats: vec![TRANSIENT.to_owned()],
            single_sign_on: vec![at(HTTP_REDIRECT, SSO_REDIRECT), at(HTTP_POST, SSO_POST)],
        }),
        service_provider: None,
    };
    let signed = Bergshamra.sign(&descriptor.to_markup().to_xml(), &SignatureOrder::of(&id), credential);
    let fields = [
        (header::CONTENT_TYPE, "application/samlmetadata+xml"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    match signed {
        Ok(xml) => (fields, xml).into_response(),
        Err(problem) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{problem}\n")).into_response(),
    }
}
