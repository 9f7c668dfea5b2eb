//! Fetching a document or attachment from the hospital that published it, at the moment of reading. Nothing is kept.

use reqwest::{Client, StatusCode};

use super::{ExchangeFault, bounded_body};
use crate::configuration::Publisher;

/// The longest document or attachment that is passed on.
pub(crate) const LONGEST_CONTENT: usize = 10 * 1024 * 1024;

/// The bytes at that address of the publisher's store.
pub(crate) async fn fetch(client: &Client, publisher: &Publisher, address: &str) -> Result<Vec<u8>, ExchangeFault> {
    let answer = client
        .get(address)
        .basic_auth(&publisher.name, Some(&publisher.secret))
        .send()
        .await?;
    if answer.status() != StatusCode::OK {
        return Err(ExchangeFault::Status(answer.status().as_u16()));
    }
    bounded_body(answer, LONGEST_CONTENT).await
}
