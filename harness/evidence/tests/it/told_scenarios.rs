//! The scenarios of the told run: one per kind of verdict, and a hostile one.

use etalon_evidence::LeftOut;
use etalon_journal::{Blame, Event, Silence};
use etalon_model::{Assessment, Grade, Judged, Judgement, Verdict, Witness};
use serde_json::json;

use crate::{
    telling::{Realm, fields, satisfied, violated},
    told_run::{ToldRun, planned},
};

/// Bytes that would run, break out or deceive, were they not told apart from the page around them.
pub(crate) const HOSTILE: &str = "</pre></details><script>alert('ran')</script><img src=x onerror=alert(1)><a href=\"javascript:alert(2)\">\u{202e}gpj.exe\u{200b}\u{1b}[31m\u{0}\u{ffff}]]>&#x202e;{{ w.report }}";

fn opens(realm: &mut Realm, doctor: &str, status: u16, body: &str) -> (u64, u64) {
    let intent = realm.intent(doctor, "ReadDocument", json!({ "role": "professional", "document": "letter" }));
    let sent = realm.sent(doctor, "GET", "https://127.0.0.1:40123/documents/0c4f6e", "");
    let fetched = realm.received("hospital", "GET", "https://hospital.test/r/r1/hospital/documents/7781", "");
    realm.observe("hospital", "document-served", json!({ "document": "letter", "by": "network" }));
    realm.answered("hospital", fetched, 200, b"<letter>CANARY-7f3a</letter>");
    let shown = realm.answered("user-agent", sent, status, body.as_bytes());
    realm.outcome(intent, json!({ "outcome": "done", "shown": { "title": ["letter"] } }));
    (sent, shown)
}

pub(crate) fn tell_withdrawn(run: &mut ToldRun) {
    let title = "A document is no longer shown once the patient has withdrawn consent";
    run.add(
        planned("case-withdrawn-consent-refuses-reading", title, "consent", "en", "REQ-CONSENT-004"),
        |realm| {
            realm.step(
                "given",
                "Given ",
                "it is 2026-03-10 09:00",
                "time-is",
                json!({ "instant": "2026-03-10 09:00" }),
            );
            realm.clock("2026-03-10T08:00:00Z");
            let order = json!({ "doctor": "Dr Peeters", "patient": "Anna" });
            realm.step("given", "And ", "Dr Peeters may consult the record of Anna", "in-order", order);
            realm.state("csam", "person-added", json!({ "name": "Anna", "insz": "90 21 01 999 58" }));
            let login = realm.sent(
                "Anna",
                "GET",
                "https://csam.test/r/r1/csam/authorize?client_id=network&state=s1",
                "",
            );
            let seen = realm.received(
                "csam",
                "GET",
                "https://csam.test/r/r1/csam/authorize?client_id=network&state=s1",
                "",
            );
            realm.observe("csam", "authorization-granted", json!({ "level": 450, "means": "itsme" }));
            realm.answered("csam", seen, 302, b"");
            realm.answered("user-agent", login, 302, b"");
            let reads = json!({ "doctor": "Dr Peeters", "document": "letter" });
            realm.step("when", "When ", "Dr Peeters opens \"letter\"", "doctor-reads", reads.clone());
            let (_, shown) = opens(realm, "Dr Peeters", 200, "<h1>letter</h1><p>CANARY-7f3a</p>");
            let person = json!({ "person": "Dr Peeters", "document": "letter" });
            realm.step(
                "then",
                "Then ",
                "\"letter\" is shown to Dr Peeters",
                "document-shown",
                person.clone(),
            );
            let twin = realm.expect("document-shown", 12);
            realm.step(
                "when",
                "When ",
                "it becomes 2026-04-09 10:00",
                "time-becomes",
                json!({ "instant": "2026-04-09 10:00" }),
            );
            realm.clock("2026-04-09T08:00:00Z");
            let text = "Anna withdraws consent to the sharing of health data";
            realm.step("when", "And ", text, "patient-withdraws-consent", json!({ "patient": "Anna" }));
            let intent = realm.intent("Anna", "WithdrawConsent", json!({ "role": "patient" }));
            let form = realm.sent(
                "Anna",
                "POST",
                "https://127.0.0.1:40123/patient/consent",
                "agree=no&csrf=[secret csrf 0011223344556677]",
            );
            realm.answered("user-agent", form, 303, b"");
            realm.outcome(intent, json!({ "outcome": "done", "shown": {} }));
            realm.step("when", "And ", "Dr Peeters opens \"letter\"", "doctor-reads", reads);
            let (sent, leaked) = opens(realm, "Dr Peeters", 200, "<h1>letter</h1><p>CANARY-7f3a</p>");
            realm.step(
                "then",
                "Then ",
                "nothing about \"letter\" is disclosed to Dr Peeters",
                "nothing-disclosed",
                person,
            );
            let expectation = realm.expect("nothing-disclosed", sent);
            realm.close();
            let judged = vec![
                satisfied(
                    "document-shown",
                    Some(twin),
                    &[(shown, Grade::Harness, "the page shows the marker of “letter”")],
                ),
                violated(
                    "nothing-disclosed",
                    Some(expectation),
                    None,
                    "after the withdrawal at 2026-04-09 10:00:00 no answer to Dr Peeters holds the marker of “letter”",
                    "the answer to GET /documents/0c4f6e at 2026-04-09 10:00:00 holds it",
                    &[sent, leaked],
                ),
                violated(
                    "standing:consent-and-link",
                    None,
                    Some("REQ-CONSENT-004"),
                    "every document shown is covered by the consent of its patient",
                    "“letter” was shown while Anna's consent was withdrawn",
                    &[leaked],
                ),
            ];
            (
                Verdict::NonConformant,
                "after the withdrawal Dr Peeters still reads “letter”",
                judged,
            )
        },
    );
}

