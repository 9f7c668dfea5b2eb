//! The control API as OpenAPI 3.1, drawn from the functions that answer it.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use super::{calls_of_certificates, calls_of_hospitals, http};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Etalon control API",
        description = "What a nation that is kept running can be asked: realms, people, relying parties, clocks, directions and journals. Every call \
                       shows the token as `Authorization: Bearer`. Problems are told as RFC 9457.",
    ),
    paths(
        http::nation, http::known_directions, http::realms, http::open_realm, http::realm, http::close_realm, http::serve_real_names,
        http::people, http::add_person, http::person, http::set_means, http::app, http::citizen_token, http::mailbox, http::clients,
        http::register_client, http::service_providers, http::register_service_provider, http::remove_service_provider,
        http::itsme_clients, http::register_itsme_client, http::itsme_account, http::set_itsme_account, http::remove_client,
        calls_of_hospitals::hospitals, calls_of_hospitals::connect_hospital, calls_of_hospitals::documents, calls_of_hospitals::lay_down,
        calls_of_hospitals::change_access, calls_of_hospitals::publish, calls_of_certificates::certificates,
        calls_of_certificates::issue_certificate, calls_of_certificates::set_certificate_status, http::clock, http::set_clock,
        http::step_clock, http::directions, http::direct, http::lift, http::faults, http::journal, http::entry, http::follow,
    ),
    modifiers(&Token),
    security(("token" = [])),
)]
struct Specification;

struct Token;

impl Modify for Token {
    fn modify(&self, specification: &mut openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        specification
            .components
            .get_or_insert_with(Default::default)
            .add_security_scheme("token", scheme);
    }
}

/// The control API as OpenAPI 3.1.
#[must_use]
pub fn openapi() -> openapi::OpenApi {
    Specification::openapi()
}
