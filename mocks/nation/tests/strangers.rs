//! Clients that nobody here wrote: the `openidconnect` crate through a whole login, jwcrypto on the signed userinfo, and Python's own library and
//! curl as users of the control API, by the examples that are handed out.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

mod country;

use std::{
    future::Future,
    io::Write,
    pin::Pin,
    process::{Command, Stdio},
};

use country::{Browser, CALLBACK, SECRET, api::Api, client, nation};
use etalon_nation::Person;
use openidconnect::{
    AccessToken, AuthType, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EmptyAdditionalProviderMetadata, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, ProviderMetadata,
    RedirectUrl, Scope, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGenderClaim,
        CoreGrantType, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
        CoreResponseType, CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};

type Metadata = ProviderMetadata<
    EmptyAdditionalProviderMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FasClaims {
    given_name: String,
    surname: String,
    #[serde(rename = "egovNRN")]
    national_number: String,
    fedid: String,
}
impl openidconnect::AdditionalClaims for FasClaims {}

type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, reqwest::Error>> + Send>>;

fn caller(root_pem: &str) -> impl Fn(HttpRequest) -> Answer + use<> {
    let roots = reqwest::Certificate::from_pem_bundle(root_pem.as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .tls_certs_only(roots)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    move |request| {
        let client = client.clone();
        Box::pin(async move {
            let answer = client.execute(request.try_into()?).await?;
            let mut response = http::Response::builder().status(answer.status());
            for (name, value) in answer.headers() {
                response = response.header(name, value);
            }
            Ok(response.body(answer.bytes().await?.to_vec()).unwrap())
        })
    }
}

#[tokio::test]
async fn the_openidconnect_crate_logs_a_person_in() {
    let (nation, written) = nation().await;
    let realm = nation.open_realm("stranger", 7, None).unwrap();
    let anna = etalon_people::person(7, "Anna Janssens");
    realm.add_person(anna.clone());
    realm.register_client(client());
    let call = caller(nation.root_pem());
    let metadata: Metadata = Metadata::discover_async(IssuerUrl::new(realm.issuer()).unwrap(), &call)
        .await
        .unwrap();
    for auth_type in [AuthType::BasicAuth, AuthType::RequestBody] {
        let party = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new("portal".into()),
            Some(ClientSecret::new(SECRET.into())),
        )
        .set_redirect_uri(RedirectUrl::new(CALLBACK.into()).unwrap())
        .set_auth_type(auth_type);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state, nonce) = party
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(["profile", "egovnrn"].map(|scope| Scope::new(scope.into())))
            .add_auth_context_value(AuthenticationContextClass::new("urn:be:fedict:iam:fas:citizen:Level400".into()))
            .set_pkce_challenge(challenge)
            .url();
        let mut browser = Browser::new(nation.root_pem());
        let opened = browser.get(address.as_str()).await;
        let page = browser.follow(&opened).await;
        let sent_on = browser
            .submit(&page, "csam-choose", &[("means", "itsme"), ("person", &anna.id)])
            .await;
        let sent_on = country::app::approve(&mut browser, sent_on, &anna.id).await;
        assert_eq!(sent_on.location_field("state").as_ref(), Some(state.secret()));
        let code = sent_on.location_field("code").unwrap();

        let tokens = party
            .exchange_code(AuthorizationCode::new(code.clone()))
            .unwrap()
            .set_pkce_verifier(verifier);
        let tokens = tokens.request_async(&call).await.unwrap();
        let id_token = tokens.id_token().unwrap();
        let verifier = party.id_token_verifier();
        let claims = id_token.claims(&verifier, &nonce).unwrap();
        assert_eq!(claims.auth_context_ref().unwrap().as_str(), "urn:be:fedict:iam:fas:Level450");
        let hash = openidconnect::AccessTokenHash::from_token(
            tokens.access_token(),
            id_token.signing_alg().unwrap(),
            id_token.signing_key(&verifier).unwrap(),
        );
        assert_eq!(Some(&hash.unwrap()), claims.access_token_hash());

        let userinfo: UserInfoClaims<FasClaims, CoreGenderClaim> = party
            .user_info(AccessToken::clone(tokens.access_token()), Some(claims.subject().clone()))
            .unwrap()
            .require_signed_response(true)
            .request_async(&call)
            .await
            .unwrap();
        let told = userinfo.additional_claims();
        let expected = [&anna.given_name, &anna.surname, &anna.insz.to_string(), &anna.fedid].map(String::clone);
        assert_eq!(
            [&told.given_name, &told.surname, &told.national_number, &told.fedid].map(String::clone),
            expected
        );

        let record = written.lines();
        for secret in [
            &code,
            tokens.access_token().secret(),
            &id_token.to_string(),
            SECRET,
            &browser.cookies["fas_session"].1,
        ] {
            assert!(!record.contains(secret), "{secret} is in the record");
        }
        let forms = page.form("csam-choose").1;
        let csrf = forms.iter().find(|(name, _)| name == "csrf").unwrap();
        assert!(!record.contains(&csrf.1));
    }
    nation.close().await;
}

