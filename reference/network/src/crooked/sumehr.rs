//! Mistakes about SUMEHRs, and about rules that are set by hand for one of them.

use jiff::{Timestamp, civil::date};
use sqlx::Row as _;

use super::decision;
use crate::{
    clock::brussels,
    policies::{
        Answer, Policies, Purpose, Question,
        manage::{drawn_up_by, set_on_this_document, usual_choices},
        sumehr::{published_all_the_same, start_of_15_january_2019},
    },
    refusal::Reason,
    store::{Document, PatientAccess, Store},
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let (sumehr, manage) = (&mut policies.sumehr, &mut policies.manage);
    match name {
        "sumehr-closed-by-default" => sumehr.setting = open_only_where_said,
        "sumehr-cut-off-ignored" => sumehr.cut_off = || Timestamp::MIN,
        "sumehr-cut-off-in-universal-time" => sumehr.cut_off = || start_of_15_january_2019() + jiff::SignedDuration::from_hours(1),
        "sumehr-cut-off-day-closed" => sumehr.cut_off = || midnight(16),
        "sumehr-cut-off-a-day-early" => sumehr.cut_off = || midnight(14),
        "sumehr-setting-ignored" => sumehr.setting = |_, _| Box::pin(std::future::ready(Ok(true))),
        "sumehr-setting-of-everybody" => sumehr.setting = anybody_has_closed,
        "sumehr-refused-when-incomplete" => {
            sumehr.publishable = |missing| match missing {
                [] => published_all_the_same(missing),
                _ => Err(Reason::NotFound),
            }
        }
        "sumehr-without-consent" => sumehr.may_publish = decision(|_, _| Box::pin(std::future::ready(Ok(Ok(()))))),
        "sumehr-without-login" => policies.login.login_needed = |purpose| !is_sumehr(purpose),
        "sumehr-rule-inherited" => manage.rule_set = inherited_from_the_one_before,
        "sumehr-rule-for-all-patients" => manage.rule_set = set_anywhere_by_the_author,
        "manage-for-others-documents" => {
            manage.offered = |_, _| true;
            manage.author = |_, _| true;
        }
        "manage-without-link" => manage.may = decision(author_without_admission),
        "manage-offers-no-inaccessible" => {
            manage.choices = || {
                usual_choices()
                    .into_iter()
                    .filter(|choice| *choice != PatientAccess::Never)
                    .collect()
            };
        }
        _ => return false,
    }
    true
}

fn midnight(day: i8) -> Timestamp {
    let midnight = date(2019, 1, day).to_zoned(brussels());
    midnight.expect("that day began in Belgium as every day does").timestamp()
}

fn is_sumehr(purpose: Purpose<'_>) -> bool {
    purpose.document().is_some_and(|document| document.access == PatientAccess::Sumehr)
}

fn open_only_where_said<'a>(store: &'a Store, document: &'a Document) -> Answer<'a, bool> {
    Box::pin(async move {
        match &document.author_insz {
            Some(author) => Ok(store.sumehr_access(author).await?.unwrap_or(false)),
            None => Ok(false),
        }
    })
}

fn anybody_has_closed<'a>(store: &'a Store, _document: &'a Document) -> Answer<'a, bool> {
    Box::pin(async move {
        // The condition on the professional is what was forgotten.
        let last = sqlx::query("SELECT is_open FROM sumehr_setting ORDER BY position DESC LIMIT 1")
            .fetch_optional(store.pool())
            .await?;
        last.map_or(Ok(true), |row| Ok(row.try_get::<i64, _>("is_open")? != 0))
    })
}

/// What was set for a patient's SUMEHR is kept for the next one of the same author.
fn inherited_from_the_one_before<'a>(store: &'a Store, document: &'a Document) -> Answer<'a, Option<PatientAccess>> {
    Box::pin(async move {
        if let Some(own) = set_on_this_document(store, document).await? {
            return Ok(Some(own));
        }
        let query = "SELECT d.id FROM document d JOIN access_set a ON a.document = d.id \
                     WHERE d.patient_insz = ? AND d.author_insz = ? ORDER BY a.position DESC LIMIT 1";
        let before = sqlx::query(query)
            .bind(&document.patient_insz)
            .bind(&document.author_insz)
            .fetch_optional(store.pool())
            .await?;
        match before {
            Some(row) => store.access_set(row.try_get("id")?).await,
            None => Ok(None),
        }
    })
}

/// A rule is kept under its author, and not under the document.
fn set_anywhere_by_the_author<'a>(store: &'a Store, document: &'a Document) -> Answer<'a, Option<PatientAccess>> {
    Box::pin(async move {
        let query = "SELECT d.id FROM document d JOIN access_set a ON a.document = d.id \
                     WHERE d.author_insz = ? ORDER BY a.position DESC LIMIT 1";
        let last = sqlx::query(query).bind(&document.author_insz).fetch_optional(store.pool()).await?;
        match last {
            Some(row) => store.access_set(row.try_get("id")?).await,
            None => Ok(None),
        }
    })
}

/// Whose document it is, and nothing about the record.
fn author_without_admission<'a>(_policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    let own = question
        .purpose
        .document()
        .is_some_and(|document| drawn_up_by(question.asker, document));
    Box::pin(std::future::ready(Ok(own.then_some(()).ok_or(Reason::NotAuthor))))
}
