//! Sessions line by line: what is handed in, what is refused, and that everything has a bound.

use super::*;

fn code(step: &Step) -> u16 {
    match step {
        Step::Say(said) | Step::End(said) => said.code,
        Step::Recipient(_) => 1,
        Step::Complete(_) => 2,
        Step::Nothing => 0,
    }
}

/// Says these lines one after the other, takes every recipient that may be taken, and tells the codes.
fn told(session: &mut Session, lines: &[&[u8]]) -> Vec<u16> {
    let one = |line: &&[u8]| {
        let step = session.line(line);
        if let Step::Recipient(address) = &step {
            session.take_recipient(address.clone());
        }
        code(&step)
    };
    lines.iter().map(one).collect()
}

const BEFORE: [&[u8]; 3] = [b"EHLO me\r\n", b"MAIL FROM:<a@b.example>\r\n", b"RCPT TO:<c@d.example>\r\n"];

fn in_message() -> Session {
    let mut session = Session::default();
    assert_eq!(told(&mut session, &BEFORE), [250, 250, 1]);
    assert_eq!(told(&mut session, &[b"DATA\r\n"]), [354]);
    session
}

#[test]
fn a_message_is_handed_in_with_its_dots_unstuffed() {
    let mut session = in_message();
    assert_eq!(told(&mut session, &[b"Subject: x\r\n", b"\r\n", b"..dot\r\n"]), [0, 0, 0]);
    let Step::Complete(envelope) = session.line(b".\r\n") else {
        panic!("not complete")
    };
    assert_eq!(
        (envelope.from.as_str(), envelope.to),
        ("a@b.example", vec!["c@d.example".to_owned()])
    );
    assert_eq!(envelope.bytes, b"Subject: x\r\n\r\n.dot\r\n");
    assert_eq!(told(&mut session, &[b"RCPT TO:<c@d.example>\r\n", b"quit\r\n"]), [503, 221]);
}

#[test]
fn what_comes_out_of_turn_or_leads_outside_is_refused() {
    let cases: [(&[&[u8]], &[u16]); 8] = [
        (&[b"MAIL FROM:<a@b.example>\r\n"], &[503]),
        (
            &[b"EHLO\r\n", b"EHLO x\r\n", b"RCPT TO:<a@b.example>\r\n", b"DATA\r\n"],
            &[501, 250, 503, 503],
        ),
        (&[b"HELO x\r\n", b"MAIL FROM:<>\r\n", b"MAIL FROM:<>\r\n"], &[250, 250, 503]),
        (
            &[
                b"HELO x\r\n",
                b"mail from: <a@b.example> BODY=8BITMIME\r\n",
                b"rcpt to:<a@b.be>\r\n",
            ],
            &[250, 250, 550],
        ),
        (
            &[b"HELO x\r\n", b"MAIL FROM:a@b.example\r\n", b"MAIL FROM:<a b>\r\n", b"MAIL\r\n"],
            &[250, 501, 501, 501],
        ),
        (
            &[
                b"EHLO x\r\n",
                b"MAIL FROM:<a@b.example> SIZE=99999999\r\n",
                b"MAIL FROM:<a@b.example> SIZE=x\r\n",
            ],
            &[250, 552, 552],
        ),
        (
            &[b"STARTTLS\r\n", b"AUTH PLAIN\r\n", b"BDAT 3\r\n", b"\r\n", b"\xff\r\n"],
            &[502, 502, 500, 500, 500],
        ),
        (&[b"NOOP\r\n", b"VRFY a\r\n", b"RSET\r\n", b"HELP\r\n"], &[250, 252, 250, 214]),
    ];
    for (lines, codes) in cases {
        assert_eq!(told(&mut Session::default(), lines), codes, "{lines:?}");
    }
}

#[test]
fn a_message_cannot_be_made_two_by_other_line_ends() {
    for hidden in [&b".\n"[..], b"x\n", b"x\ry\r\n"] {
        let mut session = in_message();
        assert_eq!(
            told(&mut session, &[b"first\r\n", hidden, b"MAIL FROM:<x@y.example>\r\n", b".\r\n"]),
            [0, 0, 0, 554],
            "{hidden:?}"
        );
    }
}

#[test]
fn everything_has_a_bound() {
    let mut session = in_message();
    let line = [&[b'x'; 998][..], b"\r\n"].concat();
    (0..=MESSAGE_LIMIT / line.len()).for_each(|_| assert_eq!(session.line(&line), Step::Nothing));
    assert_eq!(code(&session.line(b".\r\n")), 552);
    let mut session = in_message();
    assert_eq!((session.line_too_long(), code(&session.line(b".\r\n"))), (Step::Nothing, 500));
    assert_eq!(code(&session.line_too_long()), 500);
    let mut session = Session::default();
    told(&mut session, &BEFORE[..2]);
    (0..MAX_RECIPIENTS).for_each(|_| assert_eq!(told(&mut session, &[BEFORE[2]]), [1]));
    assert_eq!(told(&mut session, &[BEFORE[2]]), [452]);
    let mut session = Session::default();
    (0..MAX_COMMANDS).for_each(|_| assert_eq!(told(&mut session, &[b"NOOP\r\n"]), [250]));
    assert_eq!(told(&mut session, &[b"NOOP\r\n"]), [421]);
}

#[test]
fn several_lines_of_an_answer_are_marked_as_such() {
    let said = Said {
        code: 250,
        lines: vec!["a".to_owned(), "b".to_owned()],
    };
    assert_eq!(said.wire(), "250-a\r\n250 b\r\n");
}
