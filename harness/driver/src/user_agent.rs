//! A person's browser as far as HTTP goes: cookies, redirects, one page at a time. Every exchange is journalled, the
//! request before it leaves. No JavaScript.

use std::{
    collections::BTreeSet,
    error::Error as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use cookie_store::CookieStore;
use etalon_journal::{Body, Event, RealmJournal, Side, Silence};
use reqwest::{Method, header};
use url::Url;

use crate::{Page, Pocket, Turns};

/// The most redirects followed from one request: as many as browsers follow.
const REDIRECTS: usize = 20;
/// The most bytes taken of one answer.
const ANSWER_LIMIT: usize = 12 * 1024 * 1024;
/// How long a connection may take to be made.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// The language that browsers ask pages for where nobody says otherwise.
const USUAL_LANGUAGE: &str = "en";

/// The connections that user agents of one thread share.
#[derive(Clone)]
pub struct WebClient {
    http: reqwest::Client,
    allowed: std::sync::Arc<BTreeSet<String>>,
}

impl WebClient {
    /// Trusts only `root_pem`, ignores proxies, and reaches loopback and the `contacts` (`host:port`) alone.
    ///
    /// # Errors
    /// A root that is no certificate.
    pub fn new(root_pem: &str, contacts: &[String], patience: Duration) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(root_pem.as_bytes())?])
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_LIMIT)
            .timeout(patience)
            .build()?;
        Ok(Self {
            http,
            allowed: std::sync::Arc::new(contacts.iter().cloned().collect()),
        })
    }

    /// Whether that is loopback or one of the contacts.
    pub(crate) fn may_reach(&self, url: &Url) -> bool {
        let loopback = match url.host() {
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        };
        loopback
            || self.allowed.contains(&format!(
                "{}:{}",
                url.host_str().unwrap_or_default(),
                url.port_or_known_default().unwrap_or_default()
            ))
    }

    /// With which status `url` answers a plain request, if it answers at all. Nothing of it is written down.
    pub(crate) async fn status_of(&self, url: &Url) -> Result<u16, String> {
        let answer = self.http.get(url.clone()).send().await;
        answer.map(|answer| answer.status().as_u16()).map_err(|why| silence(&why).detail)
    }

    /// Sends one request; `within` takes the place of the usual patience.
    pub(crate) async fn send(
        &self,
        method: &Method,
        url: &Url,
        headers: &[(String, String)],
        body: Option<&str>,
        within: Option<Duration>,
    ) -> Result<Answered, NoPage> {
        let mut request = self.http.request(method.clone(), url.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(within) = within {
            request = request.timeout(within);
        }
        if let Some(body) = body {
            request = request.body(body.to_owned());
        } else if *method == Method::POST {
            request = request.header(header::CONTENT_LENGTH, 0);
        }
        let mut response = request.send().await.map_err(|why| silence(&why))?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|why| silence(&why))? {
            body.extend_from_slice(&chunk);
            if body.len() > ANSWER_LIMIT {
                let detail = format!("the answer is larger than {ANSWER_LIMIT} bytes");
                return Err(NoPage {
                    how: Silence::Unreadable,
                    detail,
                });
            }
        }
        Ok((status, headers, body.freeze()))
    }
}

/// What a person holds in his hands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// A computer on a desk.
    #[default]
    Desktop,
    /// A portable computer.
    Laptop,
    /// A tablet.
    Tablet,
    /// A telephone.
    Smartphone,
}

impl Device {
    /// The device as features name it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "desktop" => Some(Self::Desktop),
            "laptop" => Some(Self::Laptop),
            "tablet" => Some(Self::Tablet),
            "smartphone" => Some(Self::Smartphone),
            _ => None,
        }
    }

    /// What its browser calls itself. These are frozen or current forms of the browsers' own user-agent strings.
    pub(crate) fn user_agent(self) -> &'static str {
        match self {
            Self::Desktop => {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
            }
            Self::Laptop => "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
            Self::Tablet => {
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
            }
            Self::Smartphone => {
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
            }
        }
    }
}

