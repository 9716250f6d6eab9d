//! Cuts signing into words that are told while they grow.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::{
    Evidence, Token,
    lattice::{Costs, Lattice},
    reading::{Piece, Reading},
};
use crate::recogniser::{Hypothesis, spelling::alphabet::Alphabet};

/// What the decoder is set to. The defaults were chosen on training signers and synthetic hands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuning {
    pub costs: Costs,
    /// So long without a letter ends a word while a hand is seen, …
    pub pause: Duration,
    /// … and so long without a hand.
    pub absence: Duration,
    /// A word of one letter must be held so long, …
    pub lone_hold: Duration,
    /// … with this probability: hands at rest look like a letter now and then.
    pub lone_score: f32,
}

/// One signer's words.
pub struct Decoder {
    /// Who reads.
    model: Arc<str>,
    alphabet: Alphabet,
    first_motion: usize,
    tuning: Tuning,
    lattice: Lattice,
    /// The last frames, for confidence, for digits, and to read what follows a word that was cut.
    frames: VecDeque<Evidence>,
    now: Duration,
    /// When a hand was last seen.
    seen: Duration,
    segment: u32,
    /// What was told of the growing word.
    told: Option<Hypothesis>,
}

impl Decoder {
    /// Labels of the alphabet from `first_motion` on are movements, those before are shapes.
    pub fn new(model: Arc<str>, alphabet: Alphabet, first_motion: usize, tuning: Tuning) -> Self {
        let lattice = Lattice::new(alphabet.len(), alphabet.nothing(), first_motion, tuning.costs);
        Self {
            model,
            alphabet,
            first_motion,
            tuning,
            lattice,
            frames: VecDeque::new(),
            now: Duration::ZERO,
            seen: Duration::ZERO,
            segment: 0,
            told: None,
        }
    }

    /// Takes the next frame, and gives what changed: nothing, a revision, the end of a word.
    pub fn push(&mut self, evidence: Evidence) -> Option<Hypothesis> {
        self.now = evidence.at;
        if evidence.scores.is_some() {
            self.seen = self.now;
        }
        self.lattice.push(&evidence);
        self.frames.push_back(evidence);
        while self.frames.front().is_some_and(|frame| frame.at + MEMORY < self.now) {
            self.frames.pop_front();
        }
        let tokens = self.tokens();
        match tokens.last() {
            Some(last) if last.end + self.tuning.pause <= self.now => self.finish(),
            Some(_) if tokens.len() > MOST_LETTERS => self.cut(&tokens[..MOST_LETTERS]),
            Some(last) if last.end < self.now && self.seen + self.tuning.absence <= self.now => self.finish(),
            Some(_) => self.revise(&tokens),
            None => self.revise(&[]),
        }
    }

    /// Nothing more comes, or not for a while: settles the open word.
    pub fn finish(&mut self) -> Option<Hypothesis> {
        let tokens = self.tokens();
        let word = self.settle(&tokens);
        self.frames.clear();
        word
    }

    /// Somebody is in the middle of spelling: some letters were read with confidence, the last since a
    /// moment ago.
    pub fn is_spelling(&self, since: Duration) -> bool {
        let clear = |word: &Hypothesis| word.text.chars().count() >= CLEAR && word.confidence >= SURE;
        let lately = || self.tokens().last().is_some_and(|letter| letter.end >= since);
        self.told.as_ref().is_some_and(clear) && lately()
    }

    /// How many letters were held for at least so long, the last part of it since `since`.
    pub fn held(&self, since: Duration, least: Duration) -> usize {
        let held = |letter: &&Token| letter.end >= since && letter.end.saturating_sub(letter.start) >= least;
        self.tokens().iter().filter(held).count()
    }

    /// Something else than letters was signed from `start` on: settles what was spelled before, forgets
    /// what the hands looked like since.
    pub fn give_way(&mut self, start: Duration) -> Option<Hypothesis> {
        let mut tokens = self.tokens();
        tokens.retain(|token| token.end < start);
        let word = self.settle(&tokens);
        self.frames.clear();
        word
    }

    /// Settles the first letters of a word that grew too long. What came after them is read anew.
    fn cut(&mut self, tokens: &[Token]) -> Option<Hypothesis> {
        let word = self.settle(tokens);
        let told = tokens.last().map_or(self.now, |token| token.end);
        self.frames.retain(|frame| frame.at > told);
        self.frames.iter().for_each(|frame| self.lattice.push(frame));
        word
    }

