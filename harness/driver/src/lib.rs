//! Performs an intent: from domain words to a product's own doors and back to what the actor saw. It writes every
//! exchange into the journal and judges none of them.

mod csam_page;
mod lines;
mod page;
mod perform;
mod recipe;
mod system;
mod user_agent;

pub use page::{Page, PageProblem};
pub use perform::{Actor, Driver, Performed, Values};
pub use system::{Clerk, Instance, InstanceRequest, Professional, Publisher, System, SystemProblem};
pub use user_agent::{Device, UserAgent, WebClient};
