//! Acts out spelled words with a synthetic hand: holds, ways between them, movements.

use super::{
    camera::View,
    handshapes::Variant,
    landmark_error::displace,
    person::{personal, proportions},
    random::Random,
    synthetic::{Synthetic, relaxed},
};
use crate::{
    recogniser::features::Outline,
    signer::{
        geometry::{Rotation, Vec3, vec3},
        skeleton::{HandShape, Proportions, Skeleton},
    },
};

/// What a hand does at one moment.
#[derive(Clone, Copy, Debug)]
struct Pose {
    shape: HandShape,
    /// Yaw, pitch, roll in degrees.
    wrist: [f32; 3],
    /// Of the wrist, in centimetres: x right, y up, z to the viewer.
    place: Vec3,
}

/// One person's hand over time, with what it says.
pub(super) struct Performance {
    person: Proportions,
    /// In order of time, in seconds; between two the hand is on its way.
    keys: Vec<(f32, Pose)>,
    /// Letters that are movements, from their first to their last moment.
    pub(super) drawn: Vec<Drawn>,
    tremor: f32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    pub(super) letter: char,
    pub(super) start: f32,
    pub(super) end: f32,
}

/// How fast somebody spells, in seconds: bounds of each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tempo {
    pub(super) hold: [f32; 2],
    pub(super) way: [f32; 2],
}

impl Performance {
    /// Spells a text of letters and digits from rest to rest; a space puts the hand down in between.
    pub(super) fn spell(text: &str, tempo: Tempo, synthetic: &Synthetic, random: &mut Random) -> Self {
        let mut act = Self {
            person: proportions(random),
            keys: vec![(0.0, lowered(random))],
            drawn: Vec::new(),
            tremor: random.uniform(0.3, 1.2),
        };
        let drift = vec3(random.normal(2.5), random.normal(1.0), 0.0);
        let mut home = vec3(random.normal(4.0), random.normal(4.0), random.normal(3.0));
        act.hold(random.uniform(0.1, 0.6));
        let mut last = ' ';
        for letter in text.chars() {
            if letter == ' ' {
                act.go(lowered(random), random.uniform(0.3, 0.6));
                act.hold(random.uniform(1.0, 1.6));
            } else if letter == last && !matches!(letter, 'J' | 'Z') {
                act.repeat(tempo, random);
            } else {
                let way =
                    if last == ' ' { random.uniform(0.3, 0.6) } else { random.uniform(tempo.way[0], tempo.way[1]) };
                act.show(letter, home, way, tempo, synthetic, random);
            }
            home += drift * 0.2;
            last = letter;
        }
        if last != ' ' {
            act.go(lowered(random), random.uniform(0.3, 0.6));
        }
        act.hold(1.2);
        act
    }

    /// Moves about without saying anything.
    pub(super) fn fidget(seconds: f32, synthetic: &Synthetic, random: &mut Random) -> Self {
        let start = idle_pose(synthetic, random);
        let tremor = random.uniform(0.3, 1.2);
        let mut act = Self { person: proportions(random), keys: vec![(0.0, start)], drawn: Vec::new(), tremor };
        while act.length() < seconds {
            act.hold(random.uniform(0.05, 1.5));
            act.go(idle_pose(synthetic, random), random.uniform(0.15, 0.8));
        }
        act
    }

    /// In seconds.
    pub(super) fn length(&self) -> f32 {
        self.keys.last().map_or(0.0, |(at, _)| *at)
    }

    /// The landmarks that a tracker reports, at so many frames a second.
    pub(super) fn seen(&self, rate: f32, synthetic: &Synthetic, random: &mut Random) -> Vec<Outline> {
        let view = View::draw(random);
        let constant = synthetic.error.draw(1.0, random);
        let mut wander = vec3(0.0, 0.0, 0.0);
        let frames = (self.length() * rate) as usize;
        (0..frames)
            .map(|frame| {
                let mut pose = self.at(frame as f32 / rate);
                wander =
                    wander * 0.85 + vec3(random.normal(0.12), random.normal(0.12), random.normal(0.12)) * self.tremor;
                pose.place += wander;
                for angle in &mut pose.wrist {
                    *angle += random.normal(0.8 * self.tremor);
                }
                let mut outline = view.project(&self.joints(&pose));
                let own = synthetic.error.draw(0.5, random);
                let error = std::array::from_fn(|k| std::array::from_fn(|axis| constant[k][axis] + own[k][axis]));
                displace(&mut outline, &error);
                view.finish(&outline)
            })
            .collect()
    }

