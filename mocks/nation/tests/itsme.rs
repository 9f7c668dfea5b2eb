//! itsme in a nation: CSAM as its relying party, refused and back again; its clients, accounts and directions by the control API; what of it is kept; and
//! its names for clients that hard-code them.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, api::Api, app, client, nation, observed};
use etalon_nation::{ItsmeDirection, ItsmeMode, ItsmePersona, Kind, Means, Nation, RealmHandle};
use serde_json::json;

/// The chooser of a login at the portal.
async fn chooser(browser: &mut Browser, realm: &RealmHandle) -> app::Page {
    let client = client();
    let request = [
        ("client_id", client.id.as_str()),
        ("redirect_uri", &client.redirect_uris[0]),
        ("response_type", "code"),
        ("scope", "openid profile egovnrn"),
        ("acr_values", "urn:be:fedict:iam:fas:Level400"),
        ("state", "s"),
    ];
    let opened = browser
        .get(&format!("{}/authorize?{}", realm.issuer(), etalon_wire::encode_form(request)))
        .await;
    browser.follow(&opened).await
}

/// Chooses itsme, and answers the app's question.
async fn by_itsme(browser: &mut Browser, chooser: &app::Page, person: &str, step: &str) -> app::Page {
    let sent_on = browser.submit(chooser, "csam-choose", &[("itsme", "1")]).await;
    let asked = app::ask(browser, &sent_on.location().unwrap(), person).await;
    let back = browser.submit(&asked, "itsme-approve", &[("step", step)]).await;
    app::through_csam(browser, back).await
}

async fn realm_with_portal(nation: &Nation) -> RealmHandle {
    let realm = nation.open_realm("belgium", 7, None).unwrap();
    realm.register_client(client());
    realm
}

#[tokio::test]
async fn whoever_chooses_itsme_at_csam_approves_there_and_comes_back() {
    let (nation, written) = nation().await;
    let realm = realm_with_portal(&nation).await;
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    let bis = realm.introduce("Bram Maes", Kind::BisHolder).unwrap();
    let mut browser = Browser::new(nation.root_pem());
    for person in [&anna, &bis] {
        let claims = country::log_in(&mut browser, &realm.issuer(), &client(), &person.id, "itsme").await;
        assert_eq!(claims["egovNRN"], person.insz.to_string());
        browser.cookies.clear();
    }
    let mut browser = Browser::new(nation.root_pem());
    let page = chooser(&mut browser, &realm).await;
    // Nobody says at CSAM who they are: itsme asks.
    let sent_on = by_itsme(&mut browser, &page, &anna.id, "approve").await;
    assert!(
        sent_on.location_field("code").is_some() && sent_on.location().unwrap().starts_with("https://portal.example/cb"),
        "{sent_on:?}"
    );
    let last = observed(&realm, "person-authenticated").pop().unwrap();
    assert_eq!(
        (&last["person"], &last["means"], &last["level"]),
        (&json!(anna.id), &json!("itsme"), &json!(450))
    );
    let asked = observed(&realm, "itsme-request-accepted").pop().unwrap();
    assert_eq!((&asked["client"], &asked["pkce"]), (&json!("csam-fas"), &json!(true)));
    // A second answer to the same question finds nothing, and neither does one that nobody asked for.
    let stale = browser
        .get(&format!("{}/fas/itsme/callback?state=nobody&code=x", realm.base_url()))
        .await;
    assert_eq!(
        (stale.status, stale.attributes("main", "data-reason")),
        (400, vec!["itsme-answer-unasked".to_owned()])
    );
    let record = written.lines();
    assert!(
        record.contains("itsme-token-issued") && !record.contains("client_assertion=ey"),
        "assertions are secrets"
    );
    nation.close().await;
}

