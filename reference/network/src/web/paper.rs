//! The paper form for a therapeutic link, as a PDF of one page: PDF 1.4 with the standard fonts, nothing embedded, nothing that runs.

use std::fmt::Write as _;

use super::language::Language;

/// A4, in points.
const WIDTH: u32 = 595;
const HEIGHT: u32 = 842;
const MARGIN: u32 = 56;
/// Letters of a line of text at 11 points; Helvetica is a little less than half as wide as high.
const LINE_LETTERS: usize = 88;
/// Where lines to write on begin, right of what they ask for.
const FIELDS: u32 = MARGIN + 228;

enum Piece {
    Title(&'static str),
    Heading(&'static str),
    Text(&'static str),
    /// Something to be filled in on a line.
    Field(&'static str),
}

const FORM: &[Piece] = &[
    Piece::Title("Form for a therapeutic link"),
    Piece::Text(
        "For a patient without an identity card or without a national or BIS number, whose link cannot be declared on the portal. \
         Fill it in on paper, sign it and send it to the office of the network.",
    ),
    Piece::Heading("The patient"),
    Piece::Field("Name and first name"),
    Piece::Field("Date of birth"),
    Piece::Field("National or BIS number, if there is one"),
    Piece::Field("Address"),
    Piece::Field("Why no card can be read"),
    Piece::Heading("The professional"),
    Piece::Field("Name and first name"),
    Piece::Field("NIHII number"),
    Piece::Field("Telephone or e-mail"),
    Piece::Heading("Declaration"),
    Piece::Text(
        "The patient declares that this professional treats him or her and may read the documents that the network shares, \
         as long as the patient's informed consent and this link are in force. The patient can withdraw the consent or exclude the professional at any time.",
    ),
    Piece::Field("Place and date"),
    Piece::Field("Signature of the patient"),
    Piece::Field("Signature of the professional"),
    Piece::Text(
        "There is no link before the office has processed this form. It then lasts as long as any other therapeutic link: 15 months, \
         unless it is revoked earlier.",
    ),
];

/// The form in that language.
pub(super) fn therapeutic_link_form(language: Language) -> Vec<u8> {
    let title = match FORM.first() {
        Some(Piece::Title(title)) => language.say(title),
        _ => "",
    };
    document(language, title, &drawn(language))
}

fn drawn(language: Language) -> String {
    let mut page = String::new();
    let mut y = HEIGHT - MARGIN;
    let mut write = |font: &str, size: u32, x: u32, y: u32, text: &str| {
        let text = encoded(text);
        writeln!(page, "BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET").expect("a String takes every write");
    };
    let mut rules = String::new();
    for piece in FORM {
        match piece {
            Piece::Title(text) => {
                write("F2", 18, MARGIN, y - 18, language.say(text));
                y -= 40;
            }
            Piece::Heading(text) => {
                y -= 12;
                write("F2", 13, MARGIN, y - 13, language.say(text));
                y -= 26;
            }
            Piece::Text(text) => {
                for line in lines(language.say(text)) {
                    write("F1", 11, MARGIN, y - 11, &line);
                    y -= 16;
                }
                y -= 6;
            }
            Piece::Field(text) => {
                write("F1", 11, MARGIN, y - 18, language.say(text));
                let (from, to, base) = (FIELDS, WIDTH - MARGIN, y - 20);
                writeln!(rules, "{from} {base} m {to} {base} l S").expect("a String takes every write");
                y -= 35;
            }
        }
    }
    format!("{page}0.5 w\n{rules}")
}

fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a last line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= LINE_LETTERS {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A literal string in WinAnsiEncoding, which is Latin-1 for every letter of the three languages (ISO 32000-1, 7.3.4.2 and annex D).
fn encoded(text: &str) -> String {
    let mut bytes = String::new();
    for letter in text.chars() {
        match letter {
            '(' | ')' | '\\' => {
                bytes.push('\\');
                bytes.push(letter);
            }
            ' '..='~' => bytes.push(letter),
            '\u{2019}' => bytes.push_str("\\222"),
            '\u{a0}'..='\u{ff}' => write!(bytes, "\\{:03o}", u32::from(letter)).expect("a String takes every write"),
            _ => bytes.push('?'),
        }
    }
    bytes
}

fn document(language: Language, title: &str, page: &str) -> Vec<u8> {
    let font = |name: &str| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>");
    let objects = [
        format!(
            "<< /Type /Catalog /Pages 2 0 R /Lang ({}) /ViewerPreferences << /DisplayDocTitle true >> >>",
            language.code()
        ),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
        ),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        font("Helvetica"),
        font("Helvetica-Bold"),
        format!("<< /Title ({}) >>", encoded(title)),
    ];
    // The second line tells programs that copy files that this is no plain text.
    let mut bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (before, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", before + 1).bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    bytes
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use super::*;

    #[test]
    fn the_table_of_a_form_finds_every_object() {
        for language in Language::ALL {
            let bytes = therapeutic_link_form(language);
            assert!(bytes.starts_with(b"%PDF-1.4") && bytes.ends_with(b"%%EOF\n"));
            let end = String::from_utf8_lossy(&bytes[bytes.len() - 64..]).into_owned();
            let table: usize = end.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
            let table = std::str::from_utf8(&bytes[table..]).unwrap();
            assert!(table.starts_with("xref\n0 8\n"));
            for (number, entry) in table.lines().skip(3).take(7).enumerate() {
                let place: usize = entry[..10].parse().unwrap();
                assert!(bytes[place..].starts_with(format!("{} 0 obj\n", number + 1).as_bytes()), "{entry}");
            }
        }
    }

    #[test]
    fn everything_fits_on_the_page_and_can_be_written_in_its_letters() {
        for language in Language::ALL {
            let page = drawn(language);
            assert!(!page.contains("(?") && !page.contains('\u{fffd}'));
            let lowest = page.lines().filter_map(|line| line.split(' ').nth(5)?.parse::<u32>().ok()).min();
            assert!(lowest.unwrap() > MARGIN, "{lowest:?}");
            assert!(page.is_ascii());
        }
    }

    #[test]
    fn signs_with_a_meaning_of_their_own_are_written_out() {
        assert_eq!(encoded("a(b)\\ é\u{2019}€"), "a\\(b\\)\\\\ \\351\\222?");
        assert!(lines(&"word ".repeat(60)).iter().all(|line| line.len() <= LINE_LETTERS));
    }
}
