//! Transport-wide feedback: when each packet of a connection arrived
//! (draft-holmer-rmcat-transport-wide-cc-extensions-01).

use std::time::Duration;

use crate::media::{rtcp, sequence};

/// Arrival times by transport-wide number.
pub(in crate::media) struct Recorder {
    /// Ticks of 250 µs plus one; zero when nothing arrived.
    arrivals: Box<[u64; REACH as usize]>,
    /// First number of the next report, and one above the highest that arrived.
    span: Option<(u64, u64)>,
    count: u8,
}

impl Recorder {
    pub(in crate::media) fn new() -> Self {
        Self { arrivals: Box::new([0; REACH as usize]), span: None, count: 0 }
    }

    /// A packet arrived, `at` on the clock of the socket.
    pub(in crate::media) fn record(&mut self, number: u16, at: Duration) {
        let (base, end) = self.span.unwrap_or_else(|| (u64::from(number) + OFFSET, u64::from(number) + OFFSET));
        let Some(number) = sequence::extend(end, number) else { return };
        if number + REACH <= end {
            return;
        }
        let (mut base, mut end) = if number > end + REACH / 2 {
            self.arrivals.fill(0);
            (number, number)
        } else {
            (base, end)
        };
        while end <= number {
            self.arrivals[(end % REACH) as usize] = 0;
            end += 1;
        }
        base = base.min(number).max(end.saturating_sub(REACH));
        let arrival = &mut self.arrivals[(number % REACH) as usize];
        // The first counts: a later one is a replay.
        if *arrival == 0 {
            *arrival = at.as_micros() as u64 / TICK_MICROS + 1;
        }
        self.span = Some((base, end));
    }

    /// Writes the next report; `None` when nothing new arrived. `out` holds [`MAX_REPORT_LEN`] bytes.
    pub(in crate::media) fn report(&mut self, out: &mut [u8], sender: u32, media: u32) -> Option<usize> {
        let (base, end) = self.span?;
        let first = (base..end).find_map(|number| self.arrival(number))?;
        let reference = first / TICKS_PER_REFERENCE;
        let mut clock = reference * TICKS_PER_REFERENCE;
        let mut symbols = [Symbol::Missing; MAX_PACKETS];
        let mut deltas = [0_u8; 2 * MAX_PACKETS];
        let (mut packets, mut deltas_len) = (0, 0);
        for number in (base..end).take(MAX_PACKETS) {
            if let Some(arrival) = self.arrival(number) {
                let Ok(delta) = i16::try_from(arrival as i64 - clock as i64) else { break };
                clock = arrival;
                if let Ok(small) = u8::try_from(delta) {
                    symbols[packets] = Symbol::Small;
                    deltas[deltas_len] = small;
                    deltas_len += 1;
                } else {
                    symbols[packets] = Symbol::Large;
                    deltas[deltas_len..deltas_len + 2].copy_from_slice(&delta.to_be_bytes());
                    deltas_len += 2;
                }
            }
            packets += 1;
        }
        out[4..8].copy_from_slice(&sender.to_be_bytes());
        out[8..12].copy_from_slice(&media.to_be_bytes());
        out[12..14].copy_from_slice(&(base as u16).to_be_bytes());
        out[14..16].copy_from_slice(&(packets as u16).to_be_bytes());
        out[16..20].copy_from_slice(&((reference as u32) << 8 | u32::from(self.count)).to_be_bytes());
        let mut len = 20;
        let mut rest = &symbols[..packets];
        while let Some(&symbol) = rest.first() {
            let run = rest.iter().take_while(|next| **next == symbol).count();
            let (chunk, taken) = if run >= VECTOR {
                ((symbol as u16) << 13 | run as u16, run)
            } else {
                let taken = rest.len().min(VECTOR);
                let vector = rest[..taken]
                    .iter()
                    .enumerate()
                    .fold(0xc000, |vector, (at, symbol)| vector | (*symbol as u16) << (2 * (VECTOR - 1 - at)));
                (vector, taken)
            };
            out[len..len + 2].copy_from_slice(&chunk.to_be_bytes());
            len += 2;
            rest = &rest[taken..];
        }
        out[len..len + deltas_len].copy_from_slice(&deltas[..deltas_len]);
        len += deltas_len;
        while len % 4 != 0 {
            out[len] = 0;
            len += 1;
        }
        rtcp::write_head(out, rtcp::ARRIVALS, rtcp::TRANSPORT_FEEDBACK, len);
        self.count = self.count.wrapping_add(1);
        self.span = Some((base + packets as u64, end));
        Some(len)
    }

