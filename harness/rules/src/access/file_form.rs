//! The form of a file of facts, as serde reads it. What it means, and whether it can be, is `file`'s.

use std::collections::BTreeMap;

use etalon_model::Role;
use serde::Deserialize;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    #[serde(default)]
    pub(crate) readings: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) person: Vec<PersonText>,
    #[serde(default)]
    pub(crate) consent: Vec<ConsentText>,
    #[serde(default)]
    pub(crate) link: Vec<LinkText>,
    #[serde(default)]
    pub(crate) link_form: Vec<LinkFormText>,
    #[serde(default)]
    pub(crate) exclusion: Vec<ExclusionText>,
    #[serde(default)]
    pub(crate) restriction: Vec<RestrictionText>,
    #[serde(default)]
    pub(crate) setting: Vec<SettingText>,
    #[serde(default)]
    pub(crate) document: Vec<DocumentText>,
    #[serde(default)]
    pub(crate) release: Vec<ReleaseText>,
    #[serde(default)]
    pub(crate) deletion: Vec<DeletionText>,
}

pub(crate) type Text = Spanned<String>;
pub(crate) type Instant = Spanned<Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonText {
    pub(crate) name: Text,
    pub(crate) insz: Option<String>,
    #[serde(default)]
    pub(crate) doctor: bool,
    pub(crate) profession: Option<Text>,
    #[serde(default)]
    pub(crate) office: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentText {
    pub(crate) person: Text,
    #[serde(rename = "as")]
    pub(crate) role: Role,
    pub(crate) given: Instant,
    pub(crate) withdrawn: Option<Instant>,
    pub(crate) registered_by: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkText {
    pub(crate) doctor: Text,
    pub(crate) patient: Text,
    pub(crate) declared: Instant,
    pub(crate) until: Option<Spanned<Value>>,
    pub(crate) revoked: Option<Instant>,
    #[serde(default)]
    pub(crate) by_form: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkFormText {
    pub(crate) doctor: Text,
    pub(crate) patient: Text,
    pub(crate) sent: Instant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExclusionText {
    pub(crate) patient: Text,
    pub(crate) doctor: Text,
    pub(crate) made: Instant,
    pub(crate) lifted: Option<Instant>,
    pub(crate) by: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestrictionText {
    pub(crate) document: Text,
    pub(crate) doctor: Text,
    pub(crate) made: Instant,
    pub(crate) lifted: Option<Instant>,
    pub(crate) by: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingText {
    pub(crate) doctor: Text,
    pub(crate) patients: Text,
    pub(crate) at: Instant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentText {
    pub(crate) name: Text,
    pub(crate) reference: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) author: Option<Text>,
    pub(crate) patient: Text,
    pub(crate) published: Instant,
    pub(crate) referenced: Option<Instant>,
    pub(crate) access: Option<Text>,
    #[serde(default)]
    pub(crate) change: Vec<ChangeText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeText {
    pub(crate) at: Instant,
    pub(crate) access: Text,
    pub(crate) by: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseText {
    pub(crate) document: Text,
    pub(crate) by: Text,
    pub(crate) at: Instant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeletionText {
    pub(crate) document: Text,
    pub(crate) at: Instant,
}
