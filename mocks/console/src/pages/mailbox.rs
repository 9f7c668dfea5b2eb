//! The mail of a realm and the apps of its people: the codes that somebody without a telephone reads here, and letters that go astray.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use etalon_nation::{
    MAIL_AUTHORITY, MailDirection, Means,
    control::{AppView, DirectionOrder, MailQuestion, MailView, MailboxView, PersonView, Problem},
};

use crate::{
    Console,
    done::{Done, back},
    forms::Sent,
    frame::{Frame, MOST_LISTED, page},
    language::legal,
    mistake::not_done,
    titles,
    visit::{SignedIn, Visit},
};

/// The most apps that the page shows: each is computed for the moment.
const MOST_APPS: usize = 50;

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    frame: Frame,
    realm: String,
    smtp: String,
    letters: Vec<Letter>,
    is_cut: bool,
    apps: Vec<App>,
    apps_are_cut: bool,
    people: Vec<PersonView>,
    directions: [(&'static str, &'static str); MailDirection::ALL.len()],
}

struct Letter {
    at: String,
    mail: MailView,
}

struct App {
    name: String,
    id: String,
    shows: AppView,
}

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(realm): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let frame = frame(&visit, &realm).done(done.code());
    draw(&console, &visit, frame, realm).await
}

pub(crate) async fn direct(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let order = DirectionOrder {
        authority: MAIL_AUTHORITY.to_owned(),
        name: fields.value("name").to_owned(),
        arguments: serde_json::Map::new(),
        client: None,
        person: fields.given("person").map(str::to_owned),
        standing: false,
    };
    match console.desk.direct(&realm, order).await {
        Ok(_) => back(&format!("/console/realms/{realm}/mailbox"), "directed").into_response(),
        Err(mistake) => {
            let frame = frame(&visit, &realm).mistaken(mistake);
            draw(&console, &visit, frame, realm).await
        }
    }
}

fn frame(visit: &Visit, realm: &str) -> Frame {
    Frame::new(visit, "mailbox", "Mail and codes").within(realm)
}

async fn draw(console: &Console, visit: &Visit, frame: Frame, realm: String) -> Response {
    let found = look(console, &realm).await;
    let (mailbox, people, apps) = match found {
        Ok(found) => found,
        Err(why) => return not_done(visit, why),
    };
    let template = MailboxPage {
        frame,
        realm,
        smtp: mailbox.smtp,
        is_cut: mailbox.messages.len() > MOST_LISTED,
        // The latest first: that is the one somebody waits for.
        letters: mailbox.messages.into_iter().rev().take(MOST_LISTED).map(Letter::of).collect(),
        apps_are_cut: people.iter().filter(|person| has_app(person)).count() > MOST_APPS,
        apps,
        people,
        directions: MailDirection::ALL.map(|direction| (direction.as_str(), titles::direction(direction.as_str()))),
    };
    page(template.frame.status(), &template)
}

async fn look(console: &Console, realm: &str) -> Result<(MailboxView, Vec<PersonView>, Vec<App>), Problem> {
    let mailbox = console.desk.mailbox(realm, &MailQuestion::default()).await?;
    let people = console.desk.people(realm).await?;
    let mut apps = Vec::new();
    for person in people.iter().filter(|person| has_app(person)).take(MOST_APPS) {
        apps.push(App {
            name: format!("{} {}", person.given_name, person.surname),
            id: person.id.clone(),
            shows: console.desk.app(realm, &person.id).await?,
        });
    }
    Ok((mailbox, people, apps))
}

fn has_app(person: &PersonView) -> bool {
    person.means.iter().any(|means| means.name == Means::Totp.name())
}

impl Letter {
    fn of(mail: MailView) -> Self {
        let at = mail
            .received_at
            .parse()
            .map(|at| legal(at).strftime("%Y-%m-%d %H:%M:%S").to_string());
        Self {
            at: at.unwrap_or_else(|_| mail.received_at.clone()),
            mail,
        }
    }
}
