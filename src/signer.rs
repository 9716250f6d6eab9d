//! A signer drawn by mathematics: hand kinematics, a renderer, test clips.
//!
//! [`skeleton`] places the joints of a hand by its angles, [`handshapes`] knows the angles of
//! letters and digits, [`script`] moves from one to the next, [`scene`] draws hands before a person
//! in a room, and [`clip`] puts these together: pictures with the truth about each. [`figure`] is a whole
//! upper body with both arms, [`portrait`] draws it.

pub mod camera;
pub mod clip;
pub mod figure;
pub mod geometry;
pub mod hand;
pub mod handshapes;
pub mod portrait;
pub mod scene;
pub mod script;
pub mod skeleton;

mod backdrop;
mod body;
mod canvas;
mod chair;
mod demo;
mod flesh;
mod light;
mod noise;
mod skin;
mod solid;
mod trace;

pub use demo::{DEMO_CLIP, DEMO_TEXT};
pub use skin::SkinTone;
