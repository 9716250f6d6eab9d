//! SRTP in place (RFC 3711, RFC 7714).

mod cipher;
mod keys;
mod replay;

use cipher::Cipher;
pub use keys::{KeyingError, Profile, SessionKeys};
use replay::Windows;

/// Most bytes that protection adds to a packet: a 16-byte tag, and the index word of SRTCP.
pub const OVERHEAD: usize = 20;

/// Protects what we send on one connection.
pub struct Sealer {
    cipher: Cipher,
    control_index: u32,
}

/// Opens what one connection receives.
pub struct Opener {
    cipher: Cipher,
    control_seen: Windows,
}

/// A packet that does not prove where it comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OpenError {
    /// The tag is wrong or the packet is cut short.
    #[error("the packet is not authentic")]
    NotAuthentic,
    /// An SRTCP index that was seen before or is too old.
    #[error("the packet was seen before")]
    Replayed,
}

impl Sealer {
    /// Derives the session keys.
    pub fn new(profile: Profile, keys: &SessionKeys) -> Result<Self, KeyingError> {
        Ok(Self { cipher: Cipher::new(profile, keys)?, control_index: 0 })
    }

    /// Encrypts `buffer[header..len]` and appends the tag; `buffer` has [`OVERHEAD`] bytes of room
    /// behind `len`. `index` is the packet's sequence number carried on without wrapping; it must
    /// not repeat for an SSRC. Returns the length on the wire.
    pub fn seal(&mut self, buffer: &mut [u8], header: usize, len: usize, ssrc: u32, index: u64) -> usize {
        self.cipher.seal_rtp(buffer, header, len, ssrc, index)
    }

    /// Protects one compound RTCP packet of at least 8 bytes in place; returns its length on the wire.
    pub fn seal_control(&mut self, buffer: &mut [u8], len: usize) -> usize {
        // 2^31 control packets last longer than any connection.
        self.control_index = self.control_index.wrapping_add(1) & 0x7fff_ffff;
        self.cipher.seal_rtcp(buffer, len, self.control_index)
    }
}

impl Opener {
    /// Derives the session keys.
    pub fn new(profile: Profile, keys: &SessionKeys) -> Result<Self, KeyingError> {
        Ok(Self { cipher: Cipher::new(profile, keys)?, control_seen: Windows::default() })
    }

    /// Decrypts a packet in place; returns its length without the tag. Replays are the caller's:
    /// the ring refuses a number it holds or is past.
    pub fn open(&mut self, packet: &mut [u8], header: usize, ssrc: u32, index: u64) -> Result<usize, OpenError> {
        self.cipher.open_rtp(packet, header, ssrc, index)
    }

    /// Decrypts a compound RTCP packet in place; returns its length without index and tag.
    pub fn open_control(&mut self, packet: &mut [u8]) -> Result<usize, OpenError> {
        let (len, ssrc, index) = self.cipher.open_rtcp(packet)?;
        if self.control_seen.accept(ssrc, index) { Ok(len) } else { Err(OpenError::Replayed) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROFILES: [Profile; 2] = [Profile::AeadAes128Gcm, Profile::Aes128CmSha1];

    fn pair(profile: Profile) -> (Sealer, Opener) {
        let keys = SessionKeys { key: vec![7; 16], salt: vec![9; profile.salt_len()] };
        (Sealer::new(profile, &keys).unwrap(), Opener::new(profile, &keys).unwrap())
    }

    #[test]
    fn what_is_sealed_opens_and_only_under_its_index() {
        for profile in PROFILES {
            let (mut sealer, mut opener) = pair(profile);
            let mut buffer = [0x80; 64];
            let len = sealer.seal(&mut buffer, 12, 40, 0x8080_8080, 70_000);
            assert_ne!(buffer[12..40], [0x80; 28]);
            let mut wrong = buffer;
            assert_eq!(opener.open(&mut wrong[..len], 12, 0x8080_8080, 70_000 - 65_536), Err(OpenError::NotAuthentic));
            assert_eq!(opener.open(&mut buffer[..len], 12, 0x8080_8080, 70_000), Ok(40));
            assert_eq!(buffer[..40], [0x80; 40]);
        }
    }

    #[test]
    fn a_changed_bit_is_noticed() {
        for profile in PROFILES {
            let (mut sealer, mut opener) = pair(profile);
            let mut buffer = [0x80; 64];
            let len = sealer.seal(&mut buffer, 12, 40, 1, 1);
            buffer[3] ^= 1;
            assert!(opener.open(&mut buffer[..len], 12, 1, 1).is_err());
        }
    }

    #[test]
    fn a_control_packet_opens_once() {
        for profile in PROFILES {
            let (mut sealer, mut opener) = pair(profile);
            let mut buffer = [0x81; 64];
            let len = sealer.seal_control(&mut buffer, 24);
            let mut again = buffer;
            assert_eq!(opener.open_control(&mut buffer[..len]), Ok(24));
            assert_eq!(buffer[..24], [0x81; 24]);
            assert_eq!(opener.open_control(&mut again[..len]), Err(OpenError::Replayed));
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_open_nor_panic(packet in proptest::collection::vec(any::<u8>(), 0..60)) {
            for profile in PROFILES {
                let (_, mut opener) = pair(profile);
                prop_assert!(opener.open_control(&mut packet.clone()).is_err());
                for header in [0, 12, 60] {
                    prop_assert!(opener.open(&mut packet.clone(), header, 1, 1).is_err());
                }
            }
        }
    }
}
