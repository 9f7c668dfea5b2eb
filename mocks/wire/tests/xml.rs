//! XML is read within its bounds or refused, and never more than once by two meanings.
#![allow(clippy::unwrap_used)]

use etalon_wire::xml::{Document, MAX_ATTRIBUTES, MAX_DEPTH, MAX_XML_BYTES, XmlRefusal};
use proptest::prelude::*;

#[test]
fn a_document_is_walked_by_names_with_their_namespaces() {
    let xml = r#"<a:x xmlns:a="urn:a" xmlns="urn:b" ID="_1" a:ID="other"><y>one<!-- --> two</y><a:y/><z><![CDATA[<&]]></z></a:x>"#;
    let document = Document::parse(xml).unwrap();
    let root = document.root();
    assert!(root.is("urn:a", "x") && !root.is("urn:b", "x"));
    assert_eq!(
        (root.attribute("ID"), root.attribute_in("urn:a", "ID")),
        (Some("_1"), Some("other"))
    );
    let y = root.child("urn:b", "y").unwrap();
    assert_eq!((y.text().as_str(), y.text_before_comment().as_str()), ("one two", "one"));
    assert_eq!(y.source(), "<y>one<!-- --> two</y>");
    assert_eq!(root.child("urn:b", "z").unwrap().text(), "<&");
    assert_eq!(root.and_below().count(), 4);
    assert!(y.parent().unwrap().is_same_as(root) && !y.is_same_as(root));
    assert!(document.by_id("_1").is_some() && document.by_id("other").is_none());
}

#[test]
fn what_is_out_of_bounds_is_refused() {
    let deep = |depth: u32| format!("{}{}", "<a>".repeat(depth as usize), "</a>".repeat(depth as usize));
    let wide = |width: usize| format!("<a{}/>", (0..width).map(|at| format!(" a{at}='1'")).collect::<String>());
    assert!(Document::parse(&deep(MAX_DEPTH)).is_ok());
    assert!(matches!(Document::parse(&deep(MAX_DEPTH + 1)), Err(XmlRefusal::NotWellFormed(_))));
    assert!(Document::parse(&wide(MAX_ATTRIBUTES)).is_ok());
    let values = "a=\"1\" ".repeat(MAX_ATTRIBUTES + 1);
    for text in [
        format!("<a>{values}</a>"),
        format!("<a><!--{values}--></a>"),
        format!("<a><![CDATA[<a {values}]]></a>"),
    ] {
        assert!(Document::parse(&text).is_ok(), "what is no attribute is not counted: {text}");
    }
    let hidden = [
        "<a b=\">\"",
        "<a><!--\"--><b",
        "<a><![CDATA[<x \"]]><b",
        "<a><?x \" ?><b",
        "<a></a \"><b",
    ];
    for begin in hidden {
        assert_eq!(
            Document::parse(&format!("{begin} {values}/>")).unwrap_err(),
            XmlRefusal::TooManyAttributes,
            "{begin}"
        );
    }
    assert_eq!(
        Document::parse(&wide(MAX_ATTRIBUTES + 1)).unwrap_err(),
        XmlRefusal::TooManyAttributes
    );
    assert_eq!(
        Document::parse(&format!("<a>{}</a>", "<b/>".repeat(30_000))).unwrap_err(),
        XmlRefusal::TooManyElements
    );
    assert_eq!(
        Document::parse(&" ".repeat(MAX_XML_BYTES + 1)).unwrap_err(),
        XmlRefusal::TooLong(MAX_XML_BYTES + 1)
    );
}

#[test]
fn no_document_type_and_no_entity_is_read() {
    for xml in [
        r#"<!DOCTYPE a><a/>"#,
        r#"<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>"#,
        r#"<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>"#,
    ] {
        assert_eq!(Document::parse(xml).unwrap_err(), XmlRefusal::DocumentType, "{xml}");
    }
    for xml in [
        "",
        " ",
        "<a>",
        "<a/><b/>",
        "<a>&b;</a>",
        "<a b='1' b='2'/>",
        "<p:a/>",
        "text",
        "<!doctype a><a/>",
        "<a>&#0;</a>",
    ] {
        assert!(matches!(Document::parse(xml), Err(XmlRefusal::NotWellFormed(_))), "{xml}");
    }
}

#[test]
fn the_widest_and_longest_come_to_an_end() {
    // Each takes a reader that compares or searches everything with everything minutes; the runner ends such a test.
    let hostile = [
        "<".repeat(MAX_XML_BYTES),
        format!("<a {}", "b=\"".repeat(MAX_XML_BYTES / 3 - 2)),
        format!("<a {}/>", (0..40_000).map(|at| format!(" a{at}\n='1'")).collect::<String>()),
        format!("<a>{}</a>", "<!---->".repeat(19_000)),
        format!(
            "<a{}/>",
            (0..MAX_ATTRIBUTES).map(|at| format!(" xmlns:a{at}='urn:{at}'")).collect::<String>()
        )
        .repeat(200),
        format!(
            "<r>{}</r>",
            format!(
                "<a{}/>",
                (0..MAX_ATTRIBUTES).map(|at| format!(" xmlns:a{at}='u'")).collect::<String>()
            )
            .repeat(500)
        ),
        format!("<a>{}</a>", "]]>".repeat(100_000)),
        format!("<a><![CDATA[{}", "]]".repeat(200_000)),
        format!("<a><!--{}", "-".repeat(400_000)),
        format!("<a {}/>", (0..60).map(|at| format!(" xmlns:a{at}='1'")).collect::<String>()).repeat(300),
        format!("<a>{}</a>", "&amp;".repeat(100_000)),
    ];
    for xml in hostile {
        let _ = Document::parse(&xml);
    }
}

proptest! {
    #[test]
    fn nothing_makes_the_reader_panic(text in "[<>/a-c=\"'&; !\\[\\]?:x#-]{0,200}|\\PC{0,200}") {
        if let Ok(document) = Document::parse(&text) {
            for element in document.root().and_below() {
                let _ = (element.name(), element.namespace(), element.text(), element.source(), element.id());
            }
        }
    }
}
