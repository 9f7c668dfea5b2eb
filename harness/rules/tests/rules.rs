//! Every rule with journals that it accepts, that it catches, and in which it was not exercised. Verdicts on whole
//! scenarios are in `verdicts.rs`, standing rules in `standing.rs`.
#![allow(clippy::unwrap_used)]

mod journals;

use etalon_journal::Silence::{Reset, TimedOut, Unreadable};
use etalon_model::{Assessment, Outcome, Reason, Role};
use etalon_rules::rules;
use journals::*;
use serde_json::{Value, json};

/// What a rule makes of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Made {
    Accepted,
    Caught,
    NotExercised,
}
use Made::{Accepted, Caught, NotExercised};

struct Case {
    rule: &'static str,
    made: Made,
    /// The sentence that is true of the journal.
    of: &'static str,
    arguments: Value,
    tell: fn(&mut Story),
}

fn case(rule: &'static str, made: Made, of: &'static str, arguments: Value, tell: fn(&mut Story)) -> Case {
    Case {
        rule,
        made,
        of,
        arguments,
        tell,
    }
}

fn cases() -> Vec<Case> {
    [
        disclosure(),
        lists(),
        refusals(),
        hospital(),
        logins(),
        links_and_trail(),
        readings(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn disclosure() -> Vec<Case> {
    let letter = || json!({ "document": LETTER, "person": DOCTOR });
    let scan = || json!({ "document": LETTER, "attachment": SCAN, "person": DOCTOR });
    vec![
        case("document-shown", Accepted, "its marker is in the page", letter(), |story| {
            story.in_order().letter().wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
        }),
        case(
            "document-shown",
            Accepted,
            "its marker is in bytes that are no text",
            letter(),
            |story| {
                let bytes = [b"\xff\xfe\x00".as_slice(), CANARY.as_bytes()].concat();
                story
                    .in_order()
                    .letter()
                    .wants(DOCTOR, read())
                    .answer(DOCTOR, 200, &[], &bytes)
                    .gets(done());
            },
        ),
        case(
            "document-shown",
            Caught,
            "the page says done and shows something else",
            letter(),
            |story| {
                story
                    .in_order()
                    .letter()
                    .wants(DOCTOR, read())
                    .sees(DOCTOR, "another letter")
                    .gets(done());
            },
        ),
        case(
            "document-shown",
            Caught,
            "somebody else's browser got it meanwhile",
            letter(),
            |story| {
                story
                    .in_order()
                    .letter()
                    .wants(DOCTOR, read())
                    .sees(PATIENT, CANARY)
                    .sees(DOCTOR, "")
                    .gets(done());
            },
        ),
        case(
            "document-shown",
            Caught,
            "its marker came before it was asked for",
            letter(),
            |story| {
                story
                    .in_order()
                    .letter()
                    .sees(DOCTOR, CANARY)
                    .wants(DOCTOR, read())
                    .sees(DOCTOR, "")
                    .gets(done());
            },
        ),
        case("document-shown", Caught, "it is refused", letter(), |story| {
            story.letter().wants(DOCTOR, read()).sees(DOCTOR, "no").gets(refused(None));
        }),
        case("document-shown", Caught, "the system crashes", letter(), |story| {
            story.letter().wants(DOCTOR, read()).answer(DOCTOR, 500, &[], b"").gets(crashed());
        }),
        case("document-shown", NotExercised, "nobody asked for it", letter(), |story| {
            story.letter().does(DOCTOR, list());
        }),
        case("document-shown", NotExercised, "another person asked for it", letter(), |story| {
            story
                .in_order()
                .letter()
                .wants(PATIENT, read_as_patient())
                .sees(PATIENT, CANARY)
                .gets(done());
        }),
        case("document-shown", NotExercised, "there is no such document", letter(), |story| {
            story.wants(DOCTOR, read()).sees(DOCTOR, "").gets(done());
        }),
        case("document-shown", NotExercised, "no answer came", letter(), |story| {
            story.letter().wants(DOCTOR, read()).silence(DOCTOR, TimedOut).gets(no_answer());
        }),
        case(
            "document-shown",
            NotExercised,
            "the page is not what the profile says",
            letter(),
            |story| {
                story.letter().wants(DOCTOR, read()).sees(DOCTOR, "?").gets(unrecognised());
            },
        ),
        case(
            "document-shown",
            NotExercised,
            "the record ends before the outcome",
            letter(),
            |story| {
                story.letter().wants(DOCTOR, read()).sees(DOCTOR, "");
            },
        ),
        case("attachment-shown", Accepted, "its marker is in the bytes", scan(), |story| {
            story
                .in_order()
                .letter()
                .wants(DOCTOR, read_scan())
                .answer(DOCTOR, 200, &[], SCAN_CANARY.as_bytes())
                .gets(done());
        }),
        case(
            "attachment-shown",
            Caught,
            "only the document's marker is in the bytes",
            scan(),
            |story| {
                story
                    .in_order()
                    .letter()
                    .wants(DOCTOR, read_scan())
                    .sees(DOCTOR, CANARY)
                    .gets(done());
            },
        ),
        case(
            "attachment-shown",
            NotExercised,
            "the document was opened and not the attachment",
            scan(),
            |story| {
                story
                    .in_order()
                    .letter()
                    .wants(DOCTOR, read())
                    .sees(DOCTOR, SCAN_CANARY)
                    .gets(done());
            },
        ),
        case(
            "attachment-shown",
            NotExercised,
            "the document has no such attachment",
            json!({ "document": LETTER, "attachment": "other.png", "person": DOCTOR }),
            |story| {
                story
                    .in_order()
                    .letter()
                    .wants(DOCTOR, read_scan())
                    .sees(DOCTOR, SCAN_CANARY)
                    .gets(done());
            },
        ),
        case("nothing-disclosed", Accepted, "the refusal holds no marker", letter(), |story| {
            story
                .letter()
                .wants(DOCTOR, read())
                .sees(DOCTOR, "no")
                .gets(refused(None))
                .probe(done());
        }),
        case("nothing-disclosed", Caught, "the refusal holds the document", letter(), |story| {
            story
                .letter()
                .wants(DOCTOR, read())
                .answer(DOCTOR, 403, &[], CANARY.as_bytes())
                .gets(refused(None));
        }),
        case("nothing-disclosed", Caught, "the refusal holds an attachment", letter(), |story| {
            story.letter().wants(DOCTOR, read()).sees(DOCTOR, SCAN_CANARY).gets(refused(None));
        }),
        case(
            "nothing-disclosed",
            Caught,
            "a header field holds it, percent-encoded",
            letter(),
            |story| {
                let encoded: String = CANARY.bytes().map(|byte| format!("%{byte:02x}")).collect();
                let location = format!("/elsewhere?title={encoded}");
                story
                    .letter()
                    .wants(DOCTOR, read())
                    .answer(DOCTOR, 303, &[("location", &location)], b"")
                    .gets(refused(None));
            },
        ),
        case("nothing-disclosed", Caught, "the crash shows it", letter(), |story| {
            story
                .letter()
                .wants(DOCTOR, read())
                .answer(DOCTOR, 500, &[], CANARY.as_bytes())
                .gets(crashed());
        }),
        case(
            "nothing-disclosed",
            Caught,
            "the system crashes and shows nothing",
            letter(),
            |story| {
                story
                    .letter()
                    .wants(DOCTOR, read())
                    .answer(DOCTOR, 500, &[], b"oops")
                    .gets(crashed());
            },
        ),
        case("nothing-disclosed", NotExercised, "nobody asked for anything", letter(), |story| {
            story.letter();
        }),
        case("nothing-disclosed", NotExercised, "no answer came", letter(), |story| {
            story.letter().wants(DOCTOR, read()).silence(DOCTOR, TimedOut).gets(no_answer());
        }),
        case(
            "nothing-disclosed",
            NotExercised,
            "the answer was cut after a redirect",
            letter(),
            |story| {
                story
                    .letter()
                    .wants(DOCTOR, read())
                    .answer(DOCTOR, 303, &[("location", "/next")], b"")
                    .silence(DOCTOR, Reset)
                    .gets(no_answer());
            },
        ),
        case(
            "nothing-disclosed",
            NotExercised,
            "what was to be seen was too large to keep",
            letter(),
            |story| {
                story
                    .letter()
                    .wants(DOCTOR, read())
                    .sees(DOCTOR, "")
                    .silence(DOCTOR, Unreadable)
                    .gets(no_answer())
                    .probe(done());
            },
        ),
        case(
            "nothing-disclosed",
            NotExercised,
            "the page is not what the profile says",
            letter(),
            |story| {
                story.letter().wants(DOCTOR, read()).sees(DOCTOR, "?").gets(unrecognised());
            },
        ),
        case(
            "count-not-disclosed",
            Accepted,
            "the number is only inside a tag and inside another number",
            json!({ "count": 12 }),
            |story| {
                story
                    .wants(DOCTOR, list())
                    .sees(DOCTOR, "<p data-n=\"12\">112 and 120</p>")
                    .gets(refused(None));
            },
        ),
        case(
            "count-not-disclosed",
            Caught,
            "the words tell it",
            json!({ "count": 12 }),
            |story| {
                story
                    .wants(DOCTOR, list())
                    .sees(DOCTOR, "<p>There are <b>12</b> documents.</p>")
                    .gets(refused(None));
            },
        ),
        case(
            "count-not-disclosed",
            Caught,
            "the system crashes and tells nothing",
            json!({ "count": 12 }),
            |story| {
                story.wants(DOCTOR, list()).answer(DOCTOR, 500, &[], b"oops").gets(crashed());
            },
        ),
        case(
            "count-not-disclosed",
            NotExercised,
            "nobody asked for anything",
            json!({ "count": 12 }),
            |_| {},
        ),
        case(
            "count-not-disclosed",
            NotExercised,
            "no answer came after a redirect",
            json!({ "count": 12 }),
            |story| {
                story
                    .wants(DOCTOR, list())
                    .answer(DOCTOR, 303, &[], b"")
                    .silence(DOCTOR, TimedOut)
                    .gets(no_answer());
            },
        ),
    ]
}

fn lists() -> Vec<Case> {
    let letter = || json!({ "document": LETTER });
    let two = || json!({ "count": 2 });
    vec![
        case("list-shows", Accepted, "its reference is in the list", letter(), |story| {
            story
                .in_order()
                .letter()
                .wants(DOCTOR, list())
                .gets(shows(&[("references", &["EXS-0009", REFERENCE])]));
        }),
        case("list-shows", Caught, "only a longer reference is in the list", letter(), |story| {
            story
                .in_order()
                .letter()
                .wants(DOCTOR, list())
                .gets(shows(&[("references", &["EXS-00012"])]));
        }),
        case("list-shows", Caught, "the list is refused", letter(), |story| {
            story.letter().wants(DOCTOR, list()).gets(refused(None));
        }),
        case("list-shows", Caught, "the system crashes", letter(), |story| {
            story.letter().wants(DOCTOR, list()).gets(crashed());
        }),
        case("list-shows", NotExercised, "nobody asked for a list", letter(), |story| {
            story.in_order().letter();
        }),
        case("list-shows", NotExercised, "there is no such document", letter(), |story| {
            story.in_order().wants(DOCTOR, list()).gets(shows(&[("references", &[REFERENCE])]));
        }),
        case("list-shows", NotExercised, "no answer came", letter(), |story| {
            story.letter().wants(DOCTOR, list()).gets(no_answer());
        }),
        case("list-hides", Accepted, "the list has other entries", letter(), |story| {
            story
                .in_order()
                .letter()
                .wants(DOCTOR, list())
                .sees(DOCTOR, "EXS-0009")
                .gets(shows(&[("references", &["EXS-0009"])]));
        }),
        case("list-hides", Caught, "the list names it", letter(), |story| {
            story
                .in_order()
                .letter()
                .wants(DOCTOR, list())
                .gets(shows(&[("references", &[REFERENCE])]));
        }),
        case(
            "list-hides",
            Caught,
            "the page holds its reference outside the list",
            letter(),
            |story| {
                let page = format!("<!-- {REFERENCE} -->");
                story
                    .in_order()
                    .letter()
                    .wants(DOCTOR, list())
                    .sees(DOCTOR, &page)
                    .gets(shows(&[("references", &[])]));
            },
        ),
        case("list-hides", Caught, "the system crashes", letter(), |story| {
            story.letter().wants(DOCTOR, list()).gets(crashed());
        }),
        case("list-hides", NotExercised, "nobody asked for a list", letter(), |story| {
            story.in_order().letter();
        }),
        case("list-hides", NotExercised, "no answer came", letter(), |story| {
            story.letter().wants(DOCTOR, list()).gets(no_answer());
        }),
        case("list-has-count", Accepted, "as many, all different", two(), |story| {
            story.wants(DOCTOR, list()).gets(shows(&[("references", &["A", "B"])]));
        }),
        case("list-has-count", Caught, "as many, one of them twice", two(), |story| {
            story.wants(DOCTOR, list()).gets(shows(&[("references", &["A", "A"])]));
        }),
        case("list-has-count", Caught, "all of them and one twice", two(), |story| {
            story.wants(DOCTOR, list()).gets(shows(&[("references", &["A", "B", "A"])]));
        }),
        case("list-has-count", Caught, "the list is refused", two(), |story| {
            story.wants(DOCTOR, list()).gets(refused(None));
        }),
        case("list-has-count", NotExercised, "nobody asked for a list", two(), |_| {}),
        case("list-is-empty", Accepted, "a list without entries", json!({}), |story| {
            story.wants(DOCTOR, list()).gets(shows(&[("references", &[])]));
        }),
        case("list-is-empty", Caught, "an entry", json!({}), |story| {
            story.wants(DOCTOR, list()).gets(shows(&[("references", &["A"])]));
        }),
        case(
            "list-is-empty",
            Caught,
            "a refusal, which is no ordinary answer",
            json!({}),
            |story| {
                story.wants(DOCTOR, list()).gets(refused(Some(Reason::NotFound)));
            },
        ),
        case("list-is-empty", Caught, "a crash", json!({}), |story| {
            story.wants(DOCTOR, list()).gets(crashed());
        }),
        case("list-is-empty", NotExercised, "nobody asked for a list", json!({}), |_| {}),
        case("list-is-empty", NotExercised, "no answer came", json!({}), |story| {
            story.wants(DOCTOR, list()).gets(no_answer());
        }),
    ]
}

fn refusals() -> Vec<Case> {
    let because = || json!({ "reason": "no-therapeutic-link" });
    let person = || json!({ "person": DOCTOR });
    vec![
        case(
            "refused",
            Accepted,
            "for the reason that is due, and the system is alive",
            because(),
            |story| {
                story
                    .wants(DOCTOR, read())
                    .gets(refused(Some(Reason::NoTherapeuticLink)))
                    .probe(done());
            },
        ),
        case("refused", Accepted, "where no reason is due", json!({}), |story| {
            story.wants(DOCTOR, read()).gets(refused(None)).probe(done());
        }),
        case("refused", Caught, "for another reason", because(), |story| {
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NotAProfessional)))
                .probe(done());
        }),
        case("refused", Caught, "accepted", because(), |story| {
            story.in_order().wants(DOCTOR, read()).gets(done()).probe(done());
        }),
        case("refused", Caught, "crashed", because(), |story| {
            story.wants(DOCTOR, read()).gets(crashed()).probe(done());
        }),
        case("refused", Caught, "crashed where any reason would do", json!({}), |story| {
            story.wants(DOCTOR, read()).gets(crashed()).probe(done());
        }),
        case("refused", Caught, "a login is demanded instead", because(), |story| {
            story.wants(DOCTOR, read()).gets(Outcome::LoginDemanded {}).probe(done());
        }),
        case("refused", Caught, "the system crashes afterwards", because(), |story| {
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(crashed());
        }),
        case("refused", NotExercised, "nobody asked for anything", because(), |_| {}),
        case(
            "refused",
            NotExercised,
            "only somebody looked whether the system is alive",
            because(),
            |story| {
                story.probe(refused(Some(Reason::NoTherapeuticLink)));
            },
        ),
        case("refused", NotExercised, "no answer came", because(), |story| {
            story.wants(DOCTOR, read()).gets(no_answer()).probe(done());
        }),
        case(
            "refused",
            NotExercised,
            "nobody looked whether the system is alive",
            because(),
            |story| {
                story.wants(DOCTOR, read()).gets(refused(Some(Reason::NoTherapeuticLink)));
            },
        ),
        case("refused", NotExercised, "somebody looked only before", because(), |story| {
            story
                .probe(done())
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)));
        }),
        case("refused", NotExercised, "the system is silent afterwards", because(), |story| {
            story
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::NoTherapeuticLink)))
                .probe(no_answer());
        }),
        case("refused", Accepted, "for another reason that holds as well", because(), |story| {
            story
                .letter()
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::PatientConsentMissing)))
                .probe(done());
        }),
        case("refused", Caught, "for another reason that does not hold", because(), |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .letter()
                .wants(DOCTOR, read())
                .gets(refused(Some(Reason::PatientConsentMissing)))
                .probe(done());
        }),
        case(
            "refused",
            NotExercised,
            "as not found, and nothing like it was ever accepted",
            because(),
            |story| {
                story
                    .letter()
                    .wants(DOCTOR, read())
                    .gets(refused(Some(Reason::NotFound)))
                    .probe(done());
            },
        ),
        case(
            "refused",
            Accepted,
            "and then a Then step looked at something that was done",
            because(),
            |story| {
                story
                    .wants(DOCTOR, read())
                    .gets(refused(Some(Reason::NoTherapeuticLink)))
                    .probe(done())
                    .looks(DOCTOR, links(), done());
            },
        ),
        case(
            "refused",
            Caught,
            "accepted, and then a Then step's look was refused",
            because(),
            |story| {
                story
                    .in_order()
                    .does(DOCTOR, list())
                    .looks(DOCTOR, links(), refused(Some(Reason::NoTherapeuticLink)))
                    .probe(done());
            },
        ),
        case("source-unavailable", Accepted, "the system says so", person(), |story| {
            story.wants(DOCTOR, read()).gets(unavailable());
        }),
        case("source-unavailable", Caught, "the system crashes instead", person(), |story| {
            story.wants(DOCTOR, read()).gets(crashed());
        }),
        case("source-unavailable", Caught, "the system refuses instead", person(), |story| {
            story.wants(DOCTOR, read()).gets(refused(Some(Reason::NotFound)));
        }),
        case("source-unavailable", NotExercised, "another person asked", person(), |story| {
            story.wants(PATIENT, read_as_patient()).gets(unavailable());
        }),
        case(
            "source-unavailable",
            NotExercised,
            "the system itself is silent",
            person(),
            |story| {
                story.wants(DOCTOR, read()).gets(no_answer());
            },
        ),
        case("login-demanded", Accepted, "the request ends at CSAM", json!({}), |story| {
            story.wants("a visitor", read_as_patient()).gets(Outcome::LoginDemanded {});
        }),
        case("login-demanded", Accepted, "the request is refused", json!({}), |story| {
            story.wants("a visitor", read_as_patient()).gets(refused(None)).probe(done());
        }),
        case("login-demanded", Caught, "the page opens", json!({}), |story| {
            story.wants("a visitor", open("patient-home")).gets(done());
        }),
        case("login-demanded", Caught, "the system crashes", json!({}), |story| {
            story.wants("a visitor", open("patient-home")).gets(crashed());
        }),
        case(
            "login-demanded",
            Caught,
            "a page opens, and then a Then step's look demands a login",
            json!({}),
            |story| {
                story
                    .does("a visitor", open("patient-home"))
                    .looks(PATIENT, open("patient-home"), Outcome::LoginDemanded {});
            },
        ),
        case("login-demanded", NotExercised, "nobody asked for anything", json!({}), |_| {}),
        case("login-demanded", NotExercised, "no answer came", json!({}), |story| {
            story.wants("a visitor", open("patient-home")).gets(no_answer());
        }),
        case("page-opened", Accepted, "its mark is there", json!({}), |story| {
            story.wants("a visitor", open("home")).gets(done());
        }),
        case("page-opened", Caught, "a login is demanded", json!({}), |story| {
            story.wants("a visitor", open("home")).gets(Outcome::LoginDemanded {});
        }),
        case("page-opened", Caught, "the system crashes", json!({}), |story| {
            story.wants("a visitor", open("home")).gets(crashed());
        }),
        case("page-opened", NotExercised, "nobody opened a page", json!({}), |story| {
            story.does(DOCTOR, list());
        }),
        case(
            "page-opened",
            NotExercised,
            "the page is not what the profile says",
            json!({}),
            |story| {
                story.wants("a visitor", open("home")).gets(unrecognised());
            },
        ),
    ]
}

