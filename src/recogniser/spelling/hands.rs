//! Decides which of a signer's hands spells.

use std::time::Duration;

use crate::recogniser::{
    Hand, Side,
    features::{Bounce, Outline, Trail},
};

/// All that is known of the hands that were seen of late.
#[derive(Debug, Default)]
pub(super) struct Hands {
    known: Vec<Tracked>,
    /// The track that spells.
    chosen: Option<u32>,
}

/// One hand over time, as a right hand.
#[derive(Debug)]
pub(super) struct Tracked {
    track: u32,
    seen: Duration,
    /// Smoothed: single frames are wrong now and then.
    right: f32,
    /// Of late, in hand sizes.
    activity: f32,
    place: [f32; 2],
    pub(super) outline: Outline,
    pub(super) trail: Trail,
    pub(super) bounce: Bounce,
}

impl Hands {
    /// Takes the next frame's hands; gives the one that spells, if any is seen.
    pub(super) fn push(&mut self, at: Duration, hands: &[Hand]) -> Option<&mut Tracked> {
        self.known.retain(|known| known.seen + FORGET >= at);
        for hand in hands {
            match self.known.iter_mut().find(|known| known.track == hand.track) {
                Some(known) => known.update(at, hand),
                None => {
                    let tracked = self.recover(at, hand);
                    self.known.push(tracked);
                }
            }
        }
        self.chosen = self.choose(at);
        let chosen = self.chosen;
        self.known.iter_mut().find(|known| Some(known.track) == chosen)
    }

    /// A track that begins where another was lost a moment ago is the same hand.
    fn recover(&mut self, at: Duration, hand: &Hand) -> Tracked {
        let new = Tracked::new(at, hand);
        let lost = self.known.iter().position(|known| {
            let way = (new.place[0] - known.place[0]).hypot(new.place[1] - known.place[1]);
            known.seen < at && way < SAME_PLACE * new.outline.size() && (known.right - new.right).abs() < 0.5
        });
        let Some(lost) = lost else { return new };
        let mut tracked = self.known.swap_remove(lost);
        if self.chosen == Some(tracked.track) {
            self.chosen = Some(hand.track);
        }
        tracked.track = hand.track;
        tracked.update(at, hand);
        tracked
    }

    fn choose(&self, at: Duration) -> Option<u32> {
        let seen = || self.known.iter().filter(|known| known.seen == at);
        let busiest = seen().max_by(|a, b| a.activity.total_cmp(&b.activity))?;
        let Some(current) = seen().find(|known| Some(known.track) == self.chosen) else {
            // Nobody spelled yet, or that hand is gone. Without movement, the raised hand.
            let raised = seen().min_by(|a, b| a.place[1].total_cmp(&b.place[1]))?;
            let clear = busiest.activity > MUCH_BUSIER * raised.activity + SOME_WAY;
            return Some(if clear { busiest.track } else { raised.track });
        };
        let clear = busiest.activity > MUCH_BUSIER * current.activity + SOME_WAY;
        Some(if clear { busiest.track } else { current.track })
    }
}

impl Tracked {
    fn new(at: Duration, hand: &Hand) -> Self {
        let outline = Outline::of(hand, hand.side());
        let mut trail = Trail::default();
        trail.push(at, outline.clone());
        let place = [hand.points[9][0], hand.points[9][1]];
        let (bounce, right) = (Bounce::default(), hand.right);
        Self { track: hand.track, seen: at, right, activity: 0.0, place, outline, trail, bounce }
    }

    fn update(&mut self, at: Duration, hand: &Hand) {
        let passed = at.saturating_sub(self.seen).as_secs_f32();
        let side = self.side();
        self.right += (hand.right - self.right) * (1.0 - (-passed / SIDE_MEMORY).exp());
        if self.side() != side {
            // All before was seen in the mirror.
            self.trail.clear();
            self.bounce = Bounce::default();
        }
        self.outline = Outline::of(hand, self.side());
        let place = [hand.points[9][0], hand.points[9][1]];
        let way = (place[0] - self.place[0]).hypot(place[1] - self.place[1]) / self.outline.size();
        self.trail.push(at, self.outline.clone());
        self.activity = self.activity * (-passed / ACTIVITY_MEMORY).exp() + way.min(1.0) + self.trail.pace() * passed;
        self.place = place;
        self.seen = at;
    }

    fn side(&self) -> Side {
        if self.right >= 0.5 { Side::Right } else { Side::Left }
    }
}

/// A hand is forgotten after so long.
const FORGET: Duration = Duration::from_millis(1500);
/// A hand that is found again is at most so many hand sizes from where it was lost.
const SAME_PLACE: f32 = 1.5;
/// Seconds over which the side is smoothed.
const SIDE_MEMORY: f32 = 0.5;
/// Seconds over which movement counts.
const ACTIVITY_MEMORY: f32 = 1.5;
/// The other hand takes over when it moves so many times as much, …
const MUCH_BUSIER: f32 = 2.0;
/// … and by so many hand sizes more.
const SOME_WAY: f32 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;

    /// A made-up hand.
    fn hand(track: u32, x: f32, y: f32, open: f32, right: f32) -> Hand {
        let points = std::array::from_fn(|k| {
            let up = if k % 4 == 0 { open } else { 1.0 };
            [x + (k as f32 * 1.7).sin() * 20.0, y - k as f32 * 5.0 * up, 0.0]
        });
        Hand { track, points, world: [[0.0; 3]; 21], right, presence: 1.0 }
    }

    fn at(frame: u32) -> Duration {
        Duration::from_millis(66) * frame
    }

    #[test]
    fn the_moving_hand_spells() {
        let mut hands = Hands::default();
        let mut last = None;
        for frame in 0..30 {
            let open = if frame / 4 % 2 == 0 { 0.4 } else { 1.2 };
            let both = [hand(1, 100.0, 200.0, 1.0, 0.1), hand(2, 400.0, 300.0, open, 0.9)];
            last = hands.push(at(frame), &both).map(|hand| hand.track);
        }
        assert_eq!(last, Some(2));
    }

    #[test]
    fn a_hand_that_is_found_again_goes_on() {
        let mut hands = Hands::default();
        for frame in 0..10 {
            hands.push(at(frame), &[hand(1, 100.0, 200.0, 1.0, 0.9)]);
        }
        hands.push(at(10), &[]);
        let found = hands.push(at(11), &[hand(7, 104.0, 200.0, 1.0, 0.9)]).unwrap();
        assert!(found.trail.features().is_some());
    }

    #[test]
    fn one_frame_with_the_wrong_side_is_overheard() {
        let mut hands = Hands::default();
        for frame in 0..20 {
            let right = if frame == 10 { 0.2 } else { 0.95 };
            let seen = hands.push(at(frame), &[hand(1, 100.0, 200.0, 1.0, right)]).unwrap();
            assert!(seen.outline.0[1][0] > 100.0);
        }
    }

    #[test]
    fn no_hand_spells_nothing() {
        assert!(Hands::default().push(at(0), &[]).is_none());
    }
}
