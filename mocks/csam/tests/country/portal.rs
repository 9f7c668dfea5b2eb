//! A service provider for tests: it asks over SAML as an upright one does, and believes an answer only after every check.

use std::path::Path;

use etalon_certs::{KeyPool, SignedBy, TestRoot, Validity, signing_certificate};
use etalon_csam::{Consumer, SAML_ATTRIBUTES, ServiceProviderRegistration};
use etalon_wire::{
    encode_form,
    saml::{
        Assertion, AuthnRequest, Comparison, EntityDescriptor, HTTP_POST, LogoutRequest, NameId, NameIdPolicy, RequestedAuthnContext,
        Response, Status, TRANSIENT, from_posted, redirect_query,
        service_provider::{Expected, Refusal, Rules},
        to_posted,
    },
    xml::Document,
    xmlsec::{Bergshamra, Credential, RsaAlgorithm, SignatureOrder, TrustedKey, XmlSecurity},
};

use super::{Browser, Country, Page};

pub(crate) const PORTAL: &str = "https://portal.example/saml";
pub(crate) const CONSUMER: &str = "https://portal.example/saml/acs";
pub(crate) const LOGOUT: &str = "https://portal.example/saml/slo";

pub(crate) struct Portal {
    pub credential: Credential,
    pub signs: bool,
}

