//! Seeded chance: the same seed gives the same draws on every machine. Never for keys, codes or anything that must be hard to guess.

/// A small deterministic generator (splitmix64).
#[derive(Debug, Clone)]
pub struct Chance {
    state: u64,
}

const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    /// A generator that starts from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// An independent generator for one purpose; drawing from it leaves this one where it is.
    #[must_use]
    pub fn branch(&self, purpose: &str) -> Self {
        // FNV-1a: stable across releases and platforms, which the standard library's hashers do not promise.
        let hash = purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self {
            state: Self { state: self.state }.number() ^ Self { state: hash }.number(),
        }
    }

    /// The next 64 bits.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from zero up to, not including, `bound`; zero when `bound` is zero.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.number()) * u128::from(bound);
        u64::try_from(wide >> 64).expect("the high half of a 128-bit product has 64 bits")
    }

    /// One of `choices`, or nothing when there are none.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let at = self.below(choices.len() as u64);
        usize::try_from(at).ok().and_then(|at| choices.get(at))
    }

    /// `length` lower-case hexadecimal characters.
    pub fn hex(&mut self, length: usize) -> String {
        self.text(length, b"0123456789abcdef")
    }

    /// `length` characters out of `A-Z a-z 0-9`.
    pub fn alphanumeric(&mut self, length: usize) -> String {
        self.text(length, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    }

    fn text(&mut self, length: usize, alphabet: &[u8]) -> String {
        (0..length)
            .filter_map(|_| self.pick(alphabet).map(|byte| char::from(*byte)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_splitmix64_sequence_is_reproduced() {
        // First outputs for seed 1234567, from the reference implementation by Sebastiano Vigna.
        let mut chance = Chance::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| chance.number()).collect();
        assert_eq!(
            drawn,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn text_has_the_length_and_alphabet_asked_for() {
        let mut chance = Chance::new(7);
        let (hex, mixed) = (chance.hex(40), chance.alphanumeric(32));
        assert!(
            hex.len() == 40 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)),
            "{hex}"
        );
        assert!(mixed.len() == 32 && mixed.bytes().all(|b| b.is_ascii_alphanumeric()), "{mixed}");
    }

    #[test]
    fn branches_differ_by_purpose_and_by_seed_and_leave_the_trunk_alone() {
        let mut trunk = Chance::new(1);
        let untouched = trunk.clone().number();
        assert_ne!(trunk.branch("a").number(), trunk.branch("b").number());
        assert_ne!(trunk.branch("a").number(), Chance::new(2).branch("a").number());
        assert_eq!(trunk.number(), untouched);
    }

    #[test]
    fn nothing_is_picked_from_nothing() {
        assert_eq!(Chance::new(1).pick::<u8>(&[]), None);
        assert_eq!(Chance::new(1).below(0), 0);
    }
}
