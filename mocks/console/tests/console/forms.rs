//! What the forms ask of the nation, and what they say where it is not done.

use etalon_nation::{ClockMode, Means};
use http::StatusCode;

use crate::visitor::Visitor;

const REALM: &str = "/console/realms/team-a";

fn at(page: &str) -> String {
    format!("{REALM}/{page}")
}

#[tokio::test]
async fn a_realm_is_opened_and_closed() {
    let visitor = Visitor::signed_in().await;
    let order = [("name", "team-b"), ("seed", "42"), ("at", "2026-04-09T10:00")];
    let opened = visitor.fill("/console/", "/console/realms", &order).await;
    assert_eq!(opened.header("location"), "/console/realms/team-b?done=opened");
    let page = visitor.get(opened.header("location")).await;
    assert_eq!(page.said("[data-testid=done]"), "The realm is open.");
    let realm = visitor.nation.realm("team-b").unwrap();
    assert_eq!((realm.seed(), realm.now().to_string()), (42, "2026-04-09T08:00:00Z".to_owned()));
    assert_eq!(page.said("[data-testid=issuer]"), realm.issuer());
    assert_eq!(visitor.get("/console/").await.texts("[data-testid=realm] h2"), ["team-a", "team-b"]);
    let closed = visitor.fill("/console/", "/console/realms/team-b/close", &[]).await;
    assert_eq!(closed.header("location"), "/console/?done=closed");
    assert!(visitor.nation.realm("team-b").is_none());
}

#[tokio::test]
async fn a_realm_that_cannot_be_opened_is_explained_and_what_was_typed_stays() {
    let visitor = Visitor::signed_in().await;
    for (name, seed, at, expected) in [
        ("team-a", "", "", "A realm of that name is open already."),
        ("a b", "7", "", "One of the fields cannot be used."),
        ("", "", "", "One of the fields cannot be used."),
        ("team-c", "-1", "", "A seed is a whole number."),
        ("team-c", "", "tomorrow", "This is not a date and time."),
    ] {
        let order = [("name", name), ("seed", seed), ("at", at)];
        let answer = visitor.fill("/console/", "/console/realms", &order).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{order:?}");
        assert!(
            answer.said("[data-testid=mistake]").starts_with(expected),
            "{}",
            answer.said("[data-testid=mistake]")
        );
        assert_eq!(answer.attribute("input[name=name]", "value"), name);
        assert_eq!(answer.attribute("input[name=seed]", "value"), seed);
    }
}

