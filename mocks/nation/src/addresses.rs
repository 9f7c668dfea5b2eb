//! The names that a nation is called by: in certificates, and those of the real services.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use etalon_certs::{ServerIdentity, SubjectName, server_certificate};
use etalon_stage::Tls;

use crate::{Nation, NationError, REAL_NAMES, RealmHandle};

/// The machine itself; the reference systems and the hosts of a run are called by it.
const THIS_MACHINE: &str = "localhost";

impl Nation {
    /// From now on `realm` also answers clients that call the real services by name ([`REAL_NAMES`]), and the certificate shown to new
    /// connections holds those names. They must be led here first: see [`Nation::hosts_lines`].
    ///
    /// # Errors
    /// The certificate cannot be made.
    pub fn serve_real_names(&self, realm: &RealmHandle) -> Result<(), NationError> {
        let mut names = self.names.clone();
        names.extend(REAL_NAMES.iter().map(|real| SubjectName::Dns(real.host.to_owned())));
        let identity = server_certificate(&self.root, &names)?;
        Ok(self.stage.answer_to(realm.name(), &REAL_NAMES, tls(&identity))?)
    }

    /// The realm that answers to real services' names, if any does.
    #[must_use]
    pub fn answers_to_real_names(&self) -> Option<String> {
        self.stage.answers_to_real_names()
    }

    /// Lines for a hosts file that lead the real services' names here; the nation must then listen on port 443, or be forwarded from there.
    /// None as long as no realm answers to them.
    #[must_use]
    pub fn hosts_lines(&self) -> Vec<String> {
        if self.answers_to_real_names().is_none() {
            return Vec::new();
        }
        let public = self.public_host.as_deref().and_then(|host| host.parse().ok());
        let address = match public.unwrap_or(self.bind) {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            address => address,
        };
        REAL_NAMES.iter().map(|real| format!("{address} {}", real.host)).collect()
    }

    /// A certificate for another listener of this nation, which is also called by these names.
    pub(crate) fn another_identity(&self, bind: IpAddr, hosts: &[String]) -> Result<ServerIdentity, NationError> {
        let mut all = self.names.clone();
        let more = names(bind, None)
            .into_iter()
            .chain(hosts.iter().map(|host| SubjectName::from(host.as_str())));
        for name in more {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        Ok(server_certificate(&self.root, &all)?)
    }
}

pub(crate) fn tls(identity: &ServerIdentity) -> Tls<'_> {
    Tls {
        chain_pem: &identity.cert_pem,
        key_pem: &identity.key_pem,
    }
}

pub(crate) fn names(bind: IpAddr, public_host: Option<&str>) -> Vec<SubjectName> {
    let mut names = vec![
        SubjectName::Dns(THIS_MACHINE.to_owned()),
        SubjectName::Ip(Ipv4Addr::LOCALHOST.into()),
        SubjectName::Ip(Ipv6Addr::LOCALHOST.into()),
    ];
    let more = [
        (!bind.is_unspecified()).then_some(SubjectName::Ip(bind)),
        public_host.map(SubjectName::from),
    ];
    for name in more.into_iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
