//! One message as the journal's page shows it: taken apart, and its bytes as they came, up to a bound.

use super::{
    parsed::{self, Parsed},
    recorded::Body,
};

/// The most bytes of a body in the list of happenings.
const BODY_IN_LIST: usize = 4 * 1024;
/// The most bytes of a body on the page of one happening.
const BODY_ALONE: usize = 256 * 1024;

/// How much of a happening is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// One of many: long bodies are cut, with a link to the whole.
    InList,
    /// The only one of its page.
    Alone,
}

/// One message, taken apart and raw.
pub(crate) struct MessageView {
    pub(crate) number: u64,
    pub(crate) title: &'static str,
    pub(crate) start: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) parsed: Vec<Parsed>,
    pub(crate) body: Option<String>,
    pub(crate) is_base64: bool,
    pub(crate) size: u64,
    /// Bytes of it that are not shown.
    pub(crate) left_out: u64,
}

impl MessageView {
    pub(super) fn of(number: u64, title: &'static str, headers: &[(String, String)], body: &Body, room: Room) -> Self {
        let most = match room {
            Room::InList => BODY_IN_LIST,
            Room::Alone => BODY_ALONE,
        };
        let kept = body.text.as_deref().or(body.base64.as_deref());
        let shown = kept.map(|kept| &kept[..kept.floor_char_boundary(most)]);
        // Base64 says three bytes with four signs.
        let shown_bytes = match (shown, body.base64.is_some()) {
            (Some(shown), true) if shown.len() == kept.map_or(0, str::len) => body.bytes().len() as u64,
            (Some(shown), true) => shown.len() as u64 / 4 * 3,
            (Some(shown), false) => shown.len() as u64,
            (None, _) => 0,
        };
        let parsed = if kept.is_some_and(|kept| kept.len() <= most) {
            parsed::body(headers, body)
        } else {
            Vec::new()
        };
        Self {
            number,
            title,
            start: String::new(),
            headers: headers.to_vec(),
            parsed,
            body: shown.map(str::to_owned),
            is_base64: body.base64.is_some(),
            size: body.size,
            left_out: body.size.saturating_sub(shown_bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown_of(body: &Body, room: Room) -> MessageView {
        let headers = [("content-type".to_owned(), "application/json".to_owned())];
        MessageView::of(2, "Answered", &headers, body, room)
    }

    #[test]
    fn a_long_body_is_cut_in_the_list_and_whole_on_its_own() {
        let text = format!("\"{}\"", "é".repeat(BODY_IN_LIST));
        let body = Body::of(text.as_bytes());
        let (listed, alone) = (shown_of(&body, Room::InList), shown_of(&body, Room::Alone));
        assert_eq!(listed.left_out + listed.body.unwrap_or_default().len() as u64, body.size);
        assert!(listed.parsed.is_empty(), "half of a message is not taken apart");
        assert_eq!((alone.left_out, alone.parsed.len()), (0, 1));
        let bytes = Body::of(&[0xff; 9]);
        let shown = shown_of(&bytes, Room::InList);
        assert_eq!((shown.is_base64, shown.left_out, shown.size), (true, 0, 9));
        let many = shown_of(&Body::of(&vec![0xff; BODY_IN_LIST]), Room::InList);
        assert_eq!(many.left_out, BODY_IN_LIST as u64 / 4);
    }
}
