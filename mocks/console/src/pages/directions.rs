//! What the nation is asked to do next: faults of the catalogue, other directions, and those that wait.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use etalon_nation::{
    INSTITUTIONS, LEVELS, Means,
    control::{DirectionView, FaultTitle, FaultView, LiftOrder, PersonView, Problem},
};
use serde_json::Value;

use super::direction_form::DirectionForm;
use crate::{
    Console,
    done::{Done, back},
    forms::Sent,
    frame::{Frame, MOST_LISTED, page},
    language::Language,
    mistake::{Mistake, not_done},
    titles::{self, CSAM_DIRECTIONS, HOSPITAL_DIRECTIONS},
    visit::{SignedIn, Visit},
};

#[derive(Template)]
#[template(path = "directions.html")]
struct DirectionsPage {
    frame: Frame,
    realm: String,
    waiting: Vec<Waiting>,
    steps: Vec<Step>,
    choices: Vec<Choice>,
    means: Vec<Choice>,
    levels: Vec<String>,
    hospital_choices: Vec<Choice>,
    institutions: Vec<&'static str>,
    clients: Vec<String>,
    people: Vec<(String, String)>,
    sent: DirectionForm,
}

struct Waiting {
    title: String,
    about: String,
    client: String,
    person: String,
    direction: DirectionView,
}

struct Step {
    title: &'static str,
    faults: Vec<Fault>,
}

struct Fault {
    title: String,
    fault: FaultView,
}

struct Choice {
    name: &'static str,
    title: &'static str,
}

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(realm): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let frame = frame(&visit, &realm).done(done.code());
    draw(&console, &visit, frame, realm, DirectionForm::default()).await
}

pub(crate) async fn set(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let sent = DirectionForm::of(&fields);
    let set = match sent.order() {
        Ok(order) => console.desk.direct(&realm, order).await.map_err(Mistake::from),
        Err(sentence) => Err(Mistake::noticed(sentence)),
    };
    match set {
        Ok(_) => back(&format!("/console/realms/{realm}/directions"), "directed").into_response(),
        Err(mistake) => {
            let frame = frame(&visit, &realm).mistaken(mistake);
            draw(&console, &visit, frame, realm, sent).await
        }
    }
}

pub(crate) async fn lift(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    // A number that is none must not take back all.
    let order = LiftOrder {
        number: Some(fields.value("number").parse().unwrap_or_default()),
        ..LiftOrder::default()
    };
    match console.desk.lift(&realm, order).await {
        Ok(_) => back(&format!("/console/realms/{realm}/directions"), "lifted").into_response(),
        Err(mistake) => {
            let frame = frame(&visit, &realm).mistaken(mistake);
            draw(&console, &visit, frame, realm, DirectionForm::default()).await
        }
    }
}

fn frame(visit: &Visit, realm: &str) -> Frame {
    Frame::new(visit, "directions", "Directions").within(realm)
}

async fn draw(console: &Console, visit: &Visit, frame: Frame, realm: String, sent: DirectionForm) -> Response {
    match collect(console, visit.language, frame, realm, sent).await {
        Ok(template) => page(template.frame.status(), &template),
        Err(why) => not_done(visit, why),
    }
}

async fn collect(
    console: &Console,
    language: Language,
    frame: Frame,
    realm: String,
    sent: DirectionForm,
) -> Result<DirectionsPage, Problem> {
    let people = console.desk.people(&realm).await?;
    let clients = console.desk.clients(&realm).await?;
    let waiting = console.desk.directions(&realm).await?;
    let faults = console.desk.faults(&realm).await?;
    let named = |person: PersonView| (person.id, format!("{} {}", person.given_name, person.surname));
    let people: Vec<_> = people.into_iter().take(MOST_LISTED).map(named).collect();
    let choice = |name: &'static str| Choice {
        name,
        title: titles::direction(name),
    };
    Ok(DirectionsPage {
        waiting: waiting
            .into_iter()
            .map(|one| Waiting::of(one, &people, &faults, language))
            .collect(),
        steps: steps(faults, language),
        choices: CSAM_DIRECTIONS.map(choice).into(),
        hospital_choices: HOSPITAL_DIRECTIONS.map(choice).into(),
        means: Means::ALL
            .map(|means| Choice {
                name: means.name(),
                title: titles::means(means.name()),
            })
            .into(),
        levels: LEVELS.iter().rev().map(u16::to_string).collect(),
        institutions: INSTITUTIONS.iter().map(|institution| institution.title).collect(),
        clients: clients.into_iter().take(MOST_LISTED).map(|client| client.id).collect(),
        people,
        frame,
        realm,
        sent,
    })
}

impl Waiting {
    fn of(direction: DirectionView, people: &[(String, String)], faults: &[FaultView], language: Language) -> Self {
        let name_of = |id: &str| {
            let named = people.iter().find(|(known, _)| known == id);
            named.map_or_else(|| id.to_owned(), |(_, name)| name.clone())
        };
        let said = |(name, value): (&String, &Value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match name.as_str() {
                "fault" => {
                    let fault = faults.iter().find(|fault| fault.id == value);
                    fault.map_or(value, |fault| in_language(&fault.title, language).to_owned())
                }
                "person" => name_of(&value),
                "means" => language.say(titles::means(&value)).to_owned(),
                _ => value,
            }
        };
        let about: Vec<_> = direction.arguments.iter().map(said).collect();
        Self {
            title: titles::direction(&direction.name).to_owned(),
            about: about.join(", "),
            client: direction.client.clone().unwrap_or_default(),
            person: direction.person.as_deref().map(name_of).unwrap_or_default(),
            direction,
        }
    }
}

/// The faults in the order of a login.
fn steps(faults: Vec<FaultView>, language: Language) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for fault in faults {
        let title = titles::step(&fault.step);
        let fault = Fault {
            title: in_language(&fault.title, language).to_owned(),
            fault,
        };
        match steps.iter_mut().find(|step| step.title == title) {
            Some(step) => step.faults.push(fault),
            None => steps.push(Step {
                title,
                faults: vec![fault],
            }),
        }
    }
    steps
}

fn in_language(title: &FaultTitle, language: Language) -> &str {
    match language {
        Language::En => &title.en,
        Language::Fr => &title.fr,
        Language::Nl => &title.nl,
    }
}
