//! Reads held shapes as letters or digits: what a shape means depends on its neighbours.

use crate::recogniser::spelling::alphabet::Alphabet;

/// One held shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// The label that the search chose.
    pub(super) label: usize,
    /// Mean probability of every label while it was held.
    pub(super) scores: Vec<f32>,
    /// Nothing lay between the piece before and this one …
    pub(super) adjacent: bool,
    /// … or not for long.
    pub(super) near: bool,
}

/// A word as it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// One for each piece; none where two pieces turned out to be one letter.
    pub(super) characters: Vec<Option<char>>,
    /// Geometric mean of the characters' probabilities.
    pub(super) confidence: f32,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mode {
    Letters,
    Digits,
}

/// A character that a piece may stand for.
#[derive(Clone, Copy, Debug)]
struct Choice {
    character: char,
    probability: f32,
}

impl Reading {
    /// The likeliest reading: letters and digits do not alternate without need.
    pub(super) fn of(pieces: &[Piece], alphabet: &Alphabet) -> Self {
        let (places, clear) = clear(pieces);
        let choices: Vec<[Option<Choice>; 2]> =
            clear.iter().map(|piece| MODES.map(|mode| choose(piece, mode, alphabet))).collect();
        let read = Self::from_choices(&clear, &choices, &modes(&choices));
        let mut characters = vec![None; pieces.len()];
        for (place, character) in places.into_iter().zip(read.characters) {
            characters[place] = character;
        }
        Self { characters, ..read }
    }

    /// All as digits, if all can be.
    pub(super) fn of_digits(pieces: &[Piece], alphabet: &Alphabet) -> Option<Self> {
        let choices: Vec<[Option<Choice>; 2]> = pieces
            .iter()
            .map(|piece| {
                let digit = alphabet.digit(piece.label)?;
                Some([None, Some(Choice { character: digit, probability: piece.scores[piece.label] })])
            })
            .collect::<Option<_>>()?;
        Some(Self::from_choices(pieces, &choices, &vec![Mode::Digits; pieces.len()]))
    }

    pub(super) fn text(&self) -> String {
        self.characters.iter().flatten().collect()
    }

    fn from_choices(pieces: &[Piece], choices: &[[Option<Choice>; 2]], modes: &[Mode]) -> Self {
        let mut characters: Vec<Option<char>> = Vec::with_capacity(pieces.len());
        let (mut last, mut logs) = (None, 0.0);
        for ((piece, choice), mode) in pieces.iter().zip(choices).zip(modes) {
            let Some(Choice { character, probability }) = choice[*mode as usize] else {
                characters.push(None);
                continue;
            };
            // D taken for a 1 half the time is still one D.
            let repeated = piece.adjacent && last.is_some_and(|(label, c)| c == character && label != piece.label);
            last = Some((piece.label, character));
            characters.push((!repeated).then_some(character));
            logs += probability.max(LEAST).ln();
        }
        let confidence = if pieces.is_empty() { 0.0 } else { (logs / pieces.len() as f32).exp() };
        Self { characters, confidence }
    }
}

/// Pieces with their places, without those that may as well be the letter beside them: while a hand takes
/// the shape of an N, it may look like a T for a while.
fn clear(pieces: &[Piece]) -> (Vec<usize>, Vec<Piece>) {
    let (mut places, mut clear): (Vec<usize>, Vec<Piece>) = (Vec::new(), Vec::new());
    let (mut adjacent, mut near) = (true, true);
    for (place, piece) in pieces.iter().enumerate() {
        (adjacent, near) = (adjacent && piece.adjacent, near && piece.near);
        let may_be = |other: &Piece| piece.scores[other.label] >= AS_LIKELY * piece.scores[piece.label];
        let before = clear.last().filter(|_| near);
        let after = pieces.get(place + 1).filter(|after| after.near);
        if before.into_iter().chain(after).any(|other| other.label != piece.label && may_be(other)) {
            continue;
        }
        places.push(place);
        clear.push(Piece { adjacent, near, ..piece.clone() });
        (adjacent, near) = (true, true);
    }
    (places, clear)
}

fn choose(piece: &Piece, mode: Mode, alphabet: &Alphabet) -> Option<Choice> {
    let meaning = |label| match mode {
        Mode::Letters => alphabet.letter(label),
        Mode::Digits => alphabet.digit(label),
    };
    let of = |label: usize| Some(Choice { character: meaning(label)?, probability: piece.scores[label] });
    of(piece.label)
        .or_else(|| (0..alphabet.len()).filter_map(of).max_by(|a, b| a.probability.total_cmp(&b.probability)))
}

