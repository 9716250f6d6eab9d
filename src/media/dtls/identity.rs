//! The server's DTLS identity: one certificate for all handshakes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rtc::crypto::{RTCCryptoProvider, default_provider};
use rtc::dtls::config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig};
use rtc::dtls::crypto::Certificate;
use rtc::dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use sha2::{Digest, Sha256};

/// SHA-256 of a certificate, as SDP tells it (RFC 8122).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::media) struct Fingerprint([u8; 32]);

/// One self-signed certificate for all connections; it lives as long as the process.
pub(in crate::media) struct Identity {
    fingerprint: Fingerprint,
    provider: Arc<dyn RTCCryptoProvider>,
    gcm: Arc<HandshakeConfig>,
    counter_mode: Arc<HandshakeConfig>,
}

/// The cryptography could not make a certificate.
#[derive(Debug, thiserror::Error)]
#[error("no DTLS certificate could be made: {0}")]
pub(in crate::media) struct IdentityError(String);

impl Identity {
    pub(in crate::media) fn generate() -> Result<Self, IdentityError> {
        let provider = default_provider().map_err(|error| IdentityError(error.to_string()))?;
        let certificate = Certificate::generate_self_signed(["glossa".to_owned()], provider.crypto())
            .map_err(|error| IdentityError(error.to_string()))?;
        let der = certificate.certificate.first().ok_or_else(|| IdentityError("it is empty".into()))?;
        let config = |profile| {
            ConfigBuilder::default()
                .with_crypto_provider(provider.clone())
                .with_certificates(vec![certificate.clone()])
                .with_srtp_protection_profiles(vec![profile])
                // The certificate is checked against the fingerprint in the SDP, after the handshake.
                .with_client_auth(ClientAuthType::RequireAnyClientCert)
                .with_insecure_skip_verify(true)
                .with_extended_master_secret(ExtendedMasterSecretType::Require)
                .with_flight_interval(FLIGHT_INTERVAL)
                .build(false, None)
                .map(Arc::new)
                .map_err(|error| IdentityError(error.to_string()))
        };
        Ok(Self {
            fingerprint: Fingerprint::of(der),
            gcm: config(SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm)?,
            counter_mode: config(SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80)?,
            provider,
        })
    }

    pub(in crate::media) fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    pub(in crate::media) fn provider(&self) -> &dyn RTCCryptoProvider {
        self.provider.as_ref()
    }

    /// The crate follows the client's order of profiles, and browsers put the dearer one first: so
    /// each configuration has one.
    pub(super) fn config(&self, offers_gcm: bool) -> Arc<HandshakeConfig> {
        if offers_gcm { self.gcm.clone() } else { self.counter_mode.clone() }
    }
}

impl Fingerprint {
    pub(in crate::media) fn of(certificate: &[u8]) -> Self {
        Self(Sha256::digest(certificate).into())
    }

    /// Reads `sha-256 AB:CD:…`.
    pub(in crate::media) fn parse(text: &str) -> Option<Self> {
        let (algorithm, hex) = text.trim().split_once(' ')?;
        if !algorithm.eq_ignore_ascii_case("sha-256") {
            return None;
        }
        let mut bytes = [0; 32];
        let mut pairs = hex.trim().split(':');
        for byte in &mut bytes {
            let pair = pairs.next().filter(|pair| pair.len() == 2)?;
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        pairs.next().is_none().then_some(Self(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha-256 ")?;
        for (at, byte) in self.0.iter().enumerate() {
            let colon = if at == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02X}")?;
        }
        Ok(())
    }
}

/// The default of 1 s makes every lost flight a visible wait.
const FLIGHT_INTERVAL: Duration = Duration::from_millis(250);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_it_was_written() {
        let fingerprint = Fingerprint::of(b"certificate");
        assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        assert_eq!(Fingerprint::parse("sha-256 AB:CD"), None);
        assert_eq!(Fingerprint::parse("sha-1 AB:CD"), None);
        assert_eq!(Fingerprint::parse(&format!("{fingerprint}:00")), None);
    }
}
