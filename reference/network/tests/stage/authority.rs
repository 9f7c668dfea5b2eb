//! The certificate authority of the tests; keys and certificates are made once per test program.

use std::sync::{Arc, OnceLock};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

pub(crate) struct Authority {
    root_pem: String,
    server_pem: String,
    server_key_pem: String,
}

impl Authority {
    pub(crate) fn shared() -> Arc<Self> {
        static SHARED: OnceLock<Arc<Authority>> = OnceLock::new();
        SHARED.get_or_init(|| Arc::new(Self::new())).clone()
    }

    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut root = CertificateParams::new(Vec::new()).unwrap();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_pem = root.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(root, key);
        let server_key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(vec!["127.0.0.1".to_owned()])
            .unwrap()
            .signed_by(&server_key, &issuer)
            .unwrap();
        Self {
            root_pem,
            server_pem: server.pem(),
            server_key_pem: server_key.serialize_pem(),
        }
    }

    pub(crate) fn root_pem(&self) -> &str {
        &self.root_pem
    }

    pub(crate) fn server(&self) -> (&str, &str) {
        (&self.server_pem, &self.server_key_pem)
    }

    pub(crate) fn client(&self) -> reqwest::Client {
        reqwest::Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(self.root_pem.as_bytes()).unwrap()])
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap()
    }
}
