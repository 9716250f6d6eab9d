//! Which SSRC carries which layer.

use crate::media::sequence::extend;

/// The streams of one publish connection. There are few: a scan is quicker than a hash.
#[derive(Debug, Default)]
pub(super) struct Sources(Vec<Source>);

/// What a stream carries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Target {
    pub(super) track: usize,
    pub(super) layer: usize,
    pub(super) is_repair: bool,
}

#[derive(Debug)]
struct Source {
    ssrc: u32,
    target: Target,
    /// Highest packet index so far; none before the first packet.
    highest: Option<u64>,
    /// Another stream took over. It is remembered, so that its recorded packets cannot take back.
    is_retired: bool,
}

impl Sources {
    /// Signalling told what a stream carries.
    pub(super) fn announce(&mut self, ssrc: u32, target: Target) {
        if !self.0.iter().any(|source| source.ssrc == ssrc) && self.has_room() {
            self.0.push(Source { ssrc, target, highest: None, is_retired: false });
        }
    }

    /// The packet's index, guessed from the highest so far (RFC 3711, section 3.3.1).
    pub(super) fn index_of(&self, ssrc: u32, sequence: u16) -> Option<u64> {
        match self.0.iter().find(|source| source.ssrc == ssrc).and_then(|source| source.highest) {
            Some(highest) => extend(highest, sequence),
            None => Some(sequence.into()),
        }
    }

    /// An authentic packet came: what it carries, found by `find` for a stream not seen before, and
    /// whether it is the first of a stream that takes over from an earlier one.
    pub(super) fn received(
        &mut self,
        ssrc: u32,
        index: u64,
        find: impl FnOnce() -> Option<Target>,
    ) -> Option<(Target, bool)> {
        if let Some(source) = self.0.iter_mut().find(|source| source.ssrc == ssrc) {
            if source.is_retired {
                return None;
            }
            let is_first = source.highest.is_none();
            source.highest = source.highest.max(Some(index));
            let target = source.target;
            return Some((target, is_first && self.retire_others(ssrc, target)));
        }
        let target = find()?;
        let takes_over = self.retire_others(ssrc, target);
        if !self.has_room() {
            return None;
        }
        self.0.push(Source { ssrc, target, highest: Some(index), is_retired: false });
        Some((target, takes_over))
    }

    pub(super) fn target_of(&self, ssrc: u32) -> Option<Target> {
        self.live().find(|source| source.ssrc == ssrc).map(|source| source.target)
    }

    /// The stream that carries `target` now.
    pub(super) fn ssrc_of(&self, target: Target) -> Option<u32> {
        self.live().find(|source| source.target == target && source.highest.is_some()).map(|source| source.ssrc)
    }

    pub(super) fn first(&self) -> Option<u32> {
        self.live().find(|source| source.highest.is_some()).map(|source| source.ssrc)
    }

    fn live(&self) -> impl Iterator<Item = &Source> {
        self.0.iter().filter(|source| !source.is_retired)
    }

    /// Makes room by forgetting the stream that was retired first.
    fn has_room(&mut self) -> bool {
        if self.0.len() == MAX_SOURCES
            && let Some(at) = self.0.iter().position(|source| source.is_retired)
        {
            self.0.remove(at);
        }
        self.0.len() < MAX_SOURCES
    }

    /// Retires other streams of the same target; true when one of them carried media.
    fn retire_others(&mut self, ssrc: u32, target: Target) -> bool {
        let mut did_carry = false;
        for other in self.0.iter_mut().filter(|other| other.ssrc != ssrc && other.target == target) {
            did_carry |= !other.is_retired && other.highest.is_some() && !target.is_repair;
            other.is_retired = true;
        }
        did_carry
    }
}

/// Three layers with repair, audio, and their successors; more are not looked at.
const MAX_SOURCES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    const VIDEO: Target = Target { track: 1, layer: 0, is_repair: false };

    #[test]
    fn an_announced_stream_needs_no_name() {
        let mut sources = Sources::default();
        sources.announce(5, VIDEO);
        assert_eq!(sources.ssrc_of(VIDEO), None);
        assert_eq!(sources.received(5, 9, || None), Some((VIDEO, false)));
        assert_eq!(sources.ssrc_of(VIDEO), Some(5));
    }

    #[test]
    fn a_stream_that_takes_over_is_told_once() {
        let mut sources = Sources::default();
        sources.announce(5, VIDEO);
        sources.received(5, 9, || None);
        assert_eq!(sources.received(6, 1, || Some(VIDEO)), Some((VIDEO, true)));
        assert_eq!(sources.received(6, 2, || None), Some((VIDEO, false)));
        assert_eq!(sources.target_of(5), None);
        assert_eq!(sources.received(5, 9, || Some(VIDEO)), None);
    }

    #[test]
    fn the_index_follows_the_wrap() {
        let mut sources = Sources::default();
        sources.announce(5, VIDEO);
        sources.received(5, 65_535, || None);
        assert_eq!(sources.index_of(5, 2), Some(65_538));
        assert_eq!(sources.index_of(7, 2), Some(2));
    }
}
