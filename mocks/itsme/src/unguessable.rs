//! Names that cannot be guessed, for whatever is held until somebody comes back with its name.

use aws_lc_rs::rand;
use etalon_wire::base64url;

const RANDOM_BYTES: usize = 32;
/// As long as itsme's codes are [F].
const CODE_BYTES: usize = 27;

/// An unguessable name of 43 characters.
pub(crate) fn unguessable() -> String {
    base64url(&random::<RANDOM_BYTES>())
}

/// An unguessable name of 36 characters.
pub(crate) fn unguessable_code() -> String {
    base64url(&random::<CODE_BYTES>())
}

fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    rand::fill(&mut bytes).expect("the operating system's generator is seeded long before this runs");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_long_as_they_should_be() {
        assert_eq!((unguessable().len(), unguessable_code().len()), (43, 36));
    }
}
