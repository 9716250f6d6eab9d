//! The two ciphers, packet by packet.

use rtc::crypto::{
    AeadAlgorithm, AeadCipher, HmacAlgorithm, Mac, StreamCipher, StreamCipherAlgorithm, constant_time_eq,
    default_provider,
};

use super::keys::{KeyingError, Label, Profile, SessionKeys, derive};
use super::{OpenError, OpenError::NotAuthentic};

/// Keyed for one direction of one connection.
pub(super) enum Cipher {
    /// AES-128-GCM (RFC 7714): one pass, a 16-byte tag.
    Gcm { rtp: GcmKey, rtcp: GcmKey },
    /// AES-128 in counter mode with an 80-bit HMAC-SHA1 tag (RFC 3711).
    Counter { rtp: CounterKey, rtcp: CounterKey },
}

pub(super) struct GcmKey {
    aead: Box<dyn AeadCipher>,
    salt: [u8; 12],
}

pub(super) struct CounterKey {
    stream: Box<dyn StreamCipher>,
    mac: Box<dyn Mac>,
    salt: [u8; 14],
}

impl Cipher {
    pub(super) fn new(profile: Profile, keys: &SessionKeys) -> Result<Self, KeyingError> {
        Ok(match profile {
            Profile::AeadAes128Gcm => Self::Gcm {
                rtp: GcmKey::new(keys, Label::RtpKey, Label::RtpSalt)?,
                rtcp: GcmKey::new(keys, Label::RtcpKey, Label::RtcpSalt)?,
            },
            Profile::Aes128CmSha1 => Self::Counter {
                rtp: CounterKey::new(keys, Label::RtpKey, Label::RtpAuthentication, Label::RtpSalt)?,
                rtcp: CounterKey::new(keys, Label::RtcpKey, Label::RtcpAuthentication, Label::RtcpSalt)?,
            },
        })
    }

    pub(super) fn seal_rtp(&mut self, buffer: &mut [u8], header: usize, len: usize, ssrc: u32, index: u64) -> usize {
        let (head, rest) = buffer.split_at_mut(header);
        let (payload, tail) = rest.split_at_mut(len - header);
        match self {
            Self::Gcm { rtp, .. } => {
                let nonce = rtp.rtp_nonce(ssrc, index);
                // It fails only on payloads of 64 GiB.
                let _ = rtp.aead.seal_in_place(&nonce, head, payload, &mut tail[..GCM_TAG]);
                len + GCM_TAG
            }
            Self::Counter { rtp, .. } => {
                let iv = rtp.iv(ssrc, index);
                let _ = rtp.stream.apply_keystream(&iv, payload);
                let mut tag = [0; 20];
                let _ = rtp.mac.sign(&[head, payload, &roll_over(index)], &mut tag);
                tail[..SHA1_TAG].copy_from_slice(&tag[..SHA1_TAG]);
                len + SHA1_TAG
            }
        }
    }

    pub(super) fn open_rtp(
        &mut self,
        packet: &mut [u8],
        header: usize,
        ssrc: u32,
        index: u64,
    ) -> Result<usize, OpenError> {
        let len = packet.len().checked_sub(self.tag_len()).filter(|len| *len >= header).ok_or(NotAuthentic)?;
        let (body, tag) = packet.split_at_mut(len);
        let (head, payload) = body.split_at_mut(header);
        match self {
            Self::Gcm { rtp, .. } => {
                let nonce = rtp.rtp_nonce(ssrc, index);
                rtp.aead.open_in_place(&nonce, head, payload, tag).map_err(|_| NotAuthentic)?;
            }
            Self::Counter { rtp, .. } => {
                rtp.check(&[head, payload, &roll_over(index)], tag)?;
                let iv = rtp.iv(ssrc, index);
                rtp.stream.apply_keystream(&iv, payload).map_err(|_| NotAuthentic)?;
            }
        }
        Ok(len)
    }

