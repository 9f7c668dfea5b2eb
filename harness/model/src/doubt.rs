//! What cannot be told of a realm that several scenarios share. How it comes about is `etalon-rules`'.

/// An entry that could be of several scenarios, or of none: whatever it says, no verdict may rest on it, nor on its absence elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Its number in the realm.
    pub entry: u64,
    /// What it is, and whose it could be.
    pub why: String,
}
