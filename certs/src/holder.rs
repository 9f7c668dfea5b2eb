//! Whom certificates name: people and organisations that are nobody's, and how cards and the eHealth platform write their names.

use etalon_people::{Cbe, Chance, Ehp, Insz, Kind, Modulus, Nihii, Person, person_of};

use crate::{Attribute, CertificateError, Name, change::SubjectFlaw, recipe::HolderKind};

/// Whom a certificate names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A person.
    Person(Box<Person>),
    /// An organisation: the type that eHealth certificates write (`CBE`, `NIHII-HOSPITAL`, `EHP`…), its number, its name, and an
    /// application of its where the certificate is for one.
    Organisation {
        /// The type of number.
        kind: String,
        /// The number.
        number: String,
        /// The name.
        name: String,
        /// The application.
        application: Option<String>,
    },
    /// A TLS server.
    Site,
}

impl Holder {
    /// Somebody whom such a certificate can name, drawn from a seed.
    #[must_use]
    pub fn drawn(kind: HolderKind, seed: u64) -> Self {
        let mut chance = Chance::new(seed).branch("holder");
        let somebody = |name: &str, kind| Self::Person(Box::new(person_of(seed, name, kind, etalon_people::Counters::Unallocated, 0)));
        let organisation = |kind: &str, number: String, name: &str, application: Option<&str>| Self::Organisation {
            kind: kind.to_owned(),
            number,
            name: name.to_owned(),
            application: application.map(str::to_owned),
        };
        match kind {
            HolderKind::CardAuthentication | HolderKind::CardSignature => somebody("Anna", Kind::Citizen),
            HolderKind::ForeignerAuthentication | HolderKind::ForeignerSignature => somebody("Amina", Kind::BisHolder),
            HolderKind::EhealthPerson => somebody("Dr Peeters", Kind::Citizen),
            HolderKind::EhealthEnterprise => organisation("CBE", Cbe::unallocated(&mut chance).to_string(), "ETALON TEST ENTERPRISE", None),
            HolderKind::EhealthHospital => organisation(
                "NIHII-HOSPITAL",
                Nihii::unallocated(&mut chance, Modulus::Of97).to_string(),
                "ETALON TEST HOSPITAL",
                None,
            ),
            HolderKind::EhealthPlatformOrganisation => organisation(
                "EHP",
                Ehp::unallocated(&mut chance).to_string(),
                "ETALON TEST HUB",
                Some("ETALONGATEWAY"),
            ),
            HolderKind::Site => Self::Site,
        }
    }

    /// What tells two holders apart where keys and serial numbers are drawn.
    pub(crate) fn mark(&self) -> &str {
        match self {
            Self::Person(person) => &person.id,
            Self::Organisation { number, .. } => number,
            Self::Site => "site",
        }
    }

    /// The name that such a certificate gives this holder.
    pub(crate) fn name(&self, kind: HolderKind, flaw: Option<SubjectFlaw>) -> Result<Name, CertificateError> {
        let unfit = |what: &str| CertificateError::Text(what.to_owned(), "this kind of certificate names somebody of another kind");
        match (self, kind) {
            (Self::Site, HolderKind::Site) => Ok(Name::of(&[
                (Attribute::Country, "BE"),
                (Attribute::Organisation, "ETALON TEST"),
                (Attribute::CommonName, "ETALON TEST site"),
            ])),
            (Self::Person(person), HolderKind::EhealthPerson) => {
                let name = format!("{} {}", person.given_name, person.surname);
                Ok(of_ehealth("SSIN", &person.insz.to_string(), &name, None, flaw))
            }
            (
                Self::Person(person),
                HolderKind::CardAuthentication
                | HolderKind::CardSignature
                | HolderKind::ForeignerAuthentication
                | HolderKind::ForeignerSignature,
            ) => Ok(of_card(person, kind, flaw)),
            (
                Self::Organisation {
                    kind,
                    number,
                    name,
                    application,
                },
                HolderKind::EhealthEnterprise | HolderKind::EhealthHospital | HolderKind::EhealthPlatformOrganisation,
            ) => Ok(of_ehealth(kind, number, name, application.as_deref(), flaw)),
            _ => Err(unfit(self.mark())),
        }
    }
}

/// As cards write it: country, common name with the certificate's use, family name, first names, national number.
fn of_card(person: &Person, kind: HolderKind, flaw: Option<SubjectFlaw>) -> Name {
    let used_for = match kind {
        HolderKind::CardAuthentication | HolderKind::ForeignerAuthentication => "Authentication",
        _ => "Signature",
    };
    let number = match flaw {
        Some(SubjectFlaw::WrongCheckDigits) => with_wrong_check_digits(&person.insz.to_string()),
        _ => person.insz.to_string(),
    };
    let common_name = format!("{} {} ({used_for})", person.given_name, person.surname);
    let name = [
        (Attribute::Country, "BE"),
        (Attribute::CommonName, common_name.as_str()),
        (Attribute::Surname, person.surname.as_str()),
        (Attribute::GivenName, person.given_name.as_str()),
        (Attribute::SerialNumber, number.as_str()),
    ];
    Name::of(match flaw {
        Some(SubjectFlaw::WithoutNumber) => &name[..4],
        _ => &name,
    })
}

/// As the eHealth platform writes it: the number twice, in a unit and in the common name.
fn of_ehealth(kind: &str, number: &str, name: &str, application: Option<&str>, flaw: Option<SubjectFlaw>) -> Name {
    let in_unit = match flaw {
        Some(SubjectFlaw::WrongCheckDigits) => with_wrong_check_digits(number),
        _ => number.to_owned(),
    };
    let in_common_name = match flaw {
        Some(SubjectFlaw::OtherNumberInCommonName) => another(number),
        _ => in_unit.clone(),
    };
    let unit = format!("{kind}={in_unit}");
    let common_name = match application {
        Some(application) => format!("{kind}={in_common_name}, {application}"),
        None => format!("{kind}={in_common_name}"),
    };
    let mut values = vec![
        (Attribute::Country, "BE"),
        (Attribute::Organisation, "Federal Government"),
        (Attribute::Unit, unit.as_str()),
        (Attribute::Unit, name),
        (Attribute::Unit, "eHealth-platform Belgium"),
    ];
    values.extend(application.map(|application| (Attribute::Unit, application)));
    values.push((Attribute::CommonName, common_name.as_str()));
    if flaw == Some(SubjectFlaw::WithoutNumber) {
        values.remove(2);
        values.pop();
    }
    Name::of(&values)
}

/// The last digit moved by one.
fn with_wrong_check_digits(number: &str) -> String {
    let mut digits = number.as_bytes().to_vec();
    if let Some(last) = digits.last_mut().filter(|last| last.is_ascii_digit()) {
        *last = b'0' + (*last - b'0' + 1) % 10;
    }
    String::from_utf8_lossy(&digits).into_owned()
}

/// Another number of the same form, with right check digits where it is a national number.
fn another(number: &str) -> String {
    let neighbour = person_of(number.len() as u64, number, Kind::Citizen, etalon_people::Counters::Unallocated, 0).insz;
    if Insz::parse(number).is_ok() {
        neighbour.to_string()
    } else {
        with_wrong_check_digits(number)
    }
}
