//! One door to each parser that sees the network, for fuzzing: bytes go in, nothing may panic.
//!
//! What a parser promises its callers is asserted, so that a wrong answer is found as well as a panic.

use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use rtc::crypto::default_provider;

use super::dtls::Hello;
use super::ice::{BindingRequest, Candidate, Credentials, Transport, local_ufrag};
use super::ring::{Packet, Ring};
use super::sdp::{Local, PublishOffer, SubscribeAnswer, publish_answer};
use super::srtp::{Opener, Profile, SessionKeys};
use super::tap::Assembler;
use super::tcp::Deframer;
use super::vp8::{self, Descriptor};
use super::{rtcp, rtp};

/// A datagram that may be a STUN request (RFC 8489).
pub fn stun(datagram: &[u8]) {
    let claimed = local_ufrag(datagram);
    let Ok(provider) = default_provider() else { return };
    if let Some(request) = BindingRequest::read(datagram, "a password that nobody knows", provider.crypto()) {
        assert_eq!(Some(request.local_ufrag), claimed);
    }
}

/// The first datagrams of a DTLS client, each after its length in one byte.
pub fn dtls_hello(bytes: &[u8]) {
    let mut hello = Hello::default();
    for datagram in lengths(bytes) {
        if hello.push(datagram).is_some() {
            break;
        }
    }
    assert!(hello.into_datagrams().iter().map(Vec::len).sum::<usize>() <= bytes.len());
}

/// A decrypted RTP packet (RFC 3550) with header extensions (RFC 8285).
pub fn rtp(packet: &[u8]) {
    let Some(header) = rtp::Header::read(packet) else { return };
    let payload = header.payload(packet).map_or(0, <[u8]>::len);
    let extensions: usize = header.extensions(packet).map(|(_, value)| value.len()).sum();
    assert!(header.len + payload <= packet.len() && extensions <= header.len);
}

/// A decrypted compound RTCP packet (RFC 3550, RFC 4585), with transport-wide feedback.
pub fn rtcp(compound: &[u8]) {
    for message in rtcp::read(compound) {
        match message {
            rtcp::Message::Arrivals(arrivals) => {
                let reference = arrivals.reference(Some(1));
                assert!(arrivals.iter(reference).count() <= u16::MAX.into());
            }
            rtcp::Message::Nack { missing, .. } => assert!(missing.iter().count() <= 17 * compound.len() / 4),
            rtcp::Message::KeyFrameWanted { .. } | rtcp::Message::SenderReport { .. } => {}
        }
    }
}

/// A packet of SRTP or SRTCP (RFC 3711, RFC 7714) from somebody without the keys; the first byte chooses
/// how it is protected.
pub fn srtp(bytes: &[u8]) {
    let Some((choice, packet)) = bytes.split_first() else { return };
    let profile = if choice & 1 == 0 { Profile::AeadAes128Gcm } else { Profile::Aes128CmSha1 };
    let keys = SessionKeys { key: vec![1; 16], salt: vec![2; profile.salt_len()] };
    let Ok(mut opener) = Opener::new(profile, &keys) else { return };
    let opened = if choice & 2 == 0 {
        let Some(header) = rtp::Header::read(packet) else { return };
        opener.open(&mut packet.to_vec(), header.len, header.ssrc, header.sequence.into())
    } else {
        opener.open_control(&mut packet.to_vec())
    };
    assert!(opened.is_err());
}

/// A payload of VP8 (RFC 7741).
pub fn vp8(payload: &[u8]) {
    let Some(descriptor) = Descriptor::read(payload) else { return };
    let mut copy = payload.to_vec();
    descriptor.shift(&mut copy, 1, 1);
    let shifted = Descriptor::read(&copy).map(|shifted| (shifted.len, shifted.opens_key_frame));
    assert_eq!(shifted, Some((descriptor.len, descriptor.opens_key_frame)));
    if let Some(frame) = payload.get(usize::from(descriptor.len)..) {
        vp8::key_frame_size(frame);
    }
}

/// Packets of VP8, each after a head of four bytes: its step in the numbering, its time, whether it ends
/// a picture, its length.
pub fn frames(mut bytes: &[u8]) {
    let start = Instant::now();
    let (mut ring, mut assembler, mut whole) = (Ring::new(64), Assembler::default(), Vec::new());
    let mut sequence = 1_000_u64;
    while let Some((&[step, time, marker, len], rest)) = bytes.split_first_chunk() {
        let (payload, rest) = rest.split_at(usize::from(len).min(rest.len()));
        bytes = rest;
        // Mostly one on, sometimes late, lost or doubled.
        sequence = sequence.saturating_add_signed(i64::from(step as i8) / 16 + 1);
        let vp8 = Descriptor::read(payload);
        let packet = Packet { timestamp: u32::from(time) << 8, marker: marker & 1 == 1, vp8, payload };
        if (vp8.is_some() || payload.is_empty()) && ring.insert(sequence, packet) {
            assembler.push(start + Duration::from_millis(time.into()), &ring, sequence, &mut whole);
        }
    }
    assert!(whole.windows(2).all(|pair| pair[0].at < pair[1].at));
}

/// A browser's offer of its publish connection (RFC 8866, RFC 8829), and our answer to it.
pub fn sdp_offer(bytes: &[u8]) {
    let Some(offer) = std::str::from_utf8(bytes).ok().and_then(|text| PublishOffer::read(text).ok()) else { return };
    let credentials = Credentials::random(&mut StdRng::seed_from_u64(1));
    let candidates = [Candidate { address: ([192, 0, 2, 1], 3_478).into(), transport: Transport::Tcp }];
    let local =
        Local { credentials: &credentials, fingerprint: offer.fingerprint, candidates: &candidates, version: 1 };
    let answer = publish_answer(&offer, &local);
    // A line of theirs must not become a line of ours.
    assert!(answer.split("\r\n").all(|line| !line.contains(['\r', '\n'])));
}

/// A browser's answer to the slots.
pub fn sdp_answer(bytes: &[u8]) {
    if let Some(answer) = std::str::from_utf8(bytes).ok().and_then(|text| SubscribeAnswer::read(text).ok()) {
        assert!(answer.accepted.len() <= answer.sections);
    }
}

/// A stream of packets over TCP (RFC 4571), cut where its first byte says.
pub fn tcp(bytes: &[u8]) {
    let Some((&cut, stream)) = bytes.split_first() else { return };
    let (mut stream, mut deframer, mut out) = (stream.to_vec(), Deframer::default(), 0);
    for piece in stream.chunks_mut(usize::from(cut).max(1)) {
        if deframer.push(piece, |packet| out += 2 + packet.len()).is_err() {
            break;
        }
    }
    assert!(out < bytes.len());
}

/// Stretches of bytes, each after its length in one byte.
fn lengths(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (&len, rest) = bytes.split_first()?;
        let (stretch, rest) = rest.split_at(usize::from(len).min(rest.len()));
        bytes = rest;
        Some(stretch)
    })
}
