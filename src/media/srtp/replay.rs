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
    fn what_left_the_window_is_refused() {
        let mut window = Window::default();
        assert!(window.accept(100));
        assert!(!window.accept(36));
        assert!(window.accept(37));
        assert!(window.accept(1_000));
        assert!(!window.accept(100));
    }
}
