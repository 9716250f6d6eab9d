//! Draws a whole person who signs, moment by moment.

use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{
    backdrop,
    body::Body,
    camera::Camera,
    canvas::{Canvas, Film},
    figure::{Arm, Figure, Physique, flipped},
    geometry::{Rotation, Vec3, vec3},
    hand::{Hand, HandLook},
    handshapes::Pose,
    light::Light,
    scene::{CLOTH, GRAIN, HAIR},
    skin::SkinTone,
    trace::{self, Placement, Window},
};
use crate::video::Picture;

/// A room with a person of middle build, seen from the waist up.
pub struct Portrait {
    camera: Camera,
    look: HandLook,
    hair: Vec3,
    light: Light,
    stage: Canvas,
    film: Film,
    random: StdRng,
}

impl Portrait {
    /// `seed` chooses room, lamp, hair and clothes.
    pub fn new(camera: Camera, skin: SkinTone, seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let lamp = vec3(random.random_range(-0.6..0.5), random.random_range(0.4..0.8), 0.7);
        let hair = HAIR[random.random_range(0..HAIR.len())];
        let cloth = CLOTH[random.random_range(0..CLOTH.len())];
        let stage = backdrop::draw(camera.width, camera.height, &mut random);
        let film = Film::new(GRAIN, &mut random);
        let look = HandLook { person: Physique::default().hand, skin, sleeve: cloth };
        Self { camera, look, hair, light: Light::new(lamp), stage, film, random }
    }

    /// The person at one moment; the figure has to be of [`Physique::default`].
    pub fn picture(&mut self, figure: &Figure) -> Picture {
        let physique = Physique::default();
        let head = physique.head_centre();
        let [left, right] = &figure.arms;
        let body = Body {
            light: self.light,
            skin: self.look.skin,
            hair: self.hair,
            cloth: self.look.sleeve,
            elbows: [flipped(left.elbow) - head, right.elbow - head],
        };
        let at = Placement { turn: Rotation::IDENTITY, origin: before_camera(head), flipped: false };
        let window = Window { left: 0, right: self.camera.width, top: 0, bottom: self.camera.height };
        let mut canvas = self.stage.clone();
        trace::draw(&mut canvas, &self.camera, &body, at, window);
        // What is nearer is drawn over what is behind it.
        let mut arms = [(left, true), (right, false)];
        arms.sort_by(|(a, _), (b, _)| nearness(a).total_cmp(&nearness(b)));
        for (arm, left) in arms {
            hand(arm, left).draw(&mut canvas, &self.camera, &self.look, self.light);
        }
        self.film.expose(&canvas, &mut self.random)
    }

    /// Where the camera sees the nose, then left with right shoulder, elbow, wrist, hip, in pixels.
    pub fn places(&self, figure: &Figure) -> [[f32; 2]; 9] {
        figure.pose(&Physique::default()).map(|place| self.camera.project(before_camera(place)))
    }
}

fn hand(arm: &Arm, left: bool) -> Hand {
    let palm = before_camera(arm.wrist + arm.turn * Hand::PALM);
    Hand {
        pose: Pose { shape: arm.shape, wrist: arm.turn, forearm: arm.elbow - arm.wrist },
        turn: Rotation::IDENTITY,
        palm: if left { flipped(palm) } else { palm },
        left,
    }
}

fn nearness(arm: &Arm) -> f32 {
    arm.landmarks[9].z
}

/// From the middle of the shoulders into the camera's frame.
fn before_camera(point: Vec3) -> Vec3 {
    point + vec3(0.0, 5.0, -100.0)
}
