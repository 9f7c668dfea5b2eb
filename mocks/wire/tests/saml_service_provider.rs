//! A strict service provider: every response that must be refused, beside its accepted twin, each for its own reason.
#![allow(clippy::unwrap_used)]

mod xml_strangers;

use etalon_wire::{
    saml::{
        ASSERTION, Assertion, Attribute, AuthnStatement, BASIC_NAMES, BEARER, Conditions, ENTITY, NameId, Response, Status,
        SubjectConfirmation, TRANSIENT, encrypt_assertion, parse_instant,
        service_provider::{Expected, Refusal, Rules},
    },
    xml::{Document, Element},
    xmlsec::{
        Bergshamra, Cipher, DSIG, EncryptionOrder, HandMadeSignature, KeyTransport, RSA_SHA1, SignatureOrder, SignatureRefusal, XmlSecurity,
    },
};
use jiff::{SignedDuration, Timestamp};
use xml_strangers::parties;

const IDP: &str = "https://idp.example/fas";
const SP: &str = "https://portal.example/saml";
const ACS: &str = "https://portal.example/saml/acs";
const LEVEL: &str = "urn:be:fedict:iam:fas:Level450";

fn now() -> Timestamp {
    parse_instant("2026-04-09T10:00:00Z").unwrap()
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// What an upright identity provider would send.
#[derive(Clone)]
struct Login {
    response: Response,
    assertion: Assertion,
}

impl Login {
    fn right() -> Self {
        let response = Response {
            id: "_r1".to_owned(),
            in_response_to: Some("_request".to_owned()),
            issue_instant: now(),
            destination: Some(ACS.to_owned()),
            issuer: Some(IDP.to_owned()),
            status: Status::success(),
        };
        let subject = NameId {
            value: "_transient".to_owned(),
            format: Some(TRANSIENT.to_owned()),
            name_qualifier: Some(IDP.to_owned()),
            sp_name_qualifier: Some(SP.to_owned()),
        };
        let confirmation = SubjectConfirmation {
            method: BEARER.to_owned(),
            in_response_to: Some("_request".to_owned()),
            recipient: Some(ACS.to_owned()),
            not_before: None,
            not_on_or_after: Some(now() + minutes(5)),
        };
        let statement = AuthnStatement {
            authn_instant: now() - minutes(1),
            session_index: Some("_s1".to_owned()),
            session_not_on_or_after: None,
            class_ref: Some(LEVEL.to_owned()),
        };
        let number = Attribute {
            name: "egovNRN".to_owned(),
            name_format: Some(BASIC_NAMES.to_owned()),
            values: vec!["85073003328".to_owned()],
        };
        let assertion = Assertion {
            id: "_a1".to_owned(),
            issue_instant: now(),
            issuer: IDP.to_owned(),
            subject: Some(subject),
            confirmations: vec![confirmation],
            conditions: Some(Conditions {
                not_before: Some(now() - minutes(1)),
                not_on_or_after: Some(now() + minutes(5)),
                audiences: vec![vec![SP.to_owned()]],
                not_understood: Vec::new(),
            }),
            authn_statements: vec![statement],
            attributes: vec![number],
        };
        Self { response, assertion }
    }

    fn signed_assertion(&self) -> String {
        let xml = self.assertion.to_markup().to_xml();
        Bergshamra
            .sign(&xml, &SignatureOrder::of(&self.assertion.id), &parties().0.credential)
            .unwrap()
    }

    fn xml(&self) -> String {
        self.response.to_markup([self.signed_assertion()]).to_xml()
    }
}

fn expected<'a>(keys: &'a [etalon_wire::xmlsec::TrustedKey]) -> Expected<'a> {
    Expected {
        issuer: IDP,
        keys,
        audience: SP,
        consumer: ACS,
        request: "_request",
        requested_at: now() - minutes(2),
        forced: true,
        is_enough: &|class| class == LEVEL,
        was_seen: &|_| false,
        opened_with: None,
        now: now(),
    }
}

