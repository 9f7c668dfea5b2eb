//! Journals about documents, attachments and counts shown or not disclosed.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
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
