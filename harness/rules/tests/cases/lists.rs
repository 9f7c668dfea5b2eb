//! Journals about lists of documents.

use super::prelude::*;

pub(crate) fn cases() -> Vec<Case> {
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
