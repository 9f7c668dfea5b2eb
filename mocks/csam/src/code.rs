//! Security codes of people, whichever way they come: what each was given, which codes count, and how often one may try. The page that asks
//! for a code lives in `code_page`, the letter that brings one in `mail_code`.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use etalon_stage::Tickets;
use jiff::Timestamp;

use crate::{CodeParameters, Means, code_page::OpenCode, code_tries::Tries, mail_code::MailedCodes, totp::App, totp_page::OpenEnrolment};

/// Why a code is refused. People are never told which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeRefusal {
    /// It has another form than codes have.
    Malformed,
    /// It is none of this person's now.
    Wrong,
    /// It was accepted before.
    Used,
    /// Its time is over.
    Expired,
    /// A newer one was asked for.
    Replaced,
    /// It was made for another login.
    OfOtherLogin,
    /// This person has no app, letter or card that codes could come from.
    NothingIssued,
    /// Too many were wrong.
    Locked,
}

impl CodeRefusal {
    /// As the journal spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Malformed => "code-malformed",
            Self::Wrong => "code-wrong",
            Self::Used => "code-used",
            Self::Expired => "code-expired",
            Self::Replaced => "code-replaced",
            Self::OfOtherLogin => "code-of-other-login",
            Self::NothingIssued => "code-not-issued",
            Self::Locked => "code-locked",
        }
    }
}

/// What CSAM keeps about codes in one realm.
#[derive(Default)]
pub(crate) struct SecurityCodes {
    pub(crate) pages: Tickets<OpenCode>,
    pub(crate) enrolments: Tickets<OpenEnrolment>,
    people: Mutex<HashMap<String, Issued>>,
}

/// What one person was given.
#[derive(Default)]
pub(crate) struct Issued {
    pub(crate) app: Option<App>,
    /// By mail, and by text message.
    pub(crate) mailed: HashMap<Means, MailedCodes>,
    pub(crate) card: Option<crate::code_card::Card>,
    tries: HashMap<Means, Tries>,
}

impl SecurityCodes {
    /// Looks at what a person was given, and changes it, with nobody in between.
    pub(crate) fn of<R>(&self, person: &str, act: impl FnOnce(&mut Issued) -> R) -> R {
        act(self.lock().entry(person.to_owned()).or_default())
    }

    /// Whether `presented` proves that it is this person, who chose `means` on the page `page`. Counts the tries.
    pub(crate) fn check(&self, person: &str, asked: &Asked<'_>, now: Timestamp, parameters: &CodeParameters) -> Result<(), CodeRefusal> {
        self.of(person, |issued| {
            if issued.tries.get(&asked.means).is_some_and(|tries| tries.is_locked_at(now)) {
                return Err(CodeRefusal::Locked);
            }
            let checked = issued.accept(asked, now, parameters);
            let tries = issued.tries.entry(asked.means).or_default();
            match checked {
                Ok(()) => tries.succeed(),
                Err(_) => tries.fail(now, parameters),
            }
            checked
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Issued>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A code that somebody presents.
pub(crate) struct Asked<'a> {
    pub(crate) means: Means,
    pub(crate) presented: &'a str,
    /// The page on which it is presented.
    pub(crate) page: &'a str,
    /// Which code of a card was asked for, from 1.
    pub(crate) place: usize,
}

impl Issued {
    fn accept(&mut self, asked: &Asked<'_>, now: Timestamp, parameters: &CodeParameters) -> Result<(), CodeRefusal> {
        match asked.means {
            Means::Totp => {
                let app = self.app.as_mut().ok_or(CodeRefusal::NothingIssued)?;
                app.accept(asked.presented, now, parameters)
            }
            Means::Mail | Means::TextMessage => {
                let mailed = self.mailed.get_mut(&asked.means).ok_or(CodeRefusal::NothingIssued)?;
                mailed.accept(asked.presented, asked.page, now)
            }
            Means::CitizenToken => {
                let card = self.card.as_ref().ok_or(CodeRefusal::NothingIssued)?;
                card.accept(asked.place, asked.presented)
            }
            Means::Eid | Means::Itsme | Means::Password => Err(CodeRefusal::NothingIssued),
        }
    }
}
