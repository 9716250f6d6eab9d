//! What a viewer sees of one participant: pictures in their order, each once all of it is there.

use std::collections::VecDeque;
use std::time::Duration;

/// The pictures of one slot.
#[derive(Default)]
pub(super) struct Watch {
    pictures: VecDeque<Picture>,
    /// The number of the first of them.
    first: u64,
    /// One was lost for good: nothing is seen until a key frame.
    is_broken: bool,
    pub(super) seen: Vec<Duration>,
}

struct Picture {
    missing: usize,
    is_key: bool,
    is_given_up: bool,
}

impl Watch {
    /// A picture of so many packets leaves the server; returns its number.
    pub(super) fn expect(&mut self, packets: usize, is_key: bool) -> u64 {
        self.pictures.push_back(Picture { missing: packets, is_key, is_given_up: false });
        self.first + self.pictures.len() as u64 - 1
    }

    /// One of its packets arrived.
    pub(super) fn arrived(&mut self, now: Duration, picture: u64) {
        if let Some(picture) = self.picture(picture) {
            picture.missing -= 1;
        }
        self.show(now);
    }

    /// A packet will not come any more. True when a key frame is needed.
    pub(super) fn give_up(&mut self, now: Duration, picture: u64) -> bool {
        let Some(picture) = self.picture(picture) else { return false };
        picture.is_given_up = true;
        self.show(now);
        self.is_broken
    }

    fn picture(&mut self, number: u64) -> Option<&mut Picture> {
        self.pictures.get_mut(number.checked_sub(self.first)? as usize)
    }

    fn show(&mut self, now: Duration) {
        // A browser that has a later key frame does not wait for what is before it.
        let skipped = self.pictures.iter().rposition(|picture| picture.is_key && picture.missing == 0).unwrap_or(0);
        for _ in 0..skipped {
            self.pop();
        }
        while let Some(picture) = self.pictures.front().filter(|picture| picture.missing == 0 || picture.is_given_up) {
            self.is_broken = (self.is_broken && !picture.is_key) || picture.is_given_up;
            if !self.is_broken {
                self.seen.push(now);
            }
            self.pop();
        }
    }

    fn pop(&mut self) {
        self.pictures.pop_front();
        self.first += 1;
    }
}
