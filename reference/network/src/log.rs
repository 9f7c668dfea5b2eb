//! One line of JSON per event on standard error. Callers pass fixed words and identifiers of instances only: no token, cookie, code,
//! secret, national number or document content.

use std::io::Write as _;

use jiff::Timestamp;
use serde_json::json;

/// Writes one line; a closed standard error is no reason to stop.
fn line(level: &str, instance: &str, event: &str, detail: &str) {
    let at = format!("{:.3}", Timestamp::now());
    let line = json!({"at": at, "level": level, "instance": instance, "event": event, "detail": detail});
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Something the operator may want to know.
pub(crate) fn info(instance: &str, event: &str, detail: &str) {
    line("INFO", instance, event, detail);
}

/// Something the operator should look at.
pub(crate) fn warn(instance: &str, event: &str, detail: &str) {
    line("WARN", instance, event, detail);
}

/// A sign-in was refused: in which message, and by which check.
pub(crate) fn login_refused(instance: &str, step: &str, check: &str) {
    let at = format!("{:.3}", Timestamp::now());
    let line = json!({"at": at, "level": "WARN", "instance": instance, "event": "login-refused", "step": step, "check": check});
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
