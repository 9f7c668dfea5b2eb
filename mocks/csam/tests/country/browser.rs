//! A browser that shows nothing: it keeps cookies as told, fills in forms as they stand, and follows only when asked.

use std::collections::BTreeMap;

use etalon_wire::encode_form;
use reqwest::{Certificate, Client, Url, header, redirect::Policy};
use scraper::{Html, Selector};

#[derive(Clone)]
pub(crate) struct Browser {
    client: Client,
    /// Name, then path and value.
    pub cookies: BTreeMap<String, (String, String)>,
    pub language: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub url: Url,
    pub status: u16,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Browser {
    pub(crate) fn new(root_pem: &str) -> Self {
        let roots = Certificate::from_pem_bundle(root_pem.as_bytes()).unwrap();
        let client = Client::builder()
            .tls_certs_only(roots)
            .no_proxy()
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self::by(client)
    }

    /// One that asks by way of `client`.
    pub(crate) fn by(client: Client) -> Self {
        Self {
            client,
            cookies: BTreeMap::new(),
            language: None,
        }
    }

    pub(crate) async fn get(&mut self, url: &str) -> Page {
        let request = self.client.get(url);
        self.send(request, url).await
    }

    pub(crate) async fn get_with(&mut self, url: &str, name: &str, value: &str) -> Page {
        let request = self.client.get(url).header(name, value);
        self.send(request, url).await
    }

    pub(crate) async fn post(&mut self, url: &str, form: &str) -> Page {
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.to_owned());
        self.send(request, url).await
    }

    pub(crate) async fn post_with(&mut self, url: &str, form: &str, headers: &[(&str, &str)]) -> Page {
        let request = self.client.post(url).body(form.to_owned());
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.send(request, url).await
    }

    pub(crate) async fn follow(&mut self, page: &Page) -> Page {
        let to = page.location().unwrap_or_else(|| panic!("nowhere to go from {page:?}"));
        self.get(&to).await
    }

    /// Sends a form with its hidden fields and what was chosen.
    pub(crate) async fn submit(&mut self, page: &Page, form: &str, chosen: &[(&str, &str)]) -> Page {
        let (action, hidden) = page.form(form);
        let fields = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(chosen.iter().copied());
        self.post(&action, &encode_form(fields)).await
    }

    async fn send(&mut self, mut request: reqwest::RequestBuilder, url: &str) -> Page {
        let url: Url = url.parse().unwrap();
        let own = self.cookies.iter().filter(|(_, (path, _))| url.path().starts_with(path.as_str()));
        let cookies: Vec<_> = own.map(|(name, (_, value))| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(language) = &self.language {
            request = request.header(header::ACCEPT_LANGUAGE, language);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                let path = line.split(';').find_map(|part| part.trim().strip_prefix("Path=")).unwrap_or("/");
                self.cookies.insert(name.to_owned(), (path.to_owned(), value.to_owned()));
            }
        }
        Page {
            url,
            status,
            headers,
            body: response.text().await.unwrap(),
        }
    }
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> Option<String> {
        self.header("location").map(str::to_owned)
    }

    pub(crate) fn location_field(&self, name: &str) -> Option<String> {
        let url: Url = self.location()?.parse().ok()?;
        url.query_pairs()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|problem| panic!("{problem}: {self:?}"))
    }

    /// The values of an attribute of everything that `selector` finds.
    pub(crate) fn attributes(&self, selector: &str, attribute: &str) -> Vec<String> {
        let (document, selector) = (Html::parse_document(&self.body), Selector::parse(selector).unwrap());
        let of = |one: scraper::ElementRef<'_>| one.value().attr(attribute).unwrap_or_default().to_owned();
        document.select(&selector).map(of).collect()
    }

    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let (document, selector) = (Html::parse_document(&self.body), Selector::parse(selector).unwrap());
        document
            .select(&selector)
            .map(|one| one.text().collect::<String>().trim().to_owned())
            .collect()
    }

    pub(crate) fn form(&self, test_id: &str) -> (String, Vec<(String, String)>) {
        let form = format!("form[data-testid={test_id}]");
        let action = self
            .attributes(&form, "action")
            .pop()
            .unwrap_or_else(|| panic!("no form {test_id} in {self:?}"));
        let hidden = format!("{form} input[type=hidden]");
        let fields = self
            .attributes(&hidden, "name")
            .into_iter()
            .zip(self.attributes(&hidden, "value"))
            .collect();
        (self.url.join(&action).unwrap().to_string(), fields)
    }
}