fn hospital() -> Vec<Case> {
    let letter = || json!({ "document": LETTER });
    let fetch = || json!({ "reference": REFERENCE });
    vec![
        case("fetched-from-hospital", Accepted, "the hospital gave it", letter(), move |story| {
            story
                .login(DOCTOR)
                .letter()
                .wants(DOCTOR, read())
                .observed("document-fetched", json!({ "reference": REFERENCE }))
                .gets(done());
        }),
        case(
            "fetched-from-hospital",
            Accepted,
            "the hospital was asked and gave nothing",
            letter(),
            |story| {
                story
                    .letter()
                    .wants(DOCTOR, read())
                    .observed("fetch-refused", json!({ "reference": REFERENCE }))
                    .gets(unavailable());
            },
        ),
        case(
            "fetched-from-hospital",
            Caught,
            "the answer came from elsewhere",
            letter(),
            |story| {
                story.letter().wants(DOCTOR, read()).gets(done());
            },
        ),
        case("fetched-from-hospital", Caught, "it was fetched only before", letter(), |story| {
            story
                .login(DOCTOR)
                .letter()
                .observed("document-fetched", json!({ "reference": REFERENCE }))
                .wants(DOCTOR, read())
                .gets(done());
        }),
        case("fetched-from-hospital", Caught, "another document was fetched", letter(), |story| {
            story
                .login(DOCTOR)
                .letter()
                .wants(DOCTOR, read())
                .observed("document-fetched", json!({ "reference": "EXS-0002" }))
                .gets(done());
        }),
        case(
            "fetched-from-hospital",
            NotExercised,
            "nobody asked for anything",
            letter(),
            |story| {
                story.letter();
            },
        ),
        case(
            "fetched-from-hospital",
            NotExercised,
            "there is no such document",
            letter(),
            |story| {
                story.wants(DOCTOR, read()).gets(done());
            },
        ),
        case("fetched-from-hospital", NotExercised, "the system is silent", letter(), |story| {
            story.letter().wants(DOCTOR, read()).silence(DOCTOR, TimedOut).gets(no_answer());
        }),
        case("not-fetched", Accepted, "the system refused without asking", letter(), |story| {
            story
                .letter()
                .wants(DOCTOR, read())
                .sees(DOCTOR, "no")
                .gets(refused(None))
                .probe(done());
        }),
        case("not-fetched", Accepted, "it was fetched only before", letter(), |story| {
            story
                .login(DOCTOR)
                .letter()
                .observed("document-fetched", json!({ "reference": REFERENCE }))
                .wants(DOCTOR, read())
                .gets(refused(None));
        }),
        case("not-fetched", Caught, "it was fetched and then refused", letter(), |story| {
            story
                .login(DOCTOR)
                .letter()
                .wants(DOCTOR, read())
                .observed("document-fetched", json!({ "reference": REFERENCE }))
                .gets(refused(None));
        }),
        case(
            "not-fetched",
            Caught,
            "it was fetched by a system that then fell silent",
            letter(),
            |story| {
                story
                    .login(DOCTOR)
                    .letter()
                    .wants(DOCTOR, read())
                    .observed("document-fetched", json!({ "reference": REFERENCE }))
                    .gets(no_answer());
            },
        ),
        case("not-fetched", Caught, "the system crashed before it could", letter(), |story| {
            story.letter().wants(DOCTOR, read()).answer(DOCTOR, 500, &[], b"").gets(crashed());
        }),
        case("not-fetched", NotExercised, "nobody asked for anything", letter(), |story| {
            story.letter();
        }),
        case("not-fetched", NotExercised, "the system is silent", letter(), |story| {
            story.letter().wants(DOCTOR, read()).silence(DOCTOR, TimedOut).gets(no_answer());
        }),
        case("not-fetched", NotExercised, "there is no such document", fetch(), |story| {
            story.wants(DOCTOR, read()).gets(refused(None));
        }),
    ]
}

