//! Pictures of lanes: the picture, its key and its table say the same, in each language, of anything that is handed in.

use etalon_evidence::{Language, lanes_figure};
use etalon_model::lanes::{Lanes, SpanState};

use crate::told_lanes::{letter, point, said};

/// The cells of the table, row by row, without markup. A cell that spans rows stands in the first of them only.
fn rows(figure: &str) -> Vec<Vec<String>> {
    let body = figure.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap().0;
    let text = |cell: &str| {
        let inner = cell.split_once('>').unwrap().1.split("</td>").next().unwrap();
        inner
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect::<String>()
    };
    body.split("<tr>")
        .skip(1)
        .map(|row| row.split("<td").skip(1).map(text).collect())
        .collect()
}

fn count(figure: &str, needle: &str) -> usize {
    figure.matches(needle).count()
}

#[test]
fn the_table_says_what_was_done_and_who_could_open_the_document_from_then_on() {
    let figure = lanes_figure(&[letter("Marie", "Dr Peeters")], None, "x", Language::En);
    let rows = rows(&figure);
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    assert_eq!(
        rows,
        [
            vec!["1", "10 March 2026, 10:00", "Marie gives consent #5", ""],
            vec!["2", "the network refers to the document #9", ""],
            vec!["3", "Dr Peeters declares a link #14", "Dr Peeters: yes"],
            vec!["4", "Dr Peeters asks for “letter”: it is shown #20", ""],
            vec![
                "5",
                "9 April 2026, 00:00",
                "the passing of time alone",
                "Marie: left open timing.delay"
            ],
            vec!["6", "9 April 2026, 09:59:59", "Marie asks for “letter”: it is not shown #31", ""],
            vec!["7", "10 April 2026, 00:00", "the passing of time alone", "Marie: yes"],
            vec![
                "8",
                "20 April 2026, 12:00",
                "Dr Peeters ends the link #40",
                "Dr Peeters: no REQ-THERLINK-001"
            ],
        ]
    );
    assert!(figure.contains("rowspan=\"4\""), "what is at one instant has one date");
}

#[test]
fn the_picture_has_a_number_for_each_row_a_bar_for_each_span_and_a_mark_for_each_reading() {
    let figure = lanes_figure(&[letter("Marie", "Dr Peeters")], None, "x", Language::En);
    let picture = figure.split_once("</svg>").unwrap().0;
    assert!(picture.contains(">12345678</text>"), "each event has its number");
    // Bars of one kind are one path with a part for each.
    let path = |before: &str| picture.split_once(before).unwrap().1.split('"').next().unwrap();
    assert_eq!(
        count(path("<path d=\""), "z"),
        2,
        "Marie at last, and the doctor while the link was in force"
    );
    assert_eq!(count(path("fill=\"url(#lane-hatch)\" d=\""), "z"), 1);
    assert_eq!((count(picture, "#lane-shown"), count(picture, "#lane-not-shown")), (1, 1));
    for label in [
        "THERLINK-001",
        "2026-04-09",
        "09:59:59",
        "Marie</tspan> patient",
        "Dr Peeters</tspan> professional",
    ] {
        assert!(picture.contains(label), "{label}");
    }
    assert!(!picture.contains("lane-dots"), "nothing is not known here");
}

#[test]
fn the_key_explains_what_is_drawn_and_nothing_else() {
    let figure = lanes_figure(&[letter("Marie", "Dr Peeters")], None, "x", Language::Fr);
    let key = figure.split_once("class=\"key\"").unwrap().1.split_once("</p>").unwrap().0;
    for sign in ["yes", "no", "open", "shown", "not-shown"] {
        assert_eq!(count(key, &format!("k-{sign}\"")), 1, "{sign}");
    }
    assert_eq!(count(key, "k-unknown"), 0);
}

