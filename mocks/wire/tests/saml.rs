//! Messages, bindings and metadata: read as they were written, within bounds, and by strangers alike.
#![allow(clippy::unwrap_used)]

mod xml_strangers;

use std::io::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use etalon_wire::{
    encode_form,
    saml::{
        Assertion, AuthnRequest, Comparison, Endpoint, EntityDescriptor, HTTP_POST, HTTP_REDIRECT, IdentityProvider, IndexedEndpoint,
        KeyUse, LogoutRequest, LogoutResponse, MAX_INFLATED_BYTES, NameId, NameIdPolicy, PublishedKey, RedirectRefusal, Redirected,
        RequestedAuthnContext, Response, ServiceProvider, Status, TRANSIENT, from_posted, parse_instant, redirect_query, to_posted,
    },
    xml::Document,
    xmlsec::{Bergshamra, DSIG, RsaAlgorithm, SignatureOrder, XmlSecurity},
};
use flate2::{Compression, write::DeflateEncoder};
use proptest::prelude::*;
use serde_json::json;
use xml_strangers::{parties, python};

fn request() -> AuthnRequest {
    AuthnRequest {
        id: "_q1".to_owned(),
        issue_instant: parse_instant("2026-04-09T10:00:00Z").unwrap(),
        destination: Some("https://idp.example/fas/SSORedirect/metaAlias/idp?a=1&b=\"2\"".to_owned()),
        issuer: "https://portal.example/saml".to_owned(),
        consumer_url: Some("https://portal.example/saml/acs".to_owned()),
        consumer_index: None,
        protocol_binding: Some(HTTP_POST.to_owned()),
        force_authn: true,
        is_passive: false,
        name_id_policy: Some(NameIdPolicy {
            format: Some(TRANSIENT.to_owned()),
            sp_name_qualifier: Some("https://portal.example/saml".to_owned()),
            allow_create: true,
        }),
        requested_context: Some(RequestedAuthnContext {
            comparison: Comparison::Minimum,
            class_refs: vec!["urn:be:fedict:iam:fas:citizen:Level400".to_owned()],
        }),
    }
}

fn logout() -> LogoutRequest {
    LogoutRequest {
        id: "_l1".to_owned(),
        issue_instant: parse_instant("2026-04-09T10:00:00Z").unwrap(),
        destination: Some("https://idp.example/slo".to_owned()),
        issuer: "https://portal.example/saml".to_owned(),
        not_on_or_after: Some(parse_instant("2026-04-09T10:05:00Z").unwrap()),
        name_id: NameId {
            value: "_transient".to_owned(),
            format: Some(TRANSIENT.to_owned()),
            name_qualifier: None,
            sp_name_qualifier: Some("https://portal.example/saml".to_owned()),
        },
        session_indexes: vec!["_s1".to_owned(), "_s2".to_owned()],
    }
}

fn metadata() -> EntityDescriptor {
    let keys = vec![PublishedKey {
        key_use: Some(KeyUse::Signing),
        certificate: parties().0.credential.certificate().to_vec(),
    }];
    EntityDescriptor {
        entity_id: "https://idp.example/fas".to_owned(),
        id: Some("_m1".to_owned()),
        identity_provider: Some(IdentityProvider {
            wants_requests_signed: true,
            keys: keys.clone(),
            single_logout: vec![Endpoint::new(HTTP_REDIRECT, "https://idp.example/slo")],
            name_id_formats: vec![TRANSIENT.to_owned()],
            single_sign_on: vec![
                Endpoint::new(HTTP_REDIRECT, "https://idp.example/sso"),
                Endpoint::new(HTTP_POST, "https://idp.example/post"),
            ],
        }),
        service_provider: Some(ServiceProvider {
            signs_requests: true,
            wants_assertions_signed: true,
            keys,
            single_logout: Vec::new(),
            name_id_formats: Vec::new(),
            consumers: vec![IndexedEndpoint {
                endpoint: Endpoint::new(HTTP_POST, "https://portal.example/saml/acs"),
                index: 0,
                is_default: true,
            }],
        }),
    }
}

