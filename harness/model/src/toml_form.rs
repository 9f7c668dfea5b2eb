//! Reading a TOML file of ours so that everything wrong with its form is said at once, each with its place. What its contents mean is
//! checked by whoever reads it, with the places that are kept here.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue, Error, ValueDeserializer},
};

use crate::{Problem, Problems, slip::nearest};

/// The largest file read, in bytes: what people write by hand is far smaller.
const LARGEST: usize = 1 << 20;
/// The most problems that are said of the form of one file.
const MOST_PROBLEMS: usize = 100;

/// A TOML file with the places of what stands in it.
pub(crate) struct TomlForm<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    root: Spanned<DeValue<'a>>,
    pub(crate) problems: Vec<Problem>,
}

impl<'a> TomlForm<'a> {
    /// Parses `text`. What is no TOML is said in full, and nothing else then.
    pub(crate) fn parse(file: &'a str, text: &'a str) -> Result<Self, Problems> {
        if text.len() > LARGEST {
            let what = format!("the file has {} bytes", text.len());
            let remedy = format!("no more than {LARGEST} are read");
            return Err(Problems(vec![Problem::at(file, text, 0..0, what, remedy)]));
        }
        let (root, wrong) = DeTable::parse_recoverable(text);
        if !wrong.is_empty() {
            let problem = |why: &Error| {
                let remedy = "write it as TOML wants it: https://toml.io";
                Problem::at(file, text, why.span().unwrap_or(0..0), sentence(why.message()), remedy)
            };
            let mut problems: Vec<Problem> = wrong.iter().take(MOST_PROBLEMS).map(problem).collect();
            problems.sort_by_key(|problem| (problem.line, problem.column));
            return Err(Problems(problems));
        }
        let span = root.span();
        let root = Spanned::new(span, DeValue::Table(root.into_inner()));
        Ok(Self {
            file,
            text,
            root,
            problems: Vec::new(),
        })
    }

    /// What the file says. Where a part is not of the form, that is a problem, and the part is read as `stand_in` has it (only at the top)
    /// or left away; so that the other parts can be looked at all the same.
    pub(crate) fn read<T: DeserializeOwned>(&mut self, stand_in: &'static str) -> Option<T> {
        let mut root = self.root.clone();
        let mut taken: Vec<(Range<usize>, String)> = Vec::new();
        for _ in 0..MOST_PROBLEMS {
            let why = match T::deserialize(ValueDeserializer::from(root.clone())) {
                Ok(read) => return Some(read),
                Err(why) => why,
            };
            let span = why.span().unwrap_or(0..0);
            match missing_field(&why) {
                Some(name) if span == root.span() => {
                    if !taken.iter().any(|(parent, gone)| *parent == span && gone == name) {
                        let remedy = format!("add a line `{name} = …`, or a table [{name}]");
                        self.say(0..0, format!("`{name}` is missing"), remedy);
                    }
                    stand_for(&mut root, name, stand_in)?;
                    continue;
                }
                Some(name) if taken.iter().any(|(parent, gone)| *parent == span && gone == name) => {}
                _ => {
                    let (what, remedy) = told(why.message());
                    let table = match table_around(&root, &span) {
                        Some(table) => format!("[{table}]: "),
                        None => String::new(),
                    };
                    self.say(span.clone(), table + &what, remedy);
                }
            }
            taken.push(take_away(&mut root, &span)?);
        }
        None
    }

    /// Where the value at `path` stands; array items go by their number. Where the last steps are not there, the place of what is.
    pub(crate) fn place(&self, path: &[&str]) -> Range<usize> {
        let (mut value, mut place) = (&self.root, 0..0);
        for step in path {
            let next = match value.get_ref() {
                DeValue::Table(table) => table.iter().find(|(key, _)| key.get_ref() == step).map(|(_, value)| value),
                DeValue::Array(array) => step.parse::<usize>().ok().and_then(|at| array.get(at)),
                _ => None,
            };
            let Some(found) = next else { break };
            (value, place) = (found, found.span());
        }
        place
    }

    /// Where the name at `path` stands.
    pub(crate) fn place_of_name(&self, path: &[&str]) -> Range<usize> {
        let Some((name, parents)) = path.split_last() else { return 0..0 };
        let mut value = &self.root;
        for step in parents {
            let next = value
                .get_ref()
                .as_table()
                .and_then(|table| table.iter().find(|(key, _)| key.get_ref() == step).map(|(_, value)| value));
            match next {
                Some(found) => value = found,
                None => return self.place(path),
            }
        }
        let key = value
            .get_ref()
            .as_table()
            .and_then(|table| table.keys().find(|key| key.get_ref() == name));
        key.map_or_else(|| self.place(path), Spanned::span)
    }

    pub(crate) fn say(&mut self, at: Range<usize>, what: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::at(self.file, self.text, at, what, remedy));
    }

    /// Whether all is well; else everything that is not, in the order of the file.
    pub(crate) fn end(self) -> Result<(), Problems> {
        let mut problems = self.problems;
        if problems.is_empty() {
            return Ok(());
        }
        // Those of another file, such as a template, stand behind.
        problems.sort_by_key(|problem| (problem.file != self.file, problem.file.clone(), problem.line, problem.column));
        Err(Problems(problems))
    }
}

fn missing_field(why: &Error) -> Option<&str> {
    why.message().strip_prefix("missing field `")?.strip_suffix('`')
}

