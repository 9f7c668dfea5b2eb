//! From a Gherkin line to an intent or an expectation. Steps translate: they perform nothing themselves and assert
//! nothing at all.

mod arguments;
mod belongings;
mod binding;
mod cast;
mod clock;
mod commons;
mod dispatch;
mod faults;
mod features;
mod instance;
mod needs;
mod opening;
mod output;
mod phrasebook;
mod play;
mod scene;
mod selection;
mod specification;
mod stop;
mod subject;
mod sumehr;
mod values;
mod wish;

mod say_authorisations;
mod say_documents;
mod say_expectations;
mod say_intents;
mod say_login;
mod say_national_login;
mod say_offers;
mod say_outcomes;
mod say_publishers;
mod say_registration;
mod say_security_codes;
mod say_sumehr;
mod say_world;

pub use clock::NEEDS_CLOCK;
pub use features::{BoundStep, FeatureProblem, Planned};
pub use output::OutputDesk;
pub use phrasebook::{NoMatch, Phrase, Phrasebook, PhrasebookProblem, Spoken};
pub use play::{Played, Setting, play};
pub use selection::{Selection, SelectionProblem, shard};
pub use specification::{FeatureText, Specification, SpecificationProblem};
pub use subject::{Between, Plain, Subject};