fn verify(xml: &str) -> Result<Assertion, Refusal> {
    Rules::upright().verify(xml, &expected(&parties().0.trusted()))
}

/// The name of the check that refuses.
fn refused(xml: &str) -> &'static str {
    verify(xml).unwrap_err().check()
}

#[test]
fn an_upright_response_is_believed_and_says_who() {
    let login = Login::right();
    let assertion = verify(&login.xml()).unwrap();
    assert_eq!(assertion, login.assertion);
    assert_eq!(assertion.attribute("egovNRN"), ["85073003328"]);
    assert!(assertion.attribute("egovnrn").is_empty());
    // A response signed as a whole too.
    let whole = Bergshamra
        .sign(&login.xml(), &SignatureOrder::of("_r1"), &parties().0.credential)
        .unwrap();
    assert!(verify(&whole).is_ok());
}

/// Each row: the check, and what is wrong. Everything is signed after the change, by the right key: only the check itself can catch it.
#[test]
fn each_check_refuses_what_it_is_for() {
    type Change = fn(&mut Login);
    let rows: &[(&str, Change)] = &[
        ("destination", |login| login.response.destination = None),
        ("destination", |login| {
            login.response.destination = Some("https://portal.example/other".to_owned())
        }),
        ("response_issuer", |login| {
            login.response.issuer = Some("https://other.example".to_owned())
        }),
        ("in_response_to", |login| login.response.in_response_to = None),
        ("in_response_to", |login| login.response.in_response_to = Some("_other".to_owned())),
        ("response_age", |login| login.response.issue_instant = now() - minutes(20)),
        ("response_age", |login| login.response.issue_instant = now() - minutes(6)),
        ("response_age", |login| login.response.issue_instant = now() + minutes(4)),
        ("status", |login| {
            login.response.status = Status::refusal(Status::RESPONDER, Status::AUTHN_FAILED)
        }),
        ("status", |login| {
            login.response.status.code = "urn:oasis:names:tc:SAML:2.0:status:success".to_owned()
        }),
        ("issuer", |login| login.assertion.issuer = "https://other.example".to_owned()),
        ("issue_instant", |login| login.assertion.issue_instant = now() - minutes(20)),
        ("issue_instant", |login| login.assertion.issue_instant = now() + minutes(4)),
        ("conditions", |login| login.assertion.conditions = None),
        ("conditions", |login| conditions(login).not_before = Some(now() + minutes(4))),
        ("conditions", |login| conditions(login).not_on_or_after = Some(now() - minutes(3))),
        ("audience", |login| conditions(login).audiences = Vec::new()),
        ("audience", |login| conditions(login).audiences = vec![Vec::new()]),
        ("audience", |login| {
            conditions(login).audiences = vec![vec!["https://other.example".to_owned()]]
        }),
        ("audience", |login| {
            conditions(login).audiences.push(vec!["https://other.example".to_owned()])
        }),
        ("confirmation", |login| login.assertion.confirmations.clear()),
        ("confirmation", |login| {
            confirmation(login).method = "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches".to_owned()
        }),
        ("confirmation", |login| confirmation(login).recipient = None),
        ("confirmation", |login| {
            confirmation(login).recipient = Some("https://other.example".to_owned())
        }),
        ("confirmation", |login| confirmation(login).not_on_or_after = None),
        ("confirmation", |login| {
            confirmation(login).not_on_or_after = Some(now() - minutes(3))
        }),
        ("confirmation", |login| confirmation(login).not_before = Some(now() - minutes(1))),
        ("confirmation", |login| confirmation(login).in_response_to = None),
        ("confirmation", |login| {
            confirmation(login).in_response_to = Some("_other".to_owned())
        }),
        ("subject", |login| login.assertion.subject = None),
        ("subject", |login| login.assertion.subject.as_mut().unwrap().value.clear()),
        ("subject", |login| {
            login.assertion.subject.as_mut().unwrap().format = Some(ENTITY.to_owned())
        }),
        ("authentication", |login| login.assertion.authn_statements.clear()),
        ("authentication", |login| {
            let second = login.assertion.authn_statements[0].clone();
            login.assertion.authn_statements.push(second);
        }),
        ("authentication", |login| statement(login).authn_instant = now() + minutes(4)),
        ("authentication", |login| statement(login).authn_instant = now() - minutes(13 * 60)),
        ("authentication", |login| statement(login).authn_instant = now() - minutes(30)),
        ("authentication", |login| statement(login).session_not_on_or_after = Some(now())),
        ("context", |login| statement(login).class_ref = None),
        ("context", |login| {
            statement(login).class_ref = Some("urn:be:fedict:iam:fas:Level100".to_owned())
        }),
    ];
    for (number, (check, change)) in rows.iter().enumerate() {
        let mut login = Login::right();
        change(&mut login);
        assert_eq!(refused(&login.xml()), *check, "row {number}");
    }
}

