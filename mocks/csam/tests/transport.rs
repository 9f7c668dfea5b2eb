//! Faults in how an answer arrives, over a real connection: each with its twin, and with what the journal says of it.
#![allow(clippy::unwrap_used)]

mod country;

use std::time::Duration;

use country::{Country, SECRET};
use etalon_csam::{CsamDirection, ENORMOUS_ANSWER, Means};
use etalon_journal::{Event, Silence};
use reqwest::{Certificate, Client, RequestBuilder, redirect::Policy};

/// A client that waits as long as the test says.
fn client(country: &Country, patience: Duration, follows: bool) -> Client {
    let roots = Certificate::from_pem_bundle(country.root_pem.as_bytes()).unwrap();
    let policy = if follows { Policy::limited(1) } else { Policy::none() };
    let builder = Client::builder().tls_certs_only(roots).no_proxy().redirect(policy);
    builder.timeout(patience).build().unwrap()
}

/// A code of a login that carries the fault, and the request that exchanges it.
async fn exchange(country: &Country, client: &Client, fault: Option<&str>) -> RequestBuilder {
    if let Some(fault) = fault {
        let direction = CsamDirection::Fault(fault.to_owned());
        country
            .csam
            .direct(&country.realm, "portal", Some(&country.anna.id), direction, false);
    }
    let direction = CsamDirection::LogInAs {
        person: country.anna.id.clone(),
        means: Means::Totp,
    };
    country.csam.direct(&country.realm, "portal", None, direction, false);
    let sent_on = country.browser().get(&country.authorize(&[("prompt", "login")])).await;
    let code = sent_on.location_field("code").unwrap();
    let form = Country::token_form(&code, &[]);
    client
        .post(country.at("/access_token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
}

async fn twin(country: &Country) {
    let client = client(country, Duration::from_secs(30), false);
    let answer = exchange(country, &client, None).await.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let tokens: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert!(tokens["id_token"].is_string());
}

fn applied(country: &Country, fault: &str) {
    let observed = country.all_observed("fault-applied");
    let [once] = observed.as_slice() else { panic!("{observed:?}") };
    let told = ["fault", "step", "client", "person"].map(|field| once[field].as_str().unwrap());
    assert_eq!(told, [fault, "token", "portal", &country.anna.id]);
}

/// How the exchange at the token endpoint ended, once it has.
async fn silence(country: &Country) -> Silence {
    let found = || {
        country.realm.journal().entries().iter().find_map(|entry| match &entry.event {
            Event::NoAnswer { how, .. } => Some(*how),
            _ => None,
        })
    };
    let waiting = async {
        loop {
            if let Some(how) = found() {
                return how;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_answer_does_not_come_while_the_client_waits() {
    let country = Country::open();
    let impatient = client(&country, Duration::from_millis(300), false);
    let failed = exchange(&country, &impatient, Some("token-answer-slow"))
        .await
        .send()
        .await
        .unwrap_err();
    assert!(failed.is_timeout(), "{failed:?}");
    applied(&country, "token-answer-slow");
    assert_eq!(silence(&country).await, Silence::Reset);
    twin(&country).await;
}

#[tokio::test]
async fn a_slow_answer_ends_with_its_realm() {
    let country = Country::open();
    let patient = client(&country, Duration::from_secs(30), false);
    let request = exchange(&country, &patient, Some("token-answer-slow")).await;
    let asked = tokio::spawn(request.send());
    let held_back = async {
        while country.observed("fault-applied").is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), held_back).await.unwrap();
    country.realm.close();
    assert_eq!(asked.await.unwrap().unwrap().status(), 503);
}

#[tokio::test]
async fn a_reset_comes_before_any_answer() {
    let country = Country::open();
    let patient = client(&country, Duration::from_secs(30), false);
    let failed = exchange(&country, &patient, Some("token-answer-reset"))
        .await
        .send()
        .await
        .unwrap_err();
    assert!(failed.status().is_none() && !failed.is_timeout(), "{failed:?}");
    applied(&country, "token-answer-reset");
    assert_eq!(silence(&country).await, Silence::Reset);
    twin(&country).await;
}

#[tokio::test]
async fn half_of_a_truncated_answer_comes() {
    let country = Country::open();
    let patient = client(&country, Duration::from_secs(30), false);
    let answer = exchange(&country, &patient, Some("token-answer-truncated"))
        .await
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let announced = answer.content_length().unwrap();
    assert!(answer.bytes().await.is_err(), "the connection ends in the middle");
    applied(&country, "token-answer-truncated");
    let entries = country.realm.journal().entries();
    let sent = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Response { body, .. } => Some(body.size),
        _ => None,
    });
    assert_eq!(sent, Some(announced / 2));
    twin(&country).await;
}

#[tokio::test]
async fn an_enormous_answer_is_right_and_enormous() {
    let country = Country::open();
    let patient = client(&country, Duration::from_secs(60), false);
    let answer = exchange(&country, &patient, Some("token-answer-enormous"))
        .await
        .send()
        .await
        .unwrap();
    let text = answer.text().await.unwrap();
    assert_eq!(text.len(), ENORMOUS_ANSWER);
    let tokens: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(tokens["id_token"].is_string());
    applied(&country, "token-answer-enormous");
    twin(&country).await;
}

#[tokio::test]
async fn who_follows_the_redirect_gives_the_secret_away_and_gets_the_tokens() {
    let country = Country::open();
    let careful = client(&country, Duration::from_secs(30), false);
    let answer = exchange(&country, &careful, Some("token-redirected-elsewhere"))
        .await
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 307);
    let elsewhere = format!("{}/fas/elsewhere/access_token", country.realm.base_url());
    assert_eq!(answer.headers()["location"], elsewhere.as_str());
    applied(&country, "token-redirected-elsewhere");
    let careless = client(&country, Duration::from_secs(30), true);
    let answer = exchange(&country, &careless, Some("token-redirected-elsewhere"))
        .await
        .send()
        .await
        .unwrap();
    assert_eq!((answer.status().as_u16(), answer.url().as_str()), (200, elsewhere.as_str()));
    let entries = country.realm.journal().entries();
    let given_away = entries.iter().any(|entry| match &entry.event {
        Event::Request { url, body, .. } => {
            let text = body.text.as_deref().unwrap_or_default();
            *url == elsewhere && text.contains("client_secret=") && !text.contains(SECRET)
        }
        _ => false,
    });
    assert!(given_away, "the journal shows that a secret came there, and not which");
    twin(&country).await;
}
