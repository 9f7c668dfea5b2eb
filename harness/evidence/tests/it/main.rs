//! The record and its renderings, over one told run that holds every kind of verdict and hostile bytes in every place
//! where a recorded byte can stand.
#![allow(clippy::unwrap_used)]

mod console;
mod deviations;
mod junit;
mod lanes;
mod merge;
mod record;
mod report;
mod summary;
mod telling;
mod told_lanes;
mod told_run;
mod told_scenarios;
