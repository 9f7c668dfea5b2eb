//! From a product's pages to what a person saw: refusals, crashes, logins demanded, and pages that are not as the profile
//! says.
#![allow(clippy::unwrap_used)]

mod doors;

use doors::*;
use etalon_certs::TestRoot;
use etalon_model::{Intent, Means, Outcome, Reason, Role};
use url::Url;

const INTENTS: &str = r##"
    [intents.ListDocuments.any]
    recipe = [{ open = "{start}" }, { extract = "references", each = "li", attribute = "data-reference", next = "a.next" }]
    done = "body.done"
    [intents.LogIn.any]
    recipe = [{ open = "{start}" }, { identify = "csam" }]
    done = "body.done"
    [intents.LogOut.any]
    recipe = [{ open = "{start}" }, { follow = "a.out" }]
    done = "body.done"
    [intents.ReadAuditTrail.any]
    recipe = [{ open = "{nobody.knows}" }]
    done = "body.done"
    [intents.GiveConsent.any]
    recipe = [{ submit = "form" }]
    done = "body.done"
    [intents.WithdrawConsent.any]
    recipe = [{ open = "{start}" }]
    done = "body[[["
    [intents.ReadDocument.any]
    recipe = [{ open = "{start}" }]
    done = ""
    [intents.OpenManage.any]
    recipe = [{ open = "{start}" }, { follow = "a[data-reference='{document.reference}']", next = "a.next" }]
    done = "body.done"
    [intents.ReleaseDocument.any]
    recipe = [{ open = "/" }, { follow = "a.release", otherwise = "{start}" }]
    done = "body.done"
    [intents.RestrictDocument.any]
    recipe = [{ open = "{start}" }, { submit = "form", fields = { "Professional" = "{doctor}" } }]
    done = "li[data-professional='{doctor}']"
"##;

async fn visit(manner: impl Fn(&Seen) -> Does + Send + Sync + 'static) -> Visit {
    let server = Server::plain(manner).await;
    visiting(&server.base, "https://127.0.0.1:1")
}

fn visiting(base: &Url, nation: &str) -> Visit {
    let root = TestRoot::fresh().unwrap();
    let visiting = Visiting {
        intents: INTENTS,
        nation: Url::parse(nation).unwrap(),
        ..Visiting::usual(&root)
    };
    visiting.visit(base)
}

fn list() -> Intent {
    Intent::ListDocuments {
        role: Role::Patient,
        patient: "Marie".to_owned(),
    }
}

fn login() -> Intent {
    Intent::LogIn {
        role: Role::Patient,
        means: Means::Itsme,
    }
}

#[tokio::test]
async fn what_a_page_shows_is_what_the_person_saw() {
    let html = |status: u16, body: &'static str| move |_: &Seen| answer(status, "content-type: text/html\r\n", body);
    for (status, body, wanted) in [
        (200, "<body class=done>", Outcome::Done { shown: Default::default() }),
        (404, "<body class=done>", Outcome::Done { shown: Default::default() }),
        (500, "<body class=done>", Outcome::Crashed { status: 500 }),
        (503, "", Outcome::Crashed { status: 503 }),
        (
            403,
            "<main class=refusal data-reason=no-link>  You  may\n not ",
            Outcome::Refused {
                reason: Some(Reason::NoTherapeuticLink),
                shown: "You may not".to_owned(),
            },
        ),
        (
            200,
            "<body class=done><main class=refusal data-reason=moon>No",
            Outcome::Refused {
                reason: None,
                shown: "moon: No".to_owned(),
            },
        ),
        // The product knows its refusal, whatever status it gives it.
        (
            500,
            "<main class=refusal data-reason=no-link>No",
            Outcome::Refused {
                reason: Some(Reason::NoTherapeuticLink),
                shown: "No".to_owned(),
            },
        ),
        (
            502,
            "<main class=unavailable>The hospital does not answer",
            Outcome::SourceUnavailable {
                shown: "The hospital does not answer".to_owned(),
            },
        ),
    ] {
        let mut visit = visit(html(status, body)).await;
        assert_eq!(visit.open("/").await, wanted, "{status} {body}");
    }
}

