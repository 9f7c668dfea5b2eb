//! What a document is laid down with, and what a hospital is connected with: each field checked, the rest made up. Doing it lives in `documents`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

use super::{AccessRule, Desk, HospitalView, Problem, ProblemKind, documents::hospital_of, guard::unguessable};
use crate::{Document, HospitalHandle, Person};

/// The longest text of a field, in bytes.
const MAX_TEXT: usize = 500;
/// The most attachments of one document.
const MAX_ATTACHMENTS: usize = 20;
/// The longest time that a patient can be made to wait.
const MAX_DAYS: u32 = 36_500;
const DRAWN_SECRET_BYTES: usize = 32;
const USUAL_KIND: &str = "discharge-letter";
const USUAL_TITLE: &str = "Discharge letter";
const USUAL_AUTHOR: &str = "Dr Peeters-Specimen";

/// A document to lay down, in place of an earlier one of its reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentOrder {
    /// The person of the realm whom it is about, by id.
    pub patient: String,
    /// The hospital's own reference; the next free one of the form `D-0001` where it is left out.
    #[serde(default)]
    pub reference: Option<String>,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// What kind of document it is; `discharge-letter` where it is left out.
    #[serde(default)]
    pub kind: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<String>,
    /// When the hospital published it; now, where it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Timestamp>,
    /// When the patient may read it; at once, where it is left out.
    #[serde(default)]
    pub patient_access: Option<AccessRule>,
    /// The attachments' file names: those that end in `.pdf` or `.png` are such files.
    #[serde(default)]
    pub attachments: Vec<String>,
}

/// A network to publish to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NetworkOrder {
    /// Where it is: `https://host:port`.
    #[schema(example = "https://127.0.0.1:8443")]
    pub base_url: String,
    /// The name that the hospital is known by there; its name in addresses where it is left out.
    #[serde(default)]
    pub name: Option<String>,
    /// The secret that both sides know; drawn where it is left out.
    #[serde(default)]
    pub secret: Option<String>,
}

/// A hospital that was connected just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectedHospital {
    /// The hospital.
    #[serde(flatten)]
    pub hospital: HospitalView,
    /// The secret that both sides know; told here and nowhere else.
    pub secret: String,
}

impl Desk {
    /// Tells a hospital which network it publishes to, and the name and secret both sides know each other by.
    ///
    /// # Errors
    /// No such realm is open, it has no such hospital, or a field says what cannot be.
    pub async fn connect_hospital(&self, realm: &str, hospital: &str, order: NetworkOrder) -> Result<ConnectedHospital, Problem> {
        let hospital = hospital_of(&self.handle(realm)?, hospital)?;
        let NetworkOrder { base_url, name, secret } = order;
        let address = Url::parse(&base_url)
            .ok()
            .filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
        if address.is_none() || base_url.len() > MAX_TEXT {
            let what = format!("`{base_url}` is no address of a network; write it whole, as https://host:port");
            return Err(Problem::field("base_url", what));
        }
        let name = name.unwrap_or_else(|| hospital.name_in_addresses().to_owned());
        text("name", &name)?;
        if name.contains(':') {
            return Err(Problem::field("name", "leave the colon out; HTTP Basic ends the name there"));
        }
        let drawn = || unguessable(DRAWN_SECRET_BYTES).map_err(|why| Problem::new(ProblemKind::Failed, why.to_string()));
        let secret = secret.map_or_else(drawn, Ok)?;
        text("secret", &secret)?;
        hospital.connect(&base_url, &name, &secret);
        Ok(ConnectedHospital {
            hospital: HospitalView::of(&hospital),
            secret,
        })
    }
}

impl DocumentOrder {
    pub(crate) fn document(
        self,
        hospital: &HospitalHandle,
        patient: &Person,
        laid: &[Document],
        now: Timestamp,
    ) -> Result<Document, Problem> {
        let said = |field: &str, given: Option<String>, usual: &str| {
            let value = given.unwrap_or_else(|| usual.to_owned());
            text(field, &value).map(|()| value)
        };
        let reference = self.reference.unwrap_or_else(|| next_reference(laid));
        text("reference", &reference)?;
        if self.attachments.len() > MAX_ATTACHMENTS {
            return Err(Problem::field("attachments", format!("name at most {MAX_ATTACHMENTS}")));
        }
        self.attachments.iter().try_for_each(|name| text("attachments", name))?;
        let rule = self.patient_access.unwrap_or(AccessRule::Immediate);
        if matches!(rule, AccessRule::AfterDays { days } if days > MAX_DAYS) {
            return Err(Problem::field(
                "patient_access",
                format!("let the patient wait at most {MAX_DAYS} days"),
            ));
        }
        let title = said("title", self.title, USUAL_TITLE)?;
        Ok(Document {
            name: title.clone(),
            title,
            kind: said("kind", self.kind, USUAL_KIND)?,
            author: said("author", self.author, USUAL_AUTHOR)?,
            author_insz: None,
            publisher: hospital.title().to_owned(),
            patient_insz: patient.insz.to_string(),
            published_at: self.published_at.unwrap_or(now),
            patient_access: rule.into(),
            attachments: self.attachments,
            reference,
        })
    }
}

/// The first of `D-0001`, `D-0002`, … that nobody has.
fn next_reference(laid: &[Document]) -> String {
    let free = |reference: &String| laid.iter().all(|document| document.reference != *reference);
    let mut drawn = (laid.len() + 1..).map(|number| format!("D-{number:04}"));
    drawn.find(free).expect("there are more numbers than documents")
}

fn text(field: &str, value: &str) -> Result<(), Problem> {
    let plain = !value.is_empty() && value.len() <= MAX_TEXT && !value.chars().any(char::is_control);
    let what = || Problem::field(field, format!("use 1 to {MAX_TEXT} bytes, without control characters"));
    plain.then_some(()).ok_or_else(what)
}
