//! The numbers of revocation lists: one more each time that a list says something new (RFC 5280, 5.2.3). What they say lives in `register`.

use std::collections::BTreeMap;

use etalon_certs::{ListFlaw, Revocation};
use jiff::Timestamp;

use super::Issuer;

/// The last list of each authority.
#[derive(Default)]
pub(crate) struct Lists {
    last: BTreeMap<Issuer, Published>,
}

struct Published {
    number: u64,
    revoked: Vec<Revocation>,
    flaw: Option<ListFlaw>,
    at: Timestamp,
    der: Vec<u8>,
}

impl Lists {
    /// The last list where it says all of this, or a new one by `make`.
    pub(crate) fn published<E>(
        &mut self,
        issuer: Issuer,
        revoked: Vec<Revocation>,
        flaw: Option<ListFlaw>,
        at: Timestamp,
        make: impl FnOnce(u64, &[Revocation]) -> Result<Vec<u8>, E>,
    ) -> Result<(u64, Vec<u8>), E> {
        // Lists know whole seconds.
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        let last = self.last.get(&issuer);
        if let Some(last) = last.filter(|last| last.revoked == revoked && last.flaw == flaw && last.at == at) {
            return Ok((last.number, last.der.clone()));
        }
        let number = last.map_or(0, |last| last.number) + 1;
        let der = make(number, &revoked)?;
        let published = Published {
            number,
            revoked,
            flaw,
            at,
            der: der.clone(),
        };
        self.last.insert(issuer, published);
        Ok((number, der))
    }
}

#[cfg(test)]
mod tests {
    use etalon_certs::{AuthorityName, KeyKind, Reason};

    use super::*;

    #[test]
    fn a_list_gets_the_next_number_only_where_it_says_something_new() {
        let mut lists = Lists::default();
        let issuer = (AuthorityName::CitizenCa, KeyKind::P384);
        let mut publish = |revoked: &[Revocation], flaw, seconds| {
            let at = Timestamp::from_second(seconds).unwrap_or_default();
            let made = lists.published(issuer, revoked.to_vec(), flaw, at, |number, _| {
                Ok::<_, ()>(vec![u8::try_from(number).unwrap_or(0)])
            });
            made.map(|(number, _)| number)
        };
        let revoked = [Revocation {
            serial: vec![1],
            at: Timestamp::UNIX_EPOCH,
            reason: Reason::Superseded,
        }];
        assert_eq!((publish(&[], None, 5), publish(&[], None, 5)), (Ok(1), Ok(1)));
        assert_eq!(publish(&revoked, None, 5), Ok(2));
        assert_eq!(publish(&revoked, None, 6), Ok(3));
        assert_eq!(publish(&revoked, Some(ListFlaw::Stale), 6), Ok(4));
        assert_eq!(publish(&revoked, None, 6), Ok(5));
    }
}