    /// Tells these letters for the last time and begins the next word.
    fn settle(&mut self, tokens: &[Token]) -> Option<Hypothesis> {
        let nothing = self.alphabet.nothing();
        self.lattice = Lattice::new(self.alphabet.len(), nothing, self.first_motion, self.tuning.costs);
        let mut word = self.hypothesis(tokens);
        let told = self.told.take();
        if told.is_none() && word.text.is_empty() {
            return None;
        }
        self.segment += 1;
        word.revision = told.map_or(0, |told| told.revision + 1);
        word.last = true;
        word.stable = word.text.chars().count();
        Some(word)
    }

    fn revise(&mut self, tokens: &[Token]) -> Option<Hypothesis> {
        let mut word = self.hypothesis(tokens);
        match &self.told {
            None if word.text.is_empty() => return None,
            Some(told) if told.text == word.text && told.stable == word.stable => return None,
            Some(told) => word.revision = told.revision + 1,
            None => {}
        }
        self.told = Some(word.clone());
        Some(word)
    }

    fn hypothesis(&self, tokens: &[Token]) -> Hypothesis {
        let pieces: Vec<Piece> = self.pieces(tokens);
        let reading =
            if self.believable(tokens, &pieces) { Reading::of(&pieces, &self.alphabet) } else { Reading::default() };
        let text = reading.text();
        Hypothesis {
            segment: self.segment,
            revision: 0,
            last: false,
            stable: self.stable(tokens, &reading),
            start: tokens.first().map_or(self.now, |token| token.start),
            end: tokens.last().map_or(self.now, |token| token.end),
            confidence: reading.confidence,
            alternatives: self.alternatives(&pieces, &text),
            text,
            model: Arc::clone(&self.model),
        }
    }

    /// The letters so far. A movement begins with a shape that looks like a letter, and is noticed
    /// late: what was read while it began is part of it. Behind that shape only flickers are; a
    /// letter before it was meant.
    fn tokens(&self) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        for token in self.lattice.tokens() {
            if token.label >= self.first_motion {
                let mut longest = BEGINNING;
                while let Some(begun) = tokens.last().filter(|last| last.label < self.first_motion) {
                    let short = begun.end.saturating_sub(begun.start) < longest;
                    if !short || begun.start + MOVEMENT < token.start {
                        break;
                    }
                    tokens.pop();
                    longest = FLICKER;
                }
            }
            tokens.push(token);
        }
        tokens
    }

    fn pieces(&self, tokens: &[Token]) -> Vec<Piece> {
        let mut before: Option<&Token> = None;
        tokens
            .iter()
            .map(|token| {
                let within = |gap: Duration| before.is_some_and(|before| before.end + gap >= token.start);
                let (adjacent, near) = (within(ADJACENT), within(NEAR));
                before = Some(token);
                Piece { label: token.label, scores: self.mean(token), adjacent, near }
            })
            .collect()
    }

    /// Mean scores of the frames in which a letter was held.
    fn mean(&self, token: &Token) -> Vec<f32> {
        let held = self.frames.iter().filter(|frame| (token.start..=token.end).contains(&frame.at));
        let mut sum = vec![0.0; self.alphabet.len()];
        let mut count = 0;
        for scores in held.filter_map(|frame| frame.scores.as_ref()) {
            sum.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
            count += 1;
        }
        if count == 0 {
            // Long ago: what was settled then stands.
            sum[token.label] = 1.0;
            return sum;
        }
        sum.iter_mut().for_each(|sum| *sum /= count as f32);
        sum
    }

    fn believable(&self, tokens: &[Token], pieces: &[Piece]) -> bool {
        match (tokens, pieces) {
            ([token], [piece]) => {
                token.end.saturating_sub(token.start) >= self.tuning.lone_hold
                    && piece.scores[piece.label] >= self.tuning.lone_score
            }
            _ => true,
        }
    }

    /// Characters that will not change: held ones that no likely path does without, as far as no
    /// later neighbour can make digits of them or take them for its own beginning.
    fn stable(&self, tokens: &[Token], reading: &Reading) -> usize {
        let settled = self.lattice.settled().min(reading.characters.len().saturating_sub(1));
        let plain = |label| self.alphabet.letter(label).is_some() != self.alphabet.digit(label).is_some();
        let sure = tokens[..settled].iter().rposition(|token| plain(token.label)).map_or(0, |place| place + 1);
        reading.characters[..sure].iter().flatten().count()
    }

    /// The number, if it can be one; then each doubtful letter's second choice.
    fn alternatives(&self, pieces: &[Piece], text: &str) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut alternatives = Vec::new();
        alternatives.extend(Reading::of_digits(pieces, &self.alphabet).map(|reading| reading.text()));
        let mut doubts: Vec<(f32, usize, usize)> = Vec::new();
        for (place, piece) in pieces.iter().enumerate() {
            let others = (0..self.alphabet.len()).filter(|&label| label != piece.label);
            let letters = others.filter(|&label| self.alphabet.letter(label).is_some());
            let second = letters.max_by(|&a, &b| piece.scores[a].total_cmp(&piece.scores[b]));
            doubts.extend(second.map(|second| (piece.scores[second], place, second)).filter(|doubt| doubt.0 > DOUBT));
        }
        doubts.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, place, second) in doubts {
            let mut pieces = pieces.to_vec();
            pieces[place].label = second;
            alternatives.push(Reading::of(&pieces, &self.alphabet).text());
        }
        alternatives.retain(|alternative| alternative != text);
        alternatives.dedup();
        alternatives.truncate(MOST_ALTERNATIVES);
        alternatives
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            costs: Costs { letter: 2.0, motion: 2.5, again: 2.0, rest: 0.2, least: 0.05, pace: 15.0 },
            pause: Duration::from_millis(1200),
            absence: Duration::from_millis(700),
            lone_hold: Duration::from_millis(400),
            lone_score: 0.9,
        }
    }
}

