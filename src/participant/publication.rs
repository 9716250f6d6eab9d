//! The connection that sends: one VP8 track, one Opus track, both optional.

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
    ssrc: u32,
    payload_type: u8,
}

impl Publication {
    /// Makes the connection and its offer.
    pub async fn offer(sending: Sending, route: &Route) -> Result<(Self, String), ParticipantError> {
        // Nothing comes back on this connection but RTCP.
        let (connection, _tracks) = Connection::open(route).await?;
        let audio = match sending.audio {
            true => Some(Track::add(&connection, RtpCodecKind::Audio, engine::opus(), OPUS).await?),
            false => None,
        };
        let video = match sending.video {
            true => Some(Track::add(&connection, RtpCodecKind::Video, engine::vp8(), VP8).await?),
            false => None,
        };
        let offer = connection.peer.create_offer(None).await?;
        let sdp = connection.describe(offer).await?;
        Ok((Self { connection, audio, video }, sdp))
    }

    /// Takes the server's answer.
    pub async fn accept(&self, answer: String, route: &Route) -> Result<(), ParticipantError> {
        let answer = RTCSessionDescription::answer(route.redirect(&answer))?;
        Ok(self.connection.peer.set_remote_description(answer).await?)
    }

    /// Sends one RTP packet of the video track; `false` when it was dropped because the stack is behind.
    pub fn send_video(&self, sequence: u16, timestamp: u32, marker: bool, payload: Bytes) -> bool {
        self.video.as_ref().is_some_and(|track| track.send(sequence, timestamp, marker, payload))
    }

    /// The same for sound.
    pub fn send_audio(&self, sequence: u16, timestamp: u32, payload: Bytes) -> bool {
        self.audio.as_ref().is_some_and(|track| track.send(sequence, timestamp, false, payload))
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
    ) -> Result<Self, ParticipantError> {
        let ssrc = rand::random();
        let coding = RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters { ssrc: Some(ssrc), ..Default::default() },
            codec,
            ..Default::default()
        };
        let name = kind.to_string();
        let track = MediaStreamTrack::new("participant".to_owned(), name.clone(), name, kind, vec![coding]);
        let local = Arc::new(TrackLocalStaticRTP::new(track));
        connection.peer.add_track(Arc::clone(&local) as Arc<dyn TrackLocal>).await?;
        Ok(Self { local, ssrc, payload_type })
    }

    fn send(&self, sequence_number: u16, timestamp: u32, marker: bool, payload: Bytes) -> bool {
        let header = rtp::Header {
            version: 2,
            marker,
            payload_type: self.payload_type,
            sequence_number,
            timestamp,
            ssrc: self.ssrc,
            ..Default::default()
        };
        // The stack blocks when its queue is full; a real-time sender drops instead.
        matches!(self.local.write_rtp(rtp::Packet { header, payload }).now_or_never(), Some(Ok(())))
    }
}
