//! A PDF of one page with one line of text, uncompressed (ISO 32000-1, 7.5): what it says can be read in its bytes.

/// A page that says `line`.
pub(crate) fn page(line: &str) -> Vec<u8> {
    let text = format!("BT /F1 12 Tf 56 770 Td ({}) Tj ET\n", escaped(line));
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}endstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    // The comment of high bytes tells programs that carry files that this one is no text.
    let mut pdf = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    // Entry 0 heads the list of free objects; every entry is 20 bytes long.
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let start = pdf.len();
    let trailer = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    pdf.extend(table.bytes().chain(trailer.bytes()));
    pdf
}

/// Letters outside of ASCII would need an encoding of their own; nothing here uses any.
fn escaped(line: &str) -> String {
    let signs = line.chars().map(|sign| match sign {
        '(' | ')' | '\\' => format!("\\{sign}"),
        ' '..='~' => sign.to_string(),
        _ => "?".to_owned(),
    });
    signs.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_entry_of_the_table_points_at_its_object_and_the_end_at_the_table() {
        let pdf = page("a line (with brackets) é");
        let text = String::from_utf8_lossy(&pdf).into_owned();
        assert!(text.contains(r"(a line \(with brackets\) ?) Tj"));
        let at = |offset: usize| String::from_utf8_lossy(&pdf[offset..]).into_owned();
        let start: usize = text.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
        let table = at(start);
        assert!(table.starts_with("xref\n0 6\n"));
        for (number, entry) in table.lines().skip(3).take(5).enumerate() {
            let offset: usize = entry[..10].parse().unwrap();
            assert!(at(offset).starts_with(&format!("{} 0 obj\n", number + 1)), "{entry}");
        }
        let stream = text.split("stream\n").nth(1).unwrap();
        let length: usize = text.split("/Length ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!(stream[length - 1..].starts_with("\nend"));
    }
}
