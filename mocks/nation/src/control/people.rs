//! People and their means to log in, at the desk.

use std::sync::Arc;

use etalon_people::{CastRefusal, Chance};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Desk, Problem, ProblemKind, desk::kept};
use crate::{Kind, Means, Person, RealmHandle};

/// The most people who live in a realm.
pub const MAX_PEOPLE: usize = 10_000;
/// The longest name that can be asked for, in characters.
const MAX_NAME: usize = 200;
/// Names for those who are asked for without one; a number follows the surname where they run out. Sixteen of each: see `drawn_name`.
const GIVEN_NAMES: [&str; 16] = [
    "Anna", "Bram", "Camille", "Daan", "Elise", "Femke", "Gilles", "Hanne", "Ines", "Jonas", "Karim", "Lotte", "Mathis", "Nora", "Olivier",
    "Sofie",
];
const SURNAMES: [&str; 16] = [
    "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Dubois", "Lambert", "Dupont", "Martin", "Simon",
    "Laurent", "Leroy", "Renard",
];

/// The register that knows a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PersonKind {
    /// In the National Register.
    #[default]
    Citizen,
    /// Known to social security only, by a BIS number.
    BisHolder,
}

/// A person to let live in a realm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonOrder {
    /// A first name and a surname, as `Anna Janssens`; drawn where it is left out. Everybody's surname is marked as synthetic.
    #[serde(default)]
    #[schema(example = "Anna Janssens", max_length = 200)]
    pub name: Option<String>,
    /// The register that knows them.
    #[serde(default)]
    pub kind: PersonKind,
    /// Their means to log in: `eid`, `itsme`, `totp`, `mail`, `password`. All of these where it is left out. `sms` and `token` were withdrawn:
    /// a person has them only where that is said, and CSAM refuses them from their day on.
    #[serde(default)]
    pub means: Option<Vec<String>>,
}

/// The means that a person has from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeansOrder {
    /// `eid`, `itsme`, `totp`, `mail`, `password`, and the withdrawn `sms` and `token`; none, where it is empty.
    pub means: Vec<String>,
}

/// Somebody who lives in a realm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonView {
    /// What directions and the login page know them by.
    pub id: String,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub surname: String,
    /// National number, eleven digits.
    pub insz: String,
    /// The register that knows them.
    pub kind: PersonKind,
    /// Date of birth, as the register holds it.
    #[schema(format = Date)]
    pub birth_date: String,
    /// Address; what is sent to it stays in this realm's mailbox.
    pub mail: String,
    /// Preferred language: `nl`, `fr` or `de`.
    pub language: String,
    /// Their means to log in, the strongest first.
    pub means: Vec<MeansView>,
}

/// A means to log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeansView {
    /// As orders and the journal spell it.
    pub name: String,
    /// The level of assurance that it reaches.
    pub level: u16,
}

impl Desk {
    /// Everybody who lives in a realm, in the order of their ids.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn people(&self, realm: &str) -> Result<Vec<PersonView>, Problem> {
        let realm = self.handle(realm)?;
        Ok(realm.people().iter().map(|person| view_of(&realm, person)).collect())
    }

    /// Somebody who lives in a realm.
    ///
    /// # Errors
    /// No such realm is open, or nobody of that id lives in it.
    pub async fn person(&self, realm: &str, id: &str) -> Result<PersonView, Problem> {
        let realm = self.handle(realm)?;
        let person = resident(&realm, id)?;
        Ok(view_of(&realm, &person))
    }

    /// Lets somebody live in a realm.
    ///
    /// # Errors
    /// No such realm is open, the name is taken or unusable, a means does not exist, there are [`MAX_PEOPLE`], or it could not be kept.
    pub async fn add_person(&self, realm: &str, order: PersonOrder) -> Result<PersonView, Problem> {
        let realm = self.handle(realm)?;
        let means = order.means.as_deref().map(means_named).transpose()?;
        let residents = realm.people().len();
        if residents >= MAX_PEOPLE {
            let detail = format!("realm `{}`: {MAX_PEOPLE} people live in it; open another realm", realm.name());
            return Err(Problem::new(ProblemKind::TooMany, detail));
        }
        let name = match order.name {
            Some(name) if name.trim().is_empty() => return Err(Problem::field("name", "say one, or leave it out to have one drawn")),
            Some(name) if name.chars().count() > MAX_NAME => {
                return Err(Problem::field("name", format!("use at most {MAX_NAME} characters")));
            }
            Some(name) => name,
            None => drawn_name(&realm, residents),
        };
        let kind = match order.kind {
            PersonKind::Citizen => Kind::Citizen,
            PersonKind::BisHolder => Kind::BisHolder,
        };
        let person = match realm.admit(&name, kind) {
            Ok((person, true)) => person,
            Err(why @ CastRefusal::Crowded(..)) => {
                return Err(Problem::new(ProblemKind::TooMany, format!("realm `{}`: {why}", realm.name())));
            }
            Ok((_, false)) | Err(CastRefusal::OtherRegister(_)) => {
                let detail = format!(
                    "`name`: `{name}` stands for somebody who lives in realm `{}` already; use another name",
                    realm.name()
                );
                return Err(Problem::new(ProblemKind::PersonTaken, detail));
            }
        };
        if let Some(means) = means {
            realm.set_means(&person.id, &means);
        }
        kept(&realm)?;
        Ok(view_of(&realm, &person))
    }

    /// Leaves a person these means to log in.
    ///
    /// # Errors
    /// No such realm is open, nobody of that id lives in it, a means does not exist, or it could not be kept.
    pub async fn set_means(&self, realm: &str, id: &str, order: MeansOrder) -> Result<PersonView, Problem> {
        let realm = self.handle(realm)?;
        let person = resident(&realm, id)?;
        realm.set_means(id, &means_named(&order.means)?);
        kept(&realm)?;
        Ok(view_of(&realm, &person))
    }
}