    fn arrival(&self, number: u64) -> Option<u64> {
        self.arrivals[(number % REACH) as usize].checked_sub(1)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Symbol {
    Missing = 0,
    Small = 1,
    Large = 2,
}

/// Longest report, in bytes.
pub(in crate::media) const MAX_REPORT_LEN: usize = 20 + 2 * MAX_PACKETS.div_ceil(VECTOR) + 2 * MAX_PACKETS + 3;

/// Numbers that are remembered.
const REACH: u64 = 2_048;
/// Lets the first numbers have late ones before them.
const OFFSET: u64 = 1 << 16;
/// Numbers in one report: it fits a datagram even when all deltas are large.
const MAX_PACKETS: usize = 320;
/// Two-bit symbols in a vector chunk.
const VECTOR: usize = 7;
pub(super) const TICK_MICROS: u64 = 250;
/// The reference time counts in 64 ms.
pub(super) const TICKS_PER_REFERENCE: u64 = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_report_is_what_the_draft_says_bit_by_bit() {
        let mut recorder = Recorder::new();
        recorder.record(5, ms(64));
        recorder.record(6, ms(65));
        recorder.record(8, ms(165));
        let mut out = [0; MAX_REPORT_LEN];
        let len = recorder.report(&mut out, 1, 2).unwrap();
        assert_eq!(
            out[..len],
            [
                0x8f,
                205,
                0,
                6,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                2, // head, sender, media
                0,
                5,
                0,
                4,
                0,
                0,
                1,
                0, // base 5, four packets, reference 1 x 64 ms, report 0
                0b1101_0100,
                0b1000_0000, // vector: small, small, missing, large
                0,
                4,
                1,
                0x90,
                0,
                0 // 0 ms, 1 ms, 100 ms, padding
            ]
        );
        assert!(recorder.report(&mut out, 1, 2).is_none());
    }

    #[test]
    fn long_runs_are_counted_and_reports_go_on_where_the_last_ended() {
        let mut recorder = Recorder::new();
        for number in 0..400_u16 {
            recorder.record(number.wrapping_add(65_400), ms(u64::from(number)));
        }
        let mut out = [0; MAX_REPORT_LEN];
        recorder.report(&mut out, 1, 2).unwrap();
        assert_eq!(out[12..16], [0xff, 0x78, 0x01, 0x40]);
        assert_eq!(out[20..22], (1 << 13 | 320_u16).to_be_bytes());
        recorder.report(&mut out, 1, 2).unwrap();
        assert_eq!(out[12..16], [0x00, 0xb8, 0, 80]);
    }

    #[test]
    fn a_late_packet_is_told_in_the_next_report() {
        let mut recorder = Recorder::new();
        let mut out = [0; MAX_REPORT_LEN];
        recorder.record(1, ms(10));
        recorder.record(3, ms(30));
        recorder.report(&mut out, 1, 2).unwrap();
        recorder.record(2, ms(31));
        recorder.report(&mut out, 1, 2).unwrap();
        assert_eq!(out[12..16], [0, 2, 0, 2]);
    }

    proptest! {
        #[test]
        fn any_arrivals_make_a_report_that_fits(
            packets in proptest::collection::vec((any::<u16>(), 0_u64..100_000), 1..600),
        ) {
            let mut recorder = Recorder::new();
            let mut out = [0; MAX_REPORT_LEN];
            for (at, (number, time)) in packets.into_iter().enumerate() {
                recorder.record(number, ms(time));
                if at % 50 == 0 {
                    recorder.report(&mut out, 1, 2);
                }
            }
        }
    }
}
