//! The closed lists of words that a written sign is made of.

use std::fmt::Debug;

use super::error::Problem;

/// A word with one meaning, out of a list that is complete.
pub trait Word: Copy + Debug + PartialEq + 'static {
    /// What such a word is called in an error.
    const KIND: &'static str;
    const ALL: &'static [Self];

    /// As it is written.
    fn name(self) -> &'static str;

    /// What it says, in the README's words.
    fn meaning(self) -> &'static str;

    /// The word with this spelling.
    fn read(text: &str) -> Result<Self, Problem> {
        let found = Self::ALL.iter().find(|word| word.name() == text).copied();
        found.ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|word| word.name()).collect();
            Problem::unknown(Self::KIND, text, &known)
        })
    }
}

// Each list is written once, as spelling, name in the program, meaning in the README.
macro_rules! words {
    ($(#[$about:meta])* $list:ident, $kind:literal: $($word:ident $name:literal $meaning:literal,)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum $list { $(#[doc = $meaning] $word,)+ }

        impl Word for $list {
            const KIND: &'static str = $kind;
            const ALL: &'static [Self] = &[$(Self::$word,)+];

            fn name(self) -> &'static str {
                match self { $(Self::$word => $name,)+ }
            }

            fn meaning(self) -> &'static str {
                match self { $(Self::$word => $meaning,)+ }
            }
        }
    };
}

words! {
    /// Which hands take part, with what the weak one does.
    Hands, "way of using the hands":
    Alternating "alternating" "both; the weak hand mirrors the strong one and moves in turn with it",
    Base "base" "both; the weak hand has a description of its own and keeps still",
    Mirrored "mirrored" "both; the weak hand does the same as in a mirror",
    One "one" "the strong hand alone",
    Together "together" "both; the weak hand has a description of its own and is carried along",
}

words! {
    /// A direction for the strong hand; the weak one mirrors it.
    Axis, "direction":
    Across "across" "to the side of the other hand",
    Aside "aside" "to the hand's own side",
    Back "back" "to the signer",
    Down "down" "to the floor",
    Forward "forward" "away from the signer",
    Up "up" "to the ceiling",
}

words! {
    /// A part of the hand that meets the place.
    Part, "part of the hand":
    BackOfHand "back" "the middle of the back of the hand",
    Fingertips "fingertips" "the tip of the middle finger with its neighbours",
    IndexSide "index-side" "the edge of the hand along the index finger's knuckle",
    IndexTip "index-tip" "the tip of the index finger",
    Knuckles "knuckles" "the knuckle of the middle finger",
    LittleSide "little-side" "the edge of the hand below the little finger",
    LittleTip "little-tip" "the tip of the little finger",
    Palm "palm" "the middle of the palm",
    ThumbTip "thumb-tip" "the tip of the thumb",
    Wrist "wrist" "the wrist",
}

words! {
    /// Where the strong hand is: on the body, before it, on the other hand.
    Place, "place":
    HeadTop "head-top" "the top of the head",
    Forehead "forehead" "the middle of the forehead",
    Temple "temple" "the temple on the hand's own side",
    Eye "eye" "before the eye on the hand's own side",
    Nose "nose" "the tip of the nose",
    Ear "ear" "the ear on the hand's own side",
    Cheek "cheek" "the cheek on the hand's own side",
    Mouth "mouth" "the lips",
    Chin "chin" "the chin",
    Neck "neck" "the front of the neck",
    Shoulder "shoulder" "the front of the shoulder on the hand's own side",
    FarShoulder "far-shoulder" "the front of the other shoulder",
    FarArm "far-arm" "the other upper arm",
    Chest "chest" "the middle of the chest",
    NearChest "near-chest" "the chest on the hand's own side",
    FarChest "far-chest" "the chest on the other side, at the heart for a right hand",
    Belly "belly" "the middle of the belly",
    Waist "waist" "the hip on the hand's own side",
    FaceSpace "face-space" "in the air before the face",
    HighSpace "high-space" "in the air beside the head, on the hand's own side",
    SideSpace "side-space" "in the air before the shoulder, on the hand's own side",
    MiddleSpace "middle-space" "in the air before the middle of the chest",
    LowSpace "low-space" "in the air before the belly",
    OtherPalm "other-palm" "the palm of the other hand",
    OtherBack "other-back" "the back of the other hand",
    OtherFingertips "other-fingertips" "the fingertips of the other hand",
    OtherIndexTip "other-index-tip" "the tip of the other index finger",
    OtherIndexSide "other-index-side" "the edge of the other hand along its index finger's knuckle",
    OtherThumbTip "other-thumb-tip" "the tip of the other thumb",
    OtherWrist "other-wrist" "the wrist of the other hand",
    OtherForearm "other-forearm" "the middle of the other forearm",
}

words! {
    /// The kind of path that the hand takes.
    Track, "movement":
    Arc "arc" "a curve: `arc forward 20 cm by up` goes forward and rises on the way",
    Circle "circle" "a circle: `circle level 6 cm`, in a plane with a radius",
    Straight "straight" "a line: `straight down 20 cm`",
    Still "still" "no path: shape and orientation may change meanwhile",
    Tap "tap" "a short way to the place: `tap 5 cm` comes from 5 cm off it",
    To "to" "a line to a second place: `to chin` keeps the distance and the part of the hand",
    Zigzag "zigzag" "a line that turns from side to side: `zigzag down 15 cm`",
}

words! {
    /// The plane of a circle, with the way round.
    Plane, "plane":
    Facing "facing" "as on a window before the signer: up, across, down, aside",
    Level "level" "as on a table: across, forward, aside, back",
    Wheel "wheel" "as a wheel rolls forward: up, forward, down, back",
}

words! {
    /// What moves beside the path.
    Beside, "inner movement":
    Bend "bend" "the fingers bend at their knuckles, then straighten again",
    Nod "nod" "the hand nods at the wrist",
    Swing "swing" "the hand swings from side to side at the wrist",
    Twist "twist" "the forearm twists to and fro",
    Wiggle "wiggle" "the fingers move one after the other",
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled_once<W: Word>() {
        for word in W::ALL {
            assert_eq!(W::read(word.name()).unwrap(), *word);
            assert!(!word.meaning().is_empty());
        }
    }

    #[test]
    fn every_word_is_read_as_itself() {
        spelled_once::<Hands>();
        spelled_once::<Axis>();
        spelled_once::<Part>();
        spelled_once::<Place>();
        spelled_once::<Track>();
        spelled_once::<Plane>();
        spelled_once::<Beside>();
    }

    #[test]
    fn a_misspelt_word_is_refused_with_the_nearest() {
        let refused = Place::read("chinn").unwrap_err().to_string();
        assert_eq!(refused, "there is no place \"chinn\": is \"chin\" meant?");
    }
}
