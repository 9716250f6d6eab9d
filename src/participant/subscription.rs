//! The connection that receives: every slot's track, counted.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use bytes::Bytes;
use tokio::sync::{mpsc, watch};
use webrtc::{
    media_stream::track_remote::{TrackRemote, TrackRemoteEvent},
    peer_connection::RTCSessionDescription,
};

use super::{ConnectionState, ParticipantError, Route, connection::Connection};

/// What has come in on one track.
#[derive(Clone, Debug)]
pub struct Received {
    /// The server's SSRC of the slot.
    pub ssrc: u32,
    pub video: bool,
    /// Packets, without repeats of the same sequence number in a row.
    pub packets: u64,
    /// Bytes of payload.
    pub bytes: u64,
    /// Packets with the marker bit: pictures that ended.
    pub frames: u64,
    pub first: Instant,
    pub last: Instant,
}

/// A packet as it came in.
#[derive(Clone, Debug)]
pub struct Packet {
    pub ssrc: u32,
    pub sequence: u16,
    pub timestamp: u32,
    pub marker: bool,
    pub payload: Bytes,
}

/// A connection that subscribes.
pub struct Subscription {
    connection: Connection,
    received: watch::Receiver<Vec<Received>>,
}

impl Subscription {
    /// Answers the server's offer.
    pub async fn answer(offer: String, route: &Route) -> Result<(Self, String), ParticipantError> {
        let (connection, tracks) = Connection::open(route).await?;
        let offer = RTCSessionDescription::offer(route.redirect(&offer))?;
        connection.peer.set_remote_description(offer).await?;
        let answer = connection.peer.create_answer(None).await?;
        let sdp = connection.describe(answer).await?;
        let (counted, received) = watch::channel(Vec::new());
        tokio::spawn(count(tracks, counted));
        Ok((Self { connection, received }, sdp))
    }

    /// Counts of every track so far; changes as packets come in.
    pub fn received(&self) -> watch::Receiver<Vec<Received>> {
        self.received.clone()
    }

    /// Where the connection stands.
    pub fn state(&self) -> ConnectionState {
        self.connection.state()
    }

    /// Returns once packets can flow.
    pub async fn connected(&self) {
        self.connection.connected().await;
    }

    /// Closes the connection.
    pub async fn close(&self) {
        self.connection.close().await;
    }
}

async fn count(mut tracks: mpsc::Receiver<Arc<dyn TrackRemote>>, counted: watch::Sender<Vec<Received>>) {
    let (packets, mut inbox) = mpsc::channel(INBOX);
    let mut totals = BTreeMap::<u32, Received>::new();
    loop {
        tokio::select! {
            track = tracks.recv() => match track {
                Some(track) => drop(tokio::spawn(read(track, packets.clone()))),
                None => return,
            },
            Some((video, packet)) = inbox.recv() => {
                add(&mut totals, video, &packet, Instant::now());
                // A burst is told once.
                while let Ok((video, packet)) = inbox.try_recv() {
                    add(&mut totals, video, &packet, Instant::now());
                }
                counted.send_replace(totals.values().cloned().collect());
            }
        }
    }
}

async fn read(track: Arc<dyn TrackRemote>, packets: mpsc::Sender<(bool, Packet)>) {
    let video = track.kind().await == rtc::rtp_transceiver::rtp_sender::RtpCodecKind::Video;
    while let Some(event) = track.poll().await {
        let TrackRemoteEvent::OnRtpPacket(packet) = event else { continue };
        let packet = Packet {
            ssrc: packet.header.ssrc,
            sequence: packet.header.sequence_number,
            timestamp: packet.header.timestamp,
            marker: packet.header.marker,
            payload: packet.payload,
        };
        if packets.send((video, packet)).await.is_err() {
            return;
        }
    }
}

fn add(totals: &mut BTreeMap<u32, Received>, video: bool, packet: &Packet, now: Instant) {
    let total = totals.entry(packet.ssrc).or_insert_with(|| Received {
        ssrc: packet.ssrc,
        video,
        packets: 0,
        bytes: 0,
        frames: 0,
        first: now,
        last: now,
    });
    total.packets += 1;
    total.bytes += packet.payload.len() as u64;
    total.frames += u64::from(packet.marker);
    total.last = now;
}

/// Packets not yet counted; tracks wait when it is full, and the stack behind them drops.
const INBOX: usize = 1_024;
