//! Hospitals, their documents and relying parties that go, over the control API: what each call does, and how each refusal names its remedy.
#![allow(clippy::unwrap_used)]

mod country;

use country::{
    Browser,
    api::Api,
    network::{credentials_of, network},
};
use serde_json::json;

const HOSPITALS: &str = "/v1/realms/r/hospitals";

#[tokio::test]
async fn a_document_is_laid_down_changed_and_published_to_the_network() {
    let api = Api::open().await;
    api.post(
        "/v1/realms",
        json!({"name": "r", "clock": {"mode": "frozen", "at": "2026-04-09T08:00:00Z"}}),
    )
    .await;
    let anna = api.post("/v1/realms/r/people", json!({"name": "Anna Janssens"})).await;
    let hospitals = api.get(HOSPITALS).await;
    let named: Vec<_> = hospitals
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(named, ["example-hospital", "north-hospital", "south-clinic"]);
    assert_eq!((&hospitals[1]["network"], &hospitals[1]["documents"]), (&json!(null), &json!(0)));

    let north = format!("{HOSPITALS}/north-hospital");
    let documents = format!("{north}/documents");
    let order = json!({"patient": anna["id"], "reference": "a/b 1", "attachments": ["scan.pdf"], "patient_access": {"rule": "after-days", "days": 30}});
    let laid = api.post(&documents, order).await;
    assert_eq!(
        (&laid["patient"], &laid["published_at"]),
        (&anna["insz"], &json!("2026-04-09T08:00:00Z"))
    );
    assert_eq!(laid["patient_access"], json!({"rule": "after-days", "days": 30}));
    let drawn = api
        .post(&documents, json!({"patient": anna["id"], "title": "Lab result", "kind": "lab"}))
        .await;
    assert_eq!(
        (&drawn["reference"], &drawn["patient_access"]["rule"]),
        (&json!("D-0002"), &json!("immediate"))
    );
    assert_ne!(drawn["marker"], laid["marker"]);
    assert_eq!(api.get(&documents).await, json!([drawn, laid]));
    assert_eq!(
        api.get(&format!("{HOSPITALS}/south-clinic/documents")).await,
        json!([]),
        "each hospital has its own"
    );

    let publish = format!("{documents}/a%2Fb%201/publish");
    assert_eq!(api.call("POST", &publish, None).await.problem(), (409, "not-connected".to_owned()));
    let (address, heard) = network(&api.nation);
    let connected = api
        .call(
            "PUT",
            &format!("{north}/network"),
            Some(json!({"base_url": address, "name": "north"})),
        )
        .await;
    let connected = connected.json();
    let secret = connected["secret"].as_str().unwrap();
    assert!(
        secret.len() >= 32 && connected["publisher_name"] == "north" && connected["network"] == address,
        "{connected}"
    );
    assert!(api.get(HOSPITALS).await[1].get("secret").is_none());
    let published = api.call("POST", &publish, None).await.json();
    assert_eq!(published, json!({"status": 201, "id": "n-1", "no_answer": null}));
    let rule = json!({"rule": "never"});
    let changed = api
        .call("PUT", &format!("{documents}/a%2Fb%201/access"), Some(rule.clone()))
        .await
        .json();
    assert_eq!((&changed["patient_access"], &changed["marker"]), (&rule, &laid["marker"]));
    api.call("POST", &publish, None).await;
    let heard = heard.lock().unwrap().clone();
    assert_eq!(heard[0].0, credentials_of("north", secret));
    let said: Vec<_> = heard
        .iter()
        .map(|(_, said)| (&said["reference"], &said["patient_access"]["rule"]))
        .collect();
    assert_eq!(said, [(&json!("a/b 1"), &json!("after-days")), (&json!("a/b 1"), &rule["rule"])]);

    let direction = json!({"authority": "hospital", "name": "down", "arguments": {"institution": "North Hospital", "reference": "a/b 1"}});
    assert_eq!(api.post("/v1/realms/r/directions", direction).await["person"], "a/b 1");
    let browser = &mut Browser::new(api.nation.root_pem());
    let basic = credentials_of("north", secret);
    let fetched = async |browser: &mut Browser, reference: &str| {
        let url = format!("{}/documents/{reference}", hospitals[1]["repository"].as_str().unwrap());
        browser.get_with(&url, "authorization", &basic).await
    };
    assert_eq!(fetched(browser, "a%2Fb%201").await.status, 503);
    let letter = fetched(browser, "a%2Fb%201").await;
    assert!(
        letter.status == 200 && letter.body.contains(laid["marker"].as_str().unwrap()),
        "{letter:?}"
    );
    api.close().await;
}

