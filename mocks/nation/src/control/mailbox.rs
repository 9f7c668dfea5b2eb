//! Mail and the things that people hold, at the desk: what lies in the boxes, what an app shows, the codes on a card.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Desk, Problem, ProblemKind, direction_orders::Arguments, people::resident};
use crate::{LATE_MAIL, MailDirection, MailMessage, RealmHandle};

/// The longest that mail can be late, in seconds: thirty days.
pub const LATEST_MAIL_SECONDS: u64 = 30 * 24 * 3600;

/// Whose mail is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MailQuestion {
    /// Only what is in the box of this address.
    #[serde(default)]
    pub to: Option<String>,
    /// Only what is in the box of this person, by id.
    #[serde(default)]
    pub person: Option<String>,
}

/// The boxes of a realm.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MailboxView {
    /// Where mail can be handed in, without TLS and on this machine only: `smtp://127.0.0.1:port`.
    pub smtp: String,
    /// What can be read, the latest last.
    pub messages: Vec<MailView>,
}

/// A message in a box. `Debug` keeps its words to itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MailView {
    /// Its place among all that came to this realm.
    pub number: u64,
    /// Whose box it is in.
    pub to: String,
    /// Who handed it in; empty for a notice that something could not be delivered.
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// Its words.
    pub text: String,
    /// When it was handed in.
    #[schema(format = DateTime)]
    pub received_at: String,
    /// From when on it can be read.
    #[schema(format = DateTime)]
    pub readable_at: String,
    /// The number of the journal entry with which it was handed in.
    pub entry: u64,
}

/// What the app of a person shows now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppView {
    /// What the app was told when it was set up; any authenticator app can be told the same.
    #[schema(example = "otpauth://totp/CSAM%20%28test%20nation%29:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    pub address: String,
    /// The code that it shows.
    #[schema(example = "123456")]
    pub code: String,
    /// For how many seconds more it shows that one.
    pub seconds_left: u32,
}

/// A citizen token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CitizenTokenView {
    /// Its codes, the first at place 1.
    pub codes: Vec<String>,
}

impl Desk {
    /// What lies in the boxes of a realm. Its mail server is opened when this is first asked.
    ///
    /// # Errors
    /// No such realm is open, nobody of that id lives in it, or no port is free for the mail server.
    pub async fn mailbox(&self, realm: &str, question: &MailQuestion) -> Result<MailboxView, Problem> {
        let realm = self.handle(realm)?;
        let address = realm.mail_address().map_err(|why| {
            let detail = format!(
                "realm `{}`: its mail server cannot be opened: {why}; free a port, or close other realms",
                realm.name()
            );
            Problem::new(ProblemKind::Failed, detail)
        })?;
        let of_person = match &question.person {
            Some(id) => Some(resident(&realm, id)?.mail.clone()),
            None => None,
        };
        let fits = |message: &MailMessage| {
            let is_for = |wanted: &Option<String>| wanted.as_ref().is_none_or(|wanted| message.to.eq_ignore_ascii_case(wanted));
            is_for(&question.to) && is_for(&of_person)
        };
        let messages = realm
            .mail()
            .iter()
            .filter(|message| fits(message))
            .map(|message| MailView::of(message))
            .collect();
        Ok(MailboxView {
            smtp: format!("smtp://{address}"),
            messages,
        })
    }

    /// What the app of a person shows now; it is set up now where the person has the means and has not used it yet.
    ///
    /// # Errors
    /// No such realm is open, nobody of that id lives in it, or the person has no such means.
    pub async fn app(&self, realm: &str, person: &str) -> Result<AppView, Problem> {
        let realm = self.handle(realm)?;
        resident(&realm, person)?;
        let shows = realm.app_shows(person).ok_or_else(|| {
            let detail = format!(
                "`{person}` has no app: it goes with the means `totp`; PUT /v1/realms/{}/people/{person}/means",
                realm.name()
            );
            Problem::new(ProblemKind::FieldUnusable, detail)
        })?;
        Ok(AppView {
            address: shows.address,
            code: shows.code,
            seconds_left: shows.seconds_left,
        })
    }

    /// The codes on a person's citizen token; activated now, if there is none yet and the realm's clock still allows it.
    ///
    /// # Errors
    /// No such realm is open, nobody of that id lives in it, or none is given out any more.
    pub async fn citizen_token(&self, realm: &str, person: &str) -> Result<CitizenTokenView, Problem> {
        let realm = self.handle(realm)?;
        resident(&realm, person)?;
        let codes = realm
            .citizen_token(person)
            .map_err(|why| Problem::new(ProblemKind::FieldUnusable, format!("`{person}`: {why}")))?;
        Ok(CitizenTokenView { codes })
    }
}

/// Asks for something to happen to a person's mail, or to that of an address.
pub(crate) fn direct_mail(
    realm: &RealmHandle,
    name: &str,
    arguments: &Arguments,
    person: Option<&str>,
    standing: bool,
) -> Result<(), Problem> {
    let known = MailDirection::ALL.into_iter().find(|direction| direction.as_str() == name);
    let direction =
        known.ok_or_else(|| Problem::field("name", format!("mail knows no direction `{name}`; GET /v1/directions lists them")))?;
    let is_late = matches!(direction, MailDirection::Late(_));
    arguments.only(if is_late { &["address", "seconds"] } else { &["address"] })?;
    let direction = if is_late {
        let seconds = arguments.whole_number("seconds", LATEST_MAIL_SECONDS)?;
        MailDirection::Late(seconds.map_or(LATE_MAIL, jiff::SignedDuration::from_secs))
    } else {
        direction
    };
    let address = match (person, arguments.optional_text("address")?) {
        (Some(_), Some(_)) => return Err(Problem::field("address", "leave it out where `person` says whose mail is meant")),
        (Some(id), None) => Some(resident(realm, id)?.mail.clone()),
        (None, address) => address.map(str::to_owned),
    };
    realm.direct_mail(address.as_deref(), direction, standing);
    Ok(())
}

impl MailView {
    fn of(message: &MailMessage) -> Self {
        Self {
            number: message.number,
            to: message.to.clone(),
            from: message.from.clone(),
            subject: message.subject.clone(),
            text: message.text.clone(),
            received_at: message.received_at.to_string(),
            readable_at: message.readable_at.to_string(),
            entry: message.entry,
        }
    }
}

/// Codes and letters are nobody's business but their owner's, not even in a log.
macro_rules! hidden {
    ($($type:ident { $($shown:ident),* }),+ $(,)?) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))$(.field(stringify!($shown), &self.$shown))*.finish_non_exhaustive()
            }
        }
    )+};
}

hidden!(
    MailboxView { smtp, messages },
    MailView { number, to, from },
    AppView { seconds_left },
    CitizenTokenView {}
);
