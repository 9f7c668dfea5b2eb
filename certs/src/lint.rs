//! What the recipes promise, proven: every flawed one has an upright twin and differs from it by its one change and nothing else, no two are
//! equal, and all say that they are fake.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;

use crate::{
    CertificateError, CertificateParts, Hierarchy, Holder, KeyRing, Recipe,
    change::{Change, ListFlaw, OcspFlaw, Piece, Signer},
    content::COMMENT,
    pieces::{self, Pieces},
};

/// Any seed and any instant would do.
const SEED: u64 = 1;
const NOW: i64 = 1_773_133_200;

/// Everything that is wrong with the recipes, in words; nothing where all is right.
pub fn lint(keys: Arc<KeyRing>) -> Result<Vec<String>, CertificateError> {
    let now = Timestamp::from_second(NOW).expect("a day of 2026");
    let hierarchy = Hierarchy::at(now, SEED, keys);
    let mut problems = Vec::new();
    let mut seen: Vec<(String, Pieces)> = Vec::new();
    for recipe in Recipe::all() {
        let Some((upright, content)) = (recipe.upright()).and_then(|upright| Some((upright, upright.certificate.as_ref()?))) else {
            problems.push(format!("{}: its twin is no upright recipe", recipe.id));
            continue;
        };
        if recipe.kinds().iter().any(|kind| !content.keys.contains(kind)) || recipe.kinds().is_empty() {
            problems.push(format!("{}: its kinds of keys are not its twin's", recipe.id));
            continue;
        }
        for kind in recipe.kinds() {
            let made = |recipe: &Recipe| {
                // One serial number for both, so that it is no difference.
                let material = recipe.make_numbered(&upright.id, &Holder::drawn(content.holder, SEED), &hierarchy, Some(*kind))?;
                pieces::of(&material).map(|pieces| pieces.map(|pieces| (material, pieces)))
            };
            let Some((material, own)) = made(recipe)? else {
                problems.push(format!("{}: what it makes cannot be read", recipe.id));
                continue;
            };
            if !is_marked(&material.certificate) {
                problems.push(format!("{}: its certificate does not say that it is fake", recipe.id));
            }
            if let Some(change) = &recipe.change {
                let Some((_, twin)) = made(upright)? else {
                    continue; // said of the twin itself
                };
                problems.extend(compare(recipe, change, &own, &twin));
            }
            let place = format!("{} ({})", recipe.id, kind.short());
            if let Some((other, _)) = seen.iter().find(|(_, pieces)| *pieces == own) {
                problems.push(format!("{place}: it makes the same as {other}"));
            }
            seen.push((place, own));
        }
    }
    Ok(problems)
}

fn compare(recipe: &Recipe, change: &Change, own: &Pieces, twin: &Pieces) -> Option<String> {
    let names: BTreeSet<&str> = own.keys().chain(twin.keys()).copied().collect();
    let differ: BTreeSet<&str> = names.into_iter().filter(|name| own.get(name) != twin.get(name)).collect();
    let mut expected: BTreeSet<&str> = touched(change).iter().copied().collect();
    // The encryption certificate repeats the holder's name.
    if matches!(change, Change::Subject(_)) && own.contains_key("encryption") {
        expected.insert("encryption");
    }
    (differ != expected).then(|| {
        format!(
            "{}: it differs from its twin in {differ:?}; by its change it is {expected:?}",
            recipe.id
        )
    })
}

