//! The form of what an adapter is asked and answers, as OpenAPI 3.1, made from the types themselves.

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::adapter::{CLOCK_PATH, ClockRequest, INTENTS_PATH, IntentAnswer, IntentRequest};

/// The document that `docs/adapter.openapi.json` holds.
#[must_use]
pub fn adapter_openapi() -> Value {
    // OpenAPI 3.1 takes JSON Schema as it is; only the place of definitions is its own.
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let request = body_of::<IntentRequest>(&mut generator);
    let answer = body_of::<IntentAnswer>(&mut generator);
    let clock = body_of::<ClockRequest>(&mut generator);
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "An Etalon adapter",
            "version": "1",
            "description": "What a small program beside a product answers, so that Etalon can examine the product: one request for each thing that a person wants. docs/adapter.md tells how to write one.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "http://127.0.0.1:9000", "description": "[adapter.http] of the profile says where it is."}],
        "security": [{}, {"token": []}],
        "paths": {
            (INTENTS_PATH): {
                "post": {
                    "operationId": "want",
                    "summary": "Do what a person wants, and say what the person then saw.",
                    "requestBody": {"required": true, "content": request},
                    "responses": {
                        "200": {"description": "What came of it, whatever that is: a refusal and a crash of the product are answers too.", "content": answer},
                        "default": {"description": "The adapter itself is in trouble. The scenario is then inconclusive."},
                    },
                },
            },
            (CLOCK_PATH): {
                "post": {
                    "operationId": "setClock",
                    "summary": "Let the product's clock stand still at an instant.",
                    "description": "Asked only where the profile says clock = \"endpoint\". Instants only ever go forward within a scenario.",
                    "requestBody": {"required": true, "content": clock},
                    "responses": {
                        "204": {"description": "It does."},
                        "default": {"description": "It does not. The scenario is then inconclusive."},
                    },
                },
            },
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Where the profile names a token-variable."},
            },
        },
    })
}

fn body_of<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    json!({"application/json": {"schema": generator.subschema_for::<T>()}})
}
