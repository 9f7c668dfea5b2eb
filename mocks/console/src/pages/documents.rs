//! What the hospitals of a realm keep: laying a document down, telling the network about it, and what becomes of the next fetch.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use etalon_nation::control::{AccessRule, DocumentView, HospitalView, NetworkOrder, Problem};

use super::document_form::DocumentForm;
use crate::{
    Console,
    done::{Done, back},
    forms::Sent,
    frame::{Frame, MOST_LISTED, page},
    language::Language,
    mistake::{Mistake, not_done},
    titles::{self, HOSPITAL_DIRECTIONS},
    visit::{SignedIn, Visit},
};

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    frame: Frame,
    realm: String,
    rows: Vec<Row>,
    is_cut: bool,
    hospitals: Vec<HospitalView>,
    people: Vec<(String, String)>,
    rules: [(&'static str, &'static str); titles::ACCESS_RULES.len()],
    directions: [(&'static str, &'static str); HOSPITAL_DIRECTIONS.len()],
    /// The hospital that was connected just now, and the secret that nobody has seen yet.
    told: Option<(String, String)>,
    sent: DocumentForm,
}

/// A document, and where it lies.
struct Row {
    hospital: HospitalView,
    patient: String,
    published: String,
    access: String,
    document: DocumentView,
}

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(realm): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let frame = frame(&visit, &realm).done(done.code());
    draw(&console, &visit, frame, realm, DocumentForm::default(), None).await
}

pub(crate) async fn lay_down(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let sent = DocumentForm::of(&fields);
    let laid = match sent.order() {
        Ok(order) => console.desk.lay_down(&realm, &sent.hospital, order).await.map_err(Mistake::from),
        Err(sentence) => Err(Mistake::noticed(sentence)),
    };
    match laid {
        Ok(_) => back(&format!("/console/realms/{realm}/documents"), "laid-down").into_response(),
        Err(mistake) => draw(&console, &visit, frame(&visit, &realm).mistaken(mistake), realm, sent, None).await,
    }
}

pub(crate) async fn publish(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let (hospital, reference) = (fields.value("hospital"), fields.value("reference"));
    let not_taken = |detail: String| Mistake {
        sentence: "The network did not take it.",
        detail: Some(detail),
    };
    let mistake = match console.desk.publish(&realm, hospital, reference).await {
        Ok(said) => match (said.status, said.no_answer) {
            (Some(200..300), _) => return back(&format!("/console/realms/{realm}/documents"), "published").into_response(),
            (Some(status), _) => not_taken(format!("HTTP {status}")),
            (None, why) => not_taken(why.unwrap_or_default()),
        },
        Err(why) => why.into(),
    };
    let frame = frame(&visit, &realm).mistaken(mistake);
    draw(&console, &visit, frame, realm, DocumentForm::default(), None).await
}

pub(crate) async fn connect(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let order = NetworkOrder {
        base_url: fields.value("base_url").to_owned(),
        name: fields.given("name").map(str::to_owned),
        secret: fields.given("secret").map(str::to_owned),
    };
    let is_drawn = order.secret.is_none();
    let connected = console.desk.connect_hospital(&realm, fields.value("hospital"), order).await;
    let (frame, told) = match connected {
        Ok(told) if is_drawn => (frame(&visit, &realm), Some((told.hospital.title, told.secret))),
        Ok(_) => return back(&format!("/console/realms/{realm}/documents"), "connected").into_response(),
        Err(mistake) => (frame(&visit, &realm).mistaken(mistake), None),
    };
    draw(&console, &visit, frame, realm, DocumentForm::default(), told).await
}

fn frame(visit: &Visit, realm: &str) -> Frame {
    Frame::new(visit, "documents", "Documents").within(realm)
}

async fn draw(
    console: &Console,
    visit: &Visit,
    frame: Frame,
    realm: String,
    sent: DocumentForm,
    told: Option<(String, String)>,
) -> Response {
    match collect(console, visit.language, frame, realm, sent, told).await {
        Ok(template) => page(template.frame.status(), &template),
        Err(why) => not_done(visit, why),
    }
}

async fn collect(
    console: &Console,
    language: Language,
    frame: Frame,
    realm: String,
    sent: DocumentForm,
    told: Option<(String, String)>,
) -> Result<DocumentsPage, Problem> {
    let known = console.desk.people(&realm).await?;
    let hospitals = console.desk.hospitals(&realm).await?;
    let mut rows = Vec::new();
    for hospital in &hospitals {
        for document in console.desk.documents(&realm, &hospital.name).await? {
            let patient = known.iter().find(|person| person.insz == document.patient);
            rows.push(Row {
                hospital: hospital.clone(),
                patient: patient.map_or_else(
                    || document.patient.clone(),
                    |person| format!("{} {}", person.given_name, person.surname),
                ),
                published: language.moment(document.published_at),
                access: access(language, document.patient_access),
                document,
            });
        }
    }
    let named = |person: &etalon_nation::control::PersonView| (person.id.clone(), format!("{} {}", person.given_name, person.surname));
    Ok(DocumentsPage {
        is_cut: rows.len() > MOST_LISTED,
        rows: rows.into_iter().take(MOST_LISTED).collect(),
        people: known.iter().take(MOST_LISTED).map(named).collect(),
        rules: titles::ACCESS_RULES,
        directions: HOSPITAL_DIRECTIONS.map(|name| (name, titles::direction(name))),
        frame,
        realm,
        hospitals,
        told,
        sent,
    })
}

fn access(language: Language, rule: AccessRule) -> String {
    match rule {
        AccessRule::Immediate => language.say("at once").to_owned(),
        AccessRule::AfterDays { days } => language.put("{} days after publication", &days.to_string()),
        AccessRule::Never => language.say("never").to_owned(),
        AccessRule::Releasable => language.say("once a physician has released it").to_owned(),
    }
}