#[test]
fn what_is_written_is_what_is_read() {
    let xml = request().to_markup().to_xml();
    assert_eq!(AuthnRequest::read(Document::parse(&xml).unwrap().root()).unwrap(), request());
    let xml = logout().to_markup().to_xml();
    assert_eq!(LogoutRequest::read(Document::parse(&xml).unwrap().root()).unwrap(), logout());
    let answer = LogoutResponse(Response {
        id: "_o1".to_owned(),
        in_response_to: Some("_l1".to_owned()),
        issue_instant: request().issue_instant,
        destination: None,
        issuer: Some("https://idp.example/fas".to_owned()),
        status: Status {
            message: Some("words & more".to_owned()),
            ..Status::refusal(Status::RESPONDER, Status::PARTIAL_LOGOUT)
        },
    });
    let xml = answer.to_markup().to_xml();
    assert_eq!(LogoutResponse::read(Document::parse(&xml).unwrap().root()).unwrap(), answer);
    let xml = metadata().to_markup().to_xml();
    assert_eq!(EntityDescriptor::read(Document::parse(&xml).unwrap().root()).unwrap(), metadata());
}

#[test]
fn a_request_that_lacks_something_is_refused() {
    let right = request().to_markup().to_xml();
    let rows = [
        (" ID=\"_q1\"", ""),
        ("_q1", "1"),
        ("_q1", ""),
        ("Version=\"2.0\"", "Version=\"1.1\""),
        (" Version=\"2.0\"", ""),
        ("10:00:00Z", "10:00:00+02:00"),
        ("<saml:Issuer>https://portal.example/saml</saml:Issuer>", ""),
        ("<saml:Issuer>https://portal.example/saml</saml:Issuer>", "<saml:Issuer/>"),
        ("</saml:Issuer>", "</saml:Issuer><saml:Issuer>x</saml:Issuer>"),
        ("ForceAuthn=\"true\"", "ForceAuthn=\"yes\""),
        ("Comparison=\"minimum\"", "Comparison=\"least\""),
        ("saml:AuthnContextClassRef", "saml:AuthnContextDeclRef"),
        ("samlp:AuthnRequest", "samlp:LogoutRequest"),
    ];
    for (from, to) in rows {
        let xml = right.replace(from, to);
        assert_ne!(xml, right);
        assert!(AuthnRequest::read(Document::parse(&xml).unwrap().root()).is_err(), "{from} -> {to}");
    }
}

#[test]
fn a_redirect_carries_a_message_and_its_signature() {
    let (signer, other) = parties();
    let xml = request().to_markup().to_xml();
    for algorithm in [RsaAlgorithm::Sha256, RsaAlgorithm::Sha384, RsaAlgorithm::Sha512] {
        for state in [None, Some("a b&c=d/é+"), Some("")] {
            let query = redirect_query(&xml, false, state, Some((&signer.credential, algorithm)));
            let read = Redirected::parse(&query).unwrap();
            assert_eq!(
                (read.xml.as_str(), read.is_response, read.relay_state.as_deref()),
                (xml.as_str(), false, state)
            );
            let signature = read.signature.unwrap();
            assert_eq!(signature.verify(&signer.trusted()), Ok(()));
            assert_eq!(signature.verify(&other.trusted()), Err(RedirectRefusal::Signature));
            assert_eq!(signature.verify(&[]), Err(RedirectRefusal::Signature));
        }
    }
    let unsigned = redirect_query(&xml, true, None, None);
    let read = Redirected::parse(&unsigned).unwrap();
    assert!(read.is_response && read.signature.is_none());
}