#[tokio::test]
async fn somebody_comes_to_live_here_and_changes_their_means() {
    let visitor = Visitor::signed_in().await;
    let path = at("people");
    let order = [("name", "Bert Maes"), ("kind", "bis-holder"), ("means", "itsme"), ("means", "eid")];
    let added = visitor.fill(&path, &path, &order).await;
    assert_eq!(added.header("location"), format!("{path}?done=person-added"));
    let realm = visitor.realm();
    let bert = realm.people().into_iter().find(|person| person.given_name == "Bert").unwrap();
    assert_eq!(realm.means_of(&bert.id), [Means::Eid, Means::Itsme]);
    let page = visitor.get(&path).await;
    let row = format!("[data-person={}]", bert.id);
    assert!(page.said(&row).contains("BIS number"), "{}", page.said(&row));
    assert_eq!(page.said(&format!("{row} [data-testid=means]")), "eID card reader itsme");
    let means = at(&format!("people/{}/means", bert.id));
    visitor.fill(&path, &means, &[("means", "password")]).await;
    assert_eq!(realm.means_of(&bert.id), [Means::Password]);
    visitor.fill(&path, &means, &[]).await;
    assert_eq!(realm.means_of(&bert.id), []);
    let again = visitor.fill(&path, &path, &order).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again
            .said("[data-testid=mistake]")
            .starts_with("Somebody of that name lives in this realm already.")
    );
    let nobody = visitor.fill(&path, &at("people/nobody/means"), &[]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_relying_party_is_registered_and_a_drawn_secret_is_told_once() {
    let visitor = Visitor::signed_in().await;
    let path = at("clients");
    let mut order = vec![
        ("id", "new"),
        ("redirect_uris", "https://a.example/cb\r\n\r\nhttps://b.example/cb"),
        ("scopes", "openid  profile"),
    ];
    let told = visitor.fill(&path, &path, &order).await;
    let client = visitor.realm().client("new").unwrap();
    assert_eq!(client.redirect_uris, ["https://a.example/cb", "https://b.example/cb"]);
    assert_eq!(client.scopes, ["openid", "profile"]);
    assert_eq!(told.said("#told-secret"), client.secret);
    assert!(!visitor.get(&path).await.text.contains(&client.secret));
    order.push(("secret", "chosen-by-hand"));
    let chosen = visitor.fill(&path, &path, &order).await;
    assert_eq!(chosen.header("location"), format!("{path}?done=client-registered"));
    assert_eq!(visitor.realm().client("new").unwrap().secret, "chosen-by-hand");
    let wrong = visitor
        .fill(
            &path,
            &path,
            &[("id", "x"), ("secret", "kept-to-itself"), ("redirect_uris", "not an address")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.text.contains("kept-to-itself") && wrong.text.contains("not an address"));
}

#[tokio::test]
async fn the_clock_is_stopped_moved_let_run_and_put_right() {
    let visitor = Visitor::signed_in().await;
    let (path, realm) = (at("clock"), visitor.realm());
    visitor
        .fill(&path, &path, &[("mode", "frozen"), ("at", "2026-03-29T01:59:59")])
        .await;
    assert_eq!(realm.now().to_string(), "2026-03-29T00:59:59Z");
    let step = at("clock/step");
    visitor.fill(&path, &step, &[("amount", "1"), ("unit", "seconds")]).await;
    let page = visitor.get(&path).await;
    assert_eq!(page.said("[data-testid=now]"), "29 March 2026, 03:00:00", "summer time begins");
    assert_eq!(page.attribute("[data-testid=mode]", "data-mode"), "frozen");
    visitor.fill(&path, &step, &[("amount", "-2"), ("unit", "days")]).await;
    assert_eq!(realm.now().to_string(), "2026-03-27T01:00:00Z");
    visitor.fill(&path, &path, &[("mode", "offset"), ("at", "2030-01-01T00:00")]).await;
    assert!(matches!(realm.clock_mode(), ClockMode::Offset(_)));
    assert!(realm.now().to_string().starts_with("2029-12-31T23:0"), "{}", realm.now());
    visitor.fill(&path, &path, &[("mode", "real")]).await;
    assert_eq!(realm.clock_mode(), ClockMode::Real);
    for (to, order) in [
        (&path, [("mode", "frozen"), ("at", "")]),
        (&path, [("mode", "backwards"), ("at", "2026-01-01T00:00")]),
        (&step, [("amount", "1.5"), ("unit", "hours")]),
        (&step, [("amount", "100001"), ("unit", "hours")]),
    ] {
        let answer = visitor.fill(&path, to, &order).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{order:?}");
        assert_eq!(realm.clock_mode(), ClockMode::Real, "{order:?}");
    }
}

#[tokio::test]
async fn directions_wait_where_they_can_be_seen_and_taken_back() {
    let visitor = Visitor::signed_in().await;
    let (path, realm) = (at("directions"), visitor.realm());
    let anna = realm.people()[0].id.clone();
    let orders: [&[(&str, &str)]; 4] = [
        &[
            ("authority", "csam"),
            ("name", "fault"),
            ("fault", "id-token-expired"),
            ("client", "portal"),
            ("person", &anna),
        ],
        &[
            ("authority", "csam"),
            ("name", "log-in-as"),
            ("means", "itsme"),
            ("client", "portal"),
            ("person", &anna),
            ("standing", "yes"),
        ],
        &[
            ("authority", "csam"),
            ("name", "answer-level"),
            ("level", "200"),
            ("client", "portal"),
        ],
        &[
            ("authority", "hospital"),
            ("name", "truncated"),
            ("institution", "Example Hospital"),
            ("client", "portal"),
        ],
    ];
    for order in orders {
        let answer = visitor.fill(&path, &path, order).await;
        assert_eq!(
            answer.header("location"),
            format!("{path}?done=directed"),
            "{order:?} {}",
            answer.text
        );
    }
    let waiting = realm.waiting_directions();
    assert_eq!(
        waiting.iter().map(|one| one.name).collect::<Vec<_>>(),
        ["fault", "log-in-as", "answer-level", "truncated"]
    );
    assert_eq!(waiting[0].scope.actor.as_deref(), Some(anna.as_str()));
    let page = visitor.get(&path).await;
    let fault = page.said("[data-name=fault]");
    assert!(
        fault.contains(&etalon_nation::Fault::by_id("id-token-expired").unwrap().title.en) && fault.contains("Anna"),
        "{fault}"
    );
    assert!(page.said("[data-name=log-in-as]").contains("from now on"));
    let number = waiting[2].number.to_string();
    let lifted = visitor.fill(&path, &at("directions/lift"), &[("number", &number)]).await;
    assert_eq!(lifted.header("location"), format!("{path}?done=lifted"));
    assert_eq!(realm.waiting_directions().len(), 3);
    for number in [number.as_str(), "", "all"] {
        let again = visitor.fill(&path, &at("directions/lift"), &[("number", number)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        assert_eq!(realm.waiting_directions().len(), 3, "{number}");
    }
}

#[tokio::test]
async fn a_direction_that_says_too_little_is_not_given() {
    let visitor = Visitor::signed_in().await;
    let path = at("directions");
    let orders: [&[(&str, &str)]; 6] = [
        &[("authority", "csam"), ("client", "portal")],
        &[("authority", "csam"), ("name", "fault"), ("client", "portal")],
        &[
            ("authority", "csam"),
            ("name", "fault"),
            ("fault", "no-such-fault"),
            ("client", "portal"),
        ],
        &[("authority", "csam"), ("name", "log-in-as"), ("means", "eid"), ("client", "portal")],
        &[("authority", "csam"), ("name", "answer-acr"), ("client", "portal")],
        &[("authority", "nobody"), ("name", "cancel"), ("client", "portal")],
    ];
    for order in orders {
        let answer = visitor.fill(&path, &path, order).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{order:?}");
        assert!(!answer.said("[data-testid=mistake]").is_empty());
    }
    assert!(visitor.realm().waiting_directions().is_empty());
}

#[tokio::test]
async fn every_fault_of_the_catalogue_can_be_chosen_in_the_readers_language() {
    let visitor = Visitor::signed_in().await;
    let page = visitor.get(&format!("{REALM}/directions?lang=nl")).await;
    let offered = page.texts("#fault-id option");
    let faults = etalon_nation::faults();
    assert_eq!(offered.len(), faults.len() + 1);
    for fault in faults {
        assert!(offered.contains(&fault.title.nl), "{}", fault.id);
        assert!(page.texts("[data-testid=catalogue] code").contains(&fault.id), "{}", fault.id);
    }
}

#[tokio::test]
async fn a_realm_answers_to_the_real_names_on_request() {
    let visitor = Visitor::signed_in().await;
    assert!(visitor.get("/console/root").await.texts("[data-testid=hosts]").is_empty());
    let answer = visitor.fill(REALM, &at("real-names"), &[]).await;
    assert_eq!(answer.header("location"), format!("{REALM}?done=real-names"));
    let hosts = visitor.get("/console/root").await.said("[data-testid=hosts]");
    assert!(hosts.starts_with("127.0.0.1 "), "{hosts}");
}

#[tokio::test]
async fn an_enormous_form_is_not_read() {
    let visitor = Visitor::signed_in().await;
    let large = "x".repeat(etalon_console::LARGEST_FORM + 1);
    let answer = visitor.fill("/console/", "/console/realms", &[("name", &large)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(visitor.nation.realms().len(), 1);
}
