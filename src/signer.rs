//! A signer drawn by mathematics: hand kinematics, a renderer, test clips.

pub mod camera;
pub mod geometry;
pub mod handshapes;
pub mod skeleton;
