//! What hands do over time: key poses with soft transitions between them.

use rand::{SeedableRng, rngs::StdRng};

use super::{
    geometry::{Rotation, vec3},
    hand::Hand,
    handshapes::{self, Pose},
    noise,
};

/// What is to be seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Somebody sits still, hands below the picture or no one is there.
    Nothing,
    /// Hands lie in the lap, hardly moving.
    Rest,
    /// A hand moves about without saying anything.
    Fidget,
    /// Fingerspells letters, digits and spaces; the hand enters and leaves.
    Spell(String),
}

/// How fast, how near and how unsteadily.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// Frames a second.
    pub fps: u32,
    /// How long each letter is held, in seconds.
    pub hold: f32,
    /// How long the way from letter to letter takes, in seconds.
    pub transition: f32,
    /// From the camera to the hand, in centimetres.
    pub distance: f32,
    /// Spells with the left hand.
    pub left: bool,
    /// Chooses the tremor and the drift.
    pub seed: u64,
}

/// The hands of one frame.
#[derive(Clone, Debug)]
pub struct Moment {
    pub hands: Vec<Hand>,
    /// The letter that is held, if one is.
    pub letter: Option<char>,
}

/// A character that the table of handshapes lacks; letters that are movements are not drawn.
#[derive(Debug, thiserror::Error)]
#[error("no handshape for {0:?}")]
pub struct NoHandshape(pub char);

impl Default for Manner {
    fn default() -> Self {
        Self { fps: 15, hold: 0.62, transition: 0.42, distance: 46.0, left: false, seed: 3 }
    }
}

/// Frame by frame what hands do; `seconds` is for acts without an end of their own.
pub fn play(act: &Act, manner: &Manner, seconds: f32) -> Result<Vec<Moment>, NoHandshape> {
    let frames = (seconds * manner.fps as f32).round() as usize;
    let random = &mut StdRng::seed_from_u64(manner.seed);
    Ok(match act {
        Act::Nothing => vec![Moment { hands: Vec::new(), letter: None }; frames],
        Act::Rest => rest(frames, manner, random),
        Act::Fidget => fidget(frames, manner, random),
        Act::Spell(text) => spell(&keys(text, manner)?, manner, random),
    })
}

/// A pose to be reached at a time.
#[derive(Clone, Copy)]
struct Key {
    at: f32,
    pose: Pose,
    /// 0 below the picture, 1 before the chest.
    raised: f32,
    /// Sideways away from the body, in centimetres.
    aside: f32,
    letter: Option<char>,
}

fn keys(text: &str, manner: &Manner) -> Result<Vec<Key>, NoHandshape> {
    let rest = *pose("rest").ok_or(NoHandshape(' '))?;
    let mut key = Key { at: 0.0, pose: rest, raised: 0.0, aside: 0.0, letter: None };
    let mut keys = vec![key];
    key.at = LEAD;
    let mut before = None;
    for character in text.chars().chain([' ']) {
        let letter = character.to_ascii_uppercase();
        if letter == ' ' {
            // The hand opens while it sinks: held open before the chest it would be a 5.
            let sunk = Key { at: key.at + WAY, pose: rest, raised: 0.0, aside: 0.0, letter: None };
            key = Key { at: sunk.at + GAP, ..sunk };
            keys.push(sunk);
            before = None;
            continue;
        }
        let shape = *pose(letter.encode_utf8(&mut [0; 4])).ok_or(NoHandshape(character))?;
        key = Key { pose: shape, letter: None, ..key };
        if key.raised == 0.0 {
            // The first letter is formed out of sight, for the same reason.
            keys.push(key);
            key = Key { at: key.at + WAY, raised: 1.0, ..key };
        } else if before == Some(letter) {
            // A doubled letter is opened a little and shown again further out.
            let (at, aside) = (key.at + manner.transition / 2.0, key.aside + 2.0);
            keys.push(Key { at, aside, pose: shape.towards(&rest, 0.5), ..key });
            key = Key { at: at + manner.transition / 2.0, aside: aside + 2.0, ..key };
        } else {
            key.at += manner.transition;
        }
        key.letter = Some(letter);
        keys.push(key);
        key.at += manner.hold;
        keys.push(key);
        before = Some(letter);
    }
    keys.push(key);
    Ok(keys)
}

