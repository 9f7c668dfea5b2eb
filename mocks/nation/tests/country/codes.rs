//! A person with a telephone and a mailbox: reads a security code off either and types it in. No assertions here.

use etalon_nation::RealmHandle;
use etalon_wire::totp_of_address;

use super::browser::{Browser, Page};

/// From wherever a browser was sent to be asked for a code, to the answer to it.
pub(crate) async fn type_in(browser: &mut Browser, sent_on: Page, code: impl FnOnce() -> String) -> Page {
    if !sent_on.location().is_some_and(|target| target.contains("/fas/XUI/code?")) {
        return sent_on;
    }
    let page = browser.follow(&sent_on).await;
    browser.submit(&page, "csam-code", &[("code", &code())]).await
}

/// What the app that was set up by `address` shows then.
pub(crate) fn shown(address: &str, unix_seconds: i64) -> String {
    let (totp, secret) = totp_of_address(address).unwrap();
    totp.code_at(&secret, unix_seconds)
}

/// The code in the last letter to `address`.
pub(crate) fn mailed(realm: &RealmHandle, address: &str) -> String {
    let letters = realm.mail_for(address);
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    letters.last().unwrap().text.lines().find(is_code).unwrap().to_owned()
}
