//! The HTML report: nothing recorded runs or deceives, everything is bounded, three languages say the same.

use std::{fs, path::Path};

use etalon_evidence::{Language, html, write_all};
use etalon_model::Verdict;

use crate::{telling::Realm, told_run::told_run};

/// Names of all elements opened in `page`, which a template wrote: recorded `<` are escaped.
fn elements(page: &str) -> Vec<&str> {
    page.split('<')
        .skip(1)
        .map(|rest| rest.split([' ', '>', '\n', '/']).next().unwrap())
        .collect()
}

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let needle = format!(" {name}=\"");
    page.split(needle.as_str())
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

#[test]
fn recorded_bytes_never_become_part_of_the_page() {
    let run = told_run();
    for language in Language::ALL {
        let page = html(&run.account(), language);
        let body = page.split_once("</style>").unwrap().1;
        for element in ["script", "img", "iframe", "object", "embed", "form", "input", "base"] {
            assert!(!elements(body).contains(&element), "<{element}> in the page");
        }
        assert!(
            attributes(&page, "href").iter().all(|address| address.starts_with('#')),
            "an address leads out of the page"
        );
        assert_eq!(attributes(&page, "src"), [""; 0]);
        assert!(
            body.split('<').skip(1).all(|tag| !tag.split('>').next().unwrap().contains(" on")),
            "an event handler"
        );
        assert!(
            body.contains("&lt;script&gt;") || body.contains("&#60;script&#62;"),
            "what was recorded is shown"
        );
        assert!(
            !page.contains(['\u{202e}', '\u{200b}', '\u{1b}', '\0', '\u{ffff}']),
            "characters that deceive are written out"
        );
        assert!(page.contains("⟨U+202E⟩gpj.exe⟨U+200B⟩⟨U+001B⟩[31m⟨U+0000⟩⟨U+FFFF⟩"));
        assert!(page.contains("{{ w.report }}"), "what looks like a template is text");
    }
}

