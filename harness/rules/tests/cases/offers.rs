//! Journals about what a product's pages offer beside records.

use super::prelude::*;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

const LINK: &str = "https://www.csam.be/nl/film.html";

pub(crate) fn cases() -> Vec<Case> {
    let film = || json!({ "offer": "csam-film" });
    let leads = || json!({ "offer": "csam-film", "address": "https://www.csam.be/" });
    let dutch = || json!({ "offer": "csam-film", "language": "nl" });
    let form = || json!({ "form": "therapeutic-link" });
    vec![
        case("offer-found", Accepted, "a link to it", film(), |story| {
            story.wants(PATIENT, find("csam-film", None)).gets(shows(&[("addresses", &[LINK])]));
        }),
        case("offer-found", Caught, "no link to it", film(), |story| {
            story.wants(PATIENT, find("csam-film", None)).gets(done());
        }),
        case("offer-found", Caught, "the page crashes", film(), |story| {
            story.wants(PATIENT, find("csam-film", None)).gets(crashed());
        }),
        case("offer-found", NotExercised, "nobody looked", film(), |_| {}),
        case("offer-found", NotExercised, "somebody looked for something else", film(), |story| {
            story.wants(PATIENT, find("contact", None)).gets(shows(&[("addresses", &[LINK])]));
        }),
        case("offer-leads-to", Accepted, "to that place", leads(), |story| {
            story.wants(PATIENT, find("csam-film", None));
            story.gets(shows(&[("addresses", &["/help/videos/csam", LINK])]));
        }),
        case("offer-leads-to", Caught, "elsewhere", leads(), |story| {
            story.wants(PATIENT, find("csam-film", None));
            story.gets(shows(&[("addresses", &["https://www.csam.example/"])]));
        }),
        case("offer-leads-to", Caught, "nowhere", leads(), |story| {
            story.wants(PATIENT, find("csam-film", None)).gets(done());
        }),
        case("offer-leads-to", NotExercised, "nobody looked", leads(), |_| {}),
        case(
            "offer-in-language",
            Accepted,
            "on pages in it, of whatever region",
            dutch(),
            |story| {
                story.wants(PATIENT, find("csam-film", Some("nl")));
                story.gets(shows(&[("addresses", &[LINK]), ("languages", &["nl", "nl-BE"])]));
            },
        ),
        case(
            "offer-in-language",
            Caught,
            "on pages of which one is in another",
            dutch(),
            |story| {
                story.wants(PATIENT, find("csam-film", Some("nl")));
                story.gets(shows(&[("addresses", &[LINK]), ("languages", &["nl", "fr"])]));
            },
        ),
        case(
            "offer-in-language",
            Caught,
            "on pages in one that only begins alike",
            dutch(),
            |story| {
                story.wants(PATIENT, find("csam-film", Some("nl")));
                story.gets(shows(&[("addresses", &[LINK]), ("languages", &["nld"])]));
            },
        ),
        case("offer-in-language", Caught, "not offered there", dutch(), |story| {
            story
                .wants(PATIENT, find("csam-film", Some("nl")))
                .gets(shows(&[("languages", &["nl"])]));
        }),
        case(
            "offer-in-language",
            NotExercised,
            "somebody looked in another language",
            dutch(),
            |story| {
                story.wants(PATIENT, find("csam-film", Some("fr")));
                story.gets(shows(&[("addresses", &[LINK]), ("languages", &["nl"])]));
            },
        ),
        case(
            "offer-in-language",
            NotExercised,
            "the pages do not say their language",
            dutch(),
            |story| {
                story
                    .wants(PATIENT, find("csam-film", Some("nl")))
                    .gets(shows(&[("addresses", &[LINK])]));
            },
        ),
        case("form-received", Accepted, "as a PDF file", form(), |story| {
            story.wants(DOCTOR, download("therapeutic-link"));
            story.answer(DOCTOR, 200, &[("content-type", "application/pdf")], PDF).gets(done());
        }),
        case("form-received", Caught, "as a page that only says so", form(), |story| {
            story.wants(DOCTOR, download("therapeutic-link"));
            story
                .answer(DOCTOR, 200, &[("content-type", "application/pdf")], b"<html>%PDF-")
                .gets(done());
        }),
        case("form-received", Caught, "with the status of an error", form(), |story| {
            story
                .wants(DOCTOR, download("therapeutic-link"))
                .answer(DOCTOR, 404, &[], PDF)
                .gets(done());
        }),
        case("form-received", Caught, "refused", form(), |story| {
            story
                .wants(DOCTOR, download("therapeutic-link"))
                .gets(refused(Some(Reason::NotFound)));
        }),
        case("form-received", NotExercised, "nobody fetched it", form(), |story| {
            story.wants(DOCTOR, download("another")).answer(DOCTOR, 200, &[], PDF).gets(done());
        }),
    ]
}