#[test]
fn on_the_boundary_a_response_is_believed() {
    type Change = fn(&mut Login);
    let rows: &[Change] = &[
        |login| conditions(login).not_before = Some(now() + minutes(3)),
        |login| conditions(login).not_on_or_after = Some(now() - minutes(3) + SignedDuration::from_secs(1)),
        |login| confirmation(login).not_on_or_after = Some(now() - minutes(3) + SignedDuration::from_secs(1)),
        |login| statement(login).authn_instant = now() - minutes(5),
        |login| statement(login).session_not_on_or_after = Some(now() + SignedDuration::from_secs(1)),
        |login| login.response.issuer = None,
        |login| {
            let mut other = login.assertion.confirmations[0].clone();
            other.recipient = Some("https://other.example".to_owned());
            login.assertion.confirmations.insert(0, other);
        },
        |login| conditions(login).audiences[0].push("https://other.example".to_owned()),
    ];
    for (number, change) in rows.iter().enumerate() {
        let mut login = Login::right();
        change(&mut login);
        assert!(verify(&login.xml()).is_ok(), "row {number}");
    }
}

#[test]
fn what_a_session_needs_not_is_not_asked_of_it() {
    let mut login = Login::right();
    statement(&mut login).authn_instant = now() - minutes(30);
    let keys = parties().0.trusted();
    let relaxed = Expected {
        forced: false,
        ..expected(&keys)
    };
    assert!(Rules::upright().verify(&login.xml(), &relaxed).is_ok());
    let seen = Expected {
        was_seen: &|id| id == "_a1",
        ..expected(&keys)
    };
    assert_eq!(Rules::upright().verify(&Login::right().xml(), &seen), Err(Refusal::Replayed));
}

#[test]
fn a_replaced_check_lets_in_what_it_was_for_and_nothing_else() {
    let keys = parties().0.trusted();
    let careless = Rules {
        audience: |_, _| Ok(()),
        ..Rules::upright()
    };
    let mut login = Login::right();
    conditions(&mut login).audiences.clear();
    assert!(careless.verify(&login.xml(), &expected(&keys)).is_ok());
    login.response.destination = None;
    assert_eq!(careless.verify(&login.xml(), &expected(&keys)), Err(Refusal::Destination(None)));
}