/// The cheapest change of modes along the pieces (Viterbi over two states).
fn modes(choices: &[[Option<Choice>; 2]]) -> Vec<Mode> {
    let mut costs = [0.0, DIGITS_FIRST];
    let mut came_from = Vec::with_capacity(choices.len());
    for choice in choices {
        let own = choice.map(|choice| -choice.map_or(0.0, |choice| choice.probability).max(LEAST).ln());
        let stays = [costs[0] <= costs[1] + SWITCH, costs[1] <= costs[0] + SWITCH];
        came_from.push([if stays[0] { 0 } else { 1 }, if stays[1] { 1 } else { 0 }]);
        costs = [own[0] + costs[0].min(costs[1] + SWITCH), own[1] + costs[1].min(costs[0] + SWITCH)];
    }
    let mut mode = usize::from(costs[1] < costs[0]);
    let mut modes: Vec<Mode> = came_from
        .iter()
        .rev()
        .map(|from| {
            let here = MODES[mode];
            mode = from[mode];
            here
        })
        .collect();
    modes.reverse();
    modes
}

/// A second choice that has such a share of the first one's probability is as good.
const AS_LIKELY: f32 = 0.6;
const MODES: [Mode; 2] = [Mode::Letters, Mode::Digits];
/// What it takes to change between letters and digits, in nats.
const SWITCH: f32 = 2.5;
/// Words are likelier than numbers.
const DIGITS_FIRST: f32 = 0.7;
/// No single piece forces a change twice.
const LEAST: f32 = 0.02;

#[cfg(test)]
mod tests {
    use super::*;

    fn alphabet() -> Alphabet {
        Alphabet::new(["", "A", "D", "O0", "V2", "1", "5"])
    }

    fn piece(label: &str, second: &str, share: f32) -> Piece {
        let alphabet = alphabet();
        let place = |label: &str| alphabet.place(label.chars().next().unwrap()).unwrap();
        let mut scores = vec![0.01; alphabet.len()];
        scores[place(second)] = 0.95 - share;
        scores[place(label)] = share;
        Piece { label: place(label), scores, adjacent: true, near: true }
    }

    fn read(labels: &str) -> String {
        let pieces: Vec<_> = labels.chars().map(|label| piece(&label.to_string(), "A", 0.9)).collect();
        Reading::of(&pieces, &alphabet()).text()
    }

    #[test]
    fn shapes_with_two_meanings_are_digits_between_digits_only() {
        assert_eq!(read("AOV"), "AOV");
        assert_eq!(read("OV"), "OV");
        assert_eq!(read("1O5"), "105");
        assert_eq!(read("5OV5"), "5025");
    }

    #[test]
    fn one_misread_digit_does_not_split_a_word() {
        let pieces = [piece("A", "D", 0.9), piece("1", "D", 0.7), piece("V", "A", 0.9)];
        assert_eq!(Reading::of(&pieces, &alphabet()).text(), "ADV");
    }

    #[test]
    fn one_letter_read_in_two_ways_comes_once() {
        let pieces = [piece("A", "D", 0.9), piece("D", "1", 0.6), piece("1", "D", 0.6), piece("A", "D", 0.9)];
        assert_eq!(Reading::of(&pieces, &alphabet()).text(), "ADA");
    }

    #[test]
    fn a_shape_that_is_not_clear_belongs_to_the_letter_beside_it() {
        let doubtful = |label, second| piece(label, second, 0.5);
        let [a, d] = ["A", "D"].map(|label| piece(label, "1", 0.9));
        let read = |pieces: &[Piece]| Reading::of(pieces, &alphabet()).text();
        assert_eq!(read(&[a.clone(), doubtful("V", "D"), d.clone()]), "AD");
        assert_eq!(read(&[a.clone(), doubtful("V", "A"), d.clone()]), "AD");
        assert_eq!(read(&[a.clone(), doubtful("V", "O"), d.clone()]), "AVD");
        assert_eq!(read(&[a.clone(), piece("V", "D", 0.8), d.clone()]), "AVD");
        let apart = Piece { adjacent: false, near: false, ..d };
        assert_eq!(read(&[a, doubtful("V", "D"), apart]), "AVD");
    }

    #[test]
    fn of_two_shapes_that_may_both_be_either_letter_one_stays() {
        let pieces = [piece("A", "1", 0.9), piece("D", "V", 0.5), piece("V", "D", 0.5)];
        assert_eq!(Reading::of(&pieces, &alphabet()).text(), "AV");
    }

    #[test]
    fn digits_after_a_word_are_digits() {
        assert_eq!(read("ADAD1515"), "ADAD1515");
    }
}
