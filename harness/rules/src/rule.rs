//! The table of rules that scenarios can expect, by identifier.

use etalon_model::Assessment;
use serde_json::Value;

use crate::{case::Case, disclosure, doing, hostile, level, links, listing, login, offers, reading, refusal, source};

/// A rule.
pub struct Rule {
    /// Its identifier, as expectations name it.
    pub id: &'static str,
    /// The arguments that it needs.
    pub arguments: &'static [&'static str],
    /// What it says, for people.
    pub says: &'static str,
    pub(crate) assess: fn(&Case<'_>) -> Assessment,
}

/// Every rule.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

static RULES: [Rule; 43] = [
    Rule {
        id: "document-shown",
        arguments: &["document", "person"],
        says: "the document's own bytes reach the person",
        assess: disclosure::document_shown,
    },
    Rule {
        id: "attachment-shown",
        arguments: &["document", "attachment", "person"],
        says: "the attachment's own bytes reach the person",
        assess: disclosure::attachment_shown,
    },
    Rule {
        id: "nothing-disclosed",
        arguments: &["document", "person"],
        says: "no byte of the document or of its attachments reaches the person",
        assess: disclosure::nothing_disclosed,
    },
    Rule {
        id: "count-not-disclosed",
        arguments: &["count"],
        says: "the pages shown do not tell how many documents there are",
        assess: disclosure::count_not_disclosed,
    },
    Rule {
        id: "refused",
        arguments: &[],
        says: "the request is refused for that reason, without the refused bytes, and the system is still alive",
        assess: refusal::refused,
    },
    Rule {
        id: "source-unavailable",
        arguments: &["person"],
        says: "the person is told that a source does not answer",
        assess: refusal::source_unavailable,
    },
    Rule {
        id: "login-demanded",
        arguments: &[],
        says: "nothing is answered before a login",
        assess: refusal::login_demanded,
    },
    Rule {
        id: "page-opened",
        arguments: &[],
        says: "the page opens",
        assess: refusal::page_opened,
    },
    Rule {
        id: "list-shows",
        arguments: &["document"],
        says: "the list names the document",
        assess: listing::list_shows,
    },
    Rule {
        id: "list-hides",
        arguments: &["document"],
        says: "the list does not name the document",
        assess: listing::list_hides,
    },
    Rule {
        id: "list-has-count",
        arguments: &["count"],
        says: "the list names exactly so many documents",
        assess: listing::list_has_count,
    },
    Rule {
        id: "list-is-empty",
        arguments: &[],
        says: "an empty list is an ordinary answer",
        assess: listing::list_is_empty,
    },
    Rule {
        id: "fetched-from-hospital",
        arguments: &["document"],
        says: "the hospital was asked for the document",
        assess: source::fetched,
    },
    Rule {
        id: "not-fetched",
        arguments: &["document"],
        says: "the hospital was not asked for the document",
        assess: source::not_fetched,
    },
    Rule {
        id: "reference-taken",
        arguments: &["document"],
        says: "the network takes the document that a hospital publishes",
        assess: source::taken,
    },
    Rule {
        id: "reference-not-taken",
        arguments: &["document"],
        says: "the network answered the publication, and did not take the document",
        assess: source::not_taken,
    },
    Rule {
        id: "logged-in",
        arguments: &["person"],
        says: "the person has a session, opened by the nation's word",
        assess: login::logged_in,
    },
    Rule {
        id: "not-logged-in",
        arguments: &["person"],
        says: "the person has no session",
        assess: login::not_logged_in,
    },
    Rule {
        id: "let-in-by-level",
        arguments: &["person"],
        says: "the person is let in exactly if the level reached at CSAM is enough for the portal",
        assess: level::let_in_by_level,
    },
    Rule {
        id: "means-offered",
        arguments: &["means"],
        says: "CSAM offered that means for this login",
        assess: login::means_offered,
    },
    Rule {
        id: "means-not-offered",
        arguments: &["means"],
        says: "CSAM did not offer that means for this login",
        assess: login::means_not_offered,
    },
    Rule {
        id: "links-in-force",
        arguments: &["doctor", "patient", "count"],
        says: "so many therapeutic links are in force between the two",
        assess: links::links_in_force,
    },
    Rule {
        id: "audit-names",
        arguments: &["doctor", "document"],
        says: "the patient's audit trail names who consulted the document",
        assess: links::audit_names,
    },
    Rule {
        id: "by-reading",
        arguments: &["document", "parameter"],
        says: "what the profile's reading of the parameter says",
        assess: reading::by_reading,
    },
    Rule {
        id: "carried-out",
        arguments: &[],
        says: "what was wanted last is done",
        assess: doing::carried_out,
    },
    Rule {
        id: "patient-list-shows",
        arguments: &["patient"],
        says: "the professional's list of patients names the patient",
        assess: listing::patient_list_shows,
    },
    Rule {
        id: "patient-list-hides",
        arguments: &["patient"],
        says: "the professional's list of patients does not name the patient",
        assess: listing::patient_list_hides,
    },
    Rule {
        id: "manage-offers",
        arguments: &["choice"],
        says: "what can be set for the document includes that choice",
        assess: doing::manage_offers,
    },
    Rule {
        id: "warned",
        arguments: &["item"],
        says: "who publishes a SUMEHR is told that it lacks the item",
        assess: doing::warned,
    },
    Rule {
        id: "not-warned",
        arguments: &["item"],
        says: "who publishes a SUMEHR is not told that it lacks the item",
        assess: doing::not_warned,
    },
    Rule {
        id: "offer-found",
        arguments: &["offer"],
        says: "the product's pages offer it",
        assess: offers::offer_found,
    },
    Rule {
        id: "offer-leads-to",
        arguments: &["offer", "address"],
        says: "what the product's pages offer leads to that address",
        assess: offers::offer_leads_to,
    },
    Rule {
        id: "offer-in-language",
        arguments: &["offer", "language"],
        says: "the product's pages offer it, and are in that language",
        assess: offers::offer_in_language,
    },
    Rule {
        id: "form-received",
        arguments: &["form"],
        says: "the form comes as a PDF file",
        assess: offers::form_received,
    },
    Rule {
        id: "excluded-listed",
        arguments: &["patient", "doctor"],
        says: "the page of access authorisations names the doctor as excluded",
        assess: links::excluded_listed,
    },
    Rule {
        id: "excluded-not-listed",
        arguments: &["patient", "doctor"],
        says: "the page of access authorisations does not name the doctor as excluded",
        assess: links::excluded_not_listed,
    },
    Rule {
        id: "fetched-times",
        arguments: &["document", "count"],
        says: "the hospital handed the document over exactly so many times",
        assess: source::fetched_times,
    },
    Rule {
        id: "source-kept",
        arguments: &["document"],
        says: "the reference's deletion was processed, and nobody asked the hospital to delete the document",
        assess: source::source_kept,
    },
    Rule {
        id: "precedence-listed",
        arguments: &["hospital", "quarter"],
        says: "the list of that quarter names the hospital as publishing precedence",
        assess: source::precedence_listed,
    },
    Rule {
        id: "precedence-not-listed",
        arguments: &["hospital", "quarter"],
        says: "the list of that quarter does not name the hospital as publishing precedence",
        assess: source::precedence_not_listed,
    },
    Rule {
        id: "hostile-login-refused",
        arguments: &["person", "fault"],
        says: "a login that CSAM answers with that fault is refused, opens no session, and the same login without it is accepted before and after",
        assess: hostile::hostile_login_refused,
    },
    Rule {
        id: "login-accepted-despite",
        arguments: &["person", "fault"],
        says: "a login that CSAM answers in that unusual way succeeds, as the same login does before and after",
        assess: hostile::login_accepted_despite,
    },
    Rule {
        id: "login-unavailable",
        arguments: &["person", "fault"],
        says: "where CSAM answers a login with that fault the person is told, there is no session, and the same login is accepted before and after",
        assess: hostile::login_unavailable,
    },
];

/// An expectation that no rule can judge.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleProblem(pub String);

impl std::fmt::Display for RuleProblem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Checks that a rule of that name exists and gets what it needs.
///
/// # Errors
/// It does not.
pub fn check_arguments(id: &str, arguments: &Value) -> Result<&'static Rule, RuleProblem> {
    let rule = RULES
        .iter()
        .find(|rule| rule.id == id)
        .ok_or_else(|| RuleProblem(format!("there is no rule `{id}`")))?;
    match rule.arguments.iter().find(|name| arguments.get(name).is_none()) {
        Some(missing) => Err(RuleProblem(format!("rule `{id}` needs the argument `{missing}`"))),
        None => Ok(rule),
    }
}
