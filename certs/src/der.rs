//! DER, written and read in the little that certificates, revocation lists and OCSP need. What the parts mean is not known here.

use jiff::{Timestamp, tz::TimeZone};

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const IA5_STRING: u8 = 0x16;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// Tag, length and content.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    if content.len() < 0x80 {
        out.push(u8::try_from(content.len()).expect("below 128"));
    } else {
        let length = content.len().to_be_bytes();
        let significant = &length[length.iter().position(|byte| *byte != 0).expect("128 or more")..];
        out.push(0x80 | u8::try_from(significant.len()).expect("at most eight bytes"));
        out.extend_from_slice(significant);
    }
    out.extend_from_slice(content);
    out
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, &parts.concat())
}

/// A SET OF: DER (X.690, 11.6) wants its members in the order of their encodings.
pub(crate) fn set_of(mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    tlv(SET, &members.concat())
}

/// `[number]`, constructed.
pub(crate) fn explicit(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0xa0 | number, content)
}

/// `[number]`, primitive.
pub(crate) fn implicit(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0x80 | number, content)
}

/// A non-negative integer from its big-endian bytes.
pub(crate) fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let significant = bytes.iter().position(|byte| *byte != 0).map_or(&[0][..], |at| &bytes[at..]);
    let sign: &[u8] = if significant[0] & 0x80 == 0 { &[] } else { &[0] };
    tlv(INTEGER, &[sign, significant].concat())
}

pub(crate) fn small(number: u64) -> Vec<u8> {
    unsigned(&number.to_be_bytes())
}

pub(crate) fn boolean(value: bool) -> Vec<u8> {
    tlv(BOOLEAN, &[if value { 0xff } else { 0 }])
}

/// A BIT STRING of whole bytes.
pub(crate) fn bits(bytes: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[0], bytes].concat())
}

/// A BIT STRING with the bits of those numbers set, the first bit being the highest, without trailing zeros (X.690, 11.2.2).
pub(crate) fn named_bits(set: &[u8]) -> Vec<u8> {
    let Some(last) = set.iter().max() else {
        return tlv(BIT_STRING, &[0]);
    };
    let mut bytes = vec![0_u8; usize::from(last / 8) + 1];
    for bit in set {
        bytes[usize::from(bit / 8)] |= 0x80 >> (bit % 8);
    }
    tlv(BIT_STRING, &[&[7 - last % 8], bytes.as_slice()].concat())
}

/// An object identifier from its dotted text; nothing where the text is none.
pub(crate) fn oid(dotted: &str) -> Option<Vec<u8>> {
    let arcs: Vec<u64> = dotted.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [first, second, rest @ ..] = arcs.as_slice() else {
        return None;
    };
    if *first > 2 || (*first < 2 && *second > 39) {
        return None;
    }
    let mut content = base128(second.checked_add(first * 40)?);
    for arc in rest {
        content.extend(base128(*arc));
    }
    Some(tlv(OBJECT_IDENTIFIER, &content))
}

/// An object identifier that stands in the source.
pub(crate) fn known_oid(dotted: &'static str) -> Vec<u8> {
    oid(dotted).expect("the identifiers in the source are well formed")
}

fn base128(mut arc: u64) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(arc & 0x7f).expect("seven bits")];
    arc >>= 7;
    while arc > 0 {
        bytes.push(0x80 | u8::try_from(arc & 0x7f).expect("seven bits"));
        arc >>= 7;
    }
    bytes.reverse();
    bytes
}

/// `UTCTime` up to 2049, `GeneralizedTime` from then on (RFC 5280, 4.1.2.5).
pub(crate) fn time(at: Timestamp) -> Vec<u8> {
    let civil = at.to_zoned(TimeZone::UTC).datetime();
    if (1950..2050).contains(&civil.year()) {
        tlv(UTC_TIME, civil.strftime("%y%m%d%H%M%SZ").to_string().as_bytes())
    } else {
        generalized_time(at)
    }
}

/// OCSP and some extensions know this form only.
pub(crate) fn generalized_time(at: Timestamp) -> Vec<u8> {
    let civil = at.to_zoned(TimeZone::UTC).datetime();
    tlv(GENERALIZED_TIME, civil.strftime("%Y%m%d%H%M%SZ").to_string().as_bytes())
}

