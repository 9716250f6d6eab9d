//! A participant's tracks as they arrive.

mod choice;
mod demand;
mod layer;
mod meter;
mod source;

use std::time::{Duration, Instant};

use choice::Known;
pub(super) use choice::{LayerSet, served_of_all};
use demand::Demand;
pub(super) use layer::Layer;
use source::{Sources, Target};

use super::MediaKind;
use super::bandwidth::guess;
use super::epoch::StreamId;
use super::exit::PACKET_OVERHEAD;
use super::feedback::{nack, reports, twcc};
use super::link::{Link, MAX_CONTROL};
use super::ring::Packet;
use super::router::Seat;
use super::rtcp;
use super::rtp::Header;
use super::sdp::{ExtensionIds, MAX_LAYERS, OfferedTrack, PublishOffer};
use super::tap::Tap;
use super::tile::Tile;
use super::udp::Sender;
use super::vp8::{Descriptor, key_frame_size};

/// The publish connection of one participant.
pub(super) struct Publisher {
    pub(super) link: Link,
    /// The offer in force: the answer mirrors it.
    pub(super) offer: PublishOffer,
    /// Descriptions written so far.
    pub(super) version: u64,
    pub(super) tracks: Vec<Track>,
    pub(super) tap: Option<Tap>,
    /// What nobody gets just now: sound, picture, whatever tracks the offers name.
    held: [Option<MediaKind>; 2],
    ids: ExtensionIds,
    sources: Sources,
    arrivals: twcc::Recorder,
    feedback_due: Instant,
    report_due: Instant,
    next_stream: StreamId,
    /// Reused, so that asking for packets allocates nothing.
    due: Vec<u64>,
    /// Who we are in control packets.
    ssrc: u32,
}

/// One published track.
pub(super) struct Track {
    pub(super) mid: String,
    pub(super) kind: MediaKind,
    pub(super) is_sending: bool,
    payload_type: u8,
    repair_type: Option<u8>,
    /// One, or several with simulcast, in the order of the offer: from the lowest to the highest.
    pub(super) layers: Vec<Layer>,
    pub(super) demand: Demand,
    /// Slots that show this track: the subscriber's seat and the slot's place there.
    pub(super) viewers: Vec<(Seat, usize)>,
}

/// A new packet in a ring.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Arrived {
    pub(super) track: usize,
    pub(super) layer: usize,
    pub(super) sequence: u64,
}

impl Publisher {
    pub(super) fn new(now: Instant, link: Link, offer: PublishOffer, ssrc: u32) -> Self {
        let mut publisher = Self {
            link,
            offer: PublishOffer { sections: Vec::new(), ..offer.clone() },
            version: 0,
            tracks: Vec::new(),
            tap: None,
            held: [None; 2],
            ids: ExtensionIds::default(),
            sources: Sources::default(),
            arrivals: twcc::Recorder::new(),
            feedback_due: now,
            report_due: now,
            next_stream: StreamId(0),
            due: Vec::new(),
            ssrc,
        };
        publisher.update(now, offer);
        publisher
    }

    /// Follows a new offer: tracks that are new appear, known ones may pause or go on.
    pub(super) fn update(&mut self, now: Instant, offer: PublishOffer) {
        for track in &mut self.tracks {
            track.is_sending = false;
        }
        for offered in offer.tracks() {
            self.ids.add(offered.extensions);
            let at = match self.tracks.iter().position(|track| track.mid == offered.mid) {
                Some(at) => {
                    self.tracks[at].is_sending = offered.is_sending;
                    at
                }
                None => {
                    let track = Track::new(now, offered, &mut self.next_stream);
                    self.tracks.push(track);
                    self.tracks.len() - 1
                }
            };
            // Without simulcast the offer names its streams, should the packets not.
            if offered.layers.is_empty() {
                for (primary, repair) in offered.streams.iter().take(1) {
                    self.sources.announce(*primary, Target { track: at, layer: 0, is_repair: false });
                    if let Some(repair) = repair {
                        self.sources.announce(*repair, Target { track: at, layer: 0, is_repair: true });
                    }
                }
            }
        }
        self.offer = offer;
    }

