//! The control API as HTTP: one line of routing and one short function for each call. What is done lives at the desk.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    middleware,
    response::{IntoResponse, Response},
    routing::{delete, get, post, put},
};
use futures::StreamExt;
use http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use tokio::sync::{Semaphore, watch};

use super::{
    AppView, CitizenTokenView, ClientOrder, ClientView, ClockOrder, ClockStep, ClockView, Desk, DirectionKind, DirectionOrder,
    DirectionView, FaultView, ItsmeAccountOrder, ItsmeAccountView, ItsmeClientOrder, ItsmeClientView, JournalPage, JournalQuestion,
    LiftOrder, Lifted, MailQuestion, MailboxView, MeansOrder, NationView, PersonOrder, PersonView, Problem, ProblemBody, ProblemKind,
    RealmOrder, RealmView, RegisteredClient, ServiceProviderOrder, ServiceProviderQuestion, ServiceProviderView,
    calls_of_certificates::{certificates, issue_certificate, set_certificate_status},
    calls_of_hospitals::{change_access, connect_hospital, documents, hospitals, lay_down, publish},
    guard::{self, Guard},
    openapi::openapi,
    reading::{Asked, Ordered, Place},
    stream::kept_alive,
};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The most journals that are followed at a time, so that places are left for calls.
pub const MAX_STREAMS: usize = 128;

#[derive(Clone)]
pub(crate) struct Front {
    pub(crate) desk: Arc<Desk>,
    closed: watch::Receiver<bool>,
    streams: Arc<Semaphore>,
}

pub(crate) type At = State<Front>;
pub(crate) type Answer<T> = Result<Json<T>, Problem>;
pub(crate) type Made<T> = Result<(StatusCode, Json<T>), Problem>;

pub(crate) fn router(desk: Arc<Desk>, guard: Arc<Guard>, closed: watch::Receiver<bool>) -> Router {
    let calls = Router::new()
        .route("/nation", get(nation))
        .route("/directions", get(known_directions))
        .route("/realms", get(realms).post(open_realm))
        .route("/realms/{realm}", get(realm).delete(close_realm))
        .route("/realms/{realm}/real-names", put(serve_real_names))
        .route("/realms/{realm}/people", get(people).post(add_person))
        .route("/realms/{realm}/people/{person}", get(person))
        .route("/realms/{realm}/people/{person}/means", put(set_means))
        .route("/realms/{realm}/people/{person}/app", get(app))
        .route("/realms/{realm}/people/{person}/citizen-token", post(citizen_token))
        .route("/realms/{realm}/mailbox", get(mailbox))
        .route("/realms/{realm}/clients", get(clients).post(register_client))
        .route(
            "/realms/{realm}/service-providers",
            get(service_providers)
                .post(register_service_provider)
                .delete(remove_service_provider),
        )
        .route("/realms/{realm}/itsme/clients", get(itsme_clients).post(register_itsme_client))
        .route("/realms/{realm}/people/{person}/itsme", get(itsme_account).put(set_itsme_account))
        .route("/realms/{realm}/clients/{client}", delete(remove_client))
        .route("/realms/{realm}/hospitals", get(hospitals))
        .route("/realms/{realm}/hospitals/{hospital}/network", put(connect_hospital))
        .route("/realms/{realm}/hospitals/{hospital}/documents", get(documents).post(lay_down))
        .route(
            "/realms/{realm}/hospitals/{hospital}/documents/{reference}/access",
            put(change_access),
        )
        .route("/realms/{realm}/hospitals/{hospital}/documents/{reference}/publish", post(publish))
        .route("/realms/{realm}/certificates", get(certificates).post(issue_certificate))
        .route("/realms/{realm}/certificates/{serial}/status", post(set_certificate_status))
        .route("/realms/{realm}/clock", get(clock).put(set_clock))
        .route("/realms/{realm}/clock/step", post(step_clock))
        .route("/realms/{realm}/directions", get(directions).post(direct).delete(lift))
        .route("/realms/{realm}/faults", get(faults))
        .route("/realms/{realm}/journal", get(journal))
        .route("/realms/{realm}/journal/stream", get(follow))
        .route("/realms/{realm}/journal/{number}", get(entry))
        .fallback(nowhere)
        .method_not_allowed_fallback(not_here)
        .with_state(Front {
            desk,
            closed,
            streams: Arc::new(Semaphore::new(MAX_STREAMS)),
        })
        .layer(middleware::from_fn_with_state(guard, guard::token));
    Router::new().nest("/v1", calls).route("/openapi.json", get(specification))
}