/// So many letters in a row, read with this confidence, come of no other signs.
const CLEAR: usize = 4;
const SURE: f32 = 0.7;
/// A movement is noticed at most so long after it began.
const MOVEMENT: Duration = Duration::from_millis(1000);
/// A letter held for longer was meant, even right before a movement.
const BEGINNING: Duration = Duration::from_millis(700);
/// What is held for less was passed on the way to a shape.
const FLICKER: Duration = Duration::from_millis(300);
/// No word is longer: signing without a pause is told in parts, so that nothing grows for ever.
const MOST_LETTERS: usize = 48;
/// How far back scores are kept: longer than any word. Older letters stand as they were read.
const MEMORY: Duration = Duration::from_secs(40);
/// Held shapes that are no further apart touch.
const ADJACENT: Duration = Duration::from_millis(150);
/// In such a gap a hand may have been on its way to the next shape.
const NEAR: Duration = Duration::from_millis(450);
/// A second choice below this probability is not told.
const DOUBT: f32 = 0.15;
/// Readers choose among few.
const MOST_ALTERNATIVES: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [&str; 7] = ["", "A", "I", "O0", "1", "5", "J"];

    fn decoder() -> Decoder {
        Decoder::new("test".into(), Alphabet::new(LABELS), 6, Tuning::default())
    }

    /// 15 frames a second: one label each, `.` for nothing, `-` for no hand.
    fn hear(frames: &str) -> Vec<Hypothesis> {
        let mut decoder = decoder();
        let mut heard: Vec<Hypothesis> = Vec::new();
        for (count, frame) in frames.chars().enumerate() {
            let place = match frame {
                '-' => None,
                '.' => Some(0),
                shown => LABELS.iter().position(|label| label.contains(shown)),
            };
            let scores = place.map(|place| {
                let mut scores = vec![0.01; LABELS.len()];
                scores[place] = 0.94;
                scores
            });
            let at = Duration::from_secs(1) * count as u32 / 15;
            heard.extend(decoder.push(Evidence { at, scores, pace: 0.0, bounced: false }));
        }
        heard.extend(decoder.finish());
        heard
    }

    fn words(frames: &str) -> Vec<String> {
        hear(frames).into_iter().filter(|word| word.last).map(|word| word.text).collect()
    }

    #[test]
    fn a_word_grows_until_the_hand_goes_down() {
        let heard = hear("AAAAAAAAIIIIIIIIAAAAAAAA---------------");
        assert_eq!(heard.last().map(|word| (word.text.as_str(), word.last, word.stable)), Some(("AIA", true, 3)));
        assert!(heard.iter().any(|word| word.text == "AI" && !word.last));
        assert!(heard.iter().all(|word| word.segment == 0));
        assert!(heard.windows(2).all(|pair| pair[1].revision == pair[0].revision + 1));
    }

    #[test]
    fn a_pause_parts_words_with_and_without_a_hand() {
        let pause = ".".repeat(25);
        assert_eq!(words(&format!("AAAAAIIIII{pause}IIIIIAAAAA")), ["AI", "IA"]);
        assert_eq!(words("AAAAAIIIII------------IIIIIAAAAA"), ["AI", "IA"]);
        assert_eq!(words("AAAAAIIIII......IIIIIAAAAA"), ["AIIA"]);
    }

    #[test]
    fn signing_without_a_pause_is_told_in_parts() {
        let words = words(&"AAAAAIIIII".repeat(60));
        assert_eq!(words.iter().map(|word| word.len()).sum::<usize>(), 120);
        assert!(words.iter().all(|word| word.len() <= MOST_LETTERS), "{words:?}");
    }

    #[test]
    fn one_letter_alone_must_be_held_for_a_while() {
        assert_eq!(words("....AAAAA.............."), [""; 0]);
        assert_eq!(words("....AAAAAAAAAA........."), ["A"]);
    }

    #[test]
    fn the_shape_in_which_a_movement_begins_is_part_of_it() {
        assert_eq!(words("AAAAAAAAIIIIIIJJJJJJAAAAAAAA"), ["AJA"]);
        assert_eq!(words("AAAAAAAAIIIIIIIIIIIIIIIIIIJJJJJJAAAAAAAA"), ["AIJA"]);
    }

    #[test]
    fn what_was_spelled_before_another_sign_stays_and_the_rest_is_forgotten() {
        let mut decoder = decoder();
        let push = |decoder: &mut Decoder, frame: u32, label: usize| {
            let mut scores = vec![0.01; LABELS.len()];
            scores[label] = 0.94;
            decoder.push(Evidence {
                at: Duration::from_millis(66) * frame,
                scores: Some(scores),
                pace: 0.0,
                bounced: false,
            })
        };
        let labels = [[1; 10], [2; 10], [3; 10]].concat();
        for (frame, label) in labels.into_iter().enumerate() {
            push(&mut decoder, frame as u32, label);
        }
        let settled = decoder.give_way(Duration::from_millis(66 * 20 - 30)).unwrap();
        assert_eq!((settled.text.as_str(), settled.last, settled.segment), ("AI", true, 0));
        assert_eq!(decoder.finish(), None);
    }

    #[test]
    fn four_clear_letters_are_spelling_until_a_while_after() {
        let mut decoder = decoder();
        let mut at = Duration::ZERO;
        for label in [[1; 8], [2; 8], [1; 8], [2; 8]].concat() {
            let mut scores = vec![0.01; LABELS.len()];
            scores[label] = 0.94;
            decoder.push(Evidence { at, scores: Some(scores), pace: 0.0, bounced: false });
            assert!(at > Duration::from_millis(1600) || !decoder.is_spelling(Duration::ZERO), "too soon: {at:?}");
            at += Duration::from_millis(66);
        }
        assert!(decoder.is_spelling(at.saturating_sub(Duration::from_secs(1))));
        assert!(!decoder.is_spelling(at));
    }

    #[test]
    fn digits_come_between_digits() {
        assert_eq!(words("111111OOOOOO555555"), ["105"]);
        assert_eq!(words("AAAAAAOOOOOOIIIIII"), ["AOI"]);
        let heard = hear("OOOOOOOOOOOO");
        assert_eq!(heard.last().map(|word| word.alternatives.clone()), Some(vec!["0".to_owned()]));
    }

    #[test]
    fn a_hand_that_never_moves_is_one_letter_and_costs_no_memory() {
        let mut decoder = decoder();
        for frame in 0..15 * 120 {
            let mut scores = vec![0.01; LABELS.len()];
            scores[1] = 0.94;
            let at = Duration::from_secs(1) * frame / 15;
            decoder.push(Evidence { at, scores: Some(scores), pace: 0.0, bounced: false });
        }
        assert!(decoder.frames.len() <= 15 * 41);
        assert_eq!(decoder.finish().map(|word| word.text), Some("A".to_owned()));
    }
}