fn logins() -> Vec<Case> {
    let person = || json!({ "person": PATIENT });
    let means = |means: &str| json!({ "means": means });
    vec![
        case("logged-in", Accepted, "by CSAM's word", person(), |story| {
            story.login(PATIENT);
        }),
        case(
            "logged-in",
            Caught,
            "without CSAM having been asked who the person is",
            person(),
            |story| {
                story.does(PATIENT, log_in());
            },
        ),
        case("logged-in", Caught, "CSAM was asked only at an earlier login", person(), |story| {
            story.login(PATIENT).does(PATIENT, log_in());
        }),
        case("logged-in", Caught, "refused", person(), |story| {
            story.wants(PATIENT, log_in()).gets(refused(Some(Reason::LevelTooLow)));
        }),
        case("logged-in", Caught, "crashed", person(), |story| {
            story.wants(PATIENT, log_in()).gets(crashed());
        }),
        case("logged-in", NotExercised, "somebody else logged in", person(), |story| {
            story.login(DOCTOR);
        }),
        case("logged-in", NotExercised, "the login goes nowhere", person(), |story| {
            story.wants(PATIENT, log_in()).gets(unrecognised());
        }),
        case("not-logged-in", Accepted, "the person's page demands a login", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(Outcome::LoginDemanded {});
        }),
        case("not-logged-in", Accepted, "the person's page is refused", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(refused(None));
        }),
        case("not-logged-in", Accepted, "a Then step looked", person(), |story| {
            story
                .does(PATIENT, etalon_model::Intent::LogOut {})
                .looks(PATIENT, open("patient-home"), Outcome::LoginDemanded {});
        }),
        case("not-logged-in", Caught, "the person's page opens", person(), |story| {
            story.does(PATIENT, open("patient-home"));
        }),
        case("not-logged-in", Caught, "the system crashes", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(crashed());
        }),
        case("not-logged-in", NotExercised, "nobody looked", person(), |story| {
            story
                .wants(PATIENT, log_in())
                .gets(refused(Some(Reason::LevelTooLow)))
                .probe(done());
        }),
        case("not-logged-in", NotExercised, "the system is silent", person(), |story| {
            story.wants(PATIENT, open("patient-home")).gets(no_answer());
        }),
        case("means-offered", Accepted, "it is on CSAM's page", means("itsme"), |story| {
            story.login(PATIENT);
        }),
        case("means-offered", Caught, "it is not on CSAM's page", means("password"), |story| {
            story.login(PATIENT);
        }),
        case(
            "means-offered",
            NotExercised,
            "CSAM's page was not shown",
            means("itsme"),
            |story| {
                story.does(PATIENT, log_in());
            },
        ),
        case(
            "means-offered",
            NotExercised,
            "CSAM's page was shown only at an earlier login",
            means("itsme"),
            |story| {
                story.login(PATIENT).does(PATIENT, log_in());
            },
        ),
        case(
            "means-not-offered",
            Accepted,
            "it is not on CSAM's page",
            means("password"),
            |story| {
                story.login(PATIENT);
            },
        ),
        case("means-not-offered", Caught, "it is on CSAM's page", means("totp"), |story| {
            story.login(PATIENT);
        }),
        case(
            "means-not-offered",
            NotExercised,
            "CSAM's page was not shown",
            means("password"),
            |story| {
                story.wants(PATIENT, log_in()).gets(no_answer());
            },
        ),
    ]
}