/// Puts in the value that `stand_in` has for the missing `name`.
fn stand_for(root: &mut Spanned<DeValue<'_>>, name: &str, stand_in: &'static str) -> Option<()> {
    let value = DeTable::parse(stand_in).ok()?.into_inner();
    let (key, value) = value.into_iter().find(|(key, _)| key.get_ref() == name)?;
    match root.get_mut() {
        DeValue::Table(table) => table.insert(key, value),
        _ => return None,
    };
    Some(())
}

/// The name of the table in which `span` stands; none at the top, and none in lists of tables, whose numbers nobody counts.
fn table_around(root: &Spanned<DeValue<'_>>, span: &Range<usize>) -> Option<String> {
    let mut path = path_to(root, span)?;
    path.pop();
    (!path.is_empty()).then(|| path.join("."))
}

/// The names that lead to the smallest part that holds `span`, as far as they lead through tables.
fn path_to(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> Option<Vec<String>> {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    let table = value.get_ref().as_table()?;
    let inner = |(key, inner): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let name = AsRef::<str>::as_ref(key.get_ref()).to_owned();
        match path_to(inner, span) {
            Some(rest) => Some([vec![name], rest].concat()),
            None => (holds(key.span()) || holds(inner.span())).then(|| vec![name]),
        }
    };
    let paths = table.iter().filter_map(inner);
    paths.max_by_key(Vec::len)
}

/// Takes away the smallest part that holds `span`; gives the place of what held it, with its name.
fn take_away(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> Option<(Range<usize>, String)> {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    let own = value.span();
    match value.get_mut() {
        DeValue::Table(table) => {
            // A table under a heading does not span what stands below it, so every part is looked into.
            let inner = table.iter_mut().find_map(|(_, inner)| take_away(inner, span));
            if inner.is_some() {
                return inner;
            }
            let found = table.iter().find(|(key, value)| holds(key.span()) || holds(value.span()));
            let name = found.map(|(key, _)| key.clone())?;
            table.remove(&name);
            Some((own, name.into_inner().into_owned()))
        }
        DeValue::Array(array) => {
            let inner = array.iter_mut().find_map(|inner| take_away(inner, span));
            if inner.is_some() {
                return inner;
            }
            let at = array.iter().position(|item| holds(item.span()))?;
            let mut rest = DeArray::new();
            let others = array.iter().enumerate().filter(|(other, _)| *other != at);
            others.for_each(|(_, item)| rest.push(item.clone()));
            *array = rest;
            Some((own, at.to_string()))
        }
        _ => None,
    }
}

/// What serde says, in the words of this project: what is wrong, and the remedy.
fn told(message: &str) -> (String, String) {
    let unknown = |rest: &str, what: &str| {
        let (name, expected) = rest.split_once("`, ")?;
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let remedy = match (nearest(name, &known), known.as_slice()) {
            (_, []) => "take it away".to_owned(),
            (Some(near), _) => format!("`{near}` is meant? It is one of {}", known.join(", ")),
            (None, known) => format!("it is one of {}", known.join(", ")),
        };
        Some((format!("`{name}` is {what}"), remedy))
    };
    let reworded = if let Some(rest) = message.strip_prefix("unknown field `") {
        unknown(rest, "no field that the form knows here")
    } else if let Some(rest) = message.strip_prefix("unknown variant `") {
        unknown(rest, "not known here")
    } else if let Some(rest) = message.strip_prefix("missing field `") {
        let name = rest.trim_end_matches('`');
        Some((format!("`{name}` is missing here"), format!("add `{name} = …`")))
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        let said = rest.split_once(", expected ");
        said.map(|(found, wanted)| (format!("{found} cannot stand here"), format!("write {wanted}")))
    } else {
        None
    };
    reworded.unwrap_or_else(|| (sentence(message), "docs/profiles.md has the form".to_owned()))
}

fn sentence(message: &str) -> String {
    message.trim_end().replace('\n', ", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        name: String,
        size: u32,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        weight: u32,
        shape: String,
    }

    fn said(text: &str) -> Vec<(usize, String)> {
        let mut form = TomlForm::parse("f.toml", text).unwrap();
        let _ = form.read::<Form>("name = \"\"\nsize = 0");
        let problems = form.end().err().map(|problems| problems.0).unwrap_or_default();
        problems.into_iter().map(|problem| (problem.line, problem.what)).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_said_once_and_in_order() {
        let text = "nmae = \"a\"\nsize = \"big\"\n[[parts]]\nweight = \"x\"\nshape = 3\n[[parts]]\ncolour = \"red\"\nshape = \"round\"\n";
        let said = said(text);
        let lines: Vec<usize> = said.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 1, 2, 4, 5, 6, 7], "{said:?}");
        assert!(
            said.iter().any(|(line, what)| *line == 1 && what == "`name` is missing"),
            "{said:?}"
        );
        assert!(
            said.iter().any(|(line, what)| *line == 6 && what == "`weight` is missing here"),
            "{said:?}"
        );
    }

    #[test]
    fn what_is_no_toml_is_said_in_full() {
        let problems = TomlForm::parse("f.toml", "name = \nsize = 3\nparts = [").err().unwrap().0;
        assert!(problems.len() >= 2, "{problems:?}");
        assert_eq!(problems[0].line, 1);
    }

    #[test]
    fn places_are_those_of_values_and_of_names() {
        let text = "name = \"a\"\n[[parts]]\nshape = \"round\"\n";
        let form = TomlForm::parse("f.toml", text).unwrap();
        assert_eq!(&text[form.place(&["parts", "0", "shape"])], "\"round\"");
        assert_eq!(&text[form.place_of_name(&["name"])], "name");
        assert_eq!(&text[form.place(&["name", "further"])], "\"a\"");
        assert_eq!(form.place(&["nowhere"]), 0..0);
    }
}
