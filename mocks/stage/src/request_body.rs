//! Reading the body of a request, within bounds of size and time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use etalon_journal::Body;
use http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use tokio::time::timeout;

/// The most bytes of a request's body.
pub const REQUEST_BODY_LIMIT: usize = 4 * 1024 * 1024;
/// How long a client may take to send a body.
pub const REQUEST_BODY_WAIT: Duration = Duration::from_secs(30);

/// A body that was not read to its end.
pub(crate) struct Unread {
    /// What there is of it.
    pub(crate) body: Body,
    /// The status that refuses it.
    pub(crate) status: StatusCode,
}

/// The whole body.
pub(crate) async fn read_body(headers: &HeaderMap, mut body: axum::body::Body) -> Result<Bytes, Unread> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if let Some(size) = announced.filter(|size| *size > REQUEST_BODY_LIMIT as u64) {
        return Err(Unread {
            body: Body {
                size,
                cut: true,
                ..Body::default()
            },
            status: StatusCode::PAYLOAD_TOO_LARGE,
        });
    }
    let mut read = BytesMut::new();
    let reading = async {
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return Err(StatusCode::BAD_REQUEST) };
            if let Some(data) = frame.data_ref() {
                if read.len() + data.len() > REQUEST_BODY_LIMIT {
                    return Err(StatusCode::PAYLOAD_TOO_LARGE);
                }
                read.extend_from_slice(data);
            }
        }
        Ok(())
    };
    let status = match timeout(REQUEST_BODY_WAIT, reading).await {
        Ok(Ok(())) => return Ok(read.freeze()),
        Ok(Err(status)) => status,
        Err(_) => StatusCode::REQUEST_TIMEOUT,
    };
    Err(Unread {
        body: Body {
            cut: true,
            ..Body::of(&read)
        },
        status,
    })
}
