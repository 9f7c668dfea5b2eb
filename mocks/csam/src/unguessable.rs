//! Names that cannot be guessed, for whatever is held until somebody comes back with its name.

use aws_lc_rs::rand;
use etalon_wire::base64url;

const RANDOM_BYTES: usize = 32;

/// An unguessable name.
pub(crate) fn unguessable() -> String {
    let mut bytes = [0; RANDOM_BYTES];
    rand::fill(&mut bytes).expect("the operating system's generator is seeded long before this runs");
    base64url(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_long_and_never_the_same() {
        let name = unguessable();
        assert_eq!(name.len(), 43);
        assert_ne!(name, unguessable());
    }
}
