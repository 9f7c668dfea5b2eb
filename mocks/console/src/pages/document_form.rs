//! The form that lays a document down: what was typed, and the order that it makes.

use etalon_nation::control::{AccessRule, DocumentOrder};

use crate::forms::Fields;

/// What was typed, to be shown again beside a mistake.
#[derive(Default)]
pub(crate) struct DocumentForm {
    pub(crate) hospital: String,
    pub(crate) patient: String,
    pub(crate) reference: String,
    pub(crate) title: String,
    pub(crate) rule: String,
    pub(crate) days: String,
    pub(crate) attachments: String,
}

impl DocumentForm {
    pub(crate) fn of(fields: &Fields) -> Self {
        let value = |name| fields.value(name).to_owned();
        Self {
            hospital: value("hospital"),
            patient: value("patient"),
            reference: value("reference"),
            title: value("title"),
            rule: value("rule"),
            days: value("days"),
            attachments: value("attachments"),
        }
    }

    pub(crate) fn order(&self) -> Result<DocumentOrder, &'static str> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let rule = match self.rule.as_str() {
            "after-days" => AccessRule::AfterDays {
                days: self.days.parse().map_err(|_| "Say after how many days.")?,
            },
            "never" => AccessRule::Never,
            "releasable" => AccessRule::Releasable,
            _ => AccessRule::Immediate,
        };
        Ok(DocumentOrder {
            patient: given(&self.patient).ok_or("Choose whom the document is about.")?,
            reference: given(&self.reference),
            title: given(&self.title),
            patient_access: Some(rule),
            attachments: self.attachments.split_whitespace().map(str::to_owned).collect(),
            ..DocumentOrder::default()
        })
    }
}
