//! How the nation's root is imported and how it is removed again, on the systems that products run on. Nothing here does either.

use std::{fmt::Write as _, path::Path};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use etalon_certs::KeptRoot;

/// Under which name the root is imported where a store wants one.
const ALIAS: &str = "etalon-test-root";

/// What `etalon certs root` says. `file` is the certificate that was written.
pub(crate) fn instructions(kept: &KeptRoot, file: &Path) -> String {
    let der = kept.root().der();
    let sha256 = hexadecimal(digest(&SHA256, &der).as_ref(), ":");
    let sha1 = hexadecimal(digest(&SHA1_FOR_LEGACY_USE_ONLY, &der).as_ref(), "");
    let file = file.display();
    let mut text = format!(
        "The nation's root certificate is in {file}\n\
         SHA-256 {sha256}\n\
         Its private key stays in {key}, readable by you only.\n\n\
         Whoever has that key can pose as any site towards whoever imports this root. Import it on test machines and into test browsers\n\
         only, and remove it when the tests are over. Deleting the file with the key ends the root for good; the next start makes another.\n",
        key = kept.file().display(),
    );
    for (system, import, remove) in [
        (
            "Debian and Ubuntu",
            format!("sudo cp {file} /usr/local/share/ca-certificates/{ALIAS}.crt && sudo update-ca-certificates"),
            format!("sudo rm /usr/local/share/ca-certificates/{ALIAS}.crt && sudo update-ca-certificates --fresh"),
        ),
        (
            "Windows, for this user",
            format!("certutil -user -addstore Root {file}"),
            format!("certutil -user -delstore Root {sha1}"),
        ),
        (
            "macOS, for this user",
            format!("security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db {file}"),
            format!(
                "security delete-certificate -t -Z {} ~/Library/Keychains/login.keychain-db",
                sha1.to_uppercase()
            ),
        ),
        (
            "Firefox, in the profile used for tests",
            "Settings, Privacy & Security, View Certificates, Authorities, Import: tick \"identify websites\"".to_owned(),
            "the same list, under \"Synthetic test material\": Delete or Distrust".to_owned(),
        ),
        (
            "Chromium on Linux",
            format!("certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n {ALIAS} -i {file}"),
            format!("certutil -d sql:$HOME/.pki/nssdb -D -n {ALIAS}"),
        ),
        (
            "Java, of all programs that use its store",
            format!("keytool -importcert -noprompt -cacerts -storepass changeit -alias {ALIAS} -file {file}"),
            format!("keytool -delete -cacerts -storepass changeit -alias {ALIAS}"),
        ),
    ] {
        let _ = write!(text, "\n{system}\n  import  {import}\n  remove  {remove}\n");
    }
    let _ = write!(
        text,
        "\nOne program only, and nothing to remove afterwards\n  \
         curl --cacert {file} …\n  \
         SSL_CERT_FILE={file} (OpenSSL)   NODE_EXTRA_CA_CERTS={file} (Node.js)   REQUESTS_CA_BUNDLE={file} (Python requests)\n  \
         keytool -importcert -noprompt -keystore test-trust.p12 -storepass changeit -alias {ALIAS} -file {file}\n  \
         and java -Djavax.net.ssl.trustStore=test-trust.p12 -Djavax.net.ssl.trustStorePassword=changeit …\n"
    );
    text
}

fn hexadecimal(bytes: &[u8], between: &str) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(between)
}
