//! What a person's browser does with doors that are closed, false, slow or cut, and with redirects, cookies and forms.
#![allow(clippy::unwrap_used)]

mod doors;

use std::time::Duration;

use doors::*;
use etalon_certs::TestRoot;
use etalon_journal::{Event, Silence};
use etalon_model::{Intent, Outcome, Role};
use url::Url;

/// The most bytes that are taken of one answer.
const MOST: usize = 12 * 1024 * 1024;

fn silence(outcome: Outcome) -> (Silence, String) {
    match outcome {
        Outcome::NoAnswer { how, detail } => (how, detail),
        other => panic!("{other:?}"),
    }
}

fn is_done(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Done { .. })
}

#[tokio::test]
async fn as_many_redirects_as_browsers_follow_and_no_more() {
    let server = Server::plain(|seen| {
        let left: u32 = seen.path().trim_start_matches('/').parse().unwrap();
        if left == 0 {
            done()
        } else {
            redirect(302, &format!("/{}", left - 1))
        }
    })
    .await;
    let root = TestRoot::fresh().unwrap();
    let mut visit = Visiting::usual(&root).visit(&server.base);
    assert!(is_done(&visit.open("/20").await));
    let (how, detail) = silence(visit.open("/21").await);
    assert_eq!(how, Silence::Unreadable);
    assert!(detail.contains("more than 20 redirects"), "{detail}");
    assert_eq!(visit.requested().len(), 42);
}

#[tokio::test]
async fn nothing_beyond_this_machine_and_the_contacts_is_contacted() {
    let elsewhere = [
        "http://192.0.2.1/",
        "https://portal.invalid/",
        "http://[2001:db8::1]/",
        "http://[::ffff:c000:201]/",
        "http://localhost.portal.invalid/",
        "http://notlocalhost/",
        "ftp://192.0.2.1/",
    ];
    let server = Server::plain(move |seen| redirect(302, elsewhere[seen.path()[1..].parse::<usize>().unwrap()])).await;
    let root = TestRoot::fresh().unwrap();
    for (number, address) in elsewhere.iter().enumerate() {
        let mut visit = Visiting::usual(&root).visit(&server.base);
        let (how, detail) = silence(visit.open(&format!("/{number}")).await);
        assert_eq!(how, Silence::NotListening, "{address}");
        assert!(detail.contains(address) && detail.contains("it was not contacted"), "{detail}");
        assert_eq!(visit.requested().len(), 1, "{address}: a second request is in the journal");
    }
    // A contact is a host with its port, and only that.
    let visiting = Visiting {
        contacts: &["portal.invalid:443"],
        ..Visiting::usual(&root)
    };
    let mut visit = visiting.visit(&server.base);
    let (_, detail) = silence(visit.open("/1").await);
    assert!(!detail.contains("it was not contacted"), "{detail}");
    assert_eq!(visit.requested()[1], "https://portal.invalid/");
    let (_, detail) = silence(visit.open("/4").await);
    assert!(detail.contains("it was not contacted"), "{detail}");
}

#[tokio::test]
async fn a_product_that_does_not_answer_in_time_timed_out() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\n<body class=done>".to_vec();
    for begins_with in [Vec::new(), b"HTTP/1.1 200".to_vec(), half] {
        let server = Server::plain(move |_| Does::Stalls(begins_with.clone())).await;
        let root = TestRoot::fresh().unwrap();
        let visiting = Visiting {
            patience: Duration::from_millis(400),
            ..Visiting::usual(&root)
        };
        let mut visit = visiting.visit(&server.base);
        assert_eq!(silence(visit.open("/").await).0, Silence::TimedOut);
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_is_a_reset() {
    let root = TestRoot::fresh().unwrap();
    let mut visit = Visiting::usual(&root).visit(&resetting().await);
    assert_eq!(silence(visit.open("/").await).0, Silence::Reset);

    let server = Server::plain(|_| Does::Resets).await;
    let mut visit = Visiting::usual(&root).visit(&server.base);
    assert_eq!(silence(visit.open("/").await).0, Silence::Reset);

    let short = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\n<body class=done>";
    let server = Server::plain(|_| Does::Sends(short.to_vec())).await;
    let mut visit = Visiting::usual(&root).visit(&server.base);
    let (how, detail) = silence(visit.open("/").await);
    assert_eq!(how, Silence::Reset, "{detail}");

    let server = Server::tls(&root, "127.0.0.1", |_| Does::Resets).await;
    let mut visit = Visiting::usual(&root).visit(&server.base);
    let (how, detail) = silence(visit.open("/").await);
    assert_eq!(how, Silence::Reset, "{detail}");
}

#[tokio::test]
async fn at_a_closed_port_nobody_listens() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let root = TestRoot::fresh().unwrap();
    for scheme in ["http", "https"] {
        let mut visit = Visiting::usual(&root).visit(&Url::parse(&format!("{scheme}://{closed}")).unwrap());
        let (how, detail) = silence(visit.open("/").await);
        assert_eq!(how, Silence::NotListening, "{detail}");
    }
}

