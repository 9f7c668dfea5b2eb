//! What a login gives a service provider: an assertion about the person, signed, in a response that the browser posts.

use std::sync::Arc;

use axum::response::Response as HttpResponse;
use etalon_people::Person;
use etalon_wire::{
    saml::{Assertion, AuthnStatement, BEARER, Conditions, NameId, Response, Status, SubjectConfirmation, TRANSIENT, encrypt_assertion},
    xmlsec::{Bergshamra, Cipher, EncryptionOrder, KeyTransport, SignatureOrder, XmlSecurity},
};
use http::HeaderMap;
use serde_json::json;

use super::{Party, SamlRequest, SamlSession, attributes::attributes, entity_id, post_page};
use etalon_stage::with_cookie;

use crate::{CsamDirection, Level, Means, desk::Desk, session::Session, unguessable::unguessable};

/// What assertions are encrypted with, where they are [G].
const ENCRYPTION: EncryptionOrder = EncryptionOrder {
    cipher: Cipher::Aes256Cbc,
    transport: KeyTransport::RsaOaepMgf1p,
};

/// To whom an answer goes.
pub(super) struct Answer<'a> {
    pub(super) party: &'a Party,
    pub(super) request: Option<&'a str>,
    pub(super) consumer: &'a str,
    pub(super) relay_state: Option<&'a str>,
}

/// An `ID`: these may not begin with a digit.
pub(super) fn fresh_id() -> String {
    format!("_{}", unguessable())
}

impl Desk {
    /// The person has proved to be who they are: a session begins, and an assertion goes to the service provider.
    pub(crate) fn authenticate_saml(
        &self,
        headers: &HeaderMap,
        request: &SamlRequest,
        person: &Arc<Person>,
        means: Means,
        by: &str,
    ) -> HttpResponse {
        let fields = json!({
            "client": request.party.entity_id(), "person": person.id, "means": means.name(), "level": means.level().0, "by": by,
        });
        self.observe("person-authenticated", fields);
        let (session, cookie) = self.start_session(headers, person, means);
        with_cookie(self.send_assertion(headers, request, &session, false), &cookie)
    }

    /// The person gives up.
    pub(crate) fn cancelled_saml(&self, headers: &HeaderMap, request: &SamlRequest) -> HttpResponse {
        let status = Status::refusal(Status::RESPONDER, Status::AUTHN_FAILED);
        self.refuse_saml(headers, request.refused("cancelled", status))
    }

    /// An assertion of what `session` proves, unless the scenario wants it otherwise.
    pub(super) fn send_assertion(&self, headers: &HeaderMap, request: &SamlRequest, session: &Session, reused: bool) -> HttpResponse {
        let (client, person) = (request.party.entity_id(), &session.person);
        if !reused && self.directed(client, Some(&person.id), &CsamDirection::Unavailable) {
            return self.out_of_service(headers, client);
        }
        if !reused && self.directed(client, Some(&person.id), &CsamDirection::Cancel) {
            return self.cancelled_saml(headers, request);
        }
        let assertion = self.assertion(request, session);
        let statement = &assertion.authn_statements[0];
        let names: Vec<_> = assertion.attributes.iter().map(|attribute| &attribute.name).collect();
        let fields = json!({
            "client": client, "person": person.id, "request": request.id, "assertion": assertion.id, "means": session.means.name(),
            "level": session.means.level().0, "context": statement.class_ref, "attributes": names,
            "encrypted": request.party.registration.encrypts_assertions, "session": if reused { "reused" } else { "new" },
        });
        self.observe("assertion-issued", fields);
        let index = statement.session_index.clone().unwrap_or_default();
        let name_id = assertion.subject.as_ref().map(|name| name.value.clone()).unwrap_or_default();
        self.csam
            .saml_sessions
            .hold(&index, SamlSession::new(&index, client, name_id, session));
        let answer = Answer {
            party: &request.party,
            request: Some(&request.id),
            consumer: &request.consumer,
            relay_state: request.relay_state.as_deref(),
        };
        self.send_saml(headers, &answer, Status::success(), Some(&assertion))
    }

