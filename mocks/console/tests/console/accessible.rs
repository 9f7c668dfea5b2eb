//! Whether everybody can use every page: narrow and wide, light and dark, by keyboard, with little motion. Looked at in Chromium.

use etalon_nation::{
    Means,
    control::{Desk, DirectionOrder, DocumentOrder, MeansOrder},
};
use serde_json::{Map, json};
use std::sync::Arc;

use crate::{browser::sign_in, chromium::Chromium, visitor::console};

const LOOK: &str = include_str!("look.js");
const PAGES: [(&str, &str); 12] = [
    ("realms", "/console/"),
    ("realm", "/console/realms/team-a"),
    ("people", "/console/realms/team-a/people"),
    ("clients", "/console/realms/team-a/clients"),
    ("documents", "/console/realms/team-a/documents"),
    ("directions", "/console/realms/team-a/directions"),
    ("mailbox", "/console/realms/team-a/mailbox"),
    ("clock", "/console/realms/team-a/clock"),
    ("journal", "/console/realms/team-a/journal"),
    ("entry", "/console/realms/team-a/journal/10"),
    ("root", "/console/root"),
    ("problem", "/console/no-such-page"),
];
/// The narrowest that WCAG 2.2 asks for (1.4.10), a telephone, a laptop, a large screen.
const WIDTHS: [u32; 4] = [320, 360, 1280, 1600];

/// No page has more stops for the keyboard.
const MOST_STOPS: usize = 500;

