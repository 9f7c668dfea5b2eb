//! A realm's journal as it is written: for this process as a stream, over HTTP as server-sent events.

use std::{convert::Infallible, time::Duration};

use axum::response::sse;
use futures::{FutureExt, Stream, StreamExt, future::BoxFuture, stream};

use super::{Desk, JournalQuestion, Problem};
use crate::{RealmHandle, Subscription, Told};

/// How often a stream on which nothing happens says that it is alive.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Entries as they are written, until the realm is closed.
pub struct Feed {
    subscription: Subscription,
    question: JournalQuestion,
    closed: BoxFuture<'static, ()>,
    ended: bool,
}

impl Desk {
    /// What is written in a realm's journal after the entry that `question` names and is wanted by it; `limit` does not matter. Ends when the
    /// realm is closed.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn follow(&self, realm: &str, question: JournalQuestion) -> Result<Feed, Problem> {
        let realm = self.handle(realm)?;
        Ok(Feed {
            subscription: realm.journal().subscribe(question.after),
            question,
            closed: closing(realm),
            ended: false,
        })
    }
}

/// Server-sent events that say that they are alive where nothing happens for [`KEEP_ALIVE`], so that nobody in between takes the connection
/// for dead.
pub fn kept_alive<S>(events: S) -> sse::Sse<sse::KeepAliveStream<S>>
where
    S: Stream<Item = Result<sse::Event, Infallible>> + Send + 'static,
{
    alive_every(KEEP_ALIVE, events)
}

fn alive_every<S>(interval: Duration, events: S) -> sse::Sse<sse::KeepAliveStream<S>>
where
    S: Stream<Item = Result<sse::Event, Infallible>> + Send + 'static,
{
    sse::Sse::new(events).keep_alive(sse::KeepAlive::new().interval(interval).text("alive"))
}

fn closing(realm: RealmHandle) -> BoxFuture<'static, ()> {
    async move { realm.closed().await }.boxed()
}

impl Feed {
    /// What comes next; nothing once the realm is closed and everything in it was told.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            let told = if self.ended {
                self.subscription.next_now()?
            } else {
                tokio::select! {
                    biased;
                    told = self.subscription.next() => told,
                    () = &mut self.closed => {
                        self.ended = true;
                        continue;
                    }
                }
            };
            match &told {
                // Passing over many must not keep others of this thread waiting.
                Told::Entry(entry) if !self.question.wants(entry) => tokio::task::consume_budget().await,
                _ => return Some(told),
            }
        }
    }

    /// The same as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Told> + Send + 'static {
        stream::unfold(self, |mut feed| async move { Some((feed.next().await?, feed)) })
    }

    /// The same as server-sent events: an entry's `id` is its number, `data` the entry; `event: missed` tells how many came too fast;
    /// `event: closed` is the last.
    pub(crate) fn into_events(self) -> impl Stream<Item = Result<sse::Event, Infallible>> + Send + 'static {
        let told = self.into_stream().map(|told| match told {
            Told::Entry(entry) => sse::Event::default()
                .id(entry.number.to_string())
                .json_data(&*entry)
                .unwrap_or_else(|_| sse::Event::default().comment("an entry that cannot be written as JSON")),
            Told::Missed(count) => sse::Event::default().event("missed").data(count.to_string()),
        });
        let closed = stream::once(async { sse::Event::default().event("closed").data("the realm was closed") });
        told.chain(closed).map(Ok)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::response::IntoResponse;

    use super::*;

    /// How long a comment that comes at once may take.
    const BOUND: Duration = Duration::from_secs(20);

    async fn first_said(interval: Duration, events: impl Stream<Item = Result<sse::Event, Infallible>> + Send + 'static) -> String {
        let mut body = alive_every(interval, events).into_response().into_body().into_data_stream();
        let said = tokio::time::timeout(BOUND, body.next()).await.expect("something is said");
        String::from_utf8(said.unwrap().unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_stream_on_which_nothing_happens_says_that_it_is_alive() {
        assert_eq!(first_said(Duration::from_millis(1), stream::pending()).await, ": alive\n\n");
        let event = stream::iter([Ok(sse::Event::default().data("1"))]).chain(stream::pending());
        assert_eq!(first_said(BOUND * 2, event).await, "data: 1\n\n", "what happens comes first");
    }

    #[test]
    fn it_says_so_before_anybody_in_between_loses_patience() {
        // Reverse proxies end what is silent for a minute.
        assert!(KEEP_ALIVE * 3 < Duration::from_secs(60));
    }
}
