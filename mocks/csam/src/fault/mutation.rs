//! The one thing a fault changes, as a type. What a mutation does to a message lives beside the message (`token_maker`, `reply`, `answer`).

use serde::{Deserialize, Serialize};

use super::Step;

/// One change to one message. In a fault's file: `[fault.mutation]` with exactly one of these names in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Mutation {
    /// A claim says something else, or is left out.
    Claim {
        /// In which token.
        of: Token,
        /// The claim.
        name: String,
        /// What becomes of it. A claim that is not there cannot change.
        change: Change,
    },
    /// A claim that holds an instant holds another one; it is added where it was not there.
    Time {
        /// In which token.
        of: Token,
        /// The claim.
        name: String,
        /// How far from the realm's time.
        seconds_from_now: i64,
    },
    /// `aud` is a list. `{client}` stands for the relying party.
    Audience {
        /// In which token.
        of: Token,
        /// Its members.
        values: Vec<String>,
        /// Whether `azp` stays.
        authorized_party: bool,
    },
    /// A header field says something else, or is left out. The signature is right for the header that is sent.
    Header {
        /// Of which token.
        of: Token,
        /// The field.
        name: String,
        /// What becomes of it.
        change: Change,
    },
    /// The token is signed otherwise, or not at all.
    Signature {
        /// Which token.
        of: Token,
        /// How.
        by: Signer,
    },
    /// A claim that holds an instant is moved after the token was signed.
    AlteredAfterSigning {
        /// In which token.
        of: Token,
        /// The claim.
        name: String,
        /// By how much.
        seconds: i64,
    },
    /// What the ID token says of the level (`acr`, and the level in `amr`).
    Level(LevelSaid),
    /// A new key is published and signs this login's tokens.
    NewKey(Moment),
    /// The code that goes to the relying party.
    Code(CodeSent),
    /// A parameter of the authorization reply.
    ReplyParameter {
        /// The parameter.
        name: String,
        /// What becomes of it. Only `iss` is added where it was not there.
        change: Change,
    },
    /// The authorization reply goes to another address.
    ReplyAddress(Address),
    /// The authorization reply brings this error and no code.
    ReplyError(String),
    /// The token endpoint answers with an error, though the request was right.
    TokenError {
        /// The HTTP status.
        status: u16,
        /// The `error` member.
        error: String,
    },
    /// How the token endpoint's answer arrives.
    TokenAnswer(Arrival),
    /// A member of the discovery document.
    Metadata {
        /// The member.
        name: String,
        /// What becomes of it.
        change: Change,
    },
}

/// A signed token that the relying party reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Token {
    /// The ID token.
    IdToken,
    /// The answer of the userinfo endpoint.
    Userinfo,
}

/// What becomes of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It says this.
    Set(String),
    /// It is left out.
    Remove,
}

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signer {
    /// `alg` is `none`, and there is no signature.
    Nobody,
    /// `alg` is `HS256`, with the client's secret.
    ClientSecret,
    /// `alg` is `HS256`, with the public key in PEM as if it were a secret.
    PublicKey,
    /// The header is right; the signature is empty.
    Stripped,
    /// By a key of somebody else, under the name of CSAM's.
    ForeignKey,
    /// By a key of CSAM's that is published no longer, under its own name.
    WithdrawnKey,
}

/// What is said about the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LevelSaid {
    /// The next one below the level that was asked for.
    Lower,
    /// Nothing.
    Missing,
}

/// When a new key is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// When the fault is asked for.
    BeforeLogin,
    /// When the code is exchanged, just before the tokens are signed.
    BeforeToken,
}

/// Which code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeSent {
    /// One that was issued to another client.
    OfOtherClient,
    /// One that was exchanged before.
    AlreadyUsed,
}

/// Where the authorization reply goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Address {
    /// Another address that the same client registered.
    OtherRegistered,
}

/// How an answer arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrival {
    /// Not while the relying party waits; see [`crate::SLOW_ANSWER`].
    Slow,
    /// The connection is closed before the first byte.
    Reset,
    /// Half of it arrives, with the length of the whole.
    Truncated,
    /// It is right, and padded to [`crate::ENORMOUS_ANSWER`] bytes.
    Enormous,
    /// It is a web page.
    NotJson,
    /// It sends the relying party to another address, where whoever follows gets the tokens.
    Redirected,
}

impl Mutation {
    /// The step at which its message is sent.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::Claim { of, .. }
            | Self::Time { of, .. }
            | Self::Audience { of, .. }
            | Self::Header { of, .. }
            | Self::Signature { of, .. }
            | Self::AlteredAfterSigning { of, .. } => match of {
                Token::IdToken => Step::Token,
                Token::Userinfo => Step::Userinfo,
            },
            Self::Level(_) | Self::TokenError { .. } | Self::TokenAnswer(_) => Step::Token,
            Self::NewKey(_) => Step::Jwks,
            Self::Code(_) | Self::ReplyParameter { .. } | Self::ReplyAddress(_) | Self::ReplyError(_) => Step::Authorization,
            Self::Metadata { .. } => Step::Discovery,
        }
    }
}
