//! What of itsme in a realm outlives a restart: its relying parties, and the accounts that are not as everybody's. Its codes and tokens do not.

use etalon_journal::{Blame, Event};
use serde::{Deserialize, Serialize};

use crate::{ItsmePersona, RealmHandle, control::ItsmeClientOrder};

/// What lasts of itsme in a realm.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptItsme {
    clients: Vec<ItsmeClientOrder>,
    accounts: Vec<KeptAccount>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptAccount {
    person: String,
    persona: String,
    /// How often it was made anew.
    renewed: u32,
}

impl KeptItsme {
    /// Nothing where there is nothing to keep.
    pub(crate) fn of(realm: &RealmHandle) -> Option<Self> {
        let account = |(person, persona, renewed): (String, ItsmePersona, u32)| KeptAccount {
            person,
            persona: persona.name().to_owned(),
            renewed,
        };
        let kept = Self {
            clients: realm.itsme_clients().iter().map(|client| ItsmeClientOrder::of(client)).collect(),
            accounts: realm.itsme().special_accounts().into_iter().map(account).collect(),
        };
        (!kept.clients.is_empty() || !kept.accounts.is_empty()).then_some(kept)
    }

    /// Puts into `realm` what was kept. What somebody has made unusable since is left out, and said.
    pub(crate) fn restore(self, realm: &RealmHandle) {
        let left_out = |what: String| {
            let what = format!("what was kept of itsme is left out: {what}");
            let blame = Blame::Environment;
            realm.journal().write("nation", Event::Trouble { blame, what });
        };
        for order in self.clients {
            let id = order.id.clone();
            let registered = order.client().map_err(|why| why.detail);
            let registered = registered.and_then(|client| realm.register_itsme_client(client).map_err(|why| why.to_string()));
            if let Err(why) = registered {
                left_out(format!("relying party `{id}`: {why}"));
            }
        }
        for account in self.accounts {
            match ItsmePersona::named(&account.persona) {
                Some(persona) => realm.set_itsme_persona(&account.person, persona),
                None => left_out(format!("the account of `{}`: `{}` is no persona", account.person, account.persona)),
            }
            (0..account.renewed).for_each(|_| realm.renew_itsme_account(&account.person));
        }
    }
}
