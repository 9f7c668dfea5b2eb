//! Saying no: to the service provider where it is certain who asks and where the answer goes, on a page otherwise (docs/csam.md, 1.8).

use std::sync::Arc;

use axum::response::Response;
use etalon_wire::saml::Status;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::{Party, answer::Answer};
use crate::{desk::Desk, page::error_page};

/// Why a request was not granted, and where the answer goes.
#[derive(Debug)]
pub(crate) struct SamlRefused {
    reason: &'static str,
    client: Option<String>,
    there: Option<Box<There>>,
}

#[derive(Debug)]
struct There {
    party: Arc<Party>,
    request: String,
    consumer: String,
    relay_state: Option<String>,
    status: Status,
}

impl SamlRefused {
    /// On a page.
    pub(super) fn here(reason: &'static str, client: Option<&str>) -> Self {
        Self {
            reason,
            client: client.map(str::to_owned),
            there: None,
        }
    }

    /// To the service provider.
    pub(super) fn there(
        reason: &'static str,
        party: &Arc<Party>,
        request: &str,
        consumer: &str,
        relay_state: Option<&str>,
        status: Status,
    ) -> Self {
        Self {
            reason,
            client: Some(party.entity_id().to_owned()),
            there: Some(Box::new(There {
                party: Arc::clone(party),
                request: request.to_owned(),
                consumer: consumer.to_owned(),
                relay_state: relay_state.map(str::to_owned),
                status,
            })),
        }
    }
}

impl Desk {
    /// Says no, and writes down why.
    pub(super) fn refuse_saml(&self, headers: &HeaderMap, refused: SamlRefused) -> Response {
        let status = refused.there.as_ref().map(|there| &there.status);
        let fields = json!({
            "reason": refused.reason, "client": refused.client, "status": status.map(|status| &status.code),
            "sub_status": status.and_then(|status| status.sub_code.as_ref()),
        });
        self.observe("saml-refused", fields);
        match refused.there {
            None => error_page(self, headers, StatusCode::BAD_REQUEST, refused.reason),
            Some(there) => {
                let answer = Answer {
                    party: &there.party,
                    request: Some(&there.request),
                    consumer: &there.consumer,
                    relay_state: there.relay_state.as_deref(),
                };
                self.send_saml(headers, &answer, there.status, None)
            }
        }
    }
}
