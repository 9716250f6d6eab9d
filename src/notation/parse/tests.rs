//! Signs that are written rightly or wrongly.

use proptest::prelude::*;

use super::*;
use crate::notation::{Distance, Part, Seen, Times, handshapes};

const THANK_YOU: &str = "\
# Everybody knows this one.
sign: thank-you
language: ase
in eng: thank you, thanks
in spa: gracias
author: somebody
source: general knowledge
seen: described only
hands: one
hand: flat, palm back, fingers up
end: flat, palm up-back, fingers forward-up
at: chin, touching, with fingertips
move: arc forward-down 20 cm by forward-up, once
";

const HELP: &str = "\
sign: help
language: ase
in eng: help
author: somebody
source: general knowledge
seen: in real takes with recall 0.72
variant: 0.8
hands: together
hand: thumb-up, palm across, fingers forward
at: other-palm, touching, with little-side
move: straight up 12 cm, once
other: flat, palm up, fingers across-forward
other at: low-space, near, with palm
variant: 0.2
hands: one
hand: a, palm across, fingers forward
at: middle-space, near, with palm
move: straight up 12 cm, 1 to 2 times
beside: nod, 2 times
";

fn parse(text: &str) -> Result<Sign, NotationError> {
    Sign::parse("a.sign", text.as_bytes(), handshapes().unwrap())
}

fn refusal(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn a_sign_is_read() {
    let sign = parse(THANK_YOU).unwrap();
    assert_eq!(sign.label(), "thank you");
    assert_eq!(sign.seen, Seen::DescribedOnly);
    let [variant] = &sign.variants[..] else { panic!("{:?}", sign.variants) };
    assert_eq!((variant.at.place, variant.at.distance), (Place::Chin, Distance::Touching));
    assert_eq!((variant.at.part, variant.hands), (Part::Fingertips, Hands::One));
    assert!(matches!(variant.path, Path::Arc { length: 20.0, .. }));
    assert_eq!(handshapes().unwrap().shape(variant.start.shape).name, "flat");
}

#[test]
fn a_sign_has_several_ways_to_be_made() {
    let sign = parse(HELP).unwrap();
    assert_eq!(sign.variants.iter().map(|variant| variant.weight).collect::<Vec<_>>(), [0.8, 0.2]);
    assert!(sign.variants[0].other.is_some() && sign.variants[1].other.is_none());
    assert_eq!(sign.variants[1].times, Times { least: 1, most: 2 });
    assert_eq!(sign.seen, Seen::InTakes { recall: 0.72 });
}

#[test]
fn a_misspelt_word_is_refused_with_the_nearest() {
    for (right, wrong, refused) in [
        ("hand:", "hannd:", "line 10: there is no line \"hannd\": is \"hand\" meant?"),
        ("palm back", "palm bakc", "line 10: there is no direction \"bakc\": is \"back\" meant?"),
        ("hand: flat", "hand: flatt", "line 10: there is no handshape \"flatt\": is \"flat\" meant?"),
        ("at: chin", "at: chim", "line 12: there is no place \"chim\": is \"chin\" meant?"),
        (
            "with fingertips",
            "with fingertip",
            "line 12: there is no part of the hand \"fingertip\": is \"fingertips\" meant?",
        ),
        ("move: arc", "move: ark", "line 13: there is no movement \"ark\": is \"arc\" meant?"),
        ("hands: one", "hands: won", "line 9: there is no way of using the hands \"won\": is \"one\" meant?"),
    ] {
        assert_eq!(refusal(&THANK_YOU.replace(right, wrong)), format!("a.sign, {refused}"));
    }
}

#[test]
fn a_line_of_another_form_is_told_what_is_expected() {
    for (right, wrong, expected) in [
        ("once", "often", "expected how often: once, twice, 3 times, 2 to 4 times (at most 9), found \"often\""),
        ("20 cm", "20", "expected \"arc DIRECTION NUMBER cm by DIRECTION\""),
        ("20 cm", "200 cm", "expected a number of centimetres from 0.5 to 60, found \"200\""),
        ("20 cm", "NaN cm", "expected a number of centimetres from 0.5 to 60, found \"NaN\""),
        ("touching", "far", "expected a distance: touching, near, or such as 10 cm, found \"far\""),
        (", fingers up", "", "expected a handshape, \"palm\" with a direction, \"fingers\" with a direction"),
        ("fingers up", "fingers back", "expected a palm that looks across the fingers' direction"),
        ("language: ase", "language: ASL", "expected a language's three letters in ISO 639-3"),
        ("sign: thank-you", "sign: thank you", "expected a name of small letters and digits"),
        ("seen: described only", "seen: often", "expected \"described only\""),
        ("author: somebody", "author:", "expected something behind \"author:\""),
        ("author: somebody", "author somebody", "expected a line \"key: value\", found \"author somebody\""),
    ] {
        let refused = refusal(&THANK_YOU.replace(right, wrong));
        assert!(refused.contains(expected), "{refused}");
    }
}

#[test]
fn each_line_that_must_be_there_is_missed_and_none_may_be_there_twice() {
    for line in THANK_YOU.lines().filter(|line| !line.starts_with(['#', 'e']) && !line.starts_with("in ")) {
        let key = line.split(':').next().unwrap();
        let refused = refusal(&THANK_YOU.replace(&format!("{line}\n"), ""));
        assert!(refused.contains(&format!("expected a line \"{key}: ...\"")), "{line}: {refused}");
    }
    for line in THANK_YOU.lines().filter(|line| !line.starts_with('#')) {
        let refused = refusal(&THANK_YOU.replace(line, &format!("{line}\n{line}")));
        assert!(refused.contains("already"), "{line}: {refused}");
    }
}

#[test]
fn the_other_hand_is_described_where_it_matters_and_nowhere_else() {
    let told = THANK_YOU.to_owned() + "other: flat, palm up, fingers forward\n";
    assert!(refusal(&told).contains("line 14: no line \"other\" is expected"), "{}", refusal(&told));
    let untold = THANK_YOU.replace("at: chin", "at: other-palm");
    assert!(refusal(&untold).contains("line 12: expected a place that is not on a hand without a description"));
    let circular = HELP.replace("other at: low-space", "other at: other-back");
    assert!(refusal(&circular).contains("line 13: expected a place"));
}

#[test]
fn what_is_no_text_is_refused() {
    let refused = Sign::parse("a.sign", b"sign: x\n\xff", handshapes().unwrap()).unwrap_err();
    assert_eq!(refused.line, 2);
    assert!(refusal(&"#".repeat(MOST_BYTES + 1)).contains("at most 16384 bytes"));
    assert_eq!(refusal(""), "a.sign, line 1: expected a line \"hands: ...\" here or before");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = Sign::parse("a.sign", &bytes, handshapes().unwrap());
        let _ = Handshapes::parse("handshapes.txt", &bytes);
    }

    #[test]
    fn no_damage_makes_it_panic(at in 0..HELP.len(), with in "[a-z0-9:,. |\n-]{0,12}", gone in 0..40_usize) {
        let end = (at + gone).min(HELP.len());
        let _ = parse(&[&HELP[..at], &with, &HELP[end..]].concat());
    }
}
