//! Material taken apart into named pieces that can be compared: everything but signatures' bytes, of which only counts whether they hold.

use std::collections::BTreeMap;

use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_ASN1, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
    VerificationAlgorithm,
};

use crate::{
    CertificateError, CertificateParts, Material, OcspRequest,
    der::{self, Reader, known_oid},
    parts::key_bits,
};

pub(crate) type Pieces = BTreeMap<&'static str, Vec<u8>>;

/// The extensions' names, by their identifiers.
const EXTENSIONS: [(&str, &str); 12] = [
    ("2.5.29.19", "authority"),
    ("2.5.29.15", "key-usage"),
    ("2.5.29.37", "purposes"),
    ("2.5.29.14", "subject-key"),
    ("2.5.29.35", "authority-key"),
    ("2.5.29.32", "policies"),
    ("1.3.6.1.5.5.7.1.3", "qualified-statements"),
    ("2.5.29.31", "revocation-list"),
    ("1.3.6.1.5.5.7.1.1", "access"),
    ("2.5.29.17", "hosts"),
    ("2.16.840.1.113730.1.13", "comment"),
    ("2.999.1.1", "unknown"),
];

/// Nothing where a part of the material cannot even be read.
pub(crate) fn of(material: &Material) -> Result<Option<Pieces>, CertificateError> {
    let answer = material.stapled_answer_to_nonce()?;
    Ok(read(material, &answer))
}

fn read(material: &Material, answer: &[u8]) -> Option<Pieces> {
    let parts = CertificateParts::read(&material.certificate)?;
    let mut pieces = Pieces::from([
        ("serial", parts.serial.clone()),
        ("algorithm", parts.algorithm.clone()),
        ("issuer", parts.issuer.clone()),
        ("validity", parts.validity.clone()),
        ("subject", parts.subject.clone()),
        ("public-key", parts.public_key.clone()),
        ("root", material.root.clone()),
    ]);
    for (identifier, extension) in &parts.extensions {
        let name = EXTENSIONS.iter().find(|(known, _)| known_oid(known) == *identifier)?.1;
        pieces.entry(name).or_default().extend(extension);
    }
    // Signed by the authority, by whoever goes along as such, or by itself: whether that one is trusted is another question.
    let along = material.chain.first().unwrap_or(&material.root);
    let signers = [material.authority.certificate.as_slice(), along, &material.certificate];
    let holds = signers.iter().any(|signer| sealed_by(&material.certificate, signer));
    pieces.insert("seal", word(holds));
    pieces.insert(
        "chain",
        material.chain.iter().filter_map(|der| signed_part(der)).flatten().collect(),
    );
    if let Some(encryption) = &material.encryption {
        let mut piece = signed_part(&encryption.certificate)?;
        piece.extend(word(sealed_by(&encryption.certificate, &material.certificate)));
        pieces.insert("encryption", piece);
    }
    pieces.insert(
        "lists",
        material.lists.iter().filter_map(|list| signed_part(&list.der)).flatten().collect(),
    );
    let first = &material.lists.first()?.der;
    pieces.insert("lists-seal", word(sealed_by(first, &material.authority.certificate)));
    answered(material, answer, &mut pieces)?;
    Some(pieces)
}

fn answered(material: &Material, answer: &[u8], pieces: &mut Pieces) -> Option<()> {
    let mut response = Reader::new(answer).inside(der::SEQUENCE)?;
    let status = response.next(der::ENUMERATED)?;
    let Some(mut bytes) = response.inside(0xa0).and_then(|mut explicit| explicit.inside(der::SEQUENCE)) else {
        pieces.insert("answer", status.whole.to_vec());
        return Some(());
    };
    bytes.next(der::OBJECT_IDENTIFIER)?;
    let basic = bytes.next(der::OCTET_STRING)?.content;
    let mut parts = Reader::new(basic).inside(der::SEQUENCE)?;
    let said = parts.next(der::SEQUENCE)?.whole.to_vec();
    parts.next(der::SEQUENCE)?;
    parts.next(der::BIT_STRING)?;
    let responder = parts.inside(0xa0)?.inside(der::SEQUENCE)?.next(der::SEQUENCE)?.whole;
    pieces.insert("answer", said);
    pieces.insert("answer-seal", word(sealed_by(basic, responder)));
    pieces.insert("responder", signed_part(responder)?);
    pieces.insert("responder-seal", word(sealed_by(responder, &material.authority.certificate)));
    Some(())
}

fn word(holds: bool) -> Vec<u8> {
    if holds { b"holds".to_vec() } else { b"broken".to_vec() }
}

/// What is signed, of anything that is made of that, an algorithm and a signature.
fn signed_part(sealed: &[u8]) -> Option<Vec<u8>> {
    Some(Reader::new(sealed).inside(der::SEQUENCE)?.next(der::SEQUENCE)?.whole.to_vec())
}

/// Whether the signature holds by the key of that certificate.
fn sealed_by(sealed: &[u8], signer: &[u8]) -> bool {
    let verified = || {
        let mut parts = Reader::new(sealed).inside(der::SEQUENCE)?;
        let signed = parts.next(der::SEQUENCE)?.whole;
        let algorithm = parts.inside(der::SEQUENCE)?.next(der::OBJECT_IDENTIFIER)?.whole.to_vec();
        let signature = parts.next(der::BIT_STRING)?.content.get(1..)?;
        let by: &'static dyn VerificationAlgorithm = if algorithm == known_oid("1.2.840.10045.4.3.3") {
            &ECDSA_P384_SHA384_ASN1
        } else if algorithm == known_oid("1.2.840.113549.1.1.5") {
            &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY
        } else {
            &RSA_PKCS1_2048_8192_SHA256
        };
        let key = key_bits(&CertificateParts::read(signer)?.public_key);
        UnparsedPublicKey::new(by, key).verify(signed, signature).ok()
    };
    verified().is_some()
}

impl Material {
    /// The answer to one who sent a nonce that is always the same.
    fn stapled_answer_to_nonce(&self) -> Result<Vec<u8>, CertificateError> {
        let request = OcspRequest::about(&self.authority, &self.serial)?.with_nonce(b"\x04\x04etal");
        self.answer_or_later(&request, self.now)
    }
}
