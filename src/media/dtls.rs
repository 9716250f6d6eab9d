//! The DTLS side of one connection: a handshake in, SRTP keys out (RFC 5764).
//!
//! We are always the server. [`Endpoint`] knows associations by address; here each connection has
//! its own endpoint with one stand-in address, so that the handshake survives a change of address.

mod hello;
mod identity;

use std::net::{Ipv4Addr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use bytes::BytesMut;
use rtc::dtls::endpoint::{Endpoint, EndpointEvent};
use rtc::dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc::shared::TransportProtocol;
use rtc::srtp::config::{Config as SrtpConfig, LABEL_EXTRACTOR_DTLS_SRTP};
use rtc::srtp::protection_profile::ProtectionProfile;

pub(super) use self::hello::Hello;
pub(super) use self::identity::{Fingerprint, Identity};
use super::srtp::{Opener, Profile, Sealer, SessionKeys};

/// One handshake, and the association after it.
pub(super) struct Handshake {
    endpoint: Endpoint,
    /// Until the whole ClientHello is here.
    hello: Option<Hello>,
    is_complete: bool,
    is_broken: bool,
}

/// What a completed handshake gives.
pub(super) struct Secured {
    /// Of the peer's certificate; to be compared with the one that signalling told.
    pub(super) fingerprint: Fingerprint,
    pub(super) sealer: Sealer,
    pub(super) opener: Opener,
}

/// What a datagram led to.
pub(super) enum Progress {
    Secured(Box<Secured>),
    /// The peer closed the association.
    Closed,
    Pending,
}

/// The handshake cannot succeed any more.
#[derive(Debug, thiserror::Error)]
#[error("the DTLS handshake failed: {0}")]
pub(super) struct HandshakeError(String);

impl Handshake {
    pub(super) fn new() -> Self {
        Self {
            endpoint: Endpoint::new(STAND_IN, TransportProtocol::UDP, None),
            hello: Some(Hello::default()),
            is_complete: false,
            is_broken: false,
        }
    }

    /// Takes one datagram in; [`Handshake::outgoing`] is to be drained afterwards.
    pub(super) fn receive(
        &mut self,
        now: Instant,
        identity: &Identity,
        datagram: &[u8],
    ) -> Result<Progress, HandshakeError> {
        // Which profile to answer with is decided by configuration, before the endpoint reads the
        // hello; and a hello with post-quantum keys is two datagrams.
        if let Some(hello) = &mut self.hello {
            let Some(offers_gcm) = hello.push(datagram) else { return Ok(Progress::Pending) };
            let held = std::mem::take(hello).into_datagrams();
            self.hello = None;
            self.endpoint.set_server_config(Some(identity.config(offers_gcm)));
            let mut progress = Progress::Pending;
            for datagram in held {
                progress = self.feed(now, &datagram)?;
            }
            return Ok(progress);
        }
        self.feed(now, datagram)
    }

    /// Sends again what was not answered.
    pub(super) fn handle_timeout(&mut self, now: Instant) -> Result<(), HandshakeError> {
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            self.endpoint.handle_timeout(STAND_IN, now).map_err(|error| HandshakeError(error.to_string()))?;
        }
        Ok(())
    }

    /// When [`Handshake::handle_timeout`] is due; never once complete or broken.
    pub(super) fn deadline(&self) -> Option<Instant> {
        if self.is_complete || self.is_broken { None } else { self.endpoint.poll_timeout(&STAND_IN) }
    }

    /// The next datagram to send.
    pub(super) fn outgoing(&mut self) -> Option<BytesMut> {
        self.endpoint.poll_transmit().map(|transmit| transmit.message)
    }

    /// Says goodbye; [`Handshake::outgoing`] has the alert.
    pub(super) fn close(&mut self, now: Instant) {
        let _ = self.endpoint.close(now);
    }

    fn feed(&mut self, now: Instant, datagram: &[u8]) -> Result<Progress, HandshakeError> {
        if self.is_broken {
            return Ok(Progress::Pending);
        }
        // The endpoint parses a stranger's bytes on a thread that serves many rooms: should it ever
        // panic, that costs this connection only.
        let read = || self.endpoint.read(now, STAND_IN, None, datagram.into());
        let Ok(result) = catch_unwind(AssertUnwindSafe(read)) else {
            self.is_broken = true;
            return Err(HandshakeError("the endpoint panicked".to_owned()));
        };
        let events = match result {
            Ok(events) => events,
            // After the handshake a bad record is noise: anyone may have sent it.
            Err(_) if self.is_complete => return Ok(Progress::Pending),
            Err(error) => return Err(HandshakeError(error.to_string())),
        };
        for event in events {
            match event {
                EndpointEvent::HandshakeComplete => {
                    self.is_complete = true;
                    return self.secured().map(|secured| Progress::Secured(Box::new(secured)));
                }
                EndpointEvent::PeerClosed => return Ok(Progress::Closed),
                // We negotiate no data channel.
                _ => {}
            }
        }
        Ok(Progress::Pending)
    }

    fn secured(&self) -> Result<Secured, HandshakeError> {
        let failed = |reason: &str| HandshakeError(reason.to_owned());
        let state = self.endpoint.get_connection_state(STAND_IN).ok_or_else(|| failed("no association"))?;
        let certificate = state.peer_certificates.first().ok_or_else(|| failed("no certificate"))?;
        let (profile, theirs) = match state.srtp_protection_profile() {
            SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm => (Profile::AeadAes128Gcm, ProtectionProfile::AeadAes128Gcm),
            SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80 => {
                (Profile::Aes128CmSha1, ProtectionProfile::Aes128CmHmacSha1_80)
            }
            _ => return Err(failed("no SRTP profile in common")),
        };
        let mut config = SrtpConfig { profile: theirs, ..SrtpConfig::default() };
        let error = |error: rtc::shared::error::Error| HandshakeError(error.to_string());
        let material = state
            .export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], config.keying_material_len())
            .map_err(error)?;
        config.set_session_keys_from_keying_material(material.as_ref(), state.is_client()).map_err(error)?;
        let keys = config.keys;
        let local = SessionKeys { key: keys.local_master_key, salt: keys.local_master_salt };
        let remote = SessionKeys { key: keys.remote_master_key, salt: keys.remote_master_salt };
        Ok(Secured {
            fingerprint: Fingerprint::of(certificate),
            sealer: Sealer::new(profile, &local).map_err(|error| HandshakeError(error.to_string()))?,
            opener: Opener::new(profile, &remote).map_err(|error| HandshakeError(error.to_string()))?,
        })
    }
}

/// Stands for the peer inside the endpoint; port 0 would be refused.
const STAND_IN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 1);
