//! Disclosure is a document's own bytes appearing, never a product's word that it showed something.

use etalon_journal::Exchange;
use etalon_model::{Assessment, Grade, Intent};

use crate::{
    case::{Case, instead, not_exercised, satisfied, violated, without_answer},
    facts::{Document, Wish},
};

pub(crate) fn document_shown(case: &Case<'_>) -> Assessment {
    let (name, person) = (case.text("document"), case.text("person"));
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let wanted =
        |wish: &Wish<'_>| wish.actor == person && matches!(&wish.intent, Intent::ReadDocument { document, .. } if document == name);
    shown(
        case,
        person,
        &format!("the content of “{name}” reaches {person}"),
        document.canary,
        wanted,
    )
}

pub(crate) fn attachment_shown(case: &Case<'_>) -> Assessment {
    let (name, attachment, person) = (case.text("document"), case.text("attachment"), case.text("person"));
    let canary = case
        .facts
        .document(name, case.here.last())
        .and_then(|document| canary_of(document, attachment));
    let Some(canary) = canary else {
        return not_exercised(format!(
            "no document “{name}” with the attachment “{attachment}” was ever laid down"
        ));
    };
    let wanted = |wish: &Wish<'_>| {
        wish.actor == person
            && matches!(&wish.intent, Intent::ReadAttachment { document, attachment: which, .. } if document == name && which == attachment)
    };
    shown(
        case,
        person,
        &format!("the attachment “{attachment}” of “{name}” reaches {person}"),
        canary,
        wanted,
    )
}

fn shown(case: &Case<'_>, person: &str, expected: &str, canary: &str, wanted: impl Fn(&Wish<'_>) -> bool) -> Assessment {
    let Some(wish) = case.last_wish(wanted) else {
        return not_exercised(format!("{person} did not ask for it"));
    };
    let seen_in = wish.exchanges(case.all).into_iter().find(|exchange| exchange.discloses(canary));
    match (wish.is_done(), seen_in) {
        (true, Some(exchange)) => satisfied(number(&exchange), Grade::Harness, format!("the answer holds its marker {canary}")),
        (true, None) => violated(
            expected,
            "an answer that does not hold the document's marker: something else was shown",
            vec![wish.from, wish.to],
        ),
        (false, _) => instead(wish, expected),
    }
}

pub(crate) fn nothing_disclosed(case: &Case<'_>) -> Assessment {
    let (name, person) = (case.text("document"), case.text("person"));
    let Some(document) = case.facts.document(name, case.here.last()) else {
        return not_exercised(format!("no document “{name}” was ever laid down at a hospital"));
    };
    let mut answered = None;
    for exchange in case.here.sent().filter(|exchange| exchange.actor() == Some(person)) {
        for (what, marker) in markers(document) {
            if exchange.discloses(marker) {
                let seen = format!("an answer to {} that holds {what} ({marker})", exchange.url());
                return violated(format!("nothing about “{name}” reaches {person}"), seen, vec![number(&exchange)]);
            }
        }
        if exchange.status().is_some() {
            answered = Some(number(&exchange));
        }
    }
    if let Some(wish) = case.last_wish(|wish| wish.actor == person)
        && let Some(without) = without_answer(
            wish,
            &format!("an ordinary answer from which nothing about “{name}” reaches {person}"),
        )
    {
        return without;
    }
    match answered {
        Some(entry) => satisfied(entry, Grade::Harness, format!("no answer to {person} holds a marker of “{name}”")),
        None => not_exercised(format!("the system answered nothing to {person}")),
    }
}

/// What of a document can be disclosed: its bytes and those of its attachments. That its existence must stay hidden is
/// no source's word (note on REQ-CONSENT-001).
fn markers<'a>(document: &Document<'a>) -> Vec<(&'static str, &'a str)> {
    let mut markers = vec![("its content", document.canary)];
    markers.extend(document.attachments.iter().map(|(_, canary)| ("an attachment", *canary)));
    markers
}

pub(crate) fn canary_of<'a>(document: &Document<'a>, attachment: &str) -> Option<&'a str> {
    document
        .attachments
        .iter()
        .find(|(name, _)| *name == attachment)
        .map(|(_, canary)| *canary)
}

pub(crate) fn count_not_disclosed(case: &Case<'_>) -> Assessment {
    let count = case.number("count").to_string();
    let Some(wish) = case.last_wish(|_| true) else {
        return not_exercised("nobody asked for anything");
    };
    let mut last = None;
    for exchange in wish.exchanges(case.all) {
        let Some(body) = exchange.body() else { continue };
        last = Some(number(&exchange));
        let text = visible(&String::from_utf8_lossy(&body.bytes()));
        if text.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == count) {
            let expected = format!("no page tells that there are {count} documents");
            return violated(
                expected,
                format!("the number {count} in the words of {}", exchange.url()),
                vec![number(&exchange)],
            );
        }
    }
    if let Some(without) = without_answer(
        wish,
        &format!("an ordinary answer that does not tell that there are {count} documents"),
    ) {
        return without;
    }
    match last {
        Some(entry) => satisfied(entry, Grade::Harness, format!("the number {count} is not among the words shown")),
        None => not_exercised("no page was shown"),
    }
}

/// The words of a page: what stands outside its tags.
fn visible(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(sign),
            _ => {}
        }
    }
    text
}

/// The entry that shows what the other side sent.
pub(crate) fn number(exchange: &Exchange<'_>) -> u64 {
    exchange.answer.map_or(exchange.request.number, |answer| answer.number)
}
