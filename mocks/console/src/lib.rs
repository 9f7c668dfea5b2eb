//! The console: web pages of a nation for people. Who lives there, what time it is, what it does next, and, live, what was asked and answered.
//! It shows and asks; what it asks for is done by the nation, and nothing is judged.

mod access;
mod assets;
mod chrome;
mod done;
mod forms;
mod frame;
mod journal;
mod language;
mod mistake;
mod pages;
mod problem;
mod secrets;
mod titles;
mod visit;
mod words;

pub use access::{MAX_SESSIONS, MAX_WRONG_TOKENS, SESSION_LIFETIME, WRONG_TOKEN_WINDOW};
pub use chrome::MAX_REQUESTS;
pub use forms::LARGEST_FORM;
pub use frame::MOST_LISTED;
pub use journal::stream::MAX_STREAMS;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::{Redirect, Response},
    routing::{get, post},
};
use etalon_nation::control::Desk;
use tokio::sync::{OnceCell, Semaphore};

use crate::{
    access::Access,
    journal::{pages as journal_pages, stream},
    pages::{clients, clock, directions, documents, mailbox, people, realm, realms, root, sign_in},
    problem::not_found,
    visit::Visit,
};

/// Where the pages begin.
pub const PATH: &str = "/console/";

/// What every page works with.
pub(crate) struct Console {
    pub(crate) desk: Arc<Desk>,
    pub(crate) access: Access,
    pub(crate) streams: Arc<Semaphore>,
    nation: OnceCell<Arc<str>>,
}

impl Console {
    /// `https://host:port` of the nation.
    pub(crate) async fn nation(&self) -> Arc<str> {
        let url = self.nation.get_or_init(|| async { self.desk.nation().await.base_url.into() });
        Arc::clone(url.await)
    }
}

/// The pages of the nation behind `desk`, for whoever shows `token`. They answer every address that nobody else does, and are made to be
/// served beside the control API: [`etalon_nation::control::Control::open_with`] checks host and origin before them.
///
/// ```no_run
/// # async fn open() -> Result<(), etalon_nation::NationError> {
/// use etalon_nation::{Nation, control::{Control, ControlConfig}};
/// let nation = std::sync::Arc::new(Nation::for_tests().await?);
/// let control = Control::open_with(nation, ControlConfig::default(), etalon_console::router).await?;
/// println!("{}/console/ opens with {}", control.url(), control.token());
/// # Ok(()) }
/// ```
pub fn router(desk: Arc<Desk>, token: &str) -> Router {
    let console = Arc::new(Console {
        desk,
        access: Access::by_token(token),
        streams: Arc::new(Semaphore::new(MAX_STREAMS)),
        nation: OnceCell::new(),
    });
    let seats = Arc::new(Semaphore::new(MAX_REQUESTS));
    routes()
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn_with_state(seats, chrome::dress))
        .with_state(console)
}

fn routes() -> Router<Arc<Console>> {
    Router::new()
        .route("/", get(|| async { Redirect::to(PATH) }))
        .route("/console", get(|| async { Redirect::to(PATH) }))
        .route(PATH, get(realms::show))
        .route("/console/console.css", get(assets::style))
        .route("/console/console.js", get(assets::script))
        .route("/console/icon.svg", get(assets::icon))
        .route(visit::SIGN_IN, get(sign_in::show).post(sign_in::open))
        .route("/console/sign-out", post(sign_in::close))
        .route("/console/root", get(root::show))
        .route("/console/etalon-root.pem", get(root::download))
        .route("/console/realms", post(realms::open))
        .route("/console/realms/{realm}", get(realm::show))
        .route("/console/realms/{realm}/close", post(realm::close))
        .route("/console/realms/{realm}/real-names", post(realm::serve_real_names))
        .route("/console/realms/{realm}/people", get(people::show).post(people::add))
        .route("/console/realms/{realm}/people/{person}/means", post(people::set_means))
        .route("/console/realms/{realm}/clients", get(clients::show).post(clients::register))
        .route("/console/realms/{realm}/mailbox", get(mailbox::show).post(mailbox::direct))
        .route("/console/realms/{realm}/clients/remove", post(clients::remove))
        .route("/console/realms/{realm}/documents", get(documents::show).post(documents::lay_down))
        .route("/console/realms/{realm}/documents/publish", post(documents::publish))
        .route("/console/realms/{realm}/documents/network", post(documents::connect))
        .route("/console/realms/{realm}/clock", get(clock::show).post(clock::set))
        .route("/console/realms/{realm}/clock/step", post(clock::step))
        .route("/console/realms/{realm}/directions", get(directions::show).post(directions::set))
        .route("/console/realms/{realm}/directions/lift", post(directions::lift))
        .route("/console/realms/{realm}/journal", get(journal_pages::list))
        .route("/console/realms/{realm}/journal/stream", get(stream::follow))
        .route("/console/realms/{realm}/journal/{number}", get(journal_pages::one))
        .fallback(nowhere)
}

async fn nowhere(visit: Visit) -> Response {
    not_found(&visit)
}
