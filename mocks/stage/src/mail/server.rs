//! The realm's mail server: a plain SMTP listener on the loopback interface, opened when somebody first asks where it is, and gone with the
//! realm. What is said in a session lives in `session`.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use etalon_journal::{Body, Event, Side};
use serde_json::json;
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    runtime::Handle,
    sync::Semaphore,
    time::timeout,
};

use super::{
    COMMAND_LIMIT, MAIL_AUTHORITY, MailDirection, Mailbox,
    compose::bounce,
    is_reserved_address,
    mailbox::HandedIn,
    session::{Envelope, Said, Session, Step},
};
use crate::Realm;

/// The most sessions of a realm's mail server at a time; the next one waits.
pub const MAIL_CONNECTIONS: usize = 16;
/// How long a session may be silent, and an answer take to be sent.
pub const MAIL_IDLE_LIMIT: Duration = Duration::from_secs(30);
/// How long the server waits where the machine could not give it the next connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Where the realm's mail server listens, once it does.
#[derive(Default)]
struct MailDoor {
    address: Mutex<Option<SocketAddr>>,
}

impl Realm {
    /// The boxes of this realm.
    #[must_use]
    pub fn mailbox(&self) -> Arc<Mailbox> {
        self.slot()
    }

    /// Asks for something to happen to mail for `address`, or for anybody: once, or from now on.
    pub fn direct_mail(&self, address: Option<&str>, direction: MailDirection, standing: bool) {
        let scope = crate::Scope {
            client: None,
            actor: address.map(str::to_owned),
        };
        self.mailbox().directions.set(self, MAIL_AUTHORITY, direction, scope, standing);
    }

    /// Where mail can be handed in by SMTP. The listener is opened now if it is not there yet, on the caller's runtime, and closes with the
    /// realm.
    ///
    /// # Errors
    /// There is no free port or no runtime, or the realm is closed.
    pub fn mail_address(self: &Arc<Self>) -> io::Result<SocketAddr> {
        let door = self.slot::<MailDoor>();
        let mut known = door.address.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_closed() {
            return Err(io::Error::new(io::ErrorKind::NotConnected, "the realm is closed"));
        }
        if let Some(address) = *known {
            return Ok(address);
        }
        let runtime = Handle::try_current().map_err(|_| io::Error::other("a mail server needs a tokio runtime to listen on"))?;
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = TcpListener::from_std(listener)?;
        let realm = Arc::clone(self);
        runtime.spawn(async move {
            tokio::select! {
                () = listen(&listener, &realm, address) => {}
                () = realm.closed() => {}
            }
        });
        self.state(
            MAIL_AUTHORITY,
            "mail-server-opened",
            json!({"address": format!("smtp://{address}")}),
        );
        *known = Some(address);
        Ok(address)
    }
}

async fn listen(listener: &TcpListener, realm: &Arc<Realm>, address: SocketAddr) {
    let places = Arc::new(Semaphore::new(MAIL_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            // Cut before it was taken, or there is no room for one more now: the next is tried after a while.
            let _ = timeout(ACCEPT_PAUSE, realm.closed()).await;
            continue;
        };
        let realm = Arc::clone(realm);
        tokio::spawn(async move {
            let _held = place;
            tokio::select! {
                // Whoever breaks off has handed in nothing more; there is nobody left to tell.
                _ = serve(stream, &realm, address) => {}
                () = realm.closed() => {}
            }
        });
    }
}

async fn serve(stream: TcpStream, realm: &Realm, address: SocketAddr) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::new(reading);
    let mut session = Session::default();
    answer(&mut writing, &Said::new(220, "mail.example ESMTP of a test nation")).await?;
    loop {
        let Ok(line) = timeout(MAIL_IDLE_LIMIT, read_line(&mut reading)).await else {
            return answer(&mut writing, &Said::new(421, "4.4.2 nothing was said for too long")).await;
        };
        let step = match line? {
            Line::End => return Ok(()),
            Line::TooLong => session.line_too_long(),
            Line::Whole(line) => session.line(&line),
        };
        let said = match step {
            Step::Nothing => continue,
            Step::Say(said) => said,
            Step::Recipient(recipient) => take_recipient(realm, &mut session, recipient),
            Step::Complete(envelope) => take_message(realm, address, &envelope),
            Step::End(said) => return answer(&mut writing, &said).await,
        };
        answer(&mut writing, &said).await?;
    }
}

