//! The nation's root certificate: how to import it, and how to remove it again. Open to everybody: a certificate is no secret.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    Console,
    frame::{Frame, page},
    secrets::fingerprint,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "root.html")]
struct RootPage {
    frame: Frame,
    fingerprint: String,
    places: [Place; 7],
    hosts: String,
}

/// Where a root can be imported: words are English, the keys of theirs; commands are the same in every language.
struct Place {
    title: &'static str,
    import_words: &'static str,
    import_command: &'static str,
    remove_words: &'static str,
    remove_command: &'static str,
}

const PLACES: [Place; 7] = [
    Place {
        title: "For one command or program",
        import_words: "Nothing is imported; the program is told where the file is.",
        import_command: "curl --cacert etalon-root.pem …\nexport SSL_CERT_FILE=$PWD/etalon-root.pem\nexport REQUESTS_CA_BUNDLE=$PWD/etalon-root.pem\n\
                         export NODE_EXTRA_CA_CERTS=$PWD/etalon-root.pem",
        remove_words: "Delete the file and unset the variables.",
        remove_command: "",
    },
    Place {
        title: "Debian and Ubuntu",
        import_words: "",
        import_command: "sudo cp etalon-root.pem /usr/local/share/ca-certificates/etalon-root.crt\nsudo update-ca-certificates",
        remove_words: "",
        remove_command: "sudo rm /usr/local/share/ca-certificates/etalon-root.crt\nsudo update-ca-certificates --fresh",
    },
    Place {
        title: "Windows (current user)",
        import_words: "In PowerShell; Windows asks for a confirmation.",
        import_command: "Import-Certificate -FilePath etalon-root.pem -CertStoreLocation Cert:\\CurrentUser\\Root",
        remove_words: "",
        remove_command: "Get-ChildItem Cert:\\CurrentUser\\Root | Where-Object Subject -like '*ETALON TEST*' | Remove-Item",
    },
    Place {
        title: "macOS (login keychain)",
        import_words: "",
        import_command: "security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db etalon-root.pem",
        remove_words: "",
        remove_command: "security remove-trusted-cert etalon-root.pem\nsecurity delete-certificate -c 'ETALON TEST ROOT - NOT A REAL AUTHORITY'",
    },
    Place {
        title: "Firefox",
        import_words: "Settings, Privacy & Security, View Certificates, Authorities, Import; tick that it identifies websites. Better in a profile of its own.",
        import_command: "",
        remove_words: "In the same list, select it and choose Delete or Distrust.",
        remove_command: "",
    },
    Place {
        title: "Chromium on Linux",
        import_words: "",
        import_command: "certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n etalon-root -i etalon-root.pem",
        remove_words: "",
        remove_command: "certutil -d sql:$HOME/.pki/nssdb -D -n etalon-root",
    },
    Place {
        title: "Java",
        import_words: "In a store of its own, so that the one of the machine stays as it is.",
        import_command: "keytool -importcert -noprompt -alias etalon-root -file etalon-root.pem -keystore etalon.p12 -storetype PKCS12 -storepass changeit\n\
                         java -Djavax.net.ssl.trustStore=etalon.p12 -Djavax.net.ssl.trustStorePassword=changeit …",
        remove_words: "Delete the store and leave the two options out.",
        remove_command: "",
    },
];

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Visit) -> Response {
    let nation = console.desk.nation().await;
    let template = RootPage {
        frame: Frame::new(&visit, "root", "Root certificate"),
        fingerprint: fingerprint(&der(&nation.root_pem)),
        places: PLACES,
        hosts: nation.hosts.join("\n"),
    };
    page(StatusCode::OK, &template)
}

pub(crate) async fn download(State(console): State<Arc<Console>>) -> impl IntoResponse {
    let kind = (header::CONTENT_TYPE, "application/x-pem-file");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"etalon-root.pem\"");
    ([kind, name], console.desk.nation().await.root_pem)
}

/// The first certificate of a PEM file.
fn der(pem: &str) -> Vec<u8> {
    let lines = pem.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
    let encoded: String = lines.take_while(|line| !line.starts_with("-----END")).map(str::trim).collect();
    STANDARD.decode(encoded).unwrap_or_default()
}
