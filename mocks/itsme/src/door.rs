//! The two doors of itsme: the one for everybody, and the older one for clients with a secret (docs/itsme.md, addresses). Each has an issuer of its own.

use etalon_stage::Realm;

use crate::PREFIX;

/// Where a request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// `https://idp.{env}.itsme.services/v2`.
    Keys,
    /// `https://oidc.{env}.itsme.services/clientsecret-oidc/csapi/v0.1`, for clients with a secret that were there before 25 June 2025.
    Legacy,
}

/// Where the endpoints of a door lie below its issuer.
pub(crate) struct Paths {
    pub(crate) keys: &'static str,
    pub(crate) authorization: &'static str,
    pub(crate) login: &'static str,
    pub(crate) token: &'static str,
    pub(crate) userinfo: &'static str,
    pub(crate) picture: &'static str,
}

/// The addresses are the operator's [F]; `login` and the older door's `jwkSet` are guesses [G].
const KEYS: Paths = Paths {
    keys: "/jwkSet",
    authorization: "/authorization",
    login: "/login",
    token: "/token",
    userinfo: "/userinfo",
    picture: "/picture",
};
const LEGACY: Paths = Paths {
    keys: "/jwkSet",
    authorization: "/connect/authorize",
    login: "/login",
    token: "/connect/token",
    userinfo: "/connect/userinfo",
    picture: "/picture",
};

impl Door {
    pub(crate) fn paths(self) -> &'static Paths {
        match self {
            Self::Keys => &KEYS,
            Self::Legacy => &LEGACY,
        }
    }

    /// Where it begins inside of a realm.
    pub(crate) fn inside(self) -> &'static str {
        match self {
            Self::Keys => "/itsme/v2",
            Self::Legacy => "/itsme/clientsecret-oidc/csapi/v0.1",
        }
    }

    /// Its issuer identifier, as it is reached: below `/itsme` in a realm, and without that by a real service's name.
    #[must_use]
    pub fn issuer(self, realm: &Realm) -> String {
        format!("{}{}", realm.base_url(), self.below(realm))
    }

    /// The path that the issuer's begins with, for cookies and forms.
    pub(crate) fn path(self, realm: &Realm) -> String {
        format!("{}{}", realm.path(), self.below(realm))
    }

    pub(crate) fn address(self, realm: &Realm, path: &str) -> String {
        format!("{}{path}", self.issuer(realm))
    }

    fn below(self, realm: &Realm) -> &'static str {
        let inside = self.inside();
        let by_real_name = realm.path().is_empty();
        if by_real_name {
            inside.strip_prefix(PREFIX).unwrap_or(inside)
        } else {
            inside
        }
    }
}
