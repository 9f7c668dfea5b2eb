//! What an assertion says of a person: the names that were seen in clients (docs/csam.md, SAML). `PrefLanguage` has a capital here, as over OpenID Connect
//! it has none.

use etalon_wire::saml::{Attribute, BASIC_NAMES};

use super::Party;
use crate::{CsamDirection, Means, claims::TIED_TO_REGISTER, desk::Desk, session::Session};

/// The attributes that the service provider is given.
pub(super) fn attributes(desk: &Desk, party: &Party, session: &Session) -> Vec<Attribute> {
    let person = &session.person;
    let without_number = desk.directed(party.entity_id(), Some(&person.id), &CsamDirection::WithoutNationalNumber);
    let tied = session.means.level() >= TIED_TO_REGISTER;
    let number = (tied && !without_number).then(|| person.insz.to_string());
    let method = method(session.means);
    let language = person.language.code();
    let known = [
        ("egovNRN", number),
        ("givenName", Some(person.given_name.clone())),
        ("surname", Some(person.surname.clone())),
        ("mail", Some(person.mail.clone())),
        ("PrefLanguage", Some(language.to_owned())),
        ("uid", Some(person.fedid.clone())),
        ("urn:be:fedict:iam:attr:fedid", Some(person.fedid.clone())),
        ("urn:be:fedict:iam:attr:authenticationmethod", Some(method)),
        ("urn:be:fedict:iam:attr:context", Some("citizen".to_owned())),
        ("urn:be:fedict:iam:attr:locale", Some(language.to_owned())),
    ];
    let given = |name: &str| party.registration.attributes.iter().any(|given| given == name);
    let said = known.into_iter().filter(|(name, _)| given(name)).filter_map(|(name, value)| {
        Some(Attribute {
            name: name.to_owned(),
            name_format: Some(BASIC_NAMES.to_owned()),
            values: vec![value?],
        })
    });
    said.collect()
}

/// The older names of means; of those that never had one, made alike [G].
fn method(means: Means) -> String {
    format!("urn:be:fedict:iam:fas:citizen:{}", means.amr())
}
