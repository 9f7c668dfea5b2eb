//! Certificates that cannot be made.

use std::time::Duration;

use etalon_certs::{CertificateError, KeyPool, SignedBy, Validity, signing_certificate};
use jiff::Timestamp;

#[test]
fn an_end_before_the_start_and_unfit_names_are_refused() {
    let (early, late) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
    assert!(matches!(Validity::between(late, early), Err(CertificateError::Validity(..))));
    assert!(Validity::between(early, early).is_ok());
    let data = tempfile::tempdir().expect("a folder");
    let key = KeyPool::open(data.path()).and_then(|pool| pool.key(0)).expect("a key");
    for name in ["", &"n".repeat(65)] {
        let made = signing_certificate(&key, name, SignedBy::Itself, Validity::wide());
        assert!(matches!(made, Err(CertificateError::CommonName(_))), "{name}");
    }
    let start_of_1950 = Timestamp::constant(-631_152_000, 0);
    let before = start_of_1950 - Duration::from_secs(1);
    assert!(matches!(Validity::between(before, late), Err(CertificateError::TooEarly(_))));
    assert!(matches!(
        Validity::between(Timestamp::MIN, late),
        Err(CertificateError::TooEarly(_))
    ));
    for validity in [Validity::between(start_of_1950, start_of_1950), Validity::between(early, late)] {
        let made = validity.and_then(|validity| signing_certificate(&key, "Signer", SignedBy::Itself, validity));
        assert!(made.is_ok_and(|der| !der.is_empty()), "the outermost dates can be written");
    }
}
