//! FAS over SAML: a strict service provider believes its answers, and it answers nobody else.
#![allow(clippy::unwrap_used)]

mod country;

use country::{
    Country, Page,
    portal::{CONSUMER, LOGOUT, PORTAL, Portal, address, class, message, published, status},
};
use etalon_csam::{CsamDirection, Means, ServiceProviderRefusal, ServiceProviderRegistration};
use etalon_wire::{
    saml::{
        Comparison, EntityDescriptor, HTTP_POST, HTTP_REDIRECT, LogoutResponse, Redirected, RequestedAuthnContext, Status, TRANSIENT,
        service_provider::Refusal,
    },
    xml::Document,
    xmlsec::{Bergshamra, DSIG, XmlSecurity},
};
use jiff::SignedDuration;

#[tokio::test]
async fn metadata_says_what_there_is_and_is_signed() {
    let country = Country::open();
    let page = country.browser().get(&address(&country, "/fas/saml2/jsp/exportmetadata.jsp")).await;
    assert_eq!(page.header("content-type"), Some("application/samlmetadata+xml"));
    let document = Document::parse(&page.body).unwrap();
    let entity = EntityDescriptor::read(document.root()).unwrap();
    assert_eq!(entity.entity_id, address(&country, "/fas"));
    let role = entity.identity_provider.unwrap();
    let doors: Vec<_> = role
        .single_sign_on
        .iter()
        .map(|door| (door.binding.as_str(), door.location.clone()))
        .collect();
    let expected = [
        (HTTP_REDIRECT, address(&country, "/fas/SSORedirect/metaAlias/idp")),
        (HTTP_POST, address(&country, "/fas/SSOPOST/metaAlias/idp")),
    ];
    assert_eq!((doors, role.name_id_formats), (expected.to_vec(), vec![TRANSIENT.to_owned()]));
    let signature = document.root().child(DSIG, "Signature").unwrap();
    assert!(Bergshamra.verify(signature, &published(&country).await).is_ok());
}

#[tokio::test]
async fn a_person_logs_in_and_the_service_provider_learns_who() {
    let country = Country::open();
    let portal = Portal::settle(&country, |_| {});
    let mut browser = country.browser();
    let request = portal.request(&country, "citizen:Level400");
    let posted = portal.log_in(&country, &mut browser, &request, "eid").await;
    assert!(
        posted
            .header("content-security-policy")
            .unwrap()
            .contains("form-action 'self' https://portal.example")
    );
    let assertion = portal.believe(&country, &posted, "Level500").await.unwrap();
    let anna = &country.anna;
    for (name, value) in [
        ("egovNRN", anna.insz.to_string()),
        ("givenName", anna.given_name.clone()),
        ("surname", anna.surname.clone()),
        ("mail", anna.mail.clone()),
        ("PrefLanguage", anna.language.code().to_owned()),
        ("urn:be:fedict:iam:attr:fedid", anna.fedid.clone()),
        ("urn:be:fedict:iam:attr:authenticationmethod", class("citizen:eid")),
    ] {
        assert_eq!(assertion.attribute(name), [value], "{name}");
    }
    let name = assertion.subject.unwrap();
    assert_eq!(
        (name.format.as_deref(), name.sp_name_qualifier.as_deref()),
        (Some(TRANSIENT), Some(PORTAL))
    );
    let seen = country.observed("assertion-issued").unwrap();
    assert_eq!(
        (seen["client"].as_str(), seen["person"].as_str()),
        (Some(PORTAL), Some(anna.id.as_str()))
    );
    assert_eq!(
        (seen["request"].as_str(), seen["context"].as_str()),
        (Some("_request"), Some(class("Level500").as_str()))
    );
    assert_eq!(country.observed("authn-request-accepted").unwrap()["signed"], true);
    // The session serves the next login, over SAML and over OpenID Connect, and a transient name is another one each time.
    let again = browser.get(&portal.redirect(&country, &request)).await;
    let second = portal.believe(&country, &again, "Level500").await.unwrap();
    assert_ne!((second.id, second.subject.unwrap().value), (assertion.id, name.value));
    assert!(browser.get(&country.authorize(&[])).await.location_field("code").is_some());
    let page = browser
        .get(&portal.redirect(
            &country,
            &etalon_wire::saml::AuthnRequest {
                force_authn: true,
                ..request
            },
        ))
        .await;
    assert!(page.location().is_some_and(|to| to.contains("/fas/XUI/?login=")), "{page:?}");
}