pub(crate) fn tell_hostile(run: &mut ToldRun) {
    let title = format!("A hostile product {HOSTILE}");
    run.add(planned("case-hostile", &title, "consent", "en", "REQ-CONSENT-004"), |realm| {
        realm.step(
            "given",
            "Given ",
            &format!("a step {HOSTILE}"),
            "unknown-phrase",
            json!({ "x": HOSTILE }),
        );
        realm.tell(
            HOSTILE,
            Event::Direction {
                name: HOSTILE.to_owned(),
                fields: fields(json!({ "a": HOSTILE })),
            },
        );
        let sent = realm.sent(
            &format!("Eve {HOSTILE}"),
            &format!("GET{HOSTILE}"),
            &format!("javascript:{HOSTILE}"),
            HOSTILE,
        );
        let answer = realm.answered("user-agent", sent, 200, HOSTILE.as_bytes());
        let second = realm.sent("Eve", "GET", "https://127.0.0.1:1/", "");
        realm.answered("user-agent", second, 200, &[0xff, 0xfe, 0, 1, 2]);
        let silent = realm.sent("Eve", "GET", "https://127.0.0.1:1/slow", "");
        realm.tell(
            "user-agent",
            Event::NoAnswer {
                to: silent,
                how: Silence::TimedOut,
                detail: HOSTILE.to_owned(),
            },
        );
        realm.tell(
            "system",
            Event::Output {
                stream: "stderr".to_owned(),
                line: HOSTILE.to_owned(),
            },
        );
        realm.outcome(1, json!({ "outcome": "refused", "shown": HOSTILE }));
        let expectation = realm.expect(HOSTILE, 1);
        realm.close();
        let judged = vec![violated(
            HOSTILE,
            Some(expectation),
            Some(HOSTILE),
            HOSTILE,
            HOSTILE,
            &[sent, answer, 999],
        )];
        (Verdict::NonConformant, HOSTILE, judged)
    });
}

pub(crate) fn tell_rows(run: &mut ToldRun) {
    let title = "The delay ends on the day that the sources name";
    let rows = [
        ("eve", Verdict::Conformant),
        ("day-itself", Verdict::Unspecified),
        ("day-after", Verdict::Conformant),
    ];
    for (row, verdict) in rows {
        run.add(
            planned(&format!("case-delay/{row}"), title, "document-timing", "en", "REQ-DOC-TIMING-002"),
            |realm| {
                realm.step(
                    "given",
                    "Given ",
                    "it is 2026-03-10 09:00",
                    "time-is",
                    json!({ "instant": "2026-03-10 09:00" }),
                );
                realm.clock("2026-03-10T08:00:00Z");
                for day in 0..8 {
                    let instant = format!("2026-04-0{} 10:00", day + 1);
                    realm.step(
                        "when",
                        "When ",
                        &format!("it becomes {instant}"),
                        "time-becomes",
                        json!({ "instant": instant }),
                    );
                    realm.clock(&format!("2026-04-0{}T08:00:00Z", day + 1));
                    opens(realm, "Anna", 403, "<p class=refusal data-reason=\"too-early\">Not yet</p>");
                }
                let from = 4;
                realm.step(
                    "then",
                    "Then ",
                    "\"letter\" is shown to Anna",
                    "document-shown",
                    json!({ "document": "letter", "person": "Anna" }),
                );
                let expectation = realm.expect("document-shown", from);
                realm.close();
                let witness = (
                    realm.entries.len() as u64 - 4,
                    Grade::Harness,
                    "the page shows the refusal “not-yet-accessible”",
                );
                let standing = satisfied(
                    "standing:no-token-after-its-end",
                    None,
                    &[(3, Grade::Nation, "no token was used after its end")],
                );
                if verdict == Verdict::Conformant {
                    let witnesses = [
                        witness,
                        (5, Grade::Nation, "one"),
                        (6, Grade::Nation, "two"),
                        (7, Grade::Nation, "three"),
                        (8, Grade::Nation, "four"),
                    ];
                    (
                        verdict,
                        "every rule is satisfied",
                        vec![satisfied("document-shown", Some(expectation), &witnesses), standing],
                    )
                } else {
                    let witnesses = vec![Witness {
                        entry: 6,
                        grade: Grade::Harness,
                        shows: "the document was refused".to_owned(),
                    }];
                    let assessment = Assessment::Open {
                        parameter: "timing.delay".to_owned(),
                        seen: "it was refused".to_owned(),
                        witnesses,
                    };
                    let open = Judged {
                        rule: "by-reading".to_owned(),
                        expectation: Some(expectation),
                        assessment,
                    };
                    (
                        verdict,
                        "the sources allow both readings of timing.delay, and the profile pins none",
                        vec![open, standing],
                    )
                }
            },
        );
    }
}

