//! The journal's pages: the newest happenings, older ones, and one by itself.

use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use super::{
    filter::{Filter, Kind},
    happening::Happening,
    message_view::Room,
    recorded::Entry,
    view::HappeningView,
};
use crate::{
    Console,
    frame::{Frame, page},
    mistake::not_done,
    problem::not_found,
    visit::SignedIn,
};

/// How many happenings a page shows.
const PER_PAGE: usize = 50;
/// How many a page keeps while others come in live.
const MOST_LIVE: usize = 200;

#[derive(Template)]
#[template(path = "journal.html")]
struct JournalPage {
    frame: Frame,
    realm: String,
    authorities: BTreeSet<String>,
    kinds: [Kind; Kind::ALL.len()],
    filter: Filter,
    query: String,
    is_newest: bool,
    /// The last entry that the page knows of.
    last: u64,
    most: usize,
    happenings: Vec<String>,
    /// Where older ones begin.
    older: Option<u64>,
    forgotten: u64,
}

#[derive(Template)]
#[template(path = "journal_entry.html")]
struct EntryPage {
    frame: Frame,
    realm: String,
    happening: String,
}

/// Which part of the journal to show: happenings that began before this entry.
#[derive(Deserialize)]
pub(crate) struct Part {
    before: Option<u64>,
}

/// What a page of the journal is made of.
struct Listing {
    authorities: BTreeSet<String>,
    shown: Vec<Happening>,
    older: Option<u64>,
}

impl Listing {
    fn of(entries: &[Arc<Entry>], filter: &Filter, before: u64) -> Self {
        let told = Happening::of(entries);
        let authorities = told.iter().map(|one| one.first().authority.clone()).collect();
        let mut fitting = told.into_iter().rev().filter(|one| one.number() < before && filter.fits(one));
        let shown: Vec<_> = fitting.by_ref().take(PER_PAGE).collect();
        let older = fitting.next().and(shown.last()).map(Happening::number);
        Self { authorities, shown, older }
    }
}

pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(realm): Path<String>,
    Query(filter): Query<Filter>,
    Query(part): Query<Part>,
) -> Response {
    let entries = match console.desk.handle(&realm) {
        Ok(realm) => realm.journal().entries(),
        Err(why) => return not_done(&visit, why),
    };
    let (first, last) = (
        entries.first().map_or(1, |entry| entry.number),
        entries.last().map_or(0, |entry| entry.number),
    );
    let (filter, before) = (filter.cleaned(), part.before.unwrap_or(u64::MAX));
    let asked = filter.clone();
    // Looking through long bodies takes a while, and the authorities answer on this runtime too.
    let listing = tokio::task::spawn_blocking(move || Listing::of(&entries, &asked, before)).await;
    let Listing { authorities, shown, older } = listing.expect("looking through entries does not panic");
    let template = JournalPage {
        frame: Frame::new(&visit, "journal", "Journal").within(&realm),
        realm,
        authorities,
        kinds: Kind::ALL,
        query: filter.query(),
        filter,
        is_newest: part.before.is_none(),
        last,
        most: MOST_LIVE,
        happenings: shown
            .iter()
            .map(|one| HappeningView::of(one, visit.language, Room::InList).html())
            .collect(),
        older,
        forgotten: first - 1,
    };
    page(StatusCode::OK, &template)
}

pub(crate) async fn one(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path((realm, number)): Path<(String, String)>,
) -> Response {
    let told = match console.desk.handle(&realm) {
        Ok(realm) => Happening::of(&realm.journal().entries()),
        Err(why) => return not_done(&visit, why),
    };
    let number: Option<u64> = number.parse().ok();
    let found = told
        .iter()
        .find(|one| one.entries().iter().any(|entry| Some(entry.number) == number));
    let Some(found) = found else {
        return not_found(&visit);
    };
    let title = visit.language.put("Entry {}", &found.number().to_string());
    let template = EntryPage {
        frame: Frame::new(&visit, "journal", &title).within(&realm),
        realm,
        happening: HappeningView::of(found, visit.language, Room::Alone).html(),
    };
    page(StatusCode::OK, &template)
}