#[tokio::test]
async fn a_request_may_come_by_post() {
    let country = Country::open();
    let portal = Portal::settle(&country, |_| {});
    let mut browser = country.browser();
    let form = portal.form(&country, &portal.request(&country, "Level400"));
    let opened = browser.post(&address(&country, "/fas/SSOPOST/metaAlias/idp"), &form).await;
    let posted = country.choose(&mut browser, &opened, &country.anna.id, "itsme").await;
    assert!(portal.believe(&country, &posted, "Level450").await.is_ok());
}

#[tokio::test]
async fn an_assertion_may_be_encrypted() {
    let country = Country::open();
    let portal = Portal::settle(&country, |portal| portal.encrypts_assertions = true);
    let posted = portal
        .log_in(&country, &mut country.browser(), &portal.request(&country, "Level400"), "eid")
        .await;
    assert!(!message(&posted).contains(&country.anna.surname) && message(&posted).contains("EncryptedAssertion"));
    assert!(portal.believe(&country, &posted, "Level500").await.is_ok());
}

#[tokio::test]
async fn exactly_the_means_that_are_asked_for_are_offered_and_said() {
    let country = Country::open();
    let portal = Portal::settle(&country, |_| {});
    let mut request = portal.request(&country, "Level400");
    let rows: [(Comparison, &[&str], &[&str], &str); 4] = [
        (
            Comparison::Exact,
            &["citizen:bmid", "citizen:eid"],
            &["eid", "itsme"],
            "citizen:eid",
        ),
        (Comparison::Exact, &["enterprise:Level500"], &["eid"], "enterprise:Level500"),
        (Comparison::Minimum, &["citizen:Level450"], &["eid", "itsme"], "Level500"),
        (Comparison::Better, &["Level450"], &["eid"], "Level500"),
    ];
    for (comparison, classes, offered, said) in rows {
        let class_refs = classes.iter().map(|one| class(one)).collect();
        request.requested_context = Some(RequestedAuthnContext { comparison, class_refs });
        let mut browser = country.browser();
        let opened = browser.get(&portal.redirect(&country, &request)).await;
        let page = browser.follow(&opened).await;
        assert_eq!(page.attributes("input[name=means]", "value"), offered, "{classes:?}");
        assert_eq!(page.texts("[data-testid=client]"), [PORTAL]);
        let posted = browser
            .submit(&page, "csam-choose", &[("means", "eid"), ("person", &country.anna.id)])
            .await;
        assert!(portal.believe(&country, &posted, said).await.is_ok(), "{classes:?}");
    }
    let mut browser = country.browser();
    let opened = browser.get(&portal.redirect(&country, &portal.request(&country, "Level500"))).await;
    let page = browser.follow(&opened).await;
    let refused = browser
        .submit(&page, "csam-choose", &[("means", "totp"), ("person", &country.anna.id)])
        .await;
    assert_eq!(
        (refused.status, country.reason("authorization-refused").as_str()),
        (400, "means-too-low")
    );
}

