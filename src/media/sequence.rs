//! Wrapping counters of RTP carried on as numbers that never wrap.

/// The number nearest to `highest` whose low 16 bits are `sequence`; `None` before zero.
pub(super) fn extend(highest: u64, sequence: u16) -> Option<u64> {
    highest.checked_add_signed(i64::from(sequence.wrapping_sub(highest as u16) as i16))
}

/// As [`extend`], for 32-bit time stamps.
pub(super) fn extend_timestamp(newest: u64, timestamp: u32) -> Option<u64> {
    newest.checked_add_signed(i64::from(timestamp.wrapping_sub(newest as u32) as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrap_goes_on_upwards() {
        assert_eq!(extend(65_535, 0), Some(65_536));
        assert_eq!(extend(65_535, 3), Some(65_539));
        assert_eq!(extend_timestamp(u64::from(u32::MAX), 9), Some((1 << 32) + 9));
    }

    #[test]
    fn a_late_number_before_the_wrap_stays_below_it() {
        assert_eq!(extend(65_538, 65_530), Some(65_530));
        assert_eq!(extend(3, 65_530), None);
    }

    #[test]
    fn a_day_of_packets_counts_to_the_end() {
        let mut highest = 40_000;
        for step in 1..=13_000_000_u64 {
            highest = extend(highest, (40_000 + step) as u16).unwrap();
        }
        assert_eq!(highest, 13_040_000);
    }
}
