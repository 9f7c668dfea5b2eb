//! Signatures and encryption, against strangers, and every tampering beside its accepted twin.
#![allow(clippy::unwrap_used)]

mod xml_strangers;

use etalon_wire::{
    xml::Document,
    xmlsec::{
        Bergshamra, Cipher, Credential, DSIG, DecryptionRefusal, Digest, EncryptionOrder, HandMadeSignature, INCLUSIVE, KeyTransport,
        RSA_SHA1, RsaAlgorithm, SHA1, SignatureOrder, SignatureRefusal, SigningFailure, Transform, TrustedKey, XENC, XmlSecurity,
    },
};
use serde_json::json;
use xml_strangers::{Party, parties, python, said, xmlsec1};

const ASSERTION: &str = r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="_a1" Version="2.0"><saml:Issuer>urn:issuer</saml:Issuer><saml:Subject><saml:NameID>anna</saml:NameID></saml:Subject><saml:AttributeValue xsi:type="xs:string">Zoë &amp; co</saml:AttributeValue></saml:Assertion>"#;
const ID_ATTRIBUTE: [&str; 2] = ["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"];

fn verify(xml: &str, keys: &[TrustedKey]) -> Result<String, SignatureRefusal> {
    let document = Document::parse(xml).unwrap();
    let signature = document.root().and_below().find(|element| element.is(DSIG, "Signature")).unwrap();
    Bergshamra.verify(signature, keys).map(|covered| covered.id().unwrap().to_owned())
}

fn sign(order: &SignatureOrder<'_>) -> String {
    Bergshamra.sign(ASSERTION, order, &parties().0.credential).unwrap()
}

#[test]
fn each_signature_we_make_is_accepted_by_us_and_by_xmlsec1_and_signxml() {
    let (signer, other) = parties();
    for algorithm in [RsaAlgorithm::Sha256, RsaAlgorithm::Sha384, RsaAlgorithm::Sha512] {
        for prefixes in [&[][..], &["xs"][..], &["xs", "#default"][..]] {
            let order = SignatureOrder {
                inclusive_prefixes: prefixes,
                algorithm,
                ..SignatureOrder::of("_a1")
            };
            let signed = sign(&order);
            assert!(signed.contains("</saml:Issuer><ds:Signature"), "{signed}");
            assert_eq!(verify(&signed, &signer.trusted()).unwrap(), "_a1", "{order:?}");
            assert!(matches!(verify(&signed, &other.trusted()), Err(SignatureRefusal::Invalid(_))));
            assert!(matches!(verify(&signed, &[]), Err(SignatureRefusal::Invalid(_))));
            let both = [other.trusted(), signer.trusted()].concat();
            assert_eq!(verify(&signed, &both).unwrap(), "_a1");
            let file = signer.file("signed.xml", &signed);
            let certificate = signer.certificate_file();
            let arguments = [&["--verify"], &ID_ATTRIBUTE[..], &["--pubkey-cert-der", &certificate, &file]].concat();
            if let Some(output) = xmlsec1(&arguments) {
                assert!(output.status.success(), "{order:?}: {}", said(&output));
                let altered = signer.file("altered.xml", &signed.replace("anna", "karel"));
                let arguments = [&arguments[..5], &[altered.as_str()]].concat();
                assert!(!xmlsec1(&arguments).unwrap().status.success());
            }
            let given = json!({"xml": signed, "certificate": signer.certificate_base64(), "algorithm": algorithm.uri()});
            if let Some(answer) = python(SIGNXML_VERIFIES, &given) {
                assert_eq!(answer, json!({"right": "_a1", "altered": "InvalidDigest"}), "{order:?}");
            }
        }
    }
}

const SIGNXML_VERIFIES: &str = r#"
import base64, json, sys
from cryptography import x509
from signxml import XMLVerifier, SignatureConfiguration, exceptions
given = json.load(sys.stdin)
certificate = x509.load_der_x509_certificate(base64.b64decode(given["certificate"]))
def verify(xml):
    verifier = XMLVerifier()
    return verifier.verify(xml.encode(), x509_cert=certificate, id_attribute="ID").signed_xml.get("ID")
try:
    altered = verify(given["xml"].replace("anna", "karel"))
except Exception as problem:
    altered = type(problem).__name__
print(json.dumps({"right": verify(given["xml"]), "altered": altered}))
"#;

