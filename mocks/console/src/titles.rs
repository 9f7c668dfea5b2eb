//! What readers call the things that the nation has codes for. In English; the keys of their words.

use etalon_nation::control::{ClockKind, PersonKind};

/// The registers that know people: code, and the title of each.
pub(crate) const REGISTERS: [(PersonKind, &str, &str); 2] = [
    (PersonKind::Citizen, "citizen", "the National Register"),
    (PersonKind::BisHolder, "bis-holder", "social security only (BIS number)"),
];
/// The directions for CSAM that have a form here; faults have a form of their own.
pub(crate) const CSAM_DIRECTIONS: [&str; 6] = [
    "log-in-as",
    "answer-level",
    "answer-acr",
    "without-national-number",
    "cancel",
    "unavailable",
];
/// The directions for hospitals.
pub(crate) const HOSPITAL_DIRECTIONS: [&str; 6] = ["down", "silent", "slow", "truncated", "wrong-document", "wrong-patient"];

/// When a patient may read a document.
pub(crate) const ACCESS_RULES: [(&str, &str); 4] = [
    ("immediate", "at once"),
    ("after-days", "after some days"),
    ("never", "never"),
    ("releasable", "once a physician has released it"),
];

pub(crate) fn clock(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Real => "real time",
        ClockKind::Offset => "moved",
        ClockKind::Frozen => "stands still",
    }
}

pub(crate) fn clock_code(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Real => "real",
        ClockKind::Offset => "offset",
        ClockKind::Frozen => "frozen",
    }
}

pub(crate) fn register(kind: PersonKind) -> &'static str {
    let found = REGISTERS.iter().find(|(known, _, _)| *known == kind);
    found.map_or("", |(_, _, title)| title)
}

/// A code that has no title is its own.
pub(crate) fn means(name: &str) -> &str {
    match name {
        "eid" => "eID card reader",
        "itsme" => "itsme",
        "totp" => "Code by mobile app",
        "mail" => "Code by e-mail",
        "password" => "User name and password",
        "sms" => "Code by text message (withdrawn)",
        "token" => "Citizen token (withdrawn)",
        other => other,
    }
}

/// A code that has no title is its own.
pub(crate) fn direction(name: &str) -> &str {
    match name {
        "fault" => "Fault",
        "log-in-as" => "Log a person in without showing a page",
        "answer-level" => "Answer with another level",
        "answer-acr" => "Answer with another acr",
        "without-national-number" => "Leave the national number out",
        "cancel" => "The person gives up",
        "unavailable" | "down" => "Out of service",
        "silent" => "Take the request and give no answer",
        "slow" => "Answer later than a client should wait",
        "truncated" => "Announce the whole answer and send half of it",
        "wrong-document" => "Hand over another document of the same patient",
        "flawed-list" => "A flaw in a revocation list",
        "flawed-status-answer" => "A flaw in a status answer",
        "wrong-patient" => "Hand over a document of another patient",
        "late" => "It comes a quarter of an hour later",
        "lost" => "It never comes",
        "bounced" => "It comes back as undeliverable",
        "refused" => "It is not taken: there is no such box",
        other => other,
    }
}

pub(crate) fn step(name: &str) -> &'static str {
    match name {
        "discovery" => "The discovery document",
        "jwks" => "The published keys",
        "authorization" => "The reply through the browser",
        "token" => "The answer with the tokens",
        "userinfo" => "The answer about the person",
        _ => "Elsewhere",
    }
}

pub(crate) fn reaction(name: &str) -> &str {
    match name {
        "refused" => "refuses the login",
        "accepted" => "accepts the login",
        "unavailable" => "says that it cannot be done now",
        other => other,
    }
}