#[test]
fn each_way_to_sign_wrongly_is_refused() {
    let login = Login::right();
    let (idp, other) = parties();
    let unsigned = login.assertion.to_markup().to_xml();
    let of = |assertion: String| login.response.to_markup([assertion]).to_xml();
    assert_eq!(verify(&of(unsigned.clone())), Err(Refusal::NotSigned));
    // The response alone is signed: the assertion in it is not.
    let whole = Bergshamra
        .sign(&of(unsigned.clone()), &SignatureOrder::of("_r1"), &idp.credential)
        .unwrap();
    assert_eq!(verify(&whole), Err(Refusal::NotSigned));
    let foreign = Bergshamra.sign(&unsigned, &SignatureOrder::of("_a1"), &other.credential).unwrap();
    assert!(matches!(
        verify(&of(foreign)),
        Err(Refusal::Signature(SignatureRefusal::Invalid(_)))
    ));
    let sha1 = HandMadeSignature {
        method: RSA_SHA1.to_owned(),
        ..HandMadeSignature::of("_a1")
    };
    let sha1 = sha1.sign(&unsigned, &idp.credential).unwrap();
    assert!(matches!(
        verify(&of(sha1)),
        Err(Refusal::Signature(SignatureRefusal::Algorithm { .. }))
    ));
    let right = login.xml();
    for (from, to) in [("85073003328", "78110100234"), ("_transient", "_other"), ("Level450", "Level500")] {
        let altered = right.replace(from, to);
        assert_eq!(refused(&altered), "signature", "{from}");
    }
    // A response's own signature must be right where there is one.
    let whole = Bergshamra.sign(&right, &SignatureOrder::of("_r1"), &idp.credential).unwrap();
    let altered = whole.replace("<samlp:StatusCode", "<samlp:StatusMessage/><samlp:StatusCode");
    assert_eq!(refused(&altered), "signature");
}

/// The eight places to which a signed assertion is moved so that another is read in its stead (Somorovsky and others, 2012), and some more.
#[test]
fn each_wrapping_of_a_signed_assertion_is_refused() {
    let login = Login::right();
    let signed = login.signed_assertion();
    let evil = {
        let mut evil = login.clone();
        evil.assertion.id = "_evil".to_owned();
        evil.assertion.attributes[0].values = vec!["78110100234".to_owned()];
        evil.assertion.to_markup().to_xml()
    };
    let document = Document::parse(&signed).unwrap();
    let signature = document.root().child(DSIG, "Signature").unwrap().source().to_owned();
    let unsigned = signed.replace(&signature, "");
    let with_signature = |within: &str, signature: &str| within.replacen("</saml:Issuer>", &format!("</saml:Issuer>{signature}"), 1);
    let object = |inside: &str| signature.replace("</ds:Signature>", &format!("<ds:Object>{inside}</ds:Object></ds:Signature>"));
    let of = |content: &[&str]| login.response.to_markup(content.iter().map(|one| (*one).to_owned())).to_xml();
    let same_id = evil.replace("_evil", "_a1");
    let rows = [
        of(&[&evil, &signed]),
        of(&[&signed, &evil]),
        of(&[&with_signature(&evil, &signature), &unsigned]),
        of(&[&with_signature(&evil, &signature).replace("</saml:Assertion>", &format!("{unsigned}</saml:Assertion>"))]),
        of(&[&with_signature(&evil, &object(&unsigned))]),
        of(&[&evil.replace(
            "</saml:Assertion>",
            &format!("<saml:Advice>{signed}</saml:Advice></saml:Assertion>"),
        )]),
        of(&[&with_signature(&same_id, &signature)]),
        of(&[&with_signature(&same_id, &object(&unsigned))]),
        of(&[&evil, &format!("<x ID='_x'>{signed}</x>")]),
        of(&[&format!("<samlp:Extensions>{signed}</samlp:Extensions>"), &evil]),
        of(&[&format!("<samlp:Extensions>{signed}</samlp:Extensions>")]),
        of(&[]),
        of(&[&signed, &signed]),
        of(&[&format!("{signature}{evil}")]),
    ];
    assert!(verify(&of(&[&signed])).is_ok());
    for (number, xml) in rows.iter().enumerate() {
        let refusal = verify(xml).unwrap_err();
        assert!(["selection", "signature"].contains(&refusal.check()), "row {number}: {refusal}");
    }
}

