//! The connection that receives: every slot's track, counted, its first picture decoded.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Instant,
};

use rtc::rtp_transceiver::rtp_sender::RtpCodecKind;
use tokio::sync::{mpsc, watch};
use webrtc::{
    media_stream::track_remote::{TrackRemote, TrackRemoteEvent},
    peer_connection::RTCSessionDescription,
};

use super::{
    ConnectionState, ParticipantError, Route,
    connection::Connection,
    first_picture::{FirstPicture, Packet},
};

/// What has come in on one track.
#[derive(Clone, Debug)]
pub struct Received {
    /// The server's SSRC of the slot.
    pub ssrc: u32,
    pub video: bool,
    pub packets: u64,
    /// Bytes of payload.
    pub bytes: u64,
    /// Packets with the marker bit: pictures that ended.
    pub frames: u64,
    /// When the first packet came.
    pub first: Instant,
    /// When the last packet came.
    pub last: Instant,
    /// When the first whole key frame had been decoded.
    pub first_picture: Option<Instant>,
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
        let (counted, received) = watch::channel(Vec::new());
        let subscription = Self { connection, received };
        let sdp = subscription.answer_again(offer, route).await?;
        tokio::spawn(count(tracks, counted));
        Ok((subscription, sdp))
    }

    /// Answers a later offer, of more slots.
    pub async fn answer_again(&self, offer: String, route: &Route) -> Result<String, ParticipantError> {
        let offer = RTCSessionDescription::offer(route.redirect(&offer))?;
        self.connection.peer.set_remote_description(offer).await?;
        let answer = self.connection.peer.create_answer(None).await?;
        self.connection.describe(answer).await
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
    let mut looking = HashMap::<u32, FirstPicture>::new();
    loop {
        tokio::select! {
            track = tracks.recv() => match track {
                Some(track) => drop(tokio::spawn(read(track, packets.clone()))),
                None => return,
            },
            Some(packet) = inbox.recv() => {
                let mut packet = Some(packet);
                // A burst is told once.
                while let Some((video, next)) = packet {
                    let total = add(&mut totals, video, &next, Instant::now());
                    if video && total.first_picture.is_none() && looking.entry(next.ssrc).or_default().push(next) {
                        total.first_picture = Some(Instant::now());
                    }
                    packet = inbox.try_recv().ok();
                }
                counted.send_replace(totals.values().cloned().collect());
            }
        }
    }
}

async fn read(track: Arc<dyn TrackRemote>, packets: mpsc::Sender<(bool, Packet)>) {
    let video = track.kind().await == RtpCodecKind::Video;
    while let Some(event) = track.poll().await {
        let TrackRemoteEvent::OnRtpPacket(packet) = event else { continue };
        let packet = Packet {
            ssrc: packet.header.ssrc,
            sequence: packet.header.sequence_number,
            marker: packet.header.marker,
            payload: packet.payload,
        };
        if packets.send((video, packet)).await.is_err() {
            return;
        }
    }
}

fn add<'a>(totals: &'a mut BTreeMap<u32, Received>, video: bool, packet: &Packet, now: Instant) -> &'a mut Received {
    let total = totals.entry(packet.ssrc).or_insert_with(|| Received {
        ssrc: packet.ssrc,
        video,
        packets: 0,
        bytes: 0,
        frames: 0,
        first: now,
        last: now,
        first_picture: None,
    });
    total.packets += 1;
    total.bytes += packet.payload.len() as u64;
    total.frames += u64::from(packet.marker);
    total.last = now;
    total
}

/// Packets not yet counted; tracks wait when it is full, and the stack behind them drops.
const INBOX: usize = 1_024;