#[tokio::test]
async fn what_itsme_does_not_bear_out_leads_to_another_choice() {
    let (nation, _) = nation().await;
    let realm = realm_with_portal(&nation).await;
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    let dirk = realm.introduce("Dirk Claes", Kind::Citizen).unwrap();
    realm.set_itsme_persona(&dirk.id, ItsmePersona::DutchDocument);
    let mut browser = Browser::new(nation.root_pem());
    let page = chooser(&mut browser, &realm).await;
    let cases = [
        (&anna, "cancel", "itsme-refused"),
        (&dirk, "approve", "itsme-without-national-number"),
    ];
    let mut page = page;
    for (person, step, reason) in cases {
        let refused = by_itsme(&mut browser, &page, &person.id, step).await;
        let target = refused.location().unwrap();
        assert!(target.contains("/fasui/itsme/refused?login="), "{target}");
        let last = observed(&realm, "authentication-refused").pop().unwrap();
        assert_eq!((&last["reason"], &last["means"]), (&json!(reason), &json!("itsme")));
        let shown = browser.follow(&refused).await;
        assert_eq!(
            (shown.status, shown.attributes("body", "data-page")),
            (200, vec!["csam-itsme-refused".to_owned()])
        );
        let again = shown.attributes("a[data-testid=other-means]", "href").pop().unwrap();
        page = browser.get(&format!("{}{again}", nation.base_url())).await;
        assert_eq!(
            page.attributes("form[data-testid=csam-choose]", "data-level"),
            ["400"],
            "it is the same login"
        );
    }
    let sent_on = browser
        .submit(&page, "csam-choose", &[("means", "eid"), ("person", &anna.id)])
        .await;
    assert!(sent_on.location_field("code").is_some(), "and it goes on");

    // Directions stand for the person, at itsme; and who has no itsme has no account there.
    let mut browser = Browser::new(nation.root_pem());
    for (direction, reason) in [
        (ItsmeDirection::TimeOut, "itsme-refused"),
        (ItsmeDirection::Unavailable, "itsme-refused"),
    ] {
        let page = chooser(&mut browser, &realm).await;
        realm.direct_itsme(Some("csam-fas"), None, direction, false);
        let sent_on = browser
            .submit(&page, "csam-choose", &[("means", "itsme"), ("person", &anna.id)])
            .await;
        let back = browser.follow(&sent_on).await;
        let refused = app::through_csam(&mut browser, back).await;
        assert!(refused.location().unwrap().contains("/fasui/itsme/refused"), "{refused:?}");
        assert_eq!(observed(&realm, "authentication-refused").pop().unwrap()["reason"], reason);
    }
    realm.set_means(&anna.id, &[Means::Eid]);
    assert_eq!(realm.itsme_persona(&anna.id), None);
    let page = chooser(&mut browser, &realm).await;
    let shown = browser
        .submit(&page, "csam-choose", &[("means", "itsme"), ("person", &anna.id)])
        .await;
    assert_eq!(shown.attributes("[data-testid=problem]", "data-reason"), ["means-not-registered"]);
    let sent_on = browser.submit(&page, "csam-choose", &[("itsme", "1")]).await;
    let asked = app::ask(&mut browser, &sent_on.location().unwrap(), &anna.id).await;
    assert_eq!(asked.attributes("[data-testid=problem]", "data-reason"), ["no-account"]);
    nation.close().await;
}

#[tokio::test]
async fn an_answer_of_itsme_is_worth_nothing_in_another_browser() {
    let (nation, _) = nation().await;
    let realm = realm_with_portal(&nation).await;
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    let mut victim = Browser::new(nation.root_pem());
    let page = chooser(&mut victim, &realm).await;
    let sent_on = victim.submit(&page, "csam-choose", &[("itsme", "1")]).await;
    let asked = app::ask(&mut victim, &sent_on.location().unwrap(), &anna.id).await;
    let back = victim.submit(&asked, "itsme-approve", &[("step", "approve")]).await;
    let mut thief = Browser::new(nation.root_pem());
    let stopped = thief.follow(&back).await;
    assert_eq!(stopped.attributes("main", "data-reason"), ["login-page-of-other-browser"]);
    let own = app::through_csam(&mut victim, back).await;
    assert!(own.location_field("code").is_some(), "and the victim's own still counts");

    // CSAM does not wait longer than for its own page, even where itsme's answer is good.
    let mut late = Browser::new(nation.root_pem());
    let page = chooser(&mut late, &realm).await;
    let sent_on = late.submit(&page, "csam-choose", &[("itsme", "1")]).await;
    let twice = late.submit(&page, "csam-choose", &[("itsme", "1")]).await;
    assert_eq!(twice.attributes("main", "data-reason"), ["login-page-unknown"], "one click counts");
    realm.step(jiff::SignedDuration::from_mins(10));
    let asked = app::ask(&mut late, &sent_on.location().unwrap(), &anna.id).await;
    let back = late.submit(&asked, "itsme-approve", &[("step", "approve")]).await;
    let stopped = late.follow(&back).await;
    assert_eq!(stopped.attributes("main", "data-reason"), ["login-page-expired"]);
    nation.close().await;
}

