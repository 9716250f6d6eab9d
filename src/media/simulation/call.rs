//! One viewer of four cameras, of which one signs: what the server sends, packet by packet.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::path::Path;
use super::rival::Rival;
use super::watch::Watch;
use super::{Figures, Network, figures};
use crate::media::bandwidth::{Bandwidth, Claim};
use crate::media::exit::PACKET_OVERHEAD;
use crate::media::feedback::arrivals::Arrivals;
use crate::media::feedback::twcc::{MAX_REPORT_LEN, Recorder};
use crate::media::publish::served_of_all;
use crate::media::sdp::MAX_LAYERS;
use crate::media::slot::PADDING;
use crate::media::tile::Tile;

/// A call in progress.
pub(super) struct Call {
    start: Instant,
    now: Duration,
    path: Path,
    rng: StdRng,
    bandwidth: Bandwidth,
    recorder: Recorder,
    slots: Vec<Slot>,
    events: BTreeMap<(Duration, u64), Event>,
    next_event: u64,
    rival: Option<Rival>,
    /// Each tenth of a second: the estimate in bits per second, and whether everybody has what fills
    /// their tile.
    pub(super) states: Vec<(Duration, f64, bool)>,
}

struct Slot {
    claim: Claim,
    tile: Tile,
    watch: Watch,
    layer: Option<usize>,
    /// The layer that a key frame is coming of, and when.
    coming: Option<(usize, Duration)>,
}

#[derive(Clone, Copy)]
struct Packet {
    /// None is sound, or padding.
    picture: Option<Part>,
    bytes: usize,
    left: Duration,
}

/// Of which picture a packet is.
#[derive(Clone, Copy)]
struct Part {
    slot: usize,
    layer: usize,
    picture: u64,
}

enum Event {
    Arrival { number: u16, packet: Packet },
    Feedback(Vec<u8>),
    Missing(Packet),
}

impl Call {
    pub(super) fn new(network: &Network, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let (start, path) = (Instant::now(), Path::new(network.clone(), StdRng::seed_from_u64(rng.random())));
        let slot = |is_signer, lines, layers| Slot {
            claim: Claim { is_signer, lines, rates: LAYERS.map(|(_, rate)| rate), layers, given: usize::MAX },
            tile: Tile::Lines(lines),
            watch: Watch::default(),
            layer: None,
            coming: None,
        };
        Self {
            start,
            now: Duration::ZERO,
            path,
            rng,
            bandwidth: Bandwidth::new(start),
            recorder: Recorder::new(),
            slots: vec![slot(false, 300, 2), slot(true, 700, 3), slot(false, 300, 2), slot(false, 300, 2)],
            events: BTreeMap::new(),
            next_event: 0,
            rival: network.has_rival.then(Rival::new),
            states: Vec::new(),
        }
    }

    pub(super) fn run(mut self, network: &Network) -> Figures {
        for millis in 0..network.length.as_millis() as u64 {
            self.now = Duration::from_millis(millis);
            self.happen();
            if millis % 20 == 0 {
                self.send(AUDIO, None);
            }
            for at in 0..self.slots.len() {
                // Cameras do not take their pictures at one time.
                if (millis + 8 * at as u64).is_multiple_of(33) {
                    self.picture(at);
                }
            }
            if millis % 10 == 0 {
                self.pad();
            }
            if millis % 50 == 0 {
                self.report();
            }
            if millis % 100 == 0 {
                self.share();
            }
            if let Some(rival) = &mut self.rival {
                rival.tick(self.now, &mut self.path);
            }
        }
        let seen: Vec<_> = self.slots.into_iter().map(|slot| (slot.claim.is_signer, slot.watch.seen)).collect();
        figures(network, &seen, &self.states)
    }

    fn happen(&mut self) {
        while let Some(entry) = self.events.first_entry().filter(|entry| entry.key().0 <= self.now) {
            match entry.remove() {
                Event::Arrival { number, packet } => {
                    self.recorder.record(number, Duration::from_secs(1_000) + self.now);
                    if let Some(Part { slot, picture, .. }) = packet.picture {
                        self.slots[slot].watch.arrived(self.now, picture);
                    }
                }
                Event::Feedback(report) => {
                    if let Some(arrivals) = Arrivals::read(&report) {
                        self.bandwidth.heard(self.start + self.now, &arrivals);
                    }
                }
                Event::Missing(packet) => self.repair(packet),
            }
        }
    }

    fn later(&mut self, at: Duration, event: Event) {
        self.events.insert((at, self.next_event), event);
        self.next_event += 1;
    }

