//! Help, without a sign-in: signing in, browsers, contact, newsletter, tutorials, material for patients, the paper form. What people send here
//! is thanked for and counted in the log; nothing of it is kept.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{FromRequest as _, Path, Query, Request, State, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    forms,
    halt::Halt,
    help_texts::{Addresses, DOWNLOADS, FILMS, Film, TESTED_BROWSERS, TUTORIALS, Tutorial},
    language::Language,
    pages::{self, Frame},
    paper,
    patient::Done,
    visitor::{Guest, Visitor},
};
use crate::{instance::Network, log, refusal::Reason, secrets};

const LONGEST_NAME: usize = 100;
/// RFC 5321 leaves 254 for a whole address.
const LONGEST_MAIL: usize = 254;
const LONGEST_MESSAGE: usize = 4000;
/// The longest message, each sign taking four bytes and each byte three in a form, with room for the rest.
pub(super) const LONGEST_CONTACT_FORM: usize = 64 * 1024;

const NO_MAIL: &str = "This is no e-mail address. Check it and try again.";
const NO_MESSAGE: &str = "Give a name and a message, and keep to the lengths.";

#[derive(Template)]
#[template(path = "help.html")]
struct Start {
    frame: Frame,
    esante: &'static str,
}

pub(super) async fn start(Guest(visitor): Guest) -> Result<Response, Halt> {
    let frame = Frame::new("help", "Help", visitor.as_deref());
    let esante = Addresses::for_readers_of(frame.language).esante;
    pages::show(&Start { frame, esante })
}

#[derive(Template)]
#[template(path = "help_login.html")]
struct SigningIn {
    frame: Frame,
    addresses: Addresses,
}

pub(super) async fn signing_in(Guest(visitor): Guest) -> Result<Response, Halt> {
    let frame = Frame::new("help-login", "Help with signing in", visitor.as_deref());
    let addresses = Addresses::for_readers_of(frame.language);
    pages::show(&SigningIn { frame, addresses })
}

#[derive(Template)]
#[template(path = "help_browser.html")]
struct Browsers {
    frame: Frame,
    tested: [[&'static str; 6]; 4],
    downloads: [(&'static str, &'static str); 4],
}

pub(super) async fn browsers(Guest(visitor): Guest) -> Result<Response, Halt> {
    pages::show(&Browsers {
        frame: Frame::new("help-browser", "Help with your browser", visitor.as_deref()),
        tested: TESTED_BROWSERS,
        downloads: DOWNLOADS,
    })
}

#[derive(Template)]
#[template(path = "help_patients.html")]
struct ForPatients {
    frame: Frame,
    films: &'static [Film],
}

pub(super) async fn for_patients(Guest(visitor): Guest) -> Result<Response, Halt> {
    pages::show(&ForPatients {
        frame: Frame::new("help-patients", "For your patients", visitor.as_deref()),
        films: &FILMS,
    })
}

#[derive(Template)]
#[template(path = "help_leaflet.html")]
struct Leaflet {
    frame: Frame,
}

pub(super) async fn leaflet(Guest(visitor): Guest) -> Result<Response, Halt> {
    pages::show(&Leaflet {
        frame: Frame::new("help-leaflet", "Your health data on the network", visitor.as_deref()),
    })
}

#[derive(Template)]
#[template(path = "help_video.html")]
struct FilmPage {
    frame: Frame,
    film: &'static Film,
    base: String,
}

pub(super) async fn film(State(network): State<Arc<Network>>, Guest(visitor): Guest, Path(name): Path<String>) -> Result<Response, Halt> {
    let film = FILMS.iter().find(|film| film.name == name).ok_or(Reason::NotFound)?;
    pages::show(&FilmPage {
        frame: Frame::new("help-video", film.title, visitor.as_deref()),
        film,
        base: network.base_url.clone(),
    })
}

#[derive(Template)]
#[template(path = "help_tutorial.html")]
struct TutorialPage {
    frame: Frame,
    tutorial: &'static Tutorial,
}

pub(super) async fn tutorial(Guest(visitor): Guest, Path(name): Path<String>) -> Result<Response, Halt> {
    let tutorial = TUTORIALS.iter().find(|tutorial| tutorial.name == name).ok_or(Reason::NotFound)?;
    pages::show(&TutorialPage {
        frame: Frame::new("help-tutorial", tutorial.title, visitor.as_deref()),
        tutorial,
    })
}

pub(super) async fn therapeutic_link_form() -> impl IntoResponse {
    let language = Language::of_request();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code())),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"therapeutic-link.pdf\""),
        ),
    ];
    (headers, paper::therapeutic_link_form(language))
}

/// What somebody writes to the network.
#[derive(Default, Deserialize)]
pub(super) struct Message {
    #[serde(default)]
    name: String,
    #[serde(default)]
    mail: String,
    #[serde(default)]
    message: String,
}

#[derive(Template)]
#[template(path = "help_contact.html")]
struct Contact {
    frame: Frame,
    thanks: bool,
    mistake: Option<&'static str>,
    sent: Message,
    longest_name: usize,
    longest_mail: usize,
    longest_message: String,
}