fn links_and_trail() -> Vec<Case> {
    let count = |count: u64| json!({ "doctor": DOCTOR, "patient": PATIENT, "count": count });
    let trail = || json!({ "doctor": DOCTOR, "document": LETTER });
    vec![
        case("links-in-force", Accepted, "the system shows one", count(1), |story| {
            story
                .in_order()
                .wants(DOCTOR, links())
                .gets(shows(&[("in-force", &["2027-03-10"])]));
        }),
        case("links-in-force", Accepted, "the patient is not even known", count(0), |story| {
            story.wants(DOCTOR, links()).gets(refused(Some(Reason::PatientNotRegistered)));
        }),
        case("links-in-force", Accepted, "a Then step looked", count(1), |story| {
            story.in_order().looks(DOCTOR, links(), shows(&[("in-force", &["2027-03-10"])]));
        }),
        case("links-in-force", Caught, "the system shows two", count(1), |story| {
            story
                .in_order()
                .wants(DOCTOR, links())
                .gets(shows(&[("in-force", &["2027-03-10", "2027-03-10"])]));
        }),
        case("links-in-force", Caught, "the system shows none", count(1), |story| {
            story.in_order().wants(DOCTOR, links()).gets(shows(&[("in-force", &[])]));
        }),
        case(
            "links-in-force",
            Caught,
            "the look is refused though there must be one",
            count(1),
            |story| {
                story.wants(DOCTOR, links()).gets(refused(None));
            },
        ),
        case("links-in-force", Caught, "the look crashes", count(0), |story| {
            story.wants(DOCTOR, links()).gets(crashed());
        }),
        case("links-in-force", NotExercised, "nobody looked", count(0), |story| {
            story.in_order();
        }),
        case("links-in-force", NotExercised, "another doctor looked", count(0), |story| {
            story.wants("Dr Lambert", links()).gets(shows(&[("in-force", &[])]));
        }),
        case("links-in-force", NotExercised, "no answer came", count(0), |story| {
            story.wants(DOCTOR, links()).gets(no_answer());
        }),
        case("audit-names", Accepted, "by the document's reference", trail(), |story| {
            story.letter().wants(PATIENT, etalon_model::Intent::ReadAuditTrail {});
            story.gets(shows(&[("actors", &["Emile Peeters-Specimen"]), ("documents", &[REFERENCE])]));
        }),
        case(
            "audit-names",
            Accepted,
            "by what the network calls the document",
            trail(),
            |story| {
                story.letter().wants(PATIENT, etalon_model::Intent::ReadAuditTrail {});
                story.gets(shows(&[("actors", &["Peeters"]), ("documents", &["document 17"])]));
            },
        ),
        case("audit-names", Accepted, "a Then step looked", trail(), |story| {
            let trail = shows(&[("actors", &["Dr Peeters"]), ("documents", &[REFERENCE])]);
            story
                .letter()
                .does(DOCTOR, list())
                .looks(PATIENT, etalon_model::Intent::ReadAuditTrail {}, trail);
        }),
        case(
            "audit-names",
            Caught,
            "an entry of that doctor for another document",
            trail(),
            |story| {
                story.letter().wants(PATIENT, etalon_model::Intent::ReadAuditTrail {});
                story.gets(shows(&[
                    ("actors", &["Peeters", "Lambert"]),
                    ("documents", &["EXS-0002", REFERENCE]),
                ]));
            },
        ),
        case(
            "audit-names",
            Caught,
            "a number that only contains the document's",
            trail(),
            |story| {
                story.letter().wants(PATIENT, etalon_model::Intent::ReadAuditTrail {});
                story.gets(shows(&[("actors", &["Peeters"]), ("documents", &["document 1173"])]));
            },
        ),
        case("audit-names", Caught, "a name that only contains the doctor's", trail(), |story| {
            story.letter().wants(PATIENT, etalon_model::Intent::ReadAuditTrail {});
            story.gets(shows(&[("actors", &["Peetersen"]), ("documents", &[REFERENCE])]));
        }),
        case("audit-names", Caught, "an empty trail", trail(), |story| {
            story.letter().does(PATIENT, etalon_model::Intent::ReadAuditTrail {});
        }),
        case("audit-names", NotExercised, "nobody looked", trail(), |story| {
            story.letter();
        }),
        case("audit-names", NotExercised, "there is no such document", trail(), |story| {
            story.does(PATIENT, etalon_model::Intent::ReadAuditTrail {});
        }),
        case("audit-names", NotExercised, "no answer came", trail(), |story| {
            story
                .letter()
                .wants(PATIENT, etalon_model::Intent::ReadAuditTrail {})
                .gets(no_answer());
        }),
    ]
}