pub(crate) fn resident(realm: &RealmHandle, id: &str) -> Result<Arc<Person>, Problem> {
    realm.person(id).ok_or_else(|| {
        let detail = format!(
            "nobody of the id `{id}` lives in realm `{0}`; GET /v1/realms/{0}/people lists who does",
            realm.name()
        );
        Problem::new(ProblemKind::PersonUnknown, detail)
    })
}

pub(crate) fn means_of_name(name: &str) -> Result<Means, Problem> {
    Means::named(name).ok_or_else(|| {
        let (known, withdrawn) = (Means::ALL.map(Means::name).join(", "), Means::WITHDRAWN.map(Means::name).join(", "));
        Problem::field(
            "means",
            format!("`{name}` is none; there are {known}, and {withdrawn}, which were withdrawn"),
        )
    })
}

/// The strongest first, each once.
fn means_named(names: &[String]) -> Result<Vec<Means>, Problem> {
    let named = names.iter().map(|name| means_of_name(name)).collect::<Result<Vec<_>, _>>()?;
    let every = Means::ALL.into_iter().chain(Means::WITHDRAWN);
    Ok(every.filter(|means| named.contains(means)).collect())
}

/// One that nobody bears here yet: all pairs of a given name and a surname come by, in an order of the realm's own, before numbers do.
fn drawn_name(realm: &RealmHandle, residents: usize) -> String {
    let pairs = GIVEN_NAMES.len() * SURNAMES.len();
    let start = usize::try_from(Chance::new(realm.seed()).branch("unnamed").below(256)).unwrap_or_default();
    let named = |turn: usize| {
        // 37 has no factor in common with the number of pairs.
        let pair = (start + turn * 37) % pairs;
        let (given, surname) = (GIVEN_NAMES[pair / SURNAMES.len()], SURNAMES[pair % SURNAMES.len()]);
        match turn / pairs {
            0 => format!("{given} {surname}"),
            round => format!("{given} {surname} {}", round + 1),
        }
    };
    let is_free = |name: &String| realm.person(&etalon_people::person(realm.seed(), name).id).is_none();
    let mut names = (residents..).map(named);
    names.find(is_free).expect("of endless names one is free")
}

fn view_of(realm: &RealmHandle, person: &Person) -> PersonView {
    let means = realm.means_of(&person.id);
    PersonView {
        id: person.id.clone(),
        given_name: person.given_name.clone(),
        surname: person.surname.clone(),
        insz: person.insz.to_string(),
        kind: match person.kind {
            Kind::Citizen => PersonKind::Citizen,
            Kind::BisHolder => PersonKind::BisHolder,
        },
        birth_date: person.birth_date.to_string(),
        mail: person.mail.clone(),
        language: person.language.code().to_owned(),
        means: means
            .iter()
            .map(|means| MeansView {
                name: means.name().to_owned(),
                level: means.level().0,
            })
            .collect(),
    }
}