fn why(outcome: Outcome) -> String {
    match outcome {
        Outcome::Unrecognised { why } => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_page_that_is_not_as_the_profile_says_is_unrecognised_and_named() {
    let mut door = visit(|_| page("<title>Another</title><a class=out href=/1></a><a class=out href=/2></a>")).await;
    let told = why(door.open("/here?secret=1").await);
    assert!(
        told.contains("`body.done`") && told.contains("/here (status 200)") && told.contains("“Another”"),
        "{told}"
    );
    assert!(!told.contains("secret"), "{told}");
    let start = [("start", "/")];
    let told = why(door.perform(&Intent::LogOut {}, &start).await);
    assert!(told.contains("2 links fit `a.out`"), "{told}");
    let told = why(door.perform(&Intent::ReadAuditTrail {}, &start).await);
    assert!(told.contains("`{nobody.knows}`") && told.contains("{start}"), "{told}");
    let told = why(door.perform(&Intent::WithdrawConsent { role: Role::Patient }, &start).await);
    assert!(told.contains("no CSS selector"), "{told}");
    let mut fresh = visit(|_| page("")).await;
    let told = why(fresh.perform(&Intent::GiveConsent { role: Role::Patient }, &start).await);
    assert!(told.contains("must first `open` a page"), "{told}");
    assert_eq!(fresh.requested(), [""; 0]);
    let told = why(fresh.perform(&Intent::LogOut {}, &start).await);
    assert!(told.contains("no link fits `a.out`"), "{told}");
}

#[tokio::test]
async fn a_page_that_is_no_html_shows_nothing_that_a_selector_finds() {
    let mut visit = visit(|_| answer(200, "content-type: text/plain\r\n", "<body class=done>")).await;
    why(visit.open("/").await);
}

#[tokio::test]
async fn an_empty_mark_takes_any_answer_with_status_200_and_no_other() {
    for (status, done) in [(200, true), (204, false), (404, false)] {
        let mut visit = visit(move |_| answer(status, "content-type: image/png\r\n", "")).await;
        let read = Intent::ReadDocument {
            role: Role::Patient,
            document: "letter".to_owned(),
        };
        let outcome = visit.perform(&read, &[("start", "/")]).await;
        assert_eq!(matches!(outcome, Outcome::Done { .. }), done, "{status}: {outcome:?}");
    }
}

#[tokio::test]
async fn an_intent_without_trigger_is_not_performed() {
    let mut visit = visit(|_| done()).await;
    let revoke = Intent::RevokeTherapeuticLink {
        patient: "Marie".to_owned(),
    };
    let performed = visit.driver.perform(&mut visit.actor, &revoke, &Default::default()).await;
    assert!(performed.is_none());
    assert!(visit.journal.entries().is_empty());
}

#[tokio::test]
async fn a_list_is_turned_to_its_last_page() {
    let mut visit = visit(|seen| match seen.path() {
        "/" => page("<body class=done><li data-reference=A><li data-reference=B><a class=next href=/2>next</a>"),
        _ => page("<body class=done><li data-reference=C>"),
    })
    .await;
    let Outcome::Done { shown } = visit.perform(&list(), &[("start", "/")]).await else {
        panic!("it is done")
    };
    assert_eq!(shown["references"], ["A", "B", "C"]);
}

#[tokio::test]
async fn a_list_that_never_ends_is_no_list() {
    let mut visit = visit(|_| page("<body class=done><li data-reference=A><a class=next href=/>next</a>")).await;
    let outcome = visit.perform(&list(), &[("start", "/")]).await;
    assert!(visit.requested().len() <= 102, "{}", visit.requested().len());
    assert!(
        !matches!(outcome, Outcome::Done { .. }),
        "a list cut at a bound was taken for the whole list"
    );
}

#[tokio::test]
async fn a_refusal_or_a_crash_on_a_later_page_of_a_list_is_not_hidden() {
    for (status, body, wanted) in [(403, "<main class=refusal data-reason=no-link>No", "refused"), (500, "", "crashed")] {
        let mut visit = visit(move |seen| match seen.path() {
            "/" => page("<body class=done><li data-reference=A><a class=next href=/2>next</a>"),
            _ => answer(status, "content-type: text/html\r\n", body),
        })
        .await;
        assert_eq!(visit.perform(&list(), &[("start", "/")]).await.word(), wanted);
    }
}

#[tokio::test]
async fn a_link_in_a_list_is_looked_for_on_its_later_pages() {
    let manage = Intent::OpenManage {
        document: "letter".to_owned(),
    };
    let manner = |seen: &Seen| match seen.path() {
        "/" => page("<a data-reference=A href=/a>A</a><a class=next href=/2>next</a>"),
        "/2" => page("<a data-reference=B href=/b>B</a>"),
        _ => done(),
    };
    let mut there = visit(manner).await;
    let outcome = there.perform(&manage, &[("start", "/"), ("document.reference", "B")]).await;
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    assert!(there.requested().last().unwrap().ends_with("/b"), "{:?}", there.requested());
    let mut nowhere = visit(manner).await;
    let told = why(nowhere.perform(&manage, &[("start", "/"), ("document.reference", "C")]).await);
    assert!(told.contains("no link fits `a[data-reference='C']`"), "{told}");
    assert_eq!(nowhere.requested().len(), 2);
    let mut endless = visit(|_| page("<a class=next href=/>next</a>")).await;
    let told = why(endless.perform(&manage, &[("start", "/"), ("document.reference", "C")]).await);
    assert!(told.contains("goes on after"), "{told}");
}

#[tokio::test]
async fn where_no_link_leads_the_address_is_tried_and_only_its_refusal_counts() {
    let release = Intent::ReleaseDocument {
        role: Role::Professional,
        document: "letter".to_owned(),
    };
    let mut refused = visit(|seen| match seen.path() {
        "/" => page("<p>no link"),
        _ => page("<main class=refusal data-reason=no-link>No"),
    })
    .await;
    let outcome = refused.perform(&release, &[("start", "/release")]).await;
    assert!(matches!(&outcome, Outcome::Refused { reason: Some(_), .. }), "{outcome:?}");
    let mut open = visit(|seen| if seen.path() == "/" { page("<p>no link") } else { done() }).await;
    let told = why(open.perform(&release, &[("start", "/release")]).await);
    assert!(told.contains("no link fits `a.release`, and `{start}` is not refused"), "{told}");
    let mut led = visit(|seen| match seen.path() {
        "/" => page("<a class=release href=/there>release</a>"),
        _ => done(),
    })
    .await;
    assert!(matches!(
        led.perform(&release, &[("start", "/release")]).await,
        Outcome::Done { .. }
    ));
    assert!(led.requested().last().unwrap().ends_with("/there"));
}

#[tokio::test]
async fn what_shows_that_it_is_done_may_name_what_was_wanted() {
    let restrict = Intent::RestrictDocument {
        document: "letter".to_owned(),
        doctor: "Dr Claes".to_owned(),
    };
    for (who, is_done) in [("Dr Claes", true), ("Dr Peeters", false)] {
        let mut visit = visit(move |seen| match seen.path() {
            "/" => page(
                "<form method=post action=/restrict><label>Professional <select name=professional><option value=7>Dr Peeters\
                <option value=8>Dr Claes</select></label></form>",
            ),
            _ if seen.body == "professional=8" => page(&format!("<li data-professional='{who}'>{who}")),
            _ => page("<p>nobody was chosen"),
        })
        .await;
        let outcome = visit.perform(&restrict, &[("start", "/"), ("doctor", "Dr Claes")]).await;
        assert_eq!(matches!(outcome, Outcome::Done { .. }), is_done, "{outcome:?}");
        if !is_done {
            assert!(why(outcome).contains("`li[data-professional='Dr Claes']` is not on"));
        }
    }
}

#[tokio::test]
async fn a_page_of_the_nation_is_a_login_demanded_unless_a_login_is_wanted() {
    let csam = Server::plain(|_| page("<title>CSAM</title>")).await;
    let nation = csam.base.clone();
    let product = Server::plain(move |_| redirect(302, nation.as_str())).await;
    let mut visit = visiting(&product.base, csam.base.as_str());
    assert_eq!(visit.open("/").await, Outcome::LoginDemanded {});
    // Where a login is wanted, the nation's page must be the one that it is known by.
    let told = why(visit.perform(&login(), &[("start", "/")]).await);
    assert!(told.contains("csam-choose") || told.contains("CSAM"), "{told}");
}

#[tokio::test]
async fn a_means_that_csam_does_not_offer_is_a_refusal_for_its_level() {
    let form = "<form data-testid=csam-choose method=post action=/choose><input type=radio name=means value=eid data-testid=means-eid>\
        <button name=person value=marie data-testid=person-marie>Marie</button></form>";
    let csam = Server::plain(move |_| page(form)).await;
    let nation = csam.base.clone();
    let product = Server::plain(move |_| redirect(302, nation.as_str())).await;
    let mut visit = visiting(&product.base, csam.base.as_str());
    let outcome = visit.perform(&login(), &[("start", "/")]).await;
    assert!(
        matches!(
            outcome,
            Outcome::Refused {
                reason: Some(Reason::LevelTooLow),
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_nation_that_fails_is_a_source_that_is_unavailable_and_no_crash_of_the_product() {
    let csam = Server::plain(|_| answer(503, "content-type: text/html\r\n", "<body>CSAM is down")).await;
    let nation = csam.base.clone();
    let product = Server::plain(move |_| redirect(302, nation.as_str())).await;
    let mut visit = visiting(&product.base, csam.base.as_str());
    let shown = "CSAM is down".to_owned();
    assert_eq!(
        visit.perform(&login(), &[("start", "/")]).await,
        Outcome::SourceUnavailable { shown }
    );
}

#[tokio::test]
async fn a_status_may_be_a_refusal_and_a_sign_of_a_crash_counts_before_it() {
    const SIGNS: &str = "[refusals.crash]\nselector = \".stack-trace\"\nstatuses = [400]\n";
    let refused = |shown: &str| Outcome::Refused {
        reason: None,
        shown: shown.to_owned(),
    };
    for (status, body, wanted) in [
        (418, "<body class=done>no</body>", refused("no")),
        (418, "<body><p class=stack-trace>line 1</p>", Outcome::Crashed { status: 418 }),
        (
            200,
            "<main class=refusal>no</main><p class=stack-trace>",
            Outcome::Crashed { status: 200 },
        ),
        (400, "<main class=refusal>no</main>", Outcome::Crashed { status: 400 }),
        (403, "<main class=refusal data-reason=moon>no</main>", refused("moon: no")),
    ] {
        let server = Server::plain(move |_| answer(status, "content-type: text/html\r\n", body)).await;
        let root = TestRoot::fresh().unwrap();
        let visiting = Visiting {
            intents: SIGNS,
            ..Visiting::usual(&root)
        };
        let outcome = visiting.visit(&server.base).open("/").await;
        assert_eq!(outcome, wanted, "{status} {body}");
    }
}