    fn send(&mut self, bytes: usize, picture: Option<Part>) {
        self.send_again(Packet { picture, bytes, left: self.now });
    }

    fn send_again(&mut self, packet: Packet) {
        let bytes = packet.bytes + PACKET_OVERHEAD;
        let number = self.bandwidth.departures.depart(self.start + self.now, bytes);
        match self.path.there(self.now, bytes) {
            Some(arrival) => self.later(arrival, Event::Arrival { number, packet }),
            None if packet.picture.is_some() => {
                let noticed = self.path.noticed(self.now);
                let asked = self.path.back(noticed).unwrap_or(noticed + ASK_AGAIN);
                self.later(asked, Event::Missing(packet));
            }
            None => {}
        }
    }

    fn repair(&mut self, packet: Packet) {
        let Some(Part { slot, layer, picture }) = packet.picture else { return };
        // As `Exit::may_repair` has it.
        let is_shown = self.slots[slot].layer == Some(layer);
        if self.bandwidth.is_scarce() && !is_shown {
            return;
        }
        if self.now - packet.left < PATIENCE {
            if self.bandwidth.may_repair(self.start + self.now, packet.bytes + PACKET_OVERHEAD) {
                self.send_again(packet);
            } else {
                self.later(self.now + ASK_AGAIN, Event::Missing(packet));
            }
        } else if self.slots[slot].watch.give_up(self.now, picture)
            && let Some(layer) = self.slots[slot].layer
        {
            self.slots[slot].coming.get_or_insert((layer, self.now + KEY_FRAME));
        }
    }

    /// A camera's next picture, of the layer that its slot shows.
    fn picture(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        let chosen = served_of_all(LAYERS.map(|(height, _)| height), slot.tile, slot.claim.given);
        match chosen {
            None => (slot.layer, slot.coming) = (None, None),
            Some(chosen) => {
                if slot.layer != Some(chosen) && slot.coming.is_none_or(|(layer, _)| layer != chosen) {
                    slot.coming = Some((chosen, self.now + KEY_FRAME));
                }
            }
        }
        let key_frame = slot.coming.filter(|(_, at)| *at <= self.now);
        if let Some((layer, _)) = key_frame {
            (slot.layer, slot.coming) = (Some(layer), None);
        }
        let Some(layer) = slot.layer else { return };
        let is_key = key_frame.is_some();
        let even = LAYERS[layer].1 / 8.0 * 0.033 * self.rng.random_range(0.7..1.3);
        let payload = if is_key { 5.0 * even } else { even } as usize;
        let packets = payload.div_ceil(MOST_PAYLOAD).max(1);
        let picture = slot.watch.expect(packets, is_key);
        for _ in 0..packets {
            self.send((payload / packets).saturating_sub(PACKET_OVERHEAD), Some(Part { slot: at, layer, picture }));
        }
    }

    fn pad(&mut self) {
        for _ in 0..self.bandwidth.padding(self.start + self.now) {
            self.send(PADDING.into(), None);
        }
    }

    fn report(&mut self) {
        let mut report = vec![0; MAX_REPORT_LEN];
        while let Some(len) = self.recorder.report(&mut report, 1, 2) {
            if let Some(arrival) = self.path.back(self.now) {
                self.later(arrival, Event::Feedback(report[..len].to_vec()));
            }
        }
    }

    fn share(&mut self) {
        let mut claims: Vec<_> = self.slots.iter().map(|slot| slot.claim).collect();
        self.bandwidth.share(self.start + self.now, AUDIO_RATE, &mut claims);
        for (slot, claim) in self.slots.iter_mut().zip(&claims) {
            slot.claim.given = claim.given;
        }
        let is_whole = claims.iter().all(|claim| claim.given >= claim.layers);
        self.states.push((self.now, self.bandwidth.estimate(), is_whole));
    }
}

/// Heights in lines, and bits per second.
const LAYERS: [(u16, f64); MAX_LAYERS] = [(180, 120_000.0), (360, 400_000.0), (720, 1_200_000.0)];
/// Bytes of a packet of sound, 50 a second.
const AUDIO: usize = 80;
const AUDIO_RATE: f64 = 57_600.0;
const MOST_PAYLOAD: usize = 1_150;
/// Until a camera has made the key frame that it is asked for.
const KEY_FRAME: Duration = Duration::from_millis(120);
/// When a request gets lost.
const ASK_AGAIN: Duration = Duration::from_millis(100);
/// For repairs of a packet.
const PATIENCE: Duration = Duration::from_millis(1_500);
