//! How large a viewer shows somebody.

/// A viewer's place for one participant's picture.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Tile {
    /// Not in sight: no picture is sent.
    Hidden,
    /// A picture of so many lines fills it.
    Lines(u16),
    /// The viewer did not say: the best picture is sent.
    #[default]
    Unknown,
}

impl Tile {
    /// A picture of this height on the screen, in device pixels; 0 is not in sight. A picture that
    /// has four fifths of the lines looks the same and costs two thirds.
    pub fn of_height(pixels: u32) -> Self {
        match pixels {
            0 => Self::Hidden,
            _ => Self::Lines(u16::try_from(u64::from(pixels) * 4 / 5).unwrap_or(u16::MAX).max(1)),
        }
    }

    /// Whether more than `height` lines would not be seen. An unknown height is taken as enough:
    /// it is known once somebody looks.
    pub(super) fn is_filled_by(self, height: Option<u16>) -> bool {
        match self {
            Self::Hidden => true,
            Self::Lines(lines) => height.is_none_or(|height| height >= lines),
            Self::Unknown => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_fifths_of_the_pixels_are_lines_enough() {
        assert_eq!(Tile::of_height(0), Tile::Hidden);
        assert_eq!(Tile::of_height(1), Tile::Lines(1));
        assert_eq!(Tile::of_height(450), Tile::Lines(360));
        assert_eq!(Tile::of_height(u32::MAX), Tile::Lines(u16::MAX));
        assert!(Tile::of_height(450).is_filled_by(Some(360)) && !Tile::of_height(452).is_filled_by(Some(360)));
    }
}
