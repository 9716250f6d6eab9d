//! Session keys from master keys (RFC 3711, section 4.3).

use rtc::crypto::{BlockCipherAlgorithm, CryptoError, RTCCrypto};

/// How packets are protected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Profile {
    /// `SRTP_AEAD_AES_128_GCM` (RFC 7714).
    AeadAes128Gcm,
    /// `SRTP_AES128_CM_HMAC_SHA1_80` (RFC 3711).
    Aes128CmSha1,
}

/// Master key and salt of one direction.
pub struct SessionKeys {
    /// 16 bytes.
    pub key: Vec<u8>,
    /// [`Profile::salt_len`] bytes.
    pub salt: Vec<u8>,
}

/// The cryptography refused a key.
#[derive(Debug, thiserror::Error)]
#[error("the keys cannot be used: {0}")]
pub struct KeyingError(#[from] pub(super) CryptoError);

impl Profile {
    /// Bytes of the master salt.
    pub fn salt_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm => 12,
            Self::Aes128CmSha1 => 14,
        }
    }
}

/// What a derived key is for.
#[derive(Clone, Copy)]
pub(super) enum Label {
    RtpKey = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpKey = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// Fills `out` with the key for `label`, at a key derivation rate of zero.
pub(super) fn derive(
    crypto: &dyn RTCCrypto,
    keys: &SessionKeys,
    label: Label,
    out: &mut [u8],
) -> Result<(), CryptoError> {
    for (counter, chunk) in out.chunks_mut(16).enumerate() {
        let mut block = [0; 16];
        for (byte, salt) in block.iter_mut().zip(&keys.salt) {
            *byte = *salt;
        }
        block[7] ^= label as u8;
        block[15] = counter as u8;
        crypto.block_encrypt(BlockCipherAlgorithm::Aes128, &keys.key, &mut block)?;
        chunk.copy_from_slice(&block[..chunk.len()]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3711, appendix B.3.
    #[test]
    fn the_test_vectors_of_rfc_3711_are_met() {
        let provider = rtc::crypto::default_provider().unwrap();
        let keys =
            SessionKeys { key: bytes("e1f97a0d3e018be0d64fa32c06de4139"), salt: bytes("0ec675ad498afeebb6960b3aabe6") };
        let derived = |label, len| {
            let mut out = vec![0; len];
            derive(provider.crypto(), &keys, label, &mut out).unwrap();
            out
        };
        assert_eq!(derived(Label::RtpKey, 16), bytes("c61e7a93744f39ee10734afe3ff7a087"));
        assert_eq!(derived(Label::RtpSalt, 14), bytes("30cbbc08863d8c85d49db34a9ae1"));
        assert_eq!(derived(Label::RtpAuthentication, 20), bytes("cebe321f6ff7716b6fd4ab49af256a156d38baa4"));
    }

    fn bytes(hex: &str) -> Vec<u8> {
        hex.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }
}