/// The time in realms, and nothing else.
pub(crate) fn clocks(desk: Arc<Desk>, guard: Arc<Guard>) -> Router {
    let clock = async |State(desk): State<Arc<Desk>>, Place(realm): Place<String>| desk.clock(&realm).await.map(Json);
    Router::new()
        .route("/v1/realms/{realm}/clock", get(clock))
        .fallback(nowhere)
        .method_not_allowed_fallback(not_here)
        .with_state(desk)
        .layer(middleware::from_fn_with_state(guard, guard::token))
}

/// Where there are no pages beside the API.
pub(crate) fn nothing_else() -> Router {
    Router::new().fallback(nowhere)
}

async fn nowhere(uri: Uri) -> Problem {
    Problem::new(
        ProblemKind::AddressUnknown,
        format!("`{}` is no address of this API; GET /openapi.json lists them", uri.path()),
    )
}

async fn not_here(method: Method, uri: Uri) -> Problem {
    Problem::new(
        ProblemKind::MethodUnknown,
        format!("`{method}` is not for `{}`; GET /openapi.json lists what is", uri.path()),
    )
}

async fn specification() -> impl IntoResponse {
    let text = openapi().to_json().unwrap_or_default();
    (
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")],
        text,
    )
}

/// The nation: its addresses, its root certificate, its version.
#[utoipa::path(get, path = "/v1/nation", tag = "nation", responses((status = 200, body = NationView), (status = 401, body = ProblemBody)))]
pub(crate) async fn nation(State(front): At) -> Json<NationView> {
    Json(front.desk.nation().await)
}

/// The directions that authorities take.
#[utoipa::path(get, path = "/v1/directions", tag = "directions", responses((status = 200, body = Vec<DirectionKind>)))]
pub(crate) async fn known_directions(State(front): At) -> Json<Vec<DirectionKind>> {
    Json(front.desk.known_directions())
}

/// The open realms, in the order of their names.
#[utoipa::path(get, path = "/v1/realms", tag = "realms", responses((status = 200, body = Vec<RealmView>)))]
pub(crate) async fn realms(State(front): At) -> Json<Vec<RealmView>> {
    Json(front.desk.realms().await)
}

/// Opens a realm.
#[utoipa::path(post, path = "/v1/realms", tag = "realms", request_body = RealmOrder,
    responses((status = 201, body = RealmView), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn open_realm(State(front): At, Ordered(order): Ordered<RealmOrder>) -> Made<RealmView> {
    Ok((StatusCode::CREATED, Json(front.desk.open_realm(order).await?)))
}

/// A realm: its addresses, its clock, how much there is of everything.
#[utoipa::path(get, path = "/v1/realms/{realm}", tag = "realms", params(("realm" = String, Path)),
    responses((status = 200, body = RealmView), (status = 404, body = ProblemBody)))]
pub(crate) async fn realm(State(front): At, Place(realm): Place<String>) -> Answer<RealmView> {
    front.desk.realm(&realm).await.map(Json)
}

/// Closes a realm for good; nothing of it is kept.
#[utoipa::path(delete, path = "/v1/realms/{realm}", tag = "realms", params(("realm" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
pub(crate) async fn close_realm(State(front): At, Place(realm): Place<String>) -> Result<StatusCode, Problem> {
    front.desk.close_realm(&realm).await.map(|()| StatusCode::NO_CONTENT)
}

/// Lets this realm answer clients that call the real services by name.
#[utoipa::path(put, path = "/v1/realms/{realm}/real-names", tag = "realms", params(("realm" = String, Path)),
    responses((status = 200, body = RealmView), (status = 404, body = ProblemBody)))]
pub(crate) async fn serve_real_names(State(front): At, Place(realm): Place<String>) -> Answer<RealmView> {
    front.desk.serve_real_names(&realm).await.map(Json)
}

/// Everybody who lives in the realm.
#[utoipa::path(get, path = "/v1/realms/{realm}/people", tag = "people", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<PersonView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn people(State(front): At, Place(realm): Place<String>) -> Answer<Vec<PersonView>> {
    front.desk.people(&realm).await.map(Json)
}

