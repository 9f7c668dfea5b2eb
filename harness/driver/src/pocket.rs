//! What a person has beside the browser: the app that shows security codes, and the box into which letters fall. A code is read from there as
//! its owner reads it; nobody asks CSAM for one.

use std::sync::{Arc, Mutex, PoisonError};

use etalon_model::Means;
use etalon_wire::totp_of_address;

/// The things themselves, wherever they are kept.
pub trait Belongings: Send + Sync {
    /// The address by which the person's app was set up; none where there is no app.
    fn app_address(&self) -> Option<String>;
    /// The time that the app shows, in seconds since 1970.
    fn seconds(&self) -> i64;
    /// The words of the letters in the person's box, the latest last.
    fn letters(&self) -> Vec<String>;
}

/// One person's belongings, with what the person remembers of them.
pub struct Pocket {
    belongings: Box<dyn Belongings>,
    /// The step of the last code that was read off the app.
    last_step: Mutex<Option<u64>>,
}

/// How many digits a code in a letter has.
const DIGITS: usize = 6;

impl Pocket {
    /// A pocket with these things in it.
    #[must_use]
    pub fn with(belongings: impl Belongings + 'static) -> Arc<Self> {
        Arc::new(Self {
            belongings: Box::new(belongings),
            last_step: Mutex::default(),
        })
    }

    /// The code that the person types in.
    ///
    /// # Errors
    /// There is none to be read, with the reason.
    pub(crate) fn code(&self, means: Means) -> Result<String, String> {
        match means {
            Means::Totp => self.app_code(),
            Means::Mail => self.mailed_code(),
            other => Err(format!("nobody has codes for {}", other.as_str())),
        }
    }

    /// A code counts once. Who has typed in the one that is shown waits for the next: where the clock stands still, the app runs ahead by
    /// that one step, and no further, for CSAM allows no more.
    fn app_code(&self) -> Result<String, String> {
        let address = self
            .belongings
            .app_address()
            .ok_or("the person has no app that shows security codes")?;
        let (totp, secret) = totp_of_address(&address).ok_or("the person's app cannot read the address that it was set up by")?;
        let now = self.belongings.seconds();
        let shown = totp.step_at(now);
        let mut last = self.last_step.lock().unwrap_or_else(PoisonError::into_inner);
        let step = last.map_or(shown, |last| shown.max(last + 1));
        if step > shown + 1 {
            return Err(
                "the person's app has shown every code that counts at this instant; let time go on between these logins".to_owned(),
            );
        }
        *last = Some(step);
        let ahead = i64::try_from(step - shown).unwrap_or_default() * i64::from(totp.period);
        Ok(totp.code_at(&secret, now + ahead))
    }

    fn mailed_code(&self) -> Result<String, String> {
        let letters = self.belongings.letters();
        let letter = letters.last().ok_or("no letter with a security code has come")?;
        let is_code = |line: &&str| line.len() == DIGITS && line.bytes().all(|byte| byte.is_ascii_digit());
        let code = letter.lines().map(str::trim).find(is_code);
        code.map(str::to_owned)
            .ok_or_else(|| "the last letter holds no security code".to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use etalon_wire::Totp;

    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    struct Held {
        app: bool,
        letters: Vec<String>,
    }

    impl Belongings for Held {
        fn app_address(&self) -> Option<String> {
            self.app.then(|| Totp::default().address(SECRET, "CSAM", "anna"))
        }
        fn seconds(&self) -> i64 {
            1_800
        }
        fn letters(&self) -> Vec<String> {
            self.letters.clone()
        }
    }

    #[test]
    fn a_person_types_each_code_once_and_runs_out_of_them_where_time_stands_still() {
        let held = Held {
            app: true,
            letters: Vec::new(),
        };
        let pocket = Pocket::with(held);
        let totp = Totp::default();
        assert_eq!(pocket.code(Means::Totp).unwrap(), totp.code_at(SECRET, 1_800));
        assert_eq!(pocket.code(Means::Totp).unwrap(), totp.code_at(SECRET, 1_830));
        assert!(pocket.code(Means::Totp).unwrap_err().contains("let time go on"));
        assert!(pocket.code(Means::Mail).unwrap_err().contains("no letter"));
        assert!(pocket.code(Means::Eid).is_err());
    }

    #[test]
    fn the_code_is_read_in_the_last_letter() {
        let letters = ["Hello\r\n\r\n111111\r\n", "It is 1234567\r\n\r\n 222222 \r\nor 333333"]
            .map(str::to_owned)
            .to_vec();
        let pocket = Pocket::with(Held { app: false, letters });
        assert_eq!(pocket.code(Means::Mail).unwrap(), "222222");
        assert!(pocket.code(Means::Totp).unwrap_err().contains("no app"));
    }
}
