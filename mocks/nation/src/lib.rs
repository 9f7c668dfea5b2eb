//! The composition root: one configuration in, every authority wired and listening. What an authority does lives with it.

mod addresses;
mod config;
mod error;
mod hospital;
mod itsme;
mod keeping;
mod keeping_itsme;
mod mail;
mod nation;
mod pki;
mod real_names;
mod realm;
mod residents;
mod service_providers;

pub mod control;

pub use config::{NationConfig, RootChoice, data_folder};
pub use error::NationError;
pub use hospital::HospitalHandle;
pub use keeping::KeepError;
pub use nation::{Nation, SIGNING_KEYS};
pub use pki::{CertificateStatus, IssuedCertificate, MAX_CERTIFICATES, PkiDirection, PkiError, PkiHandle, Since};
pub use real_names::REAL_NAMES;
pub use realm::RealmHandle;

// What callers need to speak to a nation, so that they need not know which authority it comes from.
pub use etalon_certs::{AuthorityName, KeyKind, ListFlaw, Material, OcspFlaw, ROOT_NAME, Reason, ServerIdentity};
pub use etalon_csam::{CODES_ON_CARD, Client, CsamDirection, Fault, LEVELS, Level, Means, NoCitizenToken, Reaction, Step, faults};
pub use etalon_csam::{Consumer, MetadataRefusal, SAML_ATTRIBUTES, ServiceProviderRefusal, ServiceProviderRegistration};
pub use etalon_hospital::{
    Document, HospitalDirection, HospitalError, INSTITUTIONS, Institution, NoQuarter, PUBLISH_PATH, Publication, Quarter, Rule, SLOW_ANSWER,
};
pub use etalon_itsme::{
    Authentication as ItsmeAuthentication, Client as ItsmeClient, ClientProblem as ItsmeClientProblem, InnerSignature, ItsmeDirection,
    Mode as ItsmeMode, PartyKeys, Persona as ItsmePersona, Service as ItsmeService, ServiceKind as ItsmeServiceKind,
};
pub use etalon_journal::{
    Blame, Body, Entry, Event, Fields, Journal, JournalMemory, JournalSlice, LAST_ENTRIES, RealmJournal, Side, Silence, Subscription, Told,
    Unwritten,
};
pub use etalon_people::{Kind, Person};
pub use etalon_stage::{
    ClockMode, LATE_MAIL, MAIL_AUTHORITY, MAX_PENDING_DIRECTIONS, MailDirection, MailMessage, NoAnswer, WaitingDirection,
};