fn take_recipient(realm: &Realm, session: &mut Session, recipient: String) -> Said {
    if directed(realm, &recipient, |asked| (asked == MailDirection::Refused).then_some(())).is_some() {
        realm.observe(
            MAIL_AUTHORITY,
            "recipient-refused",
            json!({"to": recipient, "reason": "no-such-mailbox"}),
        );
        return Said::new(550, "5.1.1 there is no such mailbox");
    }
    session.take_recipient(recipient)
}

/// Written down as it came, before anybody acts on it; then put into the boxes.
fn take_message(realm: &Realm, address: SocketAddr, envelope: &Envelope) -> Said {
    let written = written(Side::Incoming, None, address, envelope);
    let entry = realm.journal().write(MAIL_AUTHORITY, written);
    envelope.to.iter().for_each(|recipient| deliver(realm, envelope, recipient, entry));
    let said = Said::new(250, "2.0.0 taken");
    let answered = Event::Response {
        to: entry,
        status: said.code,
        headers: Vec::new(),
        body: Body::of(said.wire().as_bytes()),
    };
    realm.journal().write(MAIL_AUTHORITY, answered);
    said
}

fn deliver(realm: &Realm, envelope: &Envelope, recipient: &str, entry: u64) {
    let (mailbox, now) = (realm.mailbox(), realm.now());
    let asked = directed(realm, recipient, |asked| (asked != MailDirection::Refused).then_some(asked));
    let keep = |from: &str, to: &str, raw: &[u8], readable_at| {
        let number = mailbox.keep(&HandedIn {
            from,
            to,
            raw,
            at: now,
            readable_at,
            entry,
        });
        realm.observe(
            MAIL_AUTHORITY,
            "mail-kept",
            json!({"message": number, "to": to, "from": from, "readable_at": readable_at.to_string(), "handed_in": entry}),
        );
        number
    };
    match asked {
        None | Some(MailDirection::Refused) => {
            keep(&envelope.from, recipient, &envelope.bytes, now);
        }
        Some(MailDirection::Late(by)) => {
            keep(&envelope.from, recipient, &envelope.bytes, now.saturating_add(by).unwrap_or(now));
        }
        Some(MailDirection::Lost) => {
            realm.observe(MAIL_AUTHORITY, "mail-lost", json!({"to": recipient, "handed_in": entry}));
        }
        Some(MailDirection::Bounced) => {
            realm.observe(
                MAIL_AUTHORITY,
                "mail-bounced",
                json!({"to": recipient, "from": envelope.from, "handed_in": entry}),
            );
            // A notice about a notice would go back and forth for ever (RFC 5321, 6.1); one to the outside would leave the realm.
            if is_reserved_address(&envelope.from) {
                keep("", &envelope.from, &bounce(&envelope.from, recipient, entry, now), now);
            }
        }
    }
}

fn directed<T>(realm: &Realm, address: &str, wanted: impl Fn(MailDirection) -> Option<T>) -> Option<T> {
    let mailbox = realm.mailbox();
    mailbox
        .directions
        .consume(realm, MAIL_AUTHORITY, "", Some(address), |direction| wanted(*direction))
}

/// A message on its way, in the form of the journal's exchanges: the envelope stands where HTTP has header fields.
pub(super) fn written(side: Side, actor: Option<&str>, address: SocketAddr, envelope: &Envelope) -> Event {
    let mut headers = vec![("mail-from".to_owned(), envelope.from.clone())];
    headers.extend(envelope.to.iter().map(|recipient| ("rcpt-to".to_owned(), recipient.clone())));
    Event::Request {
        side,
        actor: actor.map(str::to_owned),
        method: "MAIL".to_owned(),
        url: format!("smtp://{address}"),
        headers,
        body: Body::of(&envelope.bytes),
    }
}

async fn answer(writing: &mut (impl AsyncWrite + Unpin), said: &Said) -> io::Result<()> {
    let sent = timeout(MAIL_IDLE_LIMIT, writing.write_all(said.wire().as_bytes())).await;
    sent.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

pub(super) enum Line {
    Whole(Vec<u8>),
    TooLong,
    End,
}

/// A line with its end, within the limit; one that is longer is passed over.
pub(super) async fn read_line(reading: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Line> {
    let (mut line, mut too_long) = (Vec::new(), false);
    loop {
        let held = reading.fill_buf().await?;
        if held.is_empty() {
            return Ok(Line::End);
        }
        let end = held.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(held.len(), |at| at + 1);
        if line.len() + taken > COMMAND_LIMIT {
            too_long = true;
            line.clear();
        } else if !too_long {
            line.extend_from_slice(&held[..taken]);
        }
        reading.consume(taken);
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Whole(line) });
        }
    }
}
