//! What documents and attachments contain: believable, synthetic, and with a marker that occurs nowhere else.

use etalon_people::Chance;

use crate::Document;

/// Characters of a marker. Twenty out of 62 do not occur by accident.
pub const CANARY_LENGTH: usize = 20;

/// A document with its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    pub(crate) document: Document,
    pub(crate) canary: String,
    pub(crate) letter: String,
    pub(crate) attachments: Vec<Attachment>,
}

#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) canary: String,
    pub(crate) bytes: Vec<u8>,
}

impl Laid {
    /// The same seed and reference always make the same content.
    pub(crate) fn of(seed: u64, document: Document) -> Self {
        let marker = |what: &str| {
            Chance::new(seed)
                .branch(&format!("{what} {}", document.reference))
                .alphanumeric(CANARY_LENGTH)
        };
        let canary = marker("canary");
        let letter = letter(&document, &canary);
        let attachments = document.attachments.iter().enumerate();
        let attachments = attachments.map(|(number, name)| attachment(name, marker(&format!("attachment {number} canary"))));
        Self {
            canary,
            letter,
            attachments: attachments.collect(),
            document,
        }
    }
}

fn letter(document: &Document, canary: &str) -> String {
    let Document {
        title,
        author,
        patient_insz,
        published_at,
        kind,
        reference,
        ..
    } = document;
    format!(
        "{title}\n\nReference: {reference}\nKind: {kind}\nPatient: {patient_insz}\nAuthor: {author}\nPublished: {published_at}\n\n\
         Dear colleague,\n\nWe saw your patient on our ward. The stay went without complications; the usual medication may be continued \
         and a check-up in six weeks is enough.\n\nYours sincerely,\n{author}\n\nThis letter is synthetic. Marker: {canary}\n"
    )
}

/// Headers and endings of the real formats, so that a reader who looks at the first bytes is content.
fn attachment(name: &str, canary: String) -> Attachment {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let (media_type, before, after): (_, &[u8], &[u8]) = match extension.as_str() {
        "pdf" => ("application/pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n% ", b"\n%%EOF\n"),
        "png" => (
            "image/png",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00tEXtComment\x00",
            b"\x00\x00\x00\x00IEND\xaeB`\x82",
        ),
        _ => ("application/octet-stream", b"\x00\xff", b"\x00"),
    };
    let bytes = [before, b"Synthetic attachment. Marker: ", canary.as_bytes(), after].concat();
    Attachment {
        name: name.to_owned(),
        media_type,
        canary,
        bytes,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Rule;

    fn document(reference: &str) -> Document {
        Document {
            name: "the letter".into(),
            reference: reference.into(),
            title: "Discharge letter".into(),
            kind: "discharge-letter".into(),
            author: "Dr Peeters-Specimen".into(),
            patient_insz: "00000000000".into(),
            published_at: "2026-03-01T09:00:00Z".parse().unwrap(),
            patient_access: Rule::Immediate,
            attachments: vec!["scan.PDF".into(), "photo.png".into(), "raw".into()],
        }
    }

    #[test]
    fn each_content_has_a_marker_of_its_own_and_the_same_in_every_run() {
        let (one, again, other) = (Laid::of(1, document("A")), Laid::of(1, document("A")), Laid::of(1, document("B")));
        assert_eq!(one.letter, again.letter);
        let mut markers: Vec<_> = [&one, &other]
            .iter()
            .flat_map(|laid| laid.attachments.iter().map(|one| &one.canary).chain([&laid.canary]))
            .collect();
        assert!(markers.iter().all(|marker| marker.len() == CANARY_LENGTH));
        markers.sort();
        markers.dedup();
        assert_eq!(markers.len(), 8);
        assert!(one.letter.contains(&one.canary));
        for attachment in &one.attachments {
            assert!(String::from_utf8_lossy(&attachment.bytes).contains(&attachment.canary));
        }
        assert_eq!(one.attachments[0].media_type, "application/pdf");
    }
}
