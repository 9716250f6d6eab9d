//! What a camera with a tracker makes of a performance.

use super::{
    super::{
        landmark_error::{LandmarkError, displace},
        random::Random,
    },
    act::Act,
    people::Person,
    take::{Frame, Take},
};
use crate::{
    recogniser::features::Outline,
    signer::{
        figure::Figure,
        geometry::{Rotation, Vec3, vec3},
    },
};

/// Somebody whose hands can be looked at.
pub(super) trait Performer {
    fn person(&self) -> &Person;

    /// The body at a time in seconds, each wrist (left, right) off by so much.
    fn figure(&self, time: f32, off: [Vec3; 2]) -> Figure;
}

/// One recording: which part of a performance, from where, how well it is tracked.
#[derive(Clone, Debug)]
pub(super) struct Sight {
    turn: Rotation,
    offset: Vec3,
    /// From the camera to the shoulders, in centimetres.
    distance: f32,
    /// In widths of the picture.
    focal: f32,
    /// Width over height.
    aspect: f32,
    /// Of the measured landmark error: constant in a take, with what changes from frame to frame.
    error: [f32; 2],
    mirrored: bool,
    poses: bool,
    losses: Losses,
    /// In seconds.
    from: f32,
    rate: f32,
    frames: usize,
}

/// How a tracker fails.
#[derive(Clone, Debug, Default)]
struct Losses {
    /// Frames without a hand, by hand.
    gaps: [Option<(usize, usize)>; 2],
    /// Of every frame.
    chance: f32,
    /// Of losing a hand that moves by its own length from frame to frame.
    fast: f32,
    /// Frames in which the hands are taken for each other.
    swapped: Option<(usize, usize)>,
    /// The weak hand is never found.
    strong_only: bool,
    /// The hand that is found is always called the right one.
    one_slot: bool,
}

impl Sight {
    /// Straight ahead, everything found, the first time that a sign is made.
    pub(super) fn plain(act: &Act, frames: usize) -> Self {
        let (start, end) = act.first_round();
        Self {
            turn: Rotation::IDENTITY,
            offset: Vec3::ZERO,
            distance: 100.0,
            focal: 0.83,
            aspect: 4.0 / 3.0,
            error: [0.0; 2],
            mirrored: false,
            poses: true,
            losses: Losses::default(),
            from: start,
            rate: (frames.max(2) - 1) as f32 / (end - start).max(0.1),
            frames: frames.max(2),
        }
    }

    /// As people record themselves: so that they see what they sign.
    pub(super) fn draw(act: &Act, random: &mut Random) -> Self {
        let mut sight = Self::anyhow(act, random);
        for _ in 0..TRIES {
            if sight.shows(act) {
                break;
            }
            sight = Self::anyhow(act, random);
        }
        sight
    }

    /// The strong hand is in the picture for most of the sign.
    fn shows(&self, act: &Act) -> bool {
        let (start, end) = act.first_round();
        let moments = [0.05, 0.5, 0.95].map(|share| start + (end - start) * share);
        let hands = moments.map(|time| act.at(time).hands()[usize::from(!act.person().left_handed)]);
        let seen = hands.map(|points| {
            in_view(&points.map(|point| {
                let [x, y, depth] = self.project(point);
                [0.5 + x, 0.5 + y * self.aspect, depth]
            }))
        });
        seen.iter().filter(|seen| **seen).count() >= 2
    }