/// One person's browser in one scenario.
pub struct UserAgent {
    number: u64,
    client: WebClient,
    journal: RealmJournal,
    person: String,
    cookies: CookieStore,
    kept: Option<CookieStore>,
    /// What the person uses.
    pub device: Device,
    /// The language that it asks pages for.
    pub language: String,
    page: Option<Page>,
    beyond_adapters: Option<&'static str>,
    /// What its owner has beside it.
    pocket: Option<Arc<Pocket>>,
    /// Where others are at the product too.
    turns: Option<Turns>,
}

/// Numbers of browsers, so that an adapter can keep one for each of them.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Status, header fields and bytes.
pub(crate) type Answered = (u16, Vec<(String, String)>, Bytes);

/// Why there is no page.
#[derive(Debug)]
pub(crate) struct NoPage {
    pub(crate) how: Silence,
    pub(crate) detail: String,
}

impl UserAgent {
    /// A fresh browser without cookies.
    #[must_use]
    pub fn new(client: WebClient, journal: RealmJournal, person: &str) -> Self {
        Self {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            beyond_adapters: None,
            pocket: None,
            client,
            journal,
            person: person.to_owned(),
            cookies: CookieStore::default(),
            kept: None,
            device: Device::default(),
            language: USUAL_LANGUAGE.to_owned(),
            page: None,
            turns: None,
        }
    }

    /// From now on each request waits for its turn; with none, it does not.
    pub(crate) fn take_turns(&mut self, turns: Option<Turns>) {
        self.turns = turns;
    }

    /// Lets its owner have these things at hand.
    pub fn carry(&mut self, pocket: Arc<Pocket>) {
        self.pocket = Some(pocket);
    }

    /// What its owner has at hand.
    pub(crate) fn pocket(&self) -> Option<&Pocket> {
        self.pocket.as_deref()
    }

    /// The page on which the person stands.
    #[must_use]
    pub fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    /// Puts a copy of the cookies aside, as somebody would who wants to use them after a logout.
    pub fn keep_cookies(&mut self) {
        self.kept = Some(self.cookies.clone());
    }

    /// Takes the copy put aside, where there is one.
    pub fn take_kept_cookies(&mut self) {
        if let Some(kept) = self.kept.take() {
            self.cookies = kept;
            self.went_beyond_adapters("cookies of before a logout were put back into this browser");
        }
    }

    /// Which browser it is: unlike every other one of this process.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Notes that something was done with this browser that the one which an adapter keeps for it knows nothing of.
    pub(crate) fn went_beyond_adapters(&mut self, what: &'static str) {
        self.beyond_adapters = Some(what);
    }

