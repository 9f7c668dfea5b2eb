//! A browser without scripts: cookies, redirects, links and forms.

use std::collections::BTreeMap;

use reqwest::{Client, Method, header};

const MOST_REDIRECTS: usize = 10;

#[derive(Clone)]
pub(crate) struct Browser {
    base: String,
    client: Client,
    pub(crate) cookies: BTreeMap<String, String>,
}

pub(crate) struct Page {
    pub(crate) status: u16,
    /// Where the last redirect led, without the host.
    pub(crate) path: String,
    pub(crate) headers: header::HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    pub(crate) fn new(base: &str, client: Client) -> Self {
        Self {
            base: base.to_owned(),
            client,
            cookies: BTreeMap::new(),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.travel(Method::GET, format!("{}{path}", self.base), None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &str) -> Page {
        self.travel(Method::POST, format!("{}{path}", self.base), Some(body.to_owned()))
            .await
    }

    /// One request, no redirect followed.
    pub(crate) async fn step(&mut self, method: Method, address: &str, body: Option<String>) -> Page {
        let mut request = self.client.request(method, address);
        if address.starts_with(&self.base) {
            let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(body) = body {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        }
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("; Secure; HttpOnly; SameSite=Lax"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Page {
            status: answer.status().as_u16(),
            path: address.strip_prefix(&self.base).unwrap_or(address).to_owned(),
            headers: answer.headers().clone(),
            body: String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned(),
        }
    }

    /// Gets a page and submits the form of that test id whose tag has this attribute.
    pub(crate) async fn submit_of(&mut self, path: &str, form: &str, attribute: &str) -> Page {
        let page = self.get(path).await;
        let tags = page.tags(form);
        let tag = tags.iter().find(|tag| tag.contains(attribute));
        let tag = tag.unwrap_or_else(|| panic!("no form {form} with {attribute} on {path}: {}", page.body));
        let (action, values) = page.form_of(tag).unwrap();
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish();
        self.post(&action, &body).await
    }

    async fn travel(&mut self, mut method: Method, mut address: String, mut body: Option<String>) -> Page {
        for _ in 0..MOST_REDIRECTS {
            let page = self.step(method, &address, body.take()).await;
            let Some(location) = page.headers.get(header::LOCATION).filter(|_| page.status / 100 == 3) else {
                return page;
            };
            let location = location.to_str().unwrap();
            address = if location.starts_with('/') {
                format!("{}{location}", self.base)
            } else {
                location.to_owned()
            };
            method = Method::GET;
        }
        panic!("too many redirects, last to {address}");
    }

    /// Gets a page and submits its form of that test id, hidden fields included.
    pub(crate) async fn submit(&mut self, path: &str, form: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(path).await;
        let (action, mut values) = page
            .form(form)
            .unwrap_or_else(|| panic!("no form {form} on {path}: {} {}", page.status, page.body));
        values.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish();
        self.post(&action, &body).await
    }
}

impl Page {
    /// The reason of a refusal, or the status.
    pub(crate) fn ending(&self) -> String {
        self.reason().unwrap_or_else(|| self.status.to_string())
    }

    /// The name of the page.
    pub(crate) fn name(&self) -> Option<String> {
        let tag = self.body.split("<body ").nth(1)?.split('>').next()?;
        attribute(tag, "data-page")
    }

    /// The code, if this is a refusal.
    pub(crate) fn reason(&self) -> Option<String> {
        self.tag("refusal").and_then(|tag| attribute(&tag, "data-reason"))
    }

    /// The first element with this test id, as the text of its tag.
    pub(crate) fn tag(&self, testid: &str) -> Option<String> {
        self.tags(testid).into_iter().next()
    }

    pub(crate) fn tags(&self, testid: &str) -> Vec<String> {
        let mark = format!("data-testid=\"{testid}\"");
        self.body
            .split('<')
            .filter_map(|piece| piece.split('>').next())
            .filter(|tag| tag.contains(&mark))
            .map(str::to_owned)
            .collect()
    }

    /// An attribute of the first element with this test id.
    pub(crate) fn value(&self, testid: &str, name: &str) -> Option<String> {
        attribute(&self.tag(testid)?, name)
    }

    pub(crate) fn values(&self, testid: &str, name: &str) -> Vec<String> {
        self.tags(testid).iter().filter_map(|tag| attribute(tag, name)).collect()
    }

    pub(crate) fn form(&self, testid: &str) -> Option<(String, Vec<(String, String)>)> {
        let tags = self.tags(testid);
        self.form_of(tags.iter().find(|tag| tag.starts_with("form "))?)
    }

    fn form_of(&self, tag: &str) -> Option<(String, Vec<(String, String)>)> {
        let inside = self.body.split(tag).nth(1)?.split("</form>").next()?;
        let hidden = inside
            .split("<input ")
            .skip(1)
            .filter_map(|input| input.split('>').next())
            .filter(|input| input.contains("type=\"hidden\""));
        let values = hidden
            .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)))
            .collect();
        Some((attribute(tag, "action")?, values))
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split(&format!("{name}=\"")).nth(1)?.split('"').next().map(str::to_owned)
}
