//! Mail and codes of a realm over the control API: what lies in the boxes, what apps show, what goes astray, and what outlives a restart.
#![allow(clippy::unwrap_used)]

mod country;

use std::process::Command;

use country::{Browser, api::Api, codes};
use etalon_nation::{Kind, Means, Nation, NationConfig};
use serde_json::{Value, json};

async fn practice(api: &Api, at: &str) -> Value {
    let order = json!({"name": "practice", "seed": 7, "clock": {"mode": "frozen", "at": at}});
    api.post("/v1/realms", order).await;
    let portal = json!({"id": "portal", "secret": country::SECRET, "redirect_uris": [country::CALLBACK]});
    api.post("/v1/realms/practice/clients", portal).await;
    api.post("/v1/realms/practice/people", json!({"name": "Anna Janssens"})).await
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_login_by_mail_is_read_in_the_mailbox() {
    let api = Api::open().await;
    let anna = practice(&api, "2026-04-09T08:00:00Z").await;
    let realm = api.nation.realm("practice").unwrap();
    let mut browser = Browser::new(api.nation.root_pem());
    let code = || codes::mailed(&realm, text(&anna["mail"]));
    let claims = country::log_in_with(&mut browser, &realm.issuer(), &country::client(), (text(&anna["id"]), "mail"), code).await;
    assert_eq!(claims["egovNRN"], anna["insz"]);
    let mailbox = api.get(&format!("/v1/realms/practice/mailbox?person={}", text(&anna["id"]))).await;
    let [message] = mailbox["messages"].as_array().unwrap().as_slice() else {
        panic!("{mailbox}")
    };
    assert_eq!((&message["to"], &message["from"]), (&anna["mail"], &json!("noreply@csam.example")));
    assert!(text(&message["text"]).contains(&codes::mailed(&realm, text(&anna["mail"]))));
    let entry = api.get(&format!("/v1/realms/practice/journal/{}", message["entry"])).await;
    assert!(text(&entry["body"]["text"]).contains("[secret mailed-code "), "{entry}");
    assert_eq!(
        api.get("/v1/realms/practice/mailbox?to=nobody@people.example").await["messages"],
        json!([])
    );
    let unknown = api.call("GET", "/v1/realms/practice/mailbox?person=nobody", None).await;
    assert_eq!(unknown.problem(), (404, "person-unknown".to_owned()));
    api.close().await;
}

#[tokio::test]
async fn curl_hands_mail_in_at_the_address_that_the_mailbox_tells() {
    let api = Api::open().await;
    practice(&api, "2026-04-09T08:00:00Z").await;
    let smtp = text(&api.get("/v1/realms/practice/mailbox").await["smtp"]).to_owned();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "Subject: results\r\n\r\nThey are in.\r\n").unwrap();
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--show-error",
        "--noproxy",
        "*",
        "--max-time",
        "20",
        &smtp,
        "--mail-from",
        "lab@hospital.example",
    ]);
    curl.args(["--mail-rcpt", "anna@people.example", "--upload-file"]).arg(file.path());
    let sent = tokio::task::spawn_blocking(move || curl.output()).await.unwrap().unwrap();
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    let mailbox = api.get("/v1/realms/practice/mailbox").await;
    assert_eq!(
        (&mailbox["smtp"], &mailbox["messages"][0]["subject"]),
        (&json!(smtp), &json!("results"))
    );
    api.close().await;
}

#[tokio::test]
async fn what_an_app_shows_logs_its_owner_in() {
    let api = Api::open().await;
    let anna = practice(&api, "2026-04-09T08:00:00Z").await;
    let realm = api.nation.realm("practice").unwrap();
    let path = format!("/v1/realms/practice/people/{}/app", text(&anna["id"]));
    let app = api.get(&path).await;
    assert_eq!((text(&app["code"]).len(), &app["seconds_left"]), (6, &json!(30)));
    assert_eq!(codes::shown(text(&app["address"]), realm.now().as_second()), text(&app["code"]));
    let mut browser = Browser::new(api.nation.root_pem());
    let code = || text(&app["code"]).to_owned();
    let claims = country::log_in_with(&mut browser, &realm.issuer(), &country::client(), (text(&anna["id"]), "totp"), code).await;
    assert_eq!(claims["egovNRN"], anna["insz"]);
    let bert = api
        .post("/v1/realms/practice/people", json!({"name": "Bert", "means": ["eid"]}))
        .await;
    let none = api
        .call("GET", &format!("/v1/realms/practice/people/{}/app", text(&bert["id"])), None)
        .await;
    assert_eq!(none.problem(), (422, "field-unusable".to_owned()));
    assert_eq!(
        api.call("GET", "/v1/realms/practice/people/nobody/app", None).await.problem().0,
        404
    );
    api.close().await;
}

