//! The authorization reply as a message: an address and parameters, and what a fault makes of them. How it is sent lives in `grant`.

use super::{Change, Mutation};

/// What the browser is sent back with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) address: String,
    pub(crate) parameters: Vec<(String, String)>,
}

/// The one parameter that a reply need not have (RFC 9207).
const ISSUER: &str = "iss";

impl Reply {
    pub(crate) fn new(address: &str, code: &str, state: Option<&str>) -> Self {
        let mut parameters = vec![("code".to_owned(), code.to_owned())];
        parameters.extend(state.map(|state| ("state".to_owned(), state.to_owned())));
        Self {
            address: address.to_owned(),
            parameters,
        }
    }

    /// Puts the fault in, or says why it cannot be put in. Nothing where it is not about a reply that brings a code.
    pub(crate) fn spoil(&mut self, mutation: &Mutation, registered: &[String]) -> Option<Result<(), &'static str>> {
        match mutation {
            Mutation::ReplyParameter { name, change } => Some(self.change(name, change)),
            Mutation::ReplyAddress(super::Address::OtherRegistered) => {
                let other = registered.iter().find(|address| **address != self.address);
                Some(other.ok_or("no-other-address").map(|other| other.clone_into(&mut self.address)))
            }
            // The code itself is not what it seems; nothing else of the reply is different.
            Mutation::Code(_) => Some(Ok(())),
            _ => None,
        }
    }

    fn change(&mut self, name: &str, change: &Change) -> Result<(), &'static str> {
        let at = self.parameters.iter().position(|(found, _)| found == name);
        match (change, at) {
            (Change::Remove, Some(at)) => drop(self.parameters.remove(at)),
            (Change::Set(value), Some(at)) => self.parameters[at].1.clone_from(value),
            (Change::Set(value), None) if name == ISSUER => self.parameters.push((name.to_owned(), value.clone())),
            (_, None) => return Err("parameter-absent"),
        }
        Ok(())
    }

    pub(crate) fn location(&self) -> String {
        let fields: Vec<_> = self
            .parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        etalon_wire::address_with(&self.address, &fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply() -> Reply {
        Reply::new("https://x/cb", "c", Some("s"))
    }

    #[test]
    fn one_parameter_changes_and_no_other() {
        let change = |name: &str, change| Mutation::ReplyParameter {
            name: name.to_owned(),
            change,
        };
        for (mutation, expected) in [
            (change("state", Change::Remove), "https://x/cb?code=c"),
            (change("state", Change::Set("t".to_owned())), "https://x/cb?code=c&state=t"),
            (change("iss", Change::Set("i".to_owned())), "https://x/cb?code=c&state=s&iss=i"),
        ] {
            let mut reply = reply();
            assert_eq!(reply.spoil(&mutation, &[]), Some(Ok(())));
            assert_eq!(reply.location(), expected);
        }
        let mut stateless = Reply::new("https://x/cb", "c", None);
        let other = change("state", Change::Set("t".to_owned()));
        assert_eq!(stateless.spoil(&other, &[]), Some(Err("parameter-absent")));
    }

    #[test]
    fn another_address_is_one_that_was_registered() {
        let mutation = Mutation::ReplyAddress(super::super::Address::OtherRegistered);
        let mut reply = reply();
        assert_eq!(reply.spoil(&mutation, &["https://x/cb".to_owned()]), Some(Err("no-other-address")));
        assert_eq!(
            reply.spoil(&mutation, &["https://x/cb".to_owned(), "https://x/other".to_owned()]),
            Some(Ok(()))
        );
        assert_eq!(reply.location(), "https://x/other?code=c&state=s");
    }
}