    /// Gives nobody the tracks of this kind, or gives them again.
    pub(super) fn hold(&mut self, kind: MediaKind, on: bool) {
        let place = match kind {
            MediaKind::Audio => 0,
            MediaKind::Video => 1,
        };
        self.held[place] = on.then_some(kind);
        for layer in self.tracks.iter_mut().flat_map(|track| &mut track.layers) {
            layer.forget_key_frame();
        }
    }

    pub(super) fn held(&self) -> [Option<MediaKind>; 2] {
        self.held
    }

    pub(super) fn is_held(&self, kind: MediaKind) -> bool {
        self.held.contains(&Some(kind))
    }

    /// Decrypts an RTP packet and puts it in its ring; `None` when nothing new came of it.
    pub(super) fn receive_rtp(&mut self, now: Instant, arrival: Duration, packet: &mut [u8]) -> Option<Arrived> {
        let header = Header::read(packet)?;
        let index = self.sources.index_of(header.ssrc, header.sequence)?;
        let len = self.link.open(packet, header.len, header.ssrc, index)?;
        let packet = &packet[..len];
        let mut names = Names::default();
        for (id, value) in header.extensions(packet) {
            let id = Some(id);
            if id == self.ids.transport_cc {
                if let [high, low] = *value {
                    self.arrivals.record(u16::from_be_bytes([high, low]), arrival);
                }
            } else if id == self.ids.mid {
                names.mid = Some(value);
            } else if id == self.ids.rid {
                names.rid = Some(value);
            } else if id == self.ids.repaired_rid {
                names.repaired_rid = Some(value);
            }
        }
        let (target, previous) = self.sources.received(header.ssrc, index, || find(&self.tracks, &header, &names))?;
        let track = &mut self.tracks[target.track];
        let layer = &mut track.layers[target.layer];
        if previous {
            layer.begin_anew(&mut self.next_stream);
        }
        let mut payload = header.payload(packet)?;
        let mut sequence = index;
        if target.is_repair {
            // The original's number leads the payload (RFC 4588, section 4); without one it is
            // padding that only probes the bandwidth.
            let (original, rest) = payload.split_first_chunk()?;
            sequence = super::sequence::extend(layer.ring.end().checked_sub(1)?, u16::from_be_bytes(*original))?;
            payload = rest;
        }
        let vp8 = match track.kind {
            MediaKind::Video if !payload.is_empty() => Some(Descriptor::read(payload)?),
            _ => None,
        };
        let is_new =
            layer.ring.insert(sequence, Packet { timestamp: header.timestamp, marker: header.marker, vp8, payload });
        if !is_new {
            return None;
        }
        if !target.is_repair {
            let ticks = arrival.as_micros() * u128::from(track.kind.clock_rate()) / 1_000_000;
            layer.reception.received(sequence, header.timestamp, ticks as u32);
        }
        // Padding may come of a layer that is paused.
        if !payload.is_empty() {
            layer.heard = Some(now);
            let opens_key_frame = vp8.is_some_and(|vp8| vp8.opens_key_frame);
            layer.meter.add(now, header.timestamp, opens_key_frame, payload.len() + PACKET_OVERHEAD);
        }
        if track.kind == MediaKind::Video {
            layer.losses.received(now, sequence);
            if let Some(vp8) = vp8.filter(|vp8| vp8.opens_key_frame) {
                layer.key_frame_arrived(now, sequence);
                layer.height = key_frame_size(&payload[usize::from(vp8.len)..]).map(|(_, height)| height);
            }
        }
        Some(Arrived { track: target.track, layer: target.layer, sequence })
    }

    /// The names of the layers that the sender is to send, where there is more than one.
    pub(super) fn layers_on(&self) -> Vec<String> {
        let tracks = self.tracks.iter().filter(|track| track.layers.len() > 1);
        tracks.flat_map(Track::layers_on).cloned().collect()
    }

