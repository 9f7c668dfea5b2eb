//! The control API over the wire: who is let in, what each call does, and how each refusal names its place and remedy.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, api::Api};
use etalon_nation::{
    NationError,
    control::{BODY_LIMIT, Control, ControlConfig, openapi},
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_realm_is_opened_peopled_directed_and_closed() {
    let api = Api::open().await;
    let nation = api.get("/v1/nation").await;
    assert_eq!(nation["base_url"], api.nation.base_url());
    assert_eq!(nation["control_url"], api.control.url());
    assert_eq!(nation["root_pem"], api.nation.root_pem());
    assert_eq!((&nation["hosts"], &nation["realms"]), (&json!([]), &json!(0)));

    let order = json!({"name": "practice", "seed": 7, "clock": {"mode": "frozen", "at": "2026-04-09T08:00:00Z"}});
    let realm = api.post("/v1/realms", order).await;
    assert_eq!(
        (&realm["seed"], &realm["clock"]["now"]),
        (&json!(7), &json!("2026-04-09T08:00:00Z"))
    );
    let issuer = realm["issuer"].as_str().unwrap().to_owned();
    assert_eq!(realm["discovery"], format!("{issuer}/.well-known/openid-configuration"));
    assert_eq!(api.get("/v1/realms").await[0]["name"], "practice");

    let anna = api
        .post(
            "/v1/realms/practice/people",
            json!({"name": "Anna Janssens", "means": ["itsme", "eid"]}),
        )
        .await;
    assert_eq!(
        (&anna["given_name"], &anna["surname"], &anna["kind"]),
        (&json!("Anna"), &json!("Janssens-Specimen"), &json!("citizen"))
    );
    assert_eq!(
        anna["means"],
        json!([{"name": "eid", "level": 500}, {"name": "itsme", "level": 450}])
    );
    let holder = api.post("/v1/realms/practice/people", json!({"kind": "bis-holder"})).await;
    let month: u8 = holder["insz"].as_str().unwrap()[2..4].parse().unwrap();
    assert!(month > 12, "a BIS number shows it in the month: {holder}");
    let id = anna["id"].as_str().unwrap();
    let means = api
        .call(
            "PUT",
            &format!("/v1/realms/practice/people/{id}/means"),
            Some(json!({"means": ["totp"]})),
        )
        .await
        .json();
    assert_eq!(means["means"][0]["name"], "totp");
    assert_eq!(api.get(&format!("/v1/realms/practice/people/{id}")).await, means);
    assert_eq!(api.get("/v1/realms/practice/people").await.as_array().unwrap().len(), 2);

    let client = json!({"id": "portal", "redirect_uris": [country::CALLBACK]});
    let client = api.post("/v1/realms/practice/clients", client).await;
    assert!(client["secret"].as_str().is_some_and(|secret| secret.len() >= 32), "{client}");
    let listed = api.get("/v1/realms/practice/clients").await;
    assert_eq!((&listed[0]["id"], listed[0].get("secret")), (&json!("portal"), None));

    let direction = json!({"authority": "csam", "name": "log-in-as", "arguments": {"person": id, "means": "totp"}});
    let set = api.post("/v1/realms/practice/directions", direction).await;
    assert_eq!((&set["client"], &set["standing"]), (&json!("portal"), &json!(false)));
    assert_eq!(api.get("/v1/realms/practice/directions").await, json!([set]));
    let mut browser = Browser::new(api.nation.root_pem());
    let fields = [
        ("client_id", "portal"),
        ("redirect_uri", country::CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
    ];
    let answered = browser
        .get(&format!("{issuer}/authorize?{}", etalon_wire::encode_form(fields)))
        .await;
    assert!(answered.location().unwrap().starts_with(country::CALLBACK), "{answered:?}");
    assert_eq!(api.get("/v1/realms/practice/directions").await, json!([]), "it was used");

    assert_eq!(api.call("DELETE", "/v1/realms/practice", None).await.status, 204);
    assert_eq!(
        api.call("GET", "/v1/realms/practice", None).await.problem(),
        (404, "realm-unknown".to_owned())
    );
    assert_eq!(browser.get(realm["discovery"].as_str().unwrap()).await.status, 404);
    api.close().await;
}

#[tokio::test]
async fn a_clock_is_frozen_moved_and_let_go() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "time"})).await;
    let set = |order: Value| api.call("PUT", "/v1/realms/time/clock", Some(order));
    assert_eq!(api.get("/v1/realms/time/clock").await["mode"], "real");
    let frozen = set(json!({"mode": "frozen", "at": "2026-03-29T00:59:59Z"})).await.json();
    assert_eq!(
        (&frozen["mode"], &frozen["now"]),
        (&json!("frozen"), &json!("2026-03-29T00:59:59Z"))
    );
    let stepped = api
        .call("POST", "/v1/realms/time/clock/step", Some(json!({"seconds": 2})))
        .await
        .json();
    assert_eq!(stepped["now"], "2026-03-29T01:00:01Z");
    let moved = set(json!({"mode": "offset", "seconds": -86_400})).await.json();
    assert_eq!((&moved["mode"], &moved["seconds"]), (&json!("offset"), &json!(-86_400)));
    assert_eq!(set(json!({"mode": "real"})).await.json()["seconds"], Value::Null);
    for wrong in [
        json!({"mode": "offset"}),
        json!({"mode": "real", "seconds": 1}),
        json!({"mode": "offset", "seconds": 1, "at": "2026-03-29T00:59:59Z"}),
        json!({"mode": "frozen", "seconds": 1}),
    ] {
        assert_eq!(set(wrong.clone()).await.problem(), (422, "field-unusable".to_owned()), "{wrong}");
    }
    for unreadable in [
        json!({"mode": "backwards"}),
        json!({"mode": "frozen", "at": "yesterday"}),
        json!({"mode": "real", "tz": 1}),
        json!(7),
    ] {
        assert_eq!(
            set(unreadable.clone()).await.problem(),
            (400, "body-unreadable".to_owned()),
            "{unreadable}"
        );
    }
    api.close().await;
}

