//! Strangers compute the same codes: Debian's `oathtool`, and Python's pyotp where `ETALON_PYTHON` names a Python that has it.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without a stranger says so")]

use std::process::{Command, Output};

use etalon_wire::{OtpDigest, Totp, to_base32};

const SECRET: &[u8] = b"a secret of the test";
const TIMES: [i64; 5] = [0, 59, 1_111_111_109, 1_775_721_600, 20_000_000_000];

/// Reads the address as an app would, and prints the codes of the times that follow.
const STRANGER: &str = r#"
import sys
import pyotp
app = pyotp.parse_uri(sys.argv[1])
print(app.issuer, app.name, *[app.at(int(at)) for at in sys.argv[2:]])
"#;

/// What a stranger printed; nothing where it is not here and need not be.
fn asked(name: &str, command: &mut Command) -> Option<String> {
    let Output { status, stdout, stderr } = match command.output() {
        Ok(output) => output,
        Err(why) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{name}: {why}");
            eprintln!("{name} was not asked: {why}");
            return None;
        }
    };
    assert!(status.success(), "{name}: {}", String::from_utf8_lossy(&stderr));
    Some(String::from_utf8(stdout).unwrap())
}

fn codes(totp: Totp) -> Vec<String> {
    TIMES.iter().map(|at| totp.code_at(SECRET, *at)).collect()
}

#[test]
fn oathtool_computes_the_same_codes() {
    let kinds = [
        (OtpDigest::Sha1, "sha1", 6, 30),
        (OtpDigest::Sha256, "sha256", 8, 60),
        (OtpDigest::Sha512, "sha512", 7, 30),
    ];
    for (digest, mode, digits, period) in kinds {
        let totp = Totp { digest, digits, period };
        for (at, code) in TIMES.iter().zip(codes(totp)) {
            let (mode, digits, step, now) = (
                format!("--totp={mode}"),
                format!("--digits={digits}"),
                format!("--time-step-size={period}s"),
                format!("--now=@{at}"),
            );
            let mut oathtool = Command::new("oathtool");
            oathtool
                .args([mode.as_str(), "--base32", &digits, &step, &now, &to_base32(SECRET)])
                .env("TZ", "UTC");
            let Some(printed) = asked("oathtool", &mut oathtool) else { return };
            assert_eq!(printed.trim(), code, "{digest:?} at {at}");
        }
    }
}

#[test]
fn pyotp_reads_the_address_and_computes_the_same_codes() {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "ETALON_PYTHON must name a Python that has pyotp"
        );
        eprintln!("pyotp was not asked: ETALON_PYTHON is not set");
        return;
    };
    let totp = Totp::default();
    let address = totp.address(SECRET, "CSAM", "anna@people.example");
    let mut pyotp = Command::new(&python);
    pyotp.args(["-c", STRANGER, &address]).args(TIMES.map(|at| at.to_string()));
    let printed = asked("pyotp", &mut pyotp).expect("a Python that is named is there");
    assert_eq!(printed.trim(), format!("CSAM anna@people.example {}", codes(totp).join(" ")));
}