/// Each row: what is wrong, and why it is refused, on a page and never by sending the person anywhere.
#[tokio::test]
async fn a_request_that_cannot_be_answered_is_refused_on_a_page() {
    type Change = fn(&mut etalon_wire::saml::AuthnRequest);
    let country = Country::open();
    let portal = Portal::settle(&country, |_| {});
    let rows: [(&str, Change); 9] = [
        ("service-provider-unknown", |request| {
            request.issuer = "https://other.example".to_owned()
        }),
        ("consumer-unregistered", |request| {
            request.consumer_url = Some("https://evil.example/acs".to_owned())
        }),
        ("consumer-unregistered", |request| {
            request.consumer_url = Some(format!("{CONSUMER}/"))
        }),
        ("consumer-contradictory", |request| request.consumer_index = Some(0)),
        ("consumer-unregistered", |request| {
            request.consumer_url = None;
            request.consumer_index = Some(3);
        }),
        ("destination-other", |request| {
            request.destination = Some("https://other.example".to_owned())
        }),
        ("destination-missing", |request| request.destination = None),
        ("request-not-of-now", |request| {
            request.issue_instant -= SignedDuration::from_mins(6)
        }),
        ("request-not-of-now", |request| {
            request.issue_instant += SignedDuration::from_mins(6)
        }),
    ];
    for (reason, change) in rows {
        let mut request = portal.request(&country, "Level400");
        change(&mut request);
        let page = country.browser().get(&portal.redirect(&country, &request)).await;
        assert_eq!((page.status, page.location()), (400, None), "{reason}");
        assert_eq!(country.reason("saml-refused"), reason);
    }
    let right = portal.redirect(&country, &portal.request(&country, "Level400"));
    let unsigned = right.split("&SigAlg").next().unwrap().to_owned();
    let half = right.split("&Signature").next().unwrap().to_owned();
    let spoiled = [
        (unsigned, "signature-missing"),
        (half, "message-unreadable"),
        (right.replace("a+state", "other"), "signature-wrong"),
        (
            right.replace("2001%2F04%2Fxmldsig-more%23rsa-sha256", "2000%2F09%2Fxmldsig%23rsa-sha1"),
            "signature-algorithm",
        ),
        (right.replace("SAMLRequest=", "SAMLResponse="), "message-not-a-request"),
        (address(&country, "/fas/SSORedirect/metaAlias/idp"), "message-unreadable"),
        (format!("{right}&SAMLRequest=AAAA"), "message-unreadable"),
    ];
    for (address, reason) in spoiled {
        let page = country.browser().get(&address).await;
        assert_eq!((page.status, country.reason("saml-refused").as_str()), (400, reason), "{address}");
    }
    // By POST the signature is in the message.
    let form = portal.form(&country, &portal.request(&country, "Level400"));
    let unsigned = Portal {
        signs: false,
        credential: portal.credential,
    };
    let bare = unsigned.form(&country, &unsigned.request(&country, "Level400"));
    for (form, reason) in [
        (bare.as_str(), "signature-missing"),
        ("SAMLRequest=*", "message-unreadable"),
        ("a=b", "message-not-a-request"),
    ] {
        let page = country.browser().post(&address(&country, "/fas/SSOPOST/metaAlias/idp"), form).await;
        assert_eq!((page.status, country.reason("saml-refused").as_str()), (400, reason));
    }
    let page = country
        .browser()
        .post(&address(&country, "/fas/SSOPOST/metaAlias/idp"), &form)
        .await;
    assert_eq!(page.status, 302);
}

