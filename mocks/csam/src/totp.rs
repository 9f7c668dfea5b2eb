//! The app that shows security codes: how a person comes to have one, and which of its codes count (RFC 6238).

use aws_lc_rs::rand;
use etalon_stage::Realm;
use etalon_wire::{OtpRefusal, from_base32, to_base32, totp_of_address};
use jiff::Timestamp;
use serde_json::json;

use crate::{AUTHORITY, CodeParameters, Csam, Means, code::CodeRefusal};

/// RFC 4226, 4 recommends 160 bits.
const SECRET_BYTES: usize = 20;
/// Who asks for codes, as an app shows it.
const ISSUER: &str = "CSAM (test nation)";

/// What an app shows.
#[derive(Clone, PartialEq, Eq)]
pub struct AppShows {
    /// The address by which it was set up.
    pub address: String,
    /// The code.
    pub code: String,
    /// For how many seconds more.
    pub seconds_left: u32,
}

/// An app of one person, as CSAM knows it.
pub(crate) struct App {
    secret: Vec<u8>,
    /// The step of the code that was accepted last.
    last: Option<u64>,
}

impl App {
    pub(crate) fn new(secret: Vec<u8>) -> Self {
        Self { secret, last: None }
    }

    pub(crate) fn accept(&mut self, presented: &str, now: Timestamp, parameters: &CodeParameters) -> Result<(), CodeRefusal> {
        let accepted = parameters
            .app
            .accept(&self.secret, presented, now.as_second(), parameters.app_drift, self.last);
        match accepted {
            Ok(step) => {
                self.last = Some(step);
                Ok(())
            }
            Err(OtpRefusal::Malformed) => Err(CodeRefusal::Malformed),
            Err(OtpRefusal::Wrong) => Err(CodeRefusal::Wrong),
            Err(OtpRefusal::Used) => Err(CodeRefusal::Used),
        }
    }
}

impl Csam {
    /// What the app of a person was told when it was set up: an `otpauth` address. Who has this means and never set an app up did so before
    /// anything here happened; nobody else has one.
    #[must_use]
    pub fn app_address(&self, realm: &Realm, person: &str) -> Option<String> {
        let found = self.people.get(person)?;
        let has_means = self.means_of(person).contains(&Means::Totp);
        let secret = self.security_codes.of(person, |issued| match &issued.app {
            Some(app) => Some((app.secret.clone(), false)),
            None if has_means => {
                let secret = fresh_secret();
                issued.app = Some(App::new(secret.clone()));
                Some((secret, true))
            }
            None => None,
        });
        let (secret, is_new) = secret?;
        if is_new {
            realm.journal().mark_secret("app-secret", &to_base32(&secret));
            realm.state(AUTHORITY, "app-set-up", json!({"person": person, "by": "before"}));
        }
        Some(self.address_for(&secret, &found.mail))
    }

    /// What the app of a person shows now; see [`Csam::app_address`].
    #[must_use]
    pub fn app_shows(&self, realm: &Realm, person: &str) -> Option<AppShows> {
        let address = self.app_address(realm, person)?;
        let (totp, secret) = totp_of_address(&address)?;
        let now = realm.now().as_second();
        Some(AppShows {
            address,
            code: totp.code_at(&secret, now),
            seconds_left: totp.seconds_left(now),
        })
    }

    /// Lets a person have an app with that secret, in base 32, as one that was kept over a restart. False where that is no secret.
    pub fn set_app(&self, realm: &Realm, person: &str, secret: &str) -> bool {
        let Some(bytes) = from_base32(secret) else { return false };
        realm.journal().mark_secret("app-secret", secret);
        realm.state(AUTHORITY, "app-set-up", json!({"person": person, "by": "kept"}));
        self.security_codes.of(person, |issued| issued.app = Some(App::new(bytes)));
        true
    }

    /// The secret that the app of a person was told, in base 32, where one was set up.
    #[must_use]
    pub fn app_secret(&self, person: &str) -> Option<String> {
        self.security_codes
            .of(person, |issued| issued.app.as_ref().map(|app| to_base32(&app.secret)))
    }

    pub(crate) fn address_for(&self, secret: &[u8], account: &str) -> String {
        self.parameters.codes.app.address(secret, ISSUER, account)
    }
}

/// Whether that is a secret, in base 32, that an app can have.
#[must_use]
pub fn is_app_secret(text: &str) -> bool {
    from_base32(text).is_some()
}

pub(crate) fn fresh_secret() -> Vec<u8> {
    let mut secret = vec![0; SECRET_BYTES];
    rand::fill(&mut secret).expect("the operating system's generator is seeded long before this runs");
    secret
}