#[test]
fn the_signature_of_a_redirect_is_over_what_was_written() {
    let keys = parties().0.trusted();
    let signer = Some((&parties().0.credential, RsaAlgorithm::Sha256));
    let query = redirect_query("<a/>", false, Some("state one"), signer);
    let verify = |query: &str| {
        Redirected::parse(query)?
            .signature
            .map_or(Ok(()), |signature| signature.verify(&keys))
    };
    assert_eq!(verify(&query), Ok(()));
    // The order in the query, and what else is in it, do not matter.
    let mut parts: Vec<&str> = query.split('&').collect();
    parts.reverse();
    assert_eq!(verify(&format!("x=1&{}", parts.join("&"))), Ok(()));
    let rows = [
        (query.replace("state+one", "state+two"), RedirectRefusal::Signature),
        (query.replace("state+one", "state%20one"), RedirectRefusal::Signature),
        (query.replace("&RelayState=state+one", ""), RedirectRefusal::Signature),
        (query.replace("SAMLRequest", "SAMLResponse"), RedirectRefusal::Signature),
        (query.replace("rsa-sha256", "rsa-sha512"), RedirectRefusal::Signature),
        (
            query.replace(
                "http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256",
                "http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1",
            ),
            RedirectRefusal::Algorithm("http://www.w3.org/2000/09/xmldsig#rsa-sha1".to_owned()),
        ),
        (query.split("&Signature").next().unwrap().to_owned(), RedirectRefusal::HalfSigned),
        (
            format!("{query}&RelayState=other"),
            RedirectRefusal::Repeated("RelayState".to_owned()),
        ),
        (
            format!("{query}&%53AMLRequest=other"),
            RedirectRefusal::Repeated("SAMLRequest".to_owned()),
        ),
        (format!("{query}&SAMLResponse=other"), RedirectRefusal::NoMessage),
        (
            format!("{query}&SAMLEncoding=other"),
            RedirectRefusal::OtherEncoding("other".to_owned()),
        ),
        ("RelayState=a".to_owned(), RedirectRefusal::NoMessage),
        ("SAMLRequest=%".to_owned(), RedirectRefusal::Encoding("message")),
        ("SAMLRequest=AAAA".to_owned(), RedirectRefusal::Encoding("message")),
    ];
    for (query, refusal) in rows {
        assert_eq!(verify(&query), Err(refusal), "{query}");
    }
}

#[test]
fn a_message_that_inflates_without_end_is_refused() {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    for _ in 0..40 {
        encoder.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < MAX_INFLATED_BYTES / 8);
    let query = encode_form([("SAMLRequest", STANDARD.encode(bomb).as_str())]);
    assert_eq!(Redirected::parse(&query), Err(RedirectRefusal::Inflated));
}

#[test]
fn a_posted_message_is_base64_with_or_without_lines() {
    let posted = to_posted("<a>é</a>");
    assert_eq!(from_posted(&posted).unwrap(), "<a>é</a>");
    let lines = format!("{}\r\n{}\n", &posted[..4], &posted[4..]);
    assert_eq!(from_posted(&lines).unwrap(), "<a>é</a>");
    for field in ["*", "abc", "/w==", &format!(" {posted}")] {
        assert!(from_posted(field).is_err(), "{field}");
    }
}

const PYSAML2_READS: &str = r#"
import base64, json, sys
from saml2 import samlp, saml, md, request, entity
from saml2.httputil import Response
from saml2.s_utils import decode_base64_and_inflate
from saml2.sigver import RSACrypto, verify_redirect_signature
from urllib.parse import parse_qs
given = json.load(sys.stdin)
query = parse_qs(given["query"], keep_blank_values=True)
message = samlp.authn_request_from_string(decode_base64_and_inflate(query["SAMLRequest"][0]).decode())
context = message.requested_authn_context
fields = {name: value[0] for name, value in query.items()}
verified = verify_redirect_signature(fields, RSACrypto(None), given["certificate"])
altered = verify_redirect_signature({**fields, "RelayState": "other"}, RSACrypto(None), given["certificate"])
entity = md.entity_descriptor_from_string(given["metadata"])
idp = entity.idpsso_descriptor[0] if isinstance(entity.idpsso_descriptor, list) else entity.idpsso_descriptor
logout = samlp.logout_request_from_string(given["logout"])
print(json.dumps({
    "id": message.id, "issuer": message.issuer.text, "force": message.force_authn, "comparison": context.comparison,
    "class": context.authn_context_class_ref[0].text, "verified": bool(verified), "altered": bool(altered),
    "entity": entity.entity_id, "sso": [one.location for one in idp.single_sign_on_service],
    "name": logout.name_id.text, "sessions": [one.text for one in logout.session_index],
}))
"#;

