//! Which function says what a phrase means. Identifiers come from `features/phrases/`; the plan of a run fails on a
//! phrase that stands here not at all.

use futures::future::LocalBoxFuture;

use crate::{
    arguments::Arguments, say_authorisations as authorisations, say_documents as documents, say_expectations as expectations,
    say_intents as intents, say_login as login, say_national_login as national_login, say_offers as offers, say_outcomes as outcomes,
    say_publishers as publishers, say_registration as registration, say_sumehr as sumehr, say_world as world, scene::Scene, stop::Stop,
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
    "csam-fault" => national_login::csam_fault,
    "tries-login" => national_login::tries_login,
    "hostile-login-refused" => national_login::hostile_login_refused,
    "hostile-login-refused-because" => national_login::hostile_login_refused_because,
    "login-accepted-despite" => national_login::login_accepted_despite,
    "login-unavailable" => national_login::login_unavailable,
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
    "hospital-type-immediate" => publishers::type_immediate,
    "hospital-type-after-days" => publishers::type_after_days,
    "hospital-type-never" => publishers::type_never,
    "hospital-type-releasable" => publishers::type_releasable,
    "hospital-not-opted-in" => publishers::not_opted_in,
    "hospital-opts-in" => publishers::opts_in,
    "hospital-publishes-type" => publishers::publishes_type,
    "hospital-slow" => publishers::slow,
    "hospital-truncates" => publishers::truncates,
    "hospital-hands-over-other" => publishers::hands_over_other,
    "hospital-hands-over-other-patient" => publishers::hands_over_other_patient,
    "document-published-releasable" => documents::published_releasable,
    "document-with-attachment-releasable" => documents::with_attachment_releasable,
    "document-drawn-up-by" => documents::drawn_up_by,
    "document-with-attachment-drawn-up-by" => documents::with_attachment_drawn_up_by,
    "profession" => registration::profession,
    "patient-excludes" => authorisations::patient_excludes,
    "patient-lifts-exclusion" => authorisations::patient_lifts_exclusion,
    "doctor-excludes" => authorisations::doctor_excludes,
    "doctor-lifts-exclusion" => authorisations::doctor_lifts_exclusion,
    "doctor-opens-manage" => authorisations::doctor_opens_manage,
    "doctor-sets-access-after-days" => authorisations::doctor_sets_access_after_days,
    "doctor-sets-access-never" => authorisations::doctor_sets_access_never,
    "doctor-sets-access-immediate" => authorisations::doctor_sets_access_immediate,
    "doctor-restricts" => authorisations::doctor_restricts,
    "doctor-lifts-restriction" => authorisations::doctor_lifts_restriction,
    "doctor-releases" => authorisations::doctor_releases,
    "patient-releases" => authorisations::patient_releases,
    "doctor-asks-deletion" => authorisations::doctor_asks_deletion,
    "office-processes-deletion" => authorisations::office_processes_deletion,
    "sumehr-published" => sumehr::published,
    "sumehr-published-lacking" => sumehr::published_lacking,
    "sumehr-setting-off" => sumehr::setting_off,
    "sumehr-setting-on" => sumehr::setting_on,
    "doctor-registers" => registration::doctor_registers,
    "doctor-registers-without-consent" => registration::doctor_registers_without_consent,
    "doctor-lists-patients" => registration::doctor_lists_patients,
    "doctor-sends-link-form" => registration::doctor_sends_link_form,
    "office-processes-link-form" => registration::office_processes_link_form,
    "reads-as-professional" => registration::reads_as_professional,
    "looks-for" => offers::looks_for,
    "looks-for-in-language" => offers::looks_for_in_language,
    "fetches-form" => offers::fetches_form,
    "carried-out" => outcomes::carried_out,
    "patient-list-shows" => outcomes::patient_list_shows,
    "patient-list-hides" => outcomes::patient_list_hides,
    "manage-offers" => outcomes::manage_offers,
    "warned" => outcomes::warned,
    "not-warned" => outcomes::not_warned,
    "offer-found" => outcomes::offer_found,
    "offer-leads-to" => outcomes::offer_leads_to,
    "offer-in-language" => outcomes::offer_in_language,
    "form-received" => outcomes::form_received,
    "excluded-listed" => outcomes::excluded_listed,
    "excluded-not-listed" => outcomes::excluded_not_listed,
    "fetched-times" => outcomes::fetched_times,
    "source-kept" => outcomes::source_kept,
    "precedence-listed" => outcomes::precedence_listed,
    "precedence-not-listed" => outcomes::precedence_not_listed,
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
        "hostile-login-refused-because" => "hostile-login-refused",
        "then-one-link-in-force" | "then-link-in-force" | "then-no-link" => "links-in-force",
        other => other,
    };
    RULES.iter().find(|rule| **rule == named).copied()
}

/// The rules that steps name, as the judging side spells them; a test there holds the two together.
pub(crate) const RULES: [&str; 40] = [
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
    "carried-out",
    "patient-list-shows",
    "patient-list-hides",
    "manage-offers",
    "warned",
    "not-warned",
    "offer-found",
    "offer-leads-to",
    "offer-in-language",
    "form-received",
    "excluded-listed",
    "excluded-not-listed",
    "fetched-times",
    "source-kept",
    "precedence-listed",
    "precedence-not-listed",
    "hostile-login-refused",
    "login-accepted-despite",
    "login-unavailable",
];