#[test]
fn a_comment_hides_nothing_of_a_value() {
    let mut login = Login::right();
    login.assertion.attributes[0].values = vec!["85073003328.evil".to_owned()];
    let commented = login.xml().replace("85073003328.evil", "85073003328<!-- -->.evil");
    let assertion = verify(&commented).unwrap();
    assert_eq!(assertion.attribute("egovNRN"), ["85073003328.evil"]);
}

#[test]
fn an_encrypted_assertion_is_opened_and_then_judged_alike() {
    let login = Login::right();
    let (keys, reader) = (parties().0.trusted(), &parties().1.credential);
    let expected = Expected {
        opened_with: Some(reader),
        ..expected(&keys)
    };
    let verify = |content: Vec<String>| Rules::upright().verify(&login.response.to_markup(content).to_xml(), &expected);
    for cipher in Cipher::ALL {
        let order = EncryptionOrder {
            cipher,
            transport: KeyTransport::RsaOaepMgf1p,
        };
        let encrypt = |assertion: &str| encrypt_assertion(assertion, order, &reader.public()).unwrap();
        let signed = login.signed_assertion();
        assert_eq!(verify(vec![encrypt(&signed)]).unwrap(), login.assertion);
        assert_eq!(
            verify(vec![encrypt(&login.assertion.to_markup().to_xml())]),
            Err(Refusal::NotSigned)
        );
        assert_eq!(verify(vec![signed.clone()]), Err(Refusal::NotEncrypted));
        assert_eq!(verify(vec![encrypt(&signed), signed.clone()]).unwrap_err().check(), "selection");
        assert_eq!(verify(vec![encrypt(&signed), encrypt(&signed)]).unwrap_err().check(), "selection");
        let for_others = encrypt_assertion(&signed, order, &parties().0.credential.public()).unwrap();
        assert_eq!(verify(vec![for_others]).unwrap_err().check(), "selection");
        let nested = format!("<x ID='_x'>{signed}</x>");
        assert!(verify(vec![encrypt(&nested)]).is_err());
    }
    let element: fn(Element<'_, '_>) -> bool = |element| element.is(ASSERTION, "Assertion");
    assert!(!element(Document::parse("<a/>").unwrap().root()));
}

#[test]
fn a_condition_that_is_not_understood_ends_the_assertion() {
    let login = Login::right();
    let xml = login.assertion.to_markup().to_xml();
    let odd = xml.replace("</saml:Conditions>", "<saml:Condition xsi:type=\"x\"/></saml:Conditions>");
    let signed = Bergshamra.sign(&odd, &SignatureOrder::of("_a1"), &parties().0.credential).unwrap();
    assert_eq!(refused(&login.response.to_markup([signed]).to_xml()), "conditions");
}

#[test]
fn what_is_no_response_is_none() {
    let right = Login::right().xml();
    let rows = [
        String::new(),
        right.replace("samlp:Response", "samlp:LogoutResponse"),
        right.replacen("Version=\"2.0\"", "Version=\"1.1\"", 1),
        right.replacen(" ID=\"_r1\"", "", 1),
        right.replacen("_r1", "1r", 1),
        right.replacen("IssueInstant=\"2026-04-09T10:00:00Z\"", "IssueInstant=\"2026-04-09\"", 1),
        right.replace("urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:1.0:protocol"),
        format!("<!DOCTYPE a>{right}"),
    ];
    for xml in rows {
        assert_eq!(refused(&xml), "message", "{xml}");
    }
}

fn conditions(login: &mut Login) -> &mut Conditions {
    login.assertion.conditions.as_mut().unwrap()
}

fn confirmation(login: &mut Login) -> &mut SubjectConfirmation {
    &mut login.assertion.confirmations[0]
}

fn statement(login: &mut Login) -> &mut AuthnStatement {
    &mut login.assertion.authn_statements[0]
}