fn spell(keys: &[Key], manner: &Manner, random: &mut StdRng) -> Vec<Moment> {
    let end = keys.last().map_or(0.0, |key| key.at);
    let frames = (end * manner.fps as f32).ceil() as usize;
    let unsteady = Unsteadiness::new(frames, random);
    let mut moments = Vec::with_capacity(frames);
    for frame in 0..frames {
        let now = frame as f32 / manner.fps as f32;
        let next = keys.partition_point(|key| key.at <= now).clamp(1, keys.len() - 1);
        let (from, to) = (&keys[next - 1], &keys[next]);
        let share = ease(((now - from.at) / (to.at - from.at).max(1e-3)).clamp(0.0, 1.0));
        let mix = |from: f32, to: f32| from + (to - from) * share;
        let lowered = 1.0 - mix(from.raised, to.raised);
        let mut hand = Hand {
            pose: from.pose.towards(&to.pose, share),
            turn: Rotation::IDENTITY,
            palm: vec3(-11.0 - 6.0 * lowered - mix(from.aside, to.aside), -3.0 - 30.0 * lowered, -manner.distance),
            left: manner.left,
        };
        if hand.left {
            hand.palm.x = -hand.palm.x;
        }
        unsteady.shake(frame, &mut hand);
        let letter = from.letter.filter(|_| from.letter == to.letter);
        // Far below the picture there is nothing to draw.
        let hands = if lowered > 0.99 { Vec::new() } else { vec![hand] };
        moments.push(Moment { hands, letter });
    }
    moments
}

fn rest(frames: usize, manner: &Manner, random: &mut StdRng) -> Vec<Moment> {
    let unsteady = [Unsteadiness::new(frames, random), Unsteadiness::new(frames, random)];
    let moment = |frame| {
        let hands = [false, true].map(|left| {
            let mut hand = lap_hand(left, manner);
            unsteady[usize::from(left)].shake(frame, &mut hand);
            hand
        });
        Moment { hands: hands.into(), letter: None }
    };
    (0..frames).map(moment).collect()
}

fn fidget(frames: usize, manner: &Manner, random: &mut StdRng) -> Vec<Moment> {
    let second = manner.fps as f32;
    let mut wander = |deviation: f32, seconds: f32| noise::over_time(frames, deviation, seconds * second, random);
    let place = [wander(3.0, 0.5), wander(3.0, 0.5), wander(2.0, 0.7)];
    let turn = [wander(35.0, 0.6), wander(15.0, 0.5), wander(25.0, 0.6)];
    let all = wander(14.0, 0.3);
    let each: [Vec<f32>; 4] = std::array::from_fn(|_| wander(9.0, 0.25));
    let thumb = [wander(7.0, 0.3), wander(7.0, 0.3)];
    let still = Unsteadiness::new(frames, random);
    let moment = |frame: usize| {
        let mut moving = lap_hand(manner.left, manner);
        moving.palm += vec3(0.0, 9.0, 2.0) + vec3(place[0][frame], place[1][frame], place[2][frame]);
        moving.turn = Rotation::from_yaw_pitch_roll(turn[0][frame], turn[1][frame], turn[2][frame]);
        for (finger, own) in moving.pose.shape.fingers.iter_mut().zip(&each) {
            let bend = all[frame] + own[frame];
            finger.mcp = (finger.mcp + bend).clamp(-10.0, 85.0);
            finger.pip = (finger.pip + 1.2 * bend).clamp(2.0, 100.0);
            finger.dip = (finger.dip + 0.7 * bend).clamp(2.0, 65.0);
        }
        moving.pose.shape.thumb.azimuth += thumb[0][frame];
        moving.pose.shape.thumb.mcp += thumb[1][frame];
        let mut resting = lap_hand(!manner.left, manner);
        still.shake(frame, &mut resting);
        Moment { hands: vec![resting, moving], letter: None }
    };
    (0..frames).map(moment).collect()
}

/// A hand in the lap: its back to the camera, the fingers across the body.
fn lap_hand(left: bool, manner: &Manner) -> Hand {
    let mut pose = pose("rest").copied().unwrap_or_else(|| handshapes::table()[0].1);
    pose.wrist = Rotation::from_yaw_pitch_roll(165.0, 35.0, -60.0);
    pose.forearm = vec3(-0.9, -0.4, -0.3);
    let x = if left { 9.0 } else { -7.0 };
    Hand { pose, turn: Rotation::IDENTITY, palm: vec3(x, -15.0, -manner.distance - 6.0), left }
}