#[tokio::test]
async fn only_the_nations_root_and_the_right_name_are_trusted() {
    let (root, other) = (TestRoot::fresh().unwrap(), TestRoot::fresh().unwrap());
    let right = Server::tls(&root, "127.0.0.1", |_| done()).await;
    let foreign = Server::tls(&other, "127.0.0.1", |_| done()).await;
    let misnamed = Server::tls(&root, "portal.example", |_| done()).await;
    let mut visit = Visiting::usual(&root).visit(&right.base);
    let outcome = visit.open("/").await;
    assert!(is_done(&outcome), "{outcome:?}");
    for server in [foreign, misnamed] {
        let mut visit = Visiting::usual(&root).visit(&server.base);
        let (how, detail) = silence(visit.open("/").await);
        assert_eq!(how, Silence::NotTrusted, "{detail}");
        assert!(server.seen().is_empty(), "it was spoken to");
    }
}

#[tokio::test]
async fn what_is_no_http_is_unreadable() {
    let root = TestRoot::fresh().unwrap();
    let server = Server::plain(|_| Does::Sends(b"220 mail.example ESMTP\r\n".to_vec())).await;
    let mut visit = Visiting::usual(&root).visit(&server.base);
    let (how, detail) = silence(visit.open("/").await);
    assert_eq!(how, Silence::Unreadable, "{detail}");
    // Plain HTTP where TLS is due.
    let encrypted = Url::parse(&format!("https://{}", server.address)).unwrap();
    let mut visit = Visiting::usual(&root).visit(&encrypted);
    let (how, detail) = silence(visit.open("/").await);
    assert!(
        [Silence::Unreadable, Silence::NotListening, Silence::Reset].contains(&how),
        "{how:?}: {detail}"
    );
}

#[tokio::test]
async fn an_answer_is_taken_up_to_its_bound_and_not_beyond() {
    let body = |size: usize| format!("<body class=\"done\">{}", "x".repeat(size - 19));
    let server = Server::plain(move |seen| page(&body(MOST + usize::from(seen.path() == "/larger")))).await;
    let root = TestRoot::fresh().unwrap();
    let mut visit = Visiting::usual(&root).visit(&server.base);
    let outcome = visit.open("/").await;
    assert!(is_done(&outcome));
    let (how, detail) = silence(visit.open("/larger").await);
    assert_eq!(how, Silence::Unreadable);
    assert!(detail.contains("larger than"), "{detail}");
}

#[tokio::test]
async fn a_request_is_in_the_journal_with_its_answer_or_with_its_silence() {
    let server = Server::plain(|seen| if seen.path() == "/" { done() } else { Does::Resets }).await;
    let root = TestRoot::fresh().unwrap();
    let mut visit = Visiting::usual(&root).visit(&server.base);
    visit.open("/").await;
    visit.open("/cut").await;
    let entries = visit.journal.entries();
    let of = |number: u64| &entries[usize::try_from(number).unwrap() - 1].event;
    let mut answers = 0;
    for entry in &entries {
        match &entry.event {
            Event::Response { to, status, .. } => {
                assert_eq!(*status, 200);
                assert!(matches!(of(*to), Event::Request { url, .. } if url.ends_with('/')));
                answers += 1;
            }
            Event::NoAnswer { to, how, .. } => {
                assert_eq!(*how, Silence::Reset);
                assert!(matches!(of(*to), Event::Request { url, .. } if url.ends_with("/cut")));
                answers += 1;
            }
            _ => {}
        }
    }
    assert_eq!(answers, 2);
}

fn cookies(seen: &Seen) -> Vec<&str> {
    let mut cookies: Vec<&str> = seen
        .header("cookie")
        .unwrap_or_default()
        .split("; ")
        .filter(|cookie| !cookie.is_empty())
        .collect();
    cookies.sort_unstable();
    cookies
}

fn sets_cookies(seen: &Seen) -> Does {
    let cookies = match seen.path() {
        "/set" => {
            "set-cookie: everywhere=1; Path=/\r\nset-cookie: below=1; Path=/below\r\nset-cookie: sealed=1; Path=/; Secure; HttpOnly\r\n\
            set-cookie: foreign=1; Path=/; Domain=other.example\r\n"
        }
        "/end" => "set-cookie: everywhere=; Path=/; Max-Age=0\r\n",
        _ => "",
    };
    answer(200, &format!("content-type: text/html\r\n{cookies}"), "<body class=\"done\">")
}

