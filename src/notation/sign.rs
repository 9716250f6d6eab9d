//! A written sign, read.

use super::{
    direction::Direction,
    handshapes::Handshape,
    names::{Language, SignName},
    vocabulary::{Beside, Hands, Part, Place, Plane},
};

/// One sign of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign {
    pub name: SignName,
    pub language: Language,
    /// What it means in spoken languages, the most usual word first; never empty.
    pub labels: Vec<(Language, Vec<String>)>,
    pub author: String,
    pub source: String,
    pub seen: Seen,
    /// The ways to make it; never empty.
    pub variants: Vec<Variant>,
}

/// How far the description has been held against real people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// Nobody's signing was compared with it.
    DescribedOnly,
    /// This share of real takes was read right.
    InTakes { recall: f32 },
}

/// One way to make a sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// How common it is among the ways to make this sign.
    pub weight: f32,
    pub hands: Hands,
    /// The strong hand where the movement begins.
    pub start: Posture,
    /// Where it ends, if that is another.
    pub end: Option<Posture>,
    pub at: Location,
    pub path: Path,
    pub times: Times,
    pub beside: Option<(Beside, Times)>,
    /// The weak hand, for [`Hands::Base`] and [`Hands::Together`] only.
    pub other: Option<Base>,
}

/// How a hand is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posture {
    pub shape: Handshape,
    /// Where the palm looks.
    pub palm: Direction,
    /// Where straight fingers point, whatever the fingers do.
    pub fingers: Direction,
}

/// Where a part of a hand is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    pub place: Place,
    pub distance: Distance,
    pub part: Part,
}

/// From the place to the part of the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distance {
    Touching,
    Near,
    Centimetres(f32),
}

/// The way of the hand, sizes in centimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Path {
    Arc { way: Direction, length: f32, by: Direction },
    Circle { plane: Plane, radius: f32 },
    Straight { way: Direction, length: f32 },
    Still,
    Tap { from: f32 },
    To(Place),
    Zigzag { way: Direction, length: f32 },
}

/// How often a movement is made: from the first to the second number of times.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Times {
    pub least: u8,
    pub most: u8,
}

/// A weak hand that has a description of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    pub posture: Posture,
    pub at: Location,
}

impl Sign {
    /// The most usual word for it, in the language that its file names first.
    pub fn label(&self) -> &str {
        self.labels.first().and_then(|(_, words)| words.first()).map_or(self.name.as_str(), String::as_str)
    }
}

impl Place {
    /// Whether it is on the other hand, which then has to be there.
    pub fn on_other_hand(self) -> bool {
        matches!(
            self,
            Self::OtherPalm
                | Self::OtherBack
                | Self::OtherFingertips
                | Self::OtherIndexTip
                | Self::OtherIndexSide
                | Self::OtherThumbTip
                | Self::OtherWrist
                | Self::OtherForearm
        )
    }
}
