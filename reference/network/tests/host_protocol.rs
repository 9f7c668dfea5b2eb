//! The host protocol: instances side by side, and lines that are wrong.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use serde_json::{Value, json};
use stage::{Authority, Host, configuration};

fn open(id: Value, different: &[(&str, Value)]) -> String {
    let mut open = configuration(&Authority::shared(), "https://127.0.0.1:9");
    for (field, value) in different {
        open[*field] = value.clone();
    }
    json!({"id": id, "open": open}).to_string()
}

#[tokio::test]
async fn what_is_wrong_is_answered_and_the_host_goes_on() {
    let mut host = Host::start().await;
    let null = Value::Null;
    for (line, id, word) in [
        ("no json".to_owned(), &null, "JSON"),
        ("[1]".to_owned(), &null, "JSON"),
        ("\u{fffd}".to_owned(), &null, "JSON"),
        (json!({"open": {}}).to_string(), &null, "id"),
        (" ".repeat(1024 * 1024 + 1), &null, "longer"),
        (json!({"id": 7}).to_string(), &json!(7), "no call"),
        (json!({"id": 7, "dance": {}}).to_string(), &json!(7), "dance"),
        (
            json!({"id": 7, "close": {"instance": "a"}, "open": {}}).to_string(),
            &json!(7),
            "several",
        ),
        (
            json!({"id": "x", "close": {"instance": "nobody"}}).to_string(),
            &json!("x"),
            "nobody",
        ),
        (
            json!({"id": 8, "clock": {"instance": "nobody", "now": "2026-03-10T10:00:00Z"}}).to_string(),
            &json!(8),
            "nobody",
        ),
        (
            json!({"id": 8, "clock": {"instance": "nobody", "now": "noon"}}).to_string(),
            &json!(8),
            "clock",
        ),
        (open(json!(9), &[("instance", json!("a b"))]), &json!(9), "instance"),
        (open(json!(9), &[("issuer", json!("http://127.0.0.1/"))]), &json!(9), "issuer"),
        (open(json!(9), &[("minimum_level", json!(7))]), &json!(9), "minimum_level"),
        (open(json!(9), &[("ca_pem", json!(""))]), &json!(9), "ca_pem"),
        (open(json!(9), &[("tls_key_pem", json!("x"))]), &json!(9), "tls_key_pem"),
        (open(json!(9), &[("tls_cert_pem", json!(""))]), &json!(9), "tls_cert_pem"),
        (open(json!(9), &[("delay_reading", json!("later"))]), &json!(9), "later"),
        (
            open(json!(9), &[("professionals", json!([{"insz": "1", "name": "Dr A"}]))]),
            &json!(9),
            "Dr A",
        ),
        (
            open(
                json!(9),
                &[(
                    "professionals",
                    json!([{"insz": "04022900132", "name": "Dr A", "profession": "wizard"}]),
                )],
            ),
            &json!(9),
            "wizard",
        ),
        (
            open(json!(9), &[("professions", json!(["physician", "clerk"]))]),
            &json!(9),
            "clerk",
        ),
        (
            open(json!(9), &[("office", json!([{"insz": "1", "name": "Office A"}]))]),
            &json!(9),
            "Office A",
        ),
        (
            open(json!(9), &[("publishers", json!([{"name": "network", "secret": "s"}]))]),
            &json!(9),
            "own safe",
        ),
        (
            open(json!(9), &[("publishers", json!([{"name": "a:b", "secret": "s"}]))]),
            &json!(9),
            "a:b",
        ),
        (
            open(json!(9), &[("crooked", json!(["no-such-defect"]))]),
            &json!(9),
            "no-such-defect",
        ),
        (open(json!(9), &[("surprise", json!(1))]), &json!(9), "surprise"),
    ] {
        let answer = host.say(&line).await;
        assert_eq!(&answer["id"], id, "{answer}");
        assert!(answer["error"].as_str().unwrap().contains(word), "{word}: {answer}");
    }
    assert!(host.say(&open(json!(10), &[])).await["opened"]["base_url"].is_string());
    host.end().await;
}

#[tokio::test]
async fn instances_live_side_by_side_and_end_with_the_host() {
    let mut host = Host::start().await;
    let client = Authority::shared().client();
    let mut addresses = Vec::new();
    for name in ["a", "b", "c"] {
        let answer = host
            .say(&open(json!(name), &[("instance", json!(name)), ("clock", Value::Null)]))
            .await;
        assert_eq!((&answer["id"], &answer["opened"]["instance"]), (&json!(name), &json!(name)));
        addresses.push(answer["opened"]["base_url"].as_str().unwrap().to_owned());
    }
    assert!(
        host.say(&open(json!(4), &[("instance", json!("a"))])).await["error"]
            .as_str()
            .unwrap()
            .contains("already open")
    );
    for address in &addresses {
        assert_eq!(client.get(address).send().await.unwrap().status().as_u16(), 200);
    }
    assert_eq!(
        host.say(&json!({"id": 5, "close": {"instance": "b"}}).to_string()).await,
        json!({"id": 5, "done": {}})
    );
    assert!(client.get(&addresses[1]).send().await.is_err());
    assert_eq!(client.get(&addresses[2]).send().await.unwrap().status().as_u16(), 200);
    host.end().await;
    for address in &addresses {
        assert!(client.get(address).send().await.is_err());
    }
}
