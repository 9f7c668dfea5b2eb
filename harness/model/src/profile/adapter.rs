//! A small program beside the product that does on our request what recipes cannot.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adapters, by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Adapter {
    /// One that takes an HTTP request per intent.
    pub http: HttpAdapter,
}

/// An adapter that takes an HTTP request per intent: `docs/adapter.openapi.json` says which. Every intent that `[intents]` does not name
/// goes to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HttpAdapter {
    /// Where it answers. `http://127.0.0.1:{adapter-port}` where it is not said, which `start-with` then has to obey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The program that it is, with its arguments, where Etalon shall start it. It ends when its standard input does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub start_with: Vec<String>,
    /// The variable of Etalon's own environment that holds the token which the adapter demands. The token itself stands in no profile,
    /// since the profile goes into the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_variable: Option<String>,
}

/// Where an adapter answers that Etalon starts and that names no address.
const USUAL_URL: &str = "http://127.0.0.1:{adapter-port}";

impl HttpAdapter {
    /// Where it answers, placeholders not yet filled in.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_deref().unwrap_or(USUAL_URL)
    }
}
