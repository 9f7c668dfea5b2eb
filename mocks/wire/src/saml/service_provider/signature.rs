//! Who signed the assertion that is used. It must be signed itself; a signature of the response around it is verified too, but is not enough.

use super::{Candidate, Expected, Presented, Refusal};
use crate::{
    xml::Element,
    xmlsec::{Bergshamra, DSIG, XmlSecurity},
};

pub(super) fn covers_the_assertion(presented: &Presented<'_>, candidate: &Candidate<'_>, expected: &Expected<'_>) -> Result<(), Refusal> {
    let root = presented.response.root();
    let roots = [Some(root), presented.opened.as_ref().map(crate::xml::Document::root)];
    for element in roots
        .into_iter()
        .flatten()
        .flat_map(Element::and_below)
        .filter(|element| element.is(DSIG, "Signature"))
    {
        let around = element.parent();
        let has_a_place = around.is_some_and(|around| around.is_same_as(root) || around.is_same_as(candidate.element));
        if !has_a_place {
            return Err(Refusal::StraySignature);
        }
    }
    if let Some(signature) = signature_of(root)? {
        Bergshamra.verify(signature, expected.keys)?;
    }
    let signature = signature_of(candidate.element)?.ok_or(Refusal::NotSigned)?;
    let covered = Bergshamra.verify(signature, expected.keys)?;
    if !covered.is_same_as(candidate.element) {
        return Err(Refusal::Covered);
    }
    Ok(())
}

fn signature_of<'d, 'x>(element: Element<'d, 'x>) -> Result<Option<Element<'d, 'x>>, Refusal> {
    let mut signatures = element.children_named(DSIG, "Signature");
    match (signatures.next(), signatures.next()) {
        (_, Some(_)) => Err(Refusal::StraySignature),
        (first, None) => Ok(first),
    }
}
