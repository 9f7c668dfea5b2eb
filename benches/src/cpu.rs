//! The yardstick: raw RSA-2048 signing on this machine, in this run; and the CPU time of another process.

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use etalon_certs::KeyPool;
use etalon_wire::SigningKey;

/// Signatures that make one measurement.
const SIGNATURES: u32 = 400;

/// The folder of the key pool, shared with the program's own.
pub(crate) fn pool() -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os("ETALON_DATA") {
        return Ok(PathBuf::from(folder));
    }
    let home = std::env::var_os("HOME").context("set ETALON_DATA or HOME: the RSA keys live there")?;
    Ok(PathBuf::from(home).join(".local/share/etalon"))
}

/// CPU seconds of one raw signature.
pub(crate) fn raw_signing() -> anyhow::Result<f64> {
    let key = KeyPool::open(&pool()?)?.key(0)?;
    let key = SigningKey::from_pkcs8(key.pkcs8_der(), "bench".to_owned())?;
    let own = std::process::id();
    let _ = key.signature_of(b"warm");
    let before = of_process(own)?;
    for number in 0..SIGNATURES {
        let _ = key.signature_of(&number.to_le_bytes());
    }
    Ok((of_process(own)? - before) / f64::from(SIGNATURES))
}

/// CPU seconds, user and system, that a process has taken so far.
pub(crate) fn of_process(id: u32) -> anyhow::Result<f64> {
    // schedstat counts nanoseconds where stat counts hundredths of a second; it is per thread.
    let mut nanoseconds = 0.0;
    for thread in fs::read_dir(format!("/proc/{id}/task")).context("this measurement needs Linux")? {
        let text = fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
        nanoseconds += text
            .split_whitespace()
            .next()
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or_default();
    }
    Ok(nanoseconds / 1e9)
}
