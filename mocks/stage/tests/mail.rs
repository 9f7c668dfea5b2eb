//! Mail inside of a realm: strangers hand it in by SMTP, it falls into the right box, and it goes astray where that is asked for.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without a stranger says so")]

use std::{io::Write as _, net::SocketAddr, process::Stdio, sync::Arc};

use etalon_journal::{Event, Journal, Side, Unwritten};
use etalon_stage::{COMMAND_LIMIT, Letter, MAIL_AUTHORITY, MESSAGE_LIMIT, MailDirection, NotSent, Realm};
use jiff::SignedDuration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    process::Command,
};

const ANNA: &str = "anna@people.example";

fn realm() -> Arc<Realm> {
    let journal = Journal::new(Arc::new(Unwritten), &[1; 32]);
    Realm::new(
        &journal,
        "https://127.0.0.1:1",
        "r",
        1,
        Some("2026-04-09T08:00:00Z".parse().unwrap()),
    )
}

fn letter(to: &str) -> Letter {
    Letter {
        from: "noreply@csam.example".to_owned(),
        from_name: "CSAM".to_owned(),
        to: to.to_owned(),
        subject: "Votre code de sécurité".to_owned(),
        text: "Bonjour,\n\n.123456\n".to_owned(),
        id: "letter-1".to_owned(),
    }
}

fn subjects(realm: &Realm, address: &str) -> Vec<String> {
    let messages = realm.mailbox().messages_for(address, realm.now());
    messages.iter().map(|message| message.subject.clone()).collect()
}

fn observed(realm: &Realm, wanted: &str) -> usize {
    let entries = realm.journal().entries();
    let of_that_name = |entry: &&Arc<etalon_journal::Entry>| matches!(&entry.event, Event::Observation { name, .. } if name == wanted);
    entries.iter().filter(of_that_name).count()
}

#[tokio::test]
async fn a_letter_is_handed_in_kept_and_written_down_on_both_sides_without_its_secret() {
    let realm = realm();
    realm.journal().mark_secret("mail-code", "123456");
    realm.send_mail("csam", &letter(ANNA)).await.unwrap();
    let messages = realm.mailbox().messages_for(ANNA, realm.now());
    let [message] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!(
        (message.subject.as_str(), message.from.as_str()),
        ("Votre code de sécurité", "noreply@csam.example")
    );
    assert_eq!(message.text, "Bonjour,\r\n\r\n.123456\r\n");
    let entries = realm.journal().entries();
    let sides: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Request { side, url, body, .. } => {
                assert!(url.starts_with("smtp://127.0.0.1:"));
                let text = body.text.as_deref().unwrap();
                assert!(text.contains("[secret mail-code ") && !text.contains("123456"), "{text}");
                Some((entry.authority.as_str(), *side))
            }
            _ => None,
        })
        .collect();
    assert_eq!(sides, [("csam", Side::Outgoing), (MAIL_AUTHORITY, Side::Incoming)]);
    let answers = entries
        .iter()
        .filter(|entry| matches!(entry.event, Event::Response { status: 250, .. }));
    assert_eq!(answers.count(), 2);
}

#[tokio::test]
async fn mail_goes_astray_where_that_is_asked_for_and_only_once() {
    let realm = realm();
    let late = MailDirection::Late(SignedDuration::from_mins(15));
    for direction in [late, MailDirection::Lost, MailDirection::Bounced, MailDirection::Refused] {
        realm.direct_mail(Some(ANNA), direction, false);
        // Somebody else's mail is none of it.
        realm.send_mail("csam", &letter("bert@people.example")).await.unwrap();
        let sent = realm.send_mail("csam", &letter(ANNA)).await;
        match direction {
            MailDirection::Refused => assert!(matches!(sent, Err(NotSent::Refused { code: 550, .. })), "{sent:?}"),
            _ => assert_eq!(sent, Ok(())),
        }
        assert_eq!(subjects(&realm, ANNA), [""; 0], "{direction:?}");
    }
    assert_eq!(subjects(&realm, "bert@people.example").len(), 4);
    assert_eq!(subjects(&realm, "noreply@csam.example"), ["Undelivered mail returned to sender"]);
    let told = ["mail-lost", "mail-bounced", "recipient-refused"].map(|name| observed(&realm, name));
    assert_eq!(told, [1, 1, 1]);
    realm.step(SignedDuration::from_secs(899));
    assert_eq!(subjects(&realm, ANNA).len(), 0);
    realm.step(SignedDuration::from_secs(1));
    assert_eq!(subjects(&realm, ANNA).len(), 1, "the late one has come");
    realm.send_mail("csam", &letter(ANNA)).await.unwrap();
    assert_eq!(subjects(&realm, ANNA).len(), 2);
}

/// Says `lines` and returns everything that the server answers until it closes the connection.
async fn spoken(address: SocketAddr, lines: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(lines).await.unwrap();
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.unwrap();
    heard
}

