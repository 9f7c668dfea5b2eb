//! Who gets in, from where, and what surrounds every page.

use http::{StatusCode, header};

use crate::visitor::{TOKEN, Visitor};

const PAGES: [&str; 10] = [
    "/console/",
    "/console/realms/team-a",
    "/console/realms/team-a/people",
    "/console/realms/team-a/clients",
    "/console/realms/team-a/documents",
    "/console/realms/team-a/directions",
    "/console/realms/team-a/clock",
    "/console/realms/team-a/journal",
    "/console/realms/team-a/journal/1",
    "/console/root",
];

#[tokio::test]
async fn nothing_but_the_root_certificate_is_shown_without_a_session() {
    let visitor = Visitor::stranger().await;
    for page in PAGES.iter().filter(|page| **page != "/console/root") {
        let answer = visitor.get(page).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
        assert!(
            answer.header("location").starts_with("/console/sign-in?next=%2Fconsole%2F"),
            "{page}"
        );
    }
    let stream = visitor.get("/console/realms/team-a/journal/stream").await;
    assert_eq!((stream.status, stream.text.as_str()), (StatusCode::UNAUTHORIZED, ""));
    assert_eq!(visitor.get("/console/root").await.status, StatusCode::OK);
    let pem = visitor.get("/console/etalon-root.pem").await;
    assert_eq!(pem.text, visitor.nation.root_pem());
    assert_eq!(visitor.get("/").await.header("location"), "/console/");
}

#[tokio::test]
async fn only_the_token_opens_and_the_cookie_is_kept_from_scripts_and_other_sites() {
    let visitor = Visitor::stranger().await;
    let wrong = visitor
        .post("/console/sign-in", &[("token", "wrong"), ("next", "/console/realms/team-a")])
        .await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.said("[data-testid=mistake]").contains("not the token"));
    assert!(!wrong.headers.contains_key(header::SET_COOKIE));
    assert_eq!(wrong.attribute("input[name=next]", "value"), "/console/realms/team-a");
    let right = visitor
        .post(
            "/console/sign-in",
            &[("token", TOKEN), ("next", "/console/realms/team-a/journal?kind=state")],
        )
        .await;
    assert_eq!(right.header("location"), "/console/realms/team-a/journal?kind=state");
    let cookie = right.header("set-cookie");
    assert!(cookie.starts_with("__Host-etalon-console-8443="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{cookie}");
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere() {
    let visitor = Visitor::signed_in().await;
    let answer = visitor.fill("/console/", "/console/sign-out", &[]).await;
    assert_eq!(answer.header("location"), "/console/sign-in");
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(visitor.get("/console/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_counts_only_with_its_secret_and_from_our_own_pages() {
    let mut visitor = Visitor::signed_in().await;
    let path = "/console/realms/team-a/people";
    let csrf = visitor.get(path).await.attribute("input[name=csrf]", "value");
    let before = visitor.realm().people().len();
    for fields in [vec![("name", "x")], vec![("csrf", "wrong")], vec![("csrf", "")]] {
        assert_eq!(visitor.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{fields:?}");
    }
    for (name, value) in [
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
    ] {
        visitor.headers.clear();
        visitor.header(name, value);
        let answer = visitor.post(path, &[("csrf", &csrf)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        let sign_in = visitor.post("/console/sign-in", &[("token", TOKEN)]).await;
        assert_eq!(sign_in.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    assert_eq!(visitor.realm().people().len(), before);
    visitor.headers.clear();
    visitor.header("origin", "https://localhost:8443");
    assert_eq!(visitor.post(path, &[("csrf", &csrf)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.realm().people().len(), before + 1);
}

#[tokio::test]
async fn every_answer_forbids_foreign_scripts_and_caches() {
    let visitor = Visitor::signed_in().await;
    for page in PAGES
        .into_iter()
        .chain(["/console/no-such-page", "/console/realms/nowhere", "/console/console.js"])
    {
        let answer = visitor.get(page).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("script-src 'self';") && !policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{page}");
        if answer.header("content-type").starts_with("text/html") {
            assert_eq!(answer.header("cache-control"), "no-store", "{page}");
            assert!(
                !answer.text.contains("<script>") && !answer.text.contains(" style=") && !answer.text.contains(" onclick="),
                "{page}"
            );
        }
    }
}

#[tokio::test]
async fn every_page_speaks_three_languages_and_remembers_the_choice() {
    let mut visitor = Visitor::signed_in().await;
    for page in PAGES {
        for language in ["en", "fr", "nl"] {
            let answer = visitor.get(&format!("{page}?lang={language}")).await;
            assert_eq!(answer.attribute("html", "lang"), language, "{page}");
            assert_eq!(answer.header("content-language"), language, "{page}");
            assert!(
                answer.header("set-cookie").starts_with(&format!("etalon-console-lang={language};")),
                "{page}"
            );
        }
    }
    visitor.header("accept-language", "nl-BE,nl;q=0.9,en;q=0.5");
    assert_eq!(visitor.get("/console/").await.said("h1"), "Rijken");
    visitor.cookie.push_str("; etalon-console-lang=fr");
    assert_eq!(visitor.get("/console/").await.said("h1"), "Royaumes");
}

#[tokio::test]
async fn what_is_not_there_is_said_not_to_be() {
    let visitor = Visitor::signed_in().await;
    for page in [
        "/console/no-such-page",
        "/console/realms/nowhere",
        "/console/realms/nowhere/people",
        "/console/realms/nowhere/clients",
        "/console/realms/nowhere/directions",
        "/console/realms/nowhere/clock",
        "/console/realms/nowhere/journal",
        "/console/realms/nowhere/journal/1",
        "/console/realms/nowhere/journal/stream",
        "/console/realms/team-a/journal/999999",
        "/console/realms/team-a/journal/no-number",
        "/elsewhere",
    ] {
        let answer = visitor.get(page).await;
        assert_eq!(
            (answer.status, answer.said("h1").as_str()),
            (StatusCode::NOT_FOUND, "Not found"),
            "{page}"
        );
    }
}
