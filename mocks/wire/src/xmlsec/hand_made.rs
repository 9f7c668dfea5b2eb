//! Signatures composed by hand, right or hostile: every part of them can be another than it should be. With nothing changed they are what the library
//! makes, to the byte.

use aws_lc_rs::digest::{self, digest};
use base64::{Engine, engine::general_purpose::STANDARD};
use bergshamra::{
    c14n::{C14nMode, canonicalize_doc},
    xml::NodeSet,
};

use super::{
    Credential, DSIG, ENVELOPED, EXCLUSIVE, RSA_SHA1, RSA_SHA256, RsaAlgorithm, SHA1, SHA256, SHA384, SHA512, SigningFailure,
    bergshamra::with_signature,
};
use crate::xml::{Document, Element, Markup};

/// A signature to be made. `of` gives the right one; change what should be wrong.
#[derive(Debug, Clone)]
pub struct HandMadeSignature {
    /// The ID of the element whose digest is taken.
    pub digested: String,
    /// The ID of the element that the signature is put in.
    pub within: String,
    /// What the reference says.
    pub uri: String,
    /// The transforms that are named; what is digested is always the enveloped, canonicalized element.
    pub transforms: Vec<Transform>,
    /// The canonicalization of what is signed; also used for the digest.
    pub canonicalization: String,
    /// The signature method that is named and used; RSA with SHA-256 is used for a name that is not known.
    pub method: String,
    /// The digest method that is named and used; SHA-256 for a name that is not known.
    pub digest_method: String,
    /// The digest.
    pub digest: Digest,
    /// The signature's value, where it is not the right one.
    pub value: Option<Vec<u8>>,
    /// A `ds:KeyInfo`, as it should stand there; the signer's certificate where nothing is said.
    pub key_info: Option<Markup>,
    /// XML to be put behind the key.
    pub objects: String,
}

/// A transform that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transform {
    /// Its algorithm.
    pub algorithm: String,
    /// XML within it.
    pub within: String,
}

/// The digest of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Digest {
    /// The right one.
    Right,
    /// These bytes.
    Given(Vec<u8>),
}

impl HandMadeSignature {
    /// The signature that the element with that ID should have.
    #[must_use]
    pub fn of(id: &str) -> Self {
        let named = |algorithm: &str| Transform {
            algorithm: algorithm.to_owned(),
            within: String::new(),
        };
        Self {
            digested: id.to_owned(),
            within: id.to_owned(),
            uri: format!("#{id}"),
            transforms: vec![named(ENVELOPED), named(EXCLUSIVE)],
            canonicalization: EXCLUSIVE.to_owned(),
            method: RSA_SHA256.to_owned(),
            digest_method: SHA256.to_owned(),
            digest: Digest::Right,
            value: None,
            key_info: None,
            objects: String::new(),
        }
    }

    /// `xml` with this signature in it.
    ///
    /// # Errors
    /// The document cannot be read, or has not the elements that are named.
    pub fn sign(&self, xml: &str, signer: &Credential) -> Result<String, SigningFailure> {
        let digest = match &self.digest {
            Digest::Given(bytes) => bytes.clone(),
            Digest::Right => {
                let document = Document::parse(xml)?;
                let element = document.by_id(&self.digested);
                let element = element.ok_or_else(|| SigningFailure::NoSuchElement(self.digested.clone()))?;
                let canonical = canonical(element, &self.canonicalization)?;
                digest_of(&self.digest_method, &canonical)
            }
        };
        let info = self.signed_info(&STANDARD.encode(digest));
        let signed = {
            // Canonicalized where it stands: namespaces of the document are in scope there.
            let standing = with_signature(xml, &self.within, &self.signature(info.clone(), "", signer))?;
            let document = Document::parse(&standing)?;
            let within = document.by_id(&self.within);
            let info = within
                .and_then(|element| element.child(DSIG, "Signature"))
                .and_then(|signature| signature.child(DSIG, "SignedInfo"));
            canonical(info.ok_or(SigningFailure::SignatureBefore)?, &self.canonicalization)?
        };
        let value = self.value.clone().unwrap_or_else(|| self.value_over(&signed, signer));
        with_signature(xml, &self.within, &self.signature(info, &STANDARD.encode(value), signer))
    }

    fn signed_info(&self, digest: &str) -> Markup {
        let method = |name: &str, algorithm: &str| Markup::element(name).attribute("Algorithm", algorithm);
        let transforms = self.transforms.iter().map(|transform| {
            let named = method("ds:Transform", &transform.algorithm);
            match transform.within.as_str() {
                "" => named,
                within => named.raw(within),
            }
        });
        let reference = Markup::element("ds:Reference")
            .attribute("URI", &self.uri)
            .child(Markup::element("ds:Transforms").children(transforms))
            .child(method("ds:DigestMethod", &self.digest_method))
            .child(Markup::element("ds:DigestValue").text(digest));
        Markup::element("ds:SignedInfo")
            .child(method("ds:CanonicalizationMethod", &self.canonicalization))
            .child(method("ds:SignatureMethod", &self.method))
            .child(reference)
    }

    fn signature(&self, signed_info: Markup, value: &str, signer: &Credential) -> String {
        let shown = Markup::element("ds:X509Certificate").text(&STANDARD.encode(signer.certificate()));
        let shown = Markup::element("ds:KeyInfo").child(Markup::element("ds:X509Data").child(shown));
        let signature = Markup::element("ds:Signature")
            .namespace("ds", DSIG)
            .child(signed_info)
            .child(Markup::element("ds:SignatureValue").text(value))
            .child(self.key_info.clone().unwrap_or(shown));
        match self.objects.as_str() {
            "" => signature.to_xml(),
            objects => signature.raw(objects).to_xml(),
        }
    }

    fn value_over(&self, signed: &[u8], signer: &Credential) -> Vec<u8> {
        if self.method == RSA_SHA1 {
            return signer.signature_with_sha1(signed).unwrap_or_default();
        }
        signer.signature_of(signed, RsaAlgorithm::of_uri(&self.method).unwrap_or(RsaAlgorithm::Sha256))
    }
}

fn digest_of(method: &str, bytes: &[u8]) -> Vec<u8> {
    let algorithm = match method {
        SHA1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        SHA384 => &digest::SHA384,
        SHA512 => &digest::SHA512,
        _ => &digest::SHA256,
    };
    digest(algorithm, bytes).as_ref().to_vec()
}

fn canonical(element: Element<'_, '_>, algorithm: &str) -> Result<Vec<u8>, SigningFailure> {
    let mode = C14nMode::from_uri(algorithm).unwrap_or(C14nMode::Exclusive);
    let dom = &element.document.dom;
    let nodes = if mode.with_comments() {
        NodeSet::tree_with_comments(element.id, dom)
    } else {
        NodeSet::tree_without_comments(element.id, dom)
    };
    let no_prefixes: [&str; 0] = [];
    canonicalize_doc(dom, mode, Some(&nodes), &no_prefixes).map_err(|error| SigningFailure::Library(error.to_string()))
}