    /// Decrypts an RTCP packet; hands on each sender report as (track, layer, NTP, RTP).
    pub(super) fn receive_control(
        &mut self,
        now: Instant,
        packet: &mut [u8],
        mut on_report: impl FnMut(&Track, &Layer, u64, u32),
    ) {
        let Some(compound) = self.link.open_control(packet) else { return };
        for message in rtcp::read(compound) {
            let rtcp::Message::SenderReport { ssrc, ntp, rtp } = message else { continue };
            let Some(target) = self.sources.target_of(ssrc).filter(|target| !target.is_repair) else { continue };
            let track = &mut self.tracks[target.track];
            track.layers[target.layer].reception.sender_report(now, ntp);
            on_report(track, &track.layers[target.layer], ntp, rtp);
        }
    }

    /// Sends what is due: requests, feedback, reports.
    pub(super) fn tick(&mut self, now: Instant, sender: &mut Sender) {
        self.ask_for_packets(now, sender);
        self.ask_for_key_frames(now, sender);
        if self.feedback_due <= now {
            self.feedback_due = now + FEEDBACK_INTERVAL;
            let media = self.sources.first().unwrap_or_default();
            let (arrivals, ssrc) = (&mut self.arrivals, self.ssrc);
            self.link.send_control(sender, |out| arrivals.report(out, ssrc, media));
        }
        if self.report_due <= now {
            self.report_due = now + REPORT_INTERVAL;
            self.send_report(now, sender);
        }
    }

    /// Sends the key frame requests that are due.
    pub(super) fn ask_for_key_frames(&mut self, now: Instant, sender: &mut Sender) {
        for (at, track) in self.tracks.iter_mut().enumerate() {
            for (layer_at, layer) in track.layers.iter_mut().enumerate() {
                let target = Target { track: at, layer: layer_at, is_repair: false };
                let Some(media) = self.sources.ssrc_of(target) else { continue };
                if self.link.outlet().is_some() && layer.key_frames.poll(now) {
                    self.link.send_control(sender, |out| Some(rtcp::write_pli(out, self.ssrc, media)));
                }
            }
        }
    }

    fn ask_for_packets(&mut self, now: Instant, sender: &mut Sender) {
        for (at, track) in self.tracks.iter_mut().enumerate() {
            for (layer_at, layer) in track.layers.iter_mut().enumerate() {
                if layer.losses.take_given_up() {
                    layer.key_frames.want();
                }
                if layer.losses.is_empty() {
                    continue;
                }
                layer.losses.poll(now, &mut self.due);
                let target = Target { track: at, layer: layer_at, is_repair: false };
                if let Some(media) = self.sources.ssrc_of(target).filter(|_| !self.due.is_empty()) {
                    let due = &self.due;
                    self.link.send_control(sender, |out| Some(nack::write(out, self.ssrc, media, due)));
                }
            }
        }
    }

    fn send_report(&mut self, now: Instant, sender: &mut Sender) {
        let (tracks, sources, ssrc) = (&mut self.tracks, &self.sources, self.ssrc);
        self.link.send_control(sender, |out| {
            let mut blocks = 0;
            for (at, track) in tracks.iter_mut().enumerate() {
                for (layer_at, layer) in track.layers.iter_mut().enumerate() {
                    let target = Target { track: at, layer: layer_at, is_repair: false };
                    let Some(media) = sources.ssrc_of(target) else { continue };
                    let block = &mut out[reports::HEAD + blocks * reports::BLOCK..][..reports::BLOCK];
                    blocks += usize::from(layer.reception.write_block(block, now, media).is_some());
                }
            }
            (blocks > 0).then(|| reports::write_receiver_report(out, ssrc, blocks))
        });
    }
}

impl Track {
    fn new(now: Instant, offered: &OfferedTrack, next: &mut StreamId) -> Self {
        let layers = offered.layers.iter().map(|rid| Some(rid.clone()));
        let single = offered.layers.is_empty().then_some(None);
        let layers: Vec<_> = layers.chain(single).map(|rid| Layer::new(rid, offered.kind, next)).collect();
        Self {
            mid: offered.mid.clone(),
            kind: offered.kind,
            is_sending: offered.is_sending,
            payload_type: offered.payload_type,
            repair_type: offered.repair_type,
            demand: Demand::new(now, layers.len()),
            layers,
            viewers: Vec::new(),
        }
    }

