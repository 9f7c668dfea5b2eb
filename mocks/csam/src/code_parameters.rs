//! What the operator's public words leave open about security codes and about means that were withdrawn (docs/csam.md, 1.9).

use etalon_wire::Totp;
use jiff::{SignedDuration, Timestamp};

/// How many steps an app may be ahead or behind [G].
pub const APP_DRIFT: u8 = 1;
/// How many digits a mailed code has [G].
pub const MAILED_CODE_DIGITS: u8 = 6;
/// How long a mailed code counts [G].
pub const MAILED_CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// How many codes are mailed for one login [G].
pub const MAILED_CODES_PER_LOGIN: u8 = 5;
/// How many wrong codes in a row lock the means [G].
pub const CODE_TRIES: u8 = 5;
/// For how long [G].
pub const CODE_LOCK: SignedDuration = SignedDuration::from_mins(15);
/// How long the page that asks for a code may stay open [G].
pub const CODE_PAGE_LIFETIME: SignedDuration = SignedDuration::from_mins(30);
/// From when on no citizen token is given out any more: 25 September 2020, by public announcements [F].
pub const CITIZEN_TOKEN_GIVEN_UNTIL: &str = "2020-09-25T00:00:00+02:00";
/// From when on a citizen token is refused. They counted "until further notice"; the day is a guess [G].
pub const CITIZEN_TOKEN_USED_UNTIL: &str = "2026-01-01T00:00:00+01:00";
/// From when on a code by text message is refused. That they are deprecated is public, the day is a guess [G].
pub const TEXT_MESSAGE_USED_UNTIL: &str = "2026-01-01T00:00:00+01:00";

/// Security codes: guesses, but for the day that bears an [F].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeParameters {
    /// How apps compute codes: what every app assumes [G].
    pub app: Totp,
    /// See [`APP_DRIFT`].
    pub app_drift: u8,
    /// See [`MAILED_CODE_LIFETIME`].
    pub mailed_code_lifetime: SignedDuration,
    /// See [`MAILED_CODES_PER_LOGIN`].
    pub mailed_codes_per_login: u8,
    /// See [`CODE_TRIES`].
    pub tries: u8,
    /// See [`CODE_LOCK`].
    pub lock: SignedDuration,
    /// See [`CODE_PAGE_LIFETIME`].
    pub page_lifetime: SignedDuration,
    /// See [`CITIZEN_TOKEN_GIVEN_UNTIL`].
    pub citizen_token_given_until: Timestamp,
    /// See [`CITIZEN_TOKEN_USED_UNTIL`].
    pub citizen_token_used_until: Timestamp,
    /// See [`TEXT_MESSAGE_USED_UNTIL`].
    pub text_message_used_until: Timestamp,
}

impl Default for CodeParameters {
    fn default() -> Self {
        let day = |text: &str| text.parse().expect("a constant instant");
        Self {
            app: Totp::default(),
            app_drift: APP_DRIFT,
            mailed_code_lifetime: MAILED_CODE_LIFETIME,
            mailed_codes_per_login: MAILED_CODES_PER_LOGIN,
            tries: CODE_TRIES,
            lock: CODE_LOCK,
            page_lifetime: CODE_PAGE_LIFETIME,
            citizen_token_given_until: day(CITIZEN_TOKEN_GIVEN_UNTIL),
            citizen_token_used_until: day(CITIZEN_TOKEN_USED_UNTIL),
            text_message_used_until: day(TEXT_MESSAGE_USED_UNTIL),
        }
    }
}