const SIGNXML_SIGNS: &str = r#"
import base64, json, sys
from cryptography.hazmat.primitives.serialization import load_der_private_key
from cryptography import x509
from lxml import etree
from signxml import XMLSigner, CanonicalizationMethod
given = json.load(sys.stdin)
key = load_der_private_key(base64.b64decode(given["key"]), None)
certificate = x509.load_der_x509_certificate(base64.b64decode(given["certificate"]))
method = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
signer = XMLSigner(signature_algorithm=given["algorithm"], digest_algorithm=given["digest"], c14n_algorithm=method)
signed = signer.sign(etree.fromstring(given["xml"].encode()), key=key, cert=[certificate], reference_uri="_a1", id_attribute="ID")
print(json.dumps({"xml": etree.tostring(signed).decode()}))
"#;

#[test]
fn what_xmlsec1_and_signxml_sign_is_accepted() {
    let (signer, other) = parties();
    let template = HandMadeSignature {
        digest: Digest::Given(Vec::new()),
        value: Some(Vec::new()),
        ..HandMadeSignature::of("_a1")
    };
    let template = signer.file("template.xml", &template.sign(ASSERTION, &signer.credential).unwrap());
    let key = signer.key_file();
    let arguments = [&["--sign"], &ID_ATTRIBUTE[..], &["--privkey-der", &key, &template]].concat();
    if let Some(output) = xmlsec1(&arguments) {
        assert!(output.status.success(), "{}", said(&output));
        let signed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(verify(&signed, &signer.trusted()).unwrap(), "_a1");
        assert!(verify(&signed, &other.trusted()).is_err());
    }
    for (algorithm, digest) in [("rsa-sha256", "sha256"), ("rsa-sha384", "sha384"), ("rsa-sha512", "sha512")] {
        let given = json!({
            "xml": ASSERTION, "key": signer.key_base64(), "certificate": signer.certificate_base64(), "algorithm": algorithm, "digest": digest,
        });
        if let Some(answer) = python(SIGNXML_SIGNS, &given) {
            let signed = answer["xml"].as_str().unwrap();
            assert_eq!(verify(signed, &signer.trusted()).unwrap(), "_a1", "{signed}");
            assert!(verify(&signed.replace("anna", "karel"), &signer.trusted()).is_err());
        }
    }
}

#[test]
fn a_signature_made_by_hand_and_not_changed_is_the_librarys() {
    let signer = &parties().0.credential;
    let by_hand = HandMadeSignature::of("_a1").sign(ASSERTION, signer).unwrap();
    assert_eq!(by_hand, sign(&SignatureOrder::of("_a1")));
}

/// Each row: what it changes in an accepted signature, and the refusal.
#[test]
fn each_signature_that_is_not_of_the_form_is_refused_for_its_own_reason() {
    let (signer, other) = parties();
    let right = || HandMadeSignature::of("_a1");
    let transform = |algorithm: &str| Transform {
        algorithm: algorithm.to_owned(),
        within: String::new(),
    };
    let algorithm = |part, algorithm: &str| SignatureRefusal::Algorithm {
        part,
        algorithm: algorithm.to_owned(),
    };
    let xslt = "http://www.w3.org/TR/1999/REC-xslt-19991116";
    let hmac = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    let rows = [
        (
            HandMadeSignature {
                method: RSA_SHA1.to_owned(),
                ..right()
            },
            algorithm("signature method", RSA_SHA1),
        ),
        (
            HandMadeSignature {
                method: hmac.to_owned(),
                ..right()
            },
            algorithm("signature method", hmac),
        ),
        (
            HandMadeSignature {
                digest_method: SHA1.to_owned(),
                ..right()
            },
            algorithm("digest method", SHA1),
        ),
        (
            HandMadeSignature {
                canonicalization: INCLUSIVE.to_owned(),
                ..right()
            },
            algorithm("canonicalization", INCLUSIVE),
        ),
        (
            HandMadeSignature {
                uri: String::new(),
                ..right()
            },
            SignatureRefusal::OtherElement(String::new()),
        ),
        (
            HandMadeSignature {
                uri: "#_b".to_owned(),
                ..right()
            },
            SignatureRefusal::OtherElement("#_b".to_owned()),
        ),
        (
            HandMadeSignature {
                uri: "key.der".to_owned(),
                ..right()
            },
            SignatureRefusal::OtherElement("key.der".to_owned()),
        ),
        (
            HandMadeSignature {
                transforms: vec![transform(xslt)],
                ..right()
            },
            SignatureRefusal::Form("there are not two transforms"),
        ),
        (
            HandMadeSignature {
                transforms: vec![right().transforms[0].clone(), transform(xslt)],
                ..right()
            },
            algorithm("second transform", xslt),
        ),
        (
            HandMadeSignature {
                transforms: vec![right().transforms[1].clone(), right().transforms[0].clone()],
                ..right()
            },
            algorithm("first transform", "http://www.w3.org/2001/10/xml-exc-c14n#"),
        ),
        (
            HandMadeSignature {
                objects: "<ds:Object><a/></ds:Object>".to_owned(),
                ..right()
            },
            SignatureRefusal::Form("it brings objects of its own"),
        ),
    ];
    for (made, refusal) in rows {
        let xml = made.sign(ASSERTION, &signer.credential).unwrap();
        assert_eq!(verify(&xml, &signer.trusted()).unwrap_err(), refusal, "{made:?}");
    }
    let wrong = [
        HandMadeSignature {
            digest: Digest::Given(vec![0; 32]),
            ..right()
        },
        HandMadeSignature {
            value: Some(vec![0; 256]),
            ..right()
        },
        HandMadeSignature {
            value: Some(Vec::new()),
            ..right()
        },
    ];
    for made in wrong {
        let xml = made.sign(ASSERTION, &signer.credential).unwrap();
        assert!(
            matches!(verify(&xml, &signer.trusted()), Err(SignatureRefusal::Invalid(_))),
            "{made:?}"
        );
    }
    // The key that a message brings along is no reason to believe it.
    let own_key = HandMadeSignature {
        key_info: Some(signer.credential.key_info()),
        ..right()
    };
    let xml = own_key.sign(ASSERTION, &other.credential).unwrap();
    assert!(verify(&xml, &signer.trusted()).is_err());
    assert_eq!(verify(&xml, &other.trusted()).unwrap(), "_a1");
}

