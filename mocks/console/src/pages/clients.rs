//! The relying parties that a realm's CSAM knows.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use etalon_nation::control::{ClientOrder, ClientView, RegisteredClient};

use crate::{
    Console,
    done::{Done, back},
    forms::{Fields, Sent},
    frame::{Frame, page},
    mistake::not_done,
    visit::{SignedIn, Visit},
};

/// What a relying party usually asks for.
const USUAL_SCOPES: &str = "openid profile egovnrn";

#[derive(Template)]
#[template(path = "clients.html")]
struct ClientsPage {
    frame: Frame,
    realm: String,
    clients: Vec<ClientView>,
    /// The one that was registered just now with a secret that nobody has seen yet.
    told: Option<RegisteredClient>,
    sent: ClientForm,
}

/// What was typed, to be shown again beside a mistake. The secret is not.
struct ClientForm {
    id: String,
    redirect_uris: String,
    post_logout_redirect_uris: String,
    scopes: String,
}

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(realm): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let frame = frame(&visit, &realm).done(done.code());
    draw(&console, &visit, frame, realm, ClientForm::empty(), None).await
}

pub(crate) async fn register(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    let order = ClientOrder {
        id: fields.value("id").to_owned(),
        secret: fields.given("secret").map(str::to_owned),
        redirect_uris: fields.lines("redirect_uris"),
        post_logout_redirect_uris: fields.lines("post_logout_redirect_uris"),
        scopes: Some(fields.words("scopes")).filter(|scopes| !scopes.is_empty()),
    };
    let is_drawn = order.secret.is_none();
    match console.desk.register_client(&realm, order).await {
        Ok(told) if is_drawn => draw(&console, &visit, frame(&visit, &realm), realm, ClientForm::empty(), Some(told)).await,
        Ok(_) => back(&format!("/console/realms/{realm}/clients"), "client-registered").into_response(),
        Err(mistake) => {
            let frame = frame(&visit, &realm).mistaken(mistake);
            draw(&console, &visit, frame, realm, ClientForm::of(&fields), None).await
        }
    }
}

pub(crate) async fn remove(State(console): State<Arc<Console>>, Path(realm): Path<String>, Sent { visit, fields }: Sent) -> Response {
    match console.desk.remove_client(&realm, fields.value("id")).await {
        Ok(()) => back(&format!("/console/realms/{realm}/clients"), "client-removed").into_response(),
        Err(mistake) => {
            let frame = frame(&visit, &realm).mistaken(mistake);
            draw(&console, &visit, frame, realm, ClientForm::empty(), None).await
        }
    }
}

impl ClientForm {
    fn empty() -> Self {
        Self {
            id: String::new(),
            redirect_uris: String::new(),
            post_logout_redirect_uris: String::new(),
            scopes: USUAL_SCOPES.to_owned(),
        }
    }

    fn of(fields: &Fields) -> Self {
        let value = |name| fields.value(name).to_owned();
        Self {
            id: value("id"),
            redirect_uris: value("redirect_uris"),
            post_logout_redirect_uris: value("post_logout_redirect_uris"),
            scopes: value("scopes"),
        }
    }
}

fn frame(visit: &Visit, realm: &str) -> Frame {
    Frame::new(visit, "clients", "Relying parties").within(realm)
}

async fn draw(console: &Console, visit: &Visit, frame: Frame, realm: String, sent: ClientForm, told: Option<RegisteredClient>) -> Response {
    let clients = match console.desk.clients(&realm).await {
        Ok(clients) => clients,
        Err(why) => return not_done(visit, why),
    };
    let template = ClientsPage {
        frame,
        realm,
        clients,
        told,
        sent,
    };
    page(template.frame.status(), &template)
}
