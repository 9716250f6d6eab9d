//! Finds the likeliest sequence of held letters: a Viterbi search that costs each new letter.
//!
//! Each label has two states, held and let go. A held letter that goes on costs nothing, a new one
//! costs [`Costs::letter`], so that a flicker of one frame never pays; between letters the path may rest
//! in a state that explains any frame a little. Evidence is weighed by time, not by frames: the
//! same signing gives the same text at 10 and at 30 frames a second.

use std::time::Duration;

use super::Evidence;

/// What the search pays, in nats, where a tenth of a second is one independent look at the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// For each letter.
    pub letter: f32,
    /// On top, for a letter that is a movement: there are few.
    pub motion: f32,
    /// On top, for a letter like the last one after letting go.
    pub again: f32,
    /// Probability that resting gives any frame: letters that score less are not believed.
    pub rest: f32,
    /// No score counts for less.
    pub least: f32,
    /// Handshapes that change at this pace count half: the hand is on its way.
    pub pace: f32,
}

/// A letter that was held for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    /// Its label's place in the alphabet.
    pub label: usize,
    pub start: Duration,
    pub end: Duration,
}

/// The search over the frames of one word.
pub(super) struct Lattice {
    costs: Costs,
    nothing: Option<usize>,
    /// Labels from here on are movements.
    first_motion: usize,
    /// By label.
    held: Vec<Path>,
    /// By the label that was held last; the last of all is before any.
    rest: Vec<Path>,
    nodes: Vec<Node>,
    last: Option<Duration>,
}

/// The best way to a state.
#[derive(Clone, Copy, Debug)]
struct Path {
    score: f32,
    node: Option<usize>,
    /// When the newest letter was last held.
    end: Duration,
}

/// A letter on some path.
#[derive(Clone, Copy, Debug)]
struct Node {
    label: usize,
    start: Duration,
    /// The letter before, with its end.
    before: Option<(usize, Duration)>,
}

impl Lattice {
    /// For an alphabet of so many labels, of which one may stand for nothing.
    pub(super) fn new(labels: usize, nothing: Option<usize>, first_motion: usize, costs: Costs) -> Self {
        let mut rest = vec![Path::IMPOSSIBLE; labels + 1];
        rest[labels].score = 0.0;
        Self { costs, nothing, first_motion, held: vec![Path::IMPOSSIBLE; labels], rest, nodes: Vec::new(), last: None }
    }

    /// Takes the next frame.
    pub(super) fn push(&mut self, evidence: &Evidence) {
        let Evidence { at, ref scores, pace, bounced } = *evidence;
        let scores = scores.as_deref();
        // Scores of a hand that is on its way are those of whatever letter it passes.
        let still = 1.0 / (1.0 + (pace / self.costs.pace).powi(2));
        let passed = self.last.map_or(LOOK, |last| at.saturating_sub(last).min(LOOK));
        let weight = passed.as_secs_f32() / LOOK.as_secs_f32();
        self.last = Some(at);

        let before = self.best();
        let rival = self.best_without(before.map(|(label, _)| label));
        let mut held = vec![Path::IMPOSSIBLE; self.held.len()];
        for label in (0..held.len()).filter(|&label| Some(label) != self.nothing) {
            let again = bounced && label < self.first_motion;
            let mut path = if again { Path::IMPOSSIBLE } else { self.held[label] };
            let mut entered: Option<Path> = None;
            let mut consider = |from: Path, cost: f32| {
                if from.score - cost > path.score {
                    path = Path { score: from.score - cost, node: None, end: at };
                    entered = Some(from);
                }
            };
            let moves = label >= self.first_motion;
            let cost = self.costs.letter + if moves { self.costs.motion } else { 0.0 };
            let other = if before.is_some_and(|(best, _)| best == label) { rival } else { before };
            if let Some((_, from)) = other {
                consider(from, cost);
            }
            consider(self.rest[label], cost + self.costs.again);
            if again {
                consider(self.held[label], self.costs.letter);
            }
            if let Some(from) = entered {
                path.node = Some(self.nodes.len());
                self.nodes.push(Node { label, start: at, before: from.node.map(|node| (node, from.end)) });
            }
            path.end = at;
            let share = if moves { 1.0 } else { still };
            path.score += weight * self.log(scores.map_or(UNSEEN, |scores| share * scores[label]));
            held[label] = path;
        }
        let resting = match scores {
            Some(scores) => {
                let nothing = self.nothing.map_or(0.0, |nothing| scores[nothing]);
                self.costs.rest.max(nothing).max(1.0 - still).ln()
            }
            None => 0.0,
        };
        for (label, path) in self.rest.iter_mut().enumerate() {
            if let Some(held) = self.held.get(label).filter(|held| held.score > path.score) {
                *path = *held;
            }
            path.score += weight * resting;
        }
        self.held = held;
        self.level();
        self.forget();
    }

    /// The likeliest letters so far.
    pub(super) fn tokens(&self) -> Vec<Token> {
        let best = self.paths().max_by(|a, b| a.score.total_cmp(&b.score));
        best.map_or_else(Vec::new, |path| self.trace(path))
    }

    /// How many of the first letters all paths share that could still win.
    pub(super) fn settled(&self) -> usize {
        let best = self.tokens();
        let close = self.paths().filter(|path| path.score > -HOPELESS && path.node.is_some());
        let mut shared = best.len();
        for path in close {
            let other = self.trace(path);
            let same = best.iter().zip(&other).take_while(|(a, b)| a.label == b.label && a.start == b.start).count();
            shared = shared.min(same);
        }
        shared
    }

