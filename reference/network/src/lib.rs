//! A health network: portal pages for patients and doctors, and an interface for hospitals that publish. [`host`] runs many instances in
//! one process, each with its own port, database, clock and sign-in provider. Upright; built with the feature `crooked` it can be asked
//! for single mistakes, listed by `defects`. The README has the protocol and the pages.
//!
//! Choices where the pages could have been otherwise: revoking a link posts to the address that declares one, with `action=revoke`; what the
//! provider says and is not believed refuses the sign-in (`login-failed`), and only what cannot be had or read makes it `unavailable`; a form with an impossible value is
//! shown again with status 422; attachments are held whole (10 MiB at most) before the first byte is passed on.

mod clock;
mod configuration;
#[cfg(feature = "crooked")]
mod crooked;
mod host;
mod instance;
mod jose;
mod log;
mod outgoing;
mod policies;
mod refusal;
mod secrets;
mod store;
mod web;

#[cfg(feature = "crooked")]
pub use crooked::{Defect, defects};
pub use host::host;