/// Each row: what is wrong, and the status that the service provider is told.
#[tokio::test]
async fn a_request_that_cannot_be_granted_is_answered_with_a_status() {
    type Change = fn(&mut etalon_wire::saml::AuthnRequest);
    let country = Country::open();
    let portal = Portal::settle(&country, |_| {});
    let unsupported = "urn:oasis:names:tc:SAML:2.0:status:UnsupportedBinding";
    let rows: [(&str, Change, &str, &str); 5] = [
        (
            "login-required",
            |request| request.is_passive = true,
            Status::RESPONDER,
            Status::NO_PASSIVE,
        ),
        (
            "force-and-passive",
            |request| (request.is_passive, request.force_authn) = (true, true),
            Status::RESPONDER,
            Status::NO_PASSIVE,
        ),
        (
            "context-unknown",
            |request| request.requested_context.as_mut().unwrap().class_refs = vec![class("Level42")],
            Status::RESPONDER,
            Status::NO_AUTHN_CONTEXT,
        ),
        (
            "name-id-policy-unsupported",
            |request| {
                let policy = request.name_id_policy.as_mut().unwrap();
                policy.format = Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".to_owned());
            },
            Status::REQUESTER,
            Status::INVALID_NAME_ID_POLICY,
        ),
        (
            "binding-unsupported",
            |request| request.protocol_binding = Some(HTTP_REDIRECT.to_owned()),
            Status::REQUESTER,
            unsupported,
        ),
    ];
    for (reason, change, code, sub_code) in rows {
        let mut request = portal.request(&country, "Level400");
        change(&mut request);
        let page = country.browser().get(&portal.redirect(&country, &request)).await;
        assert_eq!(status(&page), Status::refusal(code, sub_code), "{reason}");
        assert_eq!(country.reason("saml-refused"), reason);
        // A refusal is signed too.
        let xml = message(&page);
        let document = Document::parse(&xml).unwrap();
        let signature = document.root().child(DSIG, "Signature").unwrap();
        assert!(Bergshamra.verify(signature, &published(&country).await).is_ok());
        assert!(matches!(portal.believe(&country, &page, "Level500").await, Err(Refusal::Status(_))));
    }
    let mut browser = country.browser();
    let opened = browser.get(&portal.redirect(&country, &portal.request(&country, "Level400"))).await;
    let page = browser.follow(&opened).await;
    let cancelled = browser.submit(&page, "csam-choose", &[("cancel", "1")]).await;
    assert_eq!(status(&cancelled), Status::refusal(Status::RESPONDER, Status::AUTHN_FAILED));
    assert_eq!(country.reason("saml-refused"), "cancelled");
}

#[tokio::test]
async fn directions_reach_a_login_over_saml() {
    let country = Country::open();
    let portal = Portal::settle(&country, |_| {});
    let request = portal.request(&country, "Level400");
    let direct = |direction| country.csam.direct(&country.realm, PORTAL, None, direction, false);
    let log_in_as = |means| CsamDirection::LogInAs {
        person: country.anna.id.clone(),
        means,
    };
    direct(log_in_as(Means::Itsme));
    let posted = country.browser().get(&portal.redirect(&country, &request)).await;
    assert!(portal.believe(&country, &posted, "Level450").await.is_ok());
    direct(log_in_as(Means::Mail));
    let refused = country.browser().get(&portal.redirect(&country, &request)).await;
    assert_eq!(status(&refused), Status::refusal(Status::RESPONDER, Status::NO_AUTHN_CONTEXT));
    direct(log_in_as(Means::Eid));
    direct(CsamDirection::AnswerLevel(100));
    direct(CsamDirection::WithoutNationalNumber);
    let lower = country.browser().get(&portal.redirect(&country, &request)).await;
    let refusal = portal.believe(&country, &lower, "Level500").await.unwrap_err();
    assert_eq!(refusal, Refusal::Context(Some(class("Level100"))));
    assert!(!message(&lower).contains("egovNRN"));
    direct(CsamDirection::Cancel);
    let cancelled = country.browser().get(&portal.redirect(&country, &request)).await;
    assert_eq!(status(&cancelled), Status::refusal(Status::RESPONDER, Status::AUTHN_FAILED));
    direct(CsamDirection::Unavailable);
    assert_eq!(country.browser().get(&portal.redirect(&country, &request)).await.status, 503);
}

#[tokio::test]
async fn a_service_provider_is_given_only_its_attributes() {
    let country = Country::open();
    let portal = Portal::settle(&country, |portal| portal.attributes = vec!["givenName".to_owned()]);
    let posted = portal
        .log_in(&country, &mut country.browser(), &portal.request(&country, "Level400"), "eid")
        .await;
    let assertion = portal.believe(&country, &posted, "Level500").await.unwrap();
    let names: Vec<_> = assertion.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["givenName"]);
}

fn answered(page: &Page) -> Status {
    let to = page.location().unwrap_or_else(|| panic!("{page:?}"));
    let (address, query) = to.split_once('?').unwrap();
    assert_eq!(address, LOGOUT);
    let answer = Redirected::parse(query).unwrap();
    let document = Document::parse(&answer.xml).unwrap();
    LogoutResponse::read(document.root()).unwrap().0.status
}