    fn anyhow(act: &Act, random: &mut Random) -> Self {
        let frames = *random.pick(&[30, 30, 30, 24, 20]);
        let (start, end) = act.first_round();
        let from = if random.chance(0.5) {
            start * random.uniform(0.0, 0.9)
        } else {
            start + (end - start) * random.uniform(0.0, 0.35)
        };
        // Most of the sign is always in the take.
        let needed = (end - from).max(0.3) * random.uniform(0.8, 1.3);
        let rate = random.uniform(10.0, 30.0).min(frames as f32 / needed);
        let (yaw, pitch) = (random.normal(10.0), random.normal(6.0));
        let focal = random.uniform(0.75, 1.1);
        let aspect = if random.chance(0.75) { 4.0 / 3.0 } else { 16.0 / 9.0 };
        // Most people lean to the screen with their face in the picture's middle, so that low signs are cut
        // off; the others sit back until everything is seen.
        let near = random.chance(0.65);
        let width = if near { random.uniform(0.25, 0.5) } else { random.uniform(0.18, 0.3) };
        let distance = focal * SHOULDERS / width;
        let scale = focal * aspect / distance;
        let face = if near { random.uniform(0.32, 0.64) } else { random.uniform(0.12, 0.45) };
        let below = (face - 0.5) / scale + 22.0;
        Self {
            turn: Rotation::about_x(pitch) * Rotation::about_y(yaw),
            offset: vec3(random.normal(0.1) / width * SHOULDERS, -below, 0.0),
            distance,
            focal,
            aspect,
            error: [random.uniform(0.4, 1.3), random.uniform(0.1, 0.5)],
            mirrored: random.chance(0.35),
            poses: random.chance(0.7),
            losses: Losses::draw(frames, random),
            from,
            rate,
            frames,
        }
    }

    /// The same camera with tracker, from the beginning on.
    pub(super) fn over(self, seconds: f32, rate: f32, random: &mut Random) -> Self {
        let frames = ((seconds * rate) as usize).max(1);
        Self { from: 0.0, rate, frames, losses: Losses::draw(frames, random), ..self }
    }

    /// The landmarks that are reported.
    pub(super) fn take(&self, act: &impl Performer, error: &LandmarkError, random: &mut Random) -> Take {
        let constant = [(); 2].map(|()| error.draw(self.error[0], random));
        let body: [[f32; 2]; 9] = std::array::from_fn(|_| [(); 2].map(|()| random.normal(0.008 * self.error[0])));
        let mut changing = [[[0.0; 2]; 21]; 2];
        let (mut wander, mut sway) = ([Vec3::ZERO; 2], Vec3::ZERO);
        let mut last: [Option<Vec3>; 2] = [None; 2];
        let tremor = act.person().tremor;
        let mut frames = Vec::with_capacity(self.frames);
        for number in 0..self.frames {
            for wander in &mut wander {
                *wander = *wander * 0.85 + shift(0.12 * tremor, random);
            }
            sway += shift(0.12 * tremor, random);
            let figure = act.figure(self.from + number as f32 / self.rate, wander);
            let figure = if self.mirrored { figure.mirrored() } else { figure };
            let hands = figure.hands();
            let mut found = [None; 2];
            for side in 0..2 {
                let wrist = hands[side][0];
                let pace = last[side].map_or(0.0, |last| (wrist - last).length() / 18.0);
                last[side] = Some(wrist);
                let seen = hands[side].map(|point| self.project(point + sway));
                let mut outline = Outline(seen.map(|[x, y, _]| [x, y]));
                if self.error[0] > 0.0 {
                    let fresh = error.draw(0.8 * self.error[1], random);
                    for (changing, fresh) in changing[side].iter_mut().zip(fresh) {
                        *changing = std::array::from_fn(|axis| 0.6 * changing[axis] + fresh[axis]);
                    }
                    displace(&mut outline, &constant[side]);
                    displace(&mut outline, &changing[side]);
                }
                let points = std::array::from_fn(|point| {
                    let [x, y] = outline.0[point];
                    [0.5 + x, 0.5 + y * self.aspect, seen[point][2] - seen[0][2]]
                });
                let lost = self.losses.hide(number, side, pace, random) || !in_view(&points);
                found[side] = (!lost).then_some(points);
            }
            let pose = figure.pose(&act.person().physique).map(|point| self.project(point + sway));
            frames.push(Frame {
                pose: self.poses.then(|| self.pose(&pose, &body, random)),
                hands: self.losses.called(number, found, self.strong(act)),
                aspect: 1.0 / self.aspect,
            });
        }
        Take { rate: self.rate, frames }
    }

