//! The host protocol: JSON lines that open, steer and close instances. What is wrong with a line is answered, never a reason to end.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::{configuration::Configuration, instance::Instance};

/// The longest line that is read; a long list of professionals fits.
const LONGEST_LINE: usize = 1024 * 1024;
const MOST_INSTANCES: usize = 512;

/// Hosts instances until `input` ends, then closes them all.
///
/// # Errors
/// When `input` cannot be read or `output` cannot be written to.
pub async fn host(mut input: impl AsyncBufRead + Unpin, mut output: impl AsyncWrite + Unpin) -> std::io::Result<()> {
    let mut instances = HashMap::new();
    let ended = converse(&mut input, &mut output, &mut instances).await;
    for (_, instance) in instances {
        let _ = instance.close().await;
    }
    ended
}

async fn converse(
    input: &mut (impl AsyncBufRead + Unpin),
    output: &mut (impl AsyncWrite + Unpin),
    instances: &mut HashMap<String, Instance>,
) -> std::io::Result<()> {
    say(
        output,
        &json!({"ready": {"name": "reference-network", "version": env!("CARGO_PKG_VERSION")}}),
    )
    .await?;
    let mut line = Vec::new();
    loop {
        let answer = match read_line(input, &mut line).await? {
            Line::End => return Ok(()),
            Line::TooLong => json!({"id": null, "error": format!("the line is longer than {LONGEST_LINE} bytes; send a shorter one")}),
            Line::Read if line.trim_ascii().is_empty() => continue,
            Line::Read => answer(&line, instances).await,
        };
        say(output, &answer).await?;
    }
}

async fn say(output: &mut (impl AsyncWrite + Unpin), answer: &Value) -> std::io::Result<()> {
    output.write_all(format!("{answer}\n").as_bytes()).await?;
    output.flush().await
}

enum Line {
    Read,
    TooLong,
    End,
}

/// Reads up to the end of a line, and throws the line away when it is too long.
async fn read_line(input: &mut (impl AsyncBufRead + Unpin), line: &mut Vec<u8>) -> std::io::Result<Line> {
    line.clear();
    let mut too_long = false;
    loop {
        let available = input.fill_buf().await?;
        if available.is_empty() {
            return Ok(if line.is_empty() && !too_long {
                Line::End
            } else if too_long {
                Line::TooLong
            } else {
                Line::Read
            });
        }
        let end = available.iter().position(|&byte| byte == b'\n');
        let length = end.unwrap_or(available.len());
        too_long |= line.len() + length > LONGEST_LINE;
        if !too_long {
            line.extend_from_slice(&available[..length]);
        }
        input.consume(end.map_or(length, |end| end + 1));
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Read });
        }
    }
}

async fn answer(line: &[u8], instances: &mut HashMap<String, Instance>) -> Value {
    let mut call = match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(call) => call,
        Err(error) => return json!({"id": null, "error": format!("the line is no JSON object ({error}); send one object per line")}),
    };
    let Some(id) = call.remove("id") else {
        return json!({"id": null, "error": "the line has no `id`; add one, the answer will carry it"});
    };
    match obey(call, instances).await {
        Ok((word, value)) => json!({"id": id, word: value}),
        Err(error) => json!({"id": id, "error": error}),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetClock {
    instance: String,
    now: Timestamp,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Close {
    instance: String,
}

async fn obey(call: Map<String, Value>, instances: &mut HashMap<String, Instance>) -> Result<(&'static str, Value), String> {
    let mut calls = call.into_iter();
    let (Some((word, value)), None) = (calls.next(), calls.next()) else {
        return Err("the line has no call or several; beside `id` send exactly one of `open`, `clock`, `close`".to_owned());
    };
    match word.as_str() {
        "open" => {
            let configuration: Configuration = read("open", value)?;
            let name = configuration.instance.clone();
            if instances.contains_key(&name) {
                return Err(format!("instance {name:?} is already open; close it first or choose another name"));
            }
            if instances.len() >= MOST_INSTANCES {
                return Err(format!("{MOST_INSTANCES} instances are open, which is the most; close one first"));
            }
            let instance = Instance::open(configuration).await?;
            let base_url = instance.base_url().to_owned();
            instances.insert(name.clone(), instance);
            Ok(("opened", json!({"instance": name, "base_url": base_url})))
        }
        "clock" => {
            let call: SetClock = read("clock", value)?;
            instances
                .get(&call.instance)
                .ok_or_else(|| unknown(&call.instance))?
                .stand_still_at(call.now);
            Ok(("done", json!({})))
        }
        "close" => {
            let call: Close = read("close", value)?;
            instances
                .remove(&call.instance)
                .ok_or_else(|| unknown(&call.instance))?
                .close()
                .await?;
            Ok(("done", json!({})))
        }
        other => Err(format!("`{other}` is no call; send `open`, `clock` or `close`")),
    }
}

fn read<T: for<'de> Deserialize<'de>>(word: &str, value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| format!("`{word}` cannot be read ({error}); see the host protocol in the README"))
}

fn unknown(instance: &str) -> String {
    format!("there is no instance {instance:?}; open it first")
}