#[tokio::test]
async fn whoever_talks_nonsense_is_told_so_and_the_server_lives_on() {
    let realm = realm();
    let address = realm.mail_address().unwrap();
    let long = [&[b'x'; COMMAND_LIMIT + 1][..], b"\r\nQUIT\r\n"].concat();
    let cases: [(&[u8], &str); 4] = [
        (&long, "500 5.5.6"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nQUIT\r\n", "500 5.5.2"),
        (b"\x00\xff\r\nQUIT\r\n", "500 5.5.2"),
        (
            b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<someone@gmail.com>\r\nQUIT\r\n",
            "550 5.7.1",
        ),
    ];
    for (lines, expected) in cases {
        let heard = spoken(address, lines).await;
        assert!(
            heard.starts_with("220 ") && heard.contains(expected) && heard.ends_with("221 2.0.0 good bye\r\n"),
            "{heard}"
        );
    }
    let large = [
        b"HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n".to_vec(),
        b"line\r\n".repeat(MESSAGE_LIMIT / 6 + 1),
        b".\r\nQUIT\r\n".to_vec(),
    ];
    assert!(spoken(address, &large.concat()).await.contains("552 5.3.4"));
    realm.send_mail("csam", &letter(ANNA)).await.unwrap();
    assert_eq!(subjects(&realm, ANNA).len(), 1);
}

#[test]
fn without_a_runtime_there_is_no_server_and_no_panic() {
    let told = realm().mail_address().unwrap_err().to_string();
    assert!(told.contains("runtime"), "{told}");
}

#[tokio::test]
async fn the_server_ends_with_its_realm() {
    let realm = realm();
    let address = realm.mail_address().unwrap();
    assert_eq!(realm.mail_address().unwrap(), address);
    let mut open = TcpStream::connect(address).await.unwrap();
    let mut greeting = [0; 4];
    open.read_exact(&mut greeting).await.unwrap();
    realm.close();
    let mut rest = Vec::new();
    // Whether the end is a clean one depends on what was still to be read; that it comes does not.
    let _ = open.read_to_end(&mut rest).await;
    let closed = async { while TcpStream::connect(address).await.is_ok() {} };
    tokio::time::timeout(std::time::Duration::from_secs(10), closed).await.unwrap();
    assert!(realm.mail_address().is_err());
}

#[tokio::test]
async fn curl_hands_mail_in() {
    let realm = realm();
    let address = realm.mail_address().unwrap();
    let mut message = tempfile().unwrap();
    message
        .write_all(b"From: <me@product.example>\r\nTo: <anna@people.example>\r\nSubject: by curl\r\n\r\n.dots\r\n..\r\n")
        .unwrap();
    let path = message.path().to_owned();
    let sent = Command::new("curl")
        .args([
            "--silent",
            "--show-error",
            "--noproxy",
            "*",
            "--max-time",
            "20",
            &format!("smtp://{address}/me.example"),
        ])
        .args(["--mail-from", "me@product.example", "--mail-rcpt", ANNA, "--upload-file"])
        .arg(&path)
        .output()
        .await
        .unwrap();
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    let messages = realm.mailbox().messages_for(ANNA, realm.now());
    assert_eq!(
        (messages[0].subject.as_str(), messages[0].text.as_str()),
        ("by curl", ".dots\r\n..\r\n")
    );
}

const STRANGER: &str = r#"
import smtplib, sys
from email.message import EmailMessage
message = EmailMessage()
message["From"], message["To"], message["Subject"] = "Hôpital <h@hospital.example>", sys.argv[2], "Résultats à Liège"
message.set_content("Zoë, vos résultats :\n.\n" + "é" * 2000 + "\n")
with smtplib.SMTP(sys.argv[1].split(":")[0], int(sys.argv[1].split(":")[1]), timeout=20) as server:
    server.send_message(message)
    try:
        server.sendmail("h@hospital.example", ["someone@gmail.com"], "x")
    except smtplib.SMTPRecipientsRefused as refused:
        print(list(refused.recipients.values())[0][0])
"#;

#[tokio::test]
async fn pythons_smtplib_hands_mail_in_and_hears_that_nothing_leaves() {
    let realm = realm();
    let address = realm.mail_address().unwrap();
    let asked = Command::new("python3")
        .args(["-c", STRANGER, &address.to_string(), ANNA])
        .stdin(Stdio::null())
        .output()
        .await;
    let asked = match asked {
        Ok(asked) => asked,
        Err(why) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "python3: {why}");
            eprintln!("python3 was not asked: {why}");
            return;
        }
    };
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    assert_eq!(String::from_utf8(asked.stdout).unwrap().trim(), "550");
    let messages = realm.mailbox().messages_for(ANNA, realm.now());
    assert_eq!(messages[0].subject, "Résultats à Liège");
    assert!(
        messages[0].text.contains("Zoë, vos résultats :") && messages[0].text.contains(&"é".repeat(2000)),
        "{}",
        messages[0].text
    );
}

fn tempfile() -> std::io::Result<Temporary> {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mail-{}.eml", std::process::id()));
    Ok(Temporary(std::fs::File::create(&path)?, path))
}

/// A file that goes with the test.
struct Temporary(std::fs::File, std::path::PathBuf);

impl Temporary {
    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.write_all(bytes)
    }

    fn path(&self) -> &std::path::Path {
        &self.1
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.1);
    }
}
