//! Characters that deceive an eye or a terminal, written out: controls, directions, invisible spaces, what XML forbids.

use std::borrow::Cow;

/// `text` with every such character as `⟨U+202E⟩`. Line ends and tabs stay.
pub(crate) fn made_visible(text: &str) -> Cow<'_, str> {
    if !text.contains(deceives) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 64);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\r' && characters.peek() == Some(&'\n') {
            continue;
        }
        if deceives(character) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Made visible and on one line.
pub(crate) fn one_line(text: &str) -> String {
    made_visible(text).replace(['\n', '\t'], " ")
}

/// The first `most` characters, and whether there were more.
pub(crate) fn first_characters(text: &str, most: usize) -> (&str, bool) {
    match text.char_indices().nth(most) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}

/// The first characters with an ellipsis where there were more.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match first_characters(text, most) {
        (start, true) => format!("{start}…"),
        (whole, false) => whole.to_owned(),
    }
}

fn deceives(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_deceives_is_written_out_and_the_rest_stays() {
        for (text, shown) in [
            ("plain – é 日本", "plain – é 日本"),
            ("a\nb\tc", "a\nb\tc"),
            ("a\r\nb", "a\nb"),
            ("a\rb", "a⟨U+000D⟩b"),
            ("\u{1b}[31mred", "⟨U+001B⟩[31mred"),
            ("abc\u{202e}fdp.exe", "abc⟨U+202E⟩fdp.exe"),
            ("a\u{200b}b\u{feff}\u{ffff}\0", "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+FFFF⟩⟨U+0000⟩"),
        ] {
            assert_eq!(made_visible(text), shown);
        }
    }

    #[test]
    fn characters_are_never_cut_in_half() {
        assert_eq!(shortened("éàü", 2), "éà…");
        assert_eq!(shortened("éà", 2), "éà");
    }
}
