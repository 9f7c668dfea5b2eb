//! What a person does and sees in Chromium: the journeys through the forms, the live journal, and that nothing recorded ever runs.

use etalon_nation::{Body, Event, Fields, RealmHandle, Side};
use serde_json::json;

use crate::{
    chromium::Chromium,
    visitor::{TOKEN, console},
};

/// The title that a script in recorded bytes would give the page, if it could run.
const HIJACKED: &str = "hijacked-by-recorded-bytes";

pub(crate) fn sign_in(browser: &mut Chromium, url: &str) {
    browser.open(&format!("{url}/console/sign-in"));
    browser.go(&format!(
        "document.querySelector('#token').value = {}; document.querySelector('[data-testid=sign-in]').requestSubmit()",
        json!(TOKEN)
    ));
    browser.wait("location.pathname === '/console/'");
}

/// Fills in a form by its test id and the names of its fields, and sends it.
fn fill(browser: &mut Chromium, form: &str, fields: &[(&str, &str)]) {
    let set = fields.iter().map(|(name, value)| {
        let (name, value) = (json!(name), json!(value));
        format!(
            "{{ const field = form.elements[{name}]; if (field instanceof RadioNodeList && field.length) field.value = {value}; \
             else field.value = {value}; if (field.value !== {value}) throw new Error('cannot set ' + {name}); }}"
        )
    });
    let set: String = set.collect();
    browser.go(&format!(
        "const form = document.querySelector('[data-testid={form}]'); {set} form.requestSubmit()"
    ));
}

fn ask(realm: &RealmHandle, url: &str) -> u64 {
    let request = Event::Request {
        side: Side::Incoming,
        actor: None,
        method: "GET".to_owned(),
        url: url.to_owned(),
        headers: Vec::new(),
        body: Body::default(),
    };
    realm.journal().write("csam", request)
}

