//! A person with a telephone: what they do on itsme's pages, until the browser is sent elsewhere. No assertions here.

use super::browser::Browser;
pub(crate) use super::browser::Page;

/// From wherever a browser was sent to itsme, to the answer that leads out of it again: CSAM's, or a relying party's own.
pub(crate) async fn approve(browser: &mut Browser, sent_on: Page, person: &str) -> Page {
    let Some(target) = sent_on
        .location()
        .filter(|target| target.contains("/itsme/") || target.contains(".itsme.services"))
    else {
        return sent_on;
    };
    let app = ask(browser, &target, person).await;
    let back = browser.submit(&app, "itsme-approve", &[("step", "approve")]).await;
    through_csam(browser, back).await
}

/// The page of the app that asks `person`, for a browser that was sent to `target`.
pub(crate) async fn ask(browser: &mut Browser, target: &str, person: &str) -> Page {
    let mut page = browser.get(target).await;
    if page.location().is_some() {
        page = browser.follow(&page).await;
    }
    browser.submit(&page, "itsme-person", &[("person", person)]).await
}

/// Follows itsme's answer as long as it leads through CSAM.
pub(crate) async fn through_csam(browser: &mut Browser, mut back: Page) -> Page {
    while back.location().is_some_and(|target| target.contains("/fas/itsme/")) {
        back = browser.follow(&back).await;
    }
    back
}
