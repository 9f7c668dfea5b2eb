//! All realms, and the opening of one.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use etalon_nation::control::{ClockKind, ClockOrder, RealmOrder, RealmView};

use super::instant_of;
use crate::{
    Console,
    done::{Done, back},
    forms::{Fields, Sent},
    frame::{Frame, MOST_LISTED, page},
    mistake::Mistake,
    titles,
    visit::{SignedIn, Visit},
};

#[derive(Template)]
#[template(path = "realms.html")]
struct RealmsPage {
    frame: Frame,
    realms: Vec<Row>,
    is_cut: bool,
    sent: OpenForm,
}

struct Row {
    now: String,
    mode: &'static str,
    realm: RealmView,
}

/// What was typed, to be shown again beside a mistake.
#[derive(Default)]
struct OpenForm {
    name: String,
    seed: String,
    at: String,
}

pub(crate) async fn show(State(console): State<Arc<Console>>, SignedIn(visit): SignedIn, Query(done): Query<Done>) -> Response {
    let frame = frame(&visit).done(done.code());
    draw(&console, &visit, frame, OpenForm::default()).await
}

pub(crate) async fn open(State(console): State<Arc<Console>>, Sent { visit, fields }: Sent) -> Response {
    let sent = OpenForm::of(&fields);
    let opened = match sent.order() {
        Ok(order) => console.desk.open_realm(order).await.map_err(Mistake::from),
        Err(sentence) => Err(Mistake::noticed(sentence)),
    };
    match opened {
        Ok(realm) => back(&format!("/console/realms/{}", realm.name), "opened").into_response(),
        Err(mistake) => draw(&console, &visit, frame(&visit).mistaken(mistake), sent).await,
    }
}

impl OpenForm {
    fn of(fields: &Fields) -> Self {
        let value = |name| fields.value(name).to_owned();
        Self {
            name: value("name"),
            seed: value("seed"),
            at: value("at"),
        }
    }

    fn order(&self) -> Result<RealmOrder, &'static str> {
        let seed = match self.seed.as_str() {
            "" => None,
            seed => Some(seed.parse().map_err(|_| "A seed is a whole number.")?),
        };
        let clock = match self.at.as_str() {
            "" => None,
            at => Some(ClockOrder {
                mode: ClockKind::Frozen,
                at: Some(instant_of(at).ok_or("This is not a date and time.")?),
                seconds: None,
            }),
        };
        Ok(RealmOrder {
            name: self.name.clone(),
            seed,
            clock,
        })
    }
}

fn frame(visit: &Visit) -> Frame {
    Frame::new(visit, "realms", "Realms")
}

async fn draw(console: &Console, visit: &Visit, frame: Frame, sent: OpenForm) -> Response {
    let row = |realm: RealmView| Row {
        now: visit.language.moment(realm.clock.now),
        mode: titles::clock(realm.clock.mode),
        realm,
    };
    let all = console.desk.realms().await;
    let is_cut = all.len() > MOST_LISTED;
    let realms = all.into_iter().take(MOST_LISTED).map(row).collect();
    let template = RealmsPage {
        frame,
        realms,
        is_cut,
        sent,
    };
    page(template.frame.status(), &template)
}
