//! The security code that comes by e-mail, or by text message as long as that existed: made for one login, mailed by SMTP, good once and for
//! a while. What is asked for on which page lives in `code_page`.

use std::{collections::VecDeque, sync::Arc};

use aws_lc_rs::rand;
use etalon_people::Person;
use etalon_stage::{Letter, NotSent};
use etalon_wire::secrets_match;
use jiff::Timestamp;
use serde_json::json;

use crate::{AUTHORITY, MAILED_CODE_DIGITS, Means, code::CodeRefusal, desk::Desk, language::PageLanguage, unguessable::unguessable};

/// The address that codes come from; a domain kept for examples.
const SENDER: &str = "noreply@csam.example";
/// Where text messages go: a gateway that takes them by mail, as those of telephone companies do.
const TEXT_MESSAGES: &str = "sms.example";
/// How many codes that count no more are remembered, so that the journal can say why one is refused.
const REMEMBERED: usize = 10;

/// The codes mailed to one person by one means.
#[derive(Default)]
pub(crate) struct MailedCodes {
    current: Option<Current>,
    past: VecDeque<(String, CodeRefusal)>,
}

struct Current {
    code: String,
    page: String,
    expires_at: Timestamp,
}

impl MailedCodes {
    fn issue(&mut self, code: &str, page: &str, expires_at: Timestamp) {
        self.retire(CodeRefusal::Replaced);
        self.current = Some(Current {
            code: code.to_owned(),
            page: page.to_owned(),
            expires_at,
        });
    }

    pub(crate) fn accept(&mut self, presented: &str, page: &str, now: Timestamp) -> Result<(), CodeRefusal> {
        let is_code = presented.len() == usize::from(MAILED_CODE_DIGITS) && presented.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            return Err(CodeRefusal::Malformed);
        }
        let fits = |code: &str| secrets_match(presented.as_bytes(), code.as_bytes());
        let Some(current) = self.current.as_ref().filter(|current| fits(&current.code)) else {
            let past = self.past.iter().find(|(code, _)| fits(code));
            return Err(past.map_or(CodeRefusal::Wrong, |(_, why)| *why));
        };
        if now >= current.expires_at {
            return Err(CodeRefusal::Expired);
        }
        if current.page != page {
            return Err(CodeRefusal::OfOtherLogin);
        }
        self.retire(CodeRefusal::Used);
        Ok(())
    }

    fn retire(&mut self, why: CodeRefusal) {
        if let Some(current) = self.current.take() {
            self.past.push_front((current.code, why));
            self.past.truncate(REMEMBERED);
        }
    }
}

impl Desk {
    /// Mails a fresh code for the login of `person` on the page `page`; the one before counts no more.
    pub(crate) async fn mail_code(&self, person: &Arc<Person>, means: Means, page: &str, language: PageLanguage) -> Result<(), NotSent> {
        let code = drawn_code();
        self.mark_secret("mailed-code", &code);
        let now = self.now();
        // Where the calendar ends, codes count to its end.
        let expires_at = now
            .saturating_add(self.csam.parameters.codes.mailed_code_lifetime)
            .unwrap_or(Timestamp::MAX);
        self.csam.security_codes.of(&person.id, |issued| {
            issued.mailed.entry(means).or_default().issue(&code, page, expires_at);
        });
        let to = box_of(person, means);
        let letter = Letter {
            from: SENDER.to_owned(),
            from_name: "CSAM".to_owned(),
            to: to.clone(),
            subject: subject(language).to_owned(),
            text: self.letter_text(language, &person.given_name, &code),
            id: unguessable(),
        };
        let sent = self.realm.send_mail(AUTHORITY, &letter).await;
        let expires_at = expires_at.to_string();
        match &sent {
            Ok(()) => self.observe(
                "code-sent",
                json!({"person": person.id, "means": means.name(), "to": to, "expires_at": expires_at}),
            ),
            Err(why) => self.observe(
                "code-not-sent",
                json!({"person": person.id, "means": means.name(), "to": to, "reason": why.to_string()}),
            ),
        }
        sent
    }

    fn letter_text(&self, language: PageLanguage, name: &str, code: &str) -> String {
        let minutes = self.csam.parameters.codes.mailed_code_lifetime.as_mins();
        let (hello, here, once, real) = match language {
            PageLanguage::En => (
                "Hello",
                "Your security code to log in with CSAM:",
                format!("It counts once, and for {minutes} minutes."),
                "Test nation: nobody here is real.",
            ),
            PageLanguage::Fr => (
                "Bonjour",
                "Votre code de sécurité pour vous connecter avec CSAM :",
                format!("Il est valable une seule fois, pendant {minutes} minutes."),
                "Pays de test : personne ici n'est réel.",
            ),
            PageLanguage::Nl => (
                "Dag",
                "Uw beveiligingscode om u aan te melden met CSAM:",
                format!("De code is één keer geldig, gedurende {minutes} minuten."),
                "Testland: niemand hier is echt.",
            ),
        };
        format!("{hello} {name},\n\n{here}\n\n{code}\n\n{once}\n\n{real}\n")
    }
}

/// The box into which the person's codes fall.
pub(crate) fn box_of(person: &Person, means: Means) -> String {
    match means {
        Means::TextMessage => format!("{}@{TEXT_MESSAGES}", person.id),
        _ => person.mail.clone(),
    }
}

/// Every code is as likely as every other.
fn drawn_code() -> String {
    let most = 10_u32.pow(u32::from(MAILED_CODE_DIGITS));
    let mut bytes = [0; 4];
    loop {
        rand::fill(&mut bytes).expect("the operating system's generator is seeded long before this runs");
        let drawn = u32::from_be_bytes(bytes);
        if drawn < u32::MAX - u32::MAX % most {
            return format!("{:0width$}", drawn % most, width = usize::from(MAILED_CODE_DIGITS));
        }
    }
}

fn subject(language: PageLanguage) -> &'static str {
    language.of("Your CSAM security code", "Votre code de sécurité CSAM", "Uw CSAM-beveiligingscode")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailed_code_counts_once_in_its_own_login_and_until_its_end() {
        let at = |second: i64| Timestamp::from_second(second).unwrap_or_default();
        let mut codes = MailedCodes::default();
        assert_eq!(codes.accept("123456", "p", at(0)), Err(CodeRefusal::Wrong));
        codes.issue("111111", "p", at(600));
        codes.issue("222222", "p", at(600));
        assert_eq!(codes.accept("111111", "p", at(0)), Err(CodeRefusal::Replaced));
        assert_eq!(codes.accept("222222", "q", at(0)), Err(CodeRefusal::OfOtherLogin));
        assert_eq!(codes.accept("22222", "p", at(0)), Err(CodeRefusal::Malformed));
        assert_eq!(codes.accept("222222", "p", at(600)), Err(CodeRefusal::Expired));
        assert_eq!(codes.accept("222222", "p", at(599)), Ok(()));
        assert_eq!(codes.accept("222222", "p", at(0)), Err(CodeRefusal::Used));
    }

    #[test]
    fn codes_are_digits_and_not_always_the_same() {
        let codes: std::collections::BTreeSet<_> = (0..50).map(|_| drawn_code()).collect();
        assert!(
            codes.len() > 40
                && codes
                    .iter()
                    .all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()))
        );
    }
}
