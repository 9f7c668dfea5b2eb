//! Help: found without a sign-in, in three languages, leading where it says; what people send is bounded and thanked for.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use stage::{DOCTOR, PATIENT, Stage};

const PAGES: [(&str, &str); 11] = [
    ("/help", "help"),
    ("/help/login", "help-login"),
    ("/help/browser", "help-browser"),
    ("/help/contact", "contact"),
    ("/help/newsletter", "newsletter"),
    ("/help/patients", "help-patients"),
    ("/help/patients/leaflet", "help-leaflet"),
    ("/help/videos/informed-consent", "help-video"),
    ("/help/videos/who-reads-along", "help-video"),
    ("/help/tutorials/general-setting", "help-tutorial"),
    ("/help/tutorials/one-document", "help-tutorial"),
];

#[tokio::test]
async fn every_help_page_opens_for_anybody_and_says_something_of_its_own_in_each_language() {
    let stage = Stage::upright().await;
    let mut browser = stage.browser();
    for (path, name) in PAGES {
        let mut headings = Vec::new();
        for language in ["en", "fr", "nl"] {
            let page = browser.get(&format!("{path}?lang={language}")).await;
            assert_eq!((page.status, page.name().as_deref()), (200, Some(name)), "{path}");
            assert!(page.body.contains(&format!("<html lang=\"{language}\">")));
            headings.push(page.body.split("<main").nth(1).unwrap().split("</h1>").nth(1).unwrap().to_owned());
        }
        headings.dedup();
        assert_eq!(headings.len(), 3, "{path} says the same in two languages");
    }
    for nowhere in ["/help/videos/none", "/help/tutorials/none", "/help/forms/none.pdf"] {
        assert_eq!(browser.get(nowhere).await.reason().as_deref(), Some("not-found"));
    }
}

#[tokio::test]
async fn what_is_offered_is_found_and_leads_there() {
    let stage = Stage::upright().await;
    let mut browser = stage.browser();
    for (page, offer, address) in [
        ("/", "contact", "/help/contact"),
        ("/", "newsletter", "/help/newsletter"),
        ("/help", "contact-form", "/help/contact"),
        ("/help", "helpdesk", "/help/contact"),
        ("/help", "newsletter", "/help/newsletter"),
        ("/help", "tutorial-setting", "/help/tutorials/general-setting"),
        ("/help", "tutorial-document", "/help/tutorials/one-document"),
        ("/help", "link-form", "/help/forms/therapeutic-link.pdf"),
        ("/help", "esante", "https://www.ehealth.fgov.be/fr/esante"),
        ("/help?lang=nl", "esante", "https://www.ehealth.fgov.be/nl/egezondheid"),
        ("/help/login?lang=en", "csam-help", "https://www.csam.be/"),
        ("/help/login", "csam-film", "https://www.csam.be/"),
        ("/help/login", "csam-eidas", "https://sma-help.bosa.belgium.be/en/eidas"),
        ("/help/login", "itsme-help", "https://www.itsme-id.com/en-BE/help"),
        ("/help/browser", "browser-contact", "mailto:support@ehealth.fgov.be"),
        ("/help/patients?lang=fr", "patient-tool", "/help/patients/leaflet?lang=fr"),
        ("/help/patients?lang=nl", "patient-video", "/help/videos/informed-consent?lang=nl"),
    ] {
        let found = browser
            .get(page)
            .await
            .value(offer, "href")
            .unwrap_or_else(|| panic!("no {offer} on {page}"));
        assert!(found.starts_with(address), "{offer} leads to {found}");
        if let Some(own) = found.split('#').next().filter(|own| own.starts_with('/')) {
            assert_eq!(browser.get(own).await.status, 200, "{own}");
        }
    }
    let film = browser.get("/help/videos/informed-consent?lang=en").await;
    assert_eq!(
        film.values("share", "href"),
        ["/help/videos/informed-consent?lang=fr", "/help/videos/informed-consent?lang=nl"]
    );
    assert!(film.body.contains(&format!("{}/help/videos/informed-consent?lang=nl", stage.base)));
}

