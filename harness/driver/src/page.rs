//! A page and the finding of things on it, the way a person finds them: one element, or it is not what was expected.

use bytes::Bytes;
use scraper::{ElementRef, Html, Selector};
use url::Url;

/// What a user agent shows.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it came from, after redirects.
    pub url: Url,
    /// The HTTP status.
    pub status: u16,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// The bytes.
    pub body: Bytes,
}

/// Something on a page is not what the profile says.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{what} (on {page})")]
pub struct PageProblem {
    /// What was looked for and what was there.
    pub what: String,
    /// The page's address, without its query.
    pub page: String,
}

/// A form, ready to be sent.
pub(crate) struct FilledForm {
    pub(crate) action: Url,
    pub(crate) post: bool,
    pub(crate) fields: Vec<(String, String)>,
}

impl Page {
    pub(crate) fn new(url: Url, status: u16, headers: Vec<(String, String)>, body: Bytes) -> Self {
        Self {
            url,
            status,
            headers,
            body,
        }
    }

    /// The page's address without its query, for messages.
    #[must_use]
    pub fn address(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        format!("{url} (status {})", self.status)
    }

    fn is_html(&self) -> bool {
        self.headers
            .iter()
            .any(|(name, value)| name == "content-type" && value.starts_with("text/html"))
    }

    fn document(&self) -> Html {
        Html::parse_document(if self.is_html() {
            std::str::from_utf8(&self.body).unwrap_or_default()
        } else {
            ""
        })
    }

    fn problem(&self, what: String) -> PageProblem {
        PageProblem {
            what,
            page: self.address(),
        }
    }

    fn selector(&self, text: &str) -> Result<Selector, PageProblem> {
        Selector::parse(text).map_err(|why| self.problem(format!("the profile's selector `{text}` is no CSS selector: {why}")))
    }

    /// Whether anything fits `selector`.
    ///
    /// # Errors
    /// A selector that is none.
    pub fn has(&self, selector: &str) -> Result<bool, PageProblem> {
        let wanted = self.selector(selector)?;
        Ok(self.document().select(&wanted).next().is_some())
    }

    /// Attribute (or text, where none is named) of every element that fits.
    ///
    /// # Errors
    /// A selector that is none, or an element without that attribute.
    pub fn all(&self, selector: &str, attribute: Option<&str>) -> Result<Vec<String>, PageProblem> {
        let wanted = self.selector(selector)?;
        let document = self.document();
        document
            .select(&wanted)
            .map(|element| match attribute {
                None => Ok(text_of(element)),
                Some(name) => element
                    .value()
                    .attr(name)
                    .map(str::to_owned)
                    .ok_or_else(|| self.problem(format!("an element `{selector}` has no attribute `{name}`"))),
            })
            .collect()
    }

    /// Where the one link that fits leads; none where there is no such link.
    ///
    /// # Errors
    /// Several links that lead to different places, or one that leads nowhere.
    pub(crate) fn link(&self, selector: &str) -> Result<Option<Url>, PageProblem> {
        let mut targets = self.all(selector, Some("href"))?;
        targets.dedup();
        match targets.as_slice() {
            [] => Ok(None),
            [one] => {
                let url = self
                    .url
                    .join(one)
                    .map_err(|why| self.problem(format!("the link `{selector}` leads to `{one}`: {why}")))?;
                Ok(Some(url))
            }
            several => Err(self.problem(format!("{} links fit `{selector}`; one was expected", several.len()))),
        }
    }

