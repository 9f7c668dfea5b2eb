//! The HTTP-Redirect binding (bindings, 3.4): a message deflated into a query, signed over the query exactly as it is written there.

use std::io::{Read, Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use crate::{
    form::{decode_component, encode_component},
    xmlsec::{Credential, RsaAlgorithm, TrustedKey},
};

/// Longer queries are refused unread.
pub const MAX_QUERY_BYTES: usize = 64 * 1024;
/// A message that would be longer than this is not inflated to its end.
pub const MAX_INFLATED_BYTES: usize = 512 * 1024;
/// What is signed, in the order in which it is signed whatever the order in the query.
const SIGNED: [&str; 2] = ["RelayState", "SigAlg"];

/// A message that came in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirected {
    /// The message.
    pub xml: String,
    /// Whether it came as `SAMLResponse`.
    pub is_response: bool,
    /// What goes back unchanged.
    pub relay_state: Option<String>,
    /// The signature over the query, not verified yet.
    pub signature: Option<RedirectSignature>,
}

/// A signature over a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectSignature {
    /// The algorithm that it names.
    pub algorithm: String,
    /// What is signed: pieces of the query as they were written.
    pub signed: String,
    /// Its value.
    pub value: Vec<u8>,
}

/// Why a query is no message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RedirectRefusal {
    /// Above [`MAX_QUERY_BYTES`].
    #[error("the query has {0} bytes, more than {MAX_QUERY_BYTES}")]
    TooLong(usize),
    /// Neither `SAMLRequest` nor `SAMLResponse`, or both.
    #[error("the query has not exactly one of SAMLRequest and SAMLResponse")]
    NoMessage,
    /// A parameter is there twice.
    #[error("the query names `{0}` more than once")]
    Repeated(String),
    /// An encoding other than DEFLATE.
    #[error("the query names the encoding `{0}`, not DEFLATE")]
    OtherEncoding(String),
    /// Not form-encoded base64 of deflated text.
    #[error("the query's `{0}` cannot be read")]
    Encoding(&'static str),
    /// Above [`MAX_INFLATED_BYTES`].
    #[error("the message inflates to more than {MAX_INFLATED_BYTES} bytes")]
    Inflated,
    /// `SigAlg` without `Signature`, or the other way round.
    #[error("the query has only one of SigAlg and Signature")]
    HalfSigned,
    /// An algorithm that is not accepted.
    #[error("the query is signed with {0}, which is not accepted")]
    Algorithm(String),
    /// The signature is wrong for every key given.
    #[error("the signature of the query does not verify with the keys given")]
    Signature,
}

/// The query that carries `xml`: as `SAMLResponse` or `SAMLRequest`, with the state that goes back, and signed where there is a signer.
#[must_use]
pub fn redirect_query(xml: &str, is_response: bool, relay_state: Option<&str>, signer: Option<(&Credential, RsaAlgorithm)>) -> String {
    let name = if is_response { "SAMLResponse" } else { "SAMLRequest" };
    let mut query = format!("{name}={}", encode_component(&STANDARD.encode(deflate(xml.as_bytes()))));
    if let Some(state) = relay_state {
        query = format!("{query}&RelayState={}", encode_component(state));
    }
    if let Some((signer, algorithm)) = signer {
        query = format!("{query}&SigAlg={}", encode_component(algorithm.uri()));
        let signature = signer.signature_of(query.as_bytes(), algorithm);
        query = format!("{query}&Signature={}", encode_component(&STANDARD.encode(signature)));
    }
    query
}

impl Redirected {
    /// Reads a query; other parameters in it are let be.
    ///
    /// # Errors
    /// It is too long, ambiguous, or no message.
    pub fn parse(query: &str) -> Result<Self, RedirectRefusal> {
        if query.len() > MAX_QUERY_BYTES {
            return Err(RedirectRefusal::TooLong(query.len()));
        }
        let raw = |wanted: &str| {
            let mut named = query.split('&').filter(|pair| {
                let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
                // Also spelled with escapes: two readers of a query must not find two messages in it.
                decode_component(name).as_deref() == Some(wanted)
            });
            match (named.next(), named.next()) {
                (Some(_), Some(_)) => Err(RedirectRefusal::Repeated(wanted.to_owned())),
                (pair, _) => Ok(pair),
            }
        };
        let (message, is_response) = match (raw("SAMLRequest")?, raw("SAMLResponse")?) {
            (Some(request), None) => (request, false),
            (None, Some(response)) => (response, true),
            _ => return Err(RedirectRefusal::NoMessage),
        };
        if let Some(encoding) = raw("SAMLEncoding")?.map(value_of)
            && encoding.as_deref() != Some("urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE")
        {
            return Err(RedirectRefusal::OtherEncoding(encoding.unwrap_or_default()));
        }
        let [state, algorithm] = [raw(SIGNED[0])?, raw(SIGNED[1])?];
        let signature = match (algorithm, raw("Signature")?) {
            (None, None) => None,
            (Some(algorithm), Some(value)) => {
                let parts = [Some(message), state, Some(algorithm)];
                Some(RedirectSignature {
                    algorithm: value_of(algorithm).ok_or(RedirectRefusal::Encoding("SigAlg"))?,
                    signed: parts.into_iter().flatten().collect::<Vec<_>>().join("&"),
                    value: base64_of(value).ok_or(RedirectRefusal::Encoding("Signature"))?,
                })
            }
            _ => return Err(RedirectRefusal::HalfSigned),
        };
        let deflated = base64_of(message).ok_or(RedirectRefusal::Encoding("message"))?;
        Ok(Self {
            xml: inflate(&deflated)?,
            is_response,
            relay_state: state
                .map(|state| value_of(state).ok_or(RedirectRefusal::Encoding("RelayState")))
                .transpose()?,
            signature,
        })
    }
}

impl RedirectSignature {
    /// Whether one of `keys` made it.
    ///
    /// # Errors
    /// None did, or not with an algorithm that is accepted.
    pub fn verify(&self, keys: &[TrustedKey]) -> Result<(), RedirectRefusal> {
        let algorithm = RsaAlgorithm::of_uri(&self.algorithm).ok_or_else(|| RedirectRefusal::Algorithm(self.algorithm.clone()))?;
        let signed = self.signed.as_bytes();
        match keys.iter().any(|key| key.verifies(signed, &self.value, algorithm)) {
            true => Ok(()),
            false => Err(RedirectRefusal::Signature),
        }
    }
}

fn value_of(pair: &str) -> Option<String> {
    decode_component(pair.split_once('=')?.1)
}

fn base64_of(pair: &str) -> Option<Vec<u8>> {
    let text = value_of(pair)?;
    let lines: String = text.chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
    STANDARD.decode(lines).ok()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a vector takes all that is written");
    encoder.finish().expect("a vector takes all that is written")
}

fn inflate(bytes: &[u8]) -> Result<String, RedirectRefusal> {
    let mut inflated = Vec::new();
    let bound = u64::try_from(MAX_INFLATED_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    DeflateDecoder::new(bytes)
        .take(bound)
        .read_to_end(&mut inflated)
        .map_err(|_| RedirectRefusal::Encoding("message"))?;
    if inflated.len() > MAX_INFLATED_BYTES {
        return Err(RedirectRefusal::Inflated);
    }
    String::from_utf8(inflated).map_err(|_| RedirectRefusal::Encoding("message"))
}
