//! SAML 2.0: messages read and written, the redirect and POST bindings, metadata, and what a strict service provider checks.
//! Nothing here knows an authority, a clock or a socket; signatures are `xmlsec`'s.

mod assertion;
mod authn_request;
mod encrypted;
mod instant;
mod logout;
mod metadata;
mod name_id;
mod post;
mod reading;
mod redirect;
mod response;
pub mod service_provider;
mod status;

pub use assertion::{Assertion, Attribute, AuthnStatement, Conditions, SubjectConfirmation};
pub use authn_request::{AuthnRequest, Comparison, NameIdPolicy, RequestedAuthnContext};
pub use encrypted::{decrypt_assertion, encrypt_assertion};
pub use instant::{format_instant, parse_instant};
pub use logout::{LogoutRequest, LogoutResponse};
pub use metadata::{Endpoint, EntityDescriptor, IdentityProvider, IndexedEndpoint, KeyUse, PublishedKey, ServiceProvider};
pub use name_id::NameId;
pub use post::{MAX_POSTED_BYTES, PostRefusal, from_posted, to_posted};
pub use reading::SamlRefusal;
pub use redirect::{MAX_INFLATED_BYTES, MAX_QUERY_BYTES, RedirectRefusal, RedirectSignature, Redirected, redirect_query};
pub use response::Response;
pub use status::Status;

/// The namespace of assertions.
pub const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// The namespace of requests and responses.
pub const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// The namespace of metadata.
pub const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// The HTTP-Redirect binding.
pub const HTTP_REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
/// The HTTP-POST binding.
pub const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
/// A name that is another one each time.
pub const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
/// A name of no stated kind.
pub const UNSPECIFIED_NAME: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
/// The kind of name that identifies an entity.
pub const ENTITY: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
/// Names of attributes that are just words.
pub const BASIC_NAMES: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";
/// Whoever bears the assertion is its subject.
pub const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