    pub(super) fn seal_rtcp(&mut self, buffer: &mut [u8], len: usize, index: u32) -> usize {
        let word = (index | ENCRYPTED).to_be_bytes();
        let (head, rest) = buffer.split_at_mut(RTCP_HEAD);
        let (body, tail) = rest.split_at_mut(len - RTCP_HEAD);
        let ssrc = ssrc_of(head);
        match self {
            Self::Gcm { rtcp, .. } => {
                let nonce = rtcp.rtcp_nonce(ssrc, index);
                let _ = rtcp.aead.seal_in_place(&nonce, &associated(head, word), body, &mut tail[..GCM_TAG]);
                tail[GCM_TAG..GCM_TAG + 4].copy_from_slice(&word);
                len + GCM_TAG + 4
            }
            Self::Counter { rtcp, .. } => {
                let iv = rtcp.iv(ssrc, index.into());
                let _ = rtcp.stream.apply_keystream(&iv, body);
                let mut tag = [0; 20];
                let _ = rtcp.mac.sign(&[head, body, &word], &mut tag);
                tail[..4].copy_from_slice(&word);
                tail[4..4 + SHA1_TAG].copy_from_slice(&tag[..SHA1_TAG]);
                len + 4 + SHA1_TAG
            }
        }
    }

    /// Length without index and tag, the sender, and its index.
    pub(super) fn open_rtcp(&mut self, packet: &mut [u8]) -> Result<(usize, u32, u64), OpenError> {
        let extra = self.tag_len() + 4;
        let len = packet.len().checked_sub(extra).filter(|len| *len >= RTCP_HEAD).ok_or(NotAuthentic)?;
        let (body, tail) = packet.split_at_mut(len);
        let (head, body) = body.split_at_mut(RTCP_HEAD);
        let ssrc = ssrc_of(head);
        let (tag, word) = match self {
            Self::Gcm { .. } => tail.split_at(GCM_TAG),
            Self::Counter { .. } => {
                let (word, tag) = tail.split_at(4);
                (tag, word)
            }
        };
        let word = [word[0], word[1], word[2], word[3]];
        let index = u32::from_be_bytes(word);
        // Unencrypted control packets are allowed by SRTP and sent by nobody in this profile.
        if index & ENCRYPTED == 0 {
            return Err(NotAuthentic);
        }
        let index = index & !ENCRYPTED;
        match self {
            Self::Gcm { rtcp, .. } => {
                let nonce = rtcp.rtcp_nonce(ssrc, index);
                rtcp.aead.open_in_place(&nonce, &associated(head, word), body, tag).map_err(|_| NotAuthentic)?;
            }
            Self::Counter { rtcp, .. } => {
                rtcp.check(&[head, body, &word], tag)?;
                let iv = rtcp.iv(ssrc, index.into());
                rtcp.stream.apply_keystream(&iv, body).map_err(|_| NotAuthentic)?;
            }
        }
        Ok((len, ssrc, index.into()))
    }

    fn tag_len(&self) -> usize {
        match self {
            Self::Gcm { .. } => GCM_TAG,
            Self::Counter { .. } => SHA1_TAG,
        }
    }
}

impl GcmKey {
    fn new(keys: &SessionKeys, key: Label, salt: Label) -> Result<Self, KeyingError> {
        let provider = default_provider()?;
        let mut session = [0; 16];
        let mut session_salt = [0; 12];
        derive(provider.crypto(), keys, key, &mut session)?;
        derive(provider.crypto(), keys, salt, &mut session_salt)?;
        Ok(Self { aead: provider.crypto().new_aead(AeadAlgorithm::Aes128Gcm, &session)?, salt: session_salt })
    }

    /// RFC 7714, section 8.1: two zero bytes, SSRC, roll-over counter and number, XOR salt.
    fn rtp_nonce(&self, ssrc: u32, index: u64) -> [u8; 12] {
        let plain = u128::from(ssrc) << 48 | u128::from(index & 0xffff_ffff_ffff);
        self.salted(plain)
    }

    /// RFC 7714, section 9.1: two zero bytes, SSRC, two zero bytes, index, XOR salt.
    fn rtcp_nonce(&self, ssrc: u32, index: u32) -> [u8; 12] {
        self.salted(u128::from(ssrc) << 48 | u128::from(index))
    }

    fn salted(&self, plain: u128) -> [u8; 12] {
        let mut nonce = self.salt;
        for (byte, plain) in nonce.iter_mut().zip(&plain.to_be_bytes()[4..]) {
            *byte ^= plain;
        }
        nonce
    }
}

