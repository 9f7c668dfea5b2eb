//! The page on which somebody without a telephone reads codes, and lets letters go astray.

use etalon_nation::{MailDirection, Means};
use http::StatusCode;

use crate::visitor::Visitor;

const PAGE: &str = "/console/realms/team-a/mailbox";

#[tokio::test]
async fn codes_of_apps_and_letters_are_shown() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let anna = realm.people()[0].clone();
    let page = visitor.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    let code = page.said(&format!("[data-person={}] [data-testid=app-code]", anna.id));
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    assert_eq!(page.said("[data-testid=no-letters]"), "No letter has come yet.");
    let smtp = page.said("[data-testid=smtp]");
    assert_eq!(smtp, format!("smtp://{}", realm.mail_address().unwrap()));
    let message = format!(
        "EHLO x\r\nMAIL FROM:<lab@hospital.example>\r\nRCPT TO:<{}>\r\nDATA\r\nSubject: <b>r\r\n\r\nthey are in\r\n.\r\nQUIT\r\n",
        anna.mail
    );
    say(&smtp, &message).await;
    let page = visitor.get(PAGE).await;
    let letter = format!("[data-to='{}']", anna.mail);
    assert_eq!(page.said(&format!("{letter} h3")), "<b>r");
    assert_eq!(page.said(&format!("{letter} [data-testid=letter-text]")), "they are in");
    realm.set_means(&anna.id, &[Means::Eid]);
    assert_eq!(
        visitor.get(PAGE).await.said("[data-testid=no-apps]"),
        "Nobody here has such an app."
    );
}

#[tokio::test]
async fn the_next_letter_is_asked_to_go_astray() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let anna = realm.people()[0].clone();
    for direction in MailDirection::ALL {
        let asked = visitor
            .fill(PAGE, PAGE, &[("person", &anna.id), ("name", direction.as_str())])
            .await;
        assert_eq!(asked.header("location"), format!("{PAGE}?done=directed"));
    }
    let anybody = visitor.fill(PAGE, PAGE, &[("person", ""), ("name", "lost")]).await;
    assert_eq!(anybody.status, StatusCode::SEE_OTHER);
    let waiting: Vec<_> = realm
        .waiting_directions()
        .iter()
        .map(|one| (one.name, one.scope.actor.clone()))
        .collect();
    let of_anna = Some(anna.mail.clone());
    let expected = [
        ("late", of_anna.clone()),
        ("lost", of_anna.clone()),
        ("bounced", of_anna.clone()),
        ("refused", of_anna),
        ("lost", None),
    ];
    assert_eq!(waiting, expected);
    let wrong = visitor.fill(PAGE, PAGE, &[("person", "nobody"), ("name", "lost")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Hands a message in, and waits until the server has said good bye.
async fn say(smtp: &str, message: &str) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(smtp.strip_prefix("smtp://").unwrap()).await.unwrap();
    stream.write_all(message.as_bytes()).await.unwrap();
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.unwrap();
    assert!(heard.contains("250 2.0.0 taken"), "{heard}");
}
