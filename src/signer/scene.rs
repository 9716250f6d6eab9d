//! A room with somebody in it, seen by one camera.

use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{
    backdrop,
    body::{self, Body},
    camera::Camera,
    canvas::{Canvas, Film},
    chair::Chair,
    geometry::{Rotation, Vec3, vec3},
    hand::{Hand, HandLook},
    light::Light,
    skeleton::Proportions,
    skin::SkinTone,
    trace::{self, Placement, Window},
};
use crate::video::Picture;

/// What the camera is pointed at.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub camera: Camera,
    pub skin: SkinTone,
    pub person: Proportions,
    /// An empty chair instead of a person.
    pub empty: bool,
    /// Chooses room, lamp, hair and clothes.
    pub seed: u64,
}

/// A setting, with everything that does not move drawn once.
pub struct Scene {
    camera: Camera,
    look: HandLook,
    light: Light,
    stage: Canvas,
    film: Film,
    random: StdRng,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            camera: Camera::webcam(640, 480),
            skin: SkinTone::ALL[1],
            person: Proportions::default(),
            empty: false,
            seed: 3,
        }
    }
}

impl Scene {
    pub fn new(setting: &Setting) -> Self {
        let Camera { width, height, .. } = setting.camera;
        let mut random = StdRng::seed_from_u64(setting.seed);
        let lamp = vec3(random.random_range(-0.6..0.5), random.random_range(0.4..0.8), 0.7);
        let hair = HAIR[random.random_range(0..HAIR.len())];
        let cloth = CLOTH[random.random_range(0..CLOTH.len())];
        let light = Light::new(lamp);
        let mut stage = backdrop::draw(width, height, &mut random);
        let window = Window { left: 0, right: width, top: 0, bottom: height };
        let place =
            |x: f32, y: f32, z: f32| Placement { turn: Rotation::IDENTITY, origin: vec3(x, y, z), flipped: false };
        if setting.empty {
            trace::draw(&mut stage, &setting.camera, &Chair { light, cloth }, place(4.0, -14.0, -95.0), window);
        } else {
            let body = Body { light, skin: setting.skin, hair, cloth, elbows: body::HANGING };
            let beside = random.random_range(7.0..11.0);
            trace::draw(&mut stage, &setting.camera, &body, place(beside, 10.0, -80.0), window);
        }
        let film = Film::new(GRAIN, &mut random);
        let look = HandLook { person: setting.person, skin: setting.skin, sleeve: cloth };
        Self { camera: setting.camera, look, light, stage: stage.blurred(1.5), film, random }
    }

    /// The picture with some hands in front of the person.
    pub fn picture(&mut self, hands: &[Hand]) -> Picture {
        let mut canvas = self.stage.clone();
        for hand in hands {
            hand.draw(&mut canvas, &self.camera, &self.look, self.light);
        }
        self.film.expose(&canvas, &mut self.random)
    }

    /// Where the camera sees the 21 joints of a hand, in pixels.
    pub fn landmarks(&self, hand: &Hand) -> [[f32; 2]; 21] {
        hand.landmarks(&self.camera, &self.look.person)
    }
}

pub(super) const HAIR: [Vec3; 3] = [vec3(0.02, 0.015, 0.012), vec3(0.10, 0.055, 0.03), vec3(0.35, 0.22, 0.10)];
pub(super) const CLOTH: [Vec3; 4] =
    [vec3(0.05, 0.10, 0.20), vec3(0.24, 0.05, 0.06), vec3(0.06, 0.17, 0.12), vec3(0.30, 0.30, 0.33)];
/// A webcam's noise indoors, as a share of full white.
pub(super) const GRAIN: f32 = 0.01;