impl Portal {
    /// Registered with `country`, after `change`.
    pub(crate) fn settle(country: &Country, change: impl FnOnce(&mut ServiceProviderRegistration)) -> Self {
        let pool = KeyPool::open(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys")).unwrap();
        let key = pool.keys(5).unwrap().pop().unwrap();
        let root = TestRoot::fresh().unwrap();
        let certificate = signing_certificate(&key, "Portal", SignedBy::Root(&root), Validity::wide()).unwrap();
        let mut registration = ServiceProviderRegistration {
            entity_id: PORTAL.to_owned(),
            consumers: vec![
                Consumer {
                    index: 0,
                    url: CONSUMER.to_owned(),
                },
                Consumer {
                    index: 7,
                    url: "https://portal.example/saml/other".to_owned(),
                },
            ],
            logout: Some(LOGOUT.to_owned()),
            certificates: vec![certificate.clone()],
            signs_requests: true,
            encrypts_assertions: false,
            attributes: SAML_ATTRIBUTES.map(str::to_owned).to_vec(),
        };
        change(&mut registration);
        let signs = registration.signs_requests;
        country.csam.register_service_provider(&country.realm, registration).unwrap();
        Self {
            credential: Credential::new(key.pkcs8_der(), &certificate).unwrap(),
            signs,
        }
    }

    /// A request for at least that level.
    pub(crate) fn request(&self, country: &Country, level: &str) -> AuthnRequest {
        AuthnRequest {
            id: "_request".to_owned(),
            issue_instant: country.realm.now(),
            destination: Some(address(country, "/fas/SSORedirect/metaAlias/idp")),
            issuer: PORTAL.to_owned(),
            consumer_url: Some(CONSUMER.to_owned()),
            consumer_index: None,
            protocol_binding: Some(HTTP_POST.to_owned()),
            force_authn: false,
            is_passive: false,
            name_id_policy: Some(NameIdPolicy {
                format: Some(TRANSIENT.to_owned()),
                sp_name_qualifier: Some(PORTAL.to_owned()),
                allow_create: true,
            }),
            requested_context: Some(RequestedAuthnContext {
                comparison: Comparison::Minimum,
                class_refs: vec![class(level)],
            }),
        }
    }

    /// The address that takes a request along.
    pub(crate) fn redirect(&self, country: &Country, request: &AuthnRequest) -> String {
        let signer = self.signs.then_some((&self.credential, RsaAlgorithm::Sha256));
        let query = redirect_query(&request.to_markup().to_xml(), false, Some("a state"), signer);
        format!("{}?{query}", address(country, "/fas/SSORedirect/metaAlias/idp"))
    }

    /// The form that takes a request along.
    pub(crate) fn form(&self, country: &Country, request: &AuthnRequest) -> String {
        let request = AuthnRequest {
            destination: Some(address(country, "/fas/SSOPOST/metaAlias/idp")),
            ..request.clone()
        };
        let xml = request.to_markup().to_xml();
        let signed = match self.signs {
            true => Bergshamra.sign(&xml, &SignatureOrder::of(&request.id), &self.credential).unwrap(),
            false => xml,
        };
        encode_form([("SAMLRequest", to_posted(&signed).as_str()), ("RelayState", "a state")])
    }

    /// The address that asks to end the session of that assertion.
    pub(crate) fn logout(&self, country: &Country, assertion: &Assertion, change: impl FnOnce(&mut LogoutRequest)) -> String {
        let mut request = LogoutRequest {
            id: "_logout".to_owned(),
            issue_instant: country.realm.now(),
            destination: Some(address(country, "/fas/IDPSloRedirect/metaAlias/idp")),
            issuer: PORTAL.to_owned(),
            not_on_or_after: None,
            name_id: NameId::clone(assertion.subject.as_ref().unwrap()),
            session_indexes: assertion.authn_statements[0].session_index.clone().into_iter().collect(),
        };
        change(&mut request);
        let signer = self.signs.then_some((&self.credential, RsaAlgorithm::Sha256));
        let query = redirect_query(&request.to_markup().to_xml(), false, None, signer);
        format!("{}?{query}", address(country, "/fas/IDPSloRedirect/metaAlias/idp"))
    }

    /// What the page posts, believed after every check; the published key is the only one that counts.
    pub(crate) async fn believe(&self, country: &Country, page: &Page, enough: &str) -> Result<Assertion, Refusal> {
        let (action, fields) = page.form("saml-post");
        assert!(
            action == CONSUMER && fields.iter().any(|(name, value)| name == "RelayState" && value == "a state"),
            "{page:?}"
        );
        let keys = published(country).await;
        let issuer = country.csam.entity_id(&country.realm);
        let encrypted = message(page).contains("EncryptedAssertion");
        let expected = Expected {
            issuer: &issuer,
            keys: &keys,
            audience: PORTAL,
            consumer: CONSUMER,
            request: "_request",
            requested_at: country.realm.now(),
            forced: false,
            is_enough: &|said| said == class(enough),
            was_seen: &|_| false,
            opened_with: encrypted.then_some(&self.credential),
            now: country.realm.now(),
        };
        Rules::upright().verify(&message(page), &expected)
    }

    /// Logs Anna in with these means.
    pub(crate) async fn log_in(&self, country: &Country, browser: &mut Browser, request: &AuthnRequest, means: &str) -> Page {
        let opened = browser.get(&self.redirect(country, request)).await;
        country.choose(browser, &opened, &country.anna.id, means).await
    }
}

pub(crate) fn address(country: &Country, path: &str) -> String {
    format!("{}{path}", country.realm.base_url())
}

pub(crate) fn class(level: &str) -> String {
    format!("urn:be:fedict:iam:fas:{level}")
}

/// The message that the page posts.
pub(crate) fn message(page: &Page) -> String {
    let fields = page.form("saml-post").1;
    let posted = fields.iter().find(|(name, _)| name == "SAMLResponse").unwrap();
    from_posted(&posted.1).unwrap()
}

/// The status of the answer that the page posts.
pub(crate) fn status(page: &Page) -> Status {
    let xml = message(page);
    Response::read(Document::parse(&xml).unwrap().root()).unwrap().status
}

/// The keys in the metadata.
pub(crate) async fn published(country: &Country) -> Vec<TrustedKey> {
    let page = country.browser().get(&address(country, "/fas/saml2/jsp/exportmetadata.jsp")).await;
    let document = Document::parse(&page.body).unwrap();
    let entity = EntityDescriptor::read(document.root()).unwrap();
    let keys = entity.identity_provider.unwrap().keys;
    keys.iter()
        .map(|key| TrustedKey::from_certificate(&key.certificate).unwrap())
        .collect()
}
