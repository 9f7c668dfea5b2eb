//! Recipes: certificates as data, in `certs/recipes/*.toml`. An upright one says all that its certificate says; a flawed one names its upright
//! twin and exactly one change. How a recipe becomes a certificate stands in `make` and `standing`.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};

use crate::{AuthorityName, Change, KeyKind, KeyUsage, Purpose, QualifiedStatement};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/recipes");
static RECIPES: LazyLock<Vec<Recipe>> = LazyLock::new(|| {
    let read = |file: &include_dir::File<'_>| {
        let text = file.contents_utf8().expect("recipes are text");
        Recipe::parse(text).unwrap_or_else(|why| panic!("{}: {why}", file.path().display()))
    };
    let mut recipes: Vec<Recipe> = FILES.files().map(read).collect();
    // The upright first, then by name.
    recipes.sort_by_key(|recipe| (recipe.twin.is_some(), recipe.id.clone()));
    recipes
});

/// One certificate that can be made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipe {
    /// Its name: the file's.
    pub id: String,
    /// What it is, for people.
    pub title: Words,
    /// The upright recipe that it differs from; none for an upright one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<String>,
    /// The rule that it breaks: standard and section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What a right relying party does with it.
    pub reaction: Reaction,
    /// The kinds of keys that a flawed one exists with, where not all of its twin's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyKind>,
    /// What openssl says of it, where it notices: a part of its message. The tests hold it to that.
    #[serde(default, skip_serializing_if = "Noticed::is_nothing")]
    pub openssl: Noticed,
    /// An upright one's content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Upright>,
    /// A flawed one's difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// A short text in the languages of the project.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
    /// Dutch.
    pub nl: String,
}

/// What a right relying party does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// It takes the certificate.
    Accepted,
    /// It does not.
    Refused,
    /// The standards leave it to the relying party.
    Unspecified,
}

/// What openssl says, where it says anything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Noticed {
    /// `openssl verify`, with the revocation lists and for the recipe's purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify: Option<String>,
    /// `openssl ocsp`, about the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocsp: Option<String>,
}

/// All that an upright certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Upright {
    /// Where these facts come from, and how sure they are.
    pub basis: String,
    /// Who issues it.
    pub issuer: AuthorityName,
    /// Whom it names, and how.
    pub holder: HolderKind,
    /// The kinds of keys it exists with; the first where nobody asks for another.
    pub keys: Vec<KeyKind>,
    /// In force from how many days after today until how many.
    pub days: [i64; 2],
    /// What the key may be used for.
    pub key_usage: Vec<KeyUsage>,
    /// For which purposes.
    #[serde(default)]
    pub purposes: Vec<Purpose>,
    /// Under which policies.
    #[serde(default)]
    pub policies: Vec<String>,
    /// What it states as a qualified certificate.
    #[serde(default)]
    pub qualified_statements: Vec<QualifiedStatement>,
    /// The hosts that it is for.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// `openssl verify -purpose`.
    pub purpose: String,
}

/// Whom a certificate names, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderKind {
    /// A citizen, as the authentication certificate of a card writes it.
    CardAuthentication,
    /// A citizen, as the signature certificate of a card writes it.
    CardSignature,
    /// A foreigner with a card, likewise.
    ForeignerAuthentication,
    /// A foreigner with a card, likewise.
    ForeignerSignature,
    /// A person, as the eHealth platform writes it.
    EhealthPerson,
    /// An enterprise, likewise.
    EhealthEnterprise,
    /// A hospital, by its NIHII number, likewise.
    EhealthHospital,
    /// An organisation that the eHealth platform numbers, and one of its applications, likewise.
    EhealthPlatformOrganisation,
    /// A TLS server.
    Site,
}

impl Recipe {
    /// All of them: the upright first, then by name.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &RECIPES
    }

    /// The one of that name.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        RECIPES.iter().find(|recipe| recipe.id == id)
    }

    /// The upright recipe that this one is, or that it differs from.
    #[must_use]
    pub fn upright(&self) -> Option<&'static Self> {
        Self::by_id(self.twin.as_deref().unwrap_or(&self.id))
    }

    /// The kinds of keys that it exists with; the first where nobody asks for another.
    #[must_use]
    pub fn kinds(&self) -> &[KeyKind] {
        let upright = || self.upright().and_then(|recipe| recipe.certificate.as_ref());
        match self.keys.as_slice() {
            [] => upright().map_or(&[], |upright| &upright.keys),
            own => own,
        }
    }

    /// Reads one file. The error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let recipe: Self = toml::from_str(text).map_err(|why| why.to_string())?;
        match (&recipe.twin, &recipe.change, &recipe.certificate) {
            (None, None, Some(upright)) if upright.keys.is_empty() => Err("an upright recipe needs a kind of key".to_owned()),
            (None, None, Some(_)) if recipe.reaction != Reaction::Accepted => Err("an upright recipe is accepted".to_owned()),
            (None, None, Some(_)) if !recipe.keys.is_empty() => Err("an upright recipe has its kinds of keys in [certificate]".to_owned()),
            (None, None, Some(_)) => Ok(recipe),
            (Some(_), Some(_), None) if recipe.clause.is_none() => Err("a flawed recipe names the clause that it breaks".to_owned()),
            (Some(_), Some(_), None) => Ok(recipe),
            _ => Err("a recipe has either [certificate], or a twin and [change]".to_owned()),
        }
    }
}

impl Noticed {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Words {
    /// In that language; English where it is another.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        match language {
            "fr" => &self.fr,
            "nl" => &self.nl,
            _ => &self.en,
        }
    }
}

impl HolderKind {
    pub(crate) fn has_encryption_certificate(self) -> bool {
        matches!(
            self,
            Self::EhealthPerson | Self::EhealthEnterprise | Self::EhealthHospital | Self::EhealthPlatformOrganisation
        )
    }
}