#[test]
fn each_language_says_it_in_its_own_words() {
    for (language, words) in [
        (
            Language::Fr,
            [
                "Qui pouvait ouvrir «\u{a0}letter\u{a0}», et quand",
                "Marie donne son consentement",
                "9 avril 2026, 09:59:59",
                "Dr Peeters\u{a0}: <b>oui</b>",
                "Marie demande «\u{a0}letter\u{a0}»\u{a0}: il n&#39;est pas montré",
                "sans échelle",
            ],
        ),
        (
            Language::Nl,
            [
                "Wie “letter” kon openen, en wanneer",
                "Marie geeft toestemming",
                "9 april 2026, 09:59:59",
                "Dr Peeters: <b>ja</b>",
                "Marie vraagt “letter”: het wordt niet getoond",
                "niet op schaal",
            ],
        ),
    ] {
        let figure = lanes_figure(&[letter("Marie", "Dr Peeters")], None, "x", language);
        for word in words {
            assert!(figure.contains(word), "`{word}` is not in:\n{figure}");
        }
        for english in ["gives consent", "could", "asks", "time", "Belgian"] {
            assert!(!figure.contains(english), "`{english}` is in:\n{figure}");
        }
    }
}

#[test]
fn documents_of_one_story_share_its_events_and_are_told_apart() {
    let (first, mut second) = (letter("Marie", "Dr Peeters"), letter("Marie", "Dr Peeters"));
    second.document = "scan".to_owned();
    let figure = lanes_figure(&[first, second], None, "x", Language::En);
    let rows = rows(&figure);
    assert_eq!(rows.len(), 8, "each event once");
    assert_eq!(rows[0][2], "Marie gives consent #5", "what was done once is said once");
    assert_eq!(rows[2][2], "Dr Peeters, “letter”: yesDr Peeters, “scan”: yes");
    assert_eq!(count(&figure, "<tspan>Marie</tspan>"), 2);
    assert_eq!(count(&figure, "class=\"lh\""), 2);
}

#[test]
fn an_instant_that_is_asked_about_is_marked() {
    for asked in [
        "2020-01-01T00:00:00Z",
        "2026-03-10T09:00:00Z",
        "2026-04-15T00:00:00Z",
        "2030-01-01T00:00:00Z",
    ] {
        let figure = lanes_figure(&[letter("Marie", "Dr Peeters")], Some(asked.parse().unwrap()), "x", Language::En);
        assert!(figure.contains("the instant asked about"), "{asked}");
    }
    let figure = lanes_figure(&[letter("Marie", "Dr Peeters")], None, "x", Language::En);
    assert!(!figure.contains("the instant asked about"));
}

#[test]
fn names_never_become_part_of_the_page() {
    let mut lanes = letter("</title><script>alert(1)</script>", "\"onload=\"x");
    lanes.document = "<img src=x>".to_owned();
    lanes.events[1].done = vec![said("<b>", "<b>", "<b>")];
    if let SpanState::Open { parameter } = &mut lanes.lanes[0].spans[2].state {
        *parameter = "<i>&".to_owned();
    }
    for language in Language::ALL {
        let figure = lanes_figure(&[lanes.clone()], None, "x", language);
        for never in ["<script", "<img", "<i>", "\"onload", "</title><"] {
            assert!(!figure.contains(never), "`{never}` is in:\n{figure}");
        }
        assert!(figure.contains("&#60;script&#62;"), "{figure}");
    }
}

#[test]
fn too_many_events_and_none_at_all_are_drawn_too() {
    for all in [Vec::new(), vec![Lanes::default()]] {
        let figure = lanes_figure(&all, Some("2026-03-10T09:00:00Z".parse().unwrap()), "x", Language::En);
        assert!(figure.contains("</svg>") && rows(&figure).is_empty());
    }
    let mut lanes = letter("Marie", "Dr Peeters");
    let last = lanes.events.last().unwrap().clone();
    for entry in 100..400 {
        let mut event = last.clone();
        event.point = point("2026-05-01T00:00:00Z", entry);
        lanes.events.push(event);
    }
    lanes.lanes[1].spans.last_mut().unwrap().to = Some(point("2026-05-01T00:00:00Z", 399));
    let figure = lanes_figure(&[lanes], None, "x", Language::En);
    assert_eq!(rows(&figure).len(), 60);
    assert!(figure.contains("248 later events are only in the journal"));
}

#[test]
fn a_usual_picture_takes_little_room_in_a_report() {
    let figure = lanes_figure(
        &[letter("Marie", "Dr Peeters")],
        None,
        "s-case-second-of-withdrawal.l",
        Language::Fr,
    );
    assert!(figure.len() < 4200, "{} bytes", figure.len());
}
