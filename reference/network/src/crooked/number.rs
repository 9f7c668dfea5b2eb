//! Mistakes about national and BIS numbers: which are taken, and who is meant by one.

use crate::{
    configuration::is_national_number,
    policies::{Policies, link::find_registered_patient, number::known_by_number},
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.number;
    match name {
        "bis-number-refused-at-login" => rules.at_login = |number| month_of(number).is_some_and(|month| month <= 12),
        "bis-sex-unknown-refused" => {
            rules.at_login = |number| month_of(number).is_some_and(|month| month <= 12 || (40..=52).contains(&month));
        }
        "bis-patient-not-found" => {
            policies.link.find_patient = |store, insz, now| {
                if month_of(insz).is_some_and(|month| month <= 12) {
                    find_registered_patient(store, insz, now)
                } else {
                    Box::pin(std::future::ready(Ok(None)))
                }
            };
        }
        "bis-number-refused-when-published" => rules.in_reference = |number| month_of(number).is_some_and(|month| month <= 12),
        "birth-date-from-number" => rules.at_login = shows_a_birth,
        "local-number-taken" => rules.in_reference = |number| !number.is_empty(),
        "document-without-number-taken" => rules.in_reference = |number| number.is_empty() || is_national_number(number),
        "person-known-by-name" => {
            rules.person = |store, insz, name| {
                Box::pin(async move {
                    // Whoever was met first under that name.
                    let first: Option<String> = sqlx::query_scalar("SELECT pid FROM person WHERE name = ? ORDER BY rowid LIMIT 1")
                        .bind(name)
                        .fetch_optional(store.pool())
                        .await?;
                    let known = match &first {
                        Some(pid) => store.person(pid).await?,
                        None => None,
                    };
                    match known {
                        Some(person) => Ok(person),
                        None => known_by_number(store, insz, name).await,
                    }
                })
            };
        }
        "bis-documents-not-listed" => {
            policies.listing.for_patient = |policies, question| {
                Box::pin(async move {
                    let documents = crate::policies::listing::open_to_the_patient(policies, question).await?;
                    let is_citizen = month_of(&question.patient.insz).is_some_and(|month| month <= 12);
                    Ok(if is_citizen { documents } else { Vec::new() })
                })
            };
        }
        _ => return false,
    }
    true
}

fn month_of(number: &str) -> Option<u32> {
    is_national_number(number).then(|| number[2..4].parse().ok()).flatten()
}

/// As if every number told the day of birth.
fn shows_a_birth(number: &str) -> bool {
    let day = is_national_number(number).then(|| number[4..6].parse::<u32>().ok()).flatten();
    month_of(number).is_some_and(|month| (1..=12).contains(&(month % 20))) && day.is_some_and(|day| (1..=31).contains(&day))
}
