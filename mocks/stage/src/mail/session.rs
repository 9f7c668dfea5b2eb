//! One SMTP session (RFC 5321) as a state machine: a line in, an answer out, no sockets. STARTTLS and AUTH are not offered: the server is on
//! the loopback interface, and lets everybody hand in what stays inside of the realm.

use super::is_reserved_address;

/// The longest command or line of a message, with its end. RFC 5321, 4.5.3.1 asks for at least 1000.
pub const COMMAND_LIMIT: usize = 4 * 1024;
/// The most bytes of a message.
pub const MESSAGE_LIMIT: usize = 256 * 1024;
/// The most recipients of one message (RFC 5321, 4.5.3.1.8 asks for at least 100).
pub const MAX_RECIPIENTS: usize = 100;
/// The most commands of one session.
pub const MAX_COMMANDS: usize = 1_000;

/// What the server answers: a code, and one or more lines of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) code: u16,
    pub(super) lines: Vec<String>,
}

/// What a line leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It is answered.
    Say(Said),
    /// It belongs to a message, and is not answered.
    Nothing,
    /// Whether this recipient is taken is for the server to say, and to tell with [`Session::take_recipient`].
    Recipient(String),
    /// The message is complete.
    Complete(Envelope),
    /// It is answered, and the session ends.
    End(Said),
}

/// A message, and for whom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    /// Empty for notices.
    pub(super) from: String,
    pub(super) to: Vec<String>,
    pub(super) bytes: Vec<u8>,
}

/// Where a session stands.
#[derive(Default)]
pub(super) struct Session {
    greeted: bool,
    from: Option<String>,
    to: Vec<String>,
    message: Option<Message>,
    commands: usize,
}

#[derive(Default)]
struct Message {
    bytes: Vec<u8>,
    /// Why it cannot be taken, whatever still comes of it.
    spoilt: Option<Said>,
}

impl Said {
    pub(super) fn new(code: u16, text: &str) -> Self {
        Self {
            code,
            lines: vec![text.to_owned()],
        }
    }

    /// As it goes over the wire.
    pub(super) fn wire(&self) -> String {
        let last = self.lines.len().saturating_sub(1);
        let line = |(at, text): (usize, &String)| format!("{}{}{text}\r\n", self.code, if at == last { ' ' } else { '-' });
        self.lines.iter().enumerate().map(line).collect()
    }
}

