//! A whole clip of the drawn signer, picture by picture.

use std::time::Duration;

use super::{
    scene::{Scene, Setting},
    script::{self, Act, Manner, Moment, NoHandshape},
};
use crate::video::Picture;

/// What a clip shows and how.
#[derive(Clone, Debug)]
pub struct Plan {
    pub act: Act,
    pub manner: Manner,
    pub setting: Setting,
    /// How long acts without an end of their own last.
    pub seconds: f32,
}

/// A picture with the truth about it.
#[derive(Clone, Debug)]
pub struct Shot {
    pub at: Duration,
    pub picture: Picture,
    /// The letter that is held, if one is.
    pub letter: Option<char>,
    /// Where the joints of each hand are, in pixels and MediaPipe's order.
    pub landmarks: Vec<[[f32; 2]; 21]>,
}

/// Draws a clip; each picture is drawn when it is asked for.
pub struct Clip {
    scene: Scene,
    moments: std::vec::IntoIter<Moment>,
    fps: u32,
    frame: u32,
}

impl Plan {
    pub fn spelling(text: &str) -> Self {
        let act = Act::Spell(text.into());
        Self { act, manner: Manner::default(), setting: Setting::default(), seconds: 0.0 }
    }

    pub fn silent(act: Act, seconds: f32) -> Self {
        let setting = Setting { empty: act == Act::Nothing, ..Setting::default() };
        Self { act, manner: Manner::default(), setting, seconds }
    }
}

impl Clip {
    pub fn new(plan: &Plan) -> Result<Self, NoHandshape> {
        let moments = script::play(&plan.act, &plan.manner, plan.seconds)?.into_iter();
        Ok(Self { scene: Scene::new(&plan.setting), moments, fps: plan.manner.fps, frame: 0 })
    }
}

impl Iterator for Clip {
    type Item = Shot;

    fn next(&mut self) -> Option<Shot> {
        let Moment { hands, letter } = self.moments.next()?;
        let at = Duration::from_secs(self.frame.into()) / self.fps;
        self.frame += 1;
        let landmarks = hands.iter().map(|hand| self.scene.landmarks(hand)).collect();
        Some(Shot { at, picture: self.scene.picture(&hands), letter, landmarks })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.moments.size_hint()
    }
}

impl ExactSizeIterator for Clip {}
