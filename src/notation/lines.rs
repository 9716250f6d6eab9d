//! Lines `key: value` of a text, each to be taken once.

use super::error::{NotationError, Problem};

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) key: &'a str,
    pub(super) value: &'a str,
}

/// Lines that belong together.
pub(super) struct Block<'a> {
    file: &'a str,
    lines: Vec<Line<'a>>,
    /// Where something missing is reported.
    end: usize,
}

impl<'a> Block<'a> {
    /// Refuses a key that is there twice.
    pub(super) fn new(file: &'a str, lines: Vec<Line<'a>>, end: usize) -> Result<Self, NotationError> {
        for (place, line) in lines.iter().enumerate() {
            if let Some(first) = lines[..place].iter().find(|first| first.key == line.key) {
                let problem = Problem::Repeated { key: line.key.to_owned(), first: first.number };
                return Err(problem.at(file, line.number));
            }
        }
        Ok(Self { file, lines, end })
    }

    /// The first line left whose key begins so.
    pub(super) fn take_beginning(&mut self, prefix: &str) -> Option<Line<'a>> {
        let place = self.lines.iter().position(|line| line.key.starts_with(prefix))?;
        Some(self.lines.remove(place))
    }

    /// What a line says that may be missing.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&'a str) -> Result<T, Problem>,
    ) -> Result<Option<T>, NotationError> {
        let place = self.lines.iter().position(|line| line.key == key);
        let line = place.map(|place| self.lines.remove(place));
        line.map(|line| parse(line.value).map_err(|problem| problem.at(self.file, line.number))).transpose()
    }

    /// What a line says that must be there.
    pub(super) fn need<T>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&'a str) -> Result<T, Problem>,
    ) -> Result<T, NotationError> {
        self.read(key, parse)?.ok_or_else(|| self.missing(key))
    }

    pub(super) fn missing(&self, key: &str) -> NotationError {
        Problem::Missing(key.to_owned()).at(self.file, self.end)
    }

    /// A line that nobody took has no place here.
    pub(super) fn finish(self, reason: &'static str) -> Result<(), NotationError> {
        match self.lines.first() {
            None => Ok(()),
            Some(line) => {
                let problem = Problem::Unfit { key: line.key.to_owned(), reason };
                Err(problem.at(self.file, line.number))
            }
        }
    }
}

/// A file's text, if it is one.
pub(super) fn text<'a>(file: &str, bytes: &'a [u8], most: usize) -> Result<&'a str, NotationError> {
    if bytes.len() > most {
        return Err(Problem::NotText { most }.at(file, 1));
    }
    str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Problem::NotText { most }.at(file, line)
    })
}

/// The lines that say something, numbered from 1; `#` begins a remark.
pub(super) fn spoken(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(place, line)| (place + 1, line.trim()));
    numbered.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}