#[test]
fn a_signature_with_sha1_is_one_that_xmlsec1_knows() {
    let signer = &parties().0;
    let made = HandMadeSignature {
        method: RSA_SHA1.to_owned(),
        digest_method: SHA1.to_owned(),
        ..HandMadeSignature::of("_a1")
    };
    let file = signer.file("sha1.xml", &made.sign(ASSERTION, &signer.credential).unwrap());
    let certificate = signer.certificate_file();
    if let Some(output) = xmlsec1(&[&["--verify"], &ID_ATTRIBUTE[..], &["--pubkey-cert-der", &certificate, &file]].concat()) {
        assert!(output.status.success(), "{}", said(&output));
    }
}

#[test]
fn each_alteration_of_a_signed_element_is_refused() {
    let keys = parties().0.trusted();
    let signed = sign(&SignatureOrder::of("_a1"));
    assert!(verify(&signed, &keys).is_ok());
    let invalid = [
        signed.replace("anna", "karel"),
        signed.replace("anna", "anna "),
        signed.replace("Version=\"2.0\"", "Version=\"2.1\""),
        signed.replace(" Version=\"2.0\"", ""),
        signed.replace("xs:string", "xs:integer"),
        signed.replace("</saml:Subject>", "</saml:Subject><saml:Subject/>"),
        signed.replace("<ds:DigestValue>", "<ds:DigestValue>AAAA"),
    ];
    for xml in invalid {
        assert_ne!(xml, signed);
        assert!(matches!(verify(&xml, &keys), Err(SignatureRefusal::Invalid(_))), "{xml}");
    }
    // Comments are not signed by this canonicalization: the text must then be read whole.
    let commented = signed.replace("anna", "an<!-- -->na");
    assert!(verify(&commented, &keys).is_ok());
    let document = Document::parse(&commented).unwrap();
    let name = document.root().and_below().find(|element| element.name() == "NameID").unwrap();
    assert_eq!((name.text().as_str(), name.text_before_comment().as_str()), ("anna", "an"));
}