#[tokio::test]
async fn the_control_api_registers_clients_and_changes_accounts() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "r"})).await;
    let anna = api.post("/v1/realms/r/people", json!({"name": "Anna Janssens"})).await;
    let id = anna["id"].as_str().unwrap();
    let service = json!([{"code": "LOGIN", "redirect_uris": ["https://portal.example/cb"]}]);
    let with_secret = api
        .post("/v1/realms/r/itsme/clients", json!({"id": "old", "services": service}))
        .await;
    assert!(with_secret["secret"].as_str().unwrap().len() > 20 && with_secret["legacy_issuer"].as_str().unwrap().ends_with("/v0.1"));
    let with_keys = json!({"id": "new", "services": service, "jwks_uri": "https://127.0.0.1:1/jwks", "pkce_required": true});
    let with_keys = api.post("/v1/realms/r/itsme/clients", with_keys).await;
    assert_eq!(
        (&with_keys["authentication"], &with_keys["legacy_issuer"]),
        (&json!("private_key_jwt"), &json!(null))
    );
    let listed = api.get("/v1/realms/r/itsme/clients").await;
    let ids: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|client| (client["id"].clone(), client.get("secret").cloned()))
        .collect();
    assert_eq!(
        ids,
        [(json!("new"), None), (json!("old"), None)],
        "secrets are told once, and CSAM is not shown"
    );
    let wrong = [
        json!({"id": "x", "services": []}),
        json!({"id": "x", "services": [{"code": "A", "redirect_uris": ["http://portal.example/cb"]}]}),
        json!({"id": "x", "services": [{"code": "A", "redirect_uris": ["https://portal.example/cb#f"]}]}),
        json!({"id": "x", "services": [{"code": "A", "kind": "party", "redirect_uris": ["https://portal.example/cb"]}]}),
        json!({"id": "x", "services": service, "jwks": {"keys": []}}),
        json!({"id": "x", "services": service, "jwks": {"keys": []}, "secret": "s"}),
        json!({"id": "x", "services": service, "signature": "none"}),
        json!({"id": "csam-fas", "services": service}),
    ];
    for order in wrong {
        let refused = api.call("POST", "/v1/realms/r/itsme/clients", Some(order.clone())).await;
        assert_eq!(refused.status, 422, "{order}: {refused:?}");
    }
    let account = format!("/v1/realms/r/people/{id}/itsme");
    assert_eq!(api.get(&account).await["persona"], "belgian");
    let changed = api
        .call("PUT", &account, Some(json!({"persona": "dutch-document", "renew": true})))
        .await;
    assert_eq!((changed.status, &changed.json()["persona"]), (200, &json!("dutch-document")));
    assert_eq!(
        api.call("PUT", &account, Some(json!({"persona": "martian"}))).await.problem().0,
        422
    );
    let direction = json!({"authority": "itsme", "name": "approve-as", "client": "new", "arguments": {"person": id, "mode": "a2a"}});
    let waits = api.post("/v1/realms/r/directions", direction).await;
    assert_eq!(
        (&waits["authority"], &waits["client"], &waits["arguments"]["mode"]),
        (&json!("itsme"), &json!("new"), &json!("a2a"))
    );
    for (name, arguments, client) in [
        ("approve-as", json!({}), None),
        ("cancel", json!({"x": "1"}), None),
        ("dance", json!({}), None),
        ("cancel", json!({}), Some("nobody")),
    ] {
        let order = json!({"authority": "itsme", "name": name, "arguments": arguments, "client": client});
        assert!(
            api.call("POST", "/v1/realms/r/directions", Some(order)).await.status >= 404,
            "{name}"
        );
    }
    let known = api.get("/v1/directions").await;
    let named: Vec<_> = known
        .as_array()
        .unwrap()
        .iter()
        .filter(|kind| kind["authority"] == "itsme")
        .map(|kind| kind["name"].clone())
        .collect();
    assert_eq!(
        named,
        ["approve-as", "cancel", "time-out", "wrong-code", "unavailable"].map(|name| json!(name))
    );
    let realm = api.get("/v1/realms/r").await;
    assert!(
        realm["authorities"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["url"].as_str().unwrap().ends_with("/r/r/itsme/v2"))
    );
    api.close().await;
}