#[tokio::test]
async fn every_refusal_names_its_place() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "r"})).await;
    api.post("/v1/realms/r/people", json!({"name": "Anna"})).await;
    let id = api.get("/v1/realms/r/people").await[0]["id"].as_str().unwrap().to_owned();
    let as_nobody = json!({"authority": "csam", "name": "log-in-as", "arguments": {"person": "nobody", "means": "eid"}});
    let direct = |name: &str, arguments: Value| json!({"authority": "csam", "name": name, "arguments": arguments, "client": "a"});
    for client in ["a", "b"] {
        api.post(
            "/v1/realms/r/clients",
            json!({"id": client, "redirect_uris": ["https://x.example/cb"]}),
        )
        .await;
    }
    let directions = "/v1/realms/r/directions";
    let cases = [
        ("GET", "/v1/realms/absent", Value::Null, 404, "realm-unknown", "`absent`"),
        ("POST", "/v1/realms", json!({"name": "r"}), 409, "realm-taken", "`r`"),
        ("POST", "/v1/realms", json!({"name": "a b"}), 422, "field-unusable", "use 1 to 100"),
        ("POST", "/v1/realms", json!({}), 400, "body-unreadable", "`name`"),
        (
            "POST",
            "/v1/realms",
            json!({"name": "x", "sed": 1}),
            400,
            "body-unreadable",
            "`sed`",
        ),
        ("DELETE", "/v1/realms/absent", Value::Null, 404, "realm-unknown", "`absent`"),
        (
            "POST",
            "/v1/realms/r/people",
            json!({"name": "Anna"}),
            409,
            "person-taken",
            "`Anna`",
        ),
        ("POST", "/v1/realms/r/people", json!({"name": " "}), 422, "field-unusable", "`name`"),
        (
            "POST",
            "/v1/realms/r/people",
            json!({"means": ["fax"]}),
            422,
            "field-unusable",
            "eid, itsme",
        ),
        ("GET", "/v1/realms/r/people/nobody", Value::Null, 404, "person-unknown", "`nobody`"),
        (
            "PUT",
            "/v1/realms/r/people/nobody/means",
            json!({"means": []}),
            404,
            "person-unknown",
            "`nobody`",
        ),
        (
            "POST",
            "/v1/realms/r/clients",
            json!({"id": "", "redirect_uris": ["https://x/"]}),
            422,
            "field-unusable",
            "`id`",
        ),
        (
            "POST",
            "/v1/realms/r/clients",
            json!({"id": "c", "redirect_uris": []}),
            422,
            "field-unusable",
            "`redirect_uris`",
        ),
        (
            "POST",
            "/v1/realms/r/clients",
            json!({"id": "c", "redirect_uris": ["/cb"]}),
            422,
            "field-unusable",
            "`/cb`",
        ),
        (
            "POST",
            "/v1/realms/r/clients",
            json!({"id": "c", "redirect_uris": ["https://x/\r\n"]}),
            422,
            "field-unusable",
            "control",
        ),
        ("POST", directions, as_nobody, 404, "person-unknown", "`nobody`"),
        (
            "POST",
            directions,
            json!({"authority": "csam", "name": "cancel"}),
            422,
            "field-unusable",
            "`client`",
        ),
        (
            "POST",
            directions,
            json!({"authority": "csam", "name": "cancel", "client": "z"}),
            404,
            "client-unknown",
            "`z`",
        ),
        (
            "POST",
            directions,
            json!({"authority": "mint", "name": "x"}),
            422,
            "field-unusable",
            "`mint`",
        ),
        ("POST", directions, direct("dance", json!({})), 422, "field-unusable", "`dance`"),
        (
            "POST",
            directions,
            direct("cancel", json!({"why": 1})),
            422,
            "field-unusable",
            "`why`",
        ),
        (
            "POST",
            directions,
            direct("answer-level", json!({"level": 401})),
            422,
            "field-unusable",
            "`level`",
        ),
        (
            "POST",
            directions,
            direct("answer-level", json!({})),
            422,
            "field-unusable",
            "`level`",
        ),
        (
            "POST",
            directions,
            direct("log-in-as", json!({"person": id})),
            422,
            "field-unusable",
            "`means`",
        ),
        (
            "POST",
            directions,
            direct("fault", json!({"fault": "none-such"})),
            422,
            "field-unusable",
            "`none-such`",
        ),
        (
            "POST",
            directions,
            json!({"authority": "hospital", "name": "dance"}),
            422,
            "field-unusable",
            "`dance`",
        ),
        (
            "POST",
            directions,
            json!({"authority": "hospital", "name": "down", "arguments": {"institution": "X"}}),
            422,
            "field-unusable",
            "`X`",
        ),
        (
            "DELETE",
            "/v1/realms/r/directions?number=9",
            Value::Null,
            404,
            "direction-unknown",
            "9",
        ),
        (
            "DELETE",
            "/v1/realms/r/directions?number=x",
            Value::Null,
            400,
            "query-unreadable",
            "number",
        ),
        (
            "GET",
            "/v1/realms/r/journal?limit=-1",
            Value::Null,
            400,
            "query-unreadable",
            "limit",
        ),
        (
            "GET",
            "/v1/realms/r/journal?sort=up",
            Value::Null,
            400,
            "query-unreadable",
            "`sort`",
        ),
        ("GET", "/v1/realms/r/journal/99999", Value::Null, 404, "entry-unknown", "99999"),
        ("GET", "/v1/realms/r/journal/last", Value::Null, 404, "address-unknown", "address"),
        ("GET", "/v1/realms/%ff", Value::Null, 404, "address-unknown", "address"),
        ("GET", "/v1/elsewhere", Value::Null, 404, "address-unknown", "elsewhere"),
        ("GET", "/", Value::Null, 404, "address-unknown", "openapi"),
        ("PATCH", "/v1/realms/r", Value::Null, 405, "method-unknown", "PATCH"),
        ("OPTIONS", "/v1/realms", Value::Null, 405, "method-unknown", "OPTIONS"),
    ];
    for (method, path, body, status, kind, names) in cases {
        let answer = api.call(method, path, (!body.is_null()).then_some(body)).await;
        assert_eq!(answer.problem(), (status, kind.to_owned()), "{method} {path}: {answer:?}");
        assert!(answer.json()["detail"].as_str().unwrap().contains(names), "{names}: {answer:?}");
    }
    api.close().await;
}

