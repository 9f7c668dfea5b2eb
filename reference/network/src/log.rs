//! One line per event on standard error. Callers pass fixed words and identifiers of instances only: no token, cookie, code,
//! secret, national number or document content.

use std::io::Write as _;

use jiff::Timestamp;

/// Writes one line; a closed standard error is no reason to stop.
pub(crate) fn line(level: &str, instance: &str, event: &str, detail: &str) {
    let detail = detail.replace(['\n', '\r'], " ");
    let _ = writeln!(
        std::io::stderr().lock(),
        "{:.3} {level} instance={instance} {event} {detail}",
        Timestamp::now()
    );
}

/// Something the operator may want to know.
pub(crate) fn info(instance: &str, event: &str, detail: &str) {
    line("INFO", instance, event, detail);
}

/// Something the operator should look at.
pub(crate) fn warn(instance: &str, event: &str, detail: &str) {
    line("WARN", instance, event, detail);
}