impl CounterKey {
    fn new(keys: &SessionKeys, key: Label, authentication: Label, salt: Label) -> Result<Self, KeyingError> {
        let provider = default_provider()?;
        let crypto = provider.crypto();
        let mut session = [0; 16];
        let mut session_authentication = [0; 20];
        let mut session_salt = [0; 14];
        derive(crypto, keys, key, &mut session)?;
        derive(crypto, keys, authentication, &mut session_authentication)?;
        derive(crypto, keys, salt, &mut session_salt)?;
        Ok(Self {
            stream: crypto.new_stream_cipher(StreamCipherAlgorithm::Aes128Ctr, &session)?,
            mac: crypto.new_hmac(HmacAlgorithm::Sha1, &session_authentication)?,
            salt: session_salt,
        })
    }

    /// RFC 3711, section 4.1.1: (salt << 16) XOR (SSRC << 64) XOR (index << 16).
    fn iv(&self, ssrc: u32, index: u64) -> [u8; 16] {
        let mut iv = (u128::from(ssrc) << 64 | u128::from(index & 0xffff_ffff_ffff) << 16).to_be_bytes();
        for (byte, salt) in iv.iter_mut().zip(&self.salt) {
            *byte ^= salt;
        }
        iv
    }

    fn check(&mut self, parts: &[&[u8]], tag: &[u8]) -> Result<(), OpenError> {
        let mut own = [0; 20];
        self.mac.sign(parts, &mut own).map_err(|_| NotAuthentic)?;
        if constant_time_eq(&own[..SHA1_TAG], tag) { Ok(()) } else { Err(NotAuthentic) }
    }
}

/// The high 32 bits of an index: how often the 16-bit number wrapped.
fn roll_over(index: u64) -> [u8; 4] {
    ((index >> 16) as u32).to_be_bytes()
}

fn associated(head: &[u8], word: [u8; 4]) -> [u8; 12] {
    let mut data = [0; 12];
    data[..RTCP_HEAD].copy_from_slice(head);
    data[RTCP_HEAD..].copy_from_slice(&word);
    data
}

fn ssrc_of(head: &[u8]) -> u32 {
    u32::from_be_bytes([head[4], head[5], head[6], head[7]])
}

const GCM_TAG: usize = 16;
const SHA1_TAG: usize = 10;
/// Bytes of a control packet that stay in the clear.
const RTCP_HEAD: usize = 8;
const ENCRYPTED: u32 = 1 << 31;

#[cfg(test)]
mod tests {
    use super::*;

    fn gcm() -> GcmKey {
        let provider = default_provider().unwrap();
        let key: Vec<u8> = (0..16).collect();
        GcmKey { aead: provider.crypto().new_aead(AeadAlgorithm::Aes128Gcm, &key).unwrap(), salt: *b"Quid pro quo" }
    }

    fn cipher() -> Cipher {
        Cipher::Gcm { rtp: gcm(), rtcp: gcm() }
    }

    /// RFC 7714, section 16.1.1.
    #[test]
    fn the_rtp_test_vector_of_rfc_7714_is_met() {
        let header = [0x80, 0x40, 0xf1, 0x7b, 0x80, 0x41, 0xf8, 0xd3, 0x55, 0x01, 0xa0, 0xb2];
        let mut packet = header.to_vec();
        packet.extend(b"Gallia est omnis divisa in partes tres");
        let len = packet.len();
        packet.resize(len + super::super::OVERHEAD, 0);
        let sealed = cipher().seal_rtp(&mut packet, 12, len, 0x5501_a0b2, 0xf17b);
        packet.truncate(sealed);
        assert_eq!(
            hex(&packet[12..]),
            concat!(
                "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b",
                "36de3adf8833899d7f27beb16a9152cf765ee4390cce"
            )
        );
        assert_eq!(cipher().open_rtp(&mut packet, 12, 0x5501_a0b2, 0xf17b), Ok(len));
        assert_eq!(&packet[12..18], b"Gallia");
    }

    /// RFC 7714, section 17.1.
    #[test]
    fn the_rtcp_test_vector_of_rfc_7714_is_met() {
        let mut packet = unhex(concat!(
            "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61",
            "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef"
        ));
        let len = packet.len();
        packet.resize(len + super::super::OVERHEAD, 0);
        let sealed = cipher().seal_rtcp(&mut packet, len, 0x5d4);
        packet.truncate(sealed);
        assert_eq!(
            hex(&packet),
            concat!(
                "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32d",
                "c676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf872",
                "45d9eade800005d4"
            )
        );
        assert_eq!(cipher().open_rtcp(&mut packet), Ok((len, 0x4d61_7273, 0x5d4)));
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn unhex(hex: &str) -> Vec<u8> {
        hex.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }
}