fn contact_page(visitor: Option<&Visitor>, thanks: bool, mistake: Option<&'static str>, sent: Message) -> Contact {
    Contact {
        frame: Frame::new("contact", "Contact", visitor),
        thanks,
        mistake,
        sent,
        longest_name: LONGEST_NAME,
        longest_mail: LONGEST_MAIL,
        longest_message: LONGEST_MESSAGE.to_string(),
    }
}

pub(super) async fn contact(Guest(visitor): Guest, Query(done): Query<Done>) -> Result<Response, Halt> {
    pages::show(&contact_page(visitor.as_deref(), done.done == "sent", None, Message::default()))
}

pub(super) async fn take_message(State(network): State<Arc<Network>>, Guest(visitor): Guest, request: Request) -> Result<Response, Halt> {
    let mut sent: Message = sent_by_anybody(&network, visitor.as_deref(), request).await?;
    // Browsers count a line's end as one sign and send two.
    sent.message = sent.message.replace("\r\n", "\n");
    let is_full = |text: &str, longest| !text.trim().is_empty() && text.chars().count() <= longest;
    let mistake = if !is_mail_address(&sent.mail) {
        Some(NO_MAIL)
    } else if !is_full(&sent.name, LONGEST_NAME) || !is_full(&sent.message, LONGEST_MESSAGE) {
        Some(NO_MESSAGE)
    } else {
        None
    };
    if mistake.is_some() {
        let page = contact_page(visitor.as_deref(), false, mistake, sent);
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    log::info(&network.configuration.instance, "message", "contact form");
    Ok(Redirect::to("/help/contact?done=sent").into_response())
}

#[derive(Deserialize)]
struct Subscription {
    #[serde(default)]
    mail: String,
}

#[derive(Template)]
#[template(path = "help_newsletter.html")]
struct Newsletter {
    frame: Frame,
    thanks: bool,
    mistake: Option<&'static str>,
    mail: String,
    longest_mail: usize,
}

fn newsletter_page(visitor: Option<&Visitor>, thanks: bool, mistake: Option<&'static str>, mail: String) -> Newsletter {
    Newsletter {
        frame: Frame::new("newsletter", "Newsletter", visitor),
        thanks,
        mistake,
        mail,
        longest_mail: LONGEST_MAIL,
    }
}

pub(super) async fn newsletter(Guest(visitor): Guest, Query(done): Query<Done>) -> Result<Response, Halt> {
    pages::show(&newsletter_page(visitor.as_deref(), done.done == "subscribed", None, String::new()))
}

pub(super) async fn subscribe(State(network): State<Arc<Network>>, Guest(visitor): Guest, request: Request) -> Result<Response, Halt> {
    let Subscription { mail } = sent_by_anybody(&network, visitor.as_deref(), request).await?;
    if !is_mail_address(&mail) {
        let page = newsletter_page(visitor.as_deref(), false, Some(NO_MAIL), mail);
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    log::info(&network.configuration.instance, "message", "newsletter");
    Ok(Redirect::to("/help/newsletter?done=subscribed").into_response())
}

/// Enough to tell an address from a slip; only a message sent there can tell more.
fn is_mail_address(text: &str) -> bool {
    let text = text.trim();
    let parts = text.rsplit_once('@');
    text.len() <= LONGEST_MAIL
        && !text.contains(char::is_whitespace)
        && parts.is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.'))
}

#[derive(Deserialize)]
struct Envelope<T> {
    #[serde(default)]
    csrf: String,
    #[serde(flatten)]
    fields: T,
}

/// A form of one of these pages. A visitor without a session has no token to carry; one with a session has.
async fn sent_by_anybody<T: DeserializeOwned>(network: &Network, visitor: Option<&Visitor>, request: Request) -> Result<T, Halt> {
    if forms::comes_from_elsewhere(request.headers(), &network.base_url) {
        return Err(Reason::FormExpired.into());
    }
    let envelope: Result<Form<Envelope<T>>, FormRejection> = Form::from_request(request, &()).await;
    let Ok(Form(envelope)) = envelope else {
        return Err(Reason::FormExpired.into());
    };
    if visitor.is_some_and(|visitor| !secrets::are_equal(&envelope.csrf, &visitor.session.csrf)) {
        return Err(Reason::FormExpired.into());
    }
    Ok(envelope.fields)
}

#[cfg(test)]
mod tests {
    #[test]
    fn slips_are_told_from_mail_addresses() {
        for good in ["a@b.example", " first.last+x@mail.network.example "] {
            assert!(super::is_mail_address(good), "{good}");
        }
        for bad in [
            "",
            "@b.example",
            "a@",
            "a@b",
            "a@.b",
            "a@b.",
            "a b@c.example",
            &format!("{}@b.example", "a".repeat(254)),
        ] {
            assert!(!super::is_mail_address(bad), "{bad}");
        }
    }
}