#[test]
fn a_signature_covers_the_element_around_it_and_no_other() {
    let keys = parties().0.trusted();
    let signed = sign(&SignatureOrder::of("_a1"));
    let document = Document::parse(&signed).unwrap();
    let signature = document.root().child(DSIG, "Signature").unwrap().source();
    // Wrapped: the signed element is kept somewhere, and another takes its place.
    let evil = ASSERTION.replace("anna", "karel");
    let rows = [
        (
            format!("<r ID='_r'>{signed}{evil}</r>"),
            SignatureRefusal::RepeatedId("_a1".to_owned()),
        ),
        (
            format!(
                "<r ID='_r'>{}{signed}</r>",
                evil.replace("_a1", "_evil")
                    .replace("</saml:Issuer>", &format!("</saml:Issuer>{signature}"))
            ),
            SignatureRefusal::OtherElement("#_a1".to_owned()),
        ),
        (format!("<r>{signature}{ASSERTION}</r>"), SignatureRefusal::Place),
        (
            format!("<r ID='_r'>{signature}{ASSERTION}</r>"),
            SignatureRefusal::OtherElement("#_a1".to_owned()),
        ),
        (
            format!(
                "<r ID='_r'>{}</r>",
                (0..9).map(|at| signed.replace("_a1", &format!("_{at}"))).collect::<String>()
            ),
            SignatureRefusal::TooMany(9),
        ),
        (
            signed.replace("ID=\"_a1\"", "ID=\"_a1\" xmlns:x=\"urn:x\" x:ID=\"_a1\""),
            SignatureRefusal::Invalid(String::new()),
        ),
        (
            signed.replace(
                "<ds:Reference URI=\"#_a1\"",
                "<ds:Reference xmlns:x=\"urn:x\" x:URI=\"\" URI=\"#_a1\"",
            ),
            SignatureRefusal::OtherElement(String::new()),
        ),
        (
            signed.replace("</ds:SignedInfo>", "</ds:SignedInfo><ds:SignedInfo/>"),
            SignatureRefusal::Form("not exactly one SignedInfo"),
        ),
    ];
    for (xml, refusal) in rows {
        match (verify(&xml, &keys).unwrap_err(), refusal) {
            (SignatureRefusal::Invalid(_), SignatureRefusal::Invalid(_)) => {}
            (found, expected) => assert_eq!(found, expected, "{xml}"),
        }
    }
    let around = format!("<r ID='_r'>{signed}</r>");
    assert_eq!(
        verify(&around, &keys).unwrap(),
        "_a1",
        "an inner signature covers the inner element"
    );
}

#[test]
fn an_element_inside_is_signed_before_the_one_around_it() {
    let signer = &parties().0.credential;
    let response = format!("<r ID='_r' a='>'>{ASSERTION}</r>");
    let inner = Bergshamra.sign(&response, &SignatureOrder::of("_a1"), signer).unwrap();
    let both = Bergshamra.sign(&inner, &SignatureOrder::of("_r"), signer).unwrap();
    let document = Document::parse(&both).unwrap();
    for signature in document.root().and_below().filter(|element| element.is(DSIG, "Signature")) {
        let covered = Bergshamra.verify(signature, &parties().0.trusted()).unwrap();
        assert!(covered.is_same_as(signature.parent().unwrap()));
    }
    let outer = Bergshamra.sign(&response, &SignatureOrder::of("_r"), signer).unwrap();
    assert_eq!(
        Bergshamra.sign(&outer, &SignatureOrder::of("_a1"), signer),
        Err(SigningFailure::SignatureBefore)
    );
    assert_eq!(
        Bergshamra.sign(&response, &SignatureOrder::of("_x"), signer),
        Err(SigningFailure::NoSuchElement("_x".to_owned()))
    );
}

#[test]
fn what_is_encrypted_is_opened_by_its_recipient_and_by_xmlsec1_and_by_nobody_else() {
    let (recipient, other) = parties();
    for cipher in Cipher::ALL {
        for transport in KeyTransport::ALL {
            let order = EncryptionOrder { cipher, transport };
            let encrypted = Bergshamra.encrypt(ASSERTION, order, &recipient.credential.public()).unwrap();
            assert!(!encrypted.contains("anna"));
            let document = Document::parse(&encrypted).unwrap();
            assert_eq!(
                Bergshamra.decrypt(document.root(), &recipient.credential).unwrap(),
                ASSERTION,
                "{order:?}"
            );
            assert_eq!(
                Bergshamra.decrypt(document.root(), &other.credential),
                Err(DecryptionRefusal::Closed)
            );
            let file = recipient.file("encrypted.xml", &encrypted);
            if transport == KeyTransport::RsaOaepMgf1p
                && let Some(output) = xmlsec1(&["--decrypt", "--privkey-der", &recipient.key_file(), &file])
            {
                assert!(output.status.success(), "{order:?}: {}", said(&output));
                assert!(
                    String::from_utf8(output.stdout)
                        .unwrap()
                        .contains("<saml:NameID>anna</saml:NameID>")
                );
            }
        }
    }
}

