//! Names of real services, for clients that hard-code them: which host is one, and where its paths lie inside of a realm.
//! Which names there are is not known here.

/// A real service's host, and those of its paths that are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RealName {
    /// Its host name, in lower case.
    pub host: &'static str,
    /// Where paths begin there, and where they begin inside of a realm.
    pub paths: &'static [(&'static str, &'static str)],
}

/// The names that one realm answers to.
pub(crate) struct RealNames {
    pub(crate) realm: String,
    pub(crate) names: Vec<RealName>,
}

impl RealNames {
    /// Where the client believes to be (`https://host`, with a port where it named one), and the path inside of the realm, which is empty
    /// where that service has no such path. `host` is the `Host` header field as it came.
    pub(crate) fn inside(&self, host: &str, path_and_query: &str) -> Option<(String, String)> {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) => (name, Some(port.parse::<u16>().ok()?)),
            None => (host, None),
        };
        let real = self.names.iter().find(|real| real.host.eq_ignore_ascii_case(name))?;
        let inside = real.paths.iter().find_map(|(there, here)| {
            let rest = path_and_query.strip_prefix(there)?;
            (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| format!("{here}{rest}"))
        });
        // 443 is what a client that names no port means.
        let origin = match port.filter(|port| *port != 443) {
            Some(port) => format!("https://{}:{port}", real.host),
            None => format!("https://{}", real.host),
        };
        Some((origin, inside.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: &str, path: &str, expected: Option<(&str, &str)>) {
        let names = RealNames {
            realm: "here".to_owned(),
            names: vec![RealName {
                host: "idp.real.example",
                paths: &[("/fas", "/fas"), ("/keys.json", "/fas/keys")],
            }],
        };
        let found = names.inside(host, path);
        assert_eq!(
            found.as_ref().map(|(origin, inside)| (origin.as_str(), inside.as_str())),
            expected,
            "{host} {path}"
        );
    }

    #[test]
    fn a_real_name_leads_to_the_path_it_has_inside() {
        let plain = "https://idp.real.example";
        check("idp.real.example", "/fas/x?a=/fas", Some((plain, "/fas/x?a=/fas")));
        check("IDP.real.example:443", "/keys.json?x", Some((plain, "/fas/keys?x")));
        check("idp.real.example:8443", "/fas", Some(("https://idp.real.example:8443", "/fas")));
        check("idp.real.example", "/fasten", Some((plain, "")));
        check("real.example", "/fas", None);
        check("idp.real.example.evil", "/fas", None);
        check("idp.real.example:x", "/fas", None);
        check("", "/fas", None);
    }
}
