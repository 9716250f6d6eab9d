//! Packets in a stream of bytes: each after its length in two (RFC 4571, section 2).

/// Finds packets in what is read, however it was cut.
#[derive(Debug, Default)]
pub(in crate::media) struct Deframer {
    /// The beginning of a packet whose end has not come.
    partial: Vec<u8>,
}

/// No packet of media is so long: the peer speaks something else.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
#[error("a packet of {0} bytes is announced")]
pub(in crate::media) struct TooLong(usize);

impl Deframer {
    /// Takes bytes in and hands on each packet that is whole, decrypted where it lies.
    pub(in crate::media) fn push(&mut self, bytes: &mut [u8], mut each: impl FnMut(&mut [u8])) -> Result<(), TooLong> {
        if self.partial.is_empty() {
            let used = split(bytes, &mut each)?;
            self.partial.extend_from_slice(&bytes[used..]);
            return Ok(());
        }
        self.partial.extend_from_slice(bytes);
        let used = split(&mut self.partial, &mut each)?;
        self.partial.drain(..used);
        Ok(())
    }
}

/// Adds a packet to a stream.
pub(super) fn frame(packet: &[u8], stream: &mut impl Extend<u8>) {
    // Nothing of ours is longer than a datagram on Ethernet.
    stream.extend((packet.len() as u16).to_be_bytes());
    stream.extend(packet.iter().copied());
}

/// Returns how many bytes were taken.
fn split(bytes: &mut [u8], each: &mut impl FnMut(&mut [u8])) -> Result<usize, TooLong> {
    let mut used = 0;
    while let Some((head, rest)) = bytes[used..].split_first_chunk_mut() {
        let len = usize::from(u16::from_be_bytes(*head));
        if len > MAX_PACKET {
            return Err(TooLong(len));
        }
        let Some(packet) = rest.get_mut(..len) else { break };
        used += 2 + len;
        each(packet);
    }
    Ok(used)
}

/// Longest packet that is taken, in bytes; agents keep to Ethernet's 1,500 over TCP as well.
const MAX_PACKET: usize = 4_096;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn packets_come_out_however_the_stream_is_cut(
            packets in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 0..20),
            cut in 1_usize..300,
        ) {
            let mut stream = Vec::new();
            packets.iter().for_each(|packet| frame(packet, &mut stream));
            let (mut deframer, mut found) = (Deframer::default(), Vec::new());
            for piece in stream.chunks_mut(cut) {
                deframer.push(piece, |packet| found.push(packet.to_vec())).unwrap();
            }
            prop_assert_eq!(found, packets);
            prop_assert!(deframer.partial.is_empty());
        }
    }

    #[test]
    fn what_is_no_media_ends_the_stream() {
        let mut request = b"GET / HTTP/1.1\r\n".to_owned();
        assert_eq!(Deframer::default().push(&mut request, |_| {}), Err(TooLong(0x4745)));
    }
}
