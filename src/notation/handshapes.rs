//! The table of handshapes: joint angles by name, each in the variants that occur.

use super::{
    error::{NotationError, Problem},
    lines::{spoken, text},
    names::SignName,
};
use crate::signer::skeleton::{FingerAngles, HandShape, ThumbAngles};

/// All handshapes that signs can name.
#[derive(Clone, Debug, PartialEq)]
pub struct Handshapes(Vec<Shape>);

/// One handshape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub name: String,
    /// What it looks like, for people who read.
    pub meaning: String,
    /// How common each way to make it is, with its angles; never empty.
    pub variants: Vec<(f32, HandShape)>,
}

/// A handshape out of its table.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Handshape(usize);

impl Handshapes {
    /// Reads a table; `file` is what errors call it.
    ///
    /// A line `name: what it looks like` begins a handshape. Each line below is a way to make it:
    /// how common it is, then angles in degrees, parted by bars: index, middle, ring, little finger
    /// as MCP PIP DIP abduction, thumb as azimuth elevation roll MCP IP side.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, NotationError> {
        let mut shapes: Vec<(usize, Shape)> = Vec::new();
        let mut end = 1;
        for (number, line) in spoken(text(file, bytes, MOST_BYTES)?) {
            end = number;
            let problem = if line.contains('|') {
                match (angles(line), shapes.last_mut()) {
                    (Ok(variant), Some((_, shape))) => {
                        shape.variants.push(variant);
                        continue;
                    }
                    (Err(problem), _) => problem,
                    (_, None) => Problem::expected("a line \"name: what it looks like\" first", line),
                }
            } else {
                match heading(line) {
                    Ok((name, meaning)) => match shapes.iter().find(|(_, shape)| shape.name == name) {
                        Some((first, _)) => Problem::Repeated { key: name, first: *first },
                        None => {
                            shapes.push((number, Shape { name, meaning, variants: Vec::new() }));
                            continue;
                        }
                    },
                    Err(problem) => problem,
                }
            };
            return Err(problem.at(file, number));
        }
        match shapes.iter().find(|(_, shape)| shape.variants.is_empty()) {
            Some((number, shape)) => Err(Problem::expected("a line of angles below", &shape.name).at(file, *number)),
            None if shapes.is_empty() => Err(Problem::expected("a handshape", "").at(file, end)),
            None => Ok(Self(shapes.into_iter().map(|(_, shape)| shape).collect())),
        }
    }

    pub fn read(&self, name: &str) -> Result<Handshape, Problem> {
        self.0.iter().position(|shape| shape.name == name).map(Handshape).ok_or_else(|| {
            let known: Vec<&str> = self.0.iter().map(|shape| shape.name.as_str()).collect();
            Problem::unknown("handshape", name, &known)
        })
    }

    /// A handshape of this table.
    pub fn shape(&self, handshape: Handshape) -> &Shape {
        &self.0[handshape.0]
    }

    /// Every handshape, in the table's order; never none.
    pub fn all(&self) -> Vec<Handshape> {
        (0..self.0.len()).map(Handshape).collect()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Shape> {
        self.0.iter()
    }
}

fn heading(line: &str) -> Result<(String, String), Problem> {
    let (name, meaning) = line
        .split_once(": ")
        .ok_or_else(|| Problem::expected("\"name: what it looks like\" or angles parted by bars", line))?;
    // Handshapes are named by the same rule as signs, since both are words of one text.
    SignName::parse(name).map(|name| (name.as_str().to_owned(), meaning.trim().to_owned()))
}

fn angles(line: &str) -> Result<(f32, HandShape), Problem> {
    let mut parts = line.split('|');
    let [weight] = numbers(parts.next(), "how common this way to make it is")?;
    if weight <= 0.0 {
        return Err(Problem::expected("a number above 0", line));
    }
    let mut shape = HandShape::default();
    for finger in &mut shape.fingers {
        let [mcp, pip, dip, abduction] = numbers(parts.next(), "MCP PIP DIP abduction of a finger in degrees")?;
        *finger = FingerAngles { mcp, pip, dip, abduction };
    }
    let [azimuth, elevation, roll, mcp, ip, side] =
        numbers(parts.next(), "azimuth elevation roll MCP IP side of the thumb in degrees")?;
    shape.thumb = ThumbAngles { azimuth, elevation, roll, mcp, ip, side };
    match parts.next() {
        None => Ok((weight, shape)),
        Some(more) => Err(Problem::expected("nothing after the thumb", more)),
    }
}

fn numbers<const N: usize>(part: Option<&str>, what: &str) -> Result<[f32; N], Problem> {
    let found = part.unwrap_or_default().trim();
    let number = |word: &str| word.parse().ok().filter(|number: &f32| number.abs() <= 180.0);
    let numbers: Option<Vec<f32>> = found.split_whitespace().map(number).collect();
    numbers.and_then(|numbers| numbers.try_into().ok()).ok_or_else(|| Problem::expected(what, found))
}

const MOST_BYTES: usize = 1 << 18;

#[cfg(test)]
mod tests {
    use super::*;

    const FIST: &str = "fist: all fingers closed\n  1 | 84 100 62 2 | 84 100 62 0 | 84 100 62 -2 | 84 100 62 -4 \
                        | 31 57 -4 45 52 2.5\n";

    fn refusal(text: &str) -> String {
        Handshapes::parse("handshapes.txt", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_table_is_read() {
        let table = Handshapes::parse("handshapes.txt", FIST.as_bytes()).unwrap();
        let shape = table.shape(table.read("fist").unwrap());
        assert_eq!(shape.variants[0].1.fingers[0].pip, 100.0);
        assert_eq!(table.read("fits").unwrap_err().to_string(), "there is no handshape \"fits\": is \"fist\" meant?");
    }

    #[test]
    fn a_slip_in_the_table_is_refused_where_it_stands() {
        assert_eq!(
            refusal(&FIST.replace("31 57", "31 5x7")),
            "handshapes.txt, line 2: expected azimuth elevation roll MCP IP side of the thumb in degrees, \
             found \"31 5x7 -4 45 52 2.5\""
        );
        assert_eq!(refusal(&FIST.repeat(2)), "handshapes.txt, line 3: \"fist\" stands in line 1 already");
        assert!(refusal("fist: closed\nflat: open\n").contains("line 1: expected a line of angles below"));
        assert!(refusal("# nothing\n").contains("expected a handshape"));
    }
}
