//! The changes that make a flawed certificate out of an upright one: each recipe has exactly one. What a change does is decided in `make` and
//! `standing`.

use serde::{Deserialize, Serialize};

use crate::{AuthorityFlaw, KeyKind, KeyUsage, Purpose, Reason};

/// The one difference of a flawed certificate from its twin.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// In force from how many days after today until how many.
    Validity([i64; 2]),
    /// What the key may be used for.
    KeyUsage(Vec<KeyUsage>),
    /// For which purposes.
    Purposes(Vec<Purpose>),
    /// Under which policies.
    Policies(Vec<String>),
    /// The hosts that it is for.
    Hosts(Vec<String>),
    /// The holder's key.
    Key(KeyKind),
    /// What the signature is over.
    Digest(WeakDigest),
    /// Who signed it.
    SignedBy(Signer),
    /// What was changed after it was signed.
    Altered(Altered),
    /// What the issuing authority's own certificate gets wrong.
    Issuer(AuthorityFlaw),
    /// What the certificate of the authority above that gets wrong.
    AboveIssuer(AuthorityFlaw),
    /// Revoked since yesterday.
    Revoked(Reason),
    /// The issuing authority is revoked since yesterday.
    IssuerRevoked(Reason),
    /// The authority knows nothing of having issued it.
    Unknown(Unknown),
    /// An extension is missing.
    Without(Piece),
    /// An extension is there twice.
    Twice(Piece),
    /// An extension is there that nobody knows and that must be understood.
    With(Foreign),
    /// The holder may issue certificates.
    Authority(Claimed),
    /// The serial number.
    Serial(SerialFlaw),
    /// The holder's name.
    Subject(SubjectFlaw),
    /// The certificates that go along.
    Chain(ChainFlaw),
    /// The issuing authority's revocation list.
    List(ListFlaw),
    /// Its status answers.
    Ocsp(OcspFlaw),
    /// What the key of the encryption certificate may be used for.
    EncryptionKeyUsage(Vec<KeyUsage>),
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $choice:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$each])* $choice),+ }
    )+};
}

choices! {
    /// Digests that are not to be trusted any more.
    WeakDigest {
        /// SHA-1.
        Sha1,
    }
    /// Who signed a certificate that its issuer did not sign.
    Signer {
        /// The holder.
        Itself,
        /// A stranger that calls itself the same.
        Namesake,
    }
    /// What was changed after the signature.
    Altered {
        /// The signature's last byte.
        Signature,
    }
    /// What the authority does not know.
    Unknown {
        /// The certificate.
        Certificate,
    }
    /// Extensions that can be missing or doubled.
    Piece {
        /// Whether it is an authority.
        Authority,
        /// Key usage.
        KeyUsage,
        /// Extended key usage.
        Purposes,
        /// Where status answers and the issuer's certificate are.
        Access,
        /// Where the revocation list is.
        RevocationList,
        /// Which key signed.
        AuthorityKey,
        /// For which hosts.
        Hosts,
    }
    /// What nobody knows.
    Foreign {
        /// A critical extension.
        CriticalExtension,
    }
    /// What the holder claims to be.
    Claimed {
        /// An authority.
        Authority,
    }
    /// Serial numbers that RFC 5280 forbids.
    SerialFlaw {
        /// Zero.
        Zero,
        /// Below zero.
        Negative,
        /// More than twenty bytes.
        TooLong,
    }
    /// Names that do not hold together.
    SubjectFlaw {
        /// The number's check digits are wrong.
        WrongCheckDigits,
        /// The common name has another number than the unit.
        OtherNumberInCommonName,
        /// There is no number.
        WithoutNumber,
    }
    /// What is wrong with the certificates that go along.
    ChainFlaw {
        /// The issuer's is missing.
        WithoutIssuer,
    }
    /// What is wrong with a revocation list.
    ListFlaw {
        /// Its time is over.
        Stale,
        /// Its time has not come.
        NotYetInForce,
        /// A stranger of the issuer's name signed it.
        SignedByNamesake,
    }
    /// What is wrong with a status answer.
    OcspFlaw {
        /// Its time is over.
        Stale,
        /// It repeats another nonce than was sent.
        OtherNonce,
        /// It speaks of another certificate.
        OtherCertificate,
        /// Its signature does not hold.
        Altered,
        /// Its signer may not answer.
        ResponderWithoutPurpose,
        /// A stranger of the issuer's name delegated its signer.
        DelegatedByNamesake,
        /// It says to come back later.
        TryLater,
    }
}
