//! The console before a real nation: its pages as a program sees them, and as Chromium does. One program, so that it is linked once.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]
#![allow(clippy::print_stderr, reason = "a test that ran without its witness says so")]

mod access;
mod accessible;
mod browser;
mod chromium;
mod forms;
mod hospital_forms;
mod journal;
mod mailbox;
mod visitor;
