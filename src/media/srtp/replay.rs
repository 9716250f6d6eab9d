//! A sliding window over seen packet indices (RFC 3711, section 3.3.2).

/// The newest index and the 63 before it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    newest: u64,
    /// Bit n: `newest - n` was seen.
    seen: u64,
}

impl Window {
    /// True once for each index that is not too old.
    pub(super) fn accept(&mut self, index: u64) -> bool {
        if self.seen == 0 || index > self.newest {
            let ahead = if self.seen == 0 { u64::BITS.into() } else { index - self.newest };
            self.seen = u32::try_from(ahead).ok().and_then(|by| self.seen.checked_shl(by)).unwrap_or(0) | 1;
            self.newest = index;
            return true;
        }
        let behind = self.newest - index;
        if behind >= u64::from(u64::BITS) || self.seen >> behind & 1 == 1 {
            return false;
        }
        self.seen |= 1 << behind;
        true
    }
}

/// A window for each sender of control packets: one connection has several, and each counts for itself
/// (RFC 3711, section 3.2.3).
#[derive(Debug, Default)]
pub(super) struct Windows(Vec<(u32, Window)>);

impl Windows {
    /// As [`Window::accept`]. Of more senders than a browser has, none is heard.
    pub(super) fn accept(&mut self, ssrc: u32, index: u64) -> bool {
        if let Some((_, window)) = self.0.iter_mut().find(|(known, _)| *known == ssrc) {
            return window.accept(index);
        }
        let is_heard = self.0.len() < MOST_SENDERS;
        if is_heard {
            let mut window = Window::default();
            window.accept(index);
            self.0.push((ssrc, window));
        }
        is_heard
    }
}

const MOST_SENDERS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_index_passes_once_in_any_near_order() {
        let mut window = Window::default();
        for index in [0, 3, 1, 2, 70, 9] {
            assert!(window.accept(index), "{index}");
        }
        for index in [70, 9] {
            assert!(!window.accept(index), "{index}");
        }
    }

    #[test]
    fn senders_count_for_themselves() {
        let mut windows = Windows::default();
        for index in 1..500 {
            assert!(windows.accept(0xfa17_fa17, index));
        }
        assert!(windows.accept(1, 7) && windows.accept(1, 8));
        assert!(!windows.accept(1, 7) && !windows.accept(0xfa17_fa17, 499));
    }

    #[test]
    fn there_are_only_so_many_senders() {
        let mut windows = Windows::default();
        let heard = (0..100).filter(|ssrc| windows.accept(*ssrc, 1)).count();
        assert_eq!(heard, MOST_SENDERS);
        assert!(windows.accept(0, 2));
    }

    #[test]
    fn what_left_the_window_is_refused() {
        let mut window = Window::default();
        assert!(window.accept(100));
        assert!(!window.accept(36));
        assert!(window.accept(37));
        assert!(window.accept(1_000));
        assert!(!window.accept(100));
    }
}
