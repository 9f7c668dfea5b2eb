//! The journal's pages and its stream, over entries that were written as authorities write them.

use etalon_nation::{Body, Event, Fields, RealmHandle, Side};
use http::{Method, StatusCode};
use serde_json::json;

use crate::visitor::Visitor;

const JOURNAL: &str = "/console/realms/team-a/journal";

fn ask(realm: &RealmHandle, url: &str, headers: &[(&str, &str)], body: &[u8]) -> u64 {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let request = Event::Request {
        side: Side::Incoming,
        actor: None,
        method: if body.is_empty() { "GET" } else { "POST" }.to_owned(),
        url: url.to_owned(),
        headers: headers.collect(),
        body: Body::of(body),
    };
    realm.journal().write("csam", request)
}

fn answer(realm: &RealmHandle, to: u64, status: u16, body: &[u8]) -> u64 {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let body = Body::of(body);
    realm.journal().write("csam", Event::Response { to, status, headers, body })
}

fn refuse(realm: &RealmHandle, name: &str, reason: &str) -> u64 {
    let fields = Fields::from_iter([("reason".to_owned(), json!(reason))]);
    let name = name.to_owned();
    realm.journal().write("csam", Event::Observation { name, fields })
}

#[tokio::test]
async fn an_exchange_is_told_with_its_refusal_parsed_and_raw() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let form = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("authorization", "Basic cG9ydGFsOnNlY3JldC1vZi10aGUtcG9ydGFs"),
    ];
    let asked = ask(
        &realm,
        "https://n/fas/oauth2/access_token?x=%3Cb%3E",
        &form,
        b"grant_type=authorization_code&code=a-code-of-one-login",
    );
    refuse(&realm, "token-refused", "code-unknown");
    answer(&realm, asked, 400, br#"{"error":"invalid_grant"}"#);
    let page = visitor.get(JOURNAL).await;
    let row = format!("#e{asked}");
    let line = page.said(&format!("{row} > details > summary"));
    for expected in ["csam", "POST", "/fas/oauth2/access_token", "400", "refused: code-unknown"] {
        assert!(line.contains(expected), "{expected} in {line}");
    }
    let told = page.said(&row);
    assert!(
        told.contains("token-refused") && told.contains("\"error\": \"invalid_grant\""),
        "{told}"
    );
    let curl = page.said(&format!("#curl-{asked}"));
    assert!(
        curl.starts_with("curl --cacert etalon-root.pem") && curl.contains("[secret "),
        "{curl}"
    );
    for secret in ["cG9ydGFs", "a-code-of-one-login"] {
        assert!(!page.text.contains(secret), "{secret}");
    }
    let alone = visitor.get(&format!("{JOURNAL}/{}", asked + 1)).await;
    assert_eq!(alone.said("h1"), format!("Entry {asked}"));
    assert!(alone.text.contains("<details open>"));
}

#[tokio::test]
async fn recorded_bytes_stay_text() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let script = "<script>document.title='taken'</script>";
    let asked = ask(
        &realm,
        &format!("https://n/{script}?a=\"><img src=x onerror=alert(1)>"),
        &[("x", script)],
        script.as_bytes(),
    );
    refuse(&realm, &format!("{script}-refused"), script);
    answer(&realm, asked, 200, script.as_bytes());
    for page in [
        JOURNAL.to_owned(),
        format!("{JOURNAL}/{asked}"),
        format!("{JOURNAL}?contains=%3Cscript%3E"),
    ] {
        let answer = visitor.get(&page).await;
        assert_eq!(answer.texts("script"), [""], "{page}");
        assert!(answer.texts("img").is_empty(), "{page}");
        assert!(answer.text.contains("&#60;script&#62;"), "{page}");
    }
}

#[tokio::test]
async fn the_filter_narrows_and_says_when_nothing_is_left() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let asked = ask(&realm, "https://n/fas/oauth2/authorize?scope=wrong", &[], b"");
    refuse(&realm, "authorization-refused", "scope-unknown");
    answer(&realm, asked, 400, b"{}");
    let numbers = |page: &crate::visitor::Answer| page.texts("[data-testid=happening] > details > summary > .number");
    let own = format!("#{asked}");
    for (query, expected) in [
        ("kind=refusal", vec![own.clone()]),
        ("authority=csam&kind=exchange", vec![own.clone()]),
        ("contains=SCOPE-UNKNOWN", vec![own.clone()]),
        ("authority=nobody", vec![]),
    ] {
        let page = visitor.get(&format!("{JOURNAL}?{query}")).await;
        assert_eq!(numbers(&page), expected, "{query}");
        assert!(
            page.attribute("[data-testid=happenings]", "data-stream").ends_with(query),
            "{query}"
        );
    }
    let nation = visitor.get(&format!("{JOURNAL}?authority=nation")).await;
    assert!(!numbers(&nation).is_empty() && !numbers(&nation).contains(&own));
    assert_eq!(nation.said("#authority option[selected]"), "nation");
}

