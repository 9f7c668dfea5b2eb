//! Refusals are four-valued: refused as specified, refused for another reason, crashed, accepted. Only the first conforms,
//! and only if the system is still alive afterwards.

use etalon_model::{Assessment, Grade, Intent, Outcome, Reason};

use crate::{
    access::{Family, Holds, Moment, holds},
    case::{Case, instead, not_exercised, satisfied, violated},
    disclosure::number,
    facts::Wish,
};

pub(crate) fn refused(case: &Case<'_>) -> Assessment {
    let expected_reason = case
        .arguments
        .get("reason")
        .and_then(serde_json::Value::as_str)
        .and_then(Reason::parse);
    let Some(wish) = case.last_wish(|_| true) else {
        return not_exercised("nobody asked for anything");
    };
    let expected = match expected_reason {
        Some(reason) => format!("{}'s wish to {} is refused because `{reason}`", wish.actor, wish.intent.words()),
        None => format!("{}'s wish to {} is refused", wish.actor, wish.intent.words()),
    };
    let Some(Outcome::Refused { reason, shown }) = &wish.outcome else {
        return instead(wish, &expected);
    };
    if let Some(entry) = disclosed_all_the_same(case, wish) {
        return violated(
            expected,
            "words of refusal, and the refused bytes in the same answer",
            vec![wish.from, entry],
        );
    }
    let attribution = match (expected_reason, reason) {
        (None, _) => format!("the refusal: “{shown}”"),
        (Some(wanted), Some(found)) if wanted == *found => format!("the refusal with its reason `{found}`"),
        (Some(wanted), Some(found)) if is_told_as(wanted, *found) => {
            format!("the refusal with the reason `{found}`, which need not tell more")
        }
        (Some(_), Some(found)) if holds_too(case, wish, *found) => format!("the refusal with the reason `{found}`, which holds as well"),
        // A system may keep the existence of a thing to itself; that is no reason against the expected one.
        (Some(_), None | Some(Reason::NotFound)) if reason.is_some() || !case.grounds.shows_reasons => match twin(case, wish) {
            Ok(entry) => format!("the refusal “{shown}”, whose twin was accepted before and after (entry {entry})"),
            Err(missing) => return not_exercised(missing),
        },
        (Some(_), Some(found)) => {
            return violated(
                expected,
                format!("a refusal for another reason: `{found}`"),
                vec![wish.from, wish.to],
            );
        }
        (Some(_), None) => {
            return not_exercised(format!(
                "the reason that the system shows is not in the profile's [refusals.reasons]: “{shown}”"
            ));
        }
    };
    match alive(case, wish) {
        Ok(_) => satisfied(wish.to, Grade::Harness, attribution),
        Err(assessment) => assessment,
    }
}

/// The entry in which the refused document's bytes came with the refusal, where they did.
fn disclosed_all_the_same(case: &Case<'_>, wish: &Wish<'_>) -> Option<u64> {
    let (Intent::ReadDocument { document, .. } | Intent::ReadAttachment { document, .. }) = &wish.intent else {
        return None;
    };
    let document = case.facts.document(document, wish.from)?;
    let markers: Vec<&str> = std::iter::once(document.canary)
        .chain(document.attachments.iter().map(|(_, canary)| *canary))
        .collect();
    let told = wish
        .exchanges(case.all)
        .into_iter()
        .find(|exchange| markers.iter().any(|marker| exchange.discloses(marker)))?;
    Some(number(&told))
}

/// Whether `found` says what `wanted` does, in the words of a product that does not tell whom a patient has shut out, nor that there is
/// a document.
fn is_told_as(wanted: Reason, found: Reason) -> bool {
    match wanted {
        Reason::Excluded => matches!(found, Reason::NoTherapeuticLink | Reason::NotFound),
        Reason::Restricted => matches!(found, Reason::NotAccessible | Reason::NotFound | Reason::NoTherapeuticLink),
        _ => false,
    }
}

/// Whether that reason holds by the facts, beside the expected one: no source says which of two a system must name.
fn holds_too(case: &Case<'_>, wish: &Wish<'_>, reason: Reason) -> bool {
    let families: &[Family] = match reason {
        Reason::PatientConsentMissing => &[Family::PatientConsent],
        Reason::DoctorConsentMissing => &[Family::DoctorConsent],
        // A product need not tell whom a patient has shut out.
        Reason::NoTherapeuticLink => &[Family::Link, Family::Exclusion],
        Reason::NotAProfessional => &[Family::Profession],
        Reason::Excluded => &[Family::Exclusion],
        Reason::Restricted => &[Family::Restriction],
        Reason::NotYetAccessible | Reason::NotAccessible => &[Family::PatientRule],
        Reason::NotFound => &[Family::Reference],
        _ => return false,
    };
    let Some((patient, document)) = about(case, wish) else {
        return false;
    };
    let readings = &case.grounds.parameters;
    let moment = Moment::before_entry(wish.at.0, wish.from);
    let said = holds(&case.facts.access, wish.actor, (&patient, document), moment, readings);
    let is_delay = |requirement: &str| requirement == "REQ-DOC-TIMING-001";
    said.iter()
        .filter(|(family, _, holds)| families.contains(family) && *holds != Holds::Yes)
        .any(|(_, requirement, _)| match reason {
            Reason::NotYetAccessible => is_delay(requirement),
            Reason::NotAccessible => !is_delay(requirement),
            _ => true,
        })
}