    /// The one form that fits, with its own values, and `wanted` filled in by field name or label.
    ///
    /// # Errors
    /// No or several forms, or a field that the form does not have.
    pub(crate) fn fill(
        &self,
        selector: &str,
        wanted: &[(String, String)],
        button: Option<(&str, &str)>,
    ) -> Result<FilledForm, PageProblem> {
        let form_selector = self.selector(selector)?;
        let document = self.document();
        let forms: Vec<_> = document.select(&form_selector).collect();
        let [form] = forms.as_slice() else {
            return Err(self.problem(format!("{} forms fit `{selector}`; one was expected", forms.len())));
        };
        let mut fields = own_fields(*form);
        for (key, value) in wanted {
            let name = field_named(&document, *form, key)
                .ok_or_else(|| self.problem(format!("the form `{selector}` has no field named or labelled `{key}`")))?;
            let value = chosen(*form, &name, value);
            fields.retain(|(present, _)| *present != name);
            fields.push((name, value));
        }
        if let Some((name, value)) = button {
            fields.push((name.to_owned(), value.to_owned()));
        }
        let action = form.value().attr("action").unwrap_or_default();
        let mut url = self
            .url
            .join(action)
            .map_err(|why| self.problem(format!("the form `{selector}` goes to `{action}`: {why}")))?;
        let post = form
            .value()
            .attr("method")
            .is_some_and(|method| method.eq_ignore_ascii_case("post"));
        if !post {
            url.query_pairs_mut().clear().extend_pairs(&fields);
        }
        Ok(FilledForm { action: url, post, fields })
    }

    /// The text of the first element that fits, white space folded.
    #[must_use]
    pub fn text(&self, selector: &str) -> String {
        let Ok(wanted) = self.selector(selector) else {
            return String::new();
        };
        self.document().select(&wanted).next().map(text_of).unwrap_or_default()
    }
}

fn text_of(element: ElementRef<'_>) -> String {
    folded(&element.text().collect::<String>())
}

/// White space as it is shown: one blank between words.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a label says. What stands in the field itself is no word of it, where the label goes around the field.
fn words_of_label(label: ElementRef<'_>) -> String {
    let words = label.descendants().filter(|node| {
        let mut around = node.ancestors().filter_map(ElementRef::wrap).take_while(|above| *above != label);
        !around.any(|above| ["select", "textarea", "button"].contains(&above.value().name()))
    });
    let text: String = words
        .filter_map(|node| node.value().as_text().map(|text| text.to_string()))
        .collect();
    folded(&text)
}

/// Whether `text` is a CSS selector that pages can be searched by.
///
/// # Errors
/// What is wrong with it.
pub fn check_selector(text: &str) -> Result<(), String> {
    Selector::parse(text).map(|_| ()).map_err(|why| why.to_string())
}

/// What the form would send if nothing were changed: hidden fields, prefilled values, checked boxes.
fn own_fields(form: ElementRef<'_>) -> Vec<(String, String)> {
    let inputs = Selector::parse("input[name], select[name], textarea[name]").expect("a constant selector");
    let chosen = Selector::parse("option[selected]").expect("a constant selector");
    let options = Selector::parse("option").expect("a constant selector");
    form.select(&inputs)
        .filter_map(|input| {
            let element = input.value();
            let name = element.attr("name")?.to_owned();
            let value = match (element.name(), element.attr("type").unwrap_or("text")) {
                ("input", "submit" | "button" | "reset" | "image" | "file") => return None,
                ("input", "checkbox" | "radio") => {
                    element.attr("checked")?;
                    element.attr("value").unwrap_or("on").to_owned()
                }
                ("select", _) => {
                    let option = input.select(&chosen).next().or_else(|| input.select(&options).next())?;
                    option.value().attr("value").map_or_else(|| text_of(option), str::to_owned)
                }
                ("textarea", _) => input.text().collect(),
                _ => element.attr("value").unwrap_or_default().to_owned(),
            };
            Some((name, value))
        })
        .collect()
}

/// The name of the field that `key` means: its own name, or that of the field whose label says so.
fn field_named(document: &Html, form: ElementRef<'_>, key: &str) -> Option<String> {
    let fields = Selector::parse("input[name], select[name], textarea[name]").expect("a constant selector");
    let labels = Selector::parse("label").expect("a constant selector");
    if form.select(&fields).any(|field| field.value().attr("name") == Some(key)) {
        return Some(key.to_owned());
    }
    let label = form.select(&labels).find(|label| words_of_label(*label) == key)?;
    let field = match label.value().attr("for") {
        Some(id) => document.select(&fields).find(|field| field.value().attr("id") == Some(id)),
        None => label.select(&fields).next(),
    }?;
    field.value().attr("name").map(str::to_owned)
}