#[tokio::test]
async fn older_happenings_are_reached_page_by_page_and_none_twice() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    for count in 0..120 {
        let asked = ask(&realm, &format!("https://n/{count}"), &[], b"");
        answer(&realm, asked, 200, b"");
    }
    let (mut seen, mut page) = (Vec::new(), visitor.get(&format!("{JOURNAL}?contains=n%2F")).await);
    loop {
        let rows = page.texts("[data-testid=happening] > details > summary .place");
        assert!(rows.len() <= 50);
        seen.extend(rows);
        if page.texts("[data-testid=older]").is_empty() {
            break;
        }
        page = visitor.get(&page.attribute("[data-testid=older]", "href")).await;
        assert!(page.texts("[data-stream]").is_empty(), "only the newest page is live");
    }
    let expected: Vec<_> = (0..120).rev().map(|count| format!("/{count}")).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn the_stream_tells_what_comes_and_takes_up_where_it_ended() {
    let mut visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let last = realm.journal().last();
    let mut stream = visitor
        .begin(Method::GET, &format!("{JOURNAL}/stream?after={last}"), String::new())
        .await;
    assert_eq!(stream.status(), StatusCode::OK);
    let asked = ask(&realm, "https://n/live", &[], b"");
    let told = stream.until("\n\n").await;
    assert!(
        told.contains("event: happening") && told.contains(&format!("id: {asked}")) && told.contains("waits"),
        "{told}"
    );
    let answered = answer(&realm, asked, 204, b"");
    let told = stream.until("\n\n").await;
    assert!(
        told.contains(&format!("id: {answered}")) && told.contains(&format!("id=\"e{asked}\"")) && told.contains(">204<"),
        "{told}"
    );
    drop(stream);
    // Whoever comes back says what they have seen; an answer still finds its request.
    visitor.headers.insert("last-event-id", asked.to_string().parse().unwrap());
    let mut again = visitor
        .begin(Method::GET, &format!("{JOURNAL}/stream?after=0"), String::new())
        .await;
    let told = again.until("\n\n").await;
    assert!(told.contains(&format!("id: {answered}")) && told.contains("/live"), "{told}");
}

#[tokio::test]
async fn the_stream_holds_to_the_filter_and_ends_with_its_realm() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let last = realm.journal().last();
    let path = format!("{JOURNAL}/stream?after={last}&kind=refusal");
    let mut stream = visitor.begin(Method::GET, &path, String::new()).await;
    let fine = ask(&realm, "https://n/fine", &[], b"");
    answer(&realm, fine, 200, b"");
    let asked = ask(&realm, "https://n/wrong", &[], b"");
    refuse(&realm, "authorization-refused", "client-unknown");
    let told = stream.until("\n\n").await;
    assert!(
        told.contains("client-unknown") && told.contains(&format!("id=\"e{asked}\"")) && !told.contains("/fine"),
        "{told}"
    );
    realm.close();
    assert!(stream.until("\n\n").await.contains("event: closed\ndata: closed"));
}

#[tokio::test]
async fn the_stream_ends_with_its_session() {
    let visitor = Visitor::signed_in().await;
    let realm = visitor.realm();
    let path = format!("{JOURNAL}/stream?after={}", realm.journal().last());
    let mut stream = visitor.begin(Method::GET, &path, String::new()).await;
    visitor.fill("/console/", "/console/sign-out", &[]).await;
    ask(&realm, "https://n/for-others", &[], b"");
    let told = stream.until("\n\n").await;
    assert!(told.contains("event: over") && !told.contains("for-others"), "{told}");
}

#[tokio::test]
async fn streams_are_few_and_free_again_when_left() {
    let visitor = Visitor::signed_in().await;
    let path = format!("{JOURNAL}/stream?after=0");
    let mut open = Vec::new();
    for _ in 0..etalon_console::MAX_STREAMS {
        open.push(visitor.begin(Method::GET, &path, String::new()).await);
    }
    assert!(open.iter().all(|stream| stream.status() == StatusCode::OK));
    assert_eq!(visitor.get(&path).await.status, StatusCode::SERVICE_UNAVAILABLE);
    open.pop();
    assert_eq!(visitor.begin(Method::GET, &path, String::new()).await.status(), StatusCode::OK);
}
