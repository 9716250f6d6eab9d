//! The connection that sends: one VP8 track, in one size or several, one Opus track, both optional.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::FutureExt;
use rtc::{
    rtp,
    rtp_transceiver::rtp_sender::{RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
};
use webrtc::{
    media_stream::{
        MediaStreamTrack,
        track_local::{TrackLocal, static_rtp::TrackLocalStaticRTP},
    },
    peer_connection::RTCSessionDescription,
};

use super::{
    ConnectionState, ParticipantError, Route,
    connection::Connection,
    engine::{self, OPUS, VP8},
};

/// Which tracks a publication has.
#[derive(Clone, Copy, Debug)]
pub struct Sending {
    pub audio: bool,
    pub video: bool,
}

/// A connection that publishes.
pub struct Publication {
    connection: Connection,
    audio: Option<Track>,
    video: Option<Track>,
}

struct Track {
    local: Arc<TrackLocalStaticRTP>,
    payload_type: u8,
    /// One, or one for each layer.
    streams: Vec<Stream>,
}

struct Stream {
    ssrc: u32,
    /// The name of its layer.
    rid: Option<String>,
    /// The header extension that names it (RFC 8852).
    extension: Option<u8>,
}

impl Publication {
    /// Makes the connection and its offer.
    pub async fn offer(sending: Sending, route: &Route) -> Result<(Self, String), ParticipantError> {
        // Nothing comes back on this connection but RTCP.
        let (connection, _tracks) = Connection::open(route).await?;
        let audio = match sending.audio {
            true => Some(Track::add(&connection, RtpCodecKind::Audio, engine::opus(), OPUS, &[]).await?),
            false => None,
        };
        let video = match sending.video {
            true => Some(Track::add(&connection, RtpCodecKind::Video, engine::vp8(), VP8, &[]).await?),
            false => None,
        };
        let offer = connection.peer.create_offer(None).await?;
        let sdp = connection.describe(offer).await?;
        Ok((Self { connection, audio, video }, sdp))
    }

    /// The same with video alone, in layers of these names, from the lowest to the highest (RFC 8853).
    pub async fn offer_layers(rids: &[&str], route: &Route) -> Result<(Self, String), ParticipantError> {
        let (connection, _tracks) = Connection::open(route).await?;
        let mut video = Track::add(&connection, RtpCodecKind::Video, engine::vp8(), VP8, rids).await?;
        let offer = connection.peer.create_offer(None).await?;
        let sdp = connection.describe(offer).await?;
        for stream in &mut video.streams {
            stream.extension = extension(&sdp, RID);
        }
        Ok((Self { connection, audio: None, video: Some(video) }, sdp))
    }

    /// Takes the server's answer.
    pub async fn accept(&self, answer: String, route: &Route) -> Result<(), ParticipantError> {
        let answer = RTCSessionDescription::answer(route.redirect(&answer))?;
        Ok(self.connection.peer.set_remote_description(answer).await?)
    }

    /// Sends one RTP packet of the video track; `false` when it was dropped because the stack is behind.
    pub fn send_video(&self, sequence: u16, timestamp: u32, marker: bool, payload: Bytes) -> bool {
        self.send_layer(0, sequence, timestamp, marker, payload)
    }

    /// The same for one of several layers.
    pub fn send_layer(&self, layer: usize, sequence: u16, timestamp: u32, marker: bool, payload: Bytes) -> bool {
        self.video.as_ref().is_some_and(|track| track.send(layer, sequence, timestamp, marker, payload))
    }

    /// The same for sound.
    pub fn send_audio(&self, sequence: u16, timestamp: u32, payload: Bytes) -> bool {
        self.audio.as_ref().is_some_and(|track| track.send(0, sequence, timestamp, false, payload))
    }

    /// Where the connection stands.
    pub fn state(&self) -> ConnectionState {
        self.connection.state()
    }

    /// Returns once packets can flow.
    pub async fn connected(&self) {
        self.connection.connected().await;
    }

    /// Waits for the connection, at most so long.
    pub async fn connected_within(&self, patience: Duration) -> Result<(), ParticipantError> {
        tokio::time::timeout(patience, self.connected()).await.map_err(|_| ParticipantError::MediaTimeout(patience))
    }

    /// Closes the connection.
    pub async fn close(&self) {
        self.connection.close().await;
    }
}

impl Track {
    async fn add(
        connection: &Connection,
        kind: RtpCodecKind,
        codec: RTCRtpCodec,
        payload_type: u8,
        rids: &[&str],
    ) -> Result<Self, ParticipantError> {
        let stream = |rid: Option<&str>| Stream { ssrc: rand::random(), rid: rid.map(str::to_owned), extension: None };
        let mut streams: Vec<_> = rids.iter().map(|rid| stream(Some(*rid))).collect();
        if streams.is_empty() {
            streams.push(stream(None));
        }
        let coding = |stream: &Stream| RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters {
                ssrc: Some(stream.ssrc),
                rid: stream.rid.clone().unwrap_or_default(),
                ..Default::default()
            },
            codec: codec.clone(),
            ..Default::default()
        };
        let codings = streams.iter().map(coding).collect();
        let name = kind.to_string();
        let track = MediaStreamTrack::new("participant".to_owned(), name.clone(), name, kind, codings);
        let local = Arc::new(TrackLocalStaticRTP::new(track));
        connection.peer.add_track(Arc::clone(&local) as Arc<dyn TrackLocal>).await?;
        Ok(Self { local, payload_type, streams })
    }

    fn send(&self, stream: usize, sequence_number: u16, timestamp: u32, marker: bool, payload: Bytes) -> bool {
        let Some(stream) = self.streams.get(stream) else { return false };
        let mut header = rtp::Header {
            version: 2,
            marker,
            payload_type: self.payload_type,
            sequence_number,
            timestamp,
            ssrc: stream.ssrc,
            ..Default::default()
        };
        if let (Some(rid), Some(extension)) = (&stream.rid, stream.extension)
            && header.set_extension(extension, Bytes::copy_from_slice(rid.as_bytes())).is_err()
        {
            return false;
        }
        // The stack blocks when its queue is full; a real-time sender drops instead.
        matches!(self.local.write_rtp(rtp::Packet { header, payload }).now_or_never(), Some(Ok(())))
    }
}

/// The number that an offer gives a header extension.
fn extension(sdp: &str, uri: &str) -> Option<u8> {
    let mut extensions = sdp.lines().filter_map(|line| line.strip_prefix("a=extmap:")?.split_once(' '));
    let (id, _) = extensions.find(|(_, named)| named.trim_end() == uri)?;
    id.split('/').next()?.parse().ok()
}

const RID: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
