//! Mail in a realm, and the apps of those who live there: what a person sees of them, and what can be asked to go wrong.

use std::{io, net::SocketAddr, sync::Arc};

use etalon_csam::{AppShows, NoCitizenToken};
use etalon_stage::{MailDirection, MailMessage};

use crate::RealmHandle;

impl RealmHandle {
    /// Everything in the boxes of this realm that can be read now, in the order in which it came.
    #[must_use]
    pub fn mail(&self) -> Vec<Arc<MailMessage>> {
        self.realm.mailbox().messages(self.now())
    }

    /// The same, of one box.
    #[must_use]
    pub fn mail_for(&self, address: &str) -> Vec<Arc<MailMessage>> {
        self.realm.mailbox().messages_for(address, self.now())
    }

    /// Where mail can be handed in by SMTP; the listener is opened when this is first asked, and closes with the realm.
    ///
    /// # Errors
    /// There is no free port, or the realm is closed.
    pub fn mail_address(&self) -> io::Result<SocketAddr> {
        self.realm.mail_address()
    }

    /// Asks for something to happen to mail for `address`, or for anybody: once, or from now on.
    pub fn direct_mail(&self, address: Option<&str>, direction: MailDirection, standing: bool) {
        self.realm.direct_mail(address, direction, standing);
    }

    /// What the app of a person was told when it was set up: an `otpauth` address, from which codes can be computed. None where the person
    /// has no such means.
    #[must_use]
    pub fn app_address(&self, person: &str) -> Option<String> {
        let address = self.csam.app_address(&self.realm, person)?;
        // It may be new, or have been set up on CSAM's page since: whoever tells it to a real app counts on it from now on.
        self.changed();
        Some(address)
    }

    /// The secret of that app, once it was set up.
    pub(crate) fn app_secret(&self, person: &str) -> Option<String> {
        self.csam.app_secret(person)
    }

    /// Lets a person have the app again that was kept.
    pub(crate) fn keep_app(&self, person: &str, secret: &str) -> bool {
        self.csam.set_app(&self.realm, person, secret)
    }

    /// What that app shows now.
    pub(crate) fn app_shows(&self, person: &str) -> Option<AppShows> {
        self.app_address(person)?;
        self.csam.app_shows(&self.realm, person)
    }

    /// The codes on a person's citizen token; activated now, if there is none yet and the realm's clock still allows it.
    ///
    /// # Errors
    /// None is given out any more.
    pub fn citizen_token(&self, person: &str) -> Result<Vec<String>, NoCitizenToken> {
        self.csam.citizen_token(&self.realm, person)
    }
}