    fn joints(&self, pose: &Pose) -> [Vec3; 21] {
        let [yaw, pitch, roll] = pose.wrist;
        let turn = Rotation::from_yaw_pitch_roll(yaw, pitch, roll);
        // The view looks at the middle of a raised hand.
        let centre = vec3(0.0, 9.0, 0.0);
        Skeleton::new(&pose.shape, &self.person).joints.map(|joint| turn * joint + pose.place - centre)
    }

    fn at(&self, time: f32) -> Pose {
        let after = self.keys.partition_point(|(at, _)| *at < time).min(self.keys.len() - 1);
        let (late, to) = self.keys[after];
        let (early, from) = self.keys[after.saturating_sub(1)];
        let share = ((time - early) / (late - early).max(1e-3)).clamp(0.0, 1.0);
        let eased = share * share * (3.0 - 2.0 * share);
        Pose {
            shape: from.shape.towards(&to.shape, eased),
            wrist: std::array::from_fn(|axis| from.wrist[axis] + (to.wrist[axis] - from.wrist[axis]) * eased),
            place: from.place.towards(to.place, eased),
        }
    }

    fn go(&mut self, pose: Pose, seconds: f32) {
        self.keys.push((self.length() + seconds, pose));
    }

    fn hold(&mut self, seconds: f32) {
        if let Some((at, pose)) = self.keys.last().copied() {
            self.keys.push((at + seconds, pose));
        }
    }

    fn show(&mut self, letter: char, home: Vec3, way: f32, tempo: Tempo, synthetic: &Synthetic, random: &mut Random) {
        let Variant { shape, wrist, .. } = hand_of(letter, synthetic, random);
        let pose =
            Pose { shape: personal(&shape, random), wrist: wrist.map(|angle| angle + random.normal(4.0)), place: home };
        let hold = random.uniform(tempo.hold[0], tempo.hold[1]);
        match letter {
            'J' => self.draw_j(pose, way, random),
            'Z' => self.draw_z(pose, way, random),
            _ => {
                self.go(pose, way);
                self.hold(hold);
            }
        }
    }

    /// The same letter again: slides aside, nods, or opens a little in between.
    fn repeat(&mut self, tempo: Tempo, random: &mut Random) {
        let Some((_, pose)) = self.keys.last().copied() else { return };
        let mut away = pose;
        let way = random.uniform(0.1, 0.2);
        match random.below(3) {
            0 => away.place += vec3(random.uniform(3.0, 6.0), 0.0, 0.0),
            1 => away.place += vec3(0.0, 0.0, random.uniform(4.0, 7.0)),
            _ => away.shape = pose.shape.towards(&relaxed(random), random.uniform(0.6, 1.0)),
        }
        self.go(away, way);
        let back = if away.place.x == pose.place.x { pose } else { away };
        self.go(back, way);
        self.hold(random.uniform(tempo.hold[0].max(0.25), tempo.hold[1].max(0.3)));
    }

    /// The little finger draws a hook while the hand turns its back.
    fn draw_j(&mut self, start: Pose, way: f32, random: &mut Random) {
        let (yaw, turned) = (random.uniform(-20.0, 50.0), random.uniform(80.0, 165.0));
        let (pitch, roll) = (random.uniform(0.0, 55.0), random.uniform(-70.0, 10.0));
        let (down, hook) = (random.uniform(1.0, 6.0), random.uniform(0.0, 5.0));
        let lift = random.uniform(0.1, 0.8);
        let base = start.wrist.map(|angle| 0.3 * angle);
        let key = |turn: [f32; 3], way: Vec3| Pose {
            shape: start.shape,
            wrist: std::array::from_fn(|axis| base[axis] + turn[axis]),
            place: start.place + way,
        };
        let keys = [
            key([yaw, 0.0, random.uniform(-10.0, 20.0)], vec3(0.0, 0.0, 0.0)),
            key([yaw + 0.2 * (turned - yaw), 0.8 * pitch, 0.0], vec3(0.0, -down, 1.0)),
            key([yaw + 0.6 * (turned - yaw), pitch, 0.5 * roll], vec3(0.6 * hook, -down - 0.3 * hook, 1.0)),
            key([turned, lift * pitch, roll], vec3(1.2 * hook, -down + 0.4 * hook, 0.0)),
        ];
        self.draw('J', &keys, way, random.uniform(0.4, 1.1), random);
    }

