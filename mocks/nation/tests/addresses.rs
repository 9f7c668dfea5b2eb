//! Where a nation is reached: a port of one's own, a public name, and the names of the real services.
#![allow(clippy::unwrap_used)]

mod country;

use std::{net::TcpListener, sync::Arc};

use country::Browser;
use etalon_journal::{Event, Journal, Unwritten};
use etalon_nation::{Kind, Nation, NationConfig, NationError};
use reqwest::{Certificate, Client, redirect::Policy};

fn config() -> NationConfig {
    NationConfig::local(Journal::new(Arc::new(Unwritten), &[5; 32]), country::keys())
}

#[tokio::test]
async fn a_nation_listens_where_it_is_told_and_is_called_by_its_public_name() {
    // The port is free again once this listener is gone; nobody else is given it so soon.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let chosen = NationConfig {
        bind: "0.0.0.0".parse().unwrap(),
        port: Some(port),
        public_host: Some("nation.example".to_owned()),
        ..config()
    };
    let nation = Nation::start(chosen.clone()).await.unwrap();
    assert_eq!(nation.base_url(), format!("https://nation.example:{port}"));
    let realm = nation.open_realm("r", 1, None).unwrap();
    assert_eq!(realm.issuer(), format!("https://nation.example:{port}/r/r/fas/oauth2"));
    let roots = Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
    let address = ([127, 0, 0, 1], port).into();
    let client = Client::builder()
        .tls_certs_only(roots)
        .no_proxy()
        .resolve("nation.example", address)
        .build()
        .unwrap();
    let discovery = client
        .get(format!("{}/.well-known/openid-configuration", realm.issuer()))
        .send()
        .await
        .unwrap();
    let told: serde_json::Value = serde_json::from_str(&discovery.text().await.unwrap()).unwrap();
    assert_eq!(told["issuer"], realm.issuer());
    let taken = Nation::start(chosen).await.err().unwrap();
    assert!(taken.to_string().contains(&format!("cannot listen on 0.0.0.0:{port}")), "{taken}");
    nation.close().await;
}

