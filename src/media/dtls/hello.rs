//! A look into the ClientHello before the handshake begins (RFC 6347, section 4.2.1).

/// The first flight of a client, held until its hello is whole.
#[derive(Default)]
pub(in crate::media) struct Hello {
    datagrams: Vec<Vec<u8>>,
    body: Vec<u8>,
    /// Which bytes of `body` came, as ranges.
    covered: Vec<(usize, usize)>,
    strange: usize,
}

impl Hello {
    /// Takes a datagram in. Some(whether AES-GCM is offered) once the hello is whole, or when too
    /// many came that make none: then the endpoint will say why.
    pub(in crate::media) fn push(&mut self, datagram: &[u8]) -> Option<bool> {
        // What is no part of a hello may come from anyone: it is not held.
        if self.read_records(datagram).is_none() {
            self.strange += 1;
            return (self.strange > MAX_DATAGRAMS).then_some(false);
        }
        self.datagrams.push(datagram.to_vec());
        if self.datagrams.len() > MAX_DATAGRAMS {
            return Some(false);
        }
        let is_whole = self.covered.first() == Some(&(0, self.body.len())) && !self.body.is_empty();
        is_whole.then(|| offers(&self.body, AEAD_AES_128_GCM).unwrap_or(false))
    }

    pub(in crate::media) fn into_datagrams(self) -> Vec<Vec<u8>> {
        self.datagrams
    }

    /// Copies the fragments of all handshake records into place.
    fn read_records(&mut self, mut datagram: &[u8]) -> Option<()> {
        while !datagram.is_empty() {
            let mut record = Reader(datagram);
            let content_type = record.u8()?;
            record.take(10)?;
            let mut fragment = Reader(record.vector16()?);
            datagram = record.0;
            if content_type != HANDSHAKE || fragment.u8()? != CLIENT_HELLO {
                return None;
            }
            let whole = fragment.u24()?;
            fragment.take(2)?;
            let start = fragment.u24()?;
            let len = fragment.u24()?;
            let bytes = fragment.take(len)?;
            if whole > MAX_HELLO || start + len > whole {
                return None;
            }
            self.body.resize(whole, 0);
            self.body[start..start + len].copy_from_slice(bytes);
            self.cover(start, start + len);
        }
        Some(())
    }

    fn cover(&mut self, start: usize, end: usize) {
        self.covered.push((start, end));
        self.covered.sort_unstable();
        self.covered.dedup_by(|next, range| {
            let touches = next.0 <= range.1;
            if touches {
                range.1 = range.1.max(next.1);
            }
            touches
        });
    }
}

/// Whether the `use_srtp` extension (RFC 5764, section 4.1.1) lists a profile.
fn offers(body: &[u8], profile: u16) -> Option<bool> {
    let mut hello = Reader(body);
    hello.take(2 + 32)?;
    hello.vector8()?;
    hello.vector8()?;
    hello.vector16()?;
    hello.vector8()?;
    let mut extensions = Reader(hello.vector16()?);
    loop {
        let kind = extensions.u16()?;
        let value = extensions.vector16()?;
        if kind == USE_SRTP {
            let profiles = Reader(value).vector16()?;
            return Some(profiles.chunks_exact(2).any(|pair| pair == profile.to_be_bytes()));
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2).map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    fn u24(&mut self) -> Option<usize> {
        self.take(3).map(|bytes| usize::from(bytes[0]) << 16 | usize::from(bytes[1]) << 8 | usize::from(bytes[2]))
    }

    fn vector8(&mut self) -> Option<&'a [u8]> {
        let len = self.u8()?;
        self.take(len.into())
    }

    fn vector16(&mut self) -> Option<&'a [u8]> {
        let len = self.u16()?;
        self.take(len.into())
    }
}

const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const USE_SRTP: u16 = 14;
const AEAD_AES_128_GCM: u16 = 7;
/// A hello with post-quantum keys takes two datagrams; after this many it is fed as it is.
const MAX_DATAGRAMS: usize = 8;
/// Longest hello that is looked into, in bytes.
const MAX_HELLO: usize = 8_192;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn body(profiles: &[u16], padding: usize) -> Vec<u8> {
        let mut srtp = vec![0, 2 * profiles.len() as u8];
        srtp.extend(profiles.iter().flat_map(|profile| profile.to_be_bytes()));
        srtp.push(0);
        let mut extensions = vec![0, 51];
        extensions.extend((padding as u16).to_be_bytes());
        extensions.extend(vec![0; padding]);
        extensions.extend([0, 14, 0, srtp.len() as u8]);
        extensions.extend(srtp);
        let mut body = vec![0; 34];
        body.extend([0, 0, 0, 2, 0xc0, 0x2b, 1, 0]);
        body.extend((extensions.len() as u16).to_be_bytes());
        body.extend(extensions);
        body
    }

    fn fragment(body: &[u8], range: std::ops::Range<usize>) -> Vec<u8> {
        let u24 = |value: usize| (value as u32).to_be_bytes()[1..].to_vec();
        let mut handshake = vec![1];
        handshake.extend(u24(body.len()));
        handshake.extend([0, 0]);
        handshake.extend(u24(range.start));
        handshake.extend(u24(range.len()));
        handshake.extend(&body[range]);
        let mut record = vec![22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0];
        record.extend((handshake.len() as u16).to_be_bytes());
        record.extend(handshake);
        record
    }

    #[test]
    fn a_hello_in_one_datagram_is_read_at_once() {
        let gcm = body(&[1, 7], 0);
        assert_eq!(Hello::default().push(&fragment(&gcm, 0..gcm.len())), Some(true));
        let counter = body(&[1, 2], 0);
        assert_eq!(Hello::default().push(&fragment(&counter, 0..counter.len())), Some(false));
    }

    #[test]
    fn a_hello_in_two_datagrams_is_read_when_both_came_in_either_order() {
        let body = body(&[1, 7], 1_200);
        for order in [[0..1_000, 1_000..body.len()], [1_000..body.len(), 0..1_000]] {
            let mut hello = Hello::default();
            assert_eq!(hello.push(&fragment(&body, order[0].clone())), None);
            assert_eq!(hello.push(&fragment(&body, order[0].clone())), None);
            assert_eq!(hello.push(&fragment(&body, order[1].clone())), Some(true));
            assert_eq!(hello.into_datagrams().len(), 3);
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_held() {
        let mut hello = Hello::default();
        assert_eq!(hello.push(b"\x16garbage"), None);
        let body = body(&[1, 7], 0);
        assert_eq!(hello.push(&fragment(&body, 0..body.len())), Some(true));
        assert_eq!(hello.into_datagrams().len(), 1);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120), at in 0_usize..90) {
            let body = body(&[1, 7], 8);
            let mut datagram = fragment(&body, 0..body.len());
            let at = at % datagram.len();
            for (byte, random) in datagram[at..].iter_mut().zip(bytes) {
                *byte = random;
            }
            Hello::default().push(&datagram);
        }
    }
}