/// Under `timing.delay = calendar` and `therlink.end = exclusive`.
fn readings() -> Vec<Case> {
    let delay = || json!({ "document": LETTER, "parameter": "timing.delay" });
    let end = || json!({ "document": LETTER, "parameter": "therlink.end" });
    vec![
        case(
            "by-reading",
            Accepted,
            "refused a second before the pinned reading opens",
            delay(),
            |story| {
                story
                    .at("2026-03-10T10:00:00+01:00")
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("after-days", Some(30))
                    .at("2026-04-09T09:59:59+02:00");
                story.wants(PATIENT, read_as_patient()).sees(PATIENT, "no").gets(refused(None));
            },
        ),
        case(
            "by-reading",
            Accepted,
            "shown at the second at which the pinned reading opens",
            delay(),
            |story| {
                story
                    .at("2026-03-10T10:00:00+01:00")
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("after-days", Some(30));
                story
                    .at("2026-04-09T10:00:00+02:00")
                    .wants(PATIENT, read_as_patient())
                    .sees(PATIENT, CANARY)
                    .gets(done());
            },
        ),
        case("by-reading", Caught, "shown before the pinned reading opens", delay(), |story| {
            story
                .at("2026-03-10T10:00:00+01:00")
                .does(PATIENT, consent(Role::Patient))
                .letter_ruled("after-days", Some(30));
            story
                .at("2026-04-09T09:59:59+02:00")
                .wants(PATIENT, read_as_patient())
                .sees(PATIENT, CANARY)
                .gets(done());
        }),
        case("by-reading", Caught, "refused after the pinned reading opened", delay(), |story| {
            story.at("2026-03-10T10:00:00+01:00").letter_ruled("after-days", Some(30));
            story
                .at("2026-04-09T10:00:00+02:00")
                .wants(PATIENT, read_as_patient())
                .sees(PATIENT, "no")
                .gets(refused(None));
        }),
        case("by-reading", Caught, "crashed", delay(), |story| {
            story
                .letter_ruled("after-days", Some(30))
                .wants(PATIENT, read_as_patient())
                .gets(crashed());
        }),
        case("by-reading", Caught, "shown on the end day of the link", end(), |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, consent(Role::Professional))
                .does(DOCTOR, link(Some("2026-04-01")))
                .letter();
            story
                .at("2026-04-01T12:00:00+02:00")
                .wants(DOCTOR, read())
                .sees(DOCTOR, CANARY)
                .gets(done());
        }),
        case("by-reading", Accepted, "refused on the end day of the link", end(), |story| {
            story.does(DOCTOR, link(Some("2026-04-01"))).letter();
            story
                .at("2026-04-01T00:00:00+02:00")
                .wants(DOCTOR, read())
                .sees(DOCTOR, "no")
                .gets(refused(None));
        }),
        case("by-reading", NotExercised, "nobody opened it", delay(), |story| {
            story.letter_ruled("after-days", Some(30));
        }),
        case("by-reading", NotExercised, "there is no such document", delay(), |story| {
            story.wants(PATIENT, read_as_patient()).gets(refused(None));
        }),
        case("by-reading", NotExercised, "its rule is no delay", delay(), |story| {
            story.letter().wants(PATIENT, read_as_patient()).gets(refused(None));
        }),
        case("by-reading", NotExercised, "no link with an end day stands", end(), |story| {
            story.letter().wants(DOCTOR, read()).gets(refused(None));
        }),
        case(
            "by-reading",
            NotExercised,
            "the answer took from before the instant to behind it",
            delay(),
            |story| {
                story.at("2026-03-10T10:00:00+01:00").letter_ruled("after-days", Some(30));
                story.at("2026-04-09T09:59:59+02:00").wants(PATIENT, read_as_patient());
                story.at("2026-04-09T10:00:01+02:00").sees(PATIENT, "no").gets(refused(None));
            },
        ),
        case("by-reading", NotExercised, "no answer came", delay(), |story| {
            story
                .letter_ruled("after-days", Some(30))
                .wants(PATIENT, read_as_patient())
                .gets(no_answer());
        }),
    ]
}

