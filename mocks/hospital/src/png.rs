//! A small grey picture with a comment (PNG, third edition), nothing of it compressed: the comment can be read in its bytes.

const SIDE: u8 = 16;

/// A picture that bears `comment`.
pub(crate) fn picture(comment: &str) -> Vec<u8> {
    let size = u32::from(SIDE).to_be_bytes();
    // Eight bits of grey, and the only methods there are.
    let header = [size.as_slice(), &size, &[8, 0, 0, 0, 0]].concat();
    // A filter of 0, "none", leads every row.
    let rows: Vec<u8> = (0..SIDE)
        .flat_map(|row| [0].into_iter().chain((0..SIDE).map(move |column| row * 8 + column * 8)))
        .collect();
    let text = [b"Comment\0", comment.as_bytes()].concat();
    let chunks = [
        chunk(b"IHDR", &header),
        chunk(b"tEXt", &text),
        chunk(b"IDAT", &zlib_stored(&rows)),
        chunk(b"IEND", b""),
    ];
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunks.concat()].concat()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a comment of a few words, and a picture of a few hundred points");
    let named = [kind, data].concat();
    [length.to_be_bytes().as_slice(), &named, &crc(&named).to_be_bytes()].concat()
}

/// One block that is stored as it is (RFC 1950, RFC 1951 3.2.4).
fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a picture of a few hundred points");
    let (low, high) = data.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    let adler = high << 16 | low;
    [
        &[0x78, 0x01, 0x01],
        length.to_le_bytes().as_slice(),
        &(!length).to_le_bytes(),
        data,
        &adler.to_be_bytes(),
    ]
    .concat()
}

/// CRC-32 as PNG wants it (annex D), bit by bit: the pictures are small.
fn crc(bytes: &[u8]) -> u32 {
    let shifted = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes
        .iter()
        .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), shifted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        // "123456789" is the check value of CRC catalogues; the end of every PNG has the other one.
        assert_eq!((crc(b"123456789"), crc(b"IEND")), (0xcbf4_3926, 0xae42_6082));
        assert_eq!(zlib_stored(b"Wikipedia")[16..], [0x11, 0xe6, 0x03, 0x98]);
    }

    #[test]
    fn the_comment_can_be_read() {
        let picture = picture("what it bears");
        assert!(picture.windows(13).any(|window| window == b"what it bears"));
    }
}