#[tokio::test]
async fn a_message_is_thanked_for_and_bounded() {
    let stage = Stage::upright().await;
    let mut browser = stage.browser();
    let fields = [
        ("name", "A Reader"),
        ("mail", "reader@mail.example"),
        ("message", "Where is the list?"),
    ];
    let thanked = browser.submit("/help/contact", "send-message", &fields).await;
    assert_eq!((thanked.status, thanked.tag("thanks").is_some()), (200, true));
    assert!(!thanked.body.contains("Where is the list?"));

    let longest = "é".repeat(4000);
    let accepted = browser
        .submit("/help/contact", "send-message", &[fields[0], fields[1], ("message", &longest)])
        .await;
    assert!(accepted.tag("thanks").is_some(), "{}", accepted.status);
    let too_long = format!("{longest}é");
    for wrong in [
        [fields[0], fields[1], ("message", too_long.as_str())],
        [fields[0], fields[1], ("message", "  ")],
        [fields[0], ("mail", "reader"), fields[2]],
        [("name", ""), fields[1], fields[2]],
    ] {
        let page = browser.submit("/help/contact", "send-message", &wrong).await;
        assert_eq!(
            (page.status, page.tag("mistake").is_some(), page.tag("thanks").is_some()),
            (422, true, false)
        );
    }
    let kept = browser
        .submit("/help/contact", "send-message", &[fields[0], ("mail", "\"><b>"), fields[2]])
        .await;
    assert!(kept.body.contains("Where is the list?") && !kept.body.contains("<b>"));
    let flood = format!("name=a&mail=a%40b.example&message={}", "a".repeat(70_000));
    assert_eq!(
        browser.post("/help/contact", &flood).await.reason().as_deref(),
        Some("form-expired")
    );
}

#[tokio::test]
async fn a_subscription_is_thanked_for() {
    let stage = Stage::upright().await;
    let mut browser = stage.browser();
    let page = browser
        .submit("/help/newsletter", "subscribe", &[("mail", "reader@mail.example")])
        .await;
    assert_eq!((page.status, page.tag("thanks").is_some()), (200, true));
    let page = browser.submit("/help/newsletter", "subscribe", &[("mail", "reader")]).await;
    assert_eq!((page.status, page.tag("mistake").is_some()), (422, true));
}

#[tokio::test]
async fn somebody_signed_in_sends_help_forms_with_the_token_of_the_session() {
    let stage = Stage::upright().await;
    let mut patient = stage.signed_in("patient", PATIENT).await;
    let sent = patient
        .submit("/help/newsletter", "subscribe", &[("mail", "reader@mail.example")])
        .await;
    assert!(sent.tag("thanks").is_some());
    let forged = patient.post("/help/newsletter", "mail=reader%40mail.example").await;
    assert_eq!(forged.reason().as_deref(), Some("form-expired"));
}

#[tokio::test]
async fn the_paper_form_opens_in_a_strangers_reader() {
    let stage = Stage::upright().await;
    for (language, title, words) in [
        ("en", "Form for a therapeutic link", "National or BIS number"),
        ("fr", "Formulaire de lien thérapeutique", "À remplir sur papier"),
        ("nl", "Formulier voor een therapeutische relatie", "geïnformeerde toestemming"),
    ] {
        let address = format!("{}/help/forms/therapeutic-link.pdf?lang={language}", stage.base);
        let answer = stage.authority.client().get(address).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        assert_eq!(answer.headers()["content-language"], language);
        let bytes = answer.bytes().await.unwrap();
        assert!(bytes.starts_with(b"%PDF-") && bytes.len() < 16 * 1024);
        // Poppler is on many machines, not on all; the form's own structure has tests beside the code.
        if let Some(text) = poppler("pdftotext", &["-layout", "-", "-"], &bytes) {
            assert!(text.contains(title) && text.contains(words), "{text}");
        }
        if let Some(facts) = poppler("pdfinfo", &["-"], &bytes) {
            assert!(
                facts.contains(title) && facts.contains("Pages:           1") && facts.contains("A4"),
                "{facts}"
            );
        }
    }
}

/// What the program makes of the form without a complaint, or nothing where it is not installed.
fn poppler(program: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let done = child.wait_with_output().unwrap();
    let complaints = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success() && complaints.is_empty(), "{program}: {complaints}");
    Some(String::from_utf8(done.stdout).unwrap())
}

#[tokio::test]
async fn the_settings_stand_in_the_header_of_pages_for_professionals_only() {
    let stage = Stage::upright().await;
    let mut doctor = stage.consenting_doctor(DOCTOR).await;
    for (path, expected) in [
        ("/professional", true),
        ("/professional/settings", true),
        ("/professional/patients/new", true),
        ("/professional/nowhere", false),
        ("/help", false),
    ] {
        let page = doctor.get(path).await;
        assert_eq!(page.tag("open-settings").is_some(), expected, "{path}");
    }
    let mut patient = stage.signed_in("patient", PATIENT).await;
    for path in ["/patient", "/professional"] {
        assert!(patient.get(path).await.tag("open-settings").is_none(), "{path}");
    }
}
