//! The published form of adapters is the one that is spoken.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

#[test]
fn the_published_form_of_adapters_is_the_one_that_is_spoken() {
    let spoken = serde_json::to_string_pretty(&etalon_driver::adapter_openapi()).unwrap() + "\n";
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/adapter.openapi.json");
    if fs::read_to_string(&published).unwrap_or_default() != spoken {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("adapter.openapi.json");
        fs::write(&fresh, spoken).unwrap();
        panic!(
            "docs/adapter.openapi.json is not what is spoken: look at the difference, and copy {} there",
            fresh.display()
        );
    }
}
