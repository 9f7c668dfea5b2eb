//! A nation, its console, and a visitor who speaks to the pages without a network. No assertions about the pages here.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::Arc,
};

use axum::{Router, body::Body};
use etalon_nation::{
    Client, Journal, Kind, Nation, NationConfig, RealmHandle, Unwritten,
    control::{Control, ControlConfig, Desk},
};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use scraper::{Html, Selector};
use tower::ServiceExt as _;

pub(crate) const TOKEN: &str = "a-token-for-the-tests-only";
pub(crate) const HOST: &str = "localhost:8443";

/// A nation with one realm, `team-a`, in which Anna lives and `portal` is registered.
pub(crate) async fn nation() -> Arc<Nation> {
    let journal = Journal::new(Arc::new(Unwritten), &[7; 32]);
    let keys = Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys");
    let mut config = NationConfig::local(journal, keys);
    config.bind = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let nation = Nation::start(config).await.unwrap();
    let realm = nation.open_realm("team-a", 1, None).unwrap();
    realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    realm.register_client(Client {
        id: "portal".to_owned(),
        secret: "secret-of-the-portal".to_owned(),
        redirect_uris: vec!["https://portal.example/callback".to_owned()],
        post_logout_redirect_uris: vec!["https://portal.example/bye".to_owned()],
        scopes: vec!["openid".to_owned(), "profile".to_owned()],
    });
    Arc::new(nation)
}

/// The same, with the console listening beside the control API.
pub(crate) async fn console() -> (Arc<Nation>, Control) {
    let nation = nation().await;
    let config = ControlConfig {
        token: Some(TOKEN.to_owned()),
        ..ControlConfig::default()
    };
    let control = Control::open_with(Arc::clone(&nation), config, etalon_console::router)
        .await
        .unwrap();
    (nation, control)
}

/// Somebody with a browser that keeps one cookie.
pub(crate) struct Visitor {
    pub(crate) nation: Arc<Nation>,
    router: Router,
    pub(crate) cookie: String,
    pub(crate) headers: HeaderMap,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Visitor {
    /// One who has not signed in.
    pub(crate) async fn stranger() -> Self {
        let nation = nation().await;
        let desk = Arc::new(Desk::new(Arc::clone(&nation)));
        Self {
            nation,
            router: etalon_console::router(desk, TOKEN),
            cookie: String::new(),
            headers: HeaderMap::new(),
        }
    }

    /// One who has.
    pub(crate) async fn signed_in() -> Self {
        let mut visitor = Self::stranger().await;
        let answer = visitor.post("/console/sign-in", &[("token", TOKEN)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        visitor.cookie = answer.cookie();
        visitor
    }

    pub(crate) fn realm(&self) -> RealmHandle {
        self.nation.realm("team-a").unwrap()
    }

    pub(crate) fn header(&mut self, name: &'static str, value: &'static str) {
        self.headers.insert(name, HeaderValue::from_static(value));
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, String::new()).await
    }

    /// Sends a form as it is.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        self.send(Method::POST, path, pairs.collect::<Vec<_>>().join("&")).await
    }

    /// Sends a form with the secret that the page at `page` has in its forms.
    pub(crate) async fn fill(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).await.attribute("input[name=csrf]", "value");
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    async fn send(&self, method: Method, path: &str, body: String) -> Answer {
        self.begin(method, path, body).await.whole().await
    }

    /// The head of the answer; the rest of it may go on for ever.
    pub(crate) async fn begin(&self, method: Method, path: &str, body: String) -> Begun {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let mut request = request.body(Body::from(body)).unwrap();
        request.headers_mut().extend(self.headers.clone());
        Begun(self.router.clone().oneshot(request).await.unwrap())
    }
}

/// An answer whose head has come.
pub(crate) struct Begun(http::Response<Body>);

impl Begun {
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Reads on until the text so far holds `wanted`.
    pub(crate) async fn until(&mut self, wanted: &str) -> String {
        let mut text = String::new();
        while !text.contains(wanted) {
            let frame = self.0.body_mut().frame().await;
            let Some(Ok(frame)) = frame else {
                panic!("ended before {wanted:?}: {text}")
            };
            text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
        }
        text
    }

    async fn whole(self) -> Answer {
        let (parts, body) = self.0.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

impl Answer {
    /// The cookie of the session that it opens, as it is sent back.
    pub(crate) fn cookie(&self) -> String {
        let set = self.headers[header::SET_COOKIE].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The texts of all that the selector finds.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text);
        let selector = Selector::parse(selector).unwrap();
        let found = page.select(&selector).map(|element| element.text().collect::<String>());
        found.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// The one text that the selector finds.
    pub(crate) fn said(&self, selector: &str) -> String {
        match <[String; 1]>::try_from(self.texts(selector)) {
            Ok([text]) => text,
            Err(other) => panic!("{selector} is found {} times in {}", other.len(), self.text),
        }
    }

    /// An attribute of the first that the selector finds.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> String {
        let page = Html::parse_document(&self.text);
        let found = page.select(&Selector::parse(selector).unwrap()).next();
        let value = found.and_then(|element| element.value().attr(name));
        value
            .unwrap_or_else(|| panic!("no {selector} with {name} in {}", self.text))
            .to_owned()
    }
}