#[tokio::test]
async fn a_session_ends_everywhere_for_whoever_may_end_it() {
    let country = Country::open();
    let portal = Portal::settle(&country, |_| {});
    let mut browser = country.browser();
    let request = portal.request(&country, "Level400");
    let posted = portal.log_in(&country, &mut browser, &request, "eid").await;
    let assertion = portal.believe(&country, &posted, "Level500").await.unwrap();
    let unknown = "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal";
    for (number, change) in [
        (|request: &mut etalon_wire::saml::LogoutRequest| request.name_id.value = "_other".to_owned()) as fn(&mut _),
        |request: &mut etalon_wire::saml::LogoutRequest| request.session_indexes = vec!["_other".to_owned()],
    ]
    .into_iter()
    .enumerate()
    {
        let page = browser.get(&portal.logout(&country, &assertion, change)).await;
        assert_eq!(answered(&page), Status::refusal(Status::REQUESTER, unknown), "row {number}");
        assert!(browser.cookies.contains_key("fas_session"), "row {number}: nothing ended");
    }
    let right = portal.logout(&country, &assertion, |_| {});
    let unsigned = right.split("&SigAlg").next().unwrap();
    for (address, reason) in [
        (unsigned.to_owned(), "signature-missing"),
        (right.replace("Signature=", "Signature=AAAA"), "signature-wrong"),
        (
            portal.logout(&country, &assertion, |request| {
                request.destination = Some("https://other.example".to_owned())
            }),
            "destination-other",
        ),
        (
            portal.logout(&country, &assertion, |request| {
                request.not_on_or_after = Some(request.issue_instant)
            }),
            "request-over",
        ),
    ] {
        let page = browser.get(&address).await;
        assert_eq!((page.status, country.reason("logout-refused").as_str()), (400, reason));
    }
    assert!(
        portal
            .believe(&country, &browser.get(&portal.redirect(&country, &request)).await, "Level500")
            .await
            .is_ok()
    );
    // From anywhere: the session is known by its name, not by the browser alone.
    let page = country.browser().get(&right).await;
    assert_eq!(answered(&page), Status::success());
    let query = page.location().unwrap();
    let signature = Redirected::parse(query.split_once('?').unwrap().1).unwrap().signature.unwrap();
    assert_eq!(signature.verify(&published(&country).await), Ok(()));
    let page = browser.get(&portal.redirect(&country, &request)).await;
    assert!(page.location().is_some_and(|to| to.contains("/fas/XUI/")), "{page:?}");
}

#[tokio::test]
async fn what_cannot_be_a_service_provider_is_not_registered() {
    let country = Country::open();
    let right = ServiceProviderRegistration {
        entity_id: PORTAL.to_owned(),
        consumers: vec![etalon_csam::Consumer {
            index: 0,
            url: CONSUMER.to_owned(),
        }],
        ..ServiceProviderRegistration::default()
    };
    let rows = [
        (
            ServiceProviderRegistration {
                consumers: Vec::new(),
                ..right.clone()
            },
            ServiceProviderRefusal::NoConsumer,
        ),
        (
            ServiceProviderRegistration {
                signs_requests: true,
                ..right.clone()
            },
            ServiceProviderRefusal::NoCertificate,
        ),
        (
            ServiceProviderRegistration {
                certificates: vec![vec![1]],
                ..right.clone()
            },
            ServiceProviderRefusal::Certificate(0),
        ),
        (
            ServiceProviderRegistration {
                attributes: vec!["nrn".to_owned()],
                ..right.clone()
            },
            ServiceProviderRefusal::Attribute("nrn".to_owned()),
        ),
    ];
    for (registration, refusal) in rows {
        assert_eq!(country.csam.register_service_provider(&country.realm, registration), Err(refusal));
    }
    assert!(country.csam.service_providers().is_empty());
    assert_eq!(country.csam.register_service_provider(&country.realm, right), Ok(()));
}
