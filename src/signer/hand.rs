//! One hand in front of the camera, ready to be drawn.

use super::{
    camera::Camera,
    canvas::Canvas,
    flesh::Flesh,
    geometry::{Rotation, Vec3, vec3},
    handshapes::Pose,
    light::Light,
    noise,
    skeleton::{Proportions, Skeleton},
    skin::SkinTone,
    trace::{self, Placement, Surface, Window},
};

/// What a hand does, and where it is.
#[derive(Clone, Debug)]
pub struct Hand {
    pub pose: Pose,
    /// The whole arm turned, before the wrist turns the hand.
    pub turn: Rotation,
    /// The middle of the palm in the camera's frame, in centimetres.
    pub palm: Vec3,
    /// A left hand: the mirror image, at the mirrored place.
    pub left: bool,
}

/// How a person's hands look.
#[derive(Clone, Copy, Debug)]
pub struct HandLook {
    pub person: Proportions,
    pub skin: SkinTone,
    /// Colour of the sleeve, which begins `SLEEVE` below the wrist.
    pub sleeve: Vec3,
}

impl Hand {
    /// The point of the hand that stays in place while fingers move and the wrist turns.
    pub(super) const PALM: Vec3 = vec3(0.0, 7.5, 1.5);

    /// Where the camera sees the 21 joints, in pixels, as MediaPipe would place them.
    pub fn landmarks(&self, camera: &Camera, person: &Proportions) -> [[f32; 2]; 21] {
        let at = self.placement();
        let skeleton = Skeleton::new(&self.pose.shape, person);
        skeleton.landmarks().map(|joint| camera.project(at.to_camera(joint)))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, camera: &Camera, look: &HandLook, light: Light) {
        let at = self.placement();
        let skeleton = Skeleton::new(&self.pose.shape, &look.person);
        let forearm = at.turn.inverse() * (self.turn * self.pose.forearm.normalised());
        let flesh = Flesh::new(&skeleton, &look.person, forearm);
        if let Some(window) = window(&flesh, camera, at) {
            // A flipped picture is drawn unflipped first: the lamp is flipped the other way.
            let light = if at.flipped { light.flipped() } else { light };
            let skin = LitHand { light: light.seen_from(at.turn), look, forearm, flesh };
            trace::draw(canvas, camera, &skin, at, window);
        }
    }

    fn placement(&self) -> Placement {
        let turn = self.turn * self.pose.wrist;
        let palm = if self.left { vec3(-self.palm.x, self.palm.y, self.palm.z) } else { self.palm };
        Placement { turn, origin: palm - turn * Self::PALM, flipped: self.left }
    }
}

struct LitHand<'a> {
    light: Light,
    look: &'a HandLook,
    forearm: Vec3,
    flesh: Flesh,
}

impl Surface for LitHand<'_> {
    fn distance(&self, p: Vec3) -> f32 {
        self.flesh.distance(p)
    }

    fn light(&self, p: Vec3, normal: Vec3, ray: Vec3) -> Vec3 {
        let open = trace::openness(self, p, normal, 0.32, 0.32);
        let below = p.dot(self.forearm) - SLEEVE;
        let off_axis = (p - self.forearm * p.dot(self.forearm)).length();
        if below > 0.0 && (p.y < 2.0 || off_axis < 4.6) {
            let hem = if below < 0.25 { 0.6 } else { 1.0 };
            let folds = 0.85 + 0.3 * noise::over_space(p.scaled(vec3(1.1, 0.6, 1.1)));
            return self.light.reflected(self.look.sleeve * (hem * folds), normal, ray, open);
        }
        let colour = self.look.skin.on_hand(&self.flesh, p);
        self.light.reflected(colour, normal, ray, open) + self.light.shine(normal, ray, open)
    }
}

/// The part of the picture that a hand can touch.
fn window(flesh: &Flesh, camera: &Camera, at: Placement) -> Option<Window> {
    let mut bounds = [f32::INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::NEG_INFINITY];
    for capsule in flesh.capsules() {
        for end in [capsule.start, capsule.end()].map(|end| at.to_camera(end)) {
            let [x, y] = camera.project(end);
            let radius = camera.focal * capsule.reach() / (-end.z).max(1.0);
            bounds[0] = bounds[0].min(x - radius);
            bounds[1] = bounds[1].max(x + radius);
            bounds[2] = bounds[2].min(y - radius);
            bounds[3] = bounds[3].max(y + radius);
        }
    }
    let within = |value: f32, most: usize| value.clamp(0.0, most as f32) as usize;
    let window = Window {
        left: within(bounds[0], camera.width),
        right: within(bounds[1].ceil(), camera.width),
        top: within(bounds[2], camera.height),
        bottom: within(bounds[3].ceil(), camera.height),
    };
    (window.left < window.right && window.top < window.bottom).then_some(window)
}

/// From the wrist to the hem, in centimetres.
const SLEEVE: f32 = 7.0;