    /// Which slot the strong hand is in: 0 is the left one.
    fn strong(&self, act: &impl Performer) -> usize {
        usize::from(act.person().left_handed == self.mirrored)
    }

    fn pose(&self, seen: &[[f32; 3]; 9], off: &[[f32; 2]; 9], random: &mut Random) -> [[f32; 4]; 9] {
        let hips = (seen[7][2] + seen[8][2]) / 2.0;
        let unsteady = 0.004 * self.error[0];
        std::array::from_fn(|point| {
            let [x, y, depth] = seen[point];
            let x = 0.5 + x + off[point][0] + random.normal(unsteady);
            let y = 0.5 + (y + off[point][1] + random.normal(unsteady)) * self.aspect;
            let inside = (0.0..1.0).contains(&x) && (0.0..1.0).contains(&y);
            [x, y, depth - hips, if inside { 0.98 } else { 0.15 }]
        })
    }

    /// Right, down, away from the camera; in widths of the picture.
    fn project(&self, point: Vec3) -> [f32; 3] {
        let seen = self.turn * point + self.offset;
        // Nothing comes nearer than a hand's length.
        let depth = (self.distance - seen.z).max(15.0);
        [self.focal * seen.x / depth, -self.focal * seen.y / depth, -self.focal * seen.z / self.distance]
    }
}

impl Performer for Act {
    fn person(&self) -> &Person {
        self.person()
    }

    fn figure(&self, time: f32, off: [Vec3; 2]) -> Figure {
        self.shaken(time, off)
    }
}

impl Losses {
    fn draw(frames: usize, random: &mut Random) -> Self {
        let gap = |chance: f32, random: &mut Random| {
            random.chance(chance).then(|| {
                let start = random.below(frames);
                (start, start + 1 + random.below(6))
            })
        };
        Self {
            gaps: [gap(0.4, random), gap(0.4, random)],
            chance: if random.chance(0.15) { 0.3 } else { 0.01 },
            fast: random.uniform(0.0, 0.6),
            swapped: gap(0.05, random),
            strong_only: random.chance(0.12),
            one_slot: random.chance(0.08),
        }
    }

    fn hide(&self, frame: usize, side: usize, pace: f32, random: &mut Random) -> bool {
        let within = |gap: Option<(usize, usize)>| gap.is_some_and(|(start, end)| (start..end).contains(&frame));
        // Both are always drawn, so that one loss does not change what comes after.
        let (slip, blur) = (random.chance(self.chance), random.chance(self.fast * (pace - 0.3).clamp(0.0, 1.0)));
        within(self.gaps[side]) || slip || blur
    }

    /// In the slots that the tracker puts them.
    fn called(
        &self,
        frame: usize,
        mut hands: [Option<[[f32; 3]; 21]>; 2],
        strong: usize,
    ) -> [Option<[[f32; 3]; 21]>; 2] {
        if self.strong_only || self.one_slot {
            hands[1 - strong] = None;
        }
        if self.one_slot && strong == 0 {
            hands.swap(0, 1);
        }
        if self.swapped.is_some_and(|(start, end)| (start..end).contains(&frame)) {
            hands.swap(0, 1);
        }
        hands
    }
}

/// Enough of a hand is in the picture to be found.
fn in_view(points: &[[f32; 3]; 21]) -> bool {
    let inside = |point: &&[f32; 3]| (-0.02..1.02).contains(&point[0]) && (-0.02..1.02).contains(&point[1]);
    points.iter().filter(inside).count() >= 15
}

/// How often somebody sits down anew.
const TRIES: usize = 12;
/// Between the shoulders' joints, in centimetres.
const SHOULDERS: f32 = 34.0;

fn shift(deviation: f32, random: &mut Random) -> Vec3 {
    vec3(random.normal(deviation), random.normal(deviation), random.normal(deviation))
}