    fn paths(&self) -> impl Iterator<Item = &Path> {
        self.held.iter().chain(&self.rest).filter(|path| path.score > f32::NEG_INFINITY)
    }

    /// The best path from which a new letter may begin, with the label that it ends in.
    fn best(&self) -> Option<(usize, Path)> {
        self.best_without(None)
    }

    fn best_without(&self, label: Option<usize>) -> Option<(usize, Path)> {
        let held = self.held.iter().enumerate();
        let all = held.chain(self.rest.iter().enumerate());
        all.filter(|(place, _)| Some(*place) != label)
            .max_by(|(_, a), (_, b)| a.score.total_cmp(&b.score))
            .map(|(place, path)| (place, *path))
    }

    fn trace(&self, path: &Path) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut next = path.node.map(|node| (node, path.end));
        while let Some((node, end)) = next {
            let Node { label, start, before } = self.nodes[node];
            tokens.push(Token { label, start, end });
            next = before;
        }
        tokens.reverse();
        tokens
    }

    /// Makes the best score 0, so that no sum runs away.
    fn level(&mut self) {
        let best = self.paths().map(|path| path.score).fold(f32::NEG_INFINITY, f32::max);
        for path in self.held.iter_mut().chain(&mut self.rest) {
            path.score -= best;
        }
    }

    /// Drops the letters that are on no path any more.
    fn forget(&mut self) {
        if self.nodes.len() < MOST_NODES {
            return;
        }
        let mut place = vec![None; self.nodes.len()];
        for path in self.held.iter().chain(&self.rest) {
            let mut next = path.node;
            while let Some(node) = next.filter(|&node| place[node].is_none()) {
                place[node] = Some(0);
                next = self.nodes[node].before.map(|(before, _)| before);
            }
        }
        let mut kept = Vec::new();
        for (node, place) in self.nodes.iter().zip(&mut place) {
            if let Some(place) = place {
                *place = kept.len();
                kept.push(*node);
            }
        }
        for node in &mut kept {
            node.before = node.before.and_then(|(before, end)| Some((place[before]?, end)));
        }
        for path in self.held.iter_mut().chain(&mut self.rest) {
            path.node = path.node.and_then(|node| place[node]);
        }
        self.nodes = kept;
    }

    fn log(&self, probability: f32) -> f32 {
        probability.max(self.costs.least).ln()
    }
}

impl Path {
    const IMPOSSIBLE: Self = Self { score: f32::NEG_INFINITY, node: None, end: Duration::ZERO };
}

/// The time in which a hand is as good as one new, independent look. A longer gap counts no more.
const LOOK: Duration = Duration::from_millis(100);
/// What a held letter gets while no hand is seen: trackers lose hands for a frame or two.
const UNSEEN: f32 = 0.2;
/// So far behind the best, a path will not win.
const HOPELESS: f32 = 6.0;
/// Nodes of dead paths are swept at this many: some seconds' worth.
const MOST_NODES: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    const COSTS: Costs = Costs { letter: 2.0, motion: 0.0, again: 2.0, rest: 0.35, least: 0.05, pace: 2.0 };

    /// Labels: nothing, A, B, C. Each entry holds one label, or `.` for nothing, `-` for no hand.
    fn read(frames: &str, per_second: f32) -> String {
        let mut lattice = Lattice::new(4, Some(0), 4, COSTS);
        for (count, frame) in frames.chars().enumerate() {
            let place = ".ABC".chars().position(|label| label == frame.to_ascii_uppercase());
            let scores = place.map(|place| {
                let mut scores = [0.02; 4];
                scores[place] = 0.94;
                scores
            });
            let at = Duration::from_secs_f32(count as f32 / per_second);
            let scores = scores.map(|scores| scores.to_vec());
            lattice.push(&Evidence { at, scores, pace: 0.0, bounced: frame.is_lowercase() });
        }
        lattice.tokens().iter().map(|token| ['.', 'A', 'B', 'C'][token.label]).collect()
    }

    #[test]
    fn held_letters_come_once_each() {
        assert_eq!(read("AAAAAABBBBBBBCCCCCC", 15.0), "ABC");
        assert_eq!(read("AAAABBBBCCCC", 10.0), "ABC");
    }

    #[test]
    fn a_flicker_is_no_letter() {
        assert_eq!(read("AAAAABAAAAACAAAAA", 15.0), "A");
        assert_eq!(read("....B....C....", 15.0), "");
    }

    #[test]
    fn a_letter_comes_again_after_letting_go_or_bouncing() {
        assert_eq!(read("AAAAAAAA.....AAAAAAAA", 15.0), "AA");
        assert_eq!(read("AAAAA.AAAAA", 15.0), "A");
        assert_eq!(read("AAAAAaAAAAA", 15.0), "AA");
    }

    #[test]
    fn a_hand_lost_for_two_frames_is_the_same_letter() {
        assert_eq!(read("AAAAA--AAAAA", 15.0), "A");
        assert_eq!(read("------------", 15.0), "");
    }

    #[test]
    fn sweeping_dead_paths_changes_nothing() {
        let word = "AAAAABBBBBCCCCC".repeat(60);
        assert_eq!(read(&word, 15.0), "ABC".repeat(60));
    }
}
