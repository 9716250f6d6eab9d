//! The handshapes that synthetic training hands are drawn from, with their variants.

use super::random::Random;
use crate::signer::skeleton::{FingerAngles, HandShape, ThumbAngles};

/// One way to show a letter or digit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Variant {
    pub(super) shape: HandShape,
    /// Yaw, pitch, roll in degrees.
    pub(super) wrist: [f32; 3],
    /// How common it is among its own kind.
    pub(super) weight: f32,
}

/// All variants by what they mean.
pub(super) struct Handshapes(Vec<(char, Variant)>);

impl Handshapes {
    pub(super) fn alphabet() -> Self {
        Self(parse(include_str!("handshapes.txt")))
    }

    /// A variant of one letter or digit, the common ones more often.
    pub(super) fn pick(&self, meaning: char, random: &mut Random) -> Option<Variant> {
        let variants = self.0.iter().filter(|(known, _)| *known == meaning).map(|(_, variant)| variant);
        random.weighted(variants, |variant| variant.weight).copied()
    }
}

/// Lines that are not understood are left out: a test sees that there are none.
fn parse(text: &str) -> Vec<(char, Variant)> {
    text.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(char, Variant)> {
    let mut parts = line.split('|');
    let (meaning, weight) = parts.next()?.trim().split_once(' ')?;
    let mut meaning = meaning.chars();
    let mut numbers = || parts.next()?.split_whitespace().map(|word| word.parse().ok()).collect::<Option<Vec<f32>>>();
    let mut fingers = [FingerAngles::default(); 4];
    for finger in &mut fingers {
        let [mcp, pip, dip, abduction] = numbers()?.try_into().ok()?;
        *finger = FingerAngles { mcp, pip, dip, abduction };
    }
    let [azimuth, elevation, roll, mcp, ip, side] = numbers()?.try_into().ok()?;
    let thumb = ThumbAngles { azimuth, elevation, roll, mcp, ip, side };
    let wrist = numbers()?.try_into().ok()?;
    let weight = weight.trim().parse().ok()?;
    let variant = Variant { shape: HandShape { fingers, thumb }, wrist, weight };
    meaning.next().filter(|_| meaning.next().is_none()).map(|meaning| (meaning, variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood_and_every_letter_and_digit_is_there() {
        let text = include_str!("handshapes.txt");
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!(parse(text).len(), lines);
        let shapes = Handshapes::alphabet();
        for meaning in ('A'..='Z').chain('0'..='9') {
            assert!(shapes.pick(meaning, &mut Random::new(0)).is_some(), "{meaning}");
        }
    }
}
