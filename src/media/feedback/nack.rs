//! Requests for the missing packets of a layer (RFC 4585, section 6.2.1).

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::media::rtcp;

/// The missing packets of one layer.
#[derive(Debug, Default)]
pub(in crate::media) struct Losses {
    missing: BTreeMap<u64, Missing>,
    highest: Option<u64>,
    gave_up: bool,
}

#[derive(Debug)]
struct Missing {
    since: Instant,
    asked: Option<Instant>,
    tries: u8,
}

impl Losses {
    /// A packet arrived, first or repaired.
    pub(in crate::media) fn received(&mut self, now: Instant, sequence: u64) {
        match self.highest {
            None => self.highest = Some(sequence),
            Some(highest) if sequence > highest => {
                if sequence - highest > MAX_GAP {
                    self.missing.clear();
                    self.gave_up = true;
                } else {
                    for sequence in highest + 1..sequence {
                        self.missing.insert(sequence, Missing { since: now, asked: None, tries: 0 });
                    }
                }
                self.highest = Some(sequence);
                while self.missing.len() > MAX_MISSING {
                    self.missing.pop_first();
                    self.gave_up = true;
                }
            }
            // Almost always nothing is missing: a look at an empty map costs nothing.
            Some(_) => {
                self.missing.remove(&sequence);
            }
        }
    }

    /// The numbers to ask for now.
    pub(in crate::media) fn poll(&mut self, now: Instant, due: &mut Vec<u64>) {
        due.clear();
        let gave_up = &mut self.gave_up;
        self.missing.retain(|&sequence, missing| {
            if missing.tries >= MAX_TRIES || now - missing.since >= MAX_AGE {
                *gave_up = true;
                return false;
            }
            let is_due = match missing.asked {
                None => now - missing.since >= FIRST_AFTER,
                Some(asked) => now - asked >= REPEAT_AFTER,
            };
            if is_due && due.len() < MAX_AT_ONCE {
                missing.asked = Some(now);
                missing.tries += 1;
                due.push(sequence);
            }
            true
        });
    }

    /// True once after packets were given up: only a key frame helps.
    pub(in crate::media) fn take_given_up(&mut self) -> bool {
        std::mem::take(&mut self.gave_up)
    }

    pub(in crate::media) fn is_empty(&self) -> bool {
        self.missing.is_empty()
    }
}

/// Writes a generic NACK for ascending numbers; returns its length. `out` holds
/// [`MAX_NACK_LEN`] bytes.
pub(in crate::media) fn write(out: &mut [u8], sender: u32, media: u32, sequences: &[u64]) -> usize {
    let mut len = 12;
    let mut rest = sequences.iter().peekable();
    while let Some(&first) = rest.next() {
        let mut following = 0_u16;
        while let Some(&next) = rest.next_if(|next| **next - first <= 16) {
            following |= 1 << (next - first - 1);
        }
        out[len..len + 2].copy_from_slice(&(first as u16).to_be_bytes());
        out[len + 2..len + 4].copy_from_slice(&following.to_be_bytes());
        len += 4;
    }
    rtcp::write_head(out, rtcp::NACK, rtcp::TRANSPORT_FEEDBACK, len);
    out[4..8].copy_from_slice(&sender.to_be_bytes());
    out[8..12].copy_from_slice(&media.to_be_bytes());
    len
}

/// Longest packet that [`write()`] makes of what [`Losses::poll`] gives, in bytes.
pub(in crate::media) const MAX_NACK_LEN: usize = 12 + 4 * MAX_AT_ONCE;

/// Packets are often only reordered: wait this long before the first request.
const FIRST_AFTER: Duration = Duration::from_millis(8);
/// About a round trip on a good path.
const REPEAT_AFTER: Duration = Duration::from_millis(60);
const MAX_TRIES: u8 = 10;
const MAX_AGE: Duration = Duration::from_millis(1_500);
/// Requests in one packet; the others wait for the next.
const MAX_AT_ONCE: usize = 128;
/// When more are missing, the oldest are given up.
const MAX_MISSING: usize = 512;
/// A larger jump is a new beginning, not a loss.
const MAX_GAP: u64 = 512;

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(losses: &mut Losses, now: Instant) -> Vec<u64> {
        let mut due = Vec::new();
        losses.poll(now, &mut due);
        due
    }

    #[test]
    fn a_gap_is_asked_for_after_8_ms_and_again_after_60() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut losses = Losses::default();
        losses.received(at(0), 10);
        losses.received(at(0), 13);
        assert!(asked(&mut losses, at(7)).is_empty());
        assert_eq!(asked(&mut losses, at(8)), [11, 12]);
        assert!(asked(&mut losses, at(60)).is_empty());
        losses.received(at(61), 12);
        assert_eq!(asked(&mut losses, at(68)), [11]);
        losses.received(at(70), 11);
        assert!(losses.is_empty() && !losses.take_given_up());
    }

    #[test]
    fn reordered_packets_are_not_asked_for() {
        let start = Instant::now();
        let mut losses = Losses::default();
        for sequence in [1, 3, 2] {
            losses.received(start, sequence);
        }
        assert!(asked(&mut losses, start + Duration::from_secs(1)).is_empty());
    }

    #[test]
    fn after_a_second_and_a_half_a_packet_is_given_up() {
        let start = Instant::now();
        let mut losses = Losses::default();
        losses.received(start, 1);
        losses.received(start, 3);
        assert!(asked(&mut losses, start + Duration::from_millis(1_500)).is_empty());
        assert!(losses.take_given_up());
        assert!(!losses.take_given_up());
    }

    #[test]
    fn a_jump_is_a_new_beginning() {
        let start = Instant::now();
        let mut losses = Losses::default();
        losses.received(start, 1);
        losses.received(start, 10_000);
        assert!(losses.is_empty() && losses.take_given_up());
    }

    #[test]
    fn a_written_request_is_read_back() {
        let mut out = [0; MAX_NACK_LEN];
        let wanted = [65_534, 65_535, 65_540, 65_551, 65_900];
        let len = write(&mut out, 1, 2, &wanted);
        let Some(rtcp::Message::Nack { media: 2, missing }) = rtcp::read(&out[..len]).next() else { panic!() };
        assert_eq!(missing.iter().collect::<Vec<_>>(), wanted.map(|sequence| sequence as u16));
    }
}
