//! Turns at a product that several scenarios share: what a product does for one must not be taken for what it does for another. Who comes
//! back from a login is alone with it while it answers; and where only its log, or an adapter, tells what came of a wish, so is every wish.

use std::sync::Arc;

use etalon_model::{Profile, Trigger};
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};
use url::Url;

/// The turns at one product. Cloning it shares it.
#[derive(Clone)]
pub struct Turns {
    at: Arc<RwLock<()>>,
    origin: String,
    callback_paths: Arc<[String]>,
    has_log: bool,
}

/// A turn: it is over when this is dropped.
pub enum Turn {
    /// With nobody else at the product.
    Alone {
        /// Until then.
        _held: OwnedRwLockWriteGuard<()>,
    },
    /// With others who ask for pages too.
    Along {
        /// Until then.
        _held: OwnedRwLockReadGuard<()>,
    },
}

impl Turns {
    /// The turns at the product at `base`.
    #[must_use]
    pub fn at(base: &Url, profile: &Profile) -> Self {
        Self {
            at: Arc::default(),
            origin: base.origin().ascii_serialization(),
            callback_paths: profile.login.callback_paths.clone().into(),
            has_log: profile.refusals.log.is_some(),
        }
    }

    /// Whether scenarios can only want something of it one after the other, in whichever way they want it.
    #[must_use]
    pub fn are_for_whole_wishes(profile: &Profile) -> bool {
        profile.refusals.log.is_some() || profile.adapter.is_some()
    }

    /// A turn for all that a wish takes; none where each request of it takes its own.
    pub(crate) async fn for_wish(&self, trigger: &Trigger) -> Option<Turn> {
        match self.has_log || *trigger == Trigger::Http {
            true => Some(self.alone().await),
            false => None,
        }
    }

    /// A turn for one request; none where it does not go to the product.
    pub(crate) async fn for_request(&self, url: &Url) -> Option<Turn> {
        if url.origin().ascii_serialization() != self.origin {
            return None;
        }
        let answers_login = |name: &str| ["code", "state", "SAMLResponse", "SAMLart"].contains(&name);
        let comes_back =
            self.callback_paths.iter().any(|path| path == url.path()) || url.query_pairs().any(|(name, _)| answers_login(&name));
        Some(match comes_back {
            true => self.alone().await,
            false => Turn::Along {
                _held: Arc::clone(&self.at).read_owned().await,
            },
        })
    }

    /// A turn with nobody else at the product.
    pub async fn alone(&self) -> Turn {
        Turn::Alone {
            _held: Arc::clone(&self.at).write_owned().await,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use futures::FutureExt as _;

    use super::*;

    fn turns() -> Turns {
        Turns {
            at: Arc::default(),
            origin: "https://localhost:1".to_owned(),
            callback_paths: ["/back".to_owned()].into(),
            has_log: false,
        }
    }

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn pages_are_asked_for_together_and_who_comes_back_is_alone() {
        let turns = turns();
        let now = |text: &str| turns.for_request(&url(text)).now_or_never();
        let page = now("https://localhost:1/a").unwrap();
        let other = now("https://localhost:1/b").unwrap();
        assert!(page.is_some() && other.is_some());
        assert!(now("https://localhost:1/back").is_none(), "it waits for the pages");
        drop((page, other));
        let back = now("https://localhost:1/elsewhere?state=x").unwrap();
        assert!(now("https://localhost:1/a").is_none() && now("https://localhost:1/back").is_none());
        assert!(
            now("https://localhost:2/back").unwrap().is_none(),
            "that is no matter of the product"
        );
        drop(back);
        assert!(now("https://localhost:1/a").is_some());
    }

    #[test]
    fn an_adapters_wish_is_alone_from_its_beginning_to_its_end() {
        let turns = turns();
        let held = turns.for_wish(&Trigger::Http).now_or_never().unwrap();
        assert!(held.is_some());
        assert!(turns.for_request(&url("https://localhost:1/a")).now_or_never().is_none());
    }
}