#[tokio::test]
async fn a_public_name_that_is_none_is_refused_with_a_remedy() {
    let wrong = NationConfig {
        public_host: Some("no name".to_owned()),
        ..config()
    };
    let refused = Nation::start(wrong).await.err().unwrap();
    assert!(
        matches!(refused, NationError::Certificate(_)) && refused.to_string().contains("`no name`"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_realm_that_answers_to_the_real_names_serves_a_whole_login_there() {
    const FAS: &str = "idp.iamfas.belgium.be";
    let nation = Nation::start(config()).await.unwrap();
    let (realm, other) = (
        nation.open_realm("real", 1, None).unwrap(),
        nation.open_realm("other", 1, None).unwrap(),
    );
    let anna = realm.introduce("Anna", Kind::Citizen).unwrap();
    realm.register_client(country::client());
    let port = nation.address().port();
    let client = || {
        let roots = Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
        let builder = Client::builder().tls_certs_only(roots).no_proxy().redirect(Policy::none());
        let named = [
            FAS,
            "idp.iamfas.int.belgium.be",
            "iamapps-public.belgium.be",
            "idp.iamfas.qa.belgium.be",
        ];
        named
            .into_iter()
            .fold(builder, |builder, name| builder.resolve(name, nation.address()))
            .build()
            .unwrap()
    };
    let issuer = format!("https://{FAS}:{port}/fas/oauth2");
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    assert!(
        client().get(&discovery).send().await.is_err(),
        "nothing of it by default: the certificate does not hold the name"
    );
    assert!(nation.hosts_lines().is_empty() && nation.answers_to_real_names().is_none());

    nation.serve_real_names(&realm).unwrap();
    assert_eq!(nation.answers_to_real_names().as_deref(), Some("real"));
    assert!(
        nation.hosts_lines().contains(&format!("127.0.0.1 {FAS}")),
        "{:?}",
        nation.hosts_lines()
    );
    let told: serde_json::Value = serde_json::from_str(&client().get(&discovery).send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(
        (&told["issuer"], &told["token_endpoint"]),
        (&issuer.as_str().into(), &format!("{issuer}/access_token").into())
    );
    let mut browser = Browser::by(client());
    let claims = country::log_in(&mut browser, &issuer, &country::client(), &anna.id, "itsme").await;
    assert_eq!(
        (&claims["iss"], &claims["egovNRN"]),
        (&issuer.as_str().into(), &anna.insz.to_string().into())
    );
    // CSAM was reached by its real name, and sent the browser to itsme in the realm and back.
    let paths: Vec<_> = browser
        .cookies
        .iter()
        .map(|(name, (path, _))| (name.as_str(), path.as_str()))
        .collect();
    let expected = [
        ("fas_browser", "/fas"),
        ("fas_session", "/fas"),
        ("itsme_browser", "/r/real/itsme/v2"),
    ];
    assert_eq!(paths, expected);
    let keys = format!("https://iamapps-public.belgium.be:{port}/oidc/jwk_uri.json");
    let keys: serde_json::Value = serde_json::from_str(&client().get(keys).send().await.unwrap().text().await.unwrap()).unwrap();
    assert!(keys["keys"][0]["x5c"].is_array(), "{keys}");
    for (path, status) in [("/hospital/documents/x", 404), ("/", 404), ("/fas/nothing", 404)] {
        let answer = client().get(format!("https://{FAS}:{port}{path}")).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
    }
    assert!(
        client()
            .get(format!("https://idp.iamfas.qa.belgium.be:{port}/fas/oauth2"))
            .send()
            .await
            .is_err(),
        "not a name we are sure of"
    );
    let entries = realm.journal().entries();
    let journalled = entries
        .iter()
        .any(|entry| matches!(&entry.event, Event::Request { url, .. } if url.starts_with(&format!("{issuer}/access_token"))));
    assert!(journalled, "as it was asked for, in the journal of the realm");
    let by_path = Browser::by(client())
        .get(&format!("{}/.well-known/openid-configuration", other.issuer()))
        .await
        .json();
    assert_eq!(by_path["issuer"], other.issuer(), "other realms are where they were");
    nation.serve_real_names(&other).unwrap();
    assert_eq!(nation.answers_to_real_names().as_deref(), Some("other"));
    other.close();
    let nobody = client().get(&discovery).send().await.unwrap();
    assert_eq!(nobody.status(), 404);
    nation.close().await;
}

#[tokio::test]
async fn realms_that_follow_one_another_at_one_address_have_names_of_their_own_and_one_key() {
    let nation = Nation::start(config()).await.unwrap();
    let mut browser = Browser::new(nation.root_pem());
    let mut keys = Vec::new();
    for name in ["case-1", "case-2"] {
        let realm = nation.open_realm_at("shared", name, 1, None).unwrap();
        assert_eq!((realm.name(), realm.journal().realm()), (name, name));
        assert_eq!(realm.issuer(), format!("{}/r/shared/fas/oauth2", nation.base_url()));
        assert!(
            nation
                .open_realm_at("shared", "case-3", 1, None)
                .unwrap_err()
                .to_string()
                .contains("`shared`")
        );
        let shown = browser.get(&format!("{}/connect/jwk_uri", realm.issuer())).await;
        keys.push(shown.json()["keys"][0]["kid"].clone());
        assert!(
            realm
                .journal()
                .entries()
                .iter()
                .any(|entry| entry.authority == "csam" && entry.realm == name)
        );
        realm.close();
        assert_eq!(browser.get(&format!("{}/connect/jwk_uri", realm.issuer())).await.status, 404);
    }
    assert_eq!(keys[0], keys[1]);
    nation.close().await;
}