#[tokio::test]
async fn clients_and_accounts_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = nation().await;
    assert!(first.keep(folder.path()).unwrap().is_empty());
    let realm = first.open_realm("kept", 3, None).unwrap();
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    realm.set_itsme_persona(&anna.id, ItsmePersona::ForeignerCard);
    realm.renew_itsme_account(&anna.id);
    let client = etalon_nation::ItsmeClient {
        id: "portal".to_owned(),
        services: vec![etalon_nation::ItsmeService {
            code: "LOGIN".to_owned(),
            kind: etalon_nation::ItsmeServiceKind::DataSharing,
            redirect_uris: vec!["https://portal.example/cb".to_owned()],
        }],
        authentication: etalon_nation::ItsmeAuthentication::Secret {
            secret: "a secret that is kept".to_owned(),
            inner: etalon_nation::InnerSignature::Hs256,
        },
        pkce_required: true,
        request_object_required: false,
        request_uris: Vec::new(),
    };
    realm.register_itsme_client(client.clone()).unwrap();
    first.close().await;
    let (second, _) = nation().await;
    let realm = second.keep(folder.path()).unwrap().pop().unwrap();
    assert_eq!(realm.itsme_persona(&anna.id), Some(ItsmePersona::ForeignerCard));
    assert_eq!(
        realm
            .itsme_clients()
            .iter()
            .map(|kept| etalon_nation::ItsmeClient::clone(kept))
            .collect::<Vec<_>>(),
        [client]
    );
    second.close().await;
}

#[tokio::test]
async fn its_names_lead_to_it_too() {
    let (nation, _) = nation().await;
    let realm = realm_with_portal(&nation).await;
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    nation.serve_real_names(&realm).unwrap();
    let roots = reqwest::Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
    let builder = reqwest::Client::builder()
        .tls_certs_only(roots)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    let named = ["idp.e2e.itsme.services", "oidc.prd.itsme.services"];
    let web = named
        .into_iter()
        .fold(builder, |builder, name| builder.resolve(name, nation.address()))
        .build()
        .unwrap();
    let mut browser = Browser::by(web);
    let port = nation.address().port();
    for (host, path) in [(named[0], "/v2"), (named[1], "/clientsecret-oidc/csapi/v0.1")] {
        let issuer = format!("https://{host}:{port}{path}");
        let said = browser.get(&format!("{issuer}/.well-known/openid-configuration")).await.json();
        assert_eq!(said["issuer"], issuer);
        let keys = browser.get(said["jwks_uri"].as_str().unwrap()).await;
        assert_eq!(keys.status, 200, "{said}");
    }
    realm
        .register_itsme_client(etalon_nation::ItsmeClient {
            id: "old".to_owned(),
            services: vec![etalon_nation::ItsmeService {
                code: "LOGIN".to_owned(),
                kind: etalon_nation::ItsmeServiceKind::Authentication,
                redirect_uris: vec!["https://portal.example/cb".to_owned()],
            }],
            authentication: etalon_nation::ItsmeAuthentication::Secret {
                secret: "a secret".to_owned(),
                inner: etalon_nation::InnerSignature::Rs256,
            },
            pkce_required: false,
            request_object_required: false,
            request_uris: Vec::new(),
        })
        .unwrap();
    let request = etalon_wire::encode_form([
        ("client_id", "old"),
        ("redirect_uri", "https://portal.example/cb"),
        ("response_type", "code"),
        ("scope", "openid service:LOGIN"),
    ]);
    let door = format!("https://{}:{port}/clientsecret-oidc/csapi/v0.1", named[1]);
    let sent_on = browser.get(&format!("{door}/connect/authorize?{request}")).await;
    assert!(sent_on.location().unwrap().starts_with(&format!("{door}/login?")), "{sent_on:?}");
    let sent_on = app::approve(&mut browser, sent_on, &anna.id).await;
    assert_eq!(sent_on.location_field("code").map(|code| code.len()), Some(36), "{sent_on:?}");
    // And a direct approval, without a page.
    let approve = ItsmeDirection::ApproveAs {
        person: anna.id.clone(),
        mode: ItsmeMode::Phone,
    };
    realm.direct_itsme(Some("old"), None, approve, false);
    let sent_on = browser.get(&format!("{door}/connect/authorize?{request}")).await;
    assert!(sent_on.location_field("code").is_some());
    nation.close().await;
}
