//! Lines that a program prints: read for as long as it prints, whatever bytes it prints, none longer than a bound.

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

/// The longest line kept. What lies behind is read and dropped, so that the program is never blocked by it.
const LINE_LIMIT: usize = 1024 * 1024;

/// The next line without its end; none once the program has closed its side. What is no UTF-8 is shown as such.
pub(crate) async fn next_line(reader: &mut (impl AsyncBufRead + Unpin)) -> Option<String> {
    let mut line = Vec::new();
    loop {
        // A pipe that cannot be read any more has ended as far as we are concerned.
        let available = reader.fill_buf().await.unwrap_or_default();
        if available.is_empty() {
            return (!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned());
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        let room = LINE_LIMIT - line.len();
        line.extend_from_slice(&part[..part.len().min(room)]);
        let used = end.map_or(available.len(), |end| end + 1);
        reader.consume(used);
        if end.is_some() {
            return Some(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    async fn all(bytes: &[u8]) -> Vec<String> {
        let mut reader = tokio::io::BufReader::with_capacity(7, bytes);
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut reader).await {
            lines.push(line);
        }
        lines
    }

    #[tokio::test]
    async fn bytes_that_are_no_text_do_not_end_the_reading() {
        assert_eq!(
            all(b"one\r\n\xff\xfe two\n\nlast").await,
            ["one", "\u{fffd}\u{fffd} two", "", "last"]
        );
    }

    #[tokio::test]
    async fn a_line_without_end_is_cut_and_the_next_one_comes_whole() {
        let mut bytes = vec![b'x'; LINE_LIMIT + 5000];
        bytes.extend_from_slice(b"\nnext\n");
        let lines = all(&bytes).await;
        assert_eq!((lines[0].len(), lines[1].as_str()), (LINE_LIMIT, "next"));
    }
}