fn pinned() -> Pinned {
    let mut pinned = Pinned::reading("timing.delay", "calendar");
    pinned.parameters.insert("therlink.end".to_owned(), "exclusive".to_owned());
    pinned
}

fn made_of(case: &Case) -> (Made, Assessment) {
    let mut story = Story::about(&[MUST]);
    (case.tell)(&mut story);
    story.expects(case.rule, case.arguments.clone()).closes();
    let found = assessment(&story.judged_by(&pinned()), case.rule).unwrap();
    let made = match &found {
        Assessment::Satisfied { witnesses } => {
            assert!(!witnesses.is_empty(), "{}: {}: no witness", case.rule, case.of);
            let known = story.entries().len() as u64;
            let within = witnesses.iter().all(|witness| (1..=known).contains(&witness.entry));
            assert!(within, "{}: {}: a witness outside the journal", case.rule, case.of);
            Accepted
        }
        Assessment::Violated { findings } => {
            let told = findings
                .iter()
                .all(|finding| !finding.entries.is_empty() && !finding.seen.is_empty());
            assert!(told && !findings.is_empty(), "{}: {}: {findings:?}", case.rule, case.of);
            Caught
        }
        Assessment::NotExercised { missing } => {
            assert!(!missing.is_empty(), "{}: {}: nothing said", case.rule, case.of);
            NotExercised
        }
        Assessment::Open { .. } => panic!("{}: {}: {found:?}", case.rule, case.of),
    };
    (made, found)
}

