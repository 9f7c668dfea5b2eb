//! What documents and attachments contain: believable, synthetic, and with a marker that occurs nowhere else.

use aws_lc_rs::digest::{SHA256, digest};
use etalon_people::{Chance, Insz, Series};
use serde_json::{Value, json};

use crate::{Document, pdf, png};

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
    /// The same seed, institution and reference always make the same content.
    pub(crate) fn of(seed: u64, publisher_name: &str, document: Document) -> Self {
        let marker = |what: &str| {
            Chance::new(seed)
                .branch(publisher_name)
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

    /// As the journal keeps it.
    pub(crate) fn fields(&self) -> Value {
        let document = &self.document;
        let attachments: Vec<_> = self
            .attachments
            .iter()
            .map(|one| json!({"name": one.name, "canary": one.canary}))
            .collect();
        json!({
            "name": document.name, "reference": document.reference, "patient": document.patient_insz,
            "patient_number": number_kind(&document.patient_insz), "kind": document.kind, "title": document.title,
            "publisher": document.publisher, "author": document.author, "author_insz": document.author_insz,
            "published_at": document.published_at.to_string(), "rule": document.patient_access.name(),
            "days": document.patient_access.days(), "canary": self.canary, "attachments": attachments,
        })
    }
}

/// Which register the patient's number comes from.
fn number_kind(number: &str) -> Option<&'static str> {
    Insz::parse(number).ok().map(|number| match number.series() {
        Series::Register => "insz",
        Series::BisSexUnknown | Series::BisSexKnown => "bis",
    })
}

/// In hexadecimal, lower case.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
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

/// Real PDF and PNG by the name's ending, and bytes that are no text by any other.
fn attachment(name: &str, canary: String) -> Attachment {
    let line = format!("Synthetic attachment. Marker: {canary}");
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let (media_type, bytes) = match extension.as_str() {
        "pdf" => ("application/pdf", pdf::page(&line)),
        "png" => ("image/png", png::picture(&line)),
        _ => ("application/octet-stream", [b"\x00\xff", line.as_bytes(), b"\x00"].concat()),
    };
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
            author_insz: None,
            publisher: "North Hospital".into(),
            patient_insz: "00000000000".into(),
            published_at: "2026-03-01T09:00:00Z".parse().unwrap(),
            patient_access: Rule::Immediate,
            attachments: vec!["scan.PDF".into(), "photo.png".into(), "raw".into()],
        }
    }

    #[test]
    fn each_content_has_a_marker_of_its_own_and_the_same_in_every_run() {
        let (one, again, other) = (
            Laid::of(1, "north", document("A")),
            Laid::of(1, "north", document("A")),
            Laid::of(1, "north", document("B")),
        );
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