    /// What that was, if anything.
    pub(crate) fn beyond_adapters(&self) -> Option<&'static str> {
        self.beyond_adapters
    }

    /// Forgets the session that somebody else than the product keeps for this browser below `address`. What is kept for a whole host
    /// stays: where both are reached under one name, those are the product's own cookies.
    pub fn forget_session_below(&mut self, address: &Url) {
        let kept: Vec<(String, String, String)> = self
            .cookies
            .matches(address)
            .into_iter()
            .filter(|cookie| cookie.path.as_ref() != "/")
            .filter_map(|cookie| {
                let domain = cookie.domain.as_cow()?.into_owned();
                Some((domain, cookie.path.as_ref().to_owned(), cookie.name().to_owned()))
            })
            .collect();
        for (domain, path, name) in kept {
            self.cookies.remove(&domain, &path, &name);
        }
    }

    pub(crate) fn journal(&self) -> &RealmJournal {
        &self.journal
    }

    pub(crate) async fn open(&mut self, url: Url) -> Result<&Page, NoPage> {
        self.navigate(Method::GET, url, None).await
    }

    pub(crate) async fn post(&mut self, url: Url, form: &[(String, String)]) -> Result<&Page, NoPage> {
        let encoded: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.navigate(Method::POST, url, Some(encoded)).await
    }

    async fn navigate(&mut self, mut method: Method, mut url: Url, mut form: Option<String>) -> Result<&Page, NoPage> {
        let origin = self.page.as_ref().map(|page| page.url.origin().ascii_serialization());
        for _ in 0..=REDIRECTS {
            let (status, headers, body) = self.exchange(&method, &url, form.as_deref(), origin.as_deref()).await?;
            let location = headers.iter().find(|(name, _)| name == "location").map(|(_, value)| value.clone());
            match (status, location) {
                (301 | 302 | 303 | 307 | 308, Some(location)) => {
                    let next = url.join(&location).map_err(|why| NoPage {
                        how: Silence::Unreadable,
                        detail: format!("{url} redirects to `{location}`, which is no address: {why}"),
                    })?;
                    if status < 307 {
                        method = Method::GET;
                        form = None;
                    }
                    url = next;
                }
                _ => return Ok(self.page.insert(Page::new(url, status, headers, body))),
            }
        }
        Err(NoPage {
            how: Silence::Unreadable,
            detail: format!("more than {REDIRECTS} redirects, the last to {url}"),
        })
    }

    async fn exchange(&mut self, method: &Method, url: &Url, form: Option<&str>, origin: Option<&str>) -> Result<Answered, NoPage> {
        if !self.client.may_reach(url) {
            let detail = format!("{url} is neither loopback nor among the profile's contacts; it was not contacted");
            return Err(NoPage {
                how: Silence::NotListening,
                detail,
            });
        }
        let _turn = match &self.turns {
            Some(turns) => turns.for_request(url).await,
            None => None,
        };
        let mut headers = vec![
            ("user-agent".to_owned(), self.device.user_agent().to_owned()),
            ("accept".to_owned(), "text/html,application/xhtml+xml,*/*;q=0.8".to_owned()),
            ("accept-language".to_owned(), self.language.clone()),
        ];
        let cookies: Vec<String> = self
            .cookies
            .get_request_values(url)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            headers.push(("cookie".to_owned(), cookies.join("; ")));
        }
        if form.is_some() {
            headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
            headers.push(("origin".to_owned(), origin.unwrap_or("null").to_owned()));
        }
        let number = self.journal.write(
            "user-agent",
            Event::Request {
                side: Side::Outgoing,
                actor: Some(self.person.clone()),
                method: method.to_string(),
                url: url.to_string(),
                headers: headers.clone(),
                body: Body::of(form.unwrap_or_default().as_bytes()),
            },
        );
        match self.client.send(method, url, &headers, form, None).await {
            Ok((status, headers, body)) => {
                for (_, value) in headers.iter().filter(|(name, _)| name == "set-cookie") {
                    // What a browser would not take (a foreign domain, no name) it does not take either.
                    let _ = self.cookies.parse(value, url);
                }
                let answer = Event::Response {
                    to: number,
                    status,
                    headers: headers.clone(),
                    body: Body::of(&body),
                };
                self.journal.write("user-agent", answer);
                Ok((status, headers, body))
            }
            Err(problem) => {
                let silence = Event::NoAnswer {
                    to: number,
                    how: problem.how,
                    detail: problem.detail.clone(),
                };
                self.journal.write("user-agent", silence);
                Err(NoPage {
                    how: problem.how,
                    detail: format!("{method} {}: {}", without_query(url), problem.detail),
                })
            }
        }
    }
}

fn without_query(url: &Url) -> Url {
    let mut shown = url.clone();
    shown.set_query(None);
    shown
}

/// In which way a request stayed without answer.
fn silence(error: &reqwest::Error) -> NoPage {
    let mut detail = Vec::new();
    let mut cut = false;
    let mut cause = error.source();
    while let Some(found) = cause {
        detail.push(found.to_string());
        if let Some(io) = found.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
            cut |= matches!(io.kind(), ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof);
        }
        cause = found.source();
    }
    let detail = if detail.is_empty() { error.to_string() } else { detail.join(": ") };
    let how = if error.is_timeout() {
        Silence::TimedOut
    } else if detail.contains("certificate") {
        Silence::NotTrusted
    } else if cut || detail.contains("before message completed") || detail.contains("reset") {
        Silence::Reset
    } else if error.is_connect() {
        Silence::NotListening
    } else {
        Silence::Unreadable
    };
    NoPage { how, detail }
}