/// Whose record the wish is about, and which document of it, where it is about one.
fn about<'b>(case: &Case<'_>, wish: &'b Wish<'_>) -> Option<(String, Option<&'b str>)> {
    let of_record = |patient: &str| Some((patient.to_owned(), None));
    let of_document = |name: &'b str| {
        let known = case.facts.access.document(name)?;
        Some((known.patient.clone(), Some(name)))
    };
    match &wish.intent {
        Intent::DeclareTherapeuticLink { patient, .. }
        | Intent::RevokeTherapeuticLink { patient }
        | Intent::ListTherapeuticLinks { patient }
        | Intent::ListDocuments { patient, .. }
        | Intent::ExcludeProfessional { patient, .. }
        | Intent::LiftExclusion { patient, .. }
        | Intent::ListAuthorisations { patient, .. }
        | Intent::PublishSumehr { patient, .. }
        | Intent::SendLinkForm { patient } => of_record(patient),
        Intent::ReadDocument { document, .. }
        | Intent::ReadAttachment { document, .. }
        | Intent::OpenManage { document }
        | Intent::SetPatientAccess { document, .. }
        | Intent::RestrictDocument { document, .. }
        | Intent::LiftRestriction { document, .. }
        | Intent::ReleaseDocument { document, .. }
        | Intent::RequestDeletion { document, .. } => of_document(document),
        _ => None,
    }
}

/// A wish of the same kind that was granted before and after `wish`: what differs then is what the refusal is about.
fn twin(case: &Case<'_>, wish: &Wish<'_>) -> Result<u64, String> {
    let alike = |other: &&Wish<'_>| other.intent.name() == wish.intent.name() && other.is_done();
    let before = case.facts.wishes.iter().filter(|other| other.to < wish.from).find(alike);
    let after = case.facts.wishes.iter().filter(|other| other.from > wish.to).find(alike);
    match (before, after) {
        (Some(_), Some(after)) => Ok(after.to),
        _ => Err(format!(
            "the system shows no reason, and no {} was accepted both before and after",
            wish.intent.name()
        )),
    }
}

/// Whether the system still answered after the refusal: the probe that follows each.
fn alive(case: &Case<'_>, wish: &Wish<'_>) -> Result<u64, Assessment> {
    let probe = case.facts.wishes.iter().find(|other| other.from > wish.to && other.is_probe());
    match probe {
        Some(probe) if probe.is_done() => Ok(probe.to),
        Some(probe) => match &probe.outcome {
            Some(Outcome::Crashed { .. }) => Err(instead(probe, "the system still answers after a refusal")),
            _ => Err(not_exercised(format!("after the refusal: {}", probe.sentence()))),
        },
        None => Err(not_exercised("nobody looked whether the system was still alive after the refusal")),
    }
}

pub(crate) fn source_unavailable(case: &Case<'_>) -> Assessment {
    let person = case.text("person");
    let Some(wish) = case.last_wish(|wish| wish.actor == person) else {
        return not_exercised(format!("{person} asked for nothing"));
    };
    match &wish.outcome {
        Some(Outcome::SourceUnavailable { shown }) => satisfied(wish.to, Grade::Harness, format!("the words “{shown}”")),
        _ => instead(wish, &format!("{person} is told that the source does not answer")),
    }
}

pub(crate) fn login_demanded(case: &Case<'_>) -> Assessment {
    let Some(wish) = case.last_wish(|_| true) else {
        return not_exercised("nobody asked for anything");
    };
    match &wish.outcome {
        Some(Outcome::LoginDemanded {}) => satisfied(wish.to, Grade::Harness, "the request ended at CSAM's login"),
        Some(Outcome::Refused { shown, .. }) => satisfied(wish.to, Grade::Harness, format!("the request was refused: “{shown}”")),
        _ => instead(wish, &format!("a login is demanded before anybody may {}", wish.intent.words())),
    }
}

pub(crate) fn page_opened(case: &Case<'_>) -> Assessment {
    let Some(wish) = case.last_wish(|wish| matches!(wish.intent, Intent::OpenPage { .. })) else {
        return not_exercised("nobody opened a page");
    };
    if wish.is_done() {
        return satisfied(wish.to, Grade::Harness, "the page's own mark");
    }
    instead(wish, "the page opens")
}