/// The pieces that a change touches: one, and what cannot but follow from it.
fn touched(change: &Change) -> &'static [&'static str] {
    match change {
        Change::Validity(_) => &["validity"],
        Change::KeyUsage(_) | Change::Without(Piece::KeyUsage) | Change::Twice(Piece::KeyUsage) => &["key-usage"],
        Change::Purposes(_) | Change::Without(Piece::Purposes) | Change::Twice(Piece::Purposes) => &["purposes"],
        Change::Policies(_) => &["policies"],
        Change::Hosts(_) | Change::Without(Piece::Hosts) | Change::Twice(Piece::Hosts) => &["hosts"],
        Change::Key(_) => &["public-key", "subject-key"],
        Change::Digest(_) => &["algorithm"],
        // One who signs alone names itself, and nobody goes along.
        Change::SignedBy(Signer::Itself) => &["issuer", "authority-key", "chain"],
        Change::SignedBy(Signer::Namesake) => &["authority-key", "chain"],
        Change::Altered(_) => &["seal"],
        Change::Issuer(_) | Change::AboveIssuer(_) | Change::Chain(_) => &["chain"],
        Change::Revoked(_) => &["lists", "answer"],
        Change::IssuerRevoked(_) | Change::List(ListFlaw::Stale | ListFlaw::NotYetInForce) => &["lists"],
        Change::List(_) => &["lists-seal"],
        Change::Unknown(_) => &["answer"],
        Change::Without(Piece::Authority) | Change::Twice(Piece::Authority) | Change::Authority(_) => &["authority"],
        Change::Without(Piece::Access) | Change::Twice(Piece::Access) => &["access"],
        Change::Without(Piece::RevocationList) | Change::Twice(Piece::RevocationList) => &["revocation-list"],
        Change::Without(Piece::AuthorityKey) | Change::Twice(Piece::AuthorityKey) => &["authority-key"],
        Change::With(_) => &["unknown"],
        Change::Serial(_) => &["serial", "answer"],
        Change::Subject(_) => &["subject"],
        Change::Ocsp(OcspFlaw::Stale | OcspFlaw::OtherNonce | OcspFlaw::OtherCertificate) => &["answer"],
        Change::Ocsp(OcspFlaw::Altered) => &["answer-seal"],
        Change::Ocsp(OcspFlaw::ResponderWithoutPurpose) => &["responder"],
        Change::Ocsp(OcspFlaw::DelegatedByNamesake) => &["responder", "responder-seal"],
        Change::Ocsp(OcspFlaw::TryLater) => &["answer", "answer-seal", "responder", "responder-seal"],
        Change::EncryptionKeyUsage(_) => &["encryption"],
    }
}

fn is_marked(certificate: &[u8]) -> bool {
    let names = |needle: &[u8], haystack: &[u8]| haystack.windows(needle.len()).any(|window| window == needle);
    CertificateParts::read(certificate).is_some_and(|parts| {
        let marked = [b"ETALON TEST".as_slice(), b"Specimen"];
        let in_names = marked.iter().any(|mark| names(mark, &parts.subject));
        in_names && names(COMMENT.as_bytes(), &parts.signed)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::KeyKind;

    /// The recipe's own change, or another in its place, held against what it really makes.
    fn complaint(id: &str, claimed: Option<Change>) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let keys = Arc::new(KeyRing::open(folder.path()).unwrap());
        let hierarchy = Hierarchy::at(Timestamp::from_second(NOW).unwrap(), SEED, keys);
        let recipe = Recipe::by_id(id).unwrap();
        let pieces = |of: &Recipe| {
            let holder = Holder::drawn(recipe.upright().unwrap().certificate.as_ref().unwrap().holder, SEED);
            let made = of.make_numbered("one", &holder, &hierarchy, Some(KeyKind::P384)).unwrap();
            pieces::of(&made).unwrap().unwrap()
        };
        let change = claimed.or_else(|| recipe.change.clone()).unwrap();
        compare(recipe, &change, &pieces(recipe), &pieces(recipe.upright().unwrap()))
    }

    #[test]
    fn a_difference_that_is_not_the_change_is_found() {
        assert_eq!(complaint("expired", None), None);
        let other = complaint("expired", Some(Change::Policies(Vec::new()))).unwrap();
        assert!(other.contains("\"validity\"") && other.contains("\"policies\""), "{other}");
    }

    #[test]
    fn a_change_that_changes_nothing_is_found() {
        let none = complaint("citizen-authentication", Some(Change::Validity([-1, 1]))).unwrap();
        assert!(none.contains("differs from its twin in {}"), "{none}");
    }

    #[test]
    fn a_certificate_without_the_marks_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = crate::TestRoot::fresh().unwrap().der();
        assert!(!is_marked(&root), "the transport's root is not of a recipe and carries other marks");
        let keys = Arc::new(KeyRing::open(folder.path()).unwrap());
        let hierarchy = Hierarchy::at(Timestamp::from_second(NOW).unwrap(), SEED, keys);
        assert!(is_marked(
            Recipe::by_id("site").unwrap().make(&hierarchy, None).unwrap().certificate()
        ));
    }
}