const JWCRYPTO: &str = r#"
import json, sys
from jwcrypto import jwk, jws
given = json.load(sys.stdin)
keys = jwk.JWKSet.from_json(json.dumps(given["keys"]))
token = jws.JWS()
token.allowed_algs = ["RS256"]
token.deserialize(given["token"])
token.verify(keys.get_key(token.jose_header["kid"]))
print(token.payload.decode())
"#;

#[tokio::test]
async fn jwcrypto_verifies_the_signed_userinfo() {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "ETALON_PYTHON must name a Python that has jwcrypto"
        );
        eprintln!("jwcrypto was not asked: ETALON_PYTHON is not set");
        return;
    };
    let (nation, _) = nation().await;
    let realm = nation.open_realm("python", 8, None).unwrap();
    let bert: Person = etalon_people::person(8, "Bert");
    realm.add_person(bert.clone());
    realm.register_client(client());
    let mut browser = Browser::new(nation.root_pem());
    let address = format!(
        "{}/authorize?{}",
        realm.issuer(),
        etalon_wire::encode_form([
            ("client_id", "portal"),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile egovnrn")
        ])
    );
    let opened = browser.get(&address).await;
    let page = browser.follow(&opened).await;
    let sent_on = browser
        .submit(&page, "csam-choose", &[("means", "eid"), ("person", &bert.id)])
        .await;
    let code = sent_on.location_field("code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("client_id", "portal"),
        ("client_secret", SECRET),
    ];
    let tokens = browser
        .post(&format!("{}/access_token", realm.issuer()), &etalon_wire::encode_form(form))
        .await
        .json();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = browser
        .get_with(&format!("{}/userinfo", realm.issuer()), "authorization", &bearer)
        .await;
    let keys = browser.get(&format!("{}/connect/jwk_uri", realm.issuer())).await.json();

    let mut stranger = Command::new(python)
        .args(["-c", JWCRYPTO])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let given = serde_json::json!({"keys": keys, "token": userinfo.body}).to_string();
    stranger.stdin.take().unwrap().write_all(given.as_bytes()).unwrap();
    let said = stranger.wait_with_output().unwrap();
    assert!(said.status.success(), "jwcrypto refused");
    let claims: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!(claims["egovNRN"], bert.insz.to_string());
    nation.close().await;
}

/// Runs an example of `docs/examples` against a nation, and returns what it printed.
async fn example(program: &str, file: &str) -> Option<serde_json::Value> {
    let api = Api::open().await;
    let root = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(root.path(), api.nation.root_pem()).unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/examples")
        .join(file);
    let mut stranger = Command::new(program);
    stranger
        .arg(path)
        .env("ETALON_CONTROL", api.control.url())
        .env("ETALON_TOKEN", api.control.token())
        .env("ETALON_ROOT", root.path());
    let said = tokio::task::spawn_blocking(move || stranger.output()).await.unwrap();
    let said = match said {
        Ok(said) => said,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound && std::env::var("CI").as_deref() != Ok("true") => return None,
        Err(why) => panic!("{program}: {why}"),
    };
    assert!(
        said.status.success(),
        "{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
    api.close().await;
    Some(serde_json::from_slice(&said.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn python_walks_a_login_by_the_control_api_in_thirty_lines() {
    let text = include_str!("../../../docs/examples/control_api.py");
    assert!(text.lines().count() <= 30, "it is a promise");
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "ETALON_PYTHON must name a Python");
        eprintln!("Python was not asked: ETALON_PYTHON is not set");
        return;
    };
    let said = example(&python, "control_api.py").await.unwrap();
    assert_eq!(said["egovNRN"], said["insz"]);
    let seen: Vec<_> = said["observations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let expected = [
        "authorization-accepted",
        "person-authenticated",
        "code-issued",
        "token-issued",
        "userinfo-answered",
    ];
    assert!(expected.iter().all(|name| seen.contains(name)), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn curl_uses_the_control_api() {
    let Some(said) = example("sh", "control_api.sh").await else {
        eprintln!("curl was not asked: there is no shell");
        return;
    };
    let entries = said["entries"].as_array().unwrap();
    let last = entries.last().unwrap();
    assert_eq!(
        (&last["name"], &last["at"]),
        (&"clock".into(), &"2026-04-09T08:00:00Z".into()),
        "{said}"
    );
}
