//! Which function says what a phrase means. Identifiers come from `features/phrases/`; the plan of a run fails on a
//! phrase that stands here not at all.

use futures::future::LocalBoxFuture;

use crate::{
    arguments::Arguments, say_documents as documents, say_expectations as expectations, say_intents as intents, say_login as login,
    say_world as world, scene::Scene, stop::Stop,
};

/// A step function.
pub(crate) type StepFunction = for<'a> fn(&'a mut Scene, &'a Arguments<'a>) -> LocalBoxFuture<'a, Result<(), Stop>>;

macro_rules! bind {
    ($($id:literal => $function:path),+ $(,)?) => {
        &[$(($id, |scene, arguments| Box::pin($function(scene, arguments)))),+]
    };
}

static BINDINGS: &[(&str, StepFunction)] = bind! {
    "time-is" => world::time_becomes,
    "time-becomes" => world::time_becomes,
    "session-idle" => world::time_becomes,
    "patient-registers" => world::patient_registers,
    "in-order" => world::in_order,
    "hospital-down" => world::hospital_down,
    "hospital-back" => world::hospital_back,
    "device" => world::device,
    "patient-consents" => intents::patient_consents,
    "patient-withdraws-consent" => intents::patient_withdraws_consent,
    "doctor-consents" => intents::doctor_consents,
    "doctor-withdraws-consent" => intents::doctor_withdraws_consent,
    "link-declared" => intents::link_declared,
    "link-declared-until" => intents::link_declared_until,
    "link-revoked" => intents::link_revoked,
    "doctor-lists" => intents::doctor_lists,
    "doctor-reads" => intents::doctor_reads,
    "doctor-opens-attachment" => intents::doctor_opens_attachment,
    "patient-lists" => intents::patient_lists,
    "patient-reads" => intents::patient_reads,
    "patient-opens-attachment" => intents::patient_opens_attachment,
    "document-published" => documents::published,
    "document-published-after-days" => documents::published_after_days,
    "document-published-never" => documents::published_never,
    "document-published-at" => documents::published_at,
    "document-published-at-after-days" => documents::published_at_after_days,
    "document-with-attachment" => documents::with_attachment,
    "document-with-attachment-never" => documents::with_attachment_never,
    "documents-published" => documents::several_published,
    "rule-becomes-immediate" => documents::rule_becomes_immediate,
    "rule-becomes-after-days" => documents::rule_becomes_after_days,
    "rule-becomes-never" => documents::rule_becomes_never,
    "logs-in-as-patient" => login::logs_in_as_patient,
    "logs-in-as-doctor" => login::logs_in_as_doctor,
    "logs-out" => login::logs_out,
    "visitor-opens" => login::visitor_opens,
    "visitor-opens-document" => login::visitor_opens_document,
    "visitor-opens-document-list" => login::visitor_opens_document_list,
    "opens-own-page" => login::opens_own_page,
    "csam-answers-level" => login::csam_answers_level,
    "csam-answers-acr-zero" => login::csam_answers_acr_zero,
    "cancels-login" => login::cancels_login,
    "person-logged-in-elsewhere" => login::logged_in_elsewhere,
    "document-shown" => expectations::document_shown,
    "attachment-shown" => expectations::attachment_shown,
    "list-shows" => expectations::list_shows,
    "list-hides" => expectations::list_hides,
    "list-has-count" => expectations::list_has_count,
    "list-is-empty" => expectations::list_is_empty,
    "refused-because" => expectations::refused_because,
    "refused" => expectations::refused,
    "nothing-disclosed" => expectations::nothing_disclosed,
    "count-not-disclosed" => expectations::count_not_disclosed,
    "fetched-from-hospital" => expectations::fetched_from_hospital,
    "not-fetched" => expectations::not_fetched,
    "source-unavailable" => expectations::source_unavailable,
    "page-opened" => expectations::page_opened,
    "logged-in" => expectations::logged_in,
    "not-logged-in" => expectations::not_logged_in,
    "login-demanded" => expectations::login_demanded,
    "means-offered" => expectations::means_offered,
    "means-not-offered" => expectations::means_not_offered,
    "then-one-link-in-force" => expectations::one_link_in_force,
    "then-link-in-force" => expectations::one_link_in_force,
    "then-no-link" => expectations::no_link,
    "audit-names" => expectations::audit_names,
    "by-reading" => expectations::by_reading,
};

/// The function bound to a phrase.
pub(crate) fn bound(phrase: &str) -> Option<StepFunction> {
    BINDINGS.iter().find(|(id, _)| *id == phrase).map(|(_, function)| *function)
}

pub(crate) fn is_bound(phrase: &str) -> bool {
    bound(phrase).is_some()
}

/// Every identifier bound here, for the checks of the phrasebook.
pub(crate) fn bound_phrases() -> impl Iterator<Item = &'static str> {
    BINDINGS.iter().map(|(id, _)| *id)
}

/// The rule that a Then phrase expects. Most bear its name; these do not.
pub(crate) fn rule_of(phrase: &str) -> Option<&'static str> {
    let named = match phrase {
        "refused-because" => "refused",
        "then-one-link-in-force" | "then-link-in-force" | "then-no-link" => "links-in-force",
        other => other,
    };
    RULES.iter().find(|rule| **rule == named).copied()
}

/// The rules that steps name, as the judging side spells them; a test there holds the two together.
pub(crate) const RULES: [&str; 21] = [
    "document-shown",
    "attachment-shown",
    "nothing-disclosed",
    "count-not-disclosed",
    "refused",
    "source-unavailable",
    "login-demanded",
    "page-opened",
    "list-shows",
    "list-hides",
    "list-has-count",
    "list-is-empty",
    "fetched-from-hospital",
    "not-fetched",
    "logged-in",
    "not-logged-in",
    "means-offered",
    "means-not-offered",
    "links-in-force",
    "audit-names",
    "by-reading",
];
