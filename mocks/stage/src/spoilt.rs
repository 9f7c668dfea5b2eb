//! Answers of an authority that do not arrive as they should: held back, half sent, never sent. Why one is spoilt is for the authority.

use std::{io, sync::Arc, time::Duration};

use axum::body::Body;
use http::{HeaderValue, Response, header};
use tokio::time::timeout;

use crate::{Presence, Realm, forward::SentOnly};

/// An answer that is not sent: the connection is closed in its place.
#[derive(Clone, Copy)]
pub(crate) struct Unanswered;

/// Why somebody who held an answer back stopped waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// The time was over; the client is still there.
    Out,
    /// The client has left.
    ClientLeft,
    /// The realm was closed.
    RealmClosed,
}

/// Waits for `limit`, and no longer than there is somebody to answer.
pub async fn hold_back(realm: &Arc<Realm>, presence: Presence, limit: Duration) -> Waited {
    let nobody = async {
        tokio::select! {
            () = realm.closed() => Waited::RealmClosed,
            () = presence.gone() => Waited::ClientLeft,
        }
    };
    timeout(limit, nobody).await.unwrap_or(Waited::Out)
}

/// The same answer with `body`, whose length is announced and of which half is sent before the connection is closed.
#[must_use]
pub fn half_sent(answer: Response<Body>, body: Vec<u8>) -> Response<Body> {
    let (mut parts, _) = answer.into_parts();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    parts.extensions.insert(SentOnly(body.len() / 2));
    Response::from_parts(parts, Body::from(body))
}

/// No answer: the connection is closed before a byte of one.
#[must_use]
pub fn never_sent() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Unanswered);
    response
}

/// How many bytes of an answer's body will be sent: all of them where nothing is said, none where it is never sent.
#[must_use]
pub fn sent_of<B>(answer: &Response<B>) -> Option<usize> {
    let extensions = answer.extensions();
    let unanswered = extensions.get::<Unanswered>().map(|Unanswered| 0);
    unanswered.or_else(|| extensions.get::<SentOnly>().map(|SentOnly(length)| *length))
}

/// What the connection is given in place of an answer. It holds no bytes yet, and so sends none.
pub(crate) fn closed_connection() -> Response<Body> {
    let cut = futures::stream::once(async { Err::<bytes::Bytes, _>(io::Error::from(io::ErrorKind::ConnectionAborted)) });
    Response::new(Body::from_stream(cut))
}
