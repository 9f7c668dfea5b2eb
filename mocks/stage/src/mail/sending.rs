//! An authority hands a message in, by SMTP like everybody: to the realm's own server and nowhere else, written down before it leaves and
//! with what came of it.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use etalon_journal::{Body, Event, Side, Silence};
use tokio::{
    io::{AsyncWriteExt, BufReader},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    time::timeout,
};

use super::{
    Letter,
    server::{Line, read_line, written},
    session::Envelope,
};
use crate::Realm;

/// How long handing in may take, from the connection to the last answer.
pub const MAIL_CALL_LIMIT: Duration = Duration::from_secs(10);
/// The most lines of one answer.
const MOST_LINES: usize = 32;

/// Why a letter was not handed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// The server said no.
    #[error("the mail server refused it: {code} {text}")]
    Refused {
        /// Its code.
        code: u16,
        /// Its words.
        text: String,
    },
    /// There was no whole answer.
    #[error("the mail server could not be spoken to: {0}")]
    Silent(String),
}

impl Realm {
    /// Hands `letter` in at this realm's mail server, in the name of `authority`.
    ///
    /// # Errors
    /// It was refused, or the server could not be reached.
    pub async fn send_mail(self: &Arc<Self>, authority: &'static str, letter: &Letter) -> Result<(), NotSent> {
        let address = self.mail_address().map_err(|why| NotSent::Silent(why.to_string()))?;
        let envelope = Envelope {
            from: letter.from.clone(),
            to: vec![letter.to.clone()],
            bytes: letter.bytes(self.now()),
        };
        let to = self
            .journal()
            .write(authority, written(Side::Outgoing, Some(authority), address, &envelope));
        let handed = timeout(MAIL_CALL_LIMIT, hand_in(address, &envelope)).await;
        let handed = handed.unwrap_or_else(|_| Err(Failure::Silent(io::ErrorKind::TimedOut.into())));
        let (event, result) = match handed {
            Ok(said) => (response(to, 250, &said), Ok(())),
            Err(Failure::Refused { code, text }) => (response(to, code, &text), Err(NotSent::Refused { code, text })),
            Err(Failure::Silent(why)) => {
                let how = match why.kind() {
                    io::ErrorKind::TimedOut => Silence::TimedOut,
                    io::ErrorKind::ConnectionRefused => Silence::NotListening,
                    io::ErrorKind::InvalidData => Silence::Unreadable,
                    _ => Silence::Reset,
                };
                let detail = why.to_string();
                (
                    Event::NoAnswer {
                        to,
                        how,
                        detail: detail.clone(),
                    },
                    Err(NotSent::Silent(detail)),
                )
            }
        };
        self.journal().write(authority, event);
        result
    }
}

fn response(to: u64, status: u16, said: &str) -> Event {
    Event::Response {
        to,
        status,
        headers: Vec::new(),
        body: Body::of(said.as_bytes()),
    }
}

enum Failure {
    Refused { code: u16, text: String },
    Silent(io::Error),
}

impl From<io::Error> for Failure {
    fn from(why: io::Error) -> Self {
        Self::Silent(why)
    }
}

struct Call {
    reading: BufReader<OwnedReadHalf>,
    writing: OwnedWriteHalf,
}

async fn hand_in(address: SocketAddr, envelope: &Envelope) -> Result<String, Failure> {
    let stream = TcpStream::connect(address).await?;
    // Each line waits for its answer; none may wait for the next.
    stream.set_nodelay(true)?;
    let (reading, writing) = stream.into_split();
    let mut call = Call {
        reading: BufReader::new(reading),
        writing,
    };
    call.expect(220).await?;
    call.say("EHLO csam.example\r\n", 250).await?;
    call.say(&format!("MAIL FROM:<{}> BODY=8BITMIME\r\n", envelope.from), 250).await?;
    for recipient in &envelope.to {
        call.say(&format!("RCPT TO:<{recipient}>\r\n"), 250).await?;
    }
    call.say("DATA\r\n", 354).await?;
    call.writing.write_all(&stuffed(&envelope.bytes)).await?;
    let said = call.say(".\r\n", 250).await?;
    // It is handed in; how the session ends changes nothing.
    let _ = call.say("QUIT\r\n", 221).await;
    Ok(said)
}

impl Call {
    async fn say(&mut self, line: &str, expected: u16) -> Result<String, Failure> {
        self.writing.write_all(line.as_bytes()).await?;
        self.expect(expected).await
    }

    async fn expect(&mut self, expected: u16) -> Result<String, Failure> {
        let unreadable = || io::Error::new(io::ErrorKind::InvalidData, "that is no answer of a mail server");
        for _ in 0..MOST_LINES {
            let Line::Whole(line) = read_line(&mut self.reading).await? else {
                return Err(unreadable().into());
            };
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let code: u16 = line.get(..3).and_then(|code| code.parse().ok()).ok_or_else(unreadable)?;
            if line.as_bytes().get(3) == Some(&b'-') {
                continue;
            }
            let text = line.get(4..).unwrap_or_default().to_owned();
            return if code == expected {
                Ok(text)
            } else {
                Err(Failure::Refused { code, text })
            };
        }
        Err(unreadable().into())
    }
}

/// With a dot before each line that begins with one (RFC 5321, 4.5.2).
fn stuffed(bytes: &[u8]) -> Vec<u8> {
    let mut stuffed = Vec::with_capacity(bytes.len() + 2);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            stuffed.push(b'.');
        }
        stuffed.extend_from_slice(line);
    }
    if !stuffed.ends_with(b"\r\n") {
        stuffed.extend_from_slice(b"\r\n");
    }
    stuffed
}

#[cfg(test)]
mod tests {
    #[test]
    fn dots_are_stuffed_and_the_last_line_ends() {
        assert_eq!(super::stuffed(b".a\r\nb\r\n..\r\nc"), b"..a\r\nb\r\n...\r\nc\r\n");
    }
}
