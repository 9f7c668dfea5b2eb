//! Performs an intent: from domain words to a product's own doors and back to what the actor saw. It writes every
//! exchange into the journal and judges none of them.

mod adapter;
mod adapter_form;
mod csam_page;
mod itsme_page;
mod keeper;
mod kept;
mod lines;
mod logs;
mod page;
mod perform;
mod pocket;
mod ports;
mod product;
mod recipe;
mod scratch;
mod system;
mod turns;
mod user_agent;

pub use adapter::{AdapterActor, AdapterLine, ClockRequest, IntentAnswer, IntentRequest};
pub use adapter_form::adapter_openapi;
pub use keeper::{Order, keep};
pub use logs::{LogLine, Logs};
pub use page::{Page, PageProblem, check_selector};
pub use perform::{Actor, Beside, Driver, LoginDesk, Performed, Values, write_output};
pub use pocket::{Belongings, Pocket};
pub use product::{ClockLine, PlainProduct, ProductRequest};
pub use system::{Clerk, Instance, InstanceRequest, Professional, Publisher, System, SystemProblem};
pub use turns::{Turn, Turns};
pub use user_agent::{Device, UserAgent, WebClient};
