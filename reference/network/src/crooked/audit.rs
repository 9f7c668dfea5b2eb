//! Mistakes about the audit trail.

use crate::{
    policies::{Policies, audit::Act, audit::write_entry},
    store::Action,
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.audit;
    match name {
        "audit-names-the-patient" => {
            rules.write = |store, act| {
                let actor = act.patient.map_or(act.actor, |patient| patient.name.as_str());
                write_entry(store, Act { actor, ..act })
            }
        }
        "audit-forgets-attachments" => {
            rules.write = |store, act| match act.action {
                Action::Attachment => Box::pin(std::future::ready(Ok(()))),
                _ => write_entry(store, act),
            }
        }
        "audit-forgets-refusals" => {
            rules.write = |store, act| {
                if act.outcome == "granted" {
                    write_entry(store, act)
                } else {
                    Box::pin(std::future::ready(Ok(())))
                }
            }
        }
        _ => return false,
    }
    true
}
