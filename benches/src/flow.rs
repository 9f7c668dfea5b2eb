//! One login by the code flow, against whoever answers: addresses from discovery, redirects followed with their cookies up to the
//! relying party's own address, one code exchanged, userinfo fetched.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use reqwest::{Response, redirect::Policy};
use serde_json::Value;
use url::{Url, form_urlencoded};

const CALLBACK: &str = "https://127.0.0.1:1/callback";
const CLIENT: [(&str, &str); 2] = [("client_id", "bench"), ("client_secret", "bench-secret-bench-secret")];
/// More redirects than any login of these has.
const MOST_REDIRECTS: usize = 12;

/// Somebody who logs in, again and again, on connections that are kept.
pub(crate) struct Visitor {
    client: reqwest::Client,
    authorization: String,
    token: String,
    userinfo: String,
}

impl Visitor {
    /// Asks `issuer` for its discovery.
    pub(crate) async fn of(issuer: &str, root: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(root.as_bytes())?])
            .no_proxy()
            .redirect(Policy::none())
            .build()?;
        let answer = client.get(format!("{issuer}/.well-known/openid-configuration")).send().await?;
        ensure!(answer.status() == 200, "discovery answered {}", answer.status());
        let told: Value = serde_json::from_slice(&answer.bytes().await?)?;
        let address = |name: &str| {
            told[name]
                .as_str()
                .map(str::to_owned)
                .with_context(|| format!("discovery has no {name}"))
        };
        Ok(Self {
            client,
            authorization: address("authorization_endpoint")?,
            token: address("token_endpoint")?,
            userinfo: address("userinfo_endpoint")?,
        })
    }

    pub(crate) async fn log_in(&self) -> anyhow::Result<()> {
        let code = self.authorize().await?;
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)])
            .extend_pairs(CLIENT)
            .finish();
        let request = self
            .client
            .post(&self.token)
            .header("content-type", "application/x-www-form-urlencoded");
        let tokens: Value = serde_json::from_slice(&request.body(form).send().await?.bytes().await?)?;
        let token = tokens["access_token"]
            .as_str()
            .with_context(|| format!("no access token in {tokens}"))?;
        let request = self.client.get(&self.userinfo).header("authorization", format!("Bearer {token}"));
        let userinfo = request.send().await?;
        ensure!(userinfo.status() == 200, "userinfo answered {}", userinfo.status());
        userinfo.bytes().await?;
        Ok(())
    }

    /// Everybody is a new browser: a session that is still there would save the other side its work.
    async fn authorize(&self) -> anyhow::Result<String> {
        let mut address = Url::parse(&self.authorization)?;
        address.query_pairs_mut().extend_pairs([
            ("client_id", "bench"),
            ("response_type", "code"),
            ("scope", "openid profile"),
            ("state", "s"),
            ("nonce", "n"),
            ("redirect_uri", CALLBACK),
        ]);
        let mut cookies = BTreeMap::new();
        for _ in 0..MOST_REDIRECTS {
            let header = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect::<Vec<_>>()
                .join("; ");
            let mut request = self.client.get(address.clone());
            if !header.is_empty() {
                request = request.header("cookie", header);
            }
            let answer = request.send().await?;
            keep(&mut cookies, &answer);
            let location = answer.headers().get("location").and_then(|location| location.to_str().ok());
            let next = address.join(location.with_context(|| format!("{address} answered {} and leads nowhere", answer.status()))?)?;
            answer.bytes().await?;
            if next.as_str().starts_with(CALLBACK) {
                let code = next
                    .query_pairs()
                    .find(|(name, _)| name == "code")
                    .map(|(_, value)| value.into_owned());
                return code.with_context(|| format!("no code in {next}"));
            }
            address = next;
        }
        bail!("more than {MOST_REDIRECTS} redirects")
    }
}

/// Name and value are all that these servers need; one that is emptied is taken away.
fn keep(cookies: &mut BTreeMap<String, String>, answer: &Response) {
    for set in answer.headers().get_all("set-cookie").iter().filter_map(|set| set.to_str().ok()) {
        let Some((name, value)) = set.split(';').next().and_then(|pair| pair.split_once('=')) else {
            continue;
        };
        if value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