impl Session {
    /// A line, with its end.
    pub(super) fn line(&mut self, line: &[u8]) -> Step {
        if self.message.is_some() {
            return self.message_line(line);
        }
        self.commands += 1;
        if self.commands > MAX_COMMANDS {
            return Step::End(Said::new(421, "4.7.0 too many commands in one session"));
        }
        let Ok(line) = std::str::from_utf8(line) else {
            return say(500, "5.5.2 that is no text");
        };
        let line = line.trim_end_matches(['\r', '\n']);
        let (verb, rest) = line.split_once(' ').map_or((line, ""), |(verb, rest)| (verb, rest.trim()));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" if !rest.is_empty() => {
                self.begin();
                let lines = [
                    "mail.example greets you; nothing leaves this realm".to_owned(),
                    format!("SIZE {MESSAGE_LIMIT}"),
                    "8BITMIME".to_owned(),
                    "SMTPUTF8".to_owned(),
                    "ENHANCEDSTATUSCODES".to_owned(),
                ];
                Step::Say(Said {
                    code: 250,
                    lines: lines.to_vec(),
                })
            }
            "HELO" if !rest.is_empty() => {
                self.begin();
                say(250, "mail.example")
            }
            "EHLO" | "HELO" => say(501, "5.5.4 say who you are"),
            "MAIL" => self.mail(rest),
            "RCPT" => self.recipient(rest),
            "DATA" => self.data(rest),
            "RSET" => {
                self.forget();
                say(250, "2.0.0 forgotten")
            }
            "NOOP" => say(250, "2.0.0 done"),
            "VRFY" => say(252, "2.5.0 hand it in and see"),
            "HELP" => say(214, "2.0.0 EHLO, MAIL, RCPT, DATA, RSET, QUIT"),
            "QUIT" => Step::End(Said::new(221, "2.0.0 good bye")),
            "STARTTLS" | "AUTH" | "EXPN" | "TURN" | "ETRN" => say(502, "5.5.1 not offered here"),
            _ => say(500, "5.5.2 unknown command"),
        }
    }

    /// A line that is longer than the limit was passed over.
    pub(super) fn line_too_long(&mut self) -> Step {
        let too_long = Said::new(500, "5.5.6 the line is too long");
        match &mut self.message {
            Some(message) => {
                message.spoilt.get_or_insert(too_long);
                Step::Nothing
            }
            None => Step::Say(too_long),
        }
    }

    /// Takes the recipient that was asked about.
    pub(super) fn take_recipient(&mut self, address: String) -> Said {
        self.to.push(address);
        Said::new(250, "2.1.5 it will be kept for them")
    }

    fn begin(&mut self) {
        self.greeted = true;
        self.forget();
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn mail(&mut self, rest: &str) -> Step {
        if !self.greeted {
            return say(503, "5.5.1 say EHLO first");
        }
        if self.from.is_some() {
            return say(503, "5.5.1 a message was begun already");
        }
        let Some((address, parameters)) = path(rest, "FROM:") else {
            return say(501, "5.1.7 MAIL FROM:<address>");
        };
        let mut sizes = parameters
            .split(' ')
            .filter_map(|parameter| parameter.to_ascii_uppercase().strip_prefix("SIZE=").map(str::to_owned));
        if sizes.any(|size| size.parse::<usize>().map_or(true, |size| size > MESSAGE_LIMIT)) {
            return say(552, "5.3.4 the message is too large");
        }
        self.from = Some(address.to_owned());
        say(250, "2.1.0 noted")
    }

    fn recipient(&self, rest: &str) -> Step {
        if self.from.is_none() {
            return say(503, "5.5.1 say MAIL FROM first");
        }
        let Some((address, _)) = path(rest, "TO:").filter(|(address, _)| !address.is_empty()) else {
            return say(501, "5.1.3 RCPT TO:<address>");
        };
        if self.to.len() >= MAX_RECIPIENTS {
            return say(452, "4.5.3 too many recipients");
        }
        if !is_reserved_address(address) {
            return say(
                550,
                "5.7.1 nothing leaves this realm: only addresses that are reserved for examples are taken",
            );
        }
        Step::Recipient(address.to_owned())
    }

    fn data(&mut self, rest: &str) -> Step {
        if !rest.is_empty() {
            return say(501, "5.5.4 DATA stands alone");
        }
        if self.to.is_empty() {
            return say(503, "5.5.1 nobody to hand it to");
        }
        self.message = Some(Message::default());
        Step::Say(Said::new(354, "go on; end with a line that holds a dot"))
    }

    /// Only a dot between two whole line ends finishes a message: whoever reads other ends can be made to see two messages in one.
    fn message_line(&mut self, line: &[u8]) -> Step {
        let Some(message) = &mut self.message else { return Step::Nothing };
        if line == b".\r\n" {
            let Message { bytes, spoilt } = self.message.take().unwrap_or_default();
            let envelope = Envelope {
                from: self.from.take().unwrap_or_default(),
                to: std::mem::take(&mut self.to),
                bytes,
            };
            return spoilt.map_or(Step::Complete(envelope), Step::Say);
        }
        if !line.ends_with(b"\r\n") || line[..line.len() - 2].contains(&b'\r') {
            message
                .spoilt
                .get_or_insert(Said::new(554, "5.6.0 lines end with CR LF, and hold neither"));
        }
        let unstuffed = line.strip_prefix(b".").unwrap_or(line);
        if message.bytes.len() + unstuffed.len() > MESSAGE_LIMIT {
            message.spoilt.get_or_insert(Said::new(552, "5.3.4 the message is too large"));
        }
        if message.spoilt.is_none() {
            message.bytes.extend_from_slice(unstuffed);
        }
        Step::Nothing
    }
}

fn say(code: u16, text: &str) -> Step {
    Step::Say(Said::new(code, text))
}

/// The address between the brackets after `word`, and the parameters behind.
fn path<'a>(rest: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let (said, after) = (rest.get(..word.len())?, rest.get(word.len()..)?.trim_start());
    let (address, parameters) = after.strip_prefix('<')?.split_once('>')?;
    let is_plain = address.len() <= 254 && !address.chars().any(|sign| sign.is_control() || sign.is_whitespace() || sign == '<');
    (said.eq_ignore_ascii_case(word) && is_plain).then_some((address, parameters.trim()))
}

#[cfg(test)]
mod tests;
