//! What transport-wide feedback says, packet by packet
//! (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).

use std::time::Duration;

use super::twcc::{TICK_MICROS, TICKS_PER_REFERENCE};

/// One feedback packet, checked as far as its chunks go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::media) struct Arrivals<'a> {
    base: u16,
    count: u16,
    /// In units of 64 ms, 24 bits of it.
    reference: u32,
    chunks: &'a [u8],
    deltas: &'a [u8],
}

impl<'a> Arrivals<'a> {
    /// Reads a whole RTCP packet; `None` when its chunks do not cover what it claims.
    pub(in crate::media) fn read(packet: &'a [u8]) -> Option<Self> {
        let &[b0, b1, c0, c1, r0, r1, r2, _] = packet.get(12..)?.first_chunk()?;
        let count = u16::from_be_bytes([c0, c1]);
        let rest = &packet[20..];
        let (mut covered, mut end) = (0, 0);
        while covered < usize::from(count) {
            let chunk = Chunk::read(rest.get(end..)?)?;
            end += 2;
            covered += chunk.len();
        }
        let (chunks, deltas) = rest.split_at(end);
        let reference = u32::from_be_bytes([0, r0, r1, r2]);
        Some(Self { base: u16::from_be_bytes([b0, b1]), count, reference, chunks, deltas })
    }

    /// The reference time, of which 24 bits are known, near to an earlier one in the same units.
    pub(in crate::media) fn reference(&self, earlier: Option<u64>) -> u64 {
        // Begins high enough for negative steps.
        let Some(earlier) = earlier else { return u64::from(self.reference) + (1 << 24) };
        let step = (self.reference.wrapping_sub(earlier as u32) << 8) as i32 >> 8;
        earlier.saturating_add_signed(step.into())
    }

    /// Each packet's number, and when it arrived, after `reference` units of 64 ms; `None` when it did
    /// not. What follows a symbol or a time that is missing is left out.
    pub(in crate::media) fn iter(&self, reference: u64) -> impl Iterator<Item = (u16, Option<Duration>)> + use<'a> {
        let (base, mut deltas, mut ticks) = (self.base, self.deltas, reference.saturating_mul(TICKS_PER_REFERENCE));
        let symbols = self.chunks.chunks_exact(2).filter_map(Chunk::read).flat_map(Chunk::symbols);
        symbols.take(self.count.into()).enumerate().map_while(move |(at, symbol)| {
            let number = base.wrapping_add(at as u16);
            let delta = match symbol {
                0 => return Some((number, None)),
                1 => {
                    let (&delta, rest) = deltas.split_first()?;
                    deltas = rest;
                    i64::from(delta)
                }
                2 => {
                    let (&delta, rest) = deltas.split_first_chunk()?;
                    deltas = rest;
                    i64::from(i16::from_be_bytes(delta))
                }
                _ => return None,
            };
            ticks = ticks.saturating_add_signed(delta);
            Some((number, Some(Duration::from_micros(ticks.saturating_mul(TICK_MICROS)))))
        })
    }
}

/// Symbols of several packets.
#[derive(Clone, Copy)]
struct Chunk(u16);

impl Chunk {
    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self(u16::from_be_bytes(*bytes.first_chunk()?))).filter(|chunk| chunk.len() > 0)
    }

    fn len(self) -> usize {
        match self.0 >> 14 {
            0 | 1 => usize::from(self.0 & 0x1fff),
            2 => 14,
            _ => 7,
        }
    }

    fn symbols(self) -> impl Iterator<Item = u16> {
        (0..self.len()).map(move |at| match self.0 >> 14 {
            0 | 1 => self.0 >> 13,
            2 => self.0 >> (13 - at) & 1,
            _ => self.0 >> (12 - 2 * at) & 3,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::media::feedback::twcc::{MAX_REPORT_LEN, Recorder};

    fn read(report: &[u8]) -> Vec<(u16, Option<u64>)> {
        let arrivals = Arrivals::read(report).unwrap();
        arrivals
            .iter(arrivals.reference.into())
            .map(|(number, at)| (number, at.map(|at| at.as_millis() as u64)))
            .collect()
    }

    #[test]
    fn each_form_of_chunk_is_read() {
        let mut report = vec![0x8f, 205, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0xff, 0, 23, 0, 0, 1, 7];
        // Two that came; a missing one and one before its time, of seven; one of fourteen.
        report.extend([0x20, 2, 0b1100_1000, 0, 0b1010_0000, 0, 4, 8, 0xff, 0xfc, 12, 0]);
        let read = read(&report);
        assert_eq!(read[..4], [(65_535, Some(65)), (0, Some(67)), (1, None), (2, Some(66))]);
        assert!(read.len() == 23 && read[9] == (8, Some(69)) && read[10..].iter().all(|(_, at)| at.is_none()));
        report[20..22].copy_from_slice(&[0, 0]);
        assert_eq!(Arrivals::read(&report), None, "a run of nothing");
        assert_eq!(Arrivals::read(&report[..20]), None, "no chunks at all");
    }

    #[test]
    fn the_reference_goes_on_across_its_wrap() {
        let report = |reference: u32| Arrivals { base: 0, count: 0, reference, chunks: &[], deltas: &[] };
        let before = report(0xff_ffff).reference(None);
        assert_eq!(report(1).reference(Some(before)), before + 2);
        assert_eq!(report(0xff_fffe).reference(Some(before)), before - 1);
    }

    proptest! {
        #[test]
        fn what_was_recorded_is_read_back(gaps in proptest::collection::vec((1_u16..4, 0_u64..90), 1..150)) {
            let (mut recorder, mut number, mut at) = (Recorder::new(), 65_500_u16, 640_000_u64);
            let mut expected = Vec::new();
            for (step, wait) in gaps {
                (number, at) = (number.wrapping_add(step), at + wait);
                recorder.record(number, Duration::from_millis(at));
                expected.push((number, Some(at)));
            }
            let mut report = [0; MAX_REPORT_LEN];
            let len = recorder.report(&mut report, 1, 2).unwrap();
            let read = read(&report[..len]);
            let arrived: Vec<_> = read.iter().copied().filter(|(_, at)| at.is_some()).collect();
            prop_assert!(!arrived.is_empty());
            prop_assert_eq!(&arrived[..], &expected[..arrived.len()]);
        }

        #[test]
        fn random_bytes_never_panic(report in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Some(arrivals) = Arrivals::read(&report) {
                prop_assert!(arrivals.iter(arrivals.reference(None)).count() <= arrivals.count.into());
            }
        }
    }
}
