//! What somebody in a scenario has at hand beside the browser, as the nation gave it to that person: the app and the mailbox.

use etalon_driver::Belongings;
use etalon_nation::RealmHandle;

/// The things of one person of the realm.
pub(crate) struct OfResident {
    pub(crate) realm: RealmHandle,
    pub(crate) person_id: String,
}

impl Belongings for OfResident {
    fn app_address(&self) -> Option<String> {
        self.realm.app_address(&self.person_id)
    }

    fn seconds(&self) -> i64 {
        self.realm.now().as_second()
    }

    fn letters(&self) -> Vec<String> {
        let Some(person) = self.realm.person(&self.person_id) else {
            return Vec::new();
        };
        self.realm.mail_for(&person.mail).iter().map(|letter| letter.text.clone()).collect()
    }
}