/// What the field sends for `wanted`: where it is a choice, the value of the option that has that value or else says so. What
/// no option offers is sent as it is, and what the product says to that is its answer.
fn chosen(form: ElementRef<'_>, name: &str, wanted: &str) -> String {
    let choices = Selector::parse("select[name]").expect("a constant selector");
    let offered = Selector::parse("option").expect("a constant selector");
    let options: Vec<(String, String)> = form
        .select(&choices)
        .filter(|choice| choice.value().attr("name") == Some(name))
        .flat_map(|choice| choice.select(&offered).collect::<Vec<_>>())
        .map(|option| {
            (
                option.value().attr("value").map_or_else(|| text_of(option), str::to_owned),
                text_of(option),
            )
        })
        .collect();
    let by_value = options.iter().find(|(value, _)| value == wanted);
    let by_text = || options.iter().find(|(_, text)| text == wanted);
    by_value.or_else(by_text).map_or(wanted, |(value, _)| value).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(html: &str) -> Page {
        let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
        Page::new(
            Url::parse("https://127.0.0.1:1/a/b?secret=1").unwrap(),
            200,
            headers,
            Bytes::copy_from_slice(html.as_bytes()),
        )
    }

    #[test]
    fn a_form_carries_its_hidden_fields_and_takes_values_by_name_or_label() {
        let page = page(
            r#"<form id=f method=post action="/go"><input type=hidden name=csrf value=x><label for=i>National number</label><input id=i name=insz>
               <label>End <input name=until value=never></label><input type=checkbox name=c><button name=b value=1>Go</button></form>"#,
        );
        let wanted = [("National number".to_owned(), "85".to_owned())];
        let form = page.fill("#f", &wanted, None).unwrap();
        assert_eq!(form.action.as_str(), "https://127.0.0.1:1/go");
        assert!(form.post);
        let fields: Vec<_> = form.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(fields, ["csrf=x", "until=never", "insz=85"]);
    }

    #[test]
    fn a_choice_is_taken_by_its_value_or_else_by_its_words() {
        let page = page(
            r#"<form id=f method=post><label for=p>Professional</label><select id=p name=professional><option value="">—<option value=17>Dr Peeters
               <option value=18 selected>Dr Claes</select><label>Access <select name=access><option>immediate<option>never</select></label></form>"#,
        );
        let sent = |wanted: &[(&str, &str)]| {
            let wanted: Vec<_> = wanted.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            let form = page.fill("#f", &wanted, None).unwrap();
            let mut fields: Vec<_> = form.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
            fields.sort();
            fields.join(" ")
        };
        assert_eq!(sent(&[]), "access=immediate professional=18");
        assert_eq!(sent(&[("Professional", "Dr Peeters")]), "access=immediate professional=17");
        assert_eq!(sent(&[("professional", "17"), ("Access", "never")]), "access=never professional=17");
        assert_eq!(sent(&[("access", "after-7-days")]), "access=after-7-days professional=18");
    }

    #[test]
    fn none_or_several_found_is_a_problem_that_names_the_page() {
        let page = page("<form class=x></form><form class=x></form><a href=/1>1</a><a href=/2>2</a>");
        let none = page.fill("form.y", &[], None).err().unwrap();
        assert_eq!(
            none.to_string(),
            "0 forms fit `form.y`; one was expected (on https://127.0.0.1:1/a/b (status 200))"
        );
        assert!(page.fill("form.x", &[], None).is_err());
        assert!(page.link("a").is_err());
        assert_eq!(page.link("b").unwrap(), None);
        assert!(page.has("###").is_err());
    }

    #[test]
    fn a_label_that_is_not_there_is_a_problem() {
        let page = page("<form><input name=a></form>");
        assert!(page.fill("form", &[("Nobody".to_owned(), String::new())], None).is_err());
    }
}
