//! Forms as clients send them, and as they should not.

use etalon_wire::{BasicCredentials, Form, FormRefusal, MAX_FORM_BYTES, MAX_FORM_FIELDS, encode_form};
use proptest::prelude::*;

#[test]
fn fields_are_read_and_empty_ones_count_as_absent() {
    let form = Form::parse(b"grant_type=authorization_code&code=a%2Bb+c&state=&flag&").expect("a good form");
    assert_eq!(form.get("grant_type"), Some("authorization_code"));
    assert_eq!(form.get("code"), Some("a+b c"));
    assert_eq!((form.get("state"), form.get("flag"), form.get("none")), (None, None, None));
    assert_eq!(form.iter().count(), 4);
    assert_eq!(Form::parse(b""), Ok(Form::default()));
    assert!(
        !format!("{form:?}").contains("authorization_code"),
        "values stay out of debug output"
    );
}

#[test]
fn bad_forms_are_refused() {
    let many = (0..=MAX_FORM_FIELDS).map(|n| format!("f{n}=1")).collect::<Vec<_>>().join("&");
    let cases: [(&[u8], FormRefusal); 9] = [
        (b"code=1&code=1", FormRefusal::Duplicate("code".to_owned())),
        (b"code=1&c%6Fde=2", FormRefusal::Duplicate("code".to_owned())),
        (b"code&code=", FormRefusal::Duplicate("code".to_owned())),
        (b"a=1&b=%4", FormRefusal::Encoding(1)),
        (b"a=%zz", FormRefusal::Encoding(0)),
        (b"a=%ff", FormRefusal::Encoding(0)),
        (b"a=\xff", FormRefusal::Encoding(0)),
        (b"=1", FormRefusal::Nameless(0)),
        (many.as_bytes(), FormRefusal::TooManyFields),
    ];
    for (body, expected) in cases {
        assert_eq!(Form::parse(body), Err(expected), "{}", String::from_utf8_lossy(body));
    }
    let long = vec![b'a'; MAX_FORM_BYTES + 1];
    assert_eq!(Form::parse(&long), Err(FormRefusal::TooLong(long.len())));
}

proptest! {
    #[test]
    fn what_is_encoded_is_read_back(fields in proptest::collection::btree_map(".{1,8}", ".{1,12}", 0..8)) {
        let body = encode_form(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let form = Form::parse(body.as_bytes()).expect("what we encoded");
        prop_assert!(form.iter().eq(fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))));
    }

    #[test]
    fn credentials_survive_their_header(client_id in ".{1,20}", client_secret in ".{0,20}") {
        let credentials = BasicCredentials { client_id, client_secret };
        prop_assert_eq!(BasicCredentials::parse(&credentials.header()), Ok(credentials));
    }

    #[test]
    fn no_input_makes_a_reader_panic(body in proptest::collection::vec(any::<u8>(), 0..200), header in "(Basic )?.{0,60}") {
        let _ = Form::parse(&body);
        let _ = BasicCredentials::parse(&header);
    }
}
