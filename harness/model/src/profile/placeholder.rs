//! What `{name}` stands for in `[start]`, in `[adapter]` and in the files rendered for a product. Recipes have their own, which
//! depend on the intent.

use std::collections::BTreeMap;

/// What a profile may leave open, to be known when a product is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placeholder {
    /// The scratch folder of this start: empty but for the files rendered, gone afterwards.
    Scratch,
    /// A free port of this machine.
    Port,
    /// Another, for the adapter.
    AdapterPort,
    /// The address that `base-url` gives, without a slash at its end.
    BaseUrl,
    /// CSAM's issuer.
    Issuer,
    /// The product's identifier at CSAM.
    ClientId,
    /// The product's secret at CSAM.
    ClientSecret,
    /// The file with the nation's root certificate.
    CaFile,
    /// The file with the certificate under which the product answers.
    TlsCertFile,
    /// The file with its private key.
    TlsKeyFile,
    /// The nation's address.
    Nation,
    /// Where the nation tells what time it is, for products that share its clock.
    ControlUrl,
    /// The token that it demands to be shown there. In `[start.environment]` only: what stands elsewhere goes into the record.
    ControlToken,
    /// Where CSAM leads back after a login: the first of `callback-paths`.
    Callback,
    /// Where CSAM leads back after a logout: the first of `post-logout-paths`.
    PostLogout,
    /// The account of `user`, or the one that Etalon runs under.
    User,
}

impl Placeholder {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Scratch,
        Self::Port,
        Self::AdapterPort,
        Self::BaseUrl,
        Self::Issuer,
        Self::ClientId,
        Self::ClientSecret,
        Self::CaFile,
        Self::TlsCertFile,
        Self::TlsKeyFile,
        Self::Nation,
        Self::ControlUrl,
        Self::ControlToken,
        Self::Callback,
        Self::PostLogout,
        Self::User,
    ];

    /// Its spelling, without the braces.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scratch => "scratch",
            Self::Port => "port",
            Self::AdapterPort => "adapter-port",
            Self::BaseUrl => "base-url",
            Self::Issuer => "issuer",
            Self::ClientId => "client-id",
            Self::ClientSecret => "client-secret",
            Self::CaFile => "ca-file",
            Self::TlsCertFile => "tls-cert-file",
            Self::TlsKeyFile => "tls-key-file",
            Self::Nation => "nation",
            Self::ControlUrl => "control-url",
            Self::ControlToken => "control-token",
            Self::Callback => "callback",
            Self::PostLogout => "post-logout",
            Self::User => "user",
        }
    }

    /// The one spelled `name`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placeholder| placeholder.as_str() == name)
    }

    /// `text` with every placeholder of `values` filled in, in one pass: what a value holds is never taken for a placeholder. Braces
    /// that hold no placeholder's name stay, since the files of many products are full of them.
    #[must_use]
    pub fn fill(text: &str, values: &BTreeMap<Self, String>) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            let (before, from) = rest.split_at(start);
            filled.push_str(before);
            let value = from
                .find('}')
                .and_then(|end| Some((end, values.get(&Self::parse(&from[1..end])?)?)));
            rest = match value {
                Some((end, value)) => {
                    filled.push_str(value);
                    &from[end + 1..]
                }
                None => {
                    filled.push('{');
                    &from[1..]
                }
            };
        }
        filled + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_once_and_other_braces_stay() {
        let values = BTreeMap::from([
            (Placeholder::Port, "8443".to_owned()),
            (Placeholder::ClientSecret, "{port}".to_owned()),
        ]);
        for (text, wanted) in [
            ("Listen {port}", "Listen 8443"),
            ("{client-secret}{port}", "{port}8443"),
            (
                "%{REMOTE_USER}e ${PATH} {\"a\": {\"b\": {port}}}",
                "%{REMOTE_USER}e ${PATH} {\"a\": {\"b\": 8443}}",
            ),
            ("{issuer} {", "{issuer} {"),
        ] {
            assert_eq!(Placeholder::fill(text, &values), wanted);
        }
    }

    #[test]
    fn each_is_found_by_its_spelling() {
        for placeholder in Placeholder::ALL {
            assert_eq!(Placeholder::parse(placeholder.as_str()), Some(placeholder));
        }
    }
}