#[test]
fn pysaml2_reads_our_messages() {
    let signer = &parties().0;
    let xml = request().to_markup().to_xml();
    let given = json!({
        "query": redirect_query(&xml, false, Some("state"), Some((&signer.credential, RsaAlgorithm::Sha256))),
        "certificate": signer.certificate_base64(), "metadata": metadata().to_markup().to_xml(), "logout": logout().to_markup().to_xml(),
    });
    let Some(answer) = python(PYSAML2_READS, &given) else { return };
    let said = json!({
        "id": "_q1", "issuer": "https://portal.example/saml", "force": "true", "comparison": "minimum",
        "class": "urn:be:fedict:iam:fas:citizen:Level400", "verified": true, "altered": false, "entity": "https://idp.example/fas",
        "sso": ["https://idp.example/sso", "https://idp.example/post"], "name": "_transient", "sessions": ["_s1", "_s2"],
    });
    assert_eq!(answer, said);
}

#[test]
fn metadata_is_signed_like_a_message() {
    let signed = Bergshamra
        .sign(
            &metadata().to_markup().to_xml(),
            &SignatureOrder::of("_m1"),
            &parties().0.credential,
        )
        .unwrap();
    let document = Document::parse(&signed).unwrap();
    let signature = document.root().child(DSIG, "Signature").unwrap();
    assert_eq!(signature.parent().unwrap().children().next().unwrap().name(), "Signature");
    assert!(Bergshamra.verify(signature, &parties().0.trusted()).is_ok());
    assert_eq!(EntityDescriptor::read(document.root()).unwrap(), metadata());
}

fn tokens() -> impl Strategy<Value = String> {
    let pieces = [
        "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"",
        " ID=\"_1\"",
        " Version=\"2.0\"",
        " IssueInstant=\"2026-04-09T10:00:00Z\"",
        " IssueInstant=\"\"",
        ">",
        "/>",
        "<saml:Assertion",
        "</saml:Assertion>",
        "<saml:Subject>",
        "</saml:Subject>",
        "<samlp:Status>",
        "</samlp:Status>",
        "<samlp:StatusCode Value=\"a\"/>",
        "</samlp:Response>",
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">",
        "</ds:Signature>",
        "<ds:SignedInfo/>",
        "é",
        "<!-- -->",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_makes_the_readers_panic(text in tokens(), query in "(SAMLRequest|RelayState|SigAlg|Signature|&|=|%[0-9A-F]{2}|[A-Za-z0-9+/]){0,40}", field in "[A-Za-z0-9+/=\r\n]{0,80}") {
        if let Ok(document) = Document::parse(&text) {
            for element in document.root().and_below() {
                let _ = AuthnRequest::read(element);
                let _ = Response::read(element);
                let _ = Assertion::read(element);
                let _ = LogoutRequest::read(element);
                let _ = EntityDescriptor::read(element);
                let _ = Bergshamra.verify(element, &[]);
            }
        }
        let _ = Redirected::parse(&query);
        let _ = from_posted(&field);
    }

    #[test]
    fn whatever_is_redirected_comes_back(xml in "\\PC{0,300}", state in "\\PC{0,80}") {
        let read = Redirected::parse(&redirect_query(&xml, true, Some(&state), None)).unwrap();
        prop_assert_eq!((read.xml, read.relay_state), (xml, Some(state)));
    }
}
