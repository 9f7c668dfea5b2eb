//! Why no answer came: the transport's complaint, dug out of whatever wraps it.

use std::{error::Error, io};

use etalon_journal::Silence;

use crate::NoAnswer;

pub(crate) fn silence(problem: &reqwest::Error) -> NoAnswer {
    let otherwise = if problem.is_timeout() {
        Silence::TimedOut
    } else {
        Silence::Unreadable
    };
    NoAnswer {
        how: cause_of(problem).unwrap_or(otherwise),
        detail: chain_of(problem),
    }
}

/// What the transport complained about, however deep it is wrapped.
fn cause_of(problem: &(dyn Error + 'static)) -> Option<Silence> {
    if problem.is::<rustls::Error>() {
        return Some(Silence::NotTrusted);
    }
    if problem
        .downcast_ref::<hyper::Error>()
        .is_some_and(hyper::Error::is_incomplete_message)
    {
        return Some(Silence::Reset);
    }
    if let Some(problem) = problem.downcast_ref::<io::Error>() {
        match problem.kind() {
            io::ErrorKind::ConnectionRefused => return Some(Silence::NotListening),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionAborted => {
                return Some(Silence::Reset);
            }
            // `source` of an I/O error passes over the error it wraps.
            _ => return problem.get_ref().and_then(|wrapped| cause_of(wrapped)),
        }
    }
    problem.source().and_then(cause_of)
}

pub(crate) fn chain_of(problem: &dyn Error) -> String {
    let mut said = problem.to_string();
    let mut cause = problem.source();
    while let Some(deeper) = cause {
        said = format!("{said}: {deeper}");
        cause = deeper.source();
    }
    said
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use etalon_journal::{Event, Side};

    use super::*;
    use crate::{Answer, HttpClient, OutgoingError, OutgoingRequest, realm::tests::realm};

    const SHORT: Duration = Duration::from_millis(300);

    /// Calls a server that reads one request, says `said`, and then closes or keeps the connection.
    async fn call(said: Vec<u8>, keeps: bool) -> (Result<Answer, OutgoingError>, Vec<Event>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/x", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            let _ = connection.read(&mut [0; 4096]).await;
            // The client may have gone before all was said.
            let _ = connection.write_all(&said).await;
            if keeps {
                std::future::pending::<()>().await;
            }
        });
        let realm = realm();
        let before = realm.journal().last();
        let client = HttpClient::with_limit("", Vec::new(), SHORT).unwrap();
        let request = OutgoingRequest {
            authority: "hospital",
            method: http::Method::POST,
            url,
            headers: Vec::new(),
            body: b"hello".to_vec(),
        };
        let came = client.send(&realm, request).await;
        server.abort();
        let entries = realm.journal().entries();
        let events = entries
            .iter()
            .filter(|entry| entry.number > before)
            .map(|entry| entry.event.clone());
        (came, events.collect())
    }

    #[tokio::test]
    async fn every_kind_of_silence_has_its_name() {
        let endless = [
            b"HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n".to_vec(),
            vec![b'x'; 9_000_000],
        ]
        .concat();
        let cases = [
            (Vec::new(), true, Silence::TimedOut),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab".to_vec(), true, Silence::TimedOut),
            (Vec::new(), false, Silence::Reset),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab".to_vec(), false, Silence::Reset),
            (b"this is no answer\r\n\r\n".to_vec(), false, Silence::Unreadable),
            (endless, true, Silence::Unreadable),
        ];
        for (said, keeps, expected) in cases {
            let begun = String::from_utf8_lossy(&said[..said.len().min(60)]).into_owned();
            let (came, events) = call(said, keeps).await;
            assert!(
                matches!(&came, Err(OutgoingError::NoAnswer(none)) if none.how == expected),
                "{begun:?} {keeps}: {came:?}"
            );
            let [
                Event::Request {
                    side: Side::Outgoing,
                    body,
                    ..
                },
                Event::NoAnswer { how, .. },
            ] = events.as_slice()
            else {
                panic!("{events:?}")
            };
            assert_eq!((body.text.as_deref(), *how), (Some("hello"), expected));
        }
    }

    #[tokio::test]
    async fn an_answer_is_written_down_and_a_redirect_is_not_followed() {
        let said = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 2\r\n\r\nok".to_vec();
        let (came, events) = call(said, true).await;
        assert_eq!(came.map(|answer| (answer.status, answer.body)), Ok((307, b"ok".to_vec())));
        assert!(
            matches!(&events[1], Event::Response { status: 307, headers, .. } if headers[0].0 == "location"),
            "{events:?}"
        );
    }
}
