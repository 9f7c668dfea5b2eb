//! Within what an entry was written: for which scenario, and while which request was being answered. It goes with the work itself, so that
//! whoever writes need not know it. What it means to a verdict is not decided here.

use std::{cell::RefCell, future::poll_fn, sync::Arc};

/// Within what the present work is done.
#[derive(Clone, Default)]
struct Within {
    scenario: Option<Arc<str>>,
    during: Option<u64>,
}

thread_local! {
    static WITHIN: RefCell<Within> = const { RefCell::new(Within { scenario: None, during: None }) };
}

/// Does `work` for `scenario`: entries that it writes, wherever they go, bear that name.
pub async fn for_scenario<F: Future>(scenario: Arc<str>, work: F) -> F::Output {
    let scenario = Some(scenario);
    within(Within { scenario, during: None }, work).await
}

/// Does `work` while the request with that entry is being answered.
pub async fn during<F: Future>(request: u64, work: F) -> F::Output {
    let during = Some(request);
    within(Within { scenario: None, during }, work).await
}

/// Does `work` for no scenario in particular, also in the midst of one.
pub fn for_everybody<T>(work: impl FnOnce() -> T) -> T {
    let _until_it_is_done = Turn(WITHIN.replace(Within::default()));
    work()
}

/// `work` for another thread: within what the present work is done, it is done there too.
pub fn carried_on<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let own = WITHIN.with_borrow(Clone::clone);
    move || {
        let _until_it_is_done = Turn(WITHIN.replace(own));
        work()
    }
}

/// For which scenario the present work is done.
#[must_use]
pub fn present_scenario() -> Option<Arc<str>> {
    WITHIN.with_borrow(|within| within.scenario.clone())
}

/// While which request is answered the present work is done.
pub(crate) fn present_request() -> Option<u64> {
    WITHIN.with_borrow(|within| within.during)
}

/// A thread does many things in turn: the name stands for as long as this work has the turn.
async fn within<F: Future>(own: Within, work: F) -> F::Output {
    let mut work = Box::pin(work);
    poll_fn(move |context| {
        let _until_the_turn_ends = Turn(WITHIN.replace(own.clone()));
        work.as_mut().poll(context)
    })
    .await
}

/// Puts back what was before, also where the work panics.
struct Turn(Within);

impl Drop for Turn {
    fn drop(&mut self) {
        WITHIN.set(std::mem::take(&mut self.0));
    }
}

#[cfg(test)]
mod tests {
    use futures::{executor::block_on, future::join, pin_mut};

    use super::*;

    async fn turns(count: usize) {
        let mut left = count;
        poll_fn(|context| {
            if left == 0 {
                return std::task::Poll::Ready(());
            }
            left -= 1;
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        })
        .await;
    }

    #[test]
    fn works_that_take_turns_keep_their_own_names() {
        let work = |name: &'static str| {
            for_scenario(name.into(), async move {
                for count in 0..3 {
                    assert_eq!(present_scenario().as_deref(), Some(name));
                    turns(count).await;
                }
                assert_eq!(present_request(), None);
            })
        };
        block_on(join(work("one"), work("two")));
        assert_eq!(present_scenario(), None);
    }

    #[test]
    fn an_answer_is_no_work_of_the_scenario_around_it() {
        block_on(for_scenario("one".into(), async {
            during(7, async {
                turns(1).await;
                assert_eq!((present_scenario(), present_request()), (None, Some(7)));
            })
            .await;
            assert_eq!((present_scenario().as_deref(), present_request()), (Some("one"), None));
        }));
    }

    #[test]
    fn what_is_for_everybody_bears_no_name() {
        block_on(for_scenario("one".into(), async {
            assert_eq!(for_everybody(present_scenario), None);
            assert_eq!(present_scenario().as_deref(), Some("one"));
        }));
    }

    #[test]
    fn nothing_is_left_behind_by_work_that_panics() {
        let work = for_scenario("one".into(), async { panic!("as it does here") });
        pin_mut!(work);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| block_on(work)));
        assert!(panicked.is_err());
        assert_eq!(present_scenario(), None);
    }

    #[test]
    fn work_on_another_thread_is_done_within_the_same() {
        let work = block_on(during(7, async { carried_on(present_request) }));
        assert_eq!(present_request(), None);
        assert_eq!(std::thread::spawn(work).join().expect("it does not panic"), Some(7));
    }
}
