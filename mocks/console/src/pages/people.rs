//! Who lives in a realm, and the means by which each logs in.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use etalon_nation::{
    Means,
    control::{MeansOrder, PersonKind, PersonOrder, PersonView},
};

use crate::{
    Console,
    done::{Done, back},
    forms::{Fields, Sent},
    frame::{Frame, MOST_LISTED, page},
    mistake::not_done,
    titles,
    visit::{SignedIn, Visit},
};

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    realm: String,
    people: Vec<Row>,
    is_cut: bool,
    registers: [(PersonKind, &'static str, &'static str); titles::REGISTERS.len()],
    choices: Vec<Choice>,
    sent: AddForm,
}

struct Row {
    name: String,
    register: &'static str,
    choices: Vec<Choice>,
    person: PersonView,
}

/// A means, and whether the person has it.
struct Choice {
    name: &'static str,
    title: &'static str,
    level: String,
    checked: bool,
}

/// What was typed, to be shown again beside a mistake.
struct AddForm {
    name: String,
    kind: PersonKind,
    means: Vec<String>,
}

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(realm): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let frame = frame(&visit, &realm).done(done.code());
    draw(&console, &visit, frame, realm, AddForm::empty()).await
}

pub(crate) async fn add(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let sent = AddForm::of(&fields);
    match console.desk.add_person(&realm, sent.order()).await {
        Ok(_) => back(&format!("/console/realms/{realm}/people"), "person-added").into_response(),
        Err(mistake) => {
            let frame = frame(&visit, &realm).mistaken(mistake);
            draw(&console, &visit, frame, realm, sent).await
        }
    }
}

pub(crate) async fn set_means(
    State(console): State<Arc<Console>>,
    Path((realm, person)): Path<(String, String)>,
    Sent { visit, fields }: Sent,
) -> Response {
    let order = MeansOrder {
        means: fields.all("means").map(str::to_owned).collect(),
    };
    match console.desk.set_means(&realm, &person, order).await {
        Ok(_) => back(&format!("/console/realms/{realm}/people"), "means-set").into_response(),
        Err(why) => not_done(&visit, why),
    }
}

impl AddForm {
    fn empty() -> Self {
        Self {
            name: String::new(),
            kind: PersonKind::default(),
            means: Means::ALL.map(|means| means.name().to_owned()).into(),
        }
    }

    fn of(fields: &Fields) -> Self {
        let kind = titles::REGISTERS.iter().find(|(_, code, _)| *code == fields.value("kind"));
        Self {
            name: fields.value("name").to_owned(),
            kind: kind.map_or(PersonKind::default(), |(kind, _, _)| *kind),
            means: fields.all("means").map(str::to_owned).collect(),
        }
    }

    fn order(&self) -> PersonOrder {
        PersonOrder {
            name: Some(self.name.clone()).filter(|name| !name.is_empty()),
            kind: self.kind,
            means: Some(self.means.clone()),
        }
    }
}

fn frame(visit: &Visit, realm: &str) -> Frame {
    Frame::new(visit, "people", "People").within(realm)
}

async fn draw(console: &Console, visit: &Visit, frame: Frame, realm: String, sent: AddForm) -> Response {
    let people = match console.desk.people(&realm).await {
        Ok(people) => people,
        Err(why) => return not_done(visit, why),
    };
    let template = PeoplePage {
        is_cut: people.len() > MOST_LISTED,
        people: people.into_iter().take(MOST_LISTED).map(Row::of).collect(),
        registers: titles::REGISTERS,
        choices: choices(|means| sent.means.iter().any(|sent| sent == means)),
        frame,
        realm,
        sent,
    };
    page(template.frame.status(), &template)
}

impl Row {
    fn of(person: PersonView) -> Self {
        Self {
            name: format!("{} {}", person.given_name, person.surname),
            register: titles::register(person.kind),
            choices: choices(|name| person.means.iter().any(|means| means.name == name)),
            person,
        }
    }
}

fn choices(has: impl Fn(&str) -> bool) -> Vec<Choice> {
    let choice = |means: Means| Choice {
        name: means.name(),
        title: titles::means(means.name()),
        level: means.level().0.to_string(),
        checked: has(means.name()),
    };
    // Who has a withdrawn one keeps it; nobody is offered one.
    let withdrawn = Means::WITHDRAWN.into_iter().filter(|means| has(means.name()));
    Means::ALL.into_iter().chain(withdrawn).map(choice).collect()
}