#[tokio::test]
async fn cookies_go_where_their_path_and_their_seal_let_them() {
    let root = TestRoot::fresh().unwrap();
    let plain = Server::plain(sets_cookies).await;
    let sealed = Server::tls(&root, "127.0.0.1", sets_cookies).await;
    // Browsers take loopback for sealed, whatever its scheme.
    for server in [&plain, &sealed] {
        let mut visit = Visiting::usual(&root).visit(&server.base);
        for path in ["/set", "/", "/below/page", "/end", "/after"] {
            assert!(is_done(&visit.open(path).await));
        }
        let seen = server.seen();
        assert_eq!(cookies(&seen[0]), [""; 0]);
        assert_eq!(cookies(&seen[1]), ["everywhere=1", "sealed=1"], "{}", server.base);
        assert_eq!(cookies(&seen[2]), ["below=1", "everywhere=1", "sealed=1"], "{}", server.base);
        assert_eq!(cookies(&seen[4]), ["sealed=1"], "{}", server.base);
    }
}

#[tokio::test]
async fn cookies_put_aside_come_back_and_another_browser_has_none() {
    let server = Server::plain(sets_cookies).await;
    let root = TestRoot::fresh().unwrap();
    let mut visit = Visiting::usual(&root).visit(&server.base);
    visit.open("/set").await;
    visit.actor.agent.keep_cookies();
    visit.open("/end").await;
    visit.open("/").await;
    visit.actor.agent.take_kept_cookies();
    visit.open("/").await;
    let mut stranger = Visiting::usual(&root).visit(&server.base);
    stranger.open("/").await;
    let seen = server.seen();
    let told: Vec<_> = seen[2..].iter().map(cookies).collect();
    assert_eq!(told, [vec!["sealed=1"], vec!["everywhere=1", "sealed=1"], vec![]]);
}

const FORMS: &str = r##"
    [intents.GiveConsent.any]
    recipe = [{ open = "/form" }, { submit = "form#post", fields = { "National number" = "{patient.insz}", "note" = "a & b" } }]
    done = "body.done"
    [intents.WithdrawConsent.any]
    recipe = [{ open = "/form" }, { submit = "form#get", fields = { "q" = "é" } }]
    done = "body.done"
"##;

#[tokio::test]
async fn a_form_is_sent_as_a_browser_sends_it() {
    let form = r#"<form id="post" method="post" action="/take"><input type="hidden" name="csrf" value="t0ken"><label>National number
        <input name="insz"></label><textarea name="note">old</textarea><select name="s"><option value="1">a<option value="2" selected>b</select>
        <input type="checkbox" name="off"><input type="checkbox" name="on" checked><button name="b" value="x">Go</button></form>
        <form id="get" action="/find?old=1"><input name="q"></form>"#;
    let server = Server::plain(move |seen| match seen.path() {
        "/form" => page(form),
        "/take" => redirect(307, "/again"),
        "/again" => redirect(303, "/end"),
        _ => done(),
    })
    .await;
    let root = TestRoot::fresh().unwrap();
    let visiting = Visiting {
        intents: FORMS,
        ..Visiting::usual(&root)
    };
    let mut visit = visiting.visit(&server.base);
    let give = Intent::GiveConsent { role: Role::Patient };
    let outcome = visit.perform(&give, &[("patient.insz", "64062600024")]).await;
    assert!(is_done(&outcome), "{outcome:?}");
    let withdraw = Intent::WithdrawConsent { role: Role::Patient };
    assert!(is_done(&visit.perform(&withdraw, &[]).await));
    let seen = server.seen();
    let fields = "csrf=t0ken&s=2&on=on&insz=64062600024&note=a+%26+b";
    // A 307 repeats the request with its body; a 303 turns it into a look.
    for (seen, line) in seen[1..3].iter().zip(["POST /take HTTP/1.1", "POST /again HTTP/1.1"]) {
        assert_eq!(seen.line, line);
        let mut sent: Vec<&str> = seen.body.split('&').collect();
        let mut wanted: Vec<&str> = fields.split('&').collect();
        sent.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(sent, wanted);
        assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(seen.header("origin"), Some(server.base.origin().ascii_serialization().as_str()));
    }
    assert_eq!((seen[3].line.as_str(), seen[3].body.as_str()), ("GET /end HTTP/1.1", ""));
    assert_eq!(seen[3].header("content-type"), None);
    assert_eq!(seen[5].line, "GET /find?q=%C3%A9 HTTP/1.1");
}