#[tokio::test]
async fn what_cannot_be_laid_down_is_refused_by_its_place() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "r"})).await;
    let anna = api.post("/v1/realms/r/people", json!({})).await;
    let documents = format!("{HOSPITALS}/example-hospital/documents");
    for (order, kind, place) in [
        (json!({"patient": "nobody"}), "person-unknown", "nobody"),
        (json!({"patient": anna["id"], "reference": ""}), "field-unusable", "`reference`"),
        (json!({"patient": anna["id"], "title": "a\nb"}), "field-unusable", "`title`"),
        (
            json!({"patient": anna["id"], "attachments": vec!["a.pdf"; 21]}),
            "field-unusable",
            "`attachments`",
        ),
        (
            json!({"patient": anna["id"], "patient_access": {"rule": "after-days", "days": 40_000}}),
            "field-unusable",
            "`patient_access`",
        ),
        (
            json!({"patient": anna["id"], "patient_access": {"rule": "soon"}}),
            "body-unreadable",
            "soon",
        ),
    ] {
        let answer = api.call("POST", &documents, Some(order.clone())).await;
        assert_eq!(answer.problem().1, kind, "{order}");
        assert!(answer.body.contains(place), "{answer:?}");
    }
    let network = |order| api.call("PUT", "/v1/realms/r/hospitals/example-hospital/network", Some(order));
    for (order, place) in [
        (json!({"base_url": "nowhere"}), "`base_url`"),
        (json!({"base_url": "file:///etc"}), "`base_url`"),
        (json!({"base_url": "https://127.0.0.1:1", "name": "a:b"}), "`name`"),
        (json!({"base_url": "https://127.0.0.1:1", "secret": ""}), "`secret`"),
    ] {
        let answer = network(order.clone()).await;
        assert_eq!(answer.problem(), (422, "field-unusable".to_owned()), "{order}");
        assert!(answer.body.contains(place), "{answer:?}");
    }
    let missing = api.call("POST", &format!("{documents}/none/publish"), None).await;
    assert_eq!(missing.problem(), (404, "document-unknown".to_owned()));
    let missing = api.call("GET", &format!("{HOSPITALS}/none/documents"), None).await;
    assert_eq!(missing.problem(), (404, "hospital-unknown".to_owned()));

    // Who is elsewhere is not called, whatever the order says; who does not answer is told of.
    api.post(&documents, json!({"patient": anna["id"], "reference": "R"})).await;
    network(json!({"base_url": "https://elsewhere.example"})).await.json();
    let refused = api.call("POST", &format!("{documents}/R/publish"), None).await;
    assert_eq!(refused.problem(), (422, "field-unusable".to_owned()));
    network(json!({"base_url": "https://127.0.0.1:1"})).await.json();
    let silent = api.call("POST", &format!("{documents}/R/publish"), None).await.json();
    assert!(silent["status"].is_null() && silent["no_answer"].is_string(), "{silent}");
    api.close().await;
}

#[tokio::test]
async fn a_relying_party_that_was_removed_is_known_no_more() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "r"})).await;
    for id in ["portal", "other"] {
        api.post("/v1/realms/r/clients", json!({"id": id, "redirect_uris": [country::CALLBACK]}))
            .await;
        let direction = json!({"authority": "csam", "name": "cancel", "client": id, "standing": true});
        api.post("/v1/realms/r/directions", direction).await;
    }
    let asked = [
        ("client_id", "portal"),
        ("redirect_uri", country::CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
    ];
    let issuer = api.nation.realm("r").unwrap().issuer();
    let url = format!("{issuer}/authorize?{}", etalon_wire::encode_form(asked));
    let mut browser = Browser::new(api.nation.root_pem());
    assert_eq!(browser.get(&url).await.location_field("error").as_deref(), Some("access_denied"));
    assert_eq!(api.call("DELETE", "/v1/realms/r/clients/portal", None).await.status, 204);
    let refused = browser.get(&url).await;
    assert!(
        refused.location().is_none() && refused.status >= 400,
        "nobody is led to an address that is not registered: {refused:?}"
    );
    let left = api.get("/v1/realms/r/clients").await;
    assert_eq!((left.as_array().unwrap().len(), &left[0]["id"]), (1, &json!("other")));
    let waiting = api.get("/v1/realms/r/directions").await;
    assert_eq!((waiting.as_array().unwrap().len(), &waiting[0]["client"]), (1, &json!("other")));
    let again = api.call("DELETE", "/v1/realms/r/clients/portal", None).await;
    assert_eq!(again.problem(), (404, "client-unknown".to_owned()));
    api.close().await;
}
