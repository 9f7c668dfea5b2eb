//! What the product's pages offer beside records: help, contacts, films, settings, forms to print.

use etalon_model::{Assessment, Grade, Intent};

use crate::{
    case::{Case, instead, not_exercised, satisfied, violated},
    disclosure::number,
    facts::Wish,
};

/// How a PDF file begins (ISO 32000-1, 7.5.2).
const PDF: &[u8] = b"%PDF-";

pub(crate) fn offer_found(case: &Case<'_>) -> Assessment {
    let offer = case.text("offer");
    let expected = format!("the product's pages offer `{offer}`");
    match addresses(case, &expected, None) {
        Err(assessment) => assessment,
        Ok((wish, addresses)) => satisfied(wish.to, Grade::Harness, format!("`{offer}` at {}", addresses.join(", "))),
    }
}

pub(crate) fn offer_leads_to(case: &Case<'_>) -> Assessment {
    let (offer, address) = (case.text("offer"), case.text("address"));
    let expected = format!("`{offer}` on the product's pages leads to {address}");
    match addresses(case, &expected, None) {
        Err(assessment) => assessment,
        Ok((wish, addresses)) => match addresses.iter().find(|found| found.contains(address)) {
            Some(found) => satisfied(wish.to, Grade::Harness, format!("`{offer}` leads to {found}")),
            None => violated(expected, format!("it leads to {}", addresses.join(", ")), vec![wish.from, wish.to]),
        },
    }
}

pub(crate) fn offer_in_language(case: &Case<'_>) -> Assessment {
    let (offer, language) = (case.text("offer"), case.text("language"));
    let expected = format!("the product's pages offer `{offer}`, in the language `{language}`");
    let (wish, addresses) = match addresses(case, &expected, Some(language)) {
        Err(assessment) => return assessment,
        Ok(found) => found,
    };
    let languages = wish.shown("languages");
    if languages.is_empty() {
        return not_exercised(format!("no page with `{offer}` says in which language it is"));
    }
    match languages.iter().find(|found| !is_in(found, language)) {
        None => satisfied(
            wish.to,
            Grade::Harness,
            format!("`{offer}` at {}, on pages in {}", addresses.join(", "), languages.join(", ")),
        ),
        Some(other) => violated(expected, format!("a page in the language `{other}`"), vec![wish.from, wish.to]),
    }
}

/// The addresses to which the offer leads, the last time that somebody looked for it; in that language, where one matters.
fn addresses<'a>(case: &Case<'a>, expected: &str, wanted: Option<&str>) -> Result<(&'a Wish<'a>, &'a [String]), Assessment> {
    let sought = case.text("offer");
    let looked = case.last_wish(|wish| match &wish.intent {
        Intent::FindOffer { offer, language } => offer == sought && wanted.is_none_or(|wanted| language.as_deref() == Some(wanted)),
        _ => false,
    });
    let Some(wish) = looked else {
        return Err(not_exercised(format!("nobody looked for `{sought}`")));
    };
    if !wish.is_done() {
        return Err(instead(wish, expected));
    }
    match wish.shown("addresses") {
        [] => Err(violated(expected, format!("no link to `{sought}`"), vec![wish.from, wish.to])),
        addresses => Ok((wish, addresses)),
    }
}

/// Whether a language's tag (BCP 47) is that language, of whatever region.
fn is_in(tag: &str, language: &str) -> bool {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case(language.trim())
}

pub(crate) fn form_received(case: &Case<'_>) -> Assessment {
    let wanted = case.text("form");
    let Some(wish) = case.last_wish(|wish| matches!(&wish.intent, Intent::DownloadForm { form } if form == wanted)) else {
        return not_exercised(format!("nobody fetched the form `{wanted}`"));
    };
    let expected = format!("the form `{wanted}` comes as a PDF file");
    let received = wish.exchanges(case.all).into_iter().find(|exchange| {
        let bytes = exchange.body().map(etalon_journal::Body::bytes).unwrap_or_default();
        exchange.status() == Some(200) && bytes.starts_with(PDF)
    });
    match (received, wish.is_done()) {
        (Some(exchange), true) => satisfied(number(&exchange), Grade::Harness, "bytes that begin as those of a PDF file do"),
        (None, true) => violated(expected, "no answer with the bytes of a PDF file", vec![wish.from, wish.to]),
        (_, false) => instead(wish, &expected),
    }
}
