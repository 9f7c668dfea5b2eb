//! What is believed of the sign-in provider beside its tokens: its discovery document, its reply through the browser, its answers, its keys.
//! And who comes in when it names nobody: no one.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::token::{IdTokenRules, UserInfoRules};
use crate::{
    jose::Token,
    outgoing::{
        LONGEST_EXCHANGE,
        provider::{Arrival, ProviderFault},
    },
};

/// An ID token and an access token of ordinary size take a few kilobytes.
const LONGEST_TOKEN_ANSWER: usize = 1024 * 1024;
/// For how long the discovery document and the keys are used without asking again.
const LONGEST_KNOWN: SignedDuration = SignedDuration::from_hours(1);

/// What the provider sends, and what it is worth.
pub(crate) struct ProviderRules {
    /// Whether the document is that of the issuer: the issuer asked, the issuer that it names.
    pub(crate) discovered: fn(&str, &str) -> bool,
    /// When the document and the keys were read, and the present instant at the start of a sign-in.
    pub(crate) still_known: fn(Timestamp, Timestamp) -> bool,
    /// Whether both are read anew, once, when a token names a key that is not known.
    pub(crate) reads_anew: bool,
    /// Whether a reply counts that comes at this path: the path, the path that was asked for.
    pub(crate) reply_address: fn(&str, &str) -> bool,
    /// The `iss` of the reply, the issuer asked, and whether the provider says that every reply has one.
    pub(crate) reply_issuer: fn(Option<&str>, &str, bool) -> bool,
    pub(crate) longest_token_answer: usize,
    pub(crate) longest_token_exchange: Duration,
    /// How often the token request follows the provider to another address.
    pub(crate) most_token_redirects: usize,
    pub(crate) id_token: IdTokenRules,
    pub(crate) user_info: UserInfoRules,
    pub(crate) national_number: fn(&Token) -> Option<String>,
    /// Who is let in when the provider gave nobody.
    pub(crate) stand_in: fn(&ProviderFault) -> Option<Arrival>,
}

impl ProviderRules {
    pub(super) fn upright() -> Self {
        Self {
            discovered: names_the_issuer_asked,
            still_known: for_an_hour,
            reads_anew: true,
            reply_address: only_there,
            reply_issuer: is_the_issuer_where_said,
            longest_token_answer: LONGEST_TOKEN_ANSWER,
            longest_token_exchange: LONGEST_EXCHANGE,
            most_token_redirects: 0,
            id_token: IdTokenRules::upright(),
            user_info: UserInfoRules::upright(),
            national_number: as_user_info_says,
            stand_in: nobody,
        }
    }
}

/// Identical (OpenID Connect Discovery 1.0, 4.3).
pub(crate) fn names_the_issuer_asked(asked: &str, named: &str) -> bool {
    asked == named
}

pub(crate) fn for_an_hour(read_at: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(read_at);
    !age.is_negative() && age < LONGEST_KNOWN
}

pub(crate) fn only_there(path: &str, asked: &str) -> bool {
    path == asked
}

/// RFC 9207, 2.4: what is said must be the issuer, and a provider that promises to say it must.
pub(crate) fn is_the_issuer_where_said(said: Option<&str>, asked: &str, promised: bool) -> bool {
    said.map_or(!promised, |said| said == asked)
}

pub(crate) fn as_user_info_says(user_info: &Token) -> Option<String> {
    user_info.text("egovNRN").map(str::to_owned)
}

pub(crate) fn nobody(_fault: &ProviderFault) -> Option<Arrival> {
    None
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{for_an_hour, is_the_issuer_where_said};

    #[test]
    fn what_was_read_is_known_for_an_hour() {
        let read_at = Timestamp::UNIX_EPOCH;
        for (seconds, known) in [(0, true), (3599, true), (3600, false), (-1, false)] {
            assert_eq!(
                for_an_hour(read_at, read_at + SignedDuration::from_secs(seconds)),
                known,
                "{seconds}"
            );
        }
    }

    #[test]
    fn an_issuer_in_the_reply_is_the_one_asked_and_one_promised_is_said() {
        let cases = [
            (None, false, true),
            (None, true, false),
            (Some("https://a.example"), false, true),
            (Some("https://a.example"), true, true),
            (Some("https://a.example/"), true, false),
            (Some("https://b.example"), false, false),
        ];
        for (said, promised, right) in cases {
            assert_eq!(
                is_the_issuer_where_said(said, "https://a.example", promised),
                right,
                "{said:?} {promised}"
            );
        }
    }
}