#[tokio::test]
async fn only_the_token_our_names_and_our_pages_are_let_in() {
    let api = Api::open().await;
    let bearer = format!("Bearer {}", api.control.token());
    let own = api.control.url().to_owned();
    let authorized = ("authorization", bearer.as_str());
    let (status, kind) = api.raw("GET", "/v1/nation", &[], None).await.problem();
    assert_eq!((status, kind.as_str()), (401, "token-missing"));
    for wrong in ["Bearer 0123456789abcdef", "Basic eDp5", "Bearer"] {
        let answer = api.raw("GET", "/v1/realms", &[("authorization", wrong)], None).await;
        assert_eq!(answer.problem().1, "token-missing");
        assert_eq!(answer.headers["www-authenticate"], "Bearer realm=\"etalon\"");
    }
    for path in ["/v1/nation", "/v1/elsewhere", "/openapi.json", "/"] {
        let rebound = api.raw("GET", path, &[authorized, ("host", "rebound.example")], None).await;
        assert_eq!(rebound.problem(), (421, "host-foreign".to_owned()), "{path}");
        for origin in ["https://evil.example", "null", "https://localhost:1"] {
            let foreign = api.raw("GET", path, &[authorized, ("origin", origin)], None).await;
            assert_eq!(foreign.problem(), (403, "origin-foreign".to_owned()), "{path} {origin}");
        }
    }
    assert_eq!(
        api.raw("GET", "/v1/nation", &[authorized, ("origin", &own)], None).await.status,
        200
    );
    assert_eq!(
        api.raw("GET", "/v1/nation", &[authorized, ("host", "localhost:1")], None)
            .await
            .status,
        200
    );
    let form = [authorized, ("content-type", "text/plain")];
    let simple = api.raw("POST", "/v1/realms", &form, Some(json!({"name": "x"}).to_string())).await;
    assert_eq!(
        simple.problem(),
        (415, "body-not-json".to_owned()),
        "what a form of another site can send"
    );
    let large = format!("\"{}\"", "x".repeat(BODY_LIMIT));
    let json_body = [authorized, ("content-type", "application/json; charset=utf-8")];
    assert_eq!(
        api.raw("POST", "/v1/realms", &json_body, Some(large)).await.problem(),
        (413, "body-too-large".to_owned())
    );
    assert!(api.nation.realms().is_empty());
    assert!(!format!("{:?}", api.control).contains(api.control.token()));
    api.close().await;
}