pub(crate) fn tell_dutch(run: &mut ToldRun) {
    let title = "Een arts in orde leest het document";
    run.add(planned("case-arts-leest", title, "consent", "nl", "REQ-CONSENT-004"), |realm| {
        realm.step(
            "given",
            "Gegeven ",
            "het is 2026-03-10 09:00",
            "time-is",
            json!({ "instant": "2026-03-10 09:00" }),
        );
        let order = json!({ "doctor": "Dr Peeters", "patient": "Anna" });
        realm.step("given", "En ", "Dr Peeters mag het dossier van Anna raadplegen", "in-order", order);
        realm.step(
            "when",
            "Als ",
            "Dr Peeters opent \"brief\"",
            "doctor-reads",
            json!({ "doctor": "Dr Peeters", "document": "brief" }),
        );
        let (_, shown) = opens(realm, "Dr Peeters", 200, "<h1>brief</h1><p>CANARY-11aa</p>");
        let person = json!({ "person": "Dr Peeters", "document": "brief" });
        realm.step("then", "Dan ", "\"brief\" wordt aan Dr Peeters getoond", "document-shown", person);
        let expectation = realm.expect("document-shown", 4);
        realm.close();
        let judged = vec![satisfied(
            "document-shown",
            Some(expectation),
            &[(shown, Grade::Harness, "the page shows the marker of “brief”")],
        )];
        (Verdict::Conformant, "every rule is satisfied", judged)
    });
}

pub(crate) fn tell_advisory(run: &mut ToldRun) {
    run.add(
        planned(
            "case-unknown-browser",
            "An unknown browser is served",
            "web-application",
            "en",
            "REQ-WEBAPP-010",
        ),
        |realm| {
            let sent = realm.sent("Anna", "GET", "https://127.0.0.1:40123/", "");
            let answer = realm.answered("user-agent", sent, 200, b"<p>Please use another browser</p>");
            realm.close();
            let judged = vec![violated(
                "page-opened",
                None,
                None,
                "the page opens",
                "the page asks for another browser",
                &[answer],
            )];
            (Verdict::Advisory, "the page asks for another browser", judged)
        },
    );
}

pub(crate) fn tell_inconclusive(run: &mut ToldRun) {
    run.add(
        planned(
            "case-system-silent",
            "A session ends at logout",
            "web-application",
            "en",
            "REQ-WEBAPP-010",
        ),
        |realm| {
            realm.step(
                "given",
                "Given ",
                "it is 2026-03-10 09:00",
                "time-is",
                json!({ "instant": "2026-03-10 09:00" }),
            );
            let what = "the system did not answer within 10 s on 127.0.0.1:40123; is it started?".to_owned();
            realm.tell(
                "harness",
                Event::Trouble {
                    blame: Blame::Environment,
                    what,
                },
            );
            (
                Verdict::Inconclusive,
                "the system did not answer within 10 s on 127.0.0.1:40123; is it started?",
                Vec::new(),
            )
        },
    );
}

pub(crate) fn tell_not_applicable(run: &mut ToldRun) {
    let why = "the profile does not claim it, and need not".to_owned();
    run.header.left_out.push(LeftOut {
        identity: "case-card-login".to_owned(),
        why,
    });
    let unclaimed = planned(
        "case-card-login",
        "A card opens a session",
        "web-application",
        "en",
        "REQ-WEBAPP-010",
    );
    run.judgements.push(Judgement {
        realm: String::new(),
        identity: unclaimed.identity.clone(),
        requirements: unclaimed.requirements.clone(),
        verdict: Verdict::NotApplicable,
        because: "the profile does not claim it, and need not".to_owned(),
        judged: Vec::new(),
        weakest: None,
    });
    run.header.planned.push(unclaimed);
}
