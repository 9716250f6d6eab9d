//! Listens to letters with words: who signs a word does not spell meanwhile.

use std::{sync::Arc, time::Duration};

use super::{
    Body, Hand, Hypothesis,
    spelling::{Speller, SpellingModel},
    words::{WordReader, WordsModel, telling::Told},
};

/// Reads the hands of one signer.
pub struct Interpreter {
    speller: Speller,
    words: Option<WordReader>,
    /// A word that was told is not over yet.
    signs: bool,
    merger: Merger,
}

/// Makes one sequence of stretches of what both say.
#[derive(Debug, Default)]
struct Merger {
    /// Stretches that began before the one that is open.
    segments: u32,
    /// The speller's own number of the stretch that is open.
    spelled: Option<u32>,
    /// What was spelled while a word may be on its way: told if none comes.
    held: Option<Hypothesis>,
}

impl Interpreter {
    /// Without words, only what is spelled is read.
    pub fn new(spelling: Arc<SpellingModel>, words: Option<Arc<WordsModel>>) -> Self {
        let words = words.map(WordReader::new);
        Self { speller: Speller::new(spelling), words, signs: false, merger: Merger::default() }
    }

    /// Takes the hands of the next frame with the body; `size` is the picture's width and height in the
    /// points' unit.
    ///
    /// Times must rise. Returns what changed: usually nothing.
    pub fn push(&mut self, at: Duration, size: (usize, usize), hands: &[Hand], body: Option<&Body>) -> Vec<Hypothesis> {
        let mut news = Vec::new();
        let Some(words) = &mut self.words else {
            return self.speller.push(at, size, hands);
        };
        let told = words.push(at, size, hands, body);
        // Letters that follow each other look like a sign now and then.
        if self.speller.is_spelling(at.saturating_sub(SPELLS)) {
            let spelled = self.speller.push(at, size, hands);
            self.merger.letters(spelled, false, &mut news);
            return news;
        }
        for told in told {
            // A sign changes its shape fast, or keeps it: two that are held one after the other are letters.
            if self.speller.held(told.start.saturating_sub(BEGINNING), HELD) >= 2 {
                continue;
            }
            let before = self.speller.give_way(told.start.saturating_sub(BEGINNING));
            self.merger.word(before, hypothesis(&told, words.model()), &mut news);
            self.signs = true;
        }
        // Hands that still show a word show no letter.
        self.signs &= words.goes_on();
        let letters = if self.signs { &[] } else { hands };
        let spelled = self.speller.push(at, size, letters);
        self.merger.letters(spelled, words.leans(), &mut news);
        news
    }

    /// Nothing more comes: settles what is open.
    pub fn finish(&mut self) -> Vec<Hypothesis> {
        let spelled = self.speller.finish();
        if self.words.is_none() {
            return spelled;
        }
        let mut news = Vec::new();
        self.merger.letters(spelled, false, &mut news);
        news
    }
}

fn hypothesis(told: &Told, model: &WordsModel) -> Hypothesis {
    let text = |word: usize| model.config().words.get(word).map_or_else(String::new, |word| word.text.clone());
    let shown = text(told.word);
    Hypothesis {
        segment: 0,
        revision: 0,
        last: true,
        stable: shown.chars().count(),
        text: shown,
        start: told.start.saturating_sub(BEGINNING),
        end: told.end,
        confidence: told.score,
        alternatives: told.others.iter().map(|&other| text(other)).collect(),
        model: model.name().into(),
    }
}

impl Merger {
    /// What the speller says; while a word may come, it waits.
    fn letters(&mut self, spelled: Vec<Hypothesis>, wait: bool, news: &mut Vec<Hypothesis>) {
        for next in spelled {
            // Two stretches cannot wait: the first was over before.
            if let Some(held) = self.held.take().filter(|held| held.segment != next.segment) {
                self.tell(held, news);
            }
            self.held = Some(next);
        }
        if !wait && let Some(held) = self.held.take() {
            self.tell(held, news);
        }
    }