/// Lets somebody live in the realm; everything that is not said is drawn.
#[utoipa::path(post, path = "/v1/realms/{realm}/people", tag = "people", params(("realm" = String, Path)), request_body = PersonOrder,
    responses((status = 201, body = PersonView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn add_person(State(front): At, Place(realm): Place<String>, Ordered(order): Ordered<PersonOrder>) -> Made<PersonView> {
    Ok((StatusCode::CREATED, Json(front.desk.add_person(&realm, order).await?)))
}

/// Somebody who lives in the realm.
#[utoipa::path(get, path = "/v1/realms/{realm}/people/{person}", tag = "people", params(("realm" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = PersonView), (status = 404, body = ProblemBody)))]
pub(crate) async fn person(State(front): At, Place((realm, person)): Place<(String, String)>) -> Answer<PersonView> {
    front.desk.person(&realm, &person).await.map(Json)
}

/// Leaves a person only these means to log in.
#[utoipa::path(put, path = "/v1/realms/{realm}/people/{person}/means", tag = "people", params(("realm" = String, Path), ("person" = String, Path)),
    request_body = MeansOrder, responses((status = 200, body = PersonView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn set_means(
    State(front): At,
    Place((realm, person)): Place<(String, String)>,
    Ordered(order): Ordered<MeansOrder>,
) -> Answer<PersonView> {
    front.desk.set_means(&realm, &person, order).await.map(Json)
}

/// What the person's app shows now.
#[utoipa::path(get, path = "/v1/realms/{realm}/people/{person}/app", tag = "people", params(("realm" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = AppView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn app(State(front): At, Place((realm, person)): Place<(String, String)>) -> Answer<AppView> {
    front.desk.app(&realm, &person).await.map(Json)
}

/// The codes on the person's citizen token; activated now, where the realm's clock still shows a day on which they were given out.
#[utoipa::path(post, path = "/v1/realms/{realm}/people/{person}/citizen-token", tag = "people",
    params(("realm" = String, Path), ("person" = String, Path)),
    responses((status = 201, body = CitizenTokenView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn citizen_token(State(front): At, Place((realm, person)): Place<(String, String)>) -> Made<CitizenTokenView> {
    Ok((StatusCode::CREATED, Json(front.desk.citizen_token(&realm, &person).await?)))
}

/// The mail that has come to the realm, and where it can be handed in. The mail server is opened when this is first asked.
#[utoipa::path(get, path = "/v1/realms/{realm}/mailbox", tag = "mail", params(("realm" = String, Path), MailQuestion),
    responses((status = 200, body = MailboxView), (status = 404, body = ProblemBody)))]
pub(crate) async fn mailbox(State(front): At, Place(realm): Place<String>, Asked(question): Asked<MailQuestion>) -> Answer<MailboxView> {
    front.desk.mailbox(&realm, &question).await.map(Json)
}

/// The relying parties of the realm.
#[utoipa::path(get, path = "/v1/realms/{realm}/clients", tag = "clients", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<ClientView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn clients(State(front): At, Place(realm): Place<String>) -> Answer<Vec<ClientView>> {
    front.desk.clients(&realm).await.map(Json)
}

/// Registers a relying party, in place of an earlier one with its identifier. Its secret is told here and nowhere else.
#[utoipa::path(post, path = "/v1/realms/{realm}/clients", tag = "clients", params(("realm" = String, Path)), request_body = ClientOrder,
    responses((status = 201, body = RegisteredClient), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn register_client(
    State(front): At,
    Place(realm): Place<String>,
    Ordered(order): Ordered<ClientOrder>,
) -> Made<RegisteredClient> {
    Ok((StatusCode::CREATED, Json(front.desk.register_client(&realm, order).await?)))
}

/// The relying parties of itsme in the realm.
#[utoipa::path(get, path = "/v1/realms/{realm}/itsme/clients", tag = "itsme", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<ItsmeClientView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn itsme_clients(State(front): At, Place(realm): Place<String>) -> Answer<Vec<ItsmeClientView>> {
    front.desk.itsme_clients(&realm).await.map(Json)
}

/// Registers a relying party with itsme, in place of an earlier one with its identifier. Its secret is told here and nowhere else.
#[utoipa::path(post, path = "/v1/realms/{realm}/itsme/clients", tag = "itsme", params(("realm" = String, Path)), request_body = ItsmeClientOrder,
    responses((status = 201, body = ItsmeClientView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn register_itsme_client(
    State(front): At,
    Place(realm): Place<String>,
    Ordered(order): Ordered<ItsmeClientOrder>,
) -> Made<ItsmeClientView> {
    Ok((StatusCode::CREATED, Json(front.desk.register_itsme_client(&realm, order).await?)))
}

/// Somebody's itsme account.
#[utoipa::path(get, path = "/v1/realms/{realm}/people/{person}/itsme", tag = "itsme", params(("realm" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = ItsmeAccountView), (status = 404, body = ProblemBody)))]
pub(crate) async fn itsme_account(State(front): At, Place((realm, person)): Place<(String, String)>) -> Answer<ItsmeAccountView> {
    front.desk.itsme_account(&realm, &person).await.map(Json)
}

/// Changes somebody's itsme account: the document it is made with, or makes it anew.
#[utoipa::path(put, path = "/v1/realms/{realm}/people/{person}/itsme", tag = "itsme", params(("realm" = String, Path), ("person" = String, Path)),
    request_body = ItsmeAccountOrder,
    responses((status = 200, body = ItsmeAccountView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn set_itsme_account(
    State(front): At,
    Place((realm, person)): Place<(String, String)>,
    Ordered(order): Ordered<ItsmeAccountOrder>,
) -> Answer<ItsmeAccountView> {
    front.desk.set_itsme_account(&realm, &person, order).await.map(Json)
}

/// The service providers of CSAM over SAML.
#[utoipa::path(get, path = "/v1/realms/{realm}/service-providers", tag = "clients", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<ServiceProviderView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn service_providers(State(front): At, Place(realm): Place<String>) -> Answer<Vec<ServiceProviderView>> {
    front.desk.service_providers(&realm).await.map(Json)
}

/// Registers a service provider of CSAM over SAML, by its metadata or by what that would say.
#[utoipa::path(post, path = "/v1/realms/{realm}/service-providers", tag = "clients", params(("realm" = String, Path)), request_body = ServiceProviderOrder,
    responses((status = 201, body = ServiceProviderView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn register_service_provider(
    State(front): At,
    Place(realm): Place<String>,
    Ordered(order): Ordered<ServiceProviderOrder>,
) -> Made<ServiceProviderView> {
    Ok((
        StatusCode::CREATED,
        Json(front.desk.register_service_provider(&realm, order).await?),
    ))
}

/// Removes a service provider.
#[utoipa::path(delete, path = "/v1/realms/{realm}/service-providers", tag = "clients", params(("realm" = String, Path), ServiceProviderQuestion),
    responses((status = 204), (status = 404, body = ProblemBody)))]
pub(crate) async fn remove_service_provider(
    State(front): At,
    Place(realm): Place<String>,
    Asked(question): Asked<ServiceProviderQuestion>,
) -> Result<StatusCode, Problem> {
    front
        .desk
        .remove_service_provider(&realm, &question)
        .await
        .map(|()| StatusCode::NO_CONTENT)
}

/// Removes a relying party, with the directions that waited for it.
#[utoipa::path(delete, path = "/v1/realms/{realm}/clients/{client}", tag = "clients", params(("realm" = String, Path), ("client" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
pub(crate) async fn remove_client(State(front): At, Place((realm, client)): Place<(String, String)>) -> Result<StatusCode, Problem> {
    front.desk.remove_client(&realm, &client).await.map(|()| StatusCode::NO_CONTENT)
}

/// The realm's clock.
#[utoipa::path(get, path = "/v1/realms/{realm}/clock", tag = "clock", params(("realm" = String, Path)),
    responses((status = 200, body = ClockView), (status = 404, body = ProblemBody)))]
pub(crate) async fn clock(State(front): At, Place(realm): Place<String>) -> Answer<ClockView> {
    front.desk.clock(&realm).await.map(Json)
}

/// Sets the realm's clock.
#[utoipa::path(put, path = "/v1/realms/{realm}/clock", tag = "clock", params(("realm" = String, Path)), request_body = ClockOrder,
    responses((status = 200, body = ClockView), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn set_clock(State(front): At, Place(realm): Place<String>, Ordered(order): Ordered<ClockOrder>) -> Answer<ClockView> {
    front.desk.set_clock(&realm, order).await.map(Json)
}

/// Moves the realm's clock.
#[utoipa::path(post, path = "/v1/realms/{realm}/clock/step", tag = "clock", params(("realm" = String, Path)), request_body = ClockStep,
    responses((status = 200, body = ClockView), (status = 404, body = ProblemBody)))]
pub(crate) async fn step_clock(State(front): At, Place(realm): Place<String>, Ordered(step): Ordered<ClockStep>) -> Answer<ClockView> {
    front.desk.step_clock(&realm, step).await.map(Json)
}

/// The directions that wait in the realm.
#[utoipa::path(get, path = "/v1/realms/{realm}/directions", tag = "directions", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<DirectionView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn directions(State(front): At, Place(realm): Place<String>) -> Answer<Vec<DirectionView>> {
    front.desk.directions(&realm).await.map(Json)
}

/// Asks an authority to do something next.
#[utoipa::path(post, path = "/v1/realms/{realm}/directions", tag = "directions", params(("realm" = String, Path)), request_body = DirectionOrder,
    responses((status = 201, body = DirectionView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
pub(crate) async fn direct(State(front): At, Place(realm): Place<String>, Ordered(order): Ordered<DirectionOrder>) -> Made<DirectionView> {
    Ok((StatusCode::CREATED, Json(front.desk.direct(&realm, order).await?)))
}

/// Takes back the directions that wait and that the query fits; all of them without a query.
#[utoipa::path(delete, path = "/v1/realms/{realm}/directions", tag = "directions", params(("realm" = String, Path), LiftOrder),
    responses((status = 200, body = Lifted), (status = 404, body = ProblemBody)))]
pub(crate) async fn lift(State(front): At, Place(realm): Place<String>, Asked(order): Asked<LiftOrder>) -> Answer<Lifted> {
    front.desk.lift(&realm, order).await.map(Json)
}

/// The faults that the direction `fault` can ask for.
#[utoipa::path(get, path = "/v1/realms/{realm}/faults", tag = "directions", params(("realm" = String, Path)),
    responses((status = 200, body = Vec<FaultView>), (status = 404, body = ProblemBody)))]
