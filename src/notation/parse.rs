//! The grammar of a written sign, line by line.

use super::{
    error::{NotationError, Problem},
    handshapes::Handshapes,
    lines::{Block, Line, spoken, text},
    names::{Language, SignName},
    sign::{Base, Path, Sign, Variant},
    values,
    vocabulary::{Hands, Place, Word},
};

impl Sign {
    /// Reads one sign; `file` is what errors call it.
    pub fn parse(file: &str, bytes: &[u8], shapes: &Handshapes) -> Result<Self, NotationError> {
        let Sections { head, variants } = Sections::split(file, text(file, bytes, MOST_BYTES)?)?;
        let mut head = Block::new(file, head, variants.first().map_or(1, |section| section.first))?;
        let mut labels = Vec::new();
        while let Some(line) = head.take_beginning(LABEL) {
            let label = Language::parse(&line.key[LABEL.len()..])
                .and_then(|language| Ok((language, values::labels(line.value)?)))
                .map_err(|problem| problem.at(file, line.number))?;
            labels.push(label);
        }
        if labels.is_empty() {
            return Err(head.missing("in eng"));
        }
        let sign = Self {
            name: head.need("sign", SignName::parse)?,
            language: head.need("language", Language::parse)?,
            labels,
            author: head.need("author", values::sentence)?,
            source: head.need("source", values::sentence)?,
            seen: head.need("seen", values::seen)?,
            variants: variants
                .into_iter()
                .map(|section| variant(Block::new(file, section.lines, section.end)?, shapes))
                .collect::<Result<_, _>>()?,
        };
        head.finish("here")?;
        Ok(sign)
    }
}

fn variant(mut block: Block<'_>, shapes: &Handshapes) -> Result<Variant, NotationError> {
    let posture = |text| values::posture(text, shapes);
    let weight = block.read(VARIANT, values::weight)?.unwrap_or(1.0);
    let hands = block.need("hands", Hands::read)?;
    let other = match hands {
        Hands::Base | Hands::Together => Some(Base {
            posture: block.need("other", posture)?,
            at: block.need("other at", |text| {
                let at = values::location(text)?;
                within_reach(at.place, false)?;
                Ok(at)
            })?,
        }),
        Hands::Alternating | Hands::Mirrored | Hands::One => None,
    };
    let start = block.need("hand", posture)?;
    let end = block.read("end", posture)?;
    let at = block.need("at", |text| {
        let at = values::location(text)?;
        within_reach(at.place, other.is_some())?;
        Ok(at)
    })?;
    let (path, times) = block.need("move", |text| {
        let (path, times) = values::movement(text)?;
        if let Path::To(place) = path {
            within_reach(place, other.is_some())?;
        }
        Ok((path, times))
    })?;
    let beside = block.read("beside", values::beside)?;
    block.finish("where \"hands\" gives the other hand no description of its own")?;
    Ok(Variant { weight, hands, start, end, at, path, times, beside, other })
}

/// A place on the other hand can be met only where the sign says what that hand does.
fn within_reach(place: Place, other_is_described: bool) -> Result<(), Problem> {
    if place.on_other_hand() && !other_is_described {
        return Err(Problem::expected("a place that is not on a hand without a description", place.name()));
    }
    Ok(())
}

/// The lines about the sign, then those of each way to make it.
struct Sections<'a> {
    head: Vec<Line<'a>>,
    variants: Vec<Section<'a>>,
}

struct Section<'a> {
    first: usize,
    end: usize,
    lines: Vec<Line<'a>>,
}

impl<'a> Sections<'a> {
    fn split(file: &str, text: &'a str) -> Result<Self, NotationError> {
        let mut sections = Self { head: Vec::new(), variants: Vec::new() };
        let mut end = 1;
        for (number, line) in spoken(text) {
            end = number;
            read_line(number, line).and_then(|line| sections.add(line)).map_err(|problem| problem.at(file, number))?;
        }
        if sections.variants.is_empty() {
            return Err(Problem::Missing("hands".to_owned()).at(file, end));
        }
        Ok(sections)
    }

    fn add(&mut self, line: Line<'a>) -> Result<(), Problem> {
        let unfit = |reason| Err(Problem::Unfit { key: line.key.to_owned(), reason });
        if !BODY.contains(&line.key) {
            if !self.variants.is_empty() {
                return unfit("below the lines about hands");
            }
            self.head.push(line);
            return Ok(());
        }
        if line.key == VARIANT && self.variants.first().is_some_and(|first| !first.is_weighed()) {
            // Each way to make a sign says how common it is, or there is only one.
            return unfit("where the first way to make the sign has none");
        }
        if line.key == VARIANT && self.variants.len() == MOST_VARIANTS {
            return Err(Problem::expected(format!("at most {MOST_VARIANTS} ways to make a sign"), line.value));
        }
        let section = Section { first: line.number, end: line.number, lines: vec![line] };
        match self.variants.last_mut() {
            Some(last) if line.key != VARIANT => {
                last.end = line.number;
                last.lines.push(line);
            }
            _ => self.variants.push(section),
        }
        Ok(())
    }
}

impl Section<'_> {
    fn is_weighed(&self) -> bool {
        self.lines.iter().any(|line| line.key == VARIANT)
    }
}

fn read_line(number: usize, line: &str) -> Result<Line<'_>, Problem> {
    let Some((key, value)) = line.split_once(':') else {
        return Err(Problem::expected("a line \"key: value\"", line));
    };
    let (key, value) = (key.trim(), value.trim());
    if !HEAD.contains(&key) && !BODY.contains(&key) && !key.starts_with(LABEL) {
        let known: Vec<&str> = HEAD.iter().chain(BODY).copied().collect();
        return Err(Problem::unknown("line", key, &known));
    }
    if value.is_empty() {
        return Err(Problem::expected(format!("something behind \"{key}:\""), value));
    }
    Ok(Line { number, key, value })
}

/// Before a spoken language's code.
const LABEL: &str = "in ";
const VARIANT: &str = "variant";
const HEAD: &[&str] = &["sign", "language", "author", "source", "seen"];
const BODY: &[&str] = &[VARIANT, "hands", "hand", "end", "at", "move", "beside", "other", "other at"];
const MOST_BYTES: usize = 1 << 14;
const MOST_VARIANTS: usize = 8;

#[cfg(test)]
mod tests;