/// A realm in which something of every kind can be seen.
async fn lived_in(nation: &Arc<etalon_nation::Nation>) {
    let desk = Desk::new(Arc::clone(nation));
    let realm = nation.realm("team-a").unwrap();
    realm
        .introduce("Maximiliaan-Alexander Vandenbroucke-Vanderlinden", etalon_nation::Kind::BisHolder)
        .unwrap();
    let anna = realm.people()[0].id.clone();
    let order = MeansOrder {
        means: vec![Means::Itsme.name().to_owned()],
    };
    desk.set_means("team-a", &anna, order).await.unwrap();
    let document = DocumentOrder {
        patient: anna.clone(),
        title: Some("Discharge letter of the ward for long and complicated illnesses".to_owned()),
        attachments: vec!["scan-of-the-whole-examination-in-full-resolution.pdf".to_owned()],
        ..DocumentOrder::default()
    };
    desk.lay_down("team-a", "north-hospital", document).await.unwrap();
    let direction = DirectionOrder {
        authority: "csam".to_owned(),
        name: "fault".to_owned(),
        arguments: Map::from_iter([("fault".to_owned(), json!("id-token-expired"))]),
        client: Some("portal".to_owned()),
        person: Some(anna),
        standing: false,
    };
    desk.direct("team-a", direction).await.unwrap();
    nation.serve_real_names(&realm).unwrap();
    let roots = reqwest::Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only(roots).no_proxy().build().unwrap();
    let issuer = realm.issuer();
    for address in [
        format!("{issuer}/.well-known/openid-configuration"),
        format!("{issuer}/connect/jwk_uri"),
        format!(
            "{issuer}/authorize?client_id=portal&response_type=code&scope=openid&redirect_uri=https://portal.example/callback&state=abcdefgh"
        ),
        format!("{issuer}/authorize?client_id=nobody&response_type=code&scope=openid&redirect_uri=https://portal.example/callback"),
        format!("{issuer}/userinfo"),
        format!("{}/nobody-answers-here/{}", realm.base_url(), "long".repeat(60)),
    ] {
        client.get(&address).send().await.unwrap();
    }
    let form = "grant_type=authorization_code&code=never-given-to-anybody&redirect_uri=https%3A%2F%2Fportal.example%2Fcallback";
    let token = client
        .post(format!("{issuer}/access_token"))
        .header("content-type", "application/x-www-form-urlencoded");
    token
        .header("authorization", "Basic cG9ydGFsOnNlY3JldC1vZi10aGUtcG9ydGFs")
        .body(form)
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_can_be_used_narrow_and_wide_light_and_dark() {
    let (nation, control) = console().await;
    lived_in(&nation).await;
    let (start, root) = (control.url().to_owned(), nation.root_pem().to_owned());
    let looked = tokio::task::spawn_blocking(move || {
        let mut browser = Chromium::start(&root)?;
        let mut found = Vec::new();
        for (scheme, language) in [("light", "en"), ("dark", "fr"), ("light", "nl")] {
            browser.prefer(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]);
            for width in WIDTHS {
                browser.resize(width, 900);
                browser.open(&format!("{start}/console/sign-in?lang={language}"));
                look(&mut browser, &format!("sign-in-{width}-{scheme}-{language}"), &mut found);
            }
        }
        sign_in(&mut browser, &start);
        for (name, path) in PAGES {
            for (scheme, language) in [("light", "en"), ("dark", "fr"), ("light", "nl")] {
                browser.prefer(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]);
                browser.resize(1280, 900);
                browser.open(&format!("{start}{path}?lang={language}"));
                for width in WIDTHS {
                    browser.resize(width, 900);
                    look(&mut browser, &format!("{name}-{width}-{scheme}-{language}"), &mut found);
                }
                browser.value("document.querySelectorAll('details').forEach(one => { one.open = true; }); 1");
                for width in WIDTHS {
                    browser.resize(width, 900);
                    look(&mut browser, &format!("{name}-open-{width}-{scheme}-{language}"), &mut found);
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        Some(())
    });
    looked.await.unwrap();
    control.close().await;
}

fn look(browser: &mut Chromium, name: &str, found: &mut Vec<String>) {
    let seen = browser.value(LOOK);
    let seen = seen.as_array().unwrap_or_else(|| panic!("{name}: {seen}"));
    found.extend(seen.iter().map(|what| format!("{name}: {}", what.as_str().unwrap_or_default())));
    browser.picture(name);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_reaches_everything_and_the_focus_is_seen() {
    let (nation, control) = console().await;
    lived_in(&nation).await;
    let (start, root) = (control.url().to_owned(), nation.root_pem().to_owned());
    let looked = tokio::task::spawn_blocking(move || {
        let mut browser = Chromium::start(&root)?;
        sign_in(&mut browser, &start);
        for (name, path) in PAGES {
            browser.open(&format!("{start}{path}"));
            // The first stop leads past the navigation.
            browser.press("Tab");
            assert_eq!(browser.value("document.activeElement.className"), "skip", "{name}");
            assert_eq!(
                browser.value("document.activeElement.getBoundingClientRect().left >= 0"),
                true,
                "{name}"
            );
            browser.press("Enter");
            browser.wait("document.activeElement.id === 'content'");
            browser.open(&format!("{start}{path}"));
            let stops = "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]')]\
                         .filter(one => one.checkVisibility() && !one.disabled)";
            browser.value(&format!("window.reached = new Set(); window.stops = {stops}; 1"));
            // Once around: after the last stop the page itself has the focus. A date is several stops in one field.
            for step in 0.. {
                assert!(
                    step < MOST_STOPS,
                    "{name}: the keyboard is caught at {}",
                    browser.value("document.activeElement.outerHTML")
                );
                browser.press("Tab");
                let seen = browser.value(
                    "(() => { const one = document.activeElement; reached.add(one); if (one === document.body) return true; \
                     const style = getComputedStyle(one); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; })()",
                );
                let html = browser.value("document.activeElement.outerHTML.slice(0, 200)");
                assert_eq!(seen, true, "{name}: the focus is not seen on {html}");
                if step > 0
                    && browser.value("document.activeElement === document.body || document.activeElement.className === 'skip'") == true
                {
                    break;
                }
            }
            let missed = browser.value(
                "stops.filter(one => !reached.has(one) && !(one.type === 'radio' && [...reached].some(other => other.name === one.name)))\
                 .map(one => one.outerHTML.slice(0, 120)).join('\\n')",
            );
            assert_eq!(missed, "", "{name}: the keyboard does not reach these");
        }
        Some(())
    });
    looked.await.unwrap();
    control.close().await;
}
