//! One OIDC login on a connection that is kept: authorize, token, signed userinfo; three RS256 signatures.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::Context as _;
use serde_json::Value;
use url::Url;

use crate::cpu::of_process;

/// Logins before counting, and counted.
const WARM: usize = 20;
const LOGINS: u32 = 300;

pub(crate) fn measure(signing: f64) -> anyhow::Result<()> {
    let mut server = Command::new(std::env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(server.stdout.take().context("the server has an output")?).read_line(&mut line)?;
    let told: Value = serde_json::from_str(&line).context("the server says where it is")?;
    let text = |name: &str| told[name].as_str().map(str::to_owned).context("the server says where it is");
    let (issuer, root) = (text("issuer")?, text("root")?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let spent = runtime.block_on(async {
        let client = reqwest::Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(root.as_bytes())?])
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        for _ in 0..WARM {
            log_in(&client, &issuer).await?;
        }
        let before = of_process(server.id())?;
        for _ in 0..LOGINS {
            log_in(&client, &issuer).await?;
        }
        anyhow::Ok((of_process(server.id())? - before) / f64::from(LOGINS))
    })?;
    drop(server.stdin.take());
    server.wait()?;
    println!(
        "one OIDC login, journal on      {:.2} ms of server CPU, {:.1} raw signings",
        spent * 1e3,
        spent / signing
    );
    Ok(())
}

async fn log_in(client: &reqwest::Client, issuer: &str) -> anyhow::Result<()> {
    let mut authorize = Url::parse(&format!("{issuer}/authorize"))?;
    authorize.query_pairs_mut().extend_pairs([
        ("client_id", "bench"),
        ("response_type", "code"),
        ("scope", "openid profile egovnrn"),
        ("state", "s"),
        ("nonce", "n"),
        ("acr_values", "urn:be:fedict:iam:fas:Level400"),
        ("redirect_uri", "https://127.0.0.1:1/callback"),
    ]);
    let answer = client.get(authorize).send().await?;
    let location = answer
        .headers()
        .get("location")
        .context("authorize redirects")?
        .to_str()?
        .to_owned();
    answer.bytes().await?;
    let code = Url::parse(&location)?
        .query_pairs()
        .find(|(name, _)| name == "code")
        .map(|(_, value)| value.into_owned());
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", &code.with_context(|| format!("no code in {location}"))?)
        .append_pair("redirect_uri", "https://127.0.0.1:1/callback")
        .append_pair("client_id", "bench")
        .append_pair("client_secret", "bench-secret-bench-secret")
        .finish();
    let request = client
        .post(format!("{issuer}/access_token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let tokens: Value = serde_json::from_slice(&request.send().await?.bytes().await?)?;
    let token = tokens["access_token"]
        .as_str()
        .with_context(|| format!("no access token in {tokens}"))?;
    let userinfo = client
        .get(format!("{issuer}/userinfo"))
        .header("authorization", format!("Bearer {token}"))
        .send()
        .await?;
    anyhow::ensure!(userinfo.status() == 200, "userinfo answered {}", userinfo.status());
    userinfo.bytes().await?;
    Ok(())
}
