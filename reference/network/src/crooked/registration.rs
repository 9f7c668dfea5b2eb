//! Mistakes about registering patients, lists of patients, and forms for the office.

use jiff::Timestamp;
use reqwest::Client;
use sqlx::Row as _;

use super::{check, never};
use crate::{
    configuration::Publisher,
    policies::{Answer, Policies, Purpose, Question, deletion::is_deleted, registration::linked_and_not_shut_out},
    store::{Content, Document, NewLink, Person, Store},
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let (registration, deletion) = (&mut policies.registration, &mut policies.deletion);
    match name {
        "registered-without-consent" => registration.may = |_| Ok(()),
        "registered-by-doctor-not-found" => policies.link.find_patient = only_who_came_alone,
        "patient-list-of-everybody" => registration.patients = all_registered,
        "patient-list-keeps-ended-links" => registration.patients = ever_linked,
        "patient-list-of-one" => registration.patients = the_first,
        "link-form-links-at-once" => policies.link.ask = link_without_the_office,
        "deletion-without-effect" => deletion.in_effect = check(never),
        "deletion-hides-list-only" => deletion.in_effect = check(hidden_in_lists),
        "deletion-of-whole-record" => deletion.in_effect = check(anything_of_the_patient_deleted),
        "deletion-by-anyone" => deletion.author = |_, _| true,
        "deletion-deletes-the-source" => deletion.at_the_source = delete_at_the_hospital,
        _ => return false,
    }
    true
}

fn only_who_came_alone<'a>(store: &'a Store, insz: &'a str, _now: Timestamp) -> Answer<'a, Option<Person>> {
    Box::pin(async move {
        let Some(person) = store.person_with(insz).await?.filter(Person::is_registered_patient) else {
            return Ok(None);
        };
        let typed_in = sqlx::query("SELECT 1 FROM contact WHERE person = ? LIMIT 1")
            .bind(&person.pid)
            .fetch_optional(store.pool())
            .await?;
        Ok(typed_in.is_none().then_some(person))
    })
}

fn all_registered<'a>(_policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Person>> {
    Box::pin(async move {
        let rows = sqlx::query("SELECT pid FROM person WHERE patient_since IS NOT NULL ORDER BY name")
            .fetch_all(question.store.pool())
            .await?;
        let mut patients = Vec::new();
        for row in rows {
            patients.extend(question.store.person(row.try_get("pid")?).await?);
        }
        Ok(patients)
    })
}

fn ever_linked<'a>(_policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Person>> {
    Box::pin(async move {
        let linked = question.store.persons_linked_to(&question.asker.pid).await?;
        Ok(linked.into_iter().filter(Person::is_registered_patient).collect())
    })
}

fn the_first<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Person>> {
    Box::pin(async move {
        let mut patients = linked_and_not_shut_out(policies, question).await?;
        patients.truncate(1);
        Ok(patients)
    })
}

fn link_without_the_office<'a>(store: &'a Store, link: NewLink<'a>) -> Answer<'a, ()> {
    Box::pin(async move {
        store.replace_link(link).await?;
        store.ask_for_link(link.professional, link.patient, link.starts_at).await
    })
}

fn hidden_in_lists<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move { Ok(matches!(question.purpose, Purpose::Entry(_)) && is_deleted(question).await?) })
}

fn anything_of_the_patient_deleted<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let Some(document) = question.purpose.document() else {
            return Ok(false);
        };
        let query = "SELECT 1 FROM deletion_request r JOIN document d ON d.id = r.document \
                     WHERE d.patient_insz = ? AND r.processed_at IS NOT NULL AND r.undone_at IS NULL LIMIT 1";
        let found = sqlx::query(query)
            .bind(&document.patient_insz)
            .fetch_optional(question.store.pool())
            .await?;
        Ok(found.is_some())
    })
}

fn delete_at_the_hospital<'a>(client: &'a Client, publisher: &'a Publisher, document: &'a Document) -> Answer<'a, ()> {
    Box::pin(async move {
        if let Content::Hospital { url, .. } = &document.content {
            // Whether the hospital obeys makes no difference to the mistake.
            let _ = client.delete(url).basic_auth(&publisher.name, Some(&publisher.secret)).send().await;
        }
        Ok(())
    })
}
