//! Journals about what the hospital was asked for.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
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