    /// The layer that fills a tile, of the first so many that may be sent; none for one that is not in
    /// sight.
    pub(super) fn layer_for(&self, now: Instant, tile: Tile, allowed: usize) -> Option<usize> {
        choice::served(self.known(now).take(allowed), tile)
    }

    /// The layers that have to be sent for a tile.
    pub(super) fn wanted_for(&self, now: Instant, tile: Tile, allowed: usize) -> LayerSet {
        choice::wanted(self.known(now).take(allowed), tile)
    }

    /// How many layers, from the lowest on, a tile is filled by.
    pub(super) fn layers_for(&self, now: Instant, tile: Tile) -> usize {
        choice::filling(self.known(now), tile)
    }

    /// Whether anything of it came just now.
    pub(super) fn is_heard(&self, now: Instant) -> bool {
        self.known(now).any(|known| known.is_alive)
    }

    /// What each layer takes of a viewer's network, in bits per second.
    pub(super) fn rates(&self) -> [f64; MAX_LAYERS] {
        std::array::from_fn(|at| {
            let measured = self.layers.get(at).and_then(|layer| layer.meter.rate());
            measured.unwrap_or_else(|| guess(self.kind, at, self.layers.len()))
        })
    }

    fn layers_on(&self) -> impl Iterator<Item = &String> {
        let on = self.demand.on();
        let layers = self.layers.iter().enumerate().filter(move |(at, _)| on.contains(*at));
        layers.filter_map(|(_, layer)| layer.rid.as_ref())
    }

    /// Layers are of one camera: one that falls behind the others is as good as gone, while all may
    /// wait together.
    fn known(&self, now: Instant) -> impl Iterator<Item = Known> + Clone {
        let newest = self.layers.iter().filter_map(|layer| layer.heard).max();
        let comes = move |heard: Instant, newest: Instant| {
            now.saturating_duration_since(heard) < ALIVE && newest.saturating_duration_since(heard) < BEHIND
        };
        self.layers.iter().map(move |layer| Known {
            height: layer.height,
            is_alive: layer.heard.zip(newest).is_some_and(|(heard, newest)| comes(heard, newest)),
        })
    }
}

impl MediaKind {
    /// Ticks of the RTP clock in a second.
    pub(super) fn clock_rate(self) -> u32 {
        match self {
            Self::Audio => 48_000,
            Self::Video => 90_000,
        }
    }
}

/// What a packet's extensions say about its stream.
#[derive(Default)]
struct Names<'a> {
    mid: Option<&'a [u8]>,
    rid: Option<&'a [u8]>,
    repaired_rid: Option<&'a [u8]>,
}

/// Finds the track and layer of a stream that was not announced (RFC 8843, section 9.2; RFC 8852).
fn find(tracks: &[Track], header: &Header, names: &Names<'_>) -> Option<Target> {
    let payload_type = header.payload_type;
    let fits = |track: &Track| track.payload_type == payload_type || track.repair_type == Some(payload_type);
    let track = match names.mid {
        Some(mid) => tracks.iter().position(|track| track.mid.as_bytes() == mid && fits(track))?,
        None => tracks.iter().position(fits)?,
    };
    let is_repair = tracks[track].repair_type == Some(payload_type);
    let rid = if is_repair { names.repaired_rid } else { names.rid };
    let layer = match rid {
        Some(rid) => {
            tracks[track].layers.iter().position(|layer| layer.rid.as_deref().map(str::as_bytes) == Some(rid))?
        }
        None if tracks[track].layers.len() == 1 => 0,
        None => return None,
    };
    Some(Target { track, layer, is_repair })
}

const _: () = assert!(nack::MAX_NACK_LEN <= MAX_CONTROL && twcc::MAX_REPORT_LEN <= MAX_CONTROL);

/// Shorter makes the browser's estimate nimbler, and costs packets.
const FEEDBACK_INTERVAL: Duration = Duration::from_millis(50);
const REPORT_INTERVAL: Duration = Duration::from_secs(1);
/// A layer without packets for longer is not shown.
const ALIVE: Duration = Duration::from_secs(1);
/// Nor one that lacks what another one brings for so long: an encoder may leave out a few pictures in
/// one layer alone.
const BEHIND: Duration = Duration::from_millis(500);