/// The drift of an arm and the tremor of fingers.
struct Unsteadiness {
    /// Centimetres to the right, up and to the camera; degrees of yaw, pitch and roll.
    drift: [Vec<f32>; 6],
    /// Degrees for each joint that bends.
    tremor: [Vec<f32>; 15],
}

impl Unsteadiness {
    fn new(frames: usize, random: &mut StdRng) -> Self {
        let drift = [(0.35, 4.0), (0.35, 4.0), (0.8, 6.0), (1.2, 5.0), (1.2, 5.0), (1.5, 5.0)];
        Self {
            drift: drift.map(|(deviation, width)| noise::over_time(frames, deviation, width, random)),
            tremor: std::array::from_fn(|_| noise::over_time(frames, 0.8, 1.0, random)),
        }
    }

    fn shake(&self, frame: usize, hand: &mut Hand) {
        let [x, y, z, yaw, pitch, roll] = self.drift.each_ref().map(|series| series[frame]);
        hand.palm += vec3(x, y, z);
        hand.turn = hand.turn * Rotation::from_yaw_pitch_roll(yaw, pitch, roll);
        let mut tremor = self.tremor.iter().map(|series| series[frame]);
        let mut by = || tremor.next().unwrap_or_default();
        for finger in &mut hand.pose.shape.fingers {
            finger.mcp += by();
            finger.pip += by();
            finger.dip += by();
        }
        let thumb = &mut hand.pose.shape.thumb;
        thumb.azimuth += by();
        thumb.mcp += by();
        thumb.ip += by();
    }
}

fn pose(name: &str) -> Option<&'static Pose> {
    handshapes::find(name)
}

/// Starts and ends without a jerk (Perlin's smootherstep).
fn ease(share: f32) -> f32 {
    share * share * share * (share * (6.0 * share - 15.0) + 10.0)
}

/// Before the hand enters, in seconds.
const LEAD: f32 = 0.2;
/// How long the hand takes up or down.
const WAY: f32 = 0.6;
/// How long it stays down between words and at the end.
const GAP: f32 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> String {
        let moments = play(&Act::Spell(text.into()), &Manner::default(), 0.0).unwrap();
        let mut letters: Vec<Option<char>> = moments.iter().map(|moment| moment.letter).collect();
        letters.dedup();
        letters.into_iter().flatten().collect()
    }

    #[test]
    fn a_word_is_spelled_letter_by_letter_and_the_hand_leaves() {
        assert_eq!(letters("code"), "CODE");
        let moments = play(&Act::Spell("CODE".into()), &Manner::default(), 0.0).unwrap();
        assert!(moments[0].hands.is_empty() && moments[moments.len() - 1].hands.is_empty());
        assert_eq!(moments.iter().filter(|moment| moment.letter == Some('O')).count(), 9);
    }

    #[test]
    fn a_doubled_letter_is_shown_twice_and_a_space_lowers_the_hand() {
        assert_eq!(letters("WILL"), "WILL");
        let moments = play(&Act::Spell("A B".into()), &Manner::default(), 0.0).unwrap();
        let first = moments.iter().position(|moment| moment.letter == Some('A')).unwrap();
        let second = moments.iter().position(|moment| moment.letter == Some('B')).unwrap();
        assert!(moments[first..second].iter().any(|moment| moment.hands.is_empty()));
    }

    #[test]
    fn a_letter_that_cannot_be_drawn_is_named() {
        let error = play(&Act::Spell("JAZZ".into()), &Manner::default(), 0.0).unwrap_err();
        assert_eq!(error.to_string(), "no handshape for 'J'");
    }

    #[test]
    fn hands_that_say_nothing_show_no_letter() {
        for (act, hands) in [(Act::Nothing, 0), (Act::Rest, 2), (Act::Fidget, 2)] {
            let moments = play(&act, &Manner::default(), 2.0).unwrap();
            assert_eq!(moments.len(), 30);
            assert!(moments.iter().all(|moment| moment.letter.is_none() && moment.hands.len() == hands));
        }
    }
}