#[test]
fn the_page_is_well_formed_and_every_inner_address_exists_once() {
    let page = html(&told_run().account(), Language::En);
    let mut open: Vec<&str> = Vec::new();
    let body = format!("<body{}", page.split_once("<body").unwrap().1);
    for tag in body.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("every tag ends");
        if let Some(closed) = tag.strip_prefix('/') {
            if closed != "html" {
                assert_eq!(open.pop(), Some(closed), "closes what was opened last");
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split([' ', '\n']).next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let mut ids = attributes(&page, "id");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    for address in attributes(&page, "href") {
        assert!(ids.binary_search(&&address[1..]).is_ok(), "{address} leads nowhere");
    }
    for labels in attributes(&page, "aria-labelledby") {
        assert!(labels.split(' ').all(|label| ids.binary_search(&label).is_ok()), "{labels}");
    }
}

#[test]
fn nothing_is_fetched_and_no_script_may_run() {
    let page = html(&told_run().account(), Language::En);
    assert!(page.contains(r#"content="default-src 'none'; style-src 'unsafe-inline'; img-src data:""#));
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains("{{"));
}

#[test]
fn each_language_says_it_in_its_own_words_and_steps_are_translated() {
    let run = told_run();
    let pages = Language::ALL.map(|language| html(&run.account(), language));
    let [en, fr, nl] = &pages;
    for (page, lang, word, step) in [
        (en, "en", "non-conformant", "Dr Peeters may consult the record of Anna"),
        (fr, "fr", "non conforme", "Dr Peeters peut consulter le dossier de Anna"),
        (nl, "nl", "niet conform", "Dr Peeters mag het dossier van Anna raadplegen"),
    ] {
        assert!(page.contains(&format!("<html lang=\"{lang}\">")));
        assert!(page.contains(word), "{word}");
        assert!(page.contains(step), "{step}");
    }
    // The Dutch scenario in French, quotes and connecting word included.
    assert!(fr.contains("<b>Et</b> Dr Peeters peut consulter le dossier de Anna"));
    assert!(fr.contains("Dr Peeters ouvre &#34;brief&#34;"));
    // A step whose phrase is not known stays as written, and says in which language.
    assert!(fr.contains("<span class=\"step\" lang=\"en\"><b>Given</b> a step"));
}

#[test]
fn a_report_is_the_same_each_time() {
    let run = told_run();
    assert_eq!(html(&run.account(), Language::Nl), html(&run.account(), Language::Nl));
}

#[test]
fn what_was_not_run_is_as_loud_as_what_failed() {
    let page = html(&told_run().account(), Language::En);
    let section = page.split_once("id=\"not-run\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(section.contains("Planned, but not played") && section.contains("case-never-begun"));
    assert!(section.contains("Left out: not in shard 1/2") && section.contains("case-delay-vectors/v14"));
    assert!(!page.contains("class=\"alarm\""));
}

#[test]
fn a_partial_record_says_so_first() {
    let mut run = told_run();
    run.end = None;
    for (language, words) in [
        (Language::En, "This record is partial"),
        (Language::Fr, "Cet enregistrement est incomplet"),
        (Language::Nl, "Dit verslag is onvolledig"),
    ] {
        let page = html(&run.account(), language);
        assert!(page.find(words).unwrap() < page.find("class=\"headline\"").unwrap());
    }
}

#[test]
fn bodies_exchanges_and_marks_are_bounded_and_the_rest_is_counted() {
    let mut run = told_run();
    let judgement = run
        .judgements
        .iter()
        .position(|judgement| judgement.verdict == Verdict::Conformant)
        .unwrap();
    let name = run.judgements[judgement].realm.clone();
    let opened = run.realms[&name][0].event.clone();
    let mut realm = Realm::new(&name, "2026-03-10T08:00:00Z");
    realm.tell("harness", opened);
    let body = "é".repeat(50_000);
    for _ in 0..300 {
        let sent = realm.sent("Anna", "POST", "https://127.0.0.1:40123/", &body);
        realm.answered("user-agent", sent, 200, body.as_bytes());
        realm.observe("csam", "seen", serde_json::json!({ "what": body }));
    }
    realm.close();
    run.judgements[judgement].judged.clear();
    run.realms.insert(name, realm.entries);
    let page = html(&run.account(), Language::En);
    assert!(page.contains("4 of 300 exchanges are shown; the others are in the journal."));
    assert!(
        page.contains("95904 more bytes in the journal"),
        "a body ends between two characters"
    );
    assert!(page.contains("450 later marks are in the journal only."));
    assert!(page.contains("276 more in the journal"));
    assert!(page.len() < 500_000, "{} bytes", page.len());
}

#[test]
fn the_whole_report_is_bounded() {
    let mut run = told_run();
    let body = "x".repeat(4096);
    for judgement in run
        .judgements
        .clone()
        .iter()
        .cycle()
        .take(200)
        .enumerate()
        .map(|(at, judgement)| (at, judgement.clone()))
    {
        let (at, mut judgement) = judgement;
        let name = format!("many{at}");
        let mut realm = Realm::new(&name, "2026-03-10T08:00:00Z");
        realm.open(etalon_journal::ScenarioOpened {
            identity: name.clone(),
            ..Default::default()
        });
        for _ in 0..40 {
            let sent = realm.sent("Anna", "POST", "https://127.0.0.1:40123/", &body);
            realm.answered("user-agent", sent, 200, body.as_bytes());
        }
        judgement.realm = name.clone();
        judgement.identity = name.clone();
        judgement.verdict = Verdict::NonConformant;
        run.judgements.push(judgement);
        run.order.push(name.clone());
        run.realms.insert(name, realm.entries);
    }
    let page = html(&run.account(), Language::En);
    assert!(page.contains("This report has reached its largest size"));
    // What needs attention has its exchanges first, wherever it stands.
    assert!(page.contains("id=\"s-case-withdrawn-consent-refuses-reading.e30\""));
    assert!(page.contains("0 of 2 exchanges are shown"));
    assert!(page.len() < 32 << 20, "{} bytes", page.len());
}

#[test]
fn the_renderings_lie_beside_the_record_for_everybody_to_look_at() {
    let run = told_run();
    for language in Language::ALL {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("told-run").join(language.as_str());
        fs::create_dir_all(&folder).unwrap();
        write_all(&folder, &run.account(), language).unwrap();
        assert_eq!(
            fs::read_to_string(folder.join("report.html")).unwrap(),
            html(&run.account(), language)
        );
        let counts: etalon_evidence::Summary = serde_json::from_slice(&fs::read(folder.join("summary.json")).unwrap()).unwrap();
        assert_eq!(counts.report, folder.join("report.html").display().to_string());
        assert!(fs::read_to_string(folder.join("junit.xml")).unwrap().starts_with("<?xml"));
    }
}
