//! How one intent is triggered: by a recipe over the product's own pages, or by a request to its adapter.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How one intent is triggered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "TriggerForm", into = "TriggerForm")]
pub enum Trigger {
    /// By our user agent on the product's pages.
    Recipe(Recipe),
    /// By one request to the adapter of `[adapter]`.
    Http,
}

/// What a user agent does, and what then has to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// What it does, in order.
    pub recipe: Vec<Action>,
    /// CSS selector of what the last page must show for the intent to be done.
    pub done: String,
}

/// How one intent is triggered: either `recipe` with `done`, or `trigger = "http"`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Trigger")]
struct TriggerForm {
    /// What the user agent does, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipe: Option<Vec<Action>>,
    /// CSS selector of what the last page must show for the intent to be done; empty for any answer with status 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    done: Option<String>,
    /// That the adapter does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trigger: Option<ByAdapter>,
}

/// That the adapter does it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum ByAdapter {
    /// By one HTTP request.
    Http,
}

impl TryFrom<TriggerForm> for Trigger {
    type Error = &'static str;

    fn try_from(form: TriggerForm) -> Result<Self, Self::Error> {
        match (form.recipe, form.done, form.trigger) {
            (Some(recipe), Some(done), None) => Ok(Self::Recipe(Recipe { recipe, done })),
            (None, None, Some(ByAdapter::Http)) => Ok(Self::Http),
            (Some(_), None, None) => Err("`done` is missing: the CSS selector of what the last page must show, or \"\" for any answer"),
            (None, Some(_), None) => Err("`recipe` is missing: what the user agent does, in order"),
            (None, None, None) => Err("say `recipe = […]` with `done = \"…\"`, or `trigger = \"http\"`"),
            (_, _, Some(_)) => Err("say either `recipe` with `done`, or `trigger`, not both"),
        }
    }
}

impl From<Trigger> for TriggerForm {
    fn from(trigger: Trigger) -> Self {
        match trigger {
            Trigger::Recipe(Recipe { recipe, done }) => Self {
                recipe: Some(recipe),
                done: Some(done),
                trigger: None,
            },
            Trigger::Http => Self {
                recipe: None,
                done: None,
                trigger: Some(ByAdapter::Http),
            },
        }
    }
}

/// One thing that a user agent does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields, try_from = "ActionForm")]
#[schemars(!try_from)]
pub enum Action {
    /// Go to a path of the product. `{document.id}` and the like are filled in.
    Open {
        /// The path.
        open: String,
    },
    /// Follow the one link that the selector finds.
    Follow {
        /// CSS selector of the link.
        follow: String,
        /// CSS selector of the link to the next page, for links that stand in lists in pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        /// The path that is tried where no link fits. Only a refusal counts there: what a person is not led to is not offered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        otherwise: Option<String>,
    },
    /// Submit the one form that the selector finds, its hidden fields carried along.
    Submit {
        /// CSS selector of the form.
        submit: String,
        /// What is filled in, by field name or by label.
        #[serde(default)]
        fields: BTreeMap<String, String>,
    },
    /// Let CSAM's pages, on which the user agent must stand by now, identify the actor.
    Identify {
        /// Must be `csam`.
        identify: String,
    },
    /// Take something from the page.
    Extract {
        /// Name under which it is kept.
        extract: String,
        /// CSS selector of the elements.
        each: String,
        /// Attribute to take; their text where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribute: Option<String>,
        /// CSS selector of the link to the next page, for lists in pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
}

/// Any action, as it is read: what is wrong with one can then be said in words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionForm {
    open: Option<String>,
    follow: Option<String>,
    otherwise: Option<String>,
    submit: Option<String>,
    fields: Option<BTreeMap<String, String>>,
    identify: Option<String>,
    extract: Option<String>,
    each: Option<String>,
    attribute: Option<String>,
    next: Option<String>,
}

impl TryFrom<ActionForm> for Action {
    type Error = String;

    fn try_from(form: ActionForm) -> Result<Self, String> {
        let ActionForm {
            open,
            follow,
            otherwise,
            submit,
            fields,
            identify,
            extract,
            each,
            attribute,
            next,
        } = form;
        let beside = [
            ("otherwise", otherwise.is_some(), "follow"),
            ("fields", fields.is_some(), "submit"),
            ("each", each.is_some(), "extract"),
            ("attribute", attribute.is_some(), "extract"),
            ("next", next.is_some(), "follow` or `extract"),
        ];
        let alone = |action: Self, verb: &str| match beside.iter().find(|(_, is_there, owner)| *is_there && !owner.contains(verb)) {
            Some((field, _, owner)) => Err(format!("`{field}` belongs to `{owner}`, not to `{verb}`")),
            None => Ok(action),
        };
        match (open, follow, submit, identify, extract) {
            (Some(open), None, None, None, None) => alone(Self::Open { open }, "open"),
            (None, Some(follow), None, None, None) => alone(Self::Follow { follow, next, otherwise }, "follow"),
            (None, None, Some(submit), None, None) => {
                let fields = fields.unwrap_or_default();
                alone(Self::Submit { submit, fields }, "submit")
            }
            (None, None, None, Some(identify), None) if identify == "csam" => alone(Self::Identify { identify }, "identify"),
            (None, None, None, Some(identify), None) => Err(format!("identify = \"{identify}\" is not known; it must be \"csam\"")),
            (None, None, None, None, Some(extract)) => {
                let each = each.ok_or("`extract` needs `each`, the CSS selector of the elements")?;
                let action = Self::Extract {
                    extract,
                    each,
                    attribute,
                    next,
                };
                alone(action, "extract")
            }
            (None, None, None, None, None) => Err("an action is one of `open`, `follow`, `submit`, `identify` and `extract`".to_owned()),
            _ => Err("this is several actions; give each braces of its own".to_owned()),
        }
    }
}