/// One element: its tag, its content, and all of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// Reads element after element; stops at the first byte that is not DER.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next element, of whatever tag. Tags of several bytes and indefinite lengths are none.
    pub(crate) fn any(&mut self) -> Option<Element<'a>> {
        let (&tag, after_tag) = self.rest.split_first()?;
        let (&first, after_first) = after_tag.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, header) = if first < 0x80 {
            (usize::from(first), 2)
        } else {
            let count = usize::from(first & 0x7f);
            let bytes = after_first.get(..count).filter(|bytes| (1..=4).contains(&bytes.len()))?;
            let length = bytes.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            if length < 0x80 || bytes[0] == 0 {
                return None; // not the shortest form
            }
            (length, 2 + count)
        };
        let whole = self.rest.get(..header.checked_add(length)?)?;
        self.rest = &self.rest[whole.len()..];
        Some(Element {
            tag,
            content: &whole[header..],
            whole,
        })
    }

    /// The next element, if it has this tag; otherwise nothing is consumed.
    pub(crate) fn next(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = *self;
        let element = ahead.any().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element)
    }

    /// A reader of the content of the next element, if it has this tag.
    pub(crate) fn inside(&mut self, tag: u8) -> Option<Self> {
        self.next(tag).map(|element| Self::new(element.content))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_integers_and_identifiers_have_their_shortest_form() {
        assert_eq!(tlv(OCTET_STRING, &[7; 127])[..2], [4, 127]);
        assert_eq!(tlv(OCTET_STRING, &[7; 128])[..3], [4, 0x81, 128]);
        assert_eq!(tlv(OCTET_STRING, &[7; 256])[..4], [4, 0x82, 1, 0]);
        assert_eq!(unsigned(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(small(0), [2, 1, 0]);
        assert_eq!(
            oid("1.2.840.113549.1.1.11").as_deref(),
            Some(&b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"[..])
        );
        assert_eq!(oid("2.999.1").as_deref(), Some(&b"\x06\x03\x88\x37\x01"[..]));
        for no_identifier in [
            "",
            "1",
            "3.1",
            "1.40",
            "1.2.x",
            "1..2",
            "1.2.99999999999999999999",
            "2.18446744073709551615",
        ] {
            assert_eq!(oid(no_identifier), None, "{no_identifier}");
        }
        assert_eq!(named_bits(&[5, 6]), [3, 2, 1, 0x06]);
        assert_eq!(named_bits(&[0, 8]), [3, 3, 7, 0x80, 0x80]);
        assert_eq!(named_bits(&[]), [3, 1, 0]);
    }

    #[test]
    fn years_from_2050_on_are_written_in_full() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        assert_eq!(time(at("2049-12-31T23:59:59Z")), b"\x17\x0d491231235959Z");
        assert_eq!(time(at("2050-01-01T00:00:00Z")), b"\x18\x0f20500101000000Z");
        assert_eq!(time(at("1950-01-01T00:00:00Z")), b"\x17\x0d500101000000Z");
    }

    #[test]
    fn what_is_not_der_is_not_read() {
        for broken in [
            &b"\x30"[..],
            b"\x30\x05\x00",
            b"\x30\x80\x00\x00",
            b"\x30\x81\x05\x00\x00\x00\x00\x00",
            b"\x1f\x01\x00",
            b"\x30\x85\x01\x00\x00\x00\x00",
            b"\x30\x84\xff\xff\xff\xff",
        ] {
            assert_eq!(Reader::new(broken).any(), None, "{broken:02x?}");
        }
        let mut reader = Reader::new(b"\x02\x01\x05\x04\x00");
        assert_eq!(reader.next(OCTET_STRING), None);
        assert_eq!(reader.next(INTEGER).map(|number| number.content), Some(&b"\x05"[..]));
        assert_eq!(reader.next(OCTET_STRING).map(|octets| octets.whole), Some(&b"\x04\x00"[..]));
        assert!(reader.is_empty());
    }
}