    fn assertion(&self, request: &SamlRequest, session: &Session) -> Assertion {
        let (client, person) = (request.party.entity_id(), &session.person);
        let asked_level = self.consume(client, Some(&person.id), |direction| match direction {
            CsamDirection::AnswerLevel(level) => Some(Level(*level)),
            _ => None,
        });
        let asked_class = self.consume(client, Some(&person.id), |direction| match direction {
            CsamDirection::AnswerAcr(class) => Some(class.clone()),
            _ => None,
        });
        let reached = request.wanted.answered_by(session.means);
        let class = asked_class.or(asked_level.map(Level::urn)).unwrap_or(reached);
        let now = self.now();
        let end = now + self.csam.parameters.saml.assertion_lifetime;
        let issuer = entity_id(&self.realm);
        Assertion {
            id: fresh_id(),
            issue_instant: now,
            subject: Some(NameId {
                value: fresh_id(),
                format: Some(TRANSIENT.to_owned()),
                name_qualifier: Some(issuer.clone()),
                sp_name_qualifier: Some(request.sp_name_qualifier.clone().unwrap_or_else(|| client.to_owned())),
            }),
            issuer,
            confirmations: vec![SubjectConfirmation {
                method: BEARER.to_owned(),
                in_response_to: Some(request.id.clone()),
                recipient: Some(request.consumer.clone()),
                not_before: None,
                not_on_or_after: Some(end),
            }],
            conditions: Some(Conditions {
                not_before: Some(now - self.csam.parameters.saml.assertion_backdated),
                not_on_or_after: Some(end),
                audiences: vec![vec![client.to_owned()]],
                not_understood: Vec::new(),
            }),
            authn_statements: vec![AuthnStatement {
                authn_instant: session.authenticated_at,
                session_index: Some(fresh_id()),
                session_not_on_or_after: None,
                class_ref: Some(class),
            }],
            attributes: attributes(self, &request.party, session),
        }
    }

    /// A response by POST, with an assertion in it or none.
    pub(super) fn send_saml(
        &self,
        headers: &HeaderMap,
        answer: &Answer<'_>,
        status: Status,
        assertion: Option<&Assertion>,
    ) -> HttpResponse {
        let response = Response {
            id: fresh_id(),
            in_response_to: answer.request.map(str::to_owned),
            issue_instant: self.now(),
            destination: Some(answer.consumer.to_owned()),
            issuer: Some(entity_id(&self.realm)),
            status,
        };
        let credential = self.csam.keys.own().credential();
        let made = assertion.map(|assertion| {
            let xml = assertion.to_markup().to_xml();
            // The prefix of `xs:string` is used in values only, and is signed as well.
            let order = SignatureOrder {
                inclusive_prefixes: &["xs"],
                ..SignatureOrder::of(&assertion.id)
            };
            let signed = Bergshamra.sign(&xml, &order, credential)?;
            match answer.party.keys.first().filter(|_| answer.party.registration.encrypts_assertions) {
                Some(recipient) => encrypt_assertion(&signed, ENCRYPTION, recipient),
                None => Ok(signed),
            }
        });
        let xml = match made.transpose() {
            Ok(assertion) => response.to_markup(assertion).to_xml(),
            Err(problem) => {
                // Only a key that can sign but not encrypt can bring us here.
                self.observe(
                    "saml-unsent",
                    json!({"reason": problem.to_string(), "client": answer.party.entity_id()}),
                );
                return self.out_of_service(headers, answer.party.entity_id());
            }
        };
        // A refusal has no assertion to carry a signature, and is signed itself.
        let signed = match assertion {
            Some(_) => Ok(xml),
            None => Bergshamra.sign(&xml, &SignatureOrder::of(&response.id), credential),
        };
        match signed {
            Ok(xml) => post_page::post(self, headers, answer.consumer, &xml, answer.relay_state),
            Err(problem) => {
                self.observe(
                    "saml-unsent",
                    json!({"reason": problem.to_string(), "client": answer.party.entity_id()}),
                );
                self.out_of_service(headers, answer.party.entity_id())
            }
        }
    }
}