#[test]
fn what_xmlsec1_encrypts_is_opened() {
    let recipient = &parties().0;
    let template = r##"<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>"##;
    let (template, data) = (recipient.file("encryption.xml", template), recipient.file("data.xml", ASSERTION));
    let certificate = recipient.certificate_file();
    let arguments = [
        "--encrypt",
        "--pubkey-cert-der",
        &certificate,
        "--session-key",
        "aes-256",
        "--xml-data",
        &data,
        &template,
    ];
    if let Some(output) = xmlsec1(&arguments) {
        assert!(output.status.success(), "{}", said(&output));
        let encrypted = String::from_utf8(output.stdout).unwrap();
        let document = Document::parse(&encrypted).unwrap();
        let opened = Bergshamra.decrypt(document.root(), &recipient.credential).unwrap();
        assert!(opened.contains("<saml:NameID>anna</saml:NameID>"), "{opened}");
    }
}

#[test]
fn an_encrypted_element_of_another_form_is_not_opened() {
    let recipient = &parties().0.credential;
    let order = EncryptionOrder {
        cipher: Cipher::Aes128Gcm,
        transport: KeyTransport::RsaOaepMgf1p,
    };
    let right = Bergshamra.encrypt(ASSERTION, order, &recipient.public()).unwrap();
    let open = |xml: &str| Bergshamra.decrypt(Document::parse(xml).unwrap().root(), recipient);
    assert!(open(&right).is_ok());
    let algorithm = |name: &str| DecryptionRefusal::Algorithm(name.to_owned());
    let pkcs1 = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
    let des = "http://www.w3.org/2001/04/xmlenc#tripledes-cbc";
    let key_start = right.find("<xenc:EncryptedKey>").unwrap();
    let key_end = right.find("</xenc:EncryptedKey>").unwrap() + "</xenc:EncryptedKey>".len();
    let key = &right[key_start..key_end];
    let flipped = |from: &str| {
        let at = right.rfind(from).unwrap() + from.len() + 40;
        let other = if right.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{other}{}", &right[..at], &right[at + 1..])
    };
    let rows = [
        (
            right.replace("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", pkcs1),
            algorithm(pkcs1),
        ),
        (right.replace("http://www.w3.org/2009/xmlenc11#aes128-gcm", des), algorithm(des)),
        (
            right.replace("#Element\"", "#Content\""),
            DecryptionRefusal::Form("it does not hold an element"),
        ),
        (right.replace(key, ""), DecryptionRefusal::Form("it has no wrapped key")),
        (
            right.replace(key, &key.repeat(5)),
            DecryptionRefusal::Form("it has too many wrapped keys"),
        ),
        (
            right.replace("xenc:CipherValue", "xenc:CipherReference"),
            DecryptionRefusal::Form("a method or a value is missing or repeated"),
        ),
        (flipped("<xenc:CipherValue>"), DecryptionRefusal::Closed),
    ];
    for (xml, refusal) in rows {
        assert_eq!(open(&xml).unwrap_err(), refusal, "{xml}");
    }
    // The key may stand beside the data (SAML errata, E43).
    let beside = format!("<e xmlns:xenc='{XENC}' xmlns:ds='{DSIG}'>{}{key}</e>", right.replace(key, ""));
    let document = Document::parse(&beside).unwrap();
    let data = document.root().child(XENC, "EncryptedData").unwrap();
    assert_eq!(Bergshamra.decrypt(data, recipient).unwrap(), ASSERTION);
}

#[test]
fn a_key_and_a_certificate_of_another_are_no_credential() {
    let (one, other) = parties();
    assert!(Credential::new(&one.pkcs8, other.credential.certificate()).is_err());
    assert!(Credential::new(b"", one.credential.certificate()).is_err());
    assert!(TrustedKey::from_certificate(b"").is_err() && TrustedKey::from_spki(&one.pkcs8).is_err());
    let message = b"a message";
    for algorithm in [RsaAlgorithm::Sha256, RsaAlgorithm::Sha384, RsaAlgorithm::Sha512] {
        let signature = one.credential.signature_of(message, algorithm);
        assert!(one.credential.public().verifies(message, &signature, algorithm));
        assert!(!other.credential.public().verifies(message, &signature, algorithm));
        assert!(!one.credential.public().verifies(b"another", &signature, algorithm));
    }
    let _: &Party = one;
}