    /// A word, with what had been spelled before it, settled.
    fn word(&mut self, before: Option<Hypothesis>, word: Hypothesis, news: &mut Vec<Hypothesis>) {
        if let Some(held) = self.held.take().filter(|held| held.last) {
            self.tell(held, news);
        }
        if let Some(before) = before {
            self.tell(before, news);
        }
        news.push(Hypothesis { segment: self.segments, ..word });
        self.segments += 1;
    }

    fn tell(&mut self, spelled: Hypothesis, news: &mut Vec<Hypothesis>) {
        if self.spelled.is_none() && spelled.last && spelled.text.is_empty() {
            // Nothing was shown that would have to be taken back.
            return;
        }
        let last = spelled.last;
        self.spelled = (!last).then_some(spelled.segment);
        news.push(Hypothesis { segment: self.segments, ..spelled });
        self.segments += u32::from(last);
    }
}

/// A letter is held so long.
const HELD: Duration = Duration::from_millis(250);
/// Who spelled a letter so long ago still spells.
const SPELLS: Duration = Duration::from_secs(1);
/// A sign begins to look like its word about so long after it began.
const BEGINNING: Duration = Duration::from_millis(700);

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(segment: u32, revision: u32, text: &str, last: bool) -> Hypothesis {
        Hypothesis {
            segment,
            revision,
            last,
            text: text.to_owned(),
            stable: 0,
            start: Duration::ZERO,
            end: Duration::ZERO,
            confidence: 0.9,
            alternatives: Vec::new(),
            model: "letters".into(),
        }
    }

    fn word(text: &str) -> Hypothesis {
        Hypothesis { model: "words".into(), ..spelled(0, 0, text, true) }
    }

    fn told(news: &[Hypothesis]) -> Vec<(u32, &str, bool)> {
        news.iter().map(|it| (it.segment, it.text.as_str(), it.last)).collect()
    }

    #[test]
    fn letters_then_a_word_are_two_stretches() {
        let (mut merger, mut news) = (Merger::default(), Vec::new());
        merger.letters(vec![spelled(0, 0, "A", false)], false, &mut news);
        merger.word(Some(spelled(0, 1, "AB", true)), word("HELLO"), &mut news);
        merger.letters(vec![spelled(1, 0, "C", false)], false, &mut news);
        assert_eq!(told(&news), [(0, "A", false), (0, "AB", true), (1, "HELLO", true), (2, "C", false)]);
    }

    #[test]
    fn what_looked_like_letters_in_a_word_is_never_shown() {
        let (mut merger, mut news) = (Merger::default(), Vec::new());
        merger.letters(vec![spelled(0, 0, "B", false)], true, &mut news);
        merger.word(Some(spelled(0, 1, "", true)), word("HELLO"), &mut news);
        assert_eq!(told(&news), [(0, "HELLO", true)]);
    }

    #[test]
    fn what_was_shown_before_a_word_came_is_taken_back() {
        let (mut merger, mut news) = (Merger::default(), Vec::new());
        merger.letters(vec![spelled(0, 0, "B", false)], false, &mut news);
        merger.word(Some(spelled(0, 1, "", true)), word("HELLO"), &mut news);
        assert_eq!(told(&news), [(0, "B", false), (0, "", true), (1, "HELLO", true)]);
    }

    #[test]
    fn letters_that_waited_for_a_word_that_never_came_are_told() {
        let (mut merger, mut news) = (Merger::default(), Vec::new());
        merger.letters(vec![spelled(0, 0, "B", false)], true, &mut news);
        merger.letters(vec![spelled(0, 1, "BA", false)], true, &mut news);
        assert!(news.is_empty());
        merger.letters(Vec::new(), false, &mut news);
        assert_eq!(told(&news), [(0, "BA", false)]);
    }
}