pub(crate) async fn faults(State(front): At, Place(realm): Place<String>) -> Answer<Vec<FaultView>> {
    front.desk.faults(&realm).await.map(Json)
}

/// A page of the realm's journal.
#[utoipa::path(get, path = "/v1/realms/{realm}/journal", tag = "journal", params(("realm" = String, Path), JournalQuestion),
    responses((status = 200, body = JournalPage), (status = 404, body = ProblemBody)))]
pub(crate) async fn journal(State(front): At, Place(realm): Place<String>, Asked(question): Asked<JournalQuestion>) -> Answer<JournalPage> {
    front.desk.journal(&realm, &question).await.map(Json)
}

/// One entry of the realm's journal.
#[utoipa::path(get, path = "/v1/realms/{realm}/journal/{number}", tag = "journal", params(("realm" = String, Path), ("number" = u64, Path)),
    responses((status = 200, body = Object), (status = 404, body = ProblemBody)))]
pub(crate) async fn entry(State(front): At, Place((realm, number)): Place<(String, u64)>) -> Result<Response, Problem> {
    let entry = front.desk.entry(&realm, number).await?;
    Ok(Json(&*entry).into_response())
}

/// The realm's journal as it is written, as server-sent events. `id` is the entry's number and `data` the entry; an event `missed` tells how many
/// entries came too fast for this reader; `closed` is the last. `Last-Event-ID` takes up where an earlier stream ended.
#[utoipa::path(get, path = "/v1/realms/{realm}/journal/stream", tag = "journal",
    params(("realm" = String, Path), JournalQuestion, ("Last-Event-ID" = Option<u64>, Header)),
    responses((status = 200, content_type = "text/event-stream", body = String), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
pub(crate) async fn follow(
    State(front): At,
    Place(realm): Place<String>,
    Asked(mut question): Asked<JournalQuestion>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(last) = headers.get(LAST_EVENT_ID) {
        let number = last.to_str().ok().and_then(|last| last.trim().parse().ok());
        question.after = number.ok_or_else(|| Problem::field("Last-Event-ID", "send the `id` of an event of this stream"))?;
    }
    let place = Arc::clone(&front.streams).try_acquire_owned().map_err(|_| {
        let detail = format!("{MAX_STREAMS} journals are followed already; end one of those streams, or ask for pages");
        Problem::new(ProblemKind::TooMany, detail)
    })?;
    let feed = front.desk.follow(&realm, question).await?;
    let mut closed = front.closed.clone();
    let until_closed = async move {
        // Either it is said, or whoever would say it is gone.
        let _ = closed.wait_for(|closed| *closed).await;
    };
    let events = feed.into_events().take_until(until_closed);
    // The place comes back when the stream goes.
    let events = events.inspect(move |_| {
        let _held = &place;
    });
    Ok(kept_alive(events).into_response())
}
