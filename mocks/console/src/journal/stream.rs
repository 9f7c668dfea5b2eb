//! The journal as it is written, as server-sent events: each is a happening, drawn like those of the page, that is new or has changed.

use std::{convert::Infallible, sync::Arc, time::Instant};

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response, sse::Event},
};
use etalon_nation::control::{KEEP_ALIVE, kept_alive};
use futures::stream;
use serde::Deserialize;
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Interval, MissedTickBehavior, interval},
};

use super::{
    filter::Filter,
    happening::Grouping,
    message_view::Room,
    recorded::{RealmHandle, Subscription, Told},
    view::HappeningView,
};
use crate::{
    Console,
    language::Language,
    mistake::not_done,
    visit::{SignedIn, Visit, session_cookie},
};

/// The most streams at a time.
pub const MAX_STREAMS: usize = 64;
const LAST_EVENT_ID: &str = "last-event-id";

/// The entry that a reader has seen last.
#[derive(Deserialize)]
pub(crate) struct Seen {
    #[serde(default)]
    after: u64,
}

pub(crate) async fn follow(
    State(console): State<Arc<Console>>,
    signed_in: Result<SignedIn, Response>,
    Path(realm): Path<String>,
    Query(filter): Query<Filter>,
    Query(seen): Query<Seen>,
    headers: HeaderMap,
) -> Response {
    // A browser would follow a redirect and find a page; it must learn that there is nothing to follow.
    let Ok(SignedIn(visit)) = signed_in else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let realm = match console.desk.handle(&realm) {
        Ok(realm) => realm,
        Err(why) => return not_done(&visit, why),
    };
    let Ok(seat) = Arc::clone(&console.streams).try_acquire_owned() else {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many people follow at a time; close another page.\n",
        )
            .into_response();
    };
    let again = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()?.parse().ok());
    let reader = Reader::new(
        &console,
        &visit,
        &headers,
        &realm,
        filter.cleaned(),
        again.unwrap_or(seen.after),
        seat,
    );
    let events = stream::unfold(reader, |mut reader| async move {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    kept_alive(events).into_response()
}

/// One who follows.
struct Reader {
    console: Arc<Console>,
    cookie: String,
    language: Language,
    filter: Filter,
    grouping: Grouping,
    subscription: Subscription,
    realm: RealmHandle,
    clock: Interval,
    has_ended: bool,
    _seat: OwnedSemaphorePermit,
}

impl Reader {
    fn new(
        console: &Arc<Console>,
        visit: &Visit,
        headers: &HeaderMap,
        realm: &RealmHandle,
        filter: Filter,
        after: u64,
        seat: OwnedSemaphorePermit,
    ) -> Self {
        // What was open before may be answered now.
        let mut grouping = Grouping::default();
        let known = realm.journal().entries();
        for entry in known.iter().take_while(|entry| entry.number <= after) {
            grouping.feed(entry);
        }
        // As often as it says that it is alive, it looks whether its session is.
        let mut clock = interval(KEEP_ALIVE);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            console: Arc::clone(console),
            cookie: session_cookie(headers).unwrap_or_default().to_owned(),
            language: visit.language,
            filter,
            grouping,
            subscription: realm.journal().subscribe(after),
            realm: realm.clone(),
            clock,
            has_ended: false,
            _seat: seat,
        }
    }

    /// The next event; the last one says why it is: the session is over, or the realm is closed.
    async fn next(&mut self) -> Option<Event> {
        while !self.has_ended {
            tokio::select! {
                // What was written before the end comes before the end.
                biased;
                told = self.subscription.next() => if let Some(event) = self.event(told) {
                    return Some(if self.may_go_on() { event } else { self.last("over") });
                },
                () = self.realm.closed() => return Some(self.last("closed")),
                _ = self.clock.tick() => if !self.may_go_on() {
                    return Some(self.last("over"));
                },
            }
        }
        None
    }

    fn may_go_on(&self) -> bool {
        self.console.access.csrf_of(&self.cookie, Instant::now()).is_some()
    }

    fn last(&mut self, name: &str) -> Event {
        self.has_ended = true;
        // One without data would not be dispatched.
        Event::default().event(name).data(name)
    }

    fn event(&mut self, told: Told) -> Option<Event> {
        match told {
            Told::Missed(count) => Some(Event::default().event("missed").data(count.to_string())),
            Told::Entry(entry) => {
                let happening = self.grouping.feed(&entry);
                self.filter.fits(&happening).then(|| {
                    let html = HappeningView::of(&happening, self.language, Room::InList).html();
                    Event::default().event("happening").id(entry.number.to_string()).data(html)
                })
            }
        }
    }
}