    /// The index finger draws a zigzag, by the arm and by the wrist.
    fn draw_z(&mut self, start: Pose, way: f32, random: &mut Random) {
        let (width, height) = (random.uniform(4.0, 11.0), random.uniform(4.0, 11.0));
        let slant = random.uniform(-0.15, 0.15) * width;
        let across = if random.chance(0.85) { -width } else { width };
        let arm = random.uniform(0.0, 0.7);
        let (pitch, yaw, follow) = (random.uniform(-5.0, 45.0), random.uniform(-20.0, 25.0), random.uniform(0.0, 2.0));
        let corners = [[0.0, 0.0], [across, slant], [0.0, -height], [across, slant - height]];
        let middle: [f32; 2] = std::array::from_fn(|axis| corners.iter().map(|corner| corner[axis]).sum::<f32>() / 4.0);
        let keys = corners.map(|[x, y]| {
            let (aside, up) = ((x - middle[0]) * (1.0 - arm), (y - middle[1]) * (1.0 - arm));
            Pose {
                shape: start.shape,
                wrist: [yaw + aside * follow, pitch - 4.0 * up, -5.0 * aside],
                place: start.place + vec3(x, y, 0.0) * arm,
            }
        });
        self.draw('Z', &keys, way, random.uniform(0.5, 1.2), random);
    }

    fn draw(&mut self, letter: char, keys: &[Pose; 4], way: f32, seconds: f32, random: &mut Random) {
        self.go(keys[0], way);
        if random.chance(0.6) {
            self.hold(random.uniform(0.03, 0.3));
        }
        let start = self.length();
        for key in &keys[1..] {
            self.go(*key, seconds / 3.0 * random.uniform(0.7, 1.3));
        }
        self.drawn.push(Drawn { letter, start, end: self.length() });
        self.hold(random.uniform(0.02, 0.35));
    }
}

fn hand_of(letter: char, synthetic: &Synthetic, random: &mut Random) -> Variant {
    let nothing = Variant { shape: HandShape::default(), wrist: [0.0; 3], weight: 1.0 };
    let meaning = match letter {
        'J' => 'I',
        'Z' if random.chance(0.4) => 'D',
        other => other,
    };
    synthetic.shapes.pick(meaning, random).unwrap_or(nothing)
}

/// Hanging, or lying at the picture's lower edge.
fn lowered(random: &mut Random) -> Pose {
    Pose {
        shape: relaxed(random),
        wrist: [random.uniform(-90.0, 90.0), random.normal(25.0), random.uniform(90.0, 270.0)],
        place: vec3(random.normal(5.0), -20.0 + random.normal(4.0), random.normal(3.0)),
    }
}

fn idle_pose(synthetic: &Synthetic, random: &mut Random) -> Pose {
    let mut pose = lowered(random);
    pose.place = vec3(random.normal(6.0), -8.0 + random.normal(6.0), random.normal(3.0));
    if random.chance(0.4) {
        let letter = char::from(b'A' + random.below(26) as u8);
        pose.shape = pose.shape.towards(&hand_of(letter, synthetic, random).shape, random.uniform(0.2, 0.7));
    }
    pose
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use super::*;
    use crate::recogniser::{
        Hand,
        spelling::{Speller, SpellingModel},
    };

    fn read(act: &Performance, synthetic: &Synthetic, random: &mut Random) -> String {
        let model = SpellingModel::bundled().expect("a model is embedded");
        let mut speller = Speller::new(Arc::new(model));
        let mut heard = Vec::new();
        for (frame, outline) in act.seen(15.0, synthetic, random).into_iter().enumerate() {
            let points = outline.0.map(|[x, y]| [320.0 + 480.0 * x, 240.0 + 480.0 * y, 0.0]);
            let hand = Hand { track: 1, points, world: [[0.0; 3]; 21], right: 0.95, presence: 1.0 };
            heard.extend(speller.push(Duration::from_secs(1) * frame as u32 / 15, (640, 480), &[hand]));
        }
        heard.extend(speller.finish());
        heard.into_iter().filter(|word| word.last).map(|word| word.text).collect()
    }

    #[test]
    fn resting_and_fidgeting_hands_say_nothing() {
        let (synthetic, mut random) = (Synthetic::new(), Random::new(11));
        for _ in 0..5 {
            let act = Performance::fidget(20.0, &synthetic, &mut random);
            assert_eq!(read(&act, &synthetic, &mut random), "");
        }
    }

    #[test]
    fn words_are_read_at_an_everyday_pace_with_ways_between_the_letters() {
        let (synthetic, mut random) = (Synthetic::new(), Random::new(11));
        let tempo = Tempo { hold: [0.3, 0.6], way: [0.15, 0.3] };
        let (mut errors, mut all) = (0, 0);
        for word in ["FABLE", "WOLF", "CLOUD", "BIKO", "VIOLA", "FLUID", "JAZZY", "15", "8F5"] {
            let act = Performance::spell(word, tempo, &synthetic, &mut random);
            let text = read(&act, &synthetic, &mut random);
            errors += crate::recogniser::train::character_errors(word, &text);
            all += word.len();
        }
        assert!(errors * 4 < all, "{errors} errors in {all} characters");
    }
}