fn answer(realm: &RealmHandle, to: u64, status: u16) {
    let (headers, body) = (Vec::new(), Body::default());
    realm.journal().write("csam", Event::Response { to, status, headers, body });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sets_up_a_realm_by_its_forms() {
    let (nation, control) = console().await;
    let (url, root) = (control.url().to_owned(), nation.root_pem().to_owned());
    let played = tokio::task::spawn_blocking(move || {
        let mut browser = Chromium::start(&root)?;
        sign_in(&mut browser, &url);
        fill(&mut browser, "open-realm", &[("name", "by-hand"), ("at", "2026-04-09T10:00")]);
        browser.wait("document.querySelector('[data-testid=done]') && location.pathname === '/console/realms/by-hand'");
        browser.open(&format!("{url}/console/realms/by-hand/people"));
        fill(&mut browser, "add-person", &[("name", "Karim Maes")]);
        browser.wait("document.querySelectorAll('[data-testid=person]').length === 1");
        browser.open(&format!("{url}/console/realms/by-hand/clients"));
        fill(
            &mut browser,
            "register-client",
            &[("id", "portal"), ("redirect_uris", "https://portal.example/cb")],
        );
        browser.wait("document.querySelector('#told-secret').textContent.length >= 32");
        browser.open(&format!("{url}/console/realms/by-hand/directions"));
        fill(&mut browser, "set-fault", &[("fault", "id-token-expired"), ("client", "portal")]);
        browser.wait("document.querySelector('[data-testid=direction][data-name=fault]')");
        assert_eq!(
            browser.value("getComputedStyle(document.querySelector('.for-level')).display"),
            "none"
        );
        browser.value("document.querySelector('.directions [value=answer-level]').click()");
        assert_eq!(
            browser.value("getComputedStyle(document.querySelector('.for-level')).display"),
            "block"
        );
        browser.open(&format!("{url}/console/realms/by-hand/clock"));
        fill(&mut browser, "step", &[("amount", "2"), ("unit", "days")]);
        browser.wait("document.querySelector('[data-testid=now]').dateTime === '2026-04-11T08:00:00Z'");
        Some(())
    });
    if played.await.unwrap().is_some() {
        let realm = nation.realm("by-hand").unwrap();
        assert_eq!(
            (realm.people().len(), realm.clients().len(), realm.waiting_directions().len()),
            (1, 1, 1)
        );
    }
    control.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_exchange_appears_while_one_looks_on() {
    let (nation, control) = console().await;
    let realm = nation.realm("team-a").unwrap();
    let url = format!("{}/console/realms/team-a/journal", control.url());
    let (start, root) = (control.url().to_owned(), nation.root_pem().to_owned());
    let opened = tokio::task::spawn_blocking(move || {
        let mut browser = Chromium::start(&root)?;
        sign_in(&mut browser, &start);
        browser.open(&url);
        browser.wait("document.querySelector('[data-testid=live]').dataset.state === 'live'");
        browser.value("window.neverReloaded = true");
        Some(browser)
    });
    let Some(mut browser) = opened.await.unwrap() else { return };
    // A stranger's client, over the network.
    let roots = reqwest::Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only(roots).no_proxy().build().unwrap();
    let wrong = format!(
        "{}/authorize?client_id=nobody&redirect_uri=https://x.example/&response_type=code",
        realm.issuer()
    );
    let status = client.get(&wrong).send().await.unwrap().status();
    assert!(status.is_client_error(), "{status}");
    let looked = tokio::task::spawn_blocking(move || {
        browser.wait("[...document.querySelectorAll('.happening')].some(one => one.querySelector('[data-testid=refused]'))");
        let line = browser.value("document.querySelector('.happening.is-refused summary').innerText");
        let line = line.as_str().unwrap_or_default();
        assert!(line.contains("/fas/oauth2/authorize") && line.contains(status.as_str()), "{line}");
        browser.wait("document.querySelector('[data-testid=announce]').textContent.includes('more')");

        // A request is seen while it waits, and its answer takes its place.
        let asked = ask(&realm, "https://n/slow");
        browser.wait(&format!("document.querySelector('#e{asked} .is-waiting')"));
        browser.value(&format!("document.querySelector('#e{asked} > details').open = true; 1"));
        answer(&realm, asked, 204);
        browser.wait(&format!(
            "document.querySelector('#e{asked} [data-testid=status]').textContent === '204'"
        ));
        assert_eq!(browser.value(&format!("document.querySelector('#e{asked} > details').open")), true);
        assert_eq!(browser.value(&format!("document.querySelectorAll('#e{asked}').length")), 1);

        // Paused, nothing moves; afterwards nothing is missing.
        browser.value("document.querySelector('[data-testid=pause]').click()");
        let missed = ask(&realm, "https://n/while-paused");
        browser.value("document.querySelector('[data-testid=pause]').click()");
        browser.wait(&format!("document.querySelector('#e{missed}')"));
        assert_eq!(browser.value("window.neverReloaded"), true);

        // The end of the realm is said.
        realm.close();
        browser.wait("document.querySelector('[data-testid=live]').dataset.state === 'closed'");
    });
    looked.await.unwrap();
    control.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_recorded_script_runs_whether_it_was_there_or_comes_live() {
    let (nation, control) = console().await;
    let realm = nation.realm("team-a").unwrap();
    let (start, root) = (control.url().to_owned(), nation.root_pem().to_owned());
    let looked = tokio::task::spawn_blocking(move || {
        let mut browser = Chromium::start(&root)?;
        let script = format!("<script>document.title='{HIJACKED}'</script>");
        let image = format!("<img src=x onerror=\"document.title='{HIJACKED}'\"><a href=\"javascript:document.title='{HIJACKED}'\">x</a>");
        let hostile = |realm: &RealmHandle| {
            let asked = ask(realm, &format!("https://n/\"><{script}{image}?q={script}"));
            let fields = Fields::from_iter([("reason".to_owned(), json!(format!("{script}{image}")))]);
            let name = format!("{image}-refused");
            realm.journal().write("csam", Event::Observation { name, fields });
            answer(realm, asked, 200);
            asked
        };
        let before = hostile(&realm);
        sign_in(&mut browser, &start);
        browser.open(&format!("{start}/console/realms/team-a/journal"));
        browser.wait("document.querySelector('[data-testid=live]').dataset.state === 'live'");
        let live = hostile(&realm);
        browser.wait(&format!(
            "document.querySelector('#e{live} [data-testid=status]')?.textContent === '200'"
        ));
        browser.open(&format!("{start}/console/realms/team-a/journal/{before}"));
        for number in [before, live] {
            browser.open(&format!("{start}/console/realms/team-a/journal"));
            let shown = browser.value(&format!("document.querySelector('#e{number}').textContent"));
            assert!(shown.as_str().is_some_and(|shown| shown.contains(&script)), "{shown}");
            assert_eq!(
                browser.value(&format!(
                    "document.querySelectorAll('#e{number} script, #e{number} img, #e{number} [href^=javascript]').length"
                )),
                0
            );
            let title = browser.value("document.title");
            assert!(!title.as_str().unwrap().contains(HIJACKED), "a script of the journal ran");
        }
        // The twin: in a page without our care the same bytes do run in this browser, and under our policy even markup would not.
        browser.open("about:blank");
        browser.value(&format!("document.body.innerHTML = {}; 1", json!(image)));
        browser.wait(&format!("document.title === '{HIJACKED}'"));
        browser.open(&format!("{start}/console/realms/team-a/journal"));
        browser.value(&format!(
            "document.querySelector('main').insertAdjacentHTML('beforeend', {}); 1",
            json!(image)
        ));
        browser.value("document.querySelector('main img').dispatchEvent(new Event('error'))");
        assert!(
            !browser.value("document.title").as_str().unwrap().contains(HIJACKED),
            "the policy does not hold"
        );
        Some(())
    });
    looked.await.unwrap();
    control.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_without_javascript() {
    let (nation, control) = console().await;
    let realm = nation.realm("team-a").unwrap();
    let (start, root) = (control.url().to_owned(), nation.root_pem().to_owned());
    let looked = tokio::task::spawn_blocking(move || {
        let mut browser = Chromium::start(&root)?;
        browser.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
        browser.call("Page.navigate", json!({"url": format!("{start}/console/realms/team-a/journal")}));
        // To the sign-in page and, by keyboard, back to the page that was asked for.
        browser.wait("location.pathname === '/console/sign-in' && document.readyState === 'complete'");
        browser.value("document.querySelector('#token').focus()");
        browser.type_text(TOKEN);
        browser.press("Enter");
        browser.wait("location.pathname === '/console/realms/team-a/journal'");
        let asked = ask(&realm, "https://n/still");
        answer(&realm, asked, 200);
        browser.open(&format!("{start}/console/realms/team-a/journal?contains=still"));
        assert_eq!(browser.value("document.querySelectorAll('.happening').length"), 1);
        assert_eq!(browser.value("document.querySelector('[data-testid=live]').dataset.state"), "still");
        assert_eq!(
            browser.value("document.querySelector('[data-testid=pause]').offsetParent === null"),
            true
        );
        browser.value("document.querySelector('.happening summary').click()");
        assert_eq!(browser.value("document.querySelector('.happening > details').open"), true);
        browser.open(&format!("{start}/console/realms/team-a/people"));
        browser.go("document.querySelector('[data-testid=add-person] button').click()");
        browser.wait("document.querySelectorAll('[data-testid=person]').length === 2");
        Some(())
    });
    looked.await.unwrap();
    control.close().await;
}