#[tokio::test]
async fn a_line_for_clocks_tells_the_time_and_nothing_else() {
    let api = Api::open().await;
    api.post(
        "/v1/realms",
        json!({"name": "r", "clock": {"mode": "frozen", "at": "2026-03-29T01:00:00Z"}}),
    )
    .await;
    let clocks = Control::open_for_clocks(api.nation.clone()).await.unwrap();
    assert_ne!(clocks.token(), api.control.token());
    let ask = async |method: reqwest::Method, path: &str, token: &str| {
        let request = api.client.request(method, format!("{}{path}", clocks.url())).bearer_auth(token);
        let answer = request.header("content-type", "application/json").body("{}").send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (get, clock) = (reqwest::Method::GET, "/v1/realms/r/clock");
    let (status, told) = ask(get.clone(), clock, clocks.token()).await;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((status, &told["now"]), (200, &json!("2026-03-29T01:00:00Z")));
    assert_eq!(
        ask(get.clone(), clock, api.control.token()).await.0,
        401,
        "each listener has a token of its own"
    );
    assert_eq!(ask(get.clone(), "/v1/realms/none/clock", clocks.token()).await.0, 404);
    for path in [
        "/v1/nation",
        "/v1/realms",
        "/v1/realms/r/journal",
        "/v1/realms/r/people",
        "/openapi.json",
    ] {
        assert_eq!(ask(get.clone(), path, clocks.token()).await.0, 404, "{path}");
    }
    assert_eq!(ask(reqwest::Method::PUT, clock, clocks.token()).await.0, 405);
    assert_eq!(ask(reqwest::Method::POST, "/v1/realms/r/clock/step", clocks.token()).await.0, 404);
    clocks.close().await;
    api.close().await;
}

#[tokio::test]
async fn plain_http_is_not_offered() {
    let api = Api::open().await;
    let plain = api.control.url().replace("https://", "http://");
    let answered = api.client.get(format!("{plain}/v1/nation")).send().await;
    assert!(answered.is_err(), "{answered:?}");
    api.close().await;
}

#[tokio::test]
async fn a_token_that_can_be_guessed_and_a_port_that_is_taken_are_refused() {
    let api = Api::open().await;
    let open = |config| Control::open(api.nation.clone(), config);
    let short = ControlConfig {
        token: Some("short".to_owned()),
        ..ControlConfig::default()
    };
    assert!(matches!(open(short).await, Err(NationError::Token)));
    let port = api.control.url().rsplit(':').next().unwrap().parse().ok();
    let taken = ControlConfig {
        port,
        ..ControlConfig::default()
    };
    assert!(open(taken).await.err().unwrap().to_string().contains("free the port"));
    let named = ControlConfig {
        token: Some("a-token-of-our-own".to_owned()),
        allowed_hosts: vec!["nation.example".to_owned()],
        ..ControlConfig::default()
    };
    let second = open(named).await.unwrap();
    assert_eq!(second.token(), "a-token-of-our-own");
    let address = second.url().trim_start_matches("https://").parse().unwrap();
    let roots = reqwest::Certificate::from_pem_bundle(api.nation.root_pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .tls_certs_only(roots)
        .no_proxy()
        .resolve("nation.example", address)
        .build()
        .unwrap();
    let url = format!("https://nation.example:{}/v1/realms", address.port());
    let answered = client
        .get(url)
        .header("authorization", "Bearer a-token-of-our-own")
        .send()
        .await
        .unwrap();
    assert_eq!(answered.status(), 200, "the certificate holds the name, and the name is let in");
    second.close().await;
    api.close().await;
}

#[tokio::test]
async fn directions_are_listed_taken_back_and_bounded() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "d"})).await;
    api.post(
        "/v1/realms/d/clients",
        json!({"id": "portal", "redirect_uris": [country::CALLBACK]}),
    )
    .await;
    let path = "/v1/realms/d/directions";
    let known = api.get("/v1/directions").await;
    let fault = known.as_array().unwrap().iter().find(|kind| kind["name"] == "fault").unwrap();
    let catalogue = api.get("/v1/realms/d/faults").await;
    assert_eq!(
        fault["arguments"][0]["values"].as_array().unwrap().len(),
        catalogue.as_array().unwrap().len()
    );
    let first = &catalogue[0];
    assert!(
        ["refused", "accepted", "unavailable"].contains(&first["reaction"].as_str().unwrap()),
        "{first}"
    );
    assert!(
        ["en", "fr", "nl"]
            .iter()
            .all(|language| first["title"][language].as_str().is_some_and(|title| !title.is_empty()))
    );

    let hospital = json!({"authority": "hospital", "name": "down", "arguments": {"reference": "doc-1"}, "standing": true});
    let down = api.post(path, hospital).await;
    assert_eq!((&down["person"], &down["standing"]), (&json!("doc-1"), &json!(true)));
    api.post(
        path,
        json!({"authority": "csam", "name": "fault", "arguments": {"fault": first["id"]}}),
    )
    .await;
    api.post(
        path,
        json!({"authority": "csam", "name": "answer-level", "arguments": {"level": "400"}}),
    )
    .await;
    api.post(path, json!({"authority": "csam", "name": "cancel"})).await;
    assert_eq!(api.get(path).await.as_array().unwrap().len(), 4);
    let lift = |query: String| api.call("DELETE", Box::leak(format!("{path}{query}").into_boxed_str()), None);
    assert_eq!(lift(format!("?number={}", down["number"])).await.json(), json!({"lifted": 1}));
    assert_eq!(lift(format!("?number={}", down["number"])).await.status, 404);
    assert_eq!(lift("?name=cancel".to_owned()).await.json(), json!({"lifted": 1}));
    assert_eq!(lift("?authority=hospital".to_owned()).await.json(), json!({"lifted": 0}));
    assert_eq!(lift(String::new()).await.json(), json!({"lifted": 2}));
    let kinds = api.get("/v1/realms/d/journal?kind=lifted").await;
    assert_eq!(
        kinds["entries"].as_array().unwrap().len(),
        4,
        "taking back is written down: {kinds}"
    );
    for _ in 0..etalon_nation::MAX_PENDING_DIRECTIONS {
        api.post(path, json!({"authority": "csam", "name": "cancel"})).await;
    }
    let beyond = api.call("POST", path, Some(json!({"authority": "csam", "name": "cancel"}))).await;
    assert_eq!(beyond.problem(), (409, "too-many".to_owned()));
    api.close().await;
}