#[test]
fn every_journal_is_made_of_what_its_sentence_says() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let (made, found) = made_of(case);
            (made != case.made).then(|| format!("{}: {}: wanted {:?}, found {found:?}", case.rule, case.of, case.made))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_journals_that_it_accepts_and_catches_and_in_which_it_was_not_exercised() {
    let cases = cases();
    for rule in rules() {
        for made in [Accepted, Caught, NotExercised] {
            let some = cases.iter().any(|case| case.rule == rule.id && case.made == made);
            assert!(some, "no journal of rule `{}` is {made:?}", rule.id);
        }
    }
    for case in &cases {
        assert!(rules().iter().any(|rule| rule.id == case.rule), "`{}` is no rule", case.rule);
    }
}

#[test]
fn an_expectation_that_no_rule_can_judge_is_never_satisfied() {
    for (rule, arguments, told) in [
        ("no-such-rule", json!({}), "there is no rule `no-such-rule`"),
        (
            "document-shown",
            json!({ "document": LETTER }),
            "rule `document-shown` needs the argument `person`",
        ),
        ("document-shown", Value::Null, "rule `document-shown` needs the argument `document`"),
    ] {
        let mut story = Story::about(&[MUST]);
        story.in_order().letter().wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
        story.expects(rule, arguments).closes();
        let missing = told.to_owned();
        assert_eq!(assessment(&story.judged(), rule), Some(Assessment::NotExercised { missing }));
    }
}
