//! Reception reports, ours to senders, senders' to viewers (RFC 3550, section 6.4).

use std::time::Instant;

use crate::media::rtcp;

/// What we know of one received stream.
#[derive(Debug, Default)]
pub(in crate::media) struct Reception {
    first: Option<u64>,
    highest: u64,
    received: u64,
    reported_expected: u64,
    reported_received: u64,
    /// In units of the RTP clock, times 16.
    jitter: u32,
    transit: Option<u32>,
    report: Option<(u32, Instant)>,
}

impl Reception {
    /// A packet arrived; `arrival` is in units of the RTP clock.
    pub(in crate::media) fn received(&mut self, sequence: u64, timestamp: u32, arrival: u32) {
        self.first.get_or_insert(sequence);
        self.highest = self.highest.max(sequence);
        self.received += 1;
        let transit = arrival.wrapping_sub(timestamp);
        if let Some(before) = self.transit.replace(transit) {
            let change = (transit.wrapping_sub(before) as i32).unsigned_abs();
            self.jitter = self.jitter.wrapping_add(change).wrapping_sub((self.jitter + 8) >> 4);
        }
    }

    /// The sender's clock was told.
    pub(in crate::media) fn sender_report(&mut self, now: Instant, ntp: u64) {
        self.report = Some(((ntp >> 16) as u32, now));
    }

    /// Writes a report block (24 bytes) into `out`; `None` before the first packet.
    pub(in crate::media) fn write_block(&mut self, out: &mut [u8], now: Instant, ssrc: u32) -> Option<()> {
        let expected = self.highest + 1 - self.first?;
        let lost = expected.saturating_sub(self.received);
        let expected_since = expected - self.reported_expected;
        let lost_since = expected_since.saturating_sub(self.received - self.reported_received);
        (self.reported_expected, self.reported_received) = (expected, self.received);
        let fraction = (lost_since * 256).checked_div(expected_since).unwrap_or(0).min(255) as u32;
        let (last_report, delay) = self.report.map_or((0, 0), |(middle, at)| {
            let delay = now.saturating_duration_since(at).as_micros() * 65_536 / 1_000_000;
            (middle, delay as u32)
        });
        let words = [
            ssrc,
            fraction << 24 | lost.min(0x7f_ffff) as u32,
            self.highest as u32,
            self.jitter >> 4,
            last_report,
            delay,
        ];
        for (bytes, word) in out.chunks_exact_mut(4).zip(words) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        Some(())
    }
}

/// Writes the head of a receiver report with `blocks` blocks behind it; returns the whole length.
pub(in crate::media) fn write_receiver_report(out: &mut [u8], sender: u32, blocks: usize) -> usize {
    let len = HEAD + blocks * BLOCK;
    rtcp::write_head(out, blocks as u8, rtcp::RECEIVER_REPORT, len);
    out[4..8].copy_from_slice(&sender.to_be_bytes());
    len
}

/// Writes a sender report without blocks; returns its length.
pub(in crate::media) fn write_sender_report(
    out: &mut [u8],
    ssrc: u32,
    ntp: u64,
    rtp: u32,
    packets: u32,
    octets: u32,
) -> usize {
    rtcp::write_head(out, 0, rtcp::SENDER_REPORT, 28);
    let words = [ssrc, (ntp >> 32) as u32, ntp as u32, rtp, packets, octets];
    for (bytes, word) in out[4..28].chunks_exact_mut(4).zip(words) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    28
}

/// Bytes before the blocks of a receiver report.
pub(in crate::media) const HEAD: usize = 8;
/// Bytes of one report block.
pub(in crate::media) const BLOCK: usize = 24;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_block_tells_losses_since_the_last_and_the_delay() {
        let start = Instant::now();
        let mut reception = Reception::default();
        let mut block = [0; BLOCK];
        assert!(reception.write_block(&mut block, start, 9).is_none());
        for sequence in [100, 101, 103, 65_636] {
            reception.received(sequence, 0, 0);
        }
        reception.sender_report(start, 0x0001_0002_0003_0004);
        reception.write_block(&mut block, start + Duration::from_millis(500), 9).unwrap();
        assert_eq!(block[..4], 9_u32.to_be_bytes());
        assert_eq!(block[4], 255);
        assert_eq!(block[8..12], 65_636_u32.to_be_bytes());
        assert_eq!(block[16..20], 0x0002_0003_u32.to_be_bytes());
        assert_eq!(block[20..24], 32_768_u32.to_be_bytes());
        reception.received(65_637, 0, 0);
        reception.write_block(&mut block, start, 9).unwrap();
        assert_eq!(block[4], 0);
    }

    #[test]
    fn even_spacing_has_no_jitter() {
        let mut reception = Reception::default();
        for step in 0..50_u32 {
            reception.received(step.into(), step * 3_000, 7 + step * 3_000);
        }
        assert_eq!(reception.jitter, 0);
        reception.received(50, 50 * 3_000, 7 + 50 * 3_000 + 1_600);
        assert_eq!(reception.jitter >> 4, 100);
    }

    #[test]
    fn a_sender_report_is_read_back() {
        let mut out = [0; 28];
        let len = write_sender_report(&mut out, 1, 2 << 32 | 3, 4, 5, 6);
        assert_eq!(
            rtcp::read(&out[..len]).next(),
            Some(rtcp::Message::SenderReport { ssrc: 1, ntp: 2 << 32 | 3, rtp: 4 })
        );
    }
}