#[tokio::test]
async fn letters_go_astray_as_they_are_told_to() {
    let api = Api::open().await;
    let anna = practice(&api, "2026-04-09T08:00:00Z").await;
    let path = "/v1/realms/practice/directions";
    let order = |name: &str, more: Value| {
        let mut order = json!({"authority": "mail", "name": name, "person": anna["id"]});
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        order
    };
    let late = api.post(path, order("late", json!({"arguments": {"seconds": 60}}))).await;
    assert_eq!((&late["person"], &late["arguments"]["seconds"]), (&anna["mail"], &json!(60)));
    let lost = api
        .post(
            path,
            json!({"authority": "mail", "name": "lost", "arguments": {"address": "x@y.example"}}),
        )
        .await;
    assert_eq!(lost["person"], "x@y.example");
    assert_eq!(api.get(path).await.as_array().unwrap().len(), 2);
    for wrong in [
        order("burnt", json!({})),
        order("late", json!({"arguments": {"seconds": -1}})),
        order("lost", json!({"arguments": {"seconds": 1}})),
        order("lost", json!({"arguments": {"address": "a@b.example"}})),
        order("lost", json!({"client": "portal"})),
    ] {
        let refused = api.call("POST", path, Some(wrong.clone())).await;
        assert_eq!(refused.problem(), (422, "field-unusable".to_owned()), "{wrong}");
    }
    let known = api.get("/v1/directions").await;
    let of_mail = known.as_array().unwrap().iter().filter(|kind| kind["authority"] == "mail");
    let names: Vec<_> = of_mail.map(|kind| text(&kind["name"]).to_owned()).collect();
    assert_eq!(names, ["late", "lost", "bounced", "refused"]);
    api.close().await;
}

#[tokio::test]
async fn a_citizen_token_is_activated_only_while_that_was_possible() {
    let api = Api::open().await;
    let anna = practice(&api, "2020-09-24T12:00:00Z").await;
    let (person, id) = (
        format!("/v1/realms/practice/people/{}", text(&anna["id"])),
        text(&anna["id"]).to_owned(),
    );
    let means = api
        .call("PUT", &format!("{person}/means"), Some(json!({"means": ["token", "sms", "eid"]})))
        .await
        .json();
    let names: Vec<_> = means["means"]
        .as_array()
        .unwrap()
        .iter()
        .map(|means| text(&means["name"]).to_owned())
        .collect();
    assert_eq!(names, ["eid", "sms", "token"]);
    let token = api.post(&format!("{person}/citizen-token"), json!({})).await;
    assert_eq!(token["codes"].as_array().unwrap().len(), etalon_nation::CODES_ON_CARD);
    let bert = api
        .post("/v1/realms/practice/people", json!({"name": "Bert", "means": ["token"]}))
        .await;
    api.nation
        .realm("practice")
        .unwrap()
        .freeze("2020-09-25T12:00:00Z".parse().unwrap());
    assert_eq!(
        api.post(&format!("{person}/citizen-token"), json!({})).await,
        token,
        "who has one keeps it"
    );
    let late = api
        .call(
            "POST",
            &format!("/v1/realms/practice/people/{}/citizen-token", text(&bert["id"])),
            Some(json!({})),
        )
        .await;
    assert_eq!(late.problem(), (422, "field-unusable".to_owned()));
    assert!(
        !text(&api.get("/v1/realms/practice/journal").await["entries"].to_string().into()).contains(text(&token["codes"][0])),
        "{id}"
    );
    api.close().await;
}

#[tokio::test]
async fn an_app_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let start = || async {
        let journal = etalon_nation::Journal::new(std::sync::Arc::new(etalon_nation::Unwritten), &[5; 32]);
        Nation::start(NationConfig::local(journal, country::keys())).await.unwrap()
    };
    let first = start().await;
    first.keep(folder.path()).unwrap();
    let realm = first.open_realm("team", 42, None).unwrap();
    let anna = realm.introduce("Anna", Kind::Citizen).unwrap();
    let bert = realm.introduce("Bert", Kind::Citizen).unwrap();
    realm.set_means(&bert.id, &[Means::Eid, Means::CitizenToken]);
    let address = realm.app_address(&anna.id).unwrap();
    assert_eq!(realm.app_address(&bert.id), None);
    first.close().await;
    let second = start().await;
    second.keep(folder.path()).unwrap();
    let realm = second.realm("team").unwrap();
    assert_eq!(realm.app_address(&anna.id), Some(address));
    assert_eq!(realm.means_of(&bert.id), [Means::Eid, Means::CitizenToken]);
    second.close().await;
    let file = folder.path().join("realms/team.json");
    let kept = std::fs::read_to_string(&file).unwrap();
    let damaged = kept.replacen("\"app\": \"", "\"app\": \"!", 1);
    assert_ne!(kept, damaged);
    std::fs::write(&file, damaged).unwrap();
    let third = start().await;
    let told = third.keep(folder.path()).unwrap_err().to_string();
    assert!(told.contains("no secret that could be one"), "{told}");
    third.close().await;
}
