//! Mail inside of a realm: who hands it in by SMTP, the box it falls into, and what can be asked to go wrong on the way. Nothing ever leaves
//! the realm; what a message means is for whoever reads it.

mod compose;
mod direction;
mod mailbox;
mod sending;
mod server;
mod session;

pub use compose::Letter;
pub use direction::{LATE_MAIL, MailDirection};
pub use mailbox::{MAX_MESSAGES, MOST_MAIL_BYTES, MailMessage, Mailbox};
pub use sending::{MAIL_CALL_LIMIT, NotSent};
pub use server::{MAIL_CONNECTIONS, MAIL_IDLE_LIMIT};
pub use session::{COMMAND_LIMIT, MAX_COMMANDS, MAX_RECIPIENTS, MESSAGE_LIMIT};

/// Its name in the journal.
pub const MAIL_AUTHORITY: &str = "mail";

/// Whether mail for `address` stays here: its domain is one of those that RFC 2606 and RFC 6761 keep for examples and tests.
#[must_use]
pub fn is_reserved_address(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let domain = domain.to_ascii_lowercase();
    let ends = |suffix: &str| domain == suffix || domain.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
    let top = domain.rsplit('.').next().unwrap_or_default();
    !local.is_empty()
        && (["example", "test", "invalid", "localhost"].contains(&top)
            || ["example.com", "example.net", "example.org"].into_iter().any(ends))
}

#[cfg(test)]
mod tests {
    use super::is_reserved_address;

    #[test]
    fn only_addresses_that_belong_to_nobody_are_taken() {
        for taken in [
            "anna@people.example",
            "a@EXAMPLE",
            "x@mail.example.org",
            "a@b.test",
            "a@localhost",
            "\"a@b\"@example.com",
        ] {
            assert!(is_reserved_address(taken), "{taken}");
        }
        for refused in [
            "anna@people.example.be",
            "anna",
            "@people.example",
            "a@notexample.com",
            "a@gmail.com",
            "",
            "a@",
        ] {
            assert!(!is_reserved_address(refused), "{refused}");
        }
    }
}