#[tokio::test]
async fn people_without_a_name_get_one_each() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "crowd"})).await;
    for _ in 0..300 {
        api.post("/v1/realms/crowd/people", json!({})).await;
    }
    let people = api.get("/v1/realms/crowd/people").await;
    let distinct = |field: &str| {
        let values = people.as_array().unwrap().iter().map(|person| person[field].to_string());
        values.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!((distinct("id"), distinct("insz")), (300, 300));
    api.post(
        "/v1/realms",
        json!({"name": "again", "seed": api.get("/v1/realms/crowd").await["seed"]}),
    )
    .await;
    let first = api.post("/v1/realms/again/people", json!({})).await;
    assert!(people.as_array().unwrap().contains(&first), "the same seed draws the same people");
    api.close().await;
}

#[tokio::test]
async fn the_specification_is_openapi_3_1_and_names_every_call() {
    let api = Api::open().await;
    let answer = api.raw("GET", "/openapi.json", &[], None).await;
    let told = answer.json();
    assert!(told["openapi"].as_str().unwrap().starts_with("3.1."), "{}", told["openapi"]);
    assert_eq!(told, serde_json::to_value(openapi()).unwrap());
    assert_eq!(told["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    api.post("/v1/realms", json!({"name": "spec"})).await;
    let mut calls = 0;
    for (path, methods) in told["paths"].as_object().unwrap() {
        for (method, call) in methods.as_object().unwrap() {
            calls += 1;
            assert!(
                call["operationId"].is_string() && !call["responses"].as_object().unwrap().is_empty(),
                "{path}"
            );
            let real = path.replace("{realm}", "spec").replace("{person}", "x").replace("{number}", "1");
            if real.ends_with("/stream") || (method == "delete" && real.ends_with("/spec")) {
                continue;
            }
            let (status, body) = {
                let answer = api.call(&method.to_uppercase(), &real, None).await;
                (answer.status, answer.body)
            };
            assert!(
                status != 405 && !body.contains("address-unknown"),
                "{method} {path}: {status} {body}"
            );
        }
    }
    assert_eq!(calls, routed(), "every call that is routed is described");
    let mut references = Vec::new();
    collect_references(&told, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(told.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    api.close().await;
}

/// How many calls the sources of the control API route below `/v1`.
fn routed() -> usize {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/control");
    let mut calls = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for route in source.split(".route(").skip(1) {
            let path = route.trim_start().trim_start_matches('"');
            // The specification itself, and the line for clocks, are no calls of the API.
            if path.starts_with("/openapi.json") || path.starts_with("/v1/") {
                continue;
            }
            // Up to the next link of the chain: `get(a).post(b))`.
            let methods = route.split("\n        .").next().unwrap();
            calls += ["get(", "post(", "put(", "delete("]
                .iter()
                .map(|method| methods.matches(method).count())
                .sum::<usize>();
        }
    }
    calls
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| collect_references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}
