//! Synthetic people and the numbers of people and organisations: a seed and a name in, always the same person out.
//! No clock, no system randomness, no files; who knows whom, and who may do what, lives with the authorities.

mod cast;
mod chance;
mod insz;
mod names;
mod nihii;
mod numbering;
mod organisation;
mod person;

pub use cast::{Cast, CastRefusal};
pub use chance::Chance;
pub use insz::{Insz, InszRefusal, Series};
pub use names::{MAX_NAME_CHARS, Names, SYNTHETIC_SUFFIX};
pub use nihii::{Modulus, Nihii, Nihii11, NihiiRefusal};
pub use numbering::{Counters, NumberKind, draw_number};
pub use organisation::{Cbe, Ehp, OrganisationRefusal};
pub use person::{Kind, Language, Person, Sex, person, person_of};
